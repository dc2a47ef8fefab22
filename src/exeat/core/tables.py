"""Tables: a list is one statement; its rows are columns of text as received.

- Rows are never turned into objects: a million rows are one frame.
- The root commits to every row alone: leaf = SHA-256(0x00 || salt || JCS of the row as a list of texts), in the
  order of the file, so that one row can be proved, shown or erased by itself.
- A row that was erased leaves its leaf and its place: the others keep their addresses, and the root stays.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from .claims import Submitted
from .ids import SALT, SALT_BYTES, derived_salt
from .merkle import leaf, merkle_root
from .row_hashes import row_leaves, row_lines, salts_column, tree_level

if TYPE_CHECKING:
    import polars as pl


MANY = 1 << 12  # rows


Gone = tuple[tuple[int, bytes], ...]
"""Rows that were erased: the place of each, from 0, and its leaf; by place."""

DATES = ("birth_date", "held_since", "on", "since", "until", "valid")


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The rows of a submitted list. `rows`: one text column per column of theirs; null = an empty cell.

    `version` is the first 12 hexadecimal digits of the table statement's id. `salts`: 16 bytes a row, one after
    another; None = they follow from the rows. `gone`: rows that were erased, and are in neither.
    """

    header: Submitted
    rows: "pl.DataFrame"
    version: str
    salts: bytes | None = None
    gone: Gone = ()

    def places(self) -> "pl.Series":
        """The place of each row in the list as it was submitted, from 0."""
        import polars as pl

        every = pl.int_range(0, self.rows.height + len(self.gone), eager=True).alias("place")
        return every.filter(~every.is_in([place for place, _ in self.gone])) if self.gone else every

    def root(self, case: str) -> str:
        """The Merkle root over the salted rows, those that were erased among them."""
        return table_root(case, self.rows, self.salts, gone=self.gone)

    def without(self, places: Collection[int], case: str) -> "Table":
        """The list without the rows at some places; of each its leaf remains. Others are left as they are."""
        here = self.places()
        out = here.is_in(sorted(places))
        which = out.arg_true().to_list()
        salts = None if self.salts is None else b"".join(salt_at(self.salts, n) for n in which)
        left = zip(here.filter(out).to_list(), leaves(case, self.rows.filter(out), salts), strict=True)
        kept = None if self.salts is None else _other_salts(self.salts, which)
        return replace(self, rows=self.rows.filter(~out), salts=kept, gone=tuple(sorted((*self.gone, *left))))

    def leaves(self, case: str) -> list[bytes]:
        """The leaf of each row as it was submitted, those that were erased among them."""
        return leaves(case, self.rows, self.salts, self.gone)

    def ours(self) -> "pl.DataFrame":
        """The rows under our column names, the texts as received; a column we do not know keeps its own name.

        One whose own name is one of ours, while ours is declared to be another, is left out of this view. Where the
        list says in which order its days are written, the days of our date columns are EDTF texts here.
        """
        names = {theirs: ours for ours, theirs in self.header.columns}
        shadowed = [c for c in self.rows.columns if c not in names and c in names.values()]
        ours = self.rows.drop(shadowed).rename({c: names.get(c, c) for c in self.rows.columns if c not in shadowed})
        return ours if self.header.dates is None else ours.with_columns(self._days(ours))

    def _days(self, ours: "pl.DataFrame") -> "list[pl.Series]":
        from .dates import in_figures

        assert self.header.dates is not None
        return [in_figures(ours[c], self.header.dates) for c in DATES if c in ours.columns]

    def ids(self) -> "pl.Series | None":
        """The ids of the rows; None where the list has no id column."""
        column = dict(self.header.columns).get("id")
        return None if column is None else self.rows[column].drop_nulls()

    def records(self, origin: str) -> "pl.Series":
        """The address of each row: `origin#id`, or `origin@version#position` where the list has no id column."""
        import polars as pl

        ids = dict(self.header.columns).get("id")
        if ids is None:
            place = (self.places() + 1).cast(pl.String)
            return (f"{origin}@{self.version}#" + place).alias("record")
        return (f"{origin}#" + self.rows[ids]).alias("record")


def unread_dates(table: Table) -> list[str]:
    """The date columns of a list with cells that cannot be read, and how many (`list, column: number`)."""
    rows = table.ours()
    wrong = {c: _unread(rows[c]) for c in DATES if c in rows.columns}
    return [f"{table.header.list}, {c}: {n}" for c, n in wrong.items() if n]


def _unread(cells: "pl.Series") -> int:
    """How many cells are no date; each distinct text is read once."""
    from .dates import read_dates

    texts = cells.drop_nulls().value_counts(name="times")
    return int(texts["times"].filter(~read_dates(texts[cells.name])["valid"]).sum())


def row_texts(rows: "pl.DataFrame") -> list[bytes]:
    """Each row as the canonical JSON list of its cells, null for an empty one."""
    if rows.width == 0:
        return [b"[]"] * rows.height
    return [line.encode() for line in rows.select(row_lines(rows)).to_series().to_list()]


def table_root(case: str, rows: "pl.DataFrame", salts: bytes | None = None, many: int = MANY, gone: Gone = ()) -> str:
    """The Merkle root over the salted rows.

    `salts`: 16 bytes a row; None = they follow from the rows (where no real person is concerned). `many`: from how many
    rows on they are hashed by columns, which needs more to start; the root is the same. `gone`: rows that were erased.
    """
    if not rows.width or rows.height < many:
        return merkle_root(leaves(case, rows, salts, gone)).hex()
    level = row_leaves(rows, SALT + case.encode() if salts is None else salts_column(salts))
    level = _column(among(level.to_list(), gone)) if gone else level
    while len(level) >= many:
        level = tree_level(level)
    return merkle_root(level.to_list()).hex()


def _column(level: list[bytes]) -> "pl.Series":
    import polars as pl

    return pl.Series("leaf", level, pl.Binary)


def leaves(case: str, rows: "pl.DataFrame", salts: bytes | None = None, gone: Gone = ()) -> list[bytes]:
    """The leaf of each row; see `table_root`."""
    texts = row_texts(rows)
    return among([leaf(salt + row) for salt, row in zip(row_salts(case, texts, salts), texts, strict=True)], gone)


def among(kept: list[bytes], gone: Gone) -> list[bytes]:
    """The leaves of all rows, of those that are kept and those that were erased, each in its place."""
    at, rest = dict(gone), iter(kept)
    return [at[n] if n in at else next(rest) for n in range(len(kept) + len(gone))] if gone else kept


def _other_salts(salts: bytes, gone: list[int]) -> bytes:
    """The salts of all rows but some; these in order."""
    ends = [-1, *gone, len(salts) // SALT_BYTES]
    return b"".join(salts[(a + 1) * SALT_BYTES : b * SALT_BYTES] for a, b in pairwise(ends))


def salt_at(salts: bytes, row: int) -> bytes:
    """The salt of one row."""
    return salts[row * SALT_BYTES : (row + 1) * SALT_BYTES]


def row_salts(case: str, texts: list[bytes], salts: bytes | None = None) -> list[bytes]:
    """The salt of each row."""
    if salts is not None:
        return [salts[i : i + SALT_BYTES] for i in range(0, len(salts), SALT_BYTES)]
    return [derived_salt(case, row) for row in texts]
