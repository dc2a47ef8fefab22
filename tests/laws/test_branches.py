"""Whether clauses can be kept together, by switches first, and found by trying everything: the same answer.

Harm: parties are told that their clauses clash where an exchange keeps them all, or that one does where
none can.
"""

from collections.abc import Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from exeat.adapters.highs import Highs
from exeat.clearing.because.branches import Branches, merged
from exeat.clearing.model import Model, Row, total

Question = tuple[Model, list[bool]]


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Two classes of people in two columns each, some alike, and two switches that weigh more than all of them."""
    numbers = st.integers(-3, 4)
    rows = []
    for n in range(draw(st.integers(1, 4))):
        terms = {i: draw(numbers) for i in range(4)} | {4 + n % 2: draw(st.sampled_from((-13, -9, 9, 13)))}
        rows.append(Row(f"c{n}", terms, draw(st.none() | st.integers(-6, 7)), draw(st.none() | st.integers(0, 7))))
    rows.append(Row("", {0: 1, 1: 1, 2: 1, 3: 1, 4: 2 * draw(numbers)}, 1, None))
    asked = [draw(st.booleans()) for _ in rows[:-1]] + [True]
    return Model([0] * 6, [*(draw(st.integers(1, 2)) for _ in range(4)), 1, 1], rows), asked


@settings(max_examples=400)
@given(question=questions())
def test_a_plan_is_found_just_where_there_is_one(question: Question) -> None:
    """One that keeps what is asked; and none is found where trying everything finds none."""
    model, asked = question
    small = merged(model)
    linear = Highs().relaxed(small)
    for n, row in enumerate(small.rows):
        linear.bound_row(n, *((row.least, row.most) if asked[n] else (None, None)))
    branches = Branches(small, linear, Highs())
    for _ in range(2):  # once more: a question leaves nothing behind
        solved = branches.solved(asked)
        assert bool(solved.values) == _any(model, asked)
        assert not solved.values or _kept(small, asked, solved.values)


def _any(model: Model, asked: Sequence[bool]) -> bool:
    every = product(*(range(n + 1) for n in model.most))
    return any(_kept(model, asked, values) for values in every)


def _kept(model: Model, asked: Sequence[bool], values: Sequence[int]) -> bool:
    inside = all(0 <= v <= n for v, n in zip(values, model.most, strict=True))
    rows = (r for r, wanted in zip(model.rows, asked, strict=True) if wanted)
    return inside and all(r.allows(total(r.terms, values)) for r in rows)
