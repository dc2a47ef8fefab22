"""What is known of single words of names, read from `data/*.tsv` once (sources: `data/SOURCES.md`).

- Every word in the tables is folded: lower-case ASCII, as `fold` makes it.
- The tables say which part of a name a word usually is, never who somebody is: they order names and join nobody.
- `weight` of a word: 1 seldom, 2 usual, 3 very common, within its language.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


def rows(name: str) -> list[list[str]]:
    """The rows of a table of `data/`, tab separated, without its headings; none where there is no such table."""
    path = files("exeat.identity.names") / "data" / f"{name}.tsv"
    lines = path.read_text("utf-8").splitlines()[1:] if path.is_file() else []
    return [line.split("\t") for line in lines]


def columns(name: str) -> list[list[str]]:
    """The columns of a table of `data/` all of whose rows are as long as its headings."""
    head, _, body = (files("exeat.identity.names") / "data" / f"{name}.tsv").read_text("utf-8").partition("\n")
    cells, many = body.rstrip("\n").replace("\n", "\t").split("\t"), head.count("\t") + 1
    return [cells[n::many] for n in range(many)]


def plain(pattern: str) -> str:
    """A pattern over folded text, which is ASCII: so read, it is quick to make ready."""
    return pattern.replace(r"\w", "[a-z0-9]").replace(r"\b", r"(?-u:\b)")


@lru_cache
def endings() -> tuple[tuple[str, str, float, str], ...]:
    """What the endings of words tell: usage, sort (patronymic, given, surname), weight, pattern."""
    told = rows("endings")
    return tuple((usage, sort, float(weight), plain(f"(?:{pattern})$")) for usage, sort, weight, pattern in told)


@lru_cache
def nicknames() -> tuple[tuple[str, str], ...]:
    """Short and pet forms: two words that are forms of one name, either of them the short one."""
    one, other, _ = columns("nicknames")
    return tuple(zip(one, other, strict=True))


@lru_cache
def words() -> dict[str, str]:
    """Words that are no names of their own, and their kind: particle, nasab, child, title, suffix, ..."""
    return {token: kind for token, kind, _ in rows("words")}


def known_given() -> "pl.DataFrame":
    """Given names, one row for each language: token, language, sex (m, f; null where both bear it), weight (Int8)."""
    return _frame("given", ("token", "language", "sex", "weight"))


def known_surnames() -> "pl.DataFrame":
    """Surnames, one row for each language: token, language, weight (Int8)."""
    return _frame("surnames", ("token", "language", "weight"))


def _frame(name: str, columns: Sequence[str]) -> "pl.DataFrame":
    import polars as pl

    found = pl.DataFrame(rows(name), columns, orient="row")
    return found.with_columns(pl.col("weight").cast(pl.Int8), pl.col("^sex$").replace("", None))


@dataclass(frozen=True, slots=True)
class Known:
    """The words that the tables of given names and of surnames know, in the order of the alphabet.

    `usual`: by word what every language knows of it, see `weights`; `close`, `far`: the keys of each.
    """

    usual: dict[str, str]
    close: list[str]
    far: list[str]


@lru_cache
def known() -> Known:
    """Every known word. Written by `tools/known_words.py`."""
    token, close, far, usual = columns("known")
    return Known(dict(zip(token, usual, strict=True)), close, far)


def weights(usual: str) -> Iterator[tuple[str, int, int]]:
    """Each language that knows a word, and its weights there as a given name and as a surname: `ar 2 0,es 1 3`."""
    for told in usual.split(","):
        language, given, surname = told.split(" ")
        yield language, int(given), int(surname)
