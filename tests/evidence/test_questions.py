"""Questions and empty cells: silence must not pass for an answer, nor a group's answer for a person's."""

import tomllib
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import exeat
from exeat.adapters.folder import read_folder
from exeat.adapters.said import FromWords, identified
from exeat.core import claims as c
from exeat.core.dates import read_date
from exeat.core.entry import BodyRef, Entry
from exeat.core.facts import AsOf, Facts
from exeat.core.message import Message
from exeat.core.statement import SaidOn, Statement
from exeat.evidence.note import note
from exeat.evidence.process import TOPICS
from exeat.evidence.questions import Gap, due_process, questions

World = Callable[..., Facts]
EXAMPLE = Path(__file__).parents[2] / "examples" / "2025-offer"
TEXTS = Path(exeat.__file__).parent / "texts"
LANGUAGES = {lang: tomllib.loads((TEXTS / lang / "evidence.toml").read_text(encoding="utf-8")) for lang in ("en", "es")}


def asks(subject: str = "g", topic: str = "charge", to: str = "north", **around: Any) -> Statement:
    around = {"source": "one", **around}
    return Statement("south-minister", "asks", c.Question(to, topic, "What are they accused of?", subject), **around)


def says(claim: c.Claim, by: str = "north", act: Any = "states", **around: Any) -> Statement:
    return Statement(by, act, claim, **around)


def id_of(said: Statement, key: str = "q") -> str:
    return identified(FromWords("invented"), key, said).id


def ids(messages: Iterable[Message]) -> list[str]:
    return [m.id.removeprefix("evidence.") for m in messages]


def gaps(facts: Facts, topic: str = "charge") -> list[Gap]:
    return [g for g in due_process(facts).gaps if g.topic == topic]


# ------------------------------------------------------------ questions


def test_silence_of_the_asked_is_not_hidden_by_an_answer_of_others(world: World) -> None:
    q = asks()
    answer = c.Answer(id_of(q), "of theft")
    (asked,) = questions(world(("q", q), ("x", says(answer, "monitor", "answers"))))
    assert (asked.silent, len(asked.by_others), asked.power) == (True, 1, "north")
    (asked,) = questions(world(("q", q), ("x", says(answer, "north-speaker", "answers"))))
    assert (asked.silent, len(asked.answers)) == (False, 1)


def test_an_answer_taken_back_leaves_silence(world: World) -> None:
    q = asks()
    answer = says(c.Answer(id_of(q), "of theft"), "north", "answers")
    taken = says(c.Withdrawal(id_of(answer)), "north")
    (asked,) = questions(world(("q", q), ("x", answer), ("w", taken)))
    assert asked.silent


def test_a_question_taken_back_is_not_put_again(world: World) -> None:
    q = asks()
    assert questions(world(("q", q), ("w", says(c.Withdrawal(id_of(q)), "south-minister")))) == ()


def test_what_the_power_says_of_the_same_people_is_an_answer(world: World) -> None:
    (asked,) = questions(world(("q", asks()), ("x", says(c.DueProcess("g", "charge", "theft")))))
    assert not asked.silent
    (asked,) = questions(world(("q", asks()), ("x", says(c.DueProcess("h", "charge", "theft")))))
    assert asked.silent


def test_since_when_is_never_made_up(world: World) -> None:
    def since(facts: Facts) -> tuple[str | None, str]:
        (asked,) = questions(facts)
        return (asked.since.text if asked.since else None), asked.since_told.id

    on = SaidOn(read_date("2025-04-20"))
    assert since(world(("q", asks()))) == (None, "evidence.since_unknown")
    assert since(world(("q", asks()), one="2025-04-22")) == ("2025-04-22", "evidence.since_document")
    assert since(world(("q", asks(said_on=on)), one="2025-04-22")) == ("2025-04-20", "evidence.since_day")
    assert since(world(("q", asks(said_on=SaidOn(None, "swiftly"))))) == (None, "evidence.since_words")


def test_a_question_told_by_two_papers_is_asked_once(world: World) -> None:
    told = [("q1", asks(via="paper-one")), ("q2", asks(via="paper-two", source="two"))]
    (asked,) = questions(world(*told))
    assert len(asked.also) == 1


# ------------------------------------------------------------ charge, court, counsel, contact


def test_what_is_said_of_a_group_fills_no_cell_of_a_person(world: World) -> None:
    facts = world(("x", says(c.DueProcess("g", "court", "a hearing"))), lists=True)
    table = due_process(facts)
    court = table.records.filter(pl.col("topic") == "court")
    assert court["statements"].null_count() == court.height == 10
    group = table.groups.filter((pl.col("topic") == "court") & (pl.col("subject") == "g"))
    assert group["values"].to_list() == [["a hearing"]]


def test_a_list_asks_once_for_all_its_empty_cells(world: World) -> None:
    (gap,) = gaps(world(lists=True))
    assert (gap.power, gap.about, gap.empty, gap.of) == ("north", "roster", 8, 10)
    assert gap.question.values["empty"] == "8"


def test_both_sides_get_the_same_table(world: World) -> None:
    held = [(g, says(c.Custody(g, p), "monitor")) for g, p in (("g", "north"), ("h", "south-minister"))]
    table = due_process(world(*held))
    assert table.groups["topic"].to_list() == [*TOPICS, *TOPICS]
    assert table.groups.columns == table.records.columns
    assert [(g.power, g.about) for g in table.gaps] == [("north", "g")] * 4 + [("south", "h")] * 4


