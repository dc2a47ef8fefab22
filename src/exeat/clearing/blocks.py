"""Families in a model, found by the shape of their rows, and what they come to by prices, in one step for all.

- A block: `number` families alike. A column of wholes moves a family whole, `split` counts those that are split, and of
  each part (members alike) a split family moves at most `times`. The other rows are those of clauses and aims.
- Given a price for every other row, each family by itself is best left, whole or split: that is a sum in closed form,
  and makes a certificate without a row for any family.
- A part may be known to go in any case (`must`) or in none (`never`).
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from .matrix import Truth, Whole
from .model import Model, Row

NOTHING = -(1 << 61)


@dataclass(frozen=True)
class Blocks:
    """By block: `split`, `number`. Entries: `whole` with its block; `part` with its group; groups: block, `times`."""

    split: Whole
    number: Whole
    whole: Whole
    whole_block: Whole
    part: Whole
    part_group: Whole
    group_block: Whole
    times: Whole
    rows: tuple[int, ...]  # the other rows

    @property
    def columns(self) -> Whole:
        """Every column of a block."""
        return np.concatenate([self.split, self.whole, self.part])

    def options(self, left: Whole, must: Truth, never: Truth) -> tuple[Whole, Whole, Whole]:
        """By block what one family comes to if it is left, whole, split. `left`: the aim less prices, by column.

        `must`, `never`: by column, of parts that go, or stay, if the family is split; `never` of wholes. A family that
        cannot go whole comes to next to nothing there.
        """
        size = len(self.split)
        group_must = np.zeros(len(self.times), dtype=bool)
        np.logical_or.at(group_must, self.part_group, must[self.part])
        best = np.where(group_must, NOTHING >> 8, 0).astype(np.int64)
        open_ = ~never[self.part]
        np.maximum.at(best, self.part_group[open_], left[self.part[open_]])
        split = left[self.split].copy()
        np.add.at(split, self.group_block, self.times * best)
        whole = np.full(size, NOTHING)
        open_ = ~never[self.whole]
        np.maximum.at(whole, self.whole_block[open_], left[self.whole[open_]])
        return np.zeros(size, dtype=np.int64), whole, split


def blocks(model: Model) -> Blocks | None:
    """The families of a model; None where its rows are not of that shape, or there are none."""
    parts = {n: p for n, r in enumerate(model.rows) if (p := _part(r)) is not None}
    counted = {split for split, _, _ in parts.values()}
    wholes = {n: w for n, r in enumerate(model.rows) if n not in parts and (w := _whole(r, counted)) is not None}
    once = Counter(split for split, _ in wholes.values())
    wholes = {n: w for n, w in wholes.items() if once[w[0]] == 1}
    parts = {n: p for n, p in parts.items() if once[p[0]] == 1}
    at = {split: b for b, split in enumerate(dict.fromkeys(split for split, _, _ in parts.values()))}
    if not at:
        return None
    number = np.zeros(len(at), dtype=np.int64)
    for n, (split, _) in wholes.items():
        number[at[split]] = model.rows[n].most or 0
    whole = [(i, at[w]) for w, columns in wholes.values() for i in columns]
    part = [(i, g) for g, (_, _, columns) in enumerate(parts.values()) for i in columns]
    found = Blocks(
        _whole_numbers(list(at)),
        number,
        _whole_numbers([i for i, _ in whole]),
        _whole_numbers([b for _, b in whole]),
        _whole_numbers([i for i, _ in part]),
        _whole_numbers([g for _, g in part]),
        _whole_numbers([at[split] for split, _, _ in parts.values()]),
        _whole_numbers([times for _, times, _ in parts.values()]),
        tuple(n for n in range(len(model.rows)) if n not in parts and n not in wholes),
    )
    return found if _sound(found, model) else None


def _whole_numbers(values: Sequence[int]) -> Whole:
    return np.array(values, dtype=np.int64)


def _part(row: Row) -> tuple[int, int, list[int]] | None:
    """members - times x split <= 0: the split column, how many a family has, the members' columns."""
    if row.clause or row.least is not None or row.most != 0:
        return None
    less = [i for i, n in row.terms.items() if n < 0]
    if len(less) != 1 or any(n != 1 for n in row.terms.values() if n > 0) or len(row.terms) < 2:
        return None
    return less[0], -row.terms[less[0]], [i for i in row.terms if i != less[0]]


def _whole(row: Row, at: Collection[int]) -> tuple[int, list[int]] | None:
    """wholes + split <= number: the split column, the wholes' columns."""
    if row.clause or row.least is not None or not row.most or any(n != 1 for n in row.terms.values()):
        return None
    split = [i for i in row.terms if i in at]
    return (split[0], [i for i in row.terms if i != split[0]]) if len(split) == 1 else None


def _sound(found: Blocks, model: Model) -> bool:
    """Whether each column is in one place of one block, with the bounds that the block gives it anyhow."""
    columns, most = found.columns, np.array(model.most)
    least = np.array(model.least)
    parts = found.times[found.part_group] * found.number[found.group_block[found.part_group]]
    return bool(
        len(np.unique(columns)) == len(columns)
        and not least[columns].any()
        and (most[found.split] >= found.number).all()
        and (most[found.whole] >= found.number[found.whole_block]).all()
        and (most[found.part] >= parts).all()
    )
