"""What is said of a group reaches nobody by any path: plan, why, impediments, checker, twin. On small dense worlds."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.laws.test_groups import KINDS, Named, statements

from exeat.adapters.highs import Highs
from exeat.clearing.check import check_plan
from exeat.clearing.check.people import people_of
from exeat.clearing.check.setting import Setting
from exeat.clearing.plan import clear
from exeat.clearing.why import why
from exeat.core.entry import BodyRef
from exeat.core.facts import Facts
from exeat.core.shape import encode
from exeat.core.statement import Statement
from exeat.identity.people import people
from exeat.impediments.impediments import impediments
from exeat.impediments.told import Context, Told
from exeat.testing.brute import best
from exeat.testing.memory import Part, World, facts_of
from exeat.testing.worlds import worlds

GROUPS = ("everybody", "left", "f1", "old")  # the id of a list, a family and a category are a group's too
NAMED: Named = {"party": ("ax", "be", "ce", "red", "ax-office"), "speaker": ("court", "ax"), "subject": GROUPS,
                "group": GROUPS}  # fmt: skip
MOVES = [Context("ax", "release"), Context("ax", "transfer", "be", 30, 30), Context("be", "transfer", "ce", 5, 90)]
FEW = settings(
    deadline=None, database=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


def with_more(w: World, more: list[Statement]) -> World:
    """The same world, in which more is said."""
    parts: list[Part] = []
    for body in (e.body for e in w.facts.entries[1:] if isinstance(e.body, BodyRef)):
        parts.append(body.statement if body.table is None else (body.statement, body.table))
    return World(facts_of(w.facts.case, [*parts, *more], w.facts.as_of.on), w.choices, w.proposals)


def planned(w: World, names: list[str]) -> tuple[Any, ...]:
    """What the plan does with people, and why of each of them."""
    found = clear(w.facts, people(w.facts, w.proposals), Highs(), w.choices, others=False)
    p = found.plan
    whys = tuple(why(found, name) for name in names)
    return p.status, p.moves, p.counts, p.held_back, p.open_places, p.not_designated, p.conflicts, whys


def against(facts: Facts) -> list[Any]:
    """What stands against some moves, of everybody in a list."""
    told = Told(facts, people(facts), facts.people["record"])
    return [impediments(told, told, move).rows() for move in MOVES]


def ruled(w: World) -> dict[tuple[str, str], Any]:
    """What the checker says of everybody, clause by clause."""
    s = Setting(w.facts, w.choices, proposals=w.proposals)
    return {(p, c): [s.judge.rulings(p, x) for x in s.contexts[c]] for p in s.everybody for c in s.moves}


def plan_of(w: World, stated: World) -> dict[str, Any]:
    """The plan of a world, as if it had been made from the statements of another."""
    found = encode(clear(w.facts, people(w.facts, w.proposals), Highs(), w.choices, others=False).plan, True)
    assert isinstance(found, dict)
    assert isinstance(found["facts"], dict)
    return {**found, "facts": {**found["facts"], "root": stated.facts.root}}


ANY = st.lists(st.sampled_from(KINDS).flatmap(lambda kind: statements(kind, NAMED)), min_size=12, max_size=30)


@settings(FEW, max_examples=25)
@given(w=worlds(most=3), more=ANY)
def test_nobody_is_answered_otherwise_for_what_is_said_of_a_group(w: World, more: list[Statement]) -> None:
    after = with_more(w, more)
    names = sorted(people_of(w.facts, w.proposals).by_id)
    assert planned(after, names) == planned(w, names)
    assert against(after.facts) == against(w.facts)
    assert ruled(after) == ruled(w)
    assert best(after.facts, w.choices, w.proposals) == best(w.facts, w.choices, w.proposals)
    assert check_plan(after.facts, plan_of(w, after), w.choices, w.proposals) == ()


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.kind)
@settings(FEW, max_examples=4)
@given(data=st.data())
def test_no_kind_of_claim_about_a_group_reaches_anybody(kind: Any, data: st.DataObject) -> None:
    w = data.draw(worlds(most=2))
    after = with_more(w, data.draw(st.lists(statements(kind, NAMED), min_size=5, max_size=9)))
    assert against(after.facts) == against(w.facts)
    assert ruled(after) == ruled(w)
