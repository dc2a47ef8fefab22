"""A plan as a document, and names that somebody else designated: what the checker must find."""

from typing import Any

from exeat.clearing.check import check_names, check_plan
from exeat.core import claims as c
from exeat.testing.asks import codes
from exeat.testing.brute import best
from exeat.testing.byhand import exchange, one, people, refusing, roster, send
from exeat.testing.documents import document
from exeat.testing.memory import says
from exeat.testing.worlds import World


def broken(w: World, **changes: Any) -> set[str]:
    """What the checker says against a good plan with these parts changed."""
    (plan,) = best(w.facts, w.choices).plans
    return codes(check_plan(w.facts, {**document(w.facts, w.choices, plan), **changes}, w.choices))


def test_a_plan_of_other_facts_is_not_this_plan() -> None:
    w = one()
    assert broken(w, case="other") == {"foreign-facts"}
    assert broken(w, facts={"root": "00", "on": "2025-06-01"}) == {"foreign-facts"}
    assert broken(w, facts={"root": w.facts.root, "on": "2025-06-02"}) == {"foreign-facts"}
    assert broken(w, facts={"root": w.facts.root, "on": "2025-06-01", "known": "2025-06-01T00:00:00.000000Z"}) == {
        "foreign-facts"
    }


def test_nobody_is_moved_twice_or_made_up() -> None:
    w = one()
    row = {"person": "l#1", "clauses": ["go"]}
    assert broken(w, moves=[row, row]) == {"moved-twice"}
    assert broken(w, moves=[row, {"person": "l#9", "clauses": ["go"]}]) == {"unknown-person"}
    assert broken(w, moves=[{**row, "to": "ce"}]) == {"terms-differ"}
    assert broken(w, moves=[{**row, "records": ["l#1", "l#9"]}]) == {"records-differ"}
    assert broken(w, moves=[]) >= {"not-everybody"}


def test_a_number_that_was_not_worked_out_is_found() -> None:
    w = one()
    row = {"clause": "go", "left": 1, "op": "=", "right": 1, "state": "holds"}
    assert broken(w, counts=[row]) == set()
    assert broken(w, counts=[{**row, "left": 2}]) == {"count-differs"}
    assert broken(w, counts=[{**row, "right": 0, "state": "broken"}]) == {"count-differs"}
    assert broken(w, counts=[{**row, "state": "not_cleared"}]) == {"count-differs"}
    assert broken(w, counts=[]) == {"count-missing"}


def test_nobody_is_held_back_for_a_reason_nobody_gave() -> None:
    w = exchange(send(), more=[refusing("3")])
    (held,) = document(w.facts, w.choices, [])["held_back"]
    assert held["reasons"][0]["rule"] == "consent"
    assert broken(w, held_back=[held]) == set()
    assert broken(w, held_back=[{**held, "person": "l#1"}]) == {"held-back-moves", "not-held-back"}
    assert broken(w, held_back=[{**held, "reasons": []}]) == {"reason-missing"}
    more = [*held["reasons"], {"rule": "death", "statements": ["st_00"]}]
    assert broken(w, held_back=[{**held, "reasons": more}]) == {"reason-unfounded", "statement-unknown"}
    assert broken(w, held_back=[{**held, "verdict": "not_established"}]) == {"verdict-wrong"}


def test_no_exchange_moves_nobody() -> None:
    assert broken(one(), status="none") == {"moves-without-exchange"}
    assert broken(one(), status="none", moves=[]) == set()


def test_what_is_no_plan_is_said_and_does_not_break_the_checker() -> None:
    assert broken(one(), moves="all", open_places=[{"clause": "go", "number": "1"}], held_back=[1]) >= {"malformed"}
    assert codes(check_plan(one().facts, {}, {})) == {"malformed", "foreign-facts"}


# ------------------------------------------------------------ names that somebody else designated


def test_names_are_checked_one_by_one_and_clause_by_clause() -> None:
    press = roster("a", "ce", people("9"), purpose="tracing", holder=None)
    same = says("red", c.SamePerson("a#9", "l#1", "same"))
    w = exchange(send("2"), more=[press, same, refusing("3")])
    good = [("go", "l#1"), ("go", "l#2")]
    assert check_names(w.facts, (), w.choices, good) == ()
    assert check_names(w.facts, (), w.choices, [("", "l#1"), ("", "l#2")]) == ()

    def found(*names: tuple[str, str]) -> set[str]:
        return codes(check_names(w.facts, (), w.choices, names))

    assert found(*good, ("go", "a#9")) == {"named-twice"}
    assert found(*good, ("go", "l#7")) == {"unknown-person"}
    assert found(("go", "l#1"), ("go", "r#4")) == {"not-selected", "impediment"}
    assert found(("go", "l#1"), ("go", "l#3")) == {"impediment"}
    assert found(("go", "l#1")) == {"number-broken"}


def test_an_impediment_comes_with_its_rule_and_its_statements() -> None:
    w = exchange(send("1"), more=[refusing("3")])
    (finding,) = check_names(w.facts, (send("1"),), w.choices, [("go", "l#3")])
    assert finding.values["rule"] == "consent"
    cited_ids = finding.values["statements"]
    assert isinstance(cited_ids, tuple)
    (cited,) = cited_ids
    assert w.facts.statements[cited].by == "ax"
