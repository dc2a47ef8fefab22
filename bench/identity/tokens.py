"""How often one name in two spellings is known for one, and how often two names are taken for one.

    python bench/identity/tokens.py DIRECTORY [--part 20] [--tables DIRECTORY]

DIRECTORY holds the counts of Merhav and Ash (COLING 2018, CC0): `wd_LANGUAGE_PART`, lines of `latin<TAB>native letters
with spaces<TAB>count`. Printed for each language: the share of each grade among true pairs (weighted by count),
among pairs of Latin spellings of one native word, and among pairs drawn at random by frequency (parts per 10,000).
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import polars as pl

from exeat.identity.names import scripts
from exeat.identity.names.fold import fold
from exeat.identity.names.grades import GRADES, grades

LANGUAGES = ("arabic", "hebrew", "russian")
COLUMNS = ("latin", "native", "count")
ARABIC = "[عحصضظذةق]"
"""Letters that words of Arabic have and foreign words in Arabic script hardly ever."""


def pairs(path: Path) -> pl.DataFrame:
    """True pairs: a word in Latin letters, the same in native ones, how often."""
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    frame = pl.DataFrame([line for line in lines if len(line) == 3], schema=list(COLUMNS), orient="row")
    return frame.with_columns(pl.col("native").str.replace_all(" ", ""), pl.col("count").cast(pl.Int64))


def spellings(frame: pl.DataFrame) -> pl.DataFrame:
    """Pairs of Latin spellings of one native word, weighted by the rarer of the two."""
    both = frame.join(frame, on="native", suffix="_other").filter(pl.col("latin") < pl.col("latin_other"))
    weight = pl.min_horizontal("count", "count_other")
    return both.select("latin", native="latin_other", count=weight)


def strangers(frame: pl.DataFrame, size: int = 300_000) -> pl.DataFrame:
    """Pairs of words drawn by frequency, each from its own column, that are no pair of the table."""
    chance = np.random.default_rng(4)
    share = (frame["count"] / frame["count"].sum()).to_numpy()
    rows = [chance.choice(frame.height, size, p=share) for _ in range(2)]
    drawn = pl.DataFrame({"latin": frame["latin"].gather(rows[0]), "native": frame["native"].gather(rows[1])})
    return drawn.join(frame, on=["latin", "native"], how="anti").with_columns(count=pl.lit(1))


def shares(frame: pl.DataFrame) -> list[float]:
    """The share of each grade, by weight."""
    frame = frame.with_columns(fold(frame["latin"]).alias("a"), fold(frame["native"]).alias("b")).drop_nulls()
    found = grades(frame["a"], frame["b"])
    weight = frame["count"].to_numpy()
    return [float(weight[found == code].sum() / weight.sum()) for code in range(len(GRADES))]


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--part", default="20")
    parser.add_argument("--tables", type=Path, help="tables that tools.derive_spellings wrote of the other part")
    given = parser.parse_args(arguments)
    for name in ("words-arabic", "words-hebrew", "words-cyrillic", "sounds-arabic", "sounds-hebrew", "spellings"):
        if given.tables:
            lines = (given.tables / f"{name}.tsv").read_text("utf-8").splitlines()[1:]
            scripts.table(name).clear()
            scripts.table(name).update(line.split("\t") for line in lines)
    print(f"{'':28}" + "".join(f"{grade:>10}" for grade in GRADES))
    for language in LANGUAGES:
        frame = pairs(given.directory / f"wd_{language}_{given.part}")
        kinds = {"native": frame, "Latin spellings": spellings(frame)}
        if language == "arabic":
            own = frame.filter(pl.col("native").str.contains(ARABIC))
            kinds |= {"native, Arabic": own, "Latin spellings, Arabic": spellings(own)}
        for name, of in kinds.items():
            print(f"{language + ', ' + name:28}"[:36].ljust(36) + "".join(f"{share:9.3f} " for share in shares(of)))
        chance = [share * 10_000 for share in shares(strangers(frame))]
        print(f"{language + ', strangers /10,000':36}" + "".join(f"{share:9.1f} " for share in chance))


if __name__ == "__main__":
    main(sys.argv[1:])
