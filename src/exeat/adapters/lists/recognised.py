"""The columns of a list that is to be matched: said by the caller, told by the file, or recognised.

- What is said wins, then what the file tells; then headings that we know, then the words of a heading, then the cells:
  these three are guesses.
- A column of ours may stand in several of theirs: given names one by one, a birth date as day, month and year, a name
  in two scripts (the second is another name).
- A heading for a name means a whole name where no surname stands beside it, and given names where one does.
- A number is taken for an id by a guess only where every row has its own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from exeat.core.values import fold

from .columns import ALIASES, COUNTS, known_heading, plain
from .content import LOOKED_AT, guess
from .heading_words import Held, says_nothing, told_by_words

if TYPE_CHECKING:
    import polars as pl

IDENTITY = (
    "id", "name", "given_names", "surname", "second_surname", "patronymic", "other_names", "father", "mother", "sex",
    "birth_date", "age", "as_of", "document_number", "birth_place", "origin", "nationality", "place", "held_since",
)  # fmt: skip
NAMES = ("name", "given_names", "surname")
SEVERAL = ("given_names", "birth_date")
BY_CELLS = frozenset({"name", "sex", "birth_date", "held_since", "document_number"})
How = Literal["said", "told", "heading", "words", "cells"]


@dataclass(frozen=True, slots=True)
class Column:
    """One of our columns, the headings in which it stands, and how that is known."""

    ours: str
    theirs: tuple[str, ...]
    how: How

    @property
    def guessed(self) -> bool:
        """Whether nobody said so: neither the caller, nor the file, nor a heading that is our own word."""
        return self.how not in ("said", "told") and self.theirs != (self.ours,)


Columns = dict[str, Column]


def recognised(
    rows: "pl.DataFrame", said: Mapping[str, tuple[str, ...]], told: Mapping[str, str], cells: bool = True
) -> Columns:
    """The columns of a list, by our names. `cells`: whether to guess by what stands in the cells, too."""
    found: Columns = {ours: Column(ours, theirs, "said") for ours, theirs in said.items()}
    for ours, theirs in told.items():
        if ours in IDENTITY and theirs not in _used(found):
            found.setdefault(ours, Column(ours, (theirs,), "told"))
    held = [(h, t) for h in rows.columns if h not in _used(found) and (t := told_by_words(h)) is not None]
    held.sort(key=lambda ht: (_rank(ht[0]), ht[1].place))
    for ours in dict.fromkeys(t.ours for _, t in held):
        if ours not in found:
            _take(found, ours, [(h, t) for h, t in held if t.ours == ours], rows)
    _as_names_go(found, rows, frozenset(said))
    if cells:
        for heading, ours in guesses(found, rows).items():
            found.setdefault(ours, Column(ours, (heading,), "cells"))
    return {ours: found[ours] for ours in IDENTITY if ours in found}


def guesses(found: Columns, rows: "pl.DataFrame") -> dict[str, str]:
    """What the cells of the other columns look like, heading to ours, where ours is still missing."""
    named = bool(found.keys() & {"name", "given_names", "surname"})
    wanted = frozenset(BY_CELLS - found.keys() - ({"name"} if named else set()))
    first = rows.select(h for h in rows.columns if h not in _used(found) and says_nothing(h))
    looks = {h: ours for h in first.columns if (ours := guess(_some(first[h]), wanted)) is not None}
    return {h: ours for h, ours in looks.items() if list(looks.values()).index(ours) == list(looks).index(h)}


def _some(cells: "pl.Series") -> list[str | None]:
    return cells.drop_nulls().head(LOOKED_AT).to_list()


def _used(found: Columns) -> set[str]:
    return {theirs for column in found.values() for theirs in column.theirs}


def _rank(heading: str) -> int:
    """How well a heading is known: our own words first, mere counts last."""
    folded = plain(heading)
    return 0 if heading in ALIASES else 3 if folded in COUNTS else 1 if known_heading(heading) else 2


def _take(found: Columns, ours: str, held: Sequence[tuple[str, Held]], rows: "pl.DataFrame") -> None:
    """Take the headings of one of ours."""
    if ours == "id":
        held = [(h, t) for h, t in held if plain(h) == "id" or _each_its_own(rows[h])]
    taken = _parts(ours, held)
    if taken:
        how: How = "heading" if all(known_heading(h) == ours for h in taken) else "words"
        found[ours] = Column(ours, taken, how)
    if ours == "name" and len(held) > len(taken) and "other_names" not in found:
        more = tuple(h for h, t in held if h not in taken and t.place)
        if more:
            found["other_names"] = Column("other_names", more, "words")


def _parts(ours: str, held: Sequence[tuple[str, Held]]) -> tuple[str, ...]:
    """The headings in which one of ours stands, in the order in which its parts are joined."""
    by_place = {t.place: h for h, t in reversed(held)}
    if ours == "birth_date" and 0 not in by_place and 1 in by_place:
        return tuple(by_place[p] for p in (1, 2, 3) if p in by_place and (p < 3 or 2 in by_place))
    if ours == "given_names":
        first = [by_place[p] for p in (0, 1) if p in by_place][:1]
        return (*first, *(by_place[p] for p in (2, 3) if p in by_place))
    return tuple(h for h, _ in held[:1])


def _each_its_own(cells: "pl.Series") -> bool:
    return not cells.null_count() and cells.n_unique() == len(cells)


def _as_names_go(found: Columns, rows: "pl.DataFrame", said: frozenset[str]) -> None:
    """A whole name where no surname stands beside it; given names where one does, a surname beside given names."""
    names = {c for c in NAMES if c in found}
    if said & names:
        return
    if names == {"given_names"}:
        found["name"] = replace(found.pop("given_names"), ours="name")
    for beside, becomes in (("surname", "given_names"), ("given_names", "surname")):
        apart = names == {"name", beside} and not _within(rows, found[beside].theirs[0], found["name"].theirs[0])
        if apart:
            found[becomes] = replace(found.pop("name"), ours=becomes)


def _within(rows: "pl.DataFrame", part: str, name: str) -> bool:
    """Whether the surnames, or the given names, stand in the names, too."""
    pairs = rows.select(s=part, n=name).drop_nulls().head(LOOKED_AT).rows()
    inside = sum(1 for s, n in pairs if fold(s).split()[:1] and fold(s).split()[0] in fold(n).split())
    return inside * 2 > len(pairs)


# ------------------------------------------------------------ the rows, by our names


def ours(rows: "pl.DataFrame", columns: Columns) -> "pl.DataFrame":
    """The rows under our names; what stands in several columns is joined."""
    return rows.select(_joined(c).alias(c.ours) for c in columns.values())


def _joined(column: Column) -> "pl.Expr":
    import polars as pl

    cells = [pl.col(h) for h in column.theirs]
    if len(cells) == 1:
        return cells[0]
    join: Callable[..., pl.Expr] = pl.concat_str
    if column.ours == "birth_date":
        cells = [c.str.strip_chars().str.zfill(2 if i else 4) for i, c in enumerate(cells)]
        until = [
            pl.when(pl.all_horizontal(c.is_not_null() for c in cells[: i + 1])).then(c) for i, c in enumerate(cells)
        ]
        joined = join(*until, separator="-", ignore_nulls=True)
    else:
        joined = join(*cells, separator="; " if column.ours == "other_names" else " ", ignore_nulls=True)
    return pl.when(joined != "").then(joined)  # nothing joined is null, not an empty text
