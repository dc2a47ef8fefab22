"""What an audit reads and what it gives: lists as columns of text, findings as columns of cells.

- A finding is a proposal to look. It names cells and, where others speak, who says what; it decides nothing.
- Findings of one kind in one list are one frame: a list of a million rows may have a hundred thousand of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, get_args

from exeat.core.message import Message
from exeat.core.shape import Pairs

if TYPE_CHECKING:
    import polars as pl

Kind = Literal[
    "same_id", "same_document", "same_names_birth", "same_names_swapped", "same_names_weak", "alike",
    "missing", "date_unread", "day_month_guess", "date_future", "born_after_held", "over_120", "age_not_birth",
    "ends_before", "released_before_held", "sex_unknown", "digits_in_name",
    "said_dead", "said_released", "said_elsewhere", "maybe_dead", "maybe_released", "maybe_elsewhere",
    "maybe_dead_weak", "maybe_released_weak", "maybe_elsewhere_weak",
    "on_both", "on_both_swapped", "on_both_weak", "document_on_both", "document_other_names", "alike_on_other",
    "not_under_age", "not_over_age", "other_sex", "rank_among_civilians", "fit_among_wounded",
    "sum_differs", "part_over_total", "count_differs", "added", "gone", "renumbered", "changed",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
"""Every kind of finding, in the order in which they are shown."""

FULL_NAME = ("name", "given_names", "surname", "second_surname")


class Places(Protocol):
    """Where the rows of a list stand in its file; rows count from 0."""

    def line(self, row: int) -> int | None: ...
    def cell(self, row: int, column: str) -> str | None: ...


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """A list as it is audited. `rows`: text columns under their own headings; null = an empty cell.

    `by`, `of`: who submitted it, and of what kind it is; None = nobody said so. `addresses`: the record of each row;
    None = it has none. `places`: where its cells stand in its file; None = unknown. `about`: words that say whom the
    list is of ("women under 25"), from the case.
    """

    name: str
    rows: "pl.DataFrame"
    columns: Pairs
    guessed: tuple[str, ...] = ()
    by: str | None = None
    of: str | None = None
    addresses: "pl.Series | None" = None
    places: Places | None = None
    about: str | None = None

    @property
    def theirs(self) -> dict[str, str]:
        """Our column names to theirs, as far as the list has them."""
        return {ours: theirs for ours, theirs in self.columns if theirs in self.rows.columns}

    def ours(self, *wanted: str) -> "pl.DataFrame":
        """These columns under our names, and `row`, counted from 0; one that the list lacks is empty."""
        import polars as pl

        have = self.theirs
        cells = [
            pl.col(have[w]).alias(w) if w in have else pl.lit(None, dtype=pl.String).alias(w)
            for w in dict.fromkeys(wanted)
        ]
        return self.rows.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"), *cells)


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """The findings of a kind in a list.

    `cells`: `finding` (counted from 0), `list`, `row` (from 0; null = the list as a whole), `column` (their heading;
    null = the row as a whole), `value` (as received). `more`: by finding, values of its sentence: what was computed,
    how many others there are. `values`, `statements`: what is the same for all of them, and on what they rest.
    """

    kind: Kind
    list: str
    cells: "pl.DataFrame"
    more: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    statements: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """How many findings."""
        return self.cells["finding"].n_unique()

    @property
    def rows(self) -> int:
        """How many rows of the list they are about."""
        import polars as pl

        own = self.cells.filter(pl.col("list") == self.list)
        return own["row"].drop_nulls().n_unique()


@dataclass(frozen=True, slots=True)
class Compared:
    """Two lists compared row by row: how many rows of `left` stand on `right`, exactly as written.

    `same`: the same names and the same full birth date. `names`: the same names only, a birth date missing or not
    complete. `namesakes`: the same names and another birth date, so other people as far as the lists say. `none`: the
    rest. `unnamed`: rows of `left` without a whole name, which were not compared.
    """

    left: str
    right: str
    same: int
    names: int
    namesakes: int
    none: int
    unnamed: int


@dataclass(frozen=True, slots=True, eq=False)
class Audit:
    """What was looked at and what was found, in the order of `KINDS` and of the lists.

    `older`: older versions, which were held against newer ones and not looked at by themselves. `notes`: what was
    guessed on the way.
    """

    lists: tuple[Listed, ...]
    findings: tuple[Findings, ...]
    compared: tuple[Compared, ...] = ()
    older: tuple[Listed, ...] = ()
    notes: tuple[Message, ...] = ()

    @property
    def number(self) -> int:
        """How many findings there are."""
        return sum(f.number for f in self.findings)

    def named(self) -> "dict[str, Listed]":
        """The lists by name, older versions with them."""
        return {listed.name: listed for listed in (*self.older, *self.lists)}
