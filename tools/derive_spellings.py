"""Derives the tables of words and of letters in context from counts of names in two scripts.

    python -m tools.derive_spellings DIRECTORY OUT [--part 80]

DIRECTORY holds the counts of Merhav and Ash, Design Challenges in Named Entity Transliteration, COLING 2018 (CC0):
`wd_LANGUAGE_PART`, lines of `latin<TAB>native letters with spaces<TAB>count`; without `--part` both parts are read.
OUT gets, for each script,

- `words-SCRIPT.tsv`: words whose usual Latin spelling is not what the letters alone give;
- `sounds-SCRIPT.tsv`: what a letter of Arabic or Hebrew script becomes beside other letters, short vowels included;
- `spellings.tsv`: sounds of Latin spellings of one name, Arabic or Slavic, with the spelling that stands for all.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator
from math import log
from pathlib import Path

import polars as pl

from exeat.identity.names.fold import fold
from exeat.identity.names.scripts import WINDOWS, bare, by_letters, letters
from exeat.identity.names.skeleton import close, ruled

SCRIPTS = {"arabic": "arabic", "hebrew": "hebrew", "russian": "cyrillic"}
LEAST = {"arabic": 2, "hebrew": 2, "cyrillic": 3}  # how often a word is seen at least
ENOUGH = {"arabic": 0.34, "hebrew": 0.34, "cyrillic": 0.1}  # the share at which the letters alone are good enough
OWN = "[عحصضظذةق]"
"""Letters that words of Arabic have and foreign words in Arabic script hardly ever."""


def read(directory: Path, language: str, part: str | None) -> pl.DataFrame:
    """Folded Latin word, native word, count; one row a pair."""
    rows = [
        line.split("\t")
        for name in ((part,) if part else ("80", "20"))
        for line in (directory / f"wd_{language}_{name}").read_text("utf-8").splitlines()
    ]
    frame = pl.DataFrame([row for row in rows if len(row) == 3], schema=["latin", "native", "count"], orient="row")
    native = bare(frame["native"].str.replace_all(" ", ""), SCRIPTS[language])
    frame = frame.with_columns(fold(frame["latin"]).alias("latin"), native.alias("native"), pl.col("count").cast(int))
    whole = pl.col("latin").str.contains(r"^[a-z]{2,}$") & pl.col("native").str.contains(r"^[\p{L}\x{05F3}]{2,}$")
    return frame.filter(whole).group_by("native", "latin").agg(pl.col("count").sum())


def words(frame: pl.DataFrame, script: str) -> pl.DataFrame:
    """The usual Latin spelling of each native word: the most frequent one of the most frequent sound."""
    native = frame["native"].unique(maintain_order=True)
    ruled = pl.DataFrame({"native": native, "ruled": by_letters(native, script)})
    keyed = frame.with_columns(close(frame["latin"]).alias("sound"))
    sounds = keyed.group_by("native", "sound").agg(
        pl.col("count").sum().alias("seen"), pl.col("latin").sort_by("count", "latin", descending=[True, False]).first()
    )
    sounds = sounds.with_columns(share=pl.col("seen") / pl.col("seen").sum().over("native")).join(ruled, on="native")
    good = sounds.filter(pl.col("sound") == close(sounds["ruled"]), pl.col("share") >= ENOUGH[script])
    best = sounds.sort("seen", "latin", descending=[True, False]).unique("native", keep="first", maintain_order=True)
    total = pl.col("seen") / pl.col("share")
    return (
        best.filter(total.round() >= LEAST[script])
        .join(good, on="native", how="anti")
        .select("native", "latin")
        .sort("native")
    )


def aligned(pairs: list[tuple[str, str, float]], script: str, rounds: int = 4) -> list[tuple[str, list[str], float]]:
    """Each native word with the piece of Latin that each of its letters stands for, by Viterbi training."""
    table = letters(script)
    chance: dict[str, dict[str, float]] = {}
    found: list[tuple[str, list[str], float]] = []
    for _ in range(rounds):
        found = [(n, pieces, w) for n, latin, w in pairs if (pieces := _best(n, latin, table, chance)) is not None]
        counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for native, pieces, weight in found:
            for letter, piece in zip(native, pieces, strict=True):
                counts[letter][piece] += weight
        chance = {a: {p: n / sum(c.values()) for p, n in c.items()} for a, c in counts.items()}
    return found


def _best(native: str, latin: str, table: dict[str, str], chance: dict[str, dict[str, float]]) -> list[str] | None:
    costs: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for letter in native:
        step: dict[int, tuple[float, int]] = {}
        for start, (cost, _) in costs[-1].items():
            for end in range(start, min(start + 5, len(latin) + 1)):
                total = cost + _cost(letter, latin[start:end], table, chance)
                if end not in step or total < step[end][0]:
                    step[end] = (total, start)
        costs.append(step)
    if len(latin) not in costs[-1] or costs[-1][len(latin)][0] > 6.5 * len(native):
        return None
    ends, pieces = len(latin), []
    for step in reversed(costs[1:]):
        start = step[ends][1]
        pieces.append(latin[start:ends])
        ends = start
    return pieces[::-1]


def _cost(letter: str, piece: str, table: dict[str, str], chance: dict[str, dict[str, float]]) -> float:
    if chance:
        return -log(chance.get(letter, {}).get(piece, 0.0) * 0.98 + 0.02 * 0.03 ** max(len(piece), 1))
    usual = table.get(letter, "")
    head = piece.startswith(usual) or (usual[:1] and piece.startswith(usual[:1]))
    return (0.5 if head and piece else 4.0) + 1.0 * max(len(piece) - len(usual), 0)


def sounds(found: list[tuple[str, list[str], float]], least: float = 3.0) -> Iterator[tuple[str, str]]:
    """What letters become in each window, where that is not what a narrower window says already."""
    counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for native, pieces, weight in found:
        for place, piece in enumerate(pieces):
            for window in WINDOWS:
                counts[seen(native, place, window)][piece] += weight
    told: dict[str, str] = {}
    for before, after in reversed(WINDOWS):
        for key, pieces_ in sorted(counts.items()):
            left, right = key.split("|")
            if (len(left), len(right)) != (before, after + 1) or sum(pieces_.values()) < least:
                continue
            best = max(sorted(pieces_), key=lambda piece: pieces_[piece])
            if _narrower(told, left, right) != best:
                told[key] = best
    yield from sorted(told.items())


def seen(native: str, place: int, window: tuple[int, int]) -> str:
    """A letter and what stands around it: `before|letter and after`; `^` and `$` beyond the ends."""
    padded = "^^" + native + "$$"
    at = place + 2
    return padded[at - window[0] : at] + "|" + padded[at : at + 1 + window[1]]


def _narrower(told: dict[str, str], left: str, right: str) -> str | None:
    for before, after in WINDOWS:
        if (before, after) != (len(left), len(right) - 1) and before <= len(left) and after < len(right):
            key = left[len(left) - before :] + "|" + right[: after + 1]
            if key in told:
                return told[key]
    return None


def spellings(frames: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Sounds of Latin spellings of one name: each belongs to the native word that it stands for most often.

    Words of Arabic, and words of Slavic usage: those that are written in Latin as their letters are. Spellings that
    differ in the last vowel are left out: that is how the names of women and of men differ.
    """
    told = pl.concat([_named(frame, script) for script, frame in frames.items()])
    told = told.sort("count", "native", "latin", descending=[True, False, False])
    told = told.unique("sound", keep="first", maintain_order=True)
    head = told.group_by("native", maintain_order=True).agg(pl.col("latin").first().alias("head"))
    both = told.join(head, on="native").filter(pl.col("latin").str.len_chars() >= 3)
    alike = ruled(both["latin"], "far") == ruled(both["head"], "far")
    both = both.filter(alike)
    both = both.with_columns(ruled(pl.Series("main", both["head"]), "close"))
    stems = [pl.col(name).str.replace("[aeiou]+$", "") for name in ("sound", "main")]
    ends = (stems[0] == stems[1]) & (pl.col("sound") != pl.col("main"))
    # Hamid and Humaid, Abid and Obaid: one spelling in Arabic, two names.
    small = pl.col("sound").str.contains("ei") != pl.col("main").str.contains("ei")
    flat = [pl.col(name).str.replace_all("[aeiou]", "a") for name in ("sound", "main")]
    sure = (pl.col("count") >= 2) | (flat[0] == flat[1])
    return (
        both.filter(sure & ~small & ~ends & (pl.col("sound") != pl.col("main")))
        .select("sound", "head")
        .sort("head", "sound")
    )


