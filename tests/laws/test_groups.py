"""What is said of a group stays with the group: no person is held back, let go or moved by it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.folders import exchange, said, say, write_rows

from exeat.adapters.said import FromWords, identified
from exeat.clearing.document import Plan
from exeat.core.claims import Claim
from exeat.core.counts import Count
from exeat.core.dates import PartialDate, read_date
from exeat.core.entry import BodyRef, Entry
from exeat.core.shape import Ref, fields_of, split, union_of
from exeat.core.statement import Statement
from exeat.house import ClearingHouse, open_case

GROUPS = ("everybody", "aro-roster", "some")  # an id that a list has too is still a group's where a subject is meant
Named = Mapping[str, tuple[str, ...]]  # what may be named, by what an id points to
NAMED: Named = {
    "party": ("aro", "bel", "mission"), "speaker": ("aro", "press-one"), "subject": GROUPS, "group": GROUPS
}  # fmt: skip
WORDS = st.sampled_from(("many of", "dead", "released", "not_held", "yes", "passport"))
DAYS = [d for d in map(read_date, ("2025-05-01", "2025", "../2025-12-31")) if d is not None]


def refs(tp: Any) -> set[str]:
    """What the ids in a type point to."""
    inner, notes = split(tp)
    found = {n.to for n in notes if isinstance(n, Ref)}
    return found.union(*(refs(a) for a in get_args(inner)))


def about_groups() -> Iterator[Any]:
    """Every kind of claim that can be made about a group."""
    for kind in union_of(Claim):
        if any(refs(f.type) & {"subject", "group"} for f in fields_of(kind)):
            yield kind


FAST = (Phase.explicit, Phase.generate)  # what breaks here is short; shrinking it takes minutes
KINDS: list[Any] = [k for k in about_groups() if k.kind not in ("submitted", "offer", "case")]


def value(tp: Any, named: Named = NAMED) -> st.SearchStrategy[Any]:
    """Any value of a field; wherever somebody is meant, a group."""
    inner, notes = split(tp)
    members = union_of(inner)
    if len(members) > 1 or members[0] is not inner:
        return st.one_of(value(members[0], named), *([st.none()] if type(None) in get_args(inner) else []))
    to = next((n.to for n in notes if isinstance(n, Ref)), None)
    if to is not None:
        return st.sampled_from(named[to])
    if get_origin(inner) is tuple:
        return st.lists(value(get_args(inner)[0], named), min_size=1, max_size=2, unique=True).map(
            lambda v: tuple(sorted(v))
        )
    if get_origin(inner) is Literal:
        return st.sampled_from(get_args(inner))
    return {bool: st.booleans(), PartialDate: st.sampled_from(DAYS), Count: st.just(Count("3", 3, 3))}.get(inner, WORDS)


def claims(kind: type, named: Named = NAMED) -> st.SearchStrategy[Any]:
    return st.builds(kind, **{f.name: value(f.type, named) for f in fields_of(kind)})


def statements(kind: type, named: Named = NAMED) -> st.SearchStrategy[Statement]:
    speakers = st.sampled_from(("aro-court", *named["party"], *named["speaker"]))
    acts = st.sampled_from(("states", "denies", "orders", "alleges"))
    return st.builds(Statement, speakers, acts, claims(kind, named))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> ClearingHouse:
    """The small exchange with one more person, of whom nobody says anything, and words against two others."""
    folder: Path = exchange(tmp_path_factory.mktemp("groups"))
    rows = [dict(zip(("id", "surname", "birth_date"), row, strict=True)) for row in ROSTER]
    write_rows(folder, "lists/aro-roster.csv", rows)
    dead = said("dead", "press-one", {"kind": "death", "subject": "aro-roster#1"})
    custody = {"kind": "custody", "subject": "aro-roster#2", "power": "aro"}
    say(folder, "one", dead, said("gone", "aro", custody, "denies"))
    return open_case(folder)


ROSTER = [("1", "Quelmoraz", "1970-04-01"), ("2", "Fruvaldés", "1971-04-01"), ("3", "Ulmirazo", "1972-04-01"),
          ("4", "Zulvacin", "2007")]  # fmt: skip


@pytest.fixture(scope="module")
def before(house: ClearingHouse) -> Plan:
    plan = house.plan().plan
    assert {h.person[-1] for h in plan.held_back or ()} == {"1", "2", "4"}
    return plan


def test_every_kind_that_can_be_said_of_a_group_is_tried() -> None:
    assert len(KINDS) >= 18
    assert {"allegation", "count", "court_order", "custody", "death", "due_process", "released", "same_group"} <= {
        k.kind for k in KINDS
    }


@settings(
    max_examples=25, deadline=None, database=None, derandomize=True, phases=FAST,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
@given(added=st.lists(st.sampled_from(KINDS).flatmap(statements), min_size=3, max_size=12))
def test_nobody_is_held_back_or_moved_by_what_is_said_of_a_group(
    house: ClearingHouse, before: Plan, added: list[Statement]
) -> None:
    after = with_more(house, added).plan().plan
    assert after.held_back == before.held_back
    assert (after.moves, after.counts, after.open_places) == (before.moves, before.counts, before.open_places)


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.kind)
@settings(max_examples=2, deadline=None, database=None, derandomize=True, phases=FAST)
@given(data=st.data())
def test_no_kind_of_claim_about_a_group_reaches_a_person(
    house: ClearingHouse, before: Plan, kind: Any, data: st.DataObject
) -> None:
    after = with_more(house, [data.draw(statements(kind))]).plan().plan
    assert (after.held_back, after.moves) == (before.held_back, before.moves)


def with_more(house: ClearingHouse, statements: list[Statement]) -> ClearingHouse:
    """The same case in memory, in which more is said."""
    more = open_case(house.folder)
    said_more = {s.id: s for s in (identified(FromWords("small"), f"more-{i}", s) for i, s in enumerate(statements))}
    bodies = [BodyRef("", s.id, s.statement, s.key, s.table) for s in said_more.values()]
    at = len(house.entries)
    more.__dict__["entries"] = (*house.entries, *(Entry(at + i, None, "", b) for i, b in enumerate(bodies)))
    return more


def test_nobody_is_asked_to_agree_who_only_pays_for_other_people(house: ClearingHouse) -> None:
    claim = next(k for k in KINDS if k.kind == "custody")
    others = Statement("press-one", "states", claim("some", "mission", "paying_power"))
    assert [p.id for p in with_more(house, [others]).terms()[1]] == [p.id for p in house.terms()[1]]
