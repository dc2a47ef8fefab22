"""Alternatives (either, or): each option is a reading, and exeat chooses none of them."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from exeat.adapters.highs import Highs
from exeat.clearing.check import check_plan
from exeat.clearing.plan import Cleared, clear
from exeat.core import clauses as k
from exeat.core.errors import Refused
from exeat.core.shape import encode
from exeat.identity.people import people as people_of
from exeat.terms.choices import check_choices
from exeat.terms.points import open_points
from exeat.terms.terms import terms
from exeat.testing.asks import answer as twin
from exeat.testing.asks import checked
from exeat.testing.byhand import exchange, let_go, send
from exeat.testing.memory import World

L, R = k.Selector(list="l"), k.Selector(list="r")
FEW, MANY = (k.Limit(f"at-most-{n}", L, most=n, either=f"number/{name}") for n, name in ((1, "few"), (3, "many")))


def cleared(w: World, choices: Mapping[str, str] | None = None) -> Cleared:
    """Every reading; where one is chosen, the twin agrees with it, and the independent check finds nothing."""
    found = clear(w.facts, people_of(w.facts), Highs(), choices or {})
    if choices is not None:
        plain = encode(found.plan, True)
        assert isinstance(plain, dict)
        assert check_plan(w.facts, plain, choices) == ()
        best = twin(World(w.facts, choices, w.proposals))
        assert tuple(a.value for a in found.readings.base.answer.aims) == best.aims
    return found


def numbers(found: Cleared) -> dict[str, int]:
    """How many go in each reading, by its options."""
    return {", ".join(f"{p}={c}" for p, c in r.choices): r.aims[0].value if r.aims else 0 for r in found.plan.readings}


def test_no_option_is_taken_silently() -> None:
    """Two options: two readings, a table, and no plan by names until somebody chooses."""
    found = cleared(exchange(send("0..3"), FEW, MANY))
    assert numbers(found) == {"number/option=few": 1, "number/option=many": 3}
    assert found.plan.reading is None
    assert found.plan.moves is None
    (point,) = [p for p in found.plan.open_points if p.id == "number/option"]
    assert (point.choices, point.changes_answer, point.chosen) == (("few", "many"), True, None)


def test_the_clauses_of_the_other_option_bind_nobody() -> None:
    w = exchange(send("0..3"), FEW, MANY)
    assert cleared(w, {"number/option": "many"}).plan.moves
    found = cleared(w, {"number/option": "few"})
    assert {x.clause for x in found.plan.counts or ()} == {"go", "at-most-1"}
    assert [p.number for p in found.plan.open_places or ()] == [1]


def test_a_plan_that_takes_no_option_cannot_be_checked() -> None:
    w = exchange(send("0..3"), FEW, MANY)
    assert checked(w, ("l#1", "go")) >= {"open-point"}


def test_what_moves_as_many_as_a_clause_of_another_option_is_not_in_the_reading() -> None:
    by_air = replace(send("2"), either="way/by-air")
    by_road = replace(send("1", id="slow"), either="way/by-road")
    w = exchange(by_air, by_road, let_go(k.SameAs("go")))
    assert cleared(w, {"way/option": "by-air"}).readings.base.answer.aims[0].value == 4
    assert cleared(w, {"way/option": "by-road"}).readings.base.answer.aims[0].value == 1


def test_a_question_of_one_option_is_not_asked_of_the_other() -> None:
    """What is left open in an option matters there, and keeps nobody from choosing the other."""
    everybody = replace(send(blocked=None), either="way/all")
    some = replace(send("1", id="some"), either="way/some")
    w = exchange(everybody, some, blocked=("1",))
    assert numbers(cleared(w)) == {
        "go/blocked=excused, way/option=all": 2,
        "go/blocked=stop, way/option=all": 0,
        "go/blocked=excused, way/option=some": 1,
    }
    assert cleared(w, {"way/option": "some"}).plan.reading is not None
    assert clear(w.facts, people_of(w.facts), Highs(), {"way/option": "all"}).plan.reading is None
    assert cleared(w, {"way/option": "all", "go/blocked": "excused"}).plan.reading is not None


def test_who_receives_is_asked_where_an_option_leaves_it_open() -> None:
    """A destination clause says where in one option, and nobody does in the other."""
    where = k.Destination("where", L, to="be", either="way/said")
    none = k.Limit("none", R, most=0, either="way/unsaid")
    w = exchange(send("0..3", to=None), where, none)
    asked = {p.id: p.choices for p in open_points(w.facts, terms(w.facts))}
    assert asked["way/option"] == ("said", "unsaid")
    assert "be" in asked["go/receives"]
    for choices in ({"way/option": "said", "go/receives": "ce"}, {"way/option": "unsaid", "go/receives": "be"}):
        assert numbers_of(cleared(w, choices)) == 3


def numbers_of(found: Cleared) -> int:
    return found.readings.base.answer.aims[0].value


def test_a_choice_of_no_option_is_refused() -> None:
    w = exchange(send("0..3"), FEW, MANY)
    with pytest.raises(Refused) as refused:
        check_choices(w.facts, {"number/option": "none"})
    assert [p.code for p in refused.value.problems] == ["reading-unknown"]


def test_those_inside_the_number_of_another_option_are_not_asked_for_in_this_one() -> None:
    """Somebody must be inside the number that goes by air; by road nobody asks for anybody."""
    by_air = replace(send("1"), either="way/by-air")
    by_road = k.Limit("none-back", R, most=2, either="way/by-road")
    inside = k.Include("her", k.Selector(named=("l#2",)), from_="ax", inside="inside")
    w = exchange(by_air, by_road, inside, let_go("0..3"))
    assert numbers_of(cleared(w, {"way/option": "by-air"})) == 4
    assert numbers_of(cleared(w, {"way/option": "by-road"})) == 2


def test_an_option_of_nothing_that_is_cleared_is_an_option() -> None:
    """One option limits what goes in a stage, where no stages are: it binds nobody, and can be chosen."""
    stage = k.Limit("stage", L, most=1, per="stage", either="number/slow")
    w = exchange(send("0..3"), FEW, stage)
    assert numbers_of(cleared(w, {"number/option": "slow"})) == 3
    assert numbers_of(cleared(w, {"number/option": "few"})) == 1


def test_a_giver_chosen_for_a_clause_that_stands_alone_in_its_option_gives() -> None:
    """Those who give are named in the other option; who gives here was chosen all the same."""
    alone = k.Include("also", k.Selector(named=("r#4",)), "must", act="release", inside="outside", either="way/alone")
    w = exchange(replace(send("0..3"), either="way/both"), replace(let_go("0..3"), either="way/both"), alone)
    found = cleared(w, {"way/option": "alone", "also/from": "be"})
    assert [m.person for m in found.plan.moves or ()] == ["r#4"]
    nobody = cleared(w, {"way/option": "alone"}).plan
    assert [m.values["point"] for x in nobody.conflicts for m in x.reasons] == ["also/from"]


def test_what_was_chosen_is_not_said_to_be_open() -> None:
    """Who gives was chosen, and has made no order for this release: that is what stands in the way."""
    alone = k.Include("also", k.Selector(named=("l#1",)), "must", act="release", inside="outside", either="way/alone")
    w = exchange(replace(send("0..3"), either="way/both"), replace(let_go("0..3"), either="way/both"), alone)
    found = clear(w.facts, people_of(w.facts), Highs(), {"way/option": "alone", "also/from": "ax"}).plan
    assert found.status == "none"
    assert {x.clauses for x in found.conflicts} == {("also",)}
    assert {m.id for x in found.conflicts for m in x.reasons} != {"clearing.nothing_fills"}
