"""Side by side: a contradiction must not be lost, and none be made where both may hold."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import exeat
from exeat.adapters.folder import read_folder
from exeat.adapters.said import FromWords, identified
from exeat.core import claims as c
from exeat.core.counts import Count, read_count
from exeat.core.dates import PartialDate, read_date
from exeat.core.entry import BodyRef, Entry
from exeat.core.facts import AsOf, Facts
from exeat.core.message import Message
from exeat.core.shape import refs
from exeat.core.statement import SaidOn, Statement
from exeat.evidence.differences import Difference, differences
from exeat.evidence.matters import APART, GROUNDS, REPEATED
from exeat.evidence.particular import alike

World = Callable[..., Facts]
EXAMPLE = Path(__file__).parents[2] / "examples" / "2025-offer"
TEXTS = Path(exeat.__file__).parent / "texts"
LANGUAGES = {lang: tomllib.loads((TEXTS / lang / "evidence.toml").read_text(encoding="utf-8")) for lang in ("en", "es")}


def day(text: str) -> PartialDate:
    found = read_date(text)
    assert found is not None
    return found


def number(words: str) -> Count:
    found = read_count(words)
    assert found is not None
    return found


def by_one(claim: c.Claim, by: str = "paper-one", act: Any = "states", **around: Any) -> Statement:
    return Statement(by, act, claim, via=None if by == "paper-one" else "paper-one", source="one", **around)


def by_two(claim: c.Claim, by: str = "paper-two", act: Any = "states", **around: Any) -> Statement:
    return Statement(by, act, claim, via=None if by == "paper-two" else "paper-two", source="two", **around)


def ids(messages: tuple[Message, ...]) -> list[str]:
    return [m.id.removeprefix("evidence.") for m in messages]


def only(facts: Facts, *keys: str) -> Difference:
    """The one difference between two statements, by key."""
    (found,) = [d for d in differences(facts) if [facts.key(d.left), facts.key(d.right)] == list(keys)]
    return found


def one(world: World, left: Statement, right: Statement, **around: Any) -> Difference | None:
    """The difference between two statements alone."""
    found = differences(world(("a", left), ("b", right), **around))
    assert len(found) <= 1
    return found[0] if found else None


# ------------------------------------------------------------ responses


def offer() -> Statement:
    return Statement("north", "offers", c.Offer("swap", ("south",), ()))


def response_world(world: World, given_on: str | None, party: str, *more: tuple[str, Statement], **days: Any) -> Facts:
    the_offer = identified(FromWords("invented"), "swap", offer()).id
    said_on = SaidOn(day(given_on)) if given_on else None
    response = by_one(c.Response(the_offer, party, answer="rejects"), party, "answers", said_on=said_on)
    denial = by_two(c.Response(the_offer, "south"), act="denies")
    return world(("swap", offer()), ("a", response), ("b", denial), *more, **days)


def test_an_office_is_not_taken_for_its_power(world: World) -> None:
    found = only(response_world(world, None, "south-minister"), "a", "b")
    assert found.relation == "both_hold_if"
    assert ids(found.conditions) == ["denial_is_older", "office_does_not_answer"]


def test_a_mandate_takes_the_excuse_away(world: World) -> None:
    mandate = ("m", by_one(c.Mandate("south-minister", "south"), "south"))
    found = only(response_world(world, None, "south-minister", mandate), "a", "b")
    assert ids(found.conditions) == ["denial_is_older"]


def test_a_response_told_before_the_denial_was_written_contradicts_it(world: World) -> None:
    found = only(response_world(world, "2025-04-20", "south", two="2025-04-22"), "a", "b")
    assert (found.relation, found.conditions) == ("cannot_both_hold", ())


def test_a_denial_older_than_the_response_is_no_contradiction(world: World) -> None:
    found = only(response_world(world, "2025-04-24", "south", two="2025-04-22"), "a", "b")
    assert found.relation == "agree"


def test_a_document_dates_the_response_only_from_above(world: World) -> None:
    found = only(response_world(world, None, "south", one="2025-04-24", two="2025-04-22"), "a", "b")
    assert (found.relation, ids(found.conditions)) == ("both_hold_if", ["denial_is_older"])


# ------------------------------------------------------------ numbers and groups


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        ("more than 200", "agree"),
        ("252", "agree"),
        ("nearly 250", "cannot_both_hold"),
        ("300", "cannot_both_hold"),
    ],
)
def test_numbers_of_one_group_are_compared_by_what_their_words_allow(world: World, words: str, relation: str) -> None:
    found = one(world, by_one(c.Counted("g", number("252"))), by_two(c.Counted("g", number(words))))
    assert found is not None
    assert found.relation == relation


def test_numbers_of_two_days_may_both_be_true(world: World) -> None:
    left = by_one(c.Counted("g", number("252"), day("2025-04-01")))
    found = one(world, left, by_two(c.Counted("g", number("250"), day("2025-05-01"))))
    assert found is not None
    assert (found.relation, ids(found.conditions)) == ("both_hold_if", ["changed_between"])


def test_a_part_may_be_smaller_and_never_larger(world: World) -> None:
    whole = by_one(c.Counted("all", number("252")))
    smaller = one(world, whole, by_two(c.Counted("some", number("200"))))
    larger = one(world, whole, by_two(c.Counted("some", number("300"))))
    assert smaller is not None
    assert larger is not None
    assert (smaller.relation, larger.relation) == ("agree", "cannot_both_hold")


def test_groups_are_not_taken_for_the_same_people_without_saying_so(world: World) -> None:
    counts = (
        ("a", by_one(c.Counted("g", number("252")))),
        ("b", by_two(c.Counted("h", number("more than 200")))),
    )
    assert differences(world(*counts)) == ()
    held = [(g, by_one(c.Custody(g, "north"))) for g in ("g", "h")]
    found = only(world(*counts, *held), "a", "b")
    assert (found.relation, ids(found.conditions), found.agrees) == ("agree", ["groups_are_same"], False)
    different = ("d", by_two(c.SameGroup("h", "g", "different")))
    assert not [d for d in differences(world(*counts, *held, different)) if d.matter.startswith("count")]


def test_whoever_is_part_of_a_group_is_different_from_what_the_group_is_different_from(world: World) -> None:
    left = by_one(c.Allegation("some", "membership of a gang", "suspected"))
    right = by_two(c.Allegation("h", "membership of a gang", "suspected"))
    facts = world(("a", left), ("b", right), ("d", by_one(c.SameGroup("all", "h", "different"))))
    assert ids(only(facts, "a", "b").conditions) == ["groups_are_different_says"]


def test_thousands_under_a_label_contradict_that_there_are_any(world: World) -> None:
    label = c.StatusLabel("g", "political prisoner")
    denial = ("a", by_one(label, "south", "denies"))
    count = ("b", by_one(c.Counted("g", number("thousands")), "north"))
    assert differences(world(denial, count)) == ()  # a number alone puts no label on anybody
    facts = world(denial, count, ("c", by_one(label, "north")))
    assert {d.relation for d in differences(facts)} == {"cannot_both_hold"}
    assert len(differences(facts)) == 2


# ------------------------------------------------------------ allegations


def test_a_suspicion_is_not_shown_as_a_crime_committed(world: World) -> None:
    left, right = (c.Allegation("g", "grave crimes", stage, "many of") for stage in ("committed", "incarcerated_for"))
    found = one(world, by_one(left, "north"), by_two(right, "north"))
    assert found is not None
    assert found.relation == "differs_in_strength"
    assert ids(found.dimensions)[:2] == ["allegation_stage_committed", "allegation_stage_incarcerated_for"]


def test_many_of_them_is_not_all_of_them(world: World) -> None:
    many, whole = c.Allegation("g", "theft", "committed", "many of"), c.Allegation("g", "Theft", "committed")
    found = one(world, by_one(many, "north"), by_two(whole, "north"))
    assert found is not None
    assert found.relation == "differs_in_strength"
    assert ids(found.dimensions)[:2] == ["share", "share_unsaid"]


def test_what_is_alleged_of_one_group_is_not_carried_to_another(world: World) -> None:
    left = by_one(c.Allegation("g", "membership of a gang", "suspected"))
    right = by_two(c.Allegation("h", "link to the gang of the port", "accused"))
    found = one(world, left, right)
    assert found is not None
    assert (found.relation, ids(found.conditions)) == (
        "both_hold_if",
        ["groups_are_different", "groups_are_same"],
    )
    told = world(("a", left), ("b", right), ("d", by_one(c.SameGroup("g", "h", "different"))))
    assert ids(only(told, "a", "b").conditions) == ["groups_are_different_says"]


def test_unlike_conducts_of_two_groups_are_not_laid_side_by_side(world: World) -> None:
    left, right = (
        c.Allegation("g", "membership of a gang", "suspected"),
        c.Allegation("h", "theft", "accused"),
    )
    assert one(world, by_one(left), by_two(right)) is None
    assert alike("membership of a gang", "link to the criminal gang X")
    assert not alike("grave crimes such as rape", "link to a gang")


# ------------------------------------------------------------ firmness, relays, custody


def test_reportedly_is_not_lost(world: World) -> None:
    pays = c.Payment("north", "south", "detention")
    found = one(world, by_one(pays, hedge="reportedly"), by_two(pays))
    assert found is not None
    assert (found.relation, ids(found.dimensions)) == ("differs_in_strength", ["hedge", "hedge_unsaid"])


def test_two_reports_of_one_post_are_one_speaker_once(world: World) -> None:
    count, label = c.Counted("g", number("252")), c.StatusLabel("g", "hostage")
    said = [("a1", by_one(count, "north")), ("b1", by_two(count, "north"))]
    labels = [("a2", by_one(label, "north")), ("b2", by_two(label, "north"))]
    denials = [("a3", by_one(label, "south", "denies")), ("b3", by_two(label, "south", "denies"))]
    found = differences(world(*said, *labels, *denials))
    assert [ids(d.dimensions) for d in found if d.agrees] == [["one_speaker"]] * 3
    assert len([d for d in found if d.relation == "cannot_both_hold"]) == 2  # the label, and the number under it


def test_one_person_is_not_in_two_hands_at_once(world: World) -> None:
    north, south = c.Custody("roster#p1", "north"), c.Custody("roster#p1", "south-minister")
    found = one(world, by_one(north), by_two(south))
    assert found is not None
    assert found.relation == "cannot_both_hold"
    of_group = one(world, by_one(c.Custody("g", "north")), by_two(c.Custody("g", "south")))
    assert of_group is not None
    assert ids(of_group.conditions) == ["group_divided"]


def test_custody_before_and_after_a_move_both_hold(world: World) -> None:
    before = c.Custody("roster#p1", "north", since=day("2024"), until=day("2025-01"))
    found = one(world, by_one(before), by_two(c.Custody("roster#p1", "south", since=day("2025-03"))))
    assert found is not None
    assert (found.relation, ids(found.conditions)) == ("both_hold_if", ["changed_between"])


def test_an_office_and_its_power_do_not_contradict_each_other(world: World) -> None:
    found = one(world, by_one(c.Custody("g", "south")), by_two(c.Custody("g", "south-minister")))
    assert found is not None
    assert found.agrees


def test_a_denial_of_something_else_is_no_contradiction(world: World) -> None:
    said = by_one(c.Transferred("g", "north", "south", legal_basis="treaty"))
    assert one(world, said, by_two(c.Transferred("g", "north", "south", legal_basis="decree"), act="denies")) is None
    found = one(world, said, by_two(c.Transferred("g", "north", "south"), act="denies"))
    assert found is not None
    assert found.relation == "cannot_both_hold"


def test_a_promise_is_not_taken_for_a_deed(world: World) -> None:
    released = c.Released("roster#p1", "north")
    assert one(world, by_one(released, "north", "promises"), by_two(released, "south", "denies")) is None


def test_a_sign_of_life_after_the_death_is_not_overlooked(world: World) -> None:
    dead, alive = c.Death("roster#p1", day("2025-01")), c.ProofOfLife("roster#p1", day("2025-03-04"))
    found = one(world, by_one(dead), by_two(alive))
    assert found is not None
    assert found.relation == "cannot_both_hold"
    assert one(world, by_one(dead), by_two(c.ProofOfLife("roster#p1", day("2024-03-04")))) is None


def test_somebody_said_to_be_released_and_held_is_shown(world: World) -> None:
    found = one(world, by_one(c.Released("roster#p1")), by_two(c.Custody("roster#p1", "north")))
    assert found is not None
    assert (found.relation, ids(found.conditions)) == ("both_hold_if", ["held_before_release"])


def test_a_denial_of_a_death_is_laid_beside_the_list_that_says_it(world: World) -> None:
    facts = world(("a", by_one(c.Death("roster#p1"), "south", "denies")), lists=True)
    found = only(facts, "a", "dead")
    assert found.relation == "cannot_both_hold"
    assert found.matter == "death / roster#p1"


def test_a_halt_and_its_lifting_both_hold_in_that_order(world: World) -> None:
    halts, lifts = (c.CourtOrder("court", ("g",), ("south",), effect) for effect in ("halts", "lifts"))
    found = one(world, by_one(halts, "court", "orders"), by_two(lifts, "court", "orders"))
    assert found is not None
    assert ids(found.conditions) == ["lifted_after"]


def test_every_kind_of_claim_has_its_place() -> None:
    places = [*GROUNDS, *REPEATED, *APART]
    assert sorted(places, key=str) == sorted(get_args(c.Claim), key=str)


# ------------------------------------------------------------ laws


SUBJECTS = st.sampled_from(["g", "some", "roster#p1"])
GROUPS = st.sampled_from(["g", "all", "some"])
POWERS = st.sampled_from(["north", "south", "south-minister"])
DAYS = st.sampled_from([None, *map(day, ("2025-01", "2025-01-15", "2025-03"))])
STAGES = st.sampled_from(["suspected", "committed"])
CONDUCTS = st.sampled_from(["theft", "gang membership", "link to a gang"])
TIES = st.sampled_from(["same", "part_of", "different"])
NUMBERS = st.sampled_from([number(words) for words in ("0", "3", "more than 2", "about 50")])
EFFECTS = st.sampled_from(["halts", "lifts"])
CLAIMS = st.one_of(
    st.builds(c.Counted, GROUPS, NUMBERS, DAYS),
    st.builds(c.SameGroup, GROUPS, GROUPS, TIES),
    st.builds(c.Allegation, SUBJECTS, CONDUCTS, STAGES, st.sampled_from([None, "many of"])),
    st.builds(c.Custody, SUBJECTS, POWERS, since=DAYS),
    st.builds(c.Transferred, SUBJECTS, POWERS, POWERS, DAYS, st.sampled_from([None, "treaty", "decree"])),
    st.builds(c.Released, SUBJECTS, POWERS, DAYS),
    st.builds(c.Death, SUBJECTS, DAYS),
    st.builds(c.StatusLabel, SUBJECTS, st.just("hostage")),
    st.builds(c.Attribute, SUBJECTS, st.just("nationality"), st.sampled_from(["X", "Y"])),
    st.builds(c.DueProcess, SUBJECTS, st.just("court"), st.sampled_from(["yes", "no"])),
    st.builds(c.CourtOrder, st.just("court"), st.tuples(SUBJECTS), st.just(("south",)), EFFECTS),
    st.builds(c.Mandate, st.just("south-minister"), st.just("south")),
    st.builds(c.Characterisation, st.just("the act"), st.sampled_from(["kidnapping", "rescue"])),
)  # fmt: skip


def worlds(pool: list[c.Claim]) -> st.SearchStrategy[list[Statement]]:
    """Few claims, said and denied by few: a dense world finds what a wide one does not."""
    statements = st.builds(
        Statement,
        st.sampled_from(["north", "south", "monitor"]),
        st.sampled_from(["states", "states", "alleges", "denies", "promises"]),
        st.sampled_from(pool),
        via=st.sampled_from([None, "paper-one", "paper-two"]),
        hedge=st.sampled_from([None, None, "reportedly"]),
        source=st.sampled_from([None, "one", "two"]),
    )
    return st.lists(statements, min_size=3, max_size=9, unique=True)


WORLDS = st.lists(CLAIMS, min_size=2, max_size=5).flatmap(worlds)


def keyed(statements: list[Statement]) -> list[tuple[str, Statement]]:
    return [(f"k{n}", s) for n, s in enumerate(statements)]


@settings(max_examples=150, deadline=None)
@given(statements=WORLDS, data=st.data())
def test_the_order_of_recording_changes_nothing(world: World, statements: list[Statement], data: Any) -> None:
    said = keyed(statements)
    assert differences(world(*said)) == differences(world(*data.draw(st.permutations(said))))


@settings(max_examples=150, deadline=None)
@given(statements=WORLDS)
def test_a_pair_appears_once_and_in_one_order(world: World, statements: list[Statement]) -> None:
    facts = world(*keyed(statements))
    pairs = [(facts.key(d.left), facts.key(d.right)) for d in differences(facts)]
    assert len({frozenset(pair) for pair in pairs}) == len(pairs)
    assert pairs == sorted(pairs)
    assert all(left < right for left, right in pairs)


@settings(max_examples=150, deadline=None)
@given(statements=WORLDS, data=st.data())
def test_words_taken_back_are_compared_no_more(world: World, statements: list[Statement], data: Any) -> None:
    said = keyed(statements)
    gone = data.draw(st.sampled_from(said))
    taken = identified(FromWords("invented"), *gone).id
    withdrawn = ("w", Statement(gone[1].by, "states", c.Withdrawal(taken)))
    facts = world(*said, withdrawn)
    assert taken not in {i for d in differences(facts) for i in (d.left, d.right)}


@settings(max_examples=200, deadline=None)
@given(statements=WORLDS)
def test_a_claim_about_a_group_never_meets_a_record(world: World, statements: list[Statement]) -> None:
    facts = world(*keyed(statements))
    for d in differences(facts):
        about = [refs(facts.statements[i].claim, "subject") for i in (d.left, d.right)]
        assert len({"#" in subject for subjects in about for subject in subjects}) <= 1


@settings(max_examples=200, deadline=None)
@given(statements=WORLDS)
def test_every_sentence_can_be_said_in_both_languages(world: World, statements: list[Statement]) -> None:
    check_sentences(differences(world(*keyed(statements))))


def check_sentences(found: tuple[Difference, ...]) -> None:
    for message in (m for d in found for m in (*d.conditions, *d.dimensions)):
        for texts in LANGUAGES.values():
            assert texts[message.id.removeprefix("evidence.")].format(**message.values)


# ------------------------------------------------------------ the two reports


@pytest.fixture(scope="module")
def example() -> Facts:
    if not EXAMPLE.exists():
        pytest.skip("examples/2025-offer is not there")
    from datetime import date

    _, said = read_folder(EXAMPLE)
    refs = [BodyRef("", s.id, s.statement, s.key, s.table) for s in said]
    return Facts([Entry(i, None, "x", ref) for i, ref in enumerate(refs)], AsOf(None, date(2025, 6, 1)))


@pytest.mark.parametrize(
    ("left", "right", "relation", "conditions"),
    [
        ("a3-government-criticises", "b7-no-response", "both_hold_if", ["denial_is_older"]),
        (
            "a4-prosecutor-criticises",
            "b7-no-response",
            "both_hold_if",
            ["denial_is_older", "office_does_not_answer"],
        ),
        ("a2-many-committed", "b3-many-incarcerated", "differs_in_strength", []),
        ("a9-us-pays", "b9-us-pays", "differs_in_strength", []),
        ("a13-gang-suspected", "b8-gang-link", "both_hold_if", ["groups_are_different_says"]),
        ("a6-count-252", "b8-count-200", "agree", ["groups_are_same"]),
        ("a5-denies-label", "a5-rights-label", "cannot_both_hold", []),
        ("a5-denies-label", "a6-count-thousands", "cannot_both_hold", []),
        ("a13-halt", "b11-halt", "agree", []),
        ("a6-quotation-return", "b5-quotation-return", "agree", []),
    ],
)
def test_what_the_two_reports_say_differently_comes_out(
    example: Facts, left: str, right: str, relation: str, conditions: list[str]
) -> None:
    found = only(example, left, right)
    assert (found.relation, ids(found.conditions)) == (relation, conditions)


def test_the_example_can_be_said_in_both_languages(example: Facts) -> None:
    check_sentences(differences(example))
