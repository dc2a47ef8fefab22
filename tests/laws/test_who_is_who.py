"""Who is who, over small dense cases: three lists of a few rows, any judgements, any proposals, any threshold.

- Clearing and the independent checker, each with its own code, make the same persons and leave the same unresolved.
- No order matters; a pair that was judged is never overruled; what is taken back leaves no trace.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from exeat.clearing.check.impediments import Judge, Terms
from exeat.clearing.check.people import people_of
from exeat.clearing.check.rules import Context
from exeat.clearing.check.words import Words
from exeat.core.case import Protocol
from exeat.core.claims import SamePerson, Withdrawal
from exeat.core.facts import Facts
from exeat.core.scalars import Probability
from exeat.core.statement import Statement
from exeat.identity.people import People, people
from exeat.impediments.rules.identity import identity
from exeat.impediments.told import Context as Move
from exeat.impediments.told import Told
from exeat.testing.byhand import people as rows_of
from exeat.testing.byhand import roster
from exeat.testing.memory import CASE, Part, facts_of, id_of, proposed, says

LISTS = ("l", "m", "n")
RECORDS = [f"{name}#{i}" for name in LISTS for i in (1, 2, 3)]
NAMED = [*RECORDS, "m#gone", "article#7"]  # a name that is no row of a list can be judged too
SOME = settings(max_examples=300, deadline=None)
Proposal = tuple[str, str, float, str]

ends = st.tuples(st.sampled_from(NAMED), st.sampled_from(NAMED)).filter(lambda ab: ab[0] != ab[1])
verdicts = st.builds(
    lambda ab, verdict, act, by: says(by, SamePerson(ab[0], ab[1], verdict), act),
    ends,
    st.sampled_from(("same", "same", "different", "unsure")),
    st.sampled_from(("states", "states", "states", "denies")),
    st.sampled_from(("red", "ce")),
)
judgements = st.lists(verdicts, max_size=5, unique_by=repr)
pairs = st.builds(
    lambda ab, p, d: (*sorted(ab), p, d),
    st.lists(st.sampled_from(RECORDS), min_size=2, max_size=2, unique=True),
    st.sampled_from((0.7, 0.95, 0.99)),
    st.sampled_from(("match", "match", "match", "review")),
)
proposals = st.lists(pairs, max_size=7, unique_by=lambda p: p[:2])
thresholds = st.sampled_from((None, "0.95", "0.95", "0.950001", "0.5"))


def case_of(said: Sequence[Statement], threshold: str | None) -> Facts:
    """Three lists of three, of whom two rows of each are alike, and what was judged."""
    alike = {"given_names": "Ana", "birth_date": "1980-04-01"}
    lists: list[Part] = [roster(name, "ax", rows_of("1", "2", "3", p1=alike, p2=alike)) for name in LISTS]
    protocol = Protocol(identity_threshold=Probability(threshold) if threshold else None)
    return facts_of(replace(CASE, protocol=protocol), [*lists, *said])


def made(found: People) -> Any:
    """What persons come to, without the words of the statements."""
    open_ = sorted(found.open.iter_rows()) if found.open is not None else None
    return found.person_of, found.doubts, open_, found.links


def held(facts: Facts, found: People) -> set[str]:
    """The persons whose identity clearing holds to be unresolved, if all of them are in the problem."""
    told = Told(facts, found, facts.people["record"])
    return set(identity(told, Move("ax", "release")).collect()["person"])


def held_by_checker(facts: Facts, frame: pl.DataFrame) -> set[str]:
    who = people_of(facts, frame)
    judge = Judge(Words(facts, who), who, who.by_id, Terms({}, {}))
    found = {p: judge.rulings(p, Context("ax", "release")) for p in who.by_id}
    return {p for p, rulings in found.items() if any(r.rule == "identity" for r in rulings)}


@SOME
@given(judgements, proposals, thresholds)
def test_nobody_is_joined_or_held_whom_the_checker_treats_otherwise(
    said: list[Statement], some: list[Proposal], threshold: str | None
) -> None:
    facts, frame = case_of(said, threshold), proposed(*some)
    found, other = people(facts, frame), people_of(facts, frame)
    assert {r: found.person(r) for r in RECORDS} == {r: other.of[r] for r in RECORDS}
    assert held(facts, found) == held_by_checker(facts, frame)


@SOME
@given(judgements, proposals, thresholds, st.randoms(use_true_random=False))
def test_no_order_of_judgements_or_proposals_makes_other_people(
    said: list[Statement], some: list[Proposal], threshold: str | None, chance: Any
) -> None:
    mixed = [(b, a, p, d) if chance.random() < 0.5 else (a, b, p, d) for a, b, p, d in some]
    chance.shuffle(mixed)
    moved = list(said)
    chance.shuffle(moved)
    first, second = (
        people(case_of(said, threshold), proposed(*some)),
        people(case_of(moved, threshold), proposed(*mixed)),
    )
    assert second.person_of == first.person_of
    assert [(d.person, d.kind, d.records) for d in second.doubts] == [
        (d.person, d.kind, d.records) for d in first.doubts
    ]


@SOME
@given(judgements.filter(bool), proposals, thresholds, st.data())
def test_a_judged_pair_is_never_overruled(
    said: list[Statement], some: list[Proposal], threshold: str | None, data: st.DataObject
) -> None:
    """Whatever the machine says of a pair on which somebody has spoken, it is as if it had said nothing."""
    judged = data.draw(st.sampled_from(said)).claim
    assert isinstance(judged, SamePerson)
    left, right = sorted((judged.left, judged.right))
    others = [p for p in some if p[:2] != (left, right)]
    facts = case_of(said, threshold)
    spoken = {frozenset((a, b)) for a, b, _, _ in people(facts).judgements.said}
    if frozenset((left, right)) in spoken:  # to deny "unsure" says nothing
        assert made(people(facts, proposed(*others, (left, right, 0.999999, "match")))) == made(
            people(facts, proposed(*others))
        )


@SOME
@given(judgements, verdicts, proposals, thresholds)
def test_a_judgement_taken_back_leaves_no_trace(
    said: list[Statement], more: Statement, some: list[Proposal], threshold: str | None
) -> None:
    assert isinstance(more.claim, SamePerson)
    before = case_of(said, threshold)
    if repr(more) not in map(repr, said):
        back = says(more.by, Withdrawal(id_of(before.case, more)), "states")
        after = case_of([*said, more, back], threshold)
        assert made(people(after, proposed(*some))) == made(people(before, proposed(*some)))


@SOME
@given(judgements, proposals)
def test_without_a_threshold_no_machine_joins_anybody(said: list[Statement], some: list[Proposal]) -> None:
    facts = case_of(said, None)
    found = people(facts, proposed(*some))
    assert (found.person_of, found.links) == (people(facts).person_of, {})
    assert found.doubts == people(facts).doubts