def test_nobody_is_asked_about_people_it_is_not_said_to_hold(world: World) -> None:
    held = ("a", says(c.Custody("g", "north"), "monitor"))
    denied = ("b", says(c.Custody("g", "north"), "north", "denies"))
    asked = ("q", asks("g", "court", "south"))
    assert [g.power for g in gaps(world(held, denied, asked))] == [None]
    facts = world(("b", says(c.Custody("roster#p1", "north"), "north", "denies")), lists=True)
    assert sorted((g.power or "", g.empty, g.of) for g in gaps(facts)) == [("north", 8, 9)]
    denied_twice = ("b", says(c.Custody("roster#p3", "north"), "north", "denies"))
    found = {(g.power, g.empty, g.of) for g in gaps(world(denied_twice, lists=True))}
    assert found == {("north", 7, 9), (None, 1, 1)}


def test_a_denial_fills_a_cell_and_a_promise_does_not(world: World) -> None:
    held = ("a", says(c.Custody("g", "north"), "monitor"))
    counsel = c.DueProcess("g", "counsel", "a lawyer")
    assert not gaps(world(held, ("b", says(counsel, "monitor", "denies"))), "counsel")
    assert gaps(world(held, ("b", says(counsel, "north", "promises"))), "counsel")


# ------------------------------------------------------------ a note


def test_a_note_holds_only_what_its_party_owes(world: World) -> None:
    held = [(g, says(c.Custody(g, p), "monitor")) for g, p in (("g", "north"), ("h", "south"))]
    offered = ("swap", says(c.Offer("swap", ("south-minister",), ())))
    facts = world(("q", asks()), *held, offered)
    north, south = (note(facts, to, [Message("terms.x")]) for to in ("north-speaker", "south"))
    assert ids(north) == [
        "note_question", "empty_group_court", "empty_group_counsel", "empty_group_contact", "terms.x",
    ]  # fmt: skip
    assert ids(south) == ["note_offer", *(f"empty_group_{topic}" for topic in TOPICS), "terms.x"]


@pytest.mark.parametrize(("answer", "still"), [("criticises", True), ("any", True), ("rejects", False)])
def test_criticism_is_not_taken_for_a_no(world: World, answer: Any, still: bool) -> None:
    offered = says(c.Offer("swap", ("south",), ()))
    response = says(c.Response(id_of(offered, "swap"), "south-minister", answer=answer), "south", "answers")
    found = note(world(("swap", offered), ("r", response)), "south", ())
    assert ("note_offer" in ids(found)) is still


def test_a_holder_does_not_learn_of_a_list_that_is_not_for_it(world: World) -> None:
    facts = world(lists=True)
    assert "roster" in {m.values.get("list") for m in note(facts, "north", ())}  # its own
    told = world(("m", says(c.Custody("g", "south"), "monitor")), lists=True)
    assert not any("list" in m.values for m in note(told, "south", ()))


def test_small_numbers_are_not_shown_to_a_party(world: World) -> None:
    guarded = [m for m in note(world(lists=True), "north", ()) if m.id.endswith("charge")]
    assert ids(guarded) == ["empty_list_some_charge"]  # 8 of 10 would tell that 2 have an answer
    assert "empty" not in guarded[0].values


# ------------------------------------------------------------ sentences, and the two reports


def check_sentences(messages: Iterable[Message]) -> None:
    for message in messages:
        for texts in LANGUAGES.values():
            assert texts[message.id.removeprefix("evidence.")].format(**message.values)


def test_every_topic_can_be_asked_in_both_languages(world: World) -> None:
    unheld = ("q", asks("h", "court", "south"))
    denied = ("b", says(c.Custody("roster#p3", "north"), "north", "denies"))
    facts = world(unheld, denied, ("a", says(c.Custody("g", "north"), "monitor")), lists=True)
    found = due_process(facts).gaps
    check_sentences(m for g in found for m in (g.question, g.guarded))
    check_sentences(a.since_told for a in questions(facts))
    assert {g.topic for g in found} == set(TOPICS)
    for texts in LANGUAGES.values():
        wanted = {f"{k}_{t}" for k in ("empty_list", "empty_list_some", "empty_group") for t in TOPICS}
        assert wanted | {w.replace("empty", "unheld", 1) for w in wanted} <= texts.keys()


def test_the_languages_say_the_same() -> None:
    from string import Formatter

    def names(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    english, spanish = LANGUAGES["en"], LANGUAGES["es"]
    assert list(english) == list(spanish)
    assert [k for k in english if names(english[k]) != names(spanish[k])] == []


def test_what_the_prosecutor_asked_stands_unanswered_in_the_example() -> None:
    if not EXAMPLE.exists():
        pytest.skip("examples/2025-offer is not there")
    _, said = read_folder(EXAMPLE)
    refs = [BodyRef("", s.id, s.statement, s.key, s.table) for s in said]
    facts = Facts([Entry(i, None, "x", ref) for i, ref in enumerate(refs)], AsOf(None, date(2025, 6, 1)))
    asked = questions(facts)
    assert {a.topic for a in asked} == {"charge", "court", "counsel"}
    assert all(a.silent and a.power == "sv" and a.since is None for a in asked)
    assert {(g.power, g.about) for g in due_process(facts).gaps} == {
        ("sv", "deported-200"),
        ("sv", "deported-252"),
        (None, "foreigners-50"),
        ("ve", "ve-political-prisoners"),
    }
    for to in ("sv", "ve", "us"):
        check_sentences(note(facts, to, ()))
    assert ids(note(facts, "us", ())) == []
