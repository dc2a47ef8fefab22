"""The best of a small model, found by trying everything: certificates, narrowed columns and the race must say the same.

Harm: a plan called the best that leaves somebody behind who could have gone.
"""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exeat.adapters.cbc import Cbc, program
from exeat.adapters.highs import Highs
from exeat.adapters.race import Child, Race, judged
from exeat.clearing import proof
from exeat.clearing.certificate import certificate
from exeat.clearing.matrix import Matrix, dense
from exeat.clearing.model import Model, Row, Solved, SolversDisagree, Terms, total
from exeat.clearing.proof import Proving

Asked = tuple[Model, list[Terms]]


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    """A model that can be tried out, and aims: some columns are switches, some hold a few people."""
    width = draw(st.integers(1, 5))
    most = draw(st.lists(st.integers(0, 3), min_size=width, max_size=width))
    least = [draw(st.integers(0, 1)) if n and draw(st.booleans()) and n > 1 else 0 for n in most]
    terms = st.dictionaries(st.integers(0, width - 1), st.integers(-7, 9).filter(bool), min_size=1)
    bound = st.none() | st.integers(-6, 20)
    rows = [Row(f"c{n}", t, *_ends(draw(bound), draw(bound))) for n, t in enumerate(draw(st.lists(terms, max_size=4)))]
    return Model(least, most, rows), draw(st.lists(terms, min_size=1, max_size=3))


def _ends(a: int | None, b: int | None) -> tuple[int | None, int | None]:
    return (a, b) if a is None or b is None else (min(a, b), max(a, b))


def every(model: Model) -> list[tuple[int, ...]]:
    """Every plan of a model."""
    ranges = [range(low, high + 1) for low, high in zip(model.least, model.most, strict=True)]
    return [v for v in product(*ranges) if all(_holds(r, v) for r in model.rows)]


def _holds(row: Row, values: Sequence[int]) -> bool:
    value = total(row.terms, values)
    return (row.least is None or row.least <= value) and (row.most is None or value <= row.most)


def tried(model: Model, aims: list[Terms]) -> list[int]:
    """The aims one after another, by trying everything; none where there is no plan."""
    plans, found = every(model), []
    for aim in aims if plans else ():
        found.append(max(total(aim, p) for p in plans))
        plans = [p for p in plans if total(aim, p) == found[-1]]
    return found


def levels(model: Model, aims: list[Terms], solver: Highs | Race) -> list[int]:
    """The same as exeat finds it."""
    proving, found = Proving(model, solver), []
    for aim in aims:
        solved = proving.best(aim)
        assert solved.outcome != "limit"
        assert solved.by
        if not solved.values:
            return []
        assert total(aim, solved.values) == solved.value
        found.append(solved.value)
    assert [total(a, proving.last({0: 1})) for a in aims] == found
    return found


@settings(max_examples=300, deadline=None)
@given(asked())
def test_no_better_plan_than_the_one_called_best(world: Asked) -> None:
    assert levels(*world, Highs()) == tried(*world)


@settings(max_examples=300, deadline=None)
@given(asked())
def test_no_column_is_narrowed_that_a_best_plan_needs(world: Asked) -> None:
    model, aims = world
    plans, proving = every(model), Proving(model, Highs())
    for aim in aims if plans else ():
        top = proving.best(aim).value
        plans = [p for p in plans if total(aim, p) == top]
        assert all(proving.matrix.holds(p) for p in plans)


@settings(max_examples=300, deadline=None)
@given(asked(), st.lists(st.floats(-5, 5), min_size=8, max_size=8))
def test_no_plan_passes_a_certificate_whatever_the_prices(world: Asked, prices: list[float]) -> None:
    model, aims = world
    matrix = Matrix.of(model)
    wanted = dense(aims[0], matrix.width)
    bound = certificate(matrix, wanted, prices)
    assert all(total(aims[0], p) <= bound.whole for p in every(model))


@settings(max_examples=40, deadline=None)
@given(asked())
def test_with_the_search_turned_off_the_race_says_the_same(world: Asked) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proof.Proving, "_near", lambda *_: ())
        assert levels(*world, Race()) == tried(*world)


@pytest.mark.skipif(program() is None, reason="CBC does not run on this machine")
@settings(max_examples=40, deadline=None)
@given(asked())
def test_each_program_alone_says_the_same(world: Asked) -> None:
    model, aims = world
    expected = tried(model, aims[:1])
    path = program()
    assert path is not None
    with Cbc(path, model, aims[0]) as cbc:
        until(cbc)
        said = cbc.said()
    if said.by or any(r.least is not None or r.most is not None for r in model.rows):  # it reads no model without rows
        assert ([said.value] if said.values else []) == expected
        assert said.by == ("cbc",)


def until(asked: Cbc | Child) -> None:
    """Wait for a program to end."""
    assert asked.process is not None
    asked.process.wait(60)


def test_highs_in_a_process_of_its_own_says_the_same() -> None:
    model = Model([0, 0], [3, 4], [Row("a", {0: 2, 1: 3}, 1, 10)])
    with Child(model, {0: 3, 1: 4}, None) as child:
        until(child)
        assert child.said() == Solved("optimal", 14, 14, (2, 2), ("highs",)) or child.said().value == 14
        place = child.place
    assert not place.exists()


def test_an_unproven_value_is_not_believed() -> None:
    better = Solved("limit", 9, 20, (9,))
    proven = Solved("optimal", 7, 7, (7,), ("cbc",))
    assert judged({"highs": better, "cbc": proven}) == proven


def test_two_proofs_that_differ_are_no_answer() -> None:
    with pytest.raises(SolversDisagree, match="cbc: optimal 7"):
        judged({"highs": Solved("optimal", 8, 8, (8,), ("highs",)), "cbc": Solved("optimal", 7, 7, (7,), ("cbc",))})
    with pytest.raises(SolversDisagree):
        judged({"highs": Solved("infeasible", 0, 0, (), ("highs",)), "cbc": Solved("optimal", 7, 7, (7,), ("cbc",))})


def test_a_plan_with_fractions_or_outside_the_rows_is_not_believed() -> None:
    model = Model([0], [3], [Row("a", {0: 2}, None, 4)])
    with Child(model, {0: 1}, None) as child:
        assert child.plan([1.5]) == child.nothing
        assert child.plan([3.0]) == child.nothing
        assert child.plan([2.0]).value == 2


def test_nothing_is_left_of_a_program_that_is_stopped() -> None:
    hard = Model([0] * 40, [1] * 40, [Row("a", dict.fromkeys(range(40), 2), 41, 41)])
    path = program()
    if path is None:
        pytest.skip("CBC does not run on this machine")
    cbc = Cbc(path, hard, {0: 1})
    with pytest.raises(KeyboardInterrupt):
        interrupted(cbc)
    assert not cbc.place.exists()
    assert cbc.process is not None
    assert cbc.process.returncode is not None


def interrupted(asked: Cbc) -> None:
    """Somebody presses Ctrl-C while a program is at work."""
    with asked:
        raise KeyboardInterrupt


def test_sums_beyond_the_numbers_of_a_machine_are_still_exact() -> None:
    big = 1 << 45
    matrix = Matrix.of(Model([0, 0], [1 << 17, 5], [Row("a", {0: big // 1024, 1: 3}, None, big)]))
    bound = certificate(matrix, np.array([1, 0]), [0.25])
    assert bound.whole >= 1024
