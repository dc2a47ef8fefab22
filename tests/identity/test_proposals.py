"""What the machine proposes of the lists of a case: who is overlooked, who is taken for another."""

from dataclasses import replace

import polars as pl
import pytest

from exeat.core.case import Protocol
from exeat.core.facts import Facts
from exeat.core.scalars import Probability
from exeat.identity.among import among
from exeat.identity.people import people
from exeat.identity.proposals import bearing, everywhere, proposals
from exeat.testing.byhand import roster
from exeat.testing.memory import CASE, Part, facts_of

Row = dict[str, str | None]
GIVEN = ("Ramón", "Óscar Julio", "Verónica", "Isabel", "Carlos", "Andrés", "Daniel", "Simón", "Darío", "Martín")
FAMILY = ("Quelmoraz", "Fruvaldés", "Ulmirazo", "Galdruña", "Norbelúa", "Calmarú", "Hervoniz")


def person(n: int, **other: str | None) -> Row:
    """The n-th person of an invented town; no two have the same names, nor the same day of birth."""
    return {
        "given_names": GIVEN[n % 10],
        "surname": FAMILY[n % 7],
        "second_surname": FAMILY[(n // 7 + n + 1) % 7],
        "birth_date": f"{1950 + n % 47}-{1 + n % 12:02}-{1 + n % 28:02}",
        "document_number": None,
        **other,
    }


def town(first: int, last: int) -> dict[str, Row]:
    return {str(n): person(n) for n in range(first, last)}


def case_of(*lists: Part, threshold: str | None = None) -> Facts:
    kept = Protocol(identity_threshold=Probability(threshold)) if threshold else Protocol()
    return facts_of(replace(CASE, protocol=kept), lists)


def pairs(found: pl.DataFrame, decision: str | None = None) -> set[tuple[str, str]]:
    rows = found if decision is None else found.filter(pl.col("decision") == decision)
    return set(rows.select("left", "right").iter_rows())


def test_who_stands_on_three_lists_is_proposed_for_each_two_of_them() -> None:
    spelt = person(3, given_names="Isavel", second_surname=None)
    facts = case_of(
        roster("l", "ax", town(0, 40)),
        roster("m", "be", {**town(100, 140), "x": person(3)}),
        roster("n", "ce", {**town(200, 240), "y": spelt}),
    )
    assert {("l#3", "m#x"), ("l#3", "n#y"), ("m#x", "n#y")} <= pairs(proposals(facts), "match")


def test_somebody_twice_on_a_list_keeps_nobody_else_from_being_asked_about() -> None:
    """Of two rows alike neither is likelier; both stay matches, and no threshold takes either for the person."""
    twice = {"x": person(3), "y": person(3)}
    facts = case_of(roster("l", "ax", town(0, 40)), roster("m", "be", {**town(100, 140), **twice}), threshold="0.9")
    found = proposals(facts)
    assert {("l#3", "m#x"), ("l#3", "m#y"), ("m#x", "m#y")} <= pairs(found, "match")
    between = found.filter((pl.col("left") == "l#3") & pl.col("right").is_in(["m#x", "m#y"]))
    assert between["probability"].max() <= 0.5  # type: ignore[operator]
    assert people(facts, found).links == {}


def test_nobody_is_matched_with_another_family_for_a_day_of_birth_alone() -> None:
    """Small lists, one given name, one day: two strangers, or a married name; a person has to look."""
    other = person(3, surname="Zulvacin", second_surname="Lurdavel")
    facts = case_of(roster("l", "ax", town(0, 5)), roster("m", "be", {"x": other}))
    assert ("l#3", "m#x") not in pairs(proposals(facts), "match")
    number = {"document_number": "X-994-319-222"}
    same = case_of(roster("l", "ax", {"3": person(3, **number)}), roster("m", "be", {"x": {**other, **number}}))
    assert ("l#3", "m#x") in pairs(proposals(same))


def test_lists_of_other_people_make_no_matches() -> None:
    facts = case_of(roster("l", "ax", town(0, 70)), roster("m", "be", town(100, 170)))
    assert pairs(proposals(facts), "match") == set()


@pytest.mark.parametrize("turned", [False, True])
def test_what_is_proposed_hangs_on_no_order_of_lists_rows_or_columns(turned: bool) -> None:
    rows = [
        {"list": n, "id": f"{n}#{i}", **row}
        for n, t in (("l", town(0, 40)), ("m", town(20, 60)))
        for i, row in t.items()
    ]
    frame = pl.DataFrame(rows)
    other = (
        frame.reverse().select(reversed(frame.columns)) if turned else frame.sample(fraction=1, shuffle=True, seed=3)
    )
    assert among(other).pairs().equals(among(frame).pairs())


def test_a_new_version_of_a_list_is_not_another_list_of_the_same_people() -> None:
    facts = case_of(roster("l", "ax", town(0, 30)), roster("l2", "ax", town(0, 31), supersedes="l"))
    assert pairs(proposals(facts)) == set()
    assert everywhere(facts) == ("l2",)


def test_a_list_for_tracing_is_not_looked_at_for_a_plan_unless_a_threshold_stands() -> None:
    lists = (
        roster("l", "ax", town(0, 3)),
        roster("t", "be", town(0, 3), purpose="tracing"),
    )
    assert bearing(case_of(*lists)) == ("l",)
    assert bearing(case_of(*lists, threshold="0.99")) == ("l", "t")


def test_a_list_without_names_or_without_anybody_is_compared_with_nobody() -> None:
    numbers: dict[str, Row] = {"1": {"birth_date": "1980-04-01"}, "2": {"birth_date": "1980-04-01"}}
    assert proposals(case_of(roster("l", "ax", numbers))).is_empty()
    assert proposals(case_of()).is_empty()
