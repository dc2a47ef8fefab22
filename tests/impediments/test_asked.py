"""What only a clause asks for: a recent proof of life, a petition window that has passed. Named after harms."""

from collections.abc import Mapping
from typing import Any

import pytest

from exeat.adapters.highs import Highs
from exeat.clearing.check import check_plan
from exeat.clearing.plan import clear
from exeat.core import claims as c
from exeat.core import clauses as k
from exeat.core.case import UnknownPermits
from exeat.core.shape import encode
from exeat.identity.people import people as people_of
from exeat.testing.byhand import cleared, offer, one, people, roster, send, world
from exeat.testing.memory import CASE, Part, World, day, list_of_rows, says

PROOF = k.Inform("sign", "ax", "proof_of_life", clause="go", days=30)
WINDOW = k.When("petitions", "petition_window_passed", "go", days=2)


def held(w: World) -> Mapping[str, str]:
    """What holds the one person of a world back, by rule, and the checker agrees; the day is 2025-06-01."""
    plan = clear(w.facts, people_of(w.facts), Highs(), w.choices, others=False).plan
    found = {r.rule: r.verdict for h in plan.held_back or () for r in h.reasons if h.person == "l#1"}
    plain = encode(plan, True)
    assert isinstance(plain, dict)
    assert check_plan(w.facts, plain, w.choices) == ()
    return found


def asked(*clauses: Any, said: list[Part] | None = None, without: tuple[str, ...] = (), **protocol: Any) -> World:
    """The one person of a list, by terms that ask for more than the rules do."""
    needed = cleared("l#1", "ax", "be", *without)
    return world(roster("l", "ax", people("1")), needed, offer(send(), *clauses), said or [], **protocol)


def alive(on: str, act: Any = "states", by: str = "red") -> Part:
    return says(by, c.ProofOfLife("l#1", day(on)), act)


def pardoned(on: str | None) -> Part:
    return says("ax", c.LegalAct("l#1", "ax", "pardon", day(on) if on else None))


@pytest.mark.parametrize(
    "said",
    [[], [alive("2025-05-02")], [alive("2025-05")], [alive("2025-06-02")], [alive("2025-05-20", "denies")],
     [alive("2025-05-20"), alive("2025-05", "denies", "be")], [alive("../2025-05-20")]],
    ids=["nobody says one", "too old", "a month that began too early", "of tomorrow", "denied alone", "denied", "open"],
)  # fmt: skip
def test_nobody_goes_whose_last_sign_of_life_is_too_old_to_mean_anything(said: list[Part]) -> None:
    assert held(asked(PROOF, said=said)) == {"proof_of_life": "not_established"}


@pytest.mark.parametrize("on", ["2025-05-03", "2025-06-01", "2025-05-10/2025-05-12"])
def test_a_recent_sign_of_life_is_enough(on: str) -> None:
    assert held(asked(PROOF, said=[alive(on)])) == {}


def test_a_denial_of_another_day_takes_no_sign_of_life_away() -> None:
    assert held(asked(PROOF, said=[alive("2025-05-20"), alive("2025-01", "denies", "be")])) == {}


def test_the_strictest_of_several_that_ask_counts() -> None:
    stricter = k.Inform("again", "be", "proof_of_life", clause="go", days=5)
    assert held(asked(PROOF, stricter, said=[alive("2025-05-20")])) == {"proof_of_life": "not_established"}
    longer = k.When("more", "petition_window_passed", "go", days=20)
    assert held(asked(WINDOW, longer, said=[pardoned("2025-05-20")], without=("legal_act",))) == {
        "petition_window": "recorded"
    }


def test_nobody_is_held_back_for_what_no_clause_asks() -> None:
    """Another clause's window, a proof without days, a clause rejected: none of them asks it of this move."""
    elsewhere = k.When("petitions", "petition_window_passed", "back", days=2)
    no_days = k.Inform("sign", "ax", "proof_of_life", clause="go")
    rejected = k.Inform("other", "ax", "proof_of_life", clause="go", days=30, state="rejected")
    assert held(asked(elsewhere, no_days, rejected)) == {}
    assert held(one()) == {}


@pytest.mark.parametrize(
    ("on", "verdict"),
    [("2025-05-31", "recorded"), ("2025-06-01", "recorded"), ("2025-05", "not_established"),
     (None, "not_established"), ("2025-06", "not_established"), ("2025-06-03", "not_established")],
)  # fmt: skip
def test_nobody_goes_while_somebody_may_still_petition(on: str | None, verdict: str) -> None:
    w = asked(WINDOW, said=[pardoned(on)], without=("legal_act",))
    assert held(w) == {"petition_window": verdict}


def test_a_window_that_has_passed_holds_nobody() -> None:
    assert held(asked(WINDOW, said=[pardoned("2025-05-30")], without=("legal_act",))) == {}
    older = [pardoned("2025-05-30"), pardoned("2025-06-01")]
    assert held(asked(WINDOW, said=older, without=("legal_act",))) == {}


def test_a_missing_legal_act_is_told_once() -> None:
    assert held(asked(WINDOW, without=("legal_act",))) == {"legal_act": "not_established"}


def test_a_protocol_permits_it_by_name() -> None:
    permits = (UnknownPermits("proof_of_life", "red", "seen yesterday"),)
    assert held(asked(PROOF, unknown_permits=permits)) == {}


def test_signs_of_life_in_a_list_count_as_single_statements_do() -> None:
    def told(on: str) -> Part:
        return list_of_rows(CASE, "w", "proofs_of_life", "red", [{"record": "l#1", "on": on}], "tracing")

    assert held(asked(PROOF, said=[told("2025-05-20")])) == {}
    assert held(asked(PROOF, said=[told("2025-05-20"), alive("2025-05-20", "denies", "be")])) != {}
    assert held(asked(PROOF, said=[told("2024-05-20")])) == {"proof_of_life": "not_established"}
