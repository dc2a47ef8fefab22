"""Writes what is looked up of known words of names: `python -m tools.known_words`, after a change of their tables.

- `data/known.tsv`, from `given.tsv`, `surnames.tsv` and the rules of `skeleton`: each word, its close and its far key,
  and what every language knows of it.
- `data/heads.tsv`, from `variants.tsv`, `spellings.tsv` and the same rules: the keys of the name that stands for all.

Nobody waits for this when two short lists are compared: the tables are read as they are.
"""

from pathlib import Path

import polars as pl

from exeat.identity.names.scripts import table
from exeat.identity.names.skeleton import ruled
from exeat.identity.names.tables import known_given, known_surnames

DATA = Path(__file__).resolve().parent.parent / "src/exeat/identity/names/data"


def main() -> None:
    """Write both; the heads first, on which the keys of known words rest."""
    _write("heads", heads())
    _write("known", known())


def heads() -> pl.DataFrame:
    """For the sounds of words that are another spelling or form of a name: the keys of the one that stands for all.

    Forms that we wrote down (`variants.tsv`) overrule spellings that were counted.
    """
    forms, spellings = table("variants"), table("spellings")
    sounds = [*ruled(pl.Series(list(forms)), ("close",))[0], *spellings]
    close, far = ruled(pl.Series([*forms.values(), *spellings.values()]), ("close", "far"))
    told = pl.DataFrame({"sound": sounds, "close": close, "far": far})
    return told.unique("sound", keep="first", maintain_order=True)


def known() -> pl.DataFrame:
    """Every known word, in the order of the alphabet: `token`, `close`, `far`, `usual`.

    `usual`: for each language that knows it, its weights as a given name and as a surname, 0 for none: `ar 2 0,es 1 3`.
    """
    from exeat.identity.names.skeleton import both

    given = known_given().select("token", "language", given="weight")
    surnames = known_surnames().select("token", "language", surname="weight")
    rows = given.join(surnames, on=["token", "language"], how="full", coalesce=True)
    rows = rows.with_columns(pl.col("given", "surname").fill_null(0)).sort("token", "language")
    usual = pl.format("{} {} {}", "language", "given", "surname").str.join(",").alias("usual")
    words = rows.group_by("token", maintain_order=True).agg(usual)
    close, far = both(words["token"])
    return words.select("token", close.alias("close"), far.alias("far"), "usual")


def _write(name: str, made: pl.DataFrame) -> None:
    made.write_csv(DATA / f"{name}.tsv", separator="\t", quote_style="never")


if __name__ == "__main__":
    main()
