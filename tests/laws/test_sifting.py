"""Families let in one after another, and found by trying everything: the same best, level after level.

Harm: a family is split, or somebody left behind, because a family that should have been looked at was not.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exeat.adapters.highs import Highs
from exeat.clearing import sifting
from exeat.clearing.blocks import blocks
from exeat.clearing.matrix import Matrix, Whole
from exeat.clearing.model import Model, Row, Terms, total
from exeat.clearing.sifting import Sifting, proving

World = tuple[Model, list[Terms]]
ROWS = 3  # of clauses


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Two types of families, of two or three, and people alone; clauses count classes of people as they like."""
    classes = draw(st.lists(st.lists(st.integers(-3, 4), min_size=ROWS + 1, max_size=ROWS + 1), min_size=2, max_size=4))
    made = _Made(classes)
    for number in (draw(st.integers(1, 2)), 1):
        some = st.sampled_from(range(len(classes)))
        made.family(number, draw(st.lists(some, min_size=2, max_size=3)))
    made.alone(draw(st.integers(0, 2)), 0)
    bounds = [(draw(st.none() | st.integers(-4, 2)), draw(st.none() | st.integers(2, 9))) for _ in range(ROWS)]
    rows = [Row(f"c{n}", made.counted(n), *ends) for n, ends in enumerate(bounds)]
    aims = [made.people, made.counted(ROWS), dict.fromkeys(made.split, -1), made.counted(0)]
    return Model([0] * len(made.most), made.most, [*rows, *made.rows]), [a for a in aims if a]


class _Made:
    """Columns in the making, and which classes one of each moves."""

    def __init__(self, classes: list[list[int]]) -> None:
        self.classes = classes
        self.most: list[int] = []
        self.moves: list[list[int]] = []
        self.rows: list[Row] = []
        self.split: list[int] = []

    def alone(self, most: int, *moves: int) -> int:
        self.most.append(most)
        self.moves.append(list(moves))
        return len(self.most) - 1

    def family(self, number: int, members: list[int]) -> None:
        whole, split = self.alone(number, *members), self.alone(number)
        self.split.append(split)
        self.rows.append(Row("", {whole: 1, split: 1}, None, number))
        for c in sorted(set(members)):
            times = members.count(c)
            self.rows.append(Row("", {self.alone(times * number, c): 1, split: -times}, None, 0))

    def counted(self, n: int) -> Terms:
        sums = {i: sum(self.classes[c][n] for c in m) for i, m in enumerate(self.moves)}
        return {i: v for i, v in sums.items() if v}

    @property
    def people(self) -> Terms:
        return {i: len(m) for i, m in enumerate(self.moves) if m}


def every(model: Model) -> Whole:
    """Every plan of a model, one a row."""
    axes = np.meshgrid(*(np.arange(n + 1) for n in model.most), indexing="ij")
    plans = np.stack([a.ravel() for a in axes], axis=1)
    for row in model.rows:
        sums = plans[:, list(row.terms)] @ np.array(list(row.terms.values()), dtype=np.int64) if row.terms else 0
        held = np.ones(len(plans), dtype=bool)
        held &= True if row.least is None else sums >= row.least
        held &= True if row.most is None else sums <= row.most
        plans = plans[held]
    return plans


def tried(model: Model, aims: list[Terms]) -> list[int]:
    """The aims one after another, by trying everything; none where there is no plan."""
    plans, found = every(model), []
    for aim in aims if len(plans) else ():
        reached = plans[:, list(aim)] @ np.array(list(aim.values()), dtype=np.int64)
        found.append(int(reached.max()))
        plans = plans[reached == found[-1]]
    return found


@settings(max_examples=300, deadline=None)
@given(worlds())
def test_no_family_is_overlooked(world: World) -> None:
    model, aims = world
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sifting, "MANY", 1)
        known = proving(model, Highs(), aims)
    assert isinstance(known, Sifting)
    found: list[int] = []
    for aim in aims:
        solved = known.best(aim)
        assert solved.outcome != "limit"
        if not solved.values:
            break
        assert Matrix.of(model).holds(solved.values)
        assert total(aim, solved.values) == solved.value
        found.append(solved.value)
    assert found == tried(model, aims)
    if found:
        last = known.last({0: 1})
        assert Matrix.of(model).holds(last)
        assert [total(a, last) for a in aims] == found


def test_families_are_found_by_their_rows_alone() -> None:
    made = _Made([[1] * (ROWS + 1)])
    made.family(2, [0, 0])
    made.alone(3, 0)
    found = blocks(Model([0] * 4, made.most, [Row("c", made.people, None, 4), *made.rows]))
    assert found is not None
    assert (found.number.tolist(), found.times.tolist(), found.rows) == ([2], [2], (0,))
    assert blocks(Model([0] * 4, made.most, [Row("c", made.people, None, 4)])) is None