def _named(frame: pl.DataFrame, script: str) -> pl.DataFrame:
    """For each sound the word it stands for in at least half of what was counted, if that is a name we take."""
    keyed = frame.with_columns(ruled(pl.Series("sound", frame["latin"]), "close"))
    best = keyed.group_by("sound", "native").agg(
        pl.col("count").sum(), pl.col("latin").sort_by("count", "latin", descending=[True, False]).first()
    )
    share = pl.col("count") / pl.col("count").sum().over("sound")
    best = best.filter(share >= 0.5)
    if script == "arabic":
        return best.filter(pl.col("native").str.contains(OWN))
    plain = frame["native"].unique(maintain_order=True)
    own = pl.DataFrame({"native": plain, "own": ruled(by_letters(plain, script), "close")})
    parts = (
        keyed.join(own, on="native")
        .group_by("native")
        .agg(
            (pl.col("count").filter(pl.col("sound") == pl.col("own")).sum() / pl.col("count").sum()).alias("own_share")
        )
    )
    return best.join(parts.filter(pl.col("own_share") >= 0.3), on="native", how="semi")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--part")
    given = parser.parse_args()
    frames = {}
    for language, script in SCRIPTS.items():
        frames[script] = frame = read(given.directory, language, given.part)
        found = words(frame, script)
        _write(given.out / f"words-{script}.tsv", ("word", "latin"), found.iter_rows())
        if script != "cyrillic":
            own = pl.when(pl.col("native").str.contains(OWN)).then(4.0).otherwise(1.0)
            weighted = frame.with_columns(weight=pl.col("count").sqrt() * own).filter(pl.col("weight") > 1)
            latin = weighted["latin"].str.replace_many({"ou": "u", "oo": "u", "ee": "i"}, leftmost=True)
            rows = list(zip(weighted["native"], latin, weighted["weight"], strict=True))
            _write(given.out / f"sounds-{script}.tsv", ("letters", "latin"), sounds(aligned(rows, script)))
    taken = {script: frames[script] for script in ("arabic", "cyrillic")}
    _write(given.out / "spellings.tsv", ("sound", "head"), spellings(taken).iter_rows())


def _write(path: Path, head: tuple[str, str], rows: "Iterator[tuple[str, ...]]") -> None:
    lines = ["\t".join(head), *("\t".join(row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
