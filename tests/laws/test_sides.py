"""No side is favoured: whatever the terms of two parties, each in the other's place gets what the other got there.

What the seed picks among best plans is no side's, and is left out: numbers on which two best plans differ.
"""

import json
import re
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from exeat.adapters.highs import Highs
from exeat.clearing.check import check_plan
from exeat.clearing.check.people import people_of
from exeat.clearing.plan import Cleared, clear
from exeat.clearing.why import why
from exeat.core.shape import encode
from exeat.identity.people import people
from exeat.testing.brute import best
from exeat.testing.memory import World
from exeat.testing.sides import swap, swapped
from exeat.testing.worlds import worlds

SOME = settings(
    deadline=None,
    max_examples=60,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
DRAWN = worlds(most=3)
STATEMENT = re.compile("st_[0-9a-f]{64}")
RECORD = re.compile(r'"((?:left|right)#\d+)"')


def cleared(w: World) -> Cleared:
    return clear(w.facts, people(w.facts, w.proposals), Highs(), w.choices, others=False)


def plain(w: World, value: Any) -> Any:
    """A document with keys for the ids of statements, and all the records of a person for its id.

    Which party, record or statement sorts first, and so gives its name to a person, is nobody's merit.
    """
    text = STATEMENT.sub(lambda i: w.facts.key(i.group()), json.dumps(encode(value, True)))
    return ordered(json.loads(RECORD.sub(lambda r: f'"{known_as(w, r.group(1))}"', text)))


def known_as(w: World, record: str) -> str:
    who = people_of(w.facts, w.proposals)
    return "+".join(sorted(who[who.of[record]].known_as)) if record in who.of else record


def ordered(value: Any) -> Any:
    """The same with every array sorted, and the records of every person."""
    if isinstance(value, dict):
        return {k: ordered(v) for k, v in value.items()}
    if isinstance(value, list):
        return sorted((ordered(v) for v in value), key=lambda v: json.dumps(v, sort_keys=True))
    return "+".join(sorted(value.split("+"))) if isinstance(value, str) else value


TOLD = ("parties", "flows", "loops", "stages")
"""What a plan tells of numbers: of several best plans, of the one that the seed takes, which the names enter."""


def turned(value: Any) -> Any:
    """A document with the names of the sides changed back."""
    return ordered(json.loads(swap(json.dumps(value))))


def answer(w: World, found: Cleared) -> Any:
    """The plan without the facts' root, which is made of the words, and without the question which clause is first.

    That question is put once, under the first of them: that is no side's.
    """
    document = plain(w, found.plan)
    del document["facts"]["root"]
    plans = best(w.facts, w.choices, w.proposals).plans
    if len(plans) > 1:
        document = {k: v for k, v in document.items() if k not in TOLD}
    if len({tuple(sorted(Counter(c for _, c, _ in plan).items())) for plan in plans}) > 1:
        document = {k: v for k, v in document.items() if k not in ("counts", "open_places", "not_designated")}
    elif len(plans) > 1:
        moving = {place["clause"] for place in document["open_places"]}
        document["counts"] = [row for row in document["counts"] if row["clause"] in moving]
    asked = [p for p in document["open_points"] if not p["id"].endswith("/order")]
    return {**document, "open_points": asked}


@SOME
@given(DRAWN)
def test_to_change_places_twice_changes_nothing(w: World) -> None:
    again = swapped(swapped(w))
    assert (again.facts.root, again.choices) == (w.facts.root, w.choices)


@SOME
@given(DRAWN)
def test_no_side_is_given_more_or_asked_for_more_for_its_name(w: World) -> None:
    there = swapped(w)
    here, other = cleared(w), cleared(there)
    expected = answer(w, here)
    assert turned(answer(there, other)) == expected
    for person in sorted(people_of(w.facts, w.proposals).by_id) if "counts" in expected else ():
        whys = plain(w, why(here, person).clauses), plain(there, why(other, swap(person)).clauses)
        assert turned(whys[1]) == whys[0]


@SOME
@given(DRAWN)
def test_neither_twin_nor_checker_favours_a_side(w: World) -> None:
    """The same best plans; and of a plan that moves nobody, and whose numbers are all wrong, the same is found."""
    there = swapped(w)
    here, other = best(w.facts, w.choices, w.proposals), best(there.facts, there.choices, there.proposals)
    assert (other.status, other.aims) == (here.status, here.aims)
    assert turned(plain(there, [sorted(p) for p in other.plans])) == plain(w, [sorted(p) for p in here.plans])
    found, back = (check_plan(x.facts, emptied(x), x.choices, x.proposals) for x in (w, there))
    assert turned(plain(there, back)) == plain(w, found)


def emptied(w: World) -> dict[str, Any]:
    """The plan of a world, but nobody moves by it."""
    document = encode(cleared(w).plan, True)
    assert isinstance(document, dict)
    left = {k: v for k, v in document.items() if k not in TOLD}
    return {**left, "status": "optimal", "moves": [], "counts": [], "open_places": []}
