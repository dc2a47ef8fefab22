"""The two reports of one public offer: what they say, who says it, and what nobody has said."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from exeat.core import claims as c
from exeat.core.case import KEEPER
from exeat.core.facts import Facts
from exeat.core.statement import Statement
from exeat.evidence.differences import Difference, differences
from exeat.evidence.questions import questions
from exeat.house import ClearingHouse, open_case
from exeat.terms.points import open_points
from exeat.terms.terms import terms
from tests.folders import OFFER, copied, recorded

Pair = tuple[str, str]


@pytest.fixture(scope="module")
def facts() -> Facts:
    return open_case(OFFER).facts()


@pytest.fixture(scope="module")
def pairs(facts: Facts) -> dict[Pair, Difference]:
    """The differences by the keys of their two statements, sorted."""
    return {key_pair(facts, d.left, d.right): d for d in differences(facts)}


def key_pair(facts: Facts, left: str, right: str) -> Pair:
    first, second = sorted((facts.key(left), facts.key(right)))
    return first, second


def by_key(facts: Facts, *kinds: type) -> dict[str, Statement]:
    return {facts.key(i): s for i, s in facts.of(*kinds)}


def ids(messages: Iterable[Any]) -> set[str]:
    return {m.id for m in messages}


def test_has_venezuela_answered(facts: Facts, pairs: dict[Pair, Difference]) -> None:
    said = {k: (s.by, s.via, s.act, s.claim) for k, s in by_key(facts, c.Response).items()}
    assert {k: v[:3] for k, v in said.items()} == {
        "a3-government-criticises": ("ve", "report-a", "answers"),
        "a4-prosecutor-criticises": ("ve-prosecutor", "report-a", "answers"),
        "b7-no-response": ("report-b", None, "denies"),
    }
    against = pairs["a3-government-criticises", "b7-no-response"]
    assert (against.relation, ids(against.conditions)) == ("both_hold_if", {"evidence.denial_is_older"})
    office = pairs["a4-prosecutor-criticises", "b7-no-response"]
    assert "evidence.office_does_not_answer" in ids(office.conditions)


def test_a_word_of_criticism_is_not_taken_for_a_yes_or_a_no(facts: Facts) -> None:
    answers = {s.claim.answer for s in by_key(facts, c.Response).values() if isinstance(s.claim, c.Response)}
    assert answers == {"criticises", "any"}
    assert by_key(facts, c.Mandate, c.Agreement) == {}


def test_who_pays(facts: Facts, pairs: dict[Pair, Difference]) -> None:
    said = by_key(facts, c.Payment)
    assert {k: (s.by, s.hedge) for k, s in said.items()} == {
        "a9-us-pays": ("report-a", "reportedly"),
        "b9-us-pays": ("report-b", None),
    }
    assert {(s.claim.payer, s.claim.payee) for s in said.values() if isinstance(s.claim, c.Payment)} == {("us", "sv")}
    difference = pairs["a9-us-pays", "b9-us-pays"]
    assert difference.relation == "differs_in_strength"
    assert ids(difference.dimensions) == {"evidence.hedge", "evidence.hedge_unsaid"}


def test_what_the_deportees_are_said_to_have_done(facts: Facts, pairs: dict[Pair, Difference]) -> None:
    crimes = pairs["a2-many-committed", "b3-many-incarcerated"]
    assert crimes.relation == "differs_in_strength"
    assert ids(crimes.dimensions) == {
        "evidence.allegation_stage_committed",
        "evidence.allegation_stage_incarcerated_for",
        "evidence.one_speaker",
    }
    alleged = {k: s for k, s in by_key(facts, c.Allegation).items() if isinstance(s.claim, c.Allegation)}
    shares = {k: s.claim.share for k, s in alleged.items() if isinstance(s.claim, c.Allegation) and s.claim.share}
    assert shares == {"a2-many-committed": "many of", "b3-many-incarcerated": "many of"}
    gang = alleged["b8-gang-link"]
    assert (gang.by, gang.via, gang.act) == ("us-administration", "report-b", "alleges")


def test_nobody_is_alleged_anything_but_a_group(facts: Facts) -> None:
    about = {s.claim.subject for s in by_key(facts, c.Allegation).values() if isinstance(s.claim, c.Allegation)}
    assert about == {"deported-252", "deported-200", "halted-group"}
    assert len(facts.people) == 0


def test_the_offer_as_clauses_with_open_points(facts: Facts) -> None:
    found = terms(facts)
    assert {t.clause.id for t in found} == {"foreigners", "sv-all", "ve-same"}
    assert {(t.by, t.via, t.to) for t in found} == {("sv-president", "report-a", ("ve-president",))}
    choices = {p.id: p.choices for p in open_points(facts, found)}
    assert choices["sv-all/list"] == ()  # which 252
    assert {"sv", "ve", "us", "lottery"} <= set(choices["ve-same/designate"])  # who designates
    assert {"stay", "sv", "us"} == set(choices["ve-same/receives"])  # who receives, and where
    assert {"full_liberty", "prosecution"} <= set(choices["sv-all/status"])  # liberty or prosecution on arrival
    assert choices["foreigners/from"] == ("sv", "ve")  # who holds the fifty
    assert choices["foreigners/inside"] == ("inside", "outside")
    assert choices["sv-all/agree"] == ("nobody", "us")  # must the US agree
    assert choices["sv-all/blocked"] == ("excused", "stop")  # does "100 %" include those who cannot go
    assert choices["sv-all/order"] == ("simultaneous", "sv-all first", "ve-same first")  # in time


def test_no_exchange_is_cleared_out_of_words_alone(facts: Facts) -> None:
    plan = open_case(OFFER).plan(facts).plan
    assert (plan.status, plan.reading, plan.moves, plan.open_places) == ("none", None, None, None)
    points = {m.values["point"] for conflict in plan.conflicts for m in conflict.reasons}
    assert points == {"foreigners/list", "sv-all/list", "ve-same/list"}


def test_the_halt_covers_another_group_and_holds_nobody_back(facts: Facts) -> None:
    orders = {k: s.claim for k, s in by_key(facts, c.CourtOrder).items() if isinstance(s.claim, c.CourtOrder)}
    assert set(orders) == {"a13-halt", "b11-halt"}
    assert {(o.covers, o.binds) for o in orders.values()} == {(("halted-group",), ("us",))}
    apart = [s.claim for s in by_key(facts, c.SameGroup).values() if isinstance(s.claim, c.SameGroup)]
    assert {(g.left, g.right, g.relation) for g in apart} == {
        (left, "halted-group", "different") for left in ("deported-200", "deported-252")
    }
    warned = [m for m in open_case(OFFER).plan(facts).plan.warnings if m.id.startswith("impediments.order")]
    assert [m.id for m in warned] == ["impediments.order_on_another_power"] * 2


def test_the_halt_holds_nobody_back_where_there_are_people(example: ClearingHouse) -> None:
    held = example.plan().plan.held_back or ()
    facts = example.facts()
    resting = {facts.key(i) for h in held for r in h.reasons if r.rule == "court_order" for i in r.statements}
    assert resting == {"invented-court-order"}


@pytest.fixture(scope="module")
def example() -> ClearingHouse:
    return open_case(OFFER.parent / "2025-offer-with-lists")


def test_counts_differ_and_agree(facts: Facts, pairs: dict[Pair, Difference]) -> None:
    counts = {k: s.claim.number for k, s in by_key(facts, c.Counted).items() if isinstance(s.claim, c.Counted)}
    assert {k: (n.words, n.least, n.most) for k, n in counts.items() if k.startswith("a")} == {
        "a6-count-252": ("252", 252, 252),
        "a6-count-thousands": ("thousands", 2000, None),
        "a7-count-foreigners": ("nearly 50", 45, 49),
        "a8-count-200": ("more than 200", 201, None),
    }
    assert pairs["a8-count-200", "b8-count-200"].agrees
    assert pairs["a6-count-252", "b5-count-252"].agrees
    unsaid = pairs["a6-count-252", "a8-count-200"]  # they agree only if they count the same people
    assert (unsaid.relation, ids(unsaid.conditions)) == ("agree", {"evidence.groups_are_same"})
    assert not unsaid.agrees


def test_questions_put_and_unanswered(facts: Facts) -> None:
    asked = {facts.key(q.question): q for q in questions(facts)}
    assert {k: (q.by, q.to, q.topic) for k, q in asked.items()} == {
        "a4-questions-charges": ("ve-prosecutor", "sv", "charge"),
        "a4-questions-court": ("ve-prosecutor", "sv", "court"),
        "a4-questions-counsel": ("ve-prosecutor", "sv", "counsel"),
    }
    assert all(q.silent and q.since is None and q.by_others == () for q in asked.values())


def test_characterisations_stay_with_their_speakers(facts: Facts) -> None:
    said = by_key(facts, c.Characterisation)
    speakers = {s.claim.words: s.by for s in said.values() if isinstance(s.claim, c.Characterisation)}
    assert speakers["kidnapping"] == speakers["massive abuse"] == "ve-president"
    assert speakers["meritless litigation"] == "us-white-house"
    assert speakers["controversial"] == "report-a"
    assert speakers["the world\u2019s coolest dictator"] == "sv-president"  # his own title for himself
    labels = {k: (s.by, s.act) for k, s in by_key(facts, c.StatusLabel).items()}
    assert {v for k, v in labels.items() if "denies" in k} == {("ve", "denies")}
    assert {v[0] for k, v in labels.items() if "denies" not in k} == {"sv-president", "rights-organisations"}


def test_who_denies_the_label_has_not_denied_custody(facts: Facts) -> None:
    denied = {s.claim.kind for s in facts.statements.values() if s.act == "denies"}
    assert denied == {"status_label", "response"}


def test_every_statement_names_its_speaker_and_source(facts: Facts) -> None:
    parties, sources = ({x.id for x in of} for of in (facts.case.parties, facts.case.sources))
    own = {i: s for i, s in facts.statements.items() if s.by != KEEPER}
    assert len(own) == 76
    for i, s in own.items():
        assert s.by in parties, facts.key(i)
        assert s.source in sources, facts.key(i)
        assert s.place, facts.key(i)
        author = next(x.author for x in facts.case.sources if x.id == s.source)
        assert author in (s.via, s.by if s.via is None else None), facts.key(i)


def test_a_recorded_case_says_what_its_folder_says(facts: Facts, tmp_path: Path) -> None:
    house = recorded(copied(OFFER, tmp_path / "case"))
    stored = house.facts(facts.as_of)
    assert {stored.key(i): s for i, s in stored.statements.items()} == {
        facts.key(i): s for i, s in facts.statements.items()
    }
    assert list(stored.statements) == list(facts.statements)
    assert stored.root == facts.root
    assert house.differences(stored) == differences(facts)
    assert house.terms(stored)[1] == open_points(facts, terms(facts))
