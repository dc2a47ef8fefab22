"""What is known of single words of names, read from `data/*.tsv` once (sources: `data/SOURCES.md`).

- Every word in the tables is folded: lower-case ASCII, as `fold` makes it.
- The tables say which part of a name a word usually is, never who somebody is: they order names and join nobody.
- `weight` of a word: 1 seldom, 2 usual, 3 very common, within its language.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import polars as pl


def rows(name: str) -> list[list[str]]:
    """The rows of a table of `data/`, tab separated, without its headings; none where there is no such table."""
    path = files("exeat.identity.names") / "data" / f"{name}.tsv"
    lines = path.read_text("utf-8").splitlines()[1:] if path.is_file() else []
    return [line.split("\t") for line in lines]


def plain(pattern: str) -> str:
    """A pattern over folded text, which is ASCII: so read, it is quick to make ready."""
    return pattern.replace(r"\w", "[a-z0-9]").replace(r"\b", r"(?-u:\b)")


@lru_cache
def endings() -> tuple[tuple[str, str, float, str], ...]:
    """What the endings of words tell: usage, sort (patronymic, given, surname), weight, pattern."""
    told = rows("endings")
    return tuple((usage, sort, float(weight), plain(f"(?:{pattern})$")) for usage, sort, weight, pattern in told)


@lru_cache
def nicknames() -> dict[str, set[str]]:
    """Short and pet forms: each word, and the words that are forms of one name with it, either of them the short."""
    found: dict[str, set[str]] = {}
    for one, other, _ in rows("nicknames"):
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


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


class Known(NamedTuple):
    """A word that the tables of given names and of surnames know. `close`, `far`: its keys.

    `usual`: what every language knows of it, its weights as a given name and as a surname: `ar 2 0,es 1 3`.
    """

    token: str
    close: str
    far: str
    usual: str

    def weights(self) -> Iterator[tuple[str, int, int]]:
        """Each language that knows the word, and its weights there."""
        for told in self.usual.split(","):
            language, given, surname = told.split(" ")
            yield language, int(given), int(surname)


@lru_cache
def known() -> dict[str, Known]:
    """Every known word, in the order of the alphabet. Written by `tools/known_words.py`."""
    return {row[0]: Known._make(row) for row in rows("known")}
