"""An instance as a model: by classes of people alike, and, to compare, with a binary for every person.

- A class: people with the same column in every clause and every aim. A family type: families with the same members, by
  class; one column for those that go whole, one for those that are split, one for each class of members of split ones.
- Both models have the same clauses and the same aims, and so the same optima.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from bench.clearing.instances import Instance, Numbers

from exeat.clearing.model import Model, Row, Terms

Aims = tuple[tuple[str, Terms], ...]


@dataclass
class _Draft:
    """Columns and rows in the making: `units` is how many people of which class one of a column moves."""

    most: list[int] = field(default_factory=list)
    units: list[tuple[int, int]] = field(default_factory=list)  # column, class; a member more is one entry more
    rows: list[Row] = field(default_factory=list)

    def column(self, most: int, members: Iterable[int] = ()) -> int:
        self.most.append(most)
        self.units += [(len(self.most) - 1, c) for c in members]
        return len(self.most) - 1


def classed(instance: Instance, families: bool) -> tuple[Model, Aims]:
    """The model by classes; without `families` nobody asks whether they are split."""
    columns = np.column_stack([*(c.of for c in instance.clauses), *instance.aims.values()])
    values, of_kind = np.unique(columns, axis=0, return_inverse=True)
    people = instance.people.with_columns(pl.Series("class", of_kind.ravel()[instance.people["kind"].to_numpy()]))
    draft = _Draft([1] * instance.switches)
    split = _with_families(draft, people) if families else _alone(draft, people)
    return _model(instance, draft, values), _aims(instance, draft, values, split)


def _alone(draft: _Draft, people: pl.DataFrame) -> dict[int, int]:
    for c, number in people.group_by("class").len().sort("class").iter_rows():
        draft.column(number, (c,))
    return {}


def _with_families(draft: _Draft, people: pl.DataFrame) -> dict[int, int]:
    """Columns of families of each type; the columns that count families split."""
    grouped = people.sort("family", "class").group_by("family", maintain_order=True).agg("class")
    types = grouped.group_by("class").len().sort("class")
    split = {}
    for members, number in types.iter_rows():
        whole = draft.column(number, members)
        if len(members) == 1:
            continue
        parted = draft.column(number)
        split[parted] = 1
        draft.rows.append(Row("", {whole: 1, parted: 1}, None, number))
        _loose(draft, members, number, parted)
    return split


def _loose(draft: _Draft, members: list[int], number: int, parted: int) -> None:
    """A column for each class of members of split families of a type: no more than such families have."""
    for c in sorted(set(members)):
        column = draft.column(members.count(c) * number, (c,))
        draft.rows.append(Row("", {column: 1, parted: -members.count(c)}, None, 0))


def _model(instance: Instance, draft: _Draft, values: Numbers) -> Model:
    sums = _summed(draft, values)
    rows = []
    for n, clause in enumerate(instance.clauses):
        terms = {**clause.switches, **_sparse(sums[:, n])}
        rows.append(Row(clause.name, terms, clause.least, clause.most))
    return Model([0] * len(draft.most), draft.most, [*rows, *draft.rows])


def _summed(draft: _Draft, values: Numbers) -> Numbers:
    """By column, what one unit of it counts in each clause and aim."""
    sums = np.zeros((len(draft.most), values.shape[1]), dtype=np.int64)
    where, members = np.array(draft.units).T
    np.add.at(sums, where, values[members])
    return sums


def _sparse(column: Numbers) -> dict[int, int]:
    (where,) = column.nonzero()
    return dict(zip(where.tolist(), column[where].tolist(), strict=True))


def _aims(instance: Instance, draft: _Draft, values: Numbers, split: dict[int, int]) -> Aims:
    sums = _summed(draft, values)[:, len(instance.clauses) :]
    freed, priority, change = (_sparse(sums[:, n]) for n in range(3))
    if not split:
        return (("freed", freed), ("priority", priority))
    return (("freed", freed), ("priority", priority), ("split", dict.fromkeys(split, -1)), ("change", change))


def naive(instance: Instance, families: bool) -> tuple[Model, Aims]:
    """The model with a binary for every person, and one for every family that could be split."""
    values = np.column_stack([*(c.of for c in instance.clauses), *instance.aims.values()])
    people = instance.people.sort("person")
    draft = _Draft([1] * instance.switches)
    columns = [draft.column(1, (k,)) for k in people["kind"].to_list()]
    split = _split(draft, people, columns) if families else {}
    return _model(instance, draft, values), _aims(instance, draft, values, split)


def _split(draft: _Draft, people: pl.DataFrame, columns: list[int]) -> dict[int, int]:
    """split >= one who goes - one who stays, of every two who stand beside each other in their family (a ring)."""
    found = {}
    grouped = people.with_columns(pl.Series("column", columns)).group_by("family", maintain_order=True).agg("column")
    for _, members in grouped.filter(pl.col("column").list.len() > 1).iter_rows():
        parted = draft.column(1)
        found[parted] = 1
        for a, b in zip(members, [*members[1:], members[0]], strict=True):
            draft.rows.append(Row("", {a: 1, b: -1, parted: -1}, None, 0))
    return found
