"""A model with families as if nobody cared whether they are split: far fewer columns, and the same most.

- Members with the same column in every other row and aim are one class again. As long as an aim does not count split
  families, its most is the same: a plan of classes is dealt out to families, and as many are split as it takes.
- Where that is not so (a family whole is not the sum of its members, or splitting is counted in a way that could help a
  plan), there is no such model.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .blocks import Blocks
from .matrix import Matrix, Whole, dense
from .model import Model, Row, Terms


@dataclass(frozen=True)
class Coarse:
    """The model, and for each column of the other the class that it is part of (-1: of none)."""

    model: Model
    of: Whole
    aims: tuple[Terms, ...]

    def dealt(self, values: Sequence[int], blocks: Blocks, matrix: Matrix) -> tuple[int, ...]:
        """A plan of the other model that moves as many of each class."""
        found = self._dealt(np.array(values, dtype=np.int64), blocks, matrix)
        need = -(-found[blocks.part] // blocks.times[blocks.part_group])
        split = np.zeros(len(blocks.split), dtype=np.int64)
        np.maximum.at(split, blocks.group_block[blocks.part_group], need)
        found[blocks.split] = split
        return tuple(found.tolist())

    def _dealt(self, values: Whole, blocks: Blocks, matrix: Matrix) -> Whole:
        """Each class filled up column after column."""
        order = np.argsort(self.of, kind="stable")
        order = order[self.of[order] >= 0]
        classes = self.of[order]
        ends = np.cumsum(matrix.most[order])
        first = np.searchsorted(classes, classes, side="left")
        before = ends - matrix.most[order] - (ends - matrix.most[order])[first]
        found = np.zeros(matrix.width, dtype=np.int64)
        found[order] = np.clip(values[classes] - before, 0, matrix.most[order])
        return found


def coarse(matrix: Matrix, rows: Sequence[Row], blocks: Blocks, aims: Sequence[Terms]) -> Coarse | None:
    """The model by classes alone; the aims as far as they do not count split families (those that do are left out)."""
    kept = [rows[n] for n in blocks.rows]
    if not _harmless(kept, set(blocks.split.tolist())):
        return None
    wanted = np.zeros((len(aims), matrix.width), dtype=np.int64)
    for n, aim in enumerate(aims):
        wanted[n] = dense(aim, matrix.width)
    table = np.concatenate([_table(kept, matrix.width), wanted]).T
    if not _sums(table, blocks):
        return None
    single = np.ones(matrix.width, dtype=bool)
    single[blocks.columns] = False
    people = single.copy()
    people[blocks.part] = True
    distinct, inverse = _alike(np.column_stack([table, matrix.least, single])[people])
    of = np.full(matrix.width, -1)
    of[people] = inverse
    return Coarse(_model(matrix, kept, of, distinct, people), of, _aims(distinct, len(kept), aims))


def _alike(rows: Whole) -> tuple[Whole, Whole]:
    """The rows of a table that differ, and which of them each row is; in an order that the rows alone give."""
    whole = np.ascontiguousarray(rows).view(np.dtype((np.void, rows.shape[1] * rows.itemsize))).ravel()
    _, first, inverse = np.unique(whole, return_index=True, return_inverse=True)
    return rows[first], inverse.ravel()


def _table(rows: Sequence[Row], width: int) -> Whole:
    found = np.zeros((len(rows), width), dtype=np.int64)
    for n, row in enumerate(rows):
        found[n, list(row.terms)] = list(row.terms.values())
    return found


def _harmless(rows: Sequence[Row], split: set[int]) -> bool:
    """Whether splitting can only cost in every row: leaving it out of account then allows no less."""
    for row in rows:
        signs = {n > 0 for i, n in row.terms.items() if i in split}
        if (True in signs and row.least is not None) or (False in signs and row.most is not None):
            return False
    return True


def _sums(table: Whole, blocks: Blocks) -> bool:
    """Whether a family that goes whole is the sum of its members, in a way that all of them have."""
    ways = np.bincount(blocks.whole_block, minlength=len(blocks.split))
    members = np.bincount(blocks.part_group, minlength=len(blocks.times))
    if (ways > 1).any() or (members > 1).any():
        return False
    summed = np.zeros((len(blocks.split), table.shape[1]), dtype=np.int64)
    np.add.at(
        summed, blocks.group_block[blocks.part_group], table[blocks.part] * blocks.times[blocks.part_group][:, None]
    )
    return bool((summed[blocks.whole_block] == table[blocks.whole]).all())


def _model(matrix: Matrix, rows: Sequence[Row], of: Whole, distinct: Whole, people: Whole) -> Model:
    most = np.zeros(len(distinct), dtype=np.int64)
    np.add.at(most, of[people], matrix.most[people])
    least = np.zeros(len(distinct), dtype=np.int64)
    np.add.at(least, of[people], matrix.least[people])
    made = [Row(r.clause, _terms(distinct[:, n]), r.least, r.most) for n, r in enumerate(rows)]
    return Model(least.tolist(), most.tolist(), made)


def _terms(column: Whole) -> dict[int, int]:
    (where,) = column.nonzero()
    return dict(zip(where.tolist(), column[where].tolist(), strict=True))


def _aims(distinct: Whole, after: int, aims: Sequence[Terms]) -> tuple[Terms, ...]:
    return tuple(_terms(distinct[:, after + n]) for n in range(len(aims)))
