"""A note is sent to a party: what it must not read is not in it, whoever said it and however it was asked."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exeat.core import claims as c
from exeat.core.facts import Facts
from exeat.evidence.audit import of_case, owed
from exeat.evidence.note import note, withheld
from exeat.faces.texts import Speaker
from exeat.identity.people import people
from exeat.testing.memory import CASE, Part, facts_of, list_of_rows, says

SECRET = "Zzyx"  # stands in everything that is not for the party
PARTIES = ("ax", "be", "ce", "red", "ax-office")


def roster(name: str, by: str, of: Any = "holds", purpose: Any = "proposal", **more: Any) -> Part:
    rows: list[Any] = [
        {"id": f"{name}-1", "given_names": "Ana", "surname": "Quelmoraz", "birth_date": "1980-02-30", "remark": SECRET},
        {"id": f"{name}-2", "given_names": "Eva", "surname": None, "birth_date": "1981-02-03", "remark": None},
        {"id": f"{name}-3", "given_names": "EVA", "surname": "Calmarú", "birth_date": "1981-02-03", "remark": None},
        {"id": f"{name}-4", "given_names": "Eva", "surname": "calmaru", "birth_date": "1981-02-03", "remark": None},
    ]
    return list_of_rows(CASE, name, of, by, rows, purpose, **more)


def sentences(facts: Facts, to: str) -> list[str]:
    """The note to a party in both languages."""
    who = people(facts)
    asked = note(facts, to, (), owed(facts, of_case(facts, who.persons, who.judged), to))
    return [Speaker(facts, language).say(m) for m in asked for language in ("en", "es")]


def asks(to: str, topic: str, words: str, subject: str | None = None) -> Part:
    return says("red", c.Question(to, topic, words, subject), "asks")


# ------------------------------------------------------------ the law

ROWS = st.sampled_from(("mine", f"traced-{SECRET.lower()}"))
RECORD = st.builds(lambda name, n: f"{name}#{name}-{n}", ROWS, st.integers(1, 4))
TO = st.sampled_from(PARTIES)
CONFIDED: st.SearchStrategy[Any] = st.one_of(
    st.builds(lambda r, d: says("red", c.Fear(r, d, "expressed", "red", True)), RECORD, TO),
    st.builds(lambda r, d: says("red", c.Consent(r, d, "no", "red", True)), RECORD, TO),
    st.builds(lambda r: says("red", c.Medical(r, "unfit")), RECORD),
    st.builds(lambda r: says("red", c.Death(r, place=SECRET)), RECORD),
    st.builds(lambda r: says("red", c.Allegation(r, SECRET, "accused")), RECORD),
    st.builds(lambda r: says("red", c.Remark(r, "be", "dead")), RECORD),
)
TOPICS = st.sampled_from(("charge", "court", "counsel", "contact", "health", "fear", "consent", "custody", SECRET))
QUESTIONS: st.SearchStrategy[Any] = st.one_of(
    st.builds(lambda to, topic, r: asks(to, topic, f"What of {SECRET}?", r), TO, TOPICS, RECORD),
    st.builds(
        lambda to, topic, words: asks(to, topic, f"{words} {SECRET}?", "g"),
        TO,
        st.sampled_from(("charge", "health", "visits")),
        st.sampled_from(("Who refused:", "Is anybody sick:", "¿Quién teme volver:", "¿Rechazó", "Does he consent:")),
    ),
)


@settings(max_examples=40)  # an audit of every world takes its time
@given(st.lists(st.one_of(CONFIDED, QUESTIONS), max_size=6), st.sampled_from(PARTIES), st.booleans())
def test_no_note_tells_a_refusal_a_fear_a_finding_of_health_or_a_traced_name(
    said: list[Any], to: str, again: bool
) -> None:
    traced = f"traced-{SECRET.lower()}"
    lists = [roster("mine", "ax", holder="ax"), roster(traced, "red", "seeks", "tracing", holder="ax")]
    newer = [roster("mine-2", "ax", holder="ax", supersedes="mine")] if again else []
    whole = [s for s in said if to != "red"] if to == "red" else said
    told = " ".join(sentences(facts_of(CASE, [*lists, *newer, *whole]), to))
    if to != "red":  # the traced list is red's own
        assert SECRET.casefold() not in told.casefold()
    for word in ("refus", "sick", "teme", "unfit", "consent", "dead"):
        assert word not in told.casefold()


# ------------------------------------------------------------ what passes, and what stays behind


@pytest.mark.parametrize(
    ("question", "passes"),
    [
        (asks("ax", "charge", "What are they accused of?", "g"), True),
        (asks("ax", "visits", "On which days may families come?"), True),
        (asks("ax", "health", "How are they?", "g"), False),
        (asks("ax", "visits", "Why did they refuse to go?", "g"), False),
        (asks("ax", "visits", "¿Quiénes están enfermos?"), False),
        (asks("ax", "charge", "What is he accused of?", "mine#mine-1"), True),
        (asks("ax", "transfer", "Where is he going?", "mine#mine-1"), False),
        (asks("ax", "charge", "What is he accused of?", "traced#traced-1"), False),
    ],
)
def test_a_question_passes_only_where_it_tells_nothing_that_is_not_for_the_party(question: Part, passes: bool) -> None:
    traced = roster("traced", "red", "seeks", "tracing")
    facts = facts_of(CASE, [roster("mine", "ax", holder="ax"), traced, question])
    plain = len(note(facts_of(CASE, [roster("mine", "ax", holder="ax"), traced]), "ax", ()))
    assert (len(note(facts, "ax", ())) > plain, withheld(facts, "ax")) == (passes, 0 if passes else 1)


def test_who_asks_about_one_person_is_not_told() -> None:
    asked = asks("ax", "charge", "What is my brother accused of?", "mine#mine-1")
    facts = facts_of(CASE, [roster("mine", "ax", holder="ax"), asked])
    told = [m for m in note(facts, "ax", ()) if m.id == "evidence.note_record_charge"]
    assert [dict(m.values) for m in told] == [{"record": "mine#mine-1"}]


def test_a_party_is_asked_about_its_own_cells_with_its_own_ids() -> None:
    told = " ".join(sentences(facts_of(CASE, [roster("mine", "ax")]), "ax-office"))
    for asked in ("surname is empty in: mine-2", "birth_date cannot be read: mine-1", "mine-3 / mine-4"):
        assert asked in told
    assert "mine" not in " ".join(sentences(facts_of(CASE, [roster("mine", "ax")]), "be"))


def test_those_gone_from_a_party_s_own_list_are_asked_after() -> None:
    rows: list[Any] = [
        {"id": "1", "given_names": "Ana", "surname": "Quelmoraz"},
        {"id": "2", "given_names": "Eva", "surname": "Calmarú"},
    ]
    old = list_of_rows(CASE, "old", "holds", "ax", rows)
    new = list_of_rows(CASE, "new", "holds", "ax-office", rows[1:], supersedes="old")
    told = sentences(facts_of(CASE, [old, new]), "ax")
    assert "Your list old names people whom your list new no longer names: 1. What became of them?" in told
    others = list_of_rows(CASE, "new", "holds", "red", rows[1:], supersedes="old")
    assert not any("old" in s for s in sentences(facts_of(CASE, [old, others]), "ax"))


def test_a_finding_of_health_on_a_party_s_own_list_is_not_written_back_to_it() -> None:
    rows: list[Any] = [{"id": "1", "given_names": "Ana", "surname": "Quelmoraz", "category": "sick", "finding": "fit"}]
    mine = list_of_rows(CASE, "mine", "offers", "ax", rows)
    assert sentences(facts_of(CASE, [mine]), "ax") == []
