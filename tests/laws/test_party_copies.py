"""What goes to a party, over small worlds: no reason about any person, no small number, nobody whom no move takes.

`report --for PARTY` writes one page, and `questions --to PARTY` prints one note: these are all that a party gets.
"""

import re
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings

from exeat.adapters.highs import Highs
from exeat.clearing.plan import Cleared, clear
from exeat.core.rules import RULES
from exeat.core.shape import refs
from exeat.core.statement import Statement
from exeat.disclosure.numbers import FEW
from exeat.evidence.note import note
from exeat.faces.report import html
from exeat.faces.texts import LANGUAGES, Speaker, area
from exeat.identity.people import people
from exeat.testing.memory import World
from exeat.testing.worlds import worlds

PARTIES = ("ax", "be", "ce")
REASONS = tuple(
    text
    for language in LANGUAGES
    for key, text in area(language, "impediments").items()
    if "{" not in text and (key in RULES or re.search("_(recorded|not_established|terms)$|^ends_.", key))
    if text and key != "none_recorded"
)
HEALTH = [HealthCheck.too_slow, HealthCheck.data_too_large]
SMALL = settings(max_examples=25, deadline=None, suppress_health_check=HEALTH)


def cleared(world: World) -> Cleared:
    return clear(world.facts, people(world.facts, world.proposals), Highs(), world.choices, others=False)


def copy(world: World, found: Cleared, party: str, language: str = "en") -> str:
    return html(cast(Any, None), world.facts, found, language, party)


def about_somebody(said: Statement) -> bool:
    """Whether a statement names a record, or a record says it. Offers are for the parties."""
    names = [r for kind in ("record", "subject", "speaker") for r in refs(said.claim, kind)]
    return said.claim.kind != "offer" and any("#" in n for n in (said.by, *names))


def test_the_reasons_looked_for_are_those_of_every_rule() -> None:
    for language in LANGUAGES:
        texts = area(language, "impediments")
        assert {texts[r] for r in RULES} <= set(REASONS)


@given(world=worlds(6))
@SMALL
def test_no_reason_about_a_person_is_in_what_goes_to_a_party(world: World) -> None:
    found = cleared(world)
    hidden = [i for i, s in world.facts.statements.items() if about_somebody(s)]
    for party in PARTIES:
        for language in LANGUAGES:
            page = copy(world, found, party, language)
            assert [r for r in REASONS if r in page] == []
            assert [i for i in hidden if i in page] == []


@given(world=worlds(6))
@SMALL
def test_nobody_is_named_to_a_party_whom_no_move_from_or_to_it_takes(world: World) -> None:
    found = cleared(world)
    records = world.facts.people["record"].to_list()
    who = found.world.people
    for party in PARTIES:
        mine = {m.person for m in found.plan.moves or () if party in (m.from_, m.to)}
        page = copy(world, found, party)
        shown = {r for r in records if re.search(rf"{re.escape(r)}(?![0-9A-Za-z-])", page)}
        assert {who.person(r) for r in shown} <= mine


@given(world=worlds(8))
@SMALL
def test_no_small_number_of_people_goes_to_a_party(world: World) -> None:
    found = cleared(world)
    for party in PARTIES:
        numbers = re.findall(r'class="number"><span><bdi>(\d+)</bdi>', copy(world, found, party))
        assert [n for n in numbers if int(n) < FEW] == []


@given(world=worlds(6))
@SMALL
def test_a_note_to_a_party_names_nobody_and_counts_nobody_small(world: World) -> None:
    for party in PARTIES:
        for message in note(world.facts, party, ()):
            assert "#" not in Speaker(world.facts).say(message)
            empty, of = (int(message.values.get(k, FEW)) for k in ("empty", "of"))
            assert empty >= FEW
            assert of == empty or of - empty >= FEW or "of" not in message.values


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_law_looks_for_is_on_the_whole_copy_of_the_example(language: str) -> None:
    """The law can fail: the same sentences stand on the intermediary's copy."""
    from tests.folders import WITH_LISTS

    from exeat.house import open_case

    house = open_case(WITH_LISTS)
    facts = house.facts()
    page = html(house, facts, house.plan(facts), language)
    assert len([r for r in REASONS if r in page]) > len(RULES) // 2
