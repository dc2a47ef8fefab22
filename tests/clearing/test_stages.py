"""Conditions and stages in small worlds whose answer is obvious by eye; and a checker that is not talked into them."""

from typing import Any

from exeat.adapters.highs import Highs
from exeat.clearing.check import check_plan
from exeat.clearing.plan import Cleared, clear
from exeat.core import claims as c
from exeat.core import clauses as k
from exeat.core.shape import encode
from exeat.identity.people import people
from exeat.testing.asks import codes
from exeat.testing.brute import best
from exeat.testing.byhand import exchange, let_go, send
from exeat.testing.memory import World, says

LEFT, RIGHT = k.Selector(list="l"), k.Selector(list="r")
EQUAL = k.Balance("equal", LEFT, RIGHT)


def on(event: str, severable: bool | None, then: str = "back") -> k.When:
    return k.When("on", event, then, severable)


def cleared(w: World) -> Cleared:
    """The plan, which is the twin's best and in which the checker finds nothing."""
    found = clear(w.facts, people(w.facts), Highs(), w.choices, others=False)
    twin, aims = best(w.facts, w.choices), tuple(a.value for a in found.readings.base.answer.aims)
    assert found.plan.status == twin.status
    assert twin.aims in ((), aims)
    assert check_plan(w.facts, written(found), w.choices) == ()
    return found


def written(found: Cleared) -> dict[str, Any]:
    plain: Any = encode(found.plan, True)
    return dict(plain)


def states(found: Cleared) -> dict[str, str]:
    return {x.clause: x.state for x in found.plan.counts or ()}


def test_nobody_is_promised_for_a_number_that_the_plan_never_reaches() -> None:
    """One goes, and the others wait for two: what waits falls away, or nothing holds."""
    first = send("1")
    alone = cleared(exchange(first, let_go("2"), on("2 of go delivered", True)))
    assert (alone.plan.status, states(alone)["back"]) == ("optimal", "falls_away")
    assert {m.clauses for m in alone.plan.moves or ()} <= {("go",)}
    assert cleared(exchange(first, let_go("2"), on("2 of go delivered", False))).plan.status == "none"


def test_the_first_stage_is_not_given_away_for_what_may_never_come() -> None:
    """Three for three, the second side on a decree: all or nothing they go; severable, the first is equal to nobody."""
    terms = (send("0..3"), let_go("0..3"), EQUAL)
    whole = cleared(exchange(*terms, on("decree signed", False)))
    assert [(s.number, s.people, s.state) for s in whole.plan.stages or ()] == [(1, 3, "open"), (2, 3, "waits")]
    assert cleared(exchange(*terms, on("decree signed", True))).plan.status == "none"


def test_the_checker_is_not_talked_into_an_earlier_stage_that_does_not_stand() -> None:
    """The same document, read as severable: its first stage is not equal by itself."""
    w = exchange(
        send("0..3"), let_go("0..3"), EQUAL, on("decree signed", None), choices={"on/severable": "all_or_nothing"}
    )
    plan = written(cleared(w))
    assert "not-standing-alone" in codes(check_plan(w.facts, plan, {"on/severable": "severable"}))


def test_the_checker_is_not_told_that_what_is_all_or_nothing_fell_away() -> None:
    w = exchange(send("0..3"), let_go("3"), on("decree signed", False))
    plan = written(cleared(w))
    plan["counts"] = [r if r["clause"] != "back" else {"clause": "back", "state": "falls_away"} for r in plan["counts"]]
    assert "falls-unfounded" in codes(check_plan(w.facts, plan, {}))


def test_a_stage_said_to_be_open_that_waits_is_found() -> None:
    w = exchange(send("0..3"), let_go("3"), on("decree signed", False))
    plan = written(cleared(w))
    plan["stages"] = [{**s, "state": "open"} for s in plan["stages"]]
    assert "stage-differs" in codes(check_plan(w.facts, plan, {}))


def test_what_is_said_and_denied_opens_nothing() -> None:
    said = says("ax", c.CameAbout("on"))
    denied = says("be", c.CameAbout("on"), "denies")
    terms = (send("0..3"), let_go("3"), on("decree signed", False))

    def waiting(*more: Any) -> list[str]:
        return [s.state for s in cleared(exchange(*terms, more=more)).plan.stages or ()]

    assert waiting() == ["open", "waits"]
    assert waiting(said) == ["open"]
    assert waiting(said, denied) == ["open", "waits"]


def test_what_falls_away_clashes_as_it_is_said() -> None:
    """Three go on a decree, and a limit lets two: asked again without the limit that is named, they are kept."""
    terms, few = (send("1..3"), let_go("3"), on("decree signed", True)), k.Limit("few", RIGHT, None, 2)
    found = cleared(exchange(*terms, few))
    (told,) = [m.values for m in found.plan.warnings if m.id == "clearing.falls_away"]
    assert told == {"fallen": "back", "clauses": "back, few"}
    assert states(found)["back"] == "falls_away"
    assert states(cleared(exchange(*terms)))["back"] == "holds"
