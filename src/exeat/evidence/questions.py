"""What was asked: of whom, since when, answered or not.

- A question stands until its speaker takes it back. It is answered where an answer by the power that was
  asked stands, or where that power says of the same people what was asked of charge, court, counsel or
  contact. What others answer is shown apart: the power that was asked is silent still.
- One question told by several relays is one question, once.
- Unknown is a date, too: a question from an undated document has been asked since nobody knows when.
"""

from dataclasses import dataclass
from functools import cached_property

from exeat.core.claims import Answer, DueProcess, Question
from exeat.core.dates import PartialDate
from exeat.core.facts import Facts
from exeat.core.message import Message

from .process import TOPICS, Gap, Process, due_process
from .sayings import FACTUAL, Background, Saying, gather

__all__ = ["TOPICS", "Asked", "Gap", "Process", "due_process", "questions"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A standing question. `question`: its first statement by key (id); `also`: other relays of the words.

    `since`: the day, else the day of its document, by which it had been asked (`since_told`: which of them,
    as a sentence); None = unknown. `answers`, `by_others`: ids of statements by the power asked, and by
    anybody else.
    """

    question: str
    also: tuple[str, ...]
    by: str
    to: str
    power: str
    topic: str
    subject: str | None
    words: str
    since: PartialDate | None
    since_told: Message
    answers: tuple[str, ...]
    by_others: tuple[str, ...]

    @property
    def silent(self) -> bool:
        """Whether the power that was asked has not answered."""
        return not self.answers


def questions(facts: Facts) -> tuple[Asked, ...]:
    """Every standing question, by key and id."""
    answers = _Answers(facts)
    return tuple(_asked(words, answers) for words in _questions(facts))


def _questions(facts: Facts) -> list[list[Saying]]:
    said = (Saying(i, facts.key(i), s) for i, s in facts.of(Question) if s.act != "denies")
    return gather(said)


def _asked(words: list[Saying], answers: "_Answers") -> Asked:
    first, claim = words[0], words[0].claim
    assert isinstance(claim, Question)
    power = answers.background.power_of(claim.to)
    found = sorted(answers.to([s.id for s in words], claim))
    own = tuple(i for i, by in found if by == power)
    others = tuple(i for i, by in found if by != power)
    day, told = _since(first, answers.background)
    return Asked(
        first.id, tuple(s.id for s in words[1:]), first.said.by, claim.to, power, claim.topic, claim.subject,
        claim.words, day, told, own, others,
    )  # fmt: skip


def _since(saying: Saying, background: Background) -> tuple[PartialDate | None, Message]:
    on = saying.said.said_on
    if on is not None and on.date is not None:
        return on.date, Message("evidence.since_day", {"day": on.date.text})
    source = background.name(saying.said.source or saying.said.via or saying.said.by)
    day = background.source_day(saying.said.source)
    if day is not None:
        return day, Message("evidence.since_document", {"day": day.text, "source": source})
    if on is not None and on.words is not None:
        return None, Message("evidence.since_words", {"words": on.words, "source": source})
    return None, Message("evidence.since_unknown", {"source": source})


class _Answers:
    """What stands as an answer, by question, and by what was asked of whom."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.background = Background(facts)

    def to(self, question: list[str], asked: Question) -> set[tuple[str, str]]:
        """Ids of answers, and the power that gives each, to a question told by these statements."""
        told = {found for i in question for found in self._by_question.get(i, ())}
        spoken = self._by_topic.get((asked.subject, asked.topic), set()) if asked.subject else set()
        power = self.background.power_of(asked.to)
        return told | {(i, by) for i, by in spoken if by == power}

    @cached_property
    def _by_question(self) -> dict[str, set[tuple[str, str]]]:
        found: dict[str, set[tuple[str, str]]] = {}
        for i, s in self.facts.of(Answer):
            if isinstance(s.claim, Answer) and s.act in FACTUAL:
                power = self.background.power_of(s.by)
                found.setdefault(s.claim.question, set()).add((i, power))
        return found

    @cached_property
    def _by_topic(self) -> dict[tuple[str | None, str], set[tuple[str, str]]]:
        found: dict[tuple[str | None, str], set[tuple[str, str]]] = {}
        for i, s in self.facts.of(DueProcess):
            if isinstance(s.claim, DueProcess) and s.act in (*FACTUAL, "denies"):
                power = self.background.power_of(s.by)
                found.setdefault((s.claim.subject, s.claim.topic), set()).add((i, power))
        return found
