"""The rules that bear only where a clause asks, each way, for the checker and the twin. Named after harms."""

from typing import Any

import pytest

from exeat.core import claims as c
from exeat.core import clauses as k
from exeat.core.case import UnknownPermits
from exeat.testing.asks import answer, moved, rules
from exeat.testing.brute import NONE
from exeat.testing.byhand import cleared, offer, people, roster, send, world
from exeat.testing.memory import Part, World, day, says

ALL = k.Selector(list="l")


def asked(clause: Any, *said: Part, without: tuple[str, ...] = (), **protocol: Any) -> World:
    """Axia sends the one person of its list to Beria, and one more clause bears on it."""
    parts = cleared("l#1", "ax", "be", *without)
    return world(roster("l", "ax", people("1")), parts, offer(send(), clause), *said, **protocol)


def act(kind: Any, on: str | None = None, by: str = "ax", act: Any = "states") -> Part:
    return says(by, c.LegalAct("l#1", by, kind, day(on) if on else None), act)


def alive(on: str, act: Any = "states", of: str = "l#1") -> Part:
    return says("red", c.ProofOfLife(of, day(on)), act)


def status(kind: Any) -> k.Status:
    return k.Status("as", ALL, kind)


def proof(days: int | None = 30, clause: str | None = "go", what: str = "proof_of_life", **given: Any) -> k.Inform:
    return k.Inform("sign", "ax", what, clause=clause, days=days, **given)


def window(days: int | None = 30, event: str = "petition_window_passed", **given: Any) -> k.When:
    return k.When("window", event, "go", days=days, **given)


def dated(kind: Any, on: str, *more: Part) -> World:
    """The act on which the move rests was made on this day, and a window of thirty days is asked for."""
    return asked(window(), act(kind, on), *more, without=("legal_act",))


FREE = [
    ("at liberty by an order", asked(status("full_liberty"), act("release_order"))),
    ("at liberty by a pardon", asked(status("full_liberty"), act("pardon"))),
    ("pardoned by an office", asked(status("pardon"), act("pardon", by="ax-office"))),
    (
        "pardoned, and another denies its own",
        asked(status("pardon"), act("pardon"), act("pardon", None, "be", "denies")),
    ),
    ("nobody asks for an act", asked(status("parole"))),
    ("a rejected clause asks for nothing", asked(k.Status("as", ALL, "pardon", state="rejected"))),
    ("permitted by the protocol", asked(status("pardon"), unknown_permits=(UnknownPermits("status", "red", "so"),))),
    ("seen today", asked(proof(), alive("2025-06-01"))),
    ("seen 29 days ago", asked(proof(), alive("2025-05-03"))),
    ("another day denied", asked(proof(), alive("2025-05-20"), alive("2025-05-19", "denies"))),
    ("a report is no proof", asked(proof(what="report"))),
    ("a proof on no clause", asked(proof(clause=None))),
    ("a proof of no age", asked(proof(days=None))),
    ("a proof for another clause", asked(proof(clause="back"))),
    ("ordered a month ago", dated("transfer_order", "2025-05-02")),
    ("ordered in April", dated("pardon", "2025-04")),
    ("ordered long ago and lately", dated("pardon", "2024", act("pardon", "2025-05-30"))),
    ("another event", asked(window(event="truce", severable=True))),
    ("a window of no days", asked(window(days=None, severable=True))),
]
DOUBTED = [
    ("no act is said", "status", asked(status("pardon"))),
    ("another act is said", "status", asked(status("commutation"), act("pardon"))),
    ("an order by another", "status", asked(status("full_liberty"), act("release_order", by="be"))),
    ("pardoned, and denied", "status", asked(status("pardon"), act("pardon"), act("pardon", act="denies"))),
    ("a pardon is only denied", "status", asked(status("pardon"), act("pardon", act="denies"))),
    ("never seen", "proof_of_life", asked(proof())),
    ("seen 30 days ago", "proof_of_life", asked(proof(), alive("2025-05-02"))),
    ("seen in May, who knows when", "proof_of_life", asked(proof(), alive("2025-05"))),
    ("will be seen", "proof_of_life", asked(proof(), alive("2025-06-02"))),
    ("seen, and denied", "proof_of_life", asked(proof(), alive("2025-05-20"), alive("2025-05-20", "denies"))),
    ("a month denied", "proof_of_life", asked(proof(), alive("2025-05-20"), alive("2025-05", "denies"))),
    ("a group was seen", "proof_of_life", asked(proof(), alive("2025-05-20", of="everybody"))),
    ("ordered in May, who knows when", "petition_window", dated("pardon", "2025-05")),
    ("ordered on no day", "petition_window", asked(window())),
    ("will be ordered", "petition_window", dated("pardon", "2025-06-02")),
]


@pytest.mark.parametrize("w", [w for _, w in FREE], ids=[name for name, _ in FREE])
def test_nobody_stays_behind_for_what_no_clause_asks_or_what_is_there(w: World) -> None:
    assert moved(w) == {"l#1"}


@pytest.mark.parametrize(("rule", "w"), [d[1:] for d in DOUBTED], ids=[d[0] for d in DOUBTED])
def test_nobody_goes_without_what_a_clause_asks_for(rule: str, w: World) -> None:
    assert rules(w) == {rule: "not_established"}
    assert answer(w) == NONE


@pytest.mark.parametrize("more", [(), (act("pardon", "2025-05-20"),), (act("commutation", "2024"),)])
def test_nobody_goes_before_they_can_be_contested(more: tuple[Part, ...]) -> None:
    """The act is of yesterday; a commutation is no act on which a transfer rests."""
    w = dated("transfer_order", "2025-05-03", *more)
    assert rules(w) == {"petition_window": "recorded"}
    assert answer(w) == NONE


def test_of_several_clauses_the_stricter_counts() -> None:
    seen = [alive("2025-05-10"), *cleared("l#1", "ax", "be"), roster("l", "ax", people("1"))]
    sign = k.Inform("other", "be", "proof_of_life", clause="go", days=10)
    assert moved(world(*seen, offer(send(), proof()))) == {"l#1"}
    assert answer(world(*seen, offer(send(), proof(), sign))) == NONE
    made = [*cleared("l#1", "ax", "be", "legal_act"), act("pardon", "2025-04-01"), roster("l", "ax", people("1"))]
    wait = k.When("other", "petition_window_passed", "go", days=90)
    assert moved(world(*made, offer(send(), window()))) == {"l#1"}
    assert answer(world(*made, offer(send(), window(), wait))) == NONE
