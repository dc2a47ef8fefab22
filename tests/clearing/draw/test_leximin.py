"""Nobody is left without a chance whom an equally good plan frees, and nobody's chance is bent: leximin, exactly."""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from hypothesis import HealthCheck, assume, given, settings

from exeat.adapters.highs import Highs
from exeat.clearing.draw.certificate import certificate
from exeat.clearing.draw.exact import solved
from exeat.clearing.draw.face import Face
from exeat.clearing.draw.lottery import leximin
from exeat.clearing.model import Row
from exeat.testing.lots import chances, plans_of

from .made import face, faces


@settings(max_examples=100, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(faces())
def test_nobody_has_another_chance_than_the_twin_gives(made: Face) -> None:
    plans = plans_of(made.model)
    assume(0 < len(plans) <= 40)
    found = leximin(made, Highs())
    assert list(found.chances) == chances([made.goes(p) for p in plans], made.sizes)
    assert found.exact
    assert sum(p.weight for p in found.plans) == found.total
    assert {p.shape for p in found.plans} <= {made.shape(p) for p in plans}
    proof = certificate(made, found, Highs())
    assert not proof.gap
    assert not proof.missed
    assert list(proof.without) == [k for k, chance in enumerate(found.chances) if not chance]


def test_nobody_is_left_out_by_a_gap_between_plans_and_their_fractions() -> None:
    """Three kinds of whom two plans' fractions would take one and a half: whole plans take one."""
    pairs = [Row("", {a: 1, b: 1}, None, 1) for a, b in ((0, 1), (1, 2), (0, 2))]
    found = leximin(face((1, 1, 1), *pairs), Highs())
    assert found.chances == (Fraction(1, 3),) * 3
    assert certificate(face((1, 1, 1), *pairs), found, Highs()).gap == 0


def test_whoever_a_tie_left_out_has_a_chance() -> None:
    """One place for two kinds: a lottery inside the kind that a solver picked would leave the other without."""
    found = leximin(face((2, 6), Row("go", {0: 1, 1: 1}, 1, 1)), Highs())
    assert found.chances == (Fraction(1, 8),) * 2
    assert [(p.weight, p.shape.counts) for p in found.plans] == [(1, ((1,), (0,))), (3, ((0,), (1,)))]


def test_whoever_no_best_plan_frees_is_named_in_the_certificate() -> None:
    made = face((1, 2), Row("a", {0: 1}, None, 0), Row("go", {1: 1}, 1, 1))
    assert certificate(made, leximin(made, Highs()), Highs()).without == (0,)


def _times(rows: Sequence[Sequence[int]], x: Sequence[Fraction]) -> list[int]:
    common = lcm(*(f.denominator for f in x))
    return [sum(a * int(f * common) for a, f in zip(row, x, strict=True)) for row in rows]


def test_fractions_are_solved_for_exactly_or_not_at_all() -> None:
    wild = [[(7 * i * i + 3 * i * j + j * j * j) % 23 for j in range(12)] for i in range(14)]
    answer = [Fraction(i + 1, 97 - i) for i in range(12)]
    right = _times(wild, answer)
    common = lcm(*(f.denominator for f in answer))
    assert [f / common for f in solved(wild, right) or ()] == answer
    assert solved([[1, 1], [2, 2]], [1, 2]) is None
    assert solved([[1], [1]], [1, 2]) is None
