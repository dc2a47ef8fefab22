"""What is said of one subject: everything, by whom, and of nobody else. Named after harms."""

from typing import Any

from hypothesis import HealthCheck, given, settings

from exeat.core import claims as c
from exeat.core import clauses as k
from exeat.core.facts import Facts
from exeat.core.statement import Statement
from exeat.evidence.heard import PARTS, Subject, heard, records_spoken_of
from exeat.evidence.mandates import disputed_mandates, mandate_warnings
from exeat.faces.texts import LANGUAGES, area
from exeat.testing.worlds import World, worlds

from .conftest import World as Maker

PERSON = Subject("person", frozenset({"roster#p2"}))
GANG = c.Allegation("g", "membership of a gang", "suspected", "many of")


def says(by: str, claim: Any, act: Any = "states") -> Statement:
    return Statement(by, act, claim)


def keys(facts: Facts, subject: Subject) -> list[str]:
    return [facts.key(h.statement) for h in heard(facts, subject)]


def test_what_is_said_of_many_of_a_group_is_said_of_nobody_in_it(world: Maker) -> None:
    """Even where the group's list is known and the person stands on it."""
    facts = world(("gang", says("north", GANG)), ("hers", says("monitor", c.Death("roster#p1"))), lists=True)
    assert keys(facts, PERSON) == ["answers"]
    assert "gang" in keys(facts, Subject("group", frozenset({"g"})))


@given(world=worlds(3))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_nothing_under_a_person_names_another_person_alone_or_a_group_alone(world: World) -> None:
    """A law over small worlds: each line under a record names that record."""
    for record in world.facts.people["record"].to_list():
        for h in heard(world.facts, Subject("person", frozenset({record}))):
            assert record in str(h.said.claim)
    for h in heard(world.facts, Subject("case")):
        assert "#" not in str(h.said.claim)


def test_a_row_of_a_list_is_heard_under_the_person_it_is_about(world: Maker) -> None:
    facts = world(lists=True)
    (charge,) = heard(facts, PERSON)
    assert (charge.part, charge.row) == ("process", "answers#2")
    assert isinstance(charge.said.claim, c.DueProcess)
    assert keys(facts, Subject("person", frozenset({"roster#p9"}))) == ["dead"]


def test_a_denial_stands_right_beside_what_it_denies(world: Maker) -> None:
    moot = c.Proceeding("g", "a petition", "court", "moot")
    facts = world(
        ("a", says("north", c.Proceeding("h", "another petition", "court"))),
        ("b", says("south", moot)),
        ("c", says("north", moot, "denies")),
        ("d", says("monitor", c.Proceeding("g", "a petition", "court", "heard"))),
    )
    found = keys(facts, Subject("case"))
    assert found.index("c") - found.index("b") in (1, 2)
    assert sorted(found[:3]) == ["b", "c", "d"] or sorted(found[1:]) == ["b", "c", "d"]


def test_what_a_power_promises_to_pay_is_not_shown_as_paid(world: Maker) -> None:
    facts = world(("will", says("south", c.Payment("south", "north", "detention"), "promises")))
    (one,) = heard(facts, Subject("party", frozenset({"south"})))
    assert (one.part, one.said.act) == ("paid", "promises")


def test_who_pays_for_the_cells_is_shown_with_the_payments(world: Maker) -> None:
    facts = world(("pays", says("monitor", c.Custody("g", "south", "paying_power"))))
    assert [h.part for h in heard(facts, Subject("case"))] == ["paid"]


def test_the_mildest_stage_of_an_allegation_comes_first(world: Maker) -> None:
    stages = ("committed", "suspected", "convicted")
    facts = world(*((s, says("north", c.Allegation("g", "theft", s))) for s in stages))  # type: ignore[arg-type]
    assert keys(facts, Subject("case")) == ["suspected", "convicted", "committed"]


def test_what_is_said_of_one_person_is_in_no_summary(world: Maker) -> None:
    facts = world(("dead", says("north", c.Death("roster#p1"))), lists=True)
    assert keys(facts, Subject("case")) == []
    assert records_spoken_of(facts) == 1


def test_every_part_has_its_words_in_each_language() -> None:
    for language in LANGUAGES:
        assert {f"part_{name}" for name, _ in PARTS} <= set(area(language, "evidence"))


# ------------------------------------------------------------ mandates

MANDATE = c.Mandate("north-speaker", "north")


def offer() -> c.Offer:
    return c.Offer("deal", ("south",), (k.Release("all", "north", k.Selector(group="g")),))


def accepts(world: Maker, *more: tuple[str, Statement]) -> Facts:
    first = world(("deal", says("south", offer(), "offers")))
    (deal,) = (i for i, s in first.statements.items() if isinstance(s.claim, c.Offer))
    yes = c.Response(deal, "north-speaker", None, "accepts")
    said = ("deal", says("south", offer(), "offers")), ("yes", says("north-speaker", yes))
    return world(*said, ("may", says("north-speaker", MANDATE)), *more)


def test_an_acceptance_by_an_office_that_may_not_bind_is_shown_with_that_dispute(world: Maker) -> None:
    facts = accepts(world, ("may-not", says("north", MANDATE, "denies")))
    (found,) = disputed_mandates(facts)
    assert [facts.key(i) for i in (*found.said, *found.denied, *found.rests)] == ["may", "may-not", "yes"]
    (warning,) = mandate_warnings(facts)
    assert (warning.values["said"], warning.values["denied"]) == ("north-speaker", "north")


def test_a_mandate_that_nobody_disputes_warns_of_nothing(world: Maker) -> None:
    assert mandate_warnings(accepts(world)) == ()
    other = says("south", c.Mandate("south-minister", "south"), "denies")
    assert mandate_warnings(accepts(world, ("other", other))) == ()


def test_a_dispute_of_the_statement_counts_as_one_of_the_mandate(world: Maker) -> None:
    facts = accepts(world)
    (may,) = (i for i, s in facts.statements.items() if isinstance(s.claim, c.Mandate))
    disputed = accepts(world, ("no", says("monitor", c.Dispute(may))))
    assert [m.values["denied"] for m in mandate_warnings(disputed)] == ["monitor"]


def test_a_disputed_mandate_on_which_nothing_rests_warns_of_nothing(world: Maker) -> None:
    facts = world(("may", says("north-speaker", MANDATE)), ("may-not", says("north", MANDATE, "denies")))
    assert mandate_warnings(facts) == ()
