"""Who goes in every best exchange, in some, in none: by prices and questions, and found by trying everything.

Harm: somebody is told that no best exchange has them, and stops hoping, where one has; or that every one does.
"""

from collections.abc import Mapping
from itertools import product
from types import SimpleNamespace
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exeat.adapters.highs import Highs
from exeat.clearing.because.chances import Chance, chances
from exeat.clearing.levels import Aim, Answer
from exeat.clearing.model import Model, Row, total

Plan = tuple[int, ...]


@st.composite
def exchanges(draw: st.DrawFn) -> tuple[Any, list[Plan]]:
    """Kinds of one or two people, some alike, one that goes by two clauses, and a switch; with all their plans."""
    weights = draw(st.lists(st.sampled_from((-2, -1, 1, 3)), min_size=2, max_size=2))
    of = [draw(st.integers(0, 1)) for _ in range(4)]  # by column: like which
    most = [draw(st.integers(1, 2)) for _ in range(3)]
    most = [*most, most[2], 1]
    rows = [
        Row("a", {i: weights[w] for i, w in enumerate(of)} | {4: draw(st.sampled_from((-9, 7)))}, 0, None),
        Row("b", {i: 1 + w for i, w in enumerate(of)}, None, draw(st.integers(1, 6))),
        Row("", {2: 1, 3: 1}, None, most[2]),
    ]
    model = Model([draw(st.sampled_from((0, 0, 1))), 0, 0, 0, 0], most, rows)
    every = product(*(range(low, high + 1) for low, high in zip(model.least, most, strict=True)))
    plans = [p for p in every if all(r.allows(total(r.terms, p)) for r in rows)]
    by: list[Mapping[str, Mapping[int, int]]] = [{"go": {0: 1}}, {"go": {1: 1}}, {"go": {2: 1}, "stay": {3: 1}}]
    kinds = [SimpleNamespace(by=b, units=[("",)] * n) for b, n in zip(by, most, strict=False)]
    aims = (("people", dict.fromkeys(range(4), 1)), ("need", {of[0]: 1, 3: 2}))
    return SimpleNamespace(model=model, kinds=kinds, aims=aims), plans


@settings(max_examples=300)
@given(exchange=exchanges())
def test_nobody_is_told_another_chance_than_there_is(exchange: tuple[Any, list[Plan]]) -> None:
    """Every kind and clause, over all the best plans there are."""
    problem, plans = exchange
    assume(plans)
    aims = []
    for name, terms in problem.aims:
        best = max(total(terms, p) for p in plans)
        plans = [p for p in plans if total(terms, p) == best]
        aims.append(Aim(name, best, best, True))
    found = chances(problem, Answer("optimal", tuple(aims), plans[0]), Highs())
    for (n, clause), chance in found.items():
        assert chance == _tried(problem.kinds[n], clause, plans), (n, clause)


def _tried(kind: Any, clause: str, plans: list[Plan]) -> Chance:
    goes = [total(kind.by[clause], p) for p in plans]
    if not any(goes):
        return "none"
    return "every" if min(goes) == len(kind.units) else "some"
