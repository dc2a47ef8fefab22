"""A note to a party: what that party owes an answer to, and nothing else.

- Questions put to it and not answered, offers to it without a yes, a no or terms of its own, cells of due process that
  only it can fill, what its own lists say against themselves, then what the terms leave open.
- Nothing of refusal, fear, health, consent or guardianship, whoever says it; no small numbers about people; no word of
  a list that is not its own unless its submitter meant it as a proposal: whom a monitor traces is not for the holder.
- Of a question about one person only its topic goes on, in our words: what the asker wrote may name or tell more, and
  who asks may be somebody's family. `withheld` counts the questions that stay behind.
"""

from collections.abc import Iterator, Sequence

from exeat.core.claims import Offer, Response
from exeat.core.facts import Facts
from exeat.core.message import Message
from exeat.disclosure.recipient import Recipient, confided

from .process import TOPICS, due_process
from .questions import Asked, questions
from .sayings import FACTUAL, Background


def note(facts: Facts, to: str, open_points: Sequence[Message], own: Sequence[Message] = ()) -> tuple[Message, ...]:
    """What a party, or the power for which an office speaks, is asked, in order; a face numbers it from 1.

    `own`: what its own lists say against themselves, `open_points`: what the terms leave open, as the house passes
    them in.
    """
    background = Background(facts)
    power = background.power_of(to)
    silent = _silent(facts, power)
    passed = [asked for asked in silent if _may_pass(facts, asked, power)]
    put = {(asked.subject, asked.topic) for asked in silent}
    asked_for = [_put(asked, background) for asked in passed]
    return (*asked_for, *_offers(facts, power, background), *_gaps(facts, power, put), *own, *open_points)


def withheld(facts: Facts, to: str) -> int:
    """How many questions put to this party, and not answered, its note does not hold."""
    power = Background(facts).power_of(to)
    return sum(not _may_pass(facts, asked, power) for asked in _silent(facts, power))


def _silent(facts: Facts, power: str) -> list[Asked]:
    return [asked for asked in questions(facts) if asked.power == power and asked.silent]


# ------------------------------------------------------------ questions that were put


def _may_pass(facts: Facts, asked: Asked, power: str) -> bool:
    """Whether a question tells the party nothing that is not for it."""
    if asked.subject is not None and "#" in asked.subject:
        return asked.topic in TOPICS and _sees(facts, asked.subject, power)
    return not confided(asked.topic, asked.words)


def _sees(facts: Facts, record: str, power: str) -> bool:
    """Whether a record is of a list that the party may see, as the list stands now."""
    name = facts.newest(record.partition("#")[0].partition("@")[0])
    return name in facts.current and Recipient(facts, power).sees_list(name)


def _put(asked: Asked, background: Background) -> Message:
    if asked.subject is not None and "#" in asked.subject:
        return Message(f"evidence.note_record_{asked.topic}", {"record": asked.subject})
    values = {"asker": background.name(asked.by), "words": asked.words}
    if asked.since is None:
        return Message("evidence.note_question", values)
    return Message("evidence.note_question_since", {**values, "day": asked.since.text})


# ------------------------------------------------------------ offers, and cells of due process


def _offers(facts: Facts, power: str, background: Background) -> Iterator[Message]:
    """Offers to this power that it has not accepted, rejected or answered with terms of its own."""
    power_of = background.power_of
    decided = {
        s.claim.offer
        for _, s in facts.of(Response)
        if isinstance(s.claim, Response) and s.act in FACTUAL
        if power_of(s.claim.party) == power and s.claim.answer not in ("any", "criticises")
    }
    for i, s in facts.of(Offer):
        if isinstance(s.claim, Offer) and i not in decided and power in map(power_of, s.claim.to):
            values = {"offer": s.claim.offer, "speaker": background.name(s.by)}
            yield Message("evidence.note_offer", values)


def _gaps(facts: Facts, power: str, put: set[tuple[str | None, str]]) -> Iterator[Message]:
    """Empty cells that the power may be asked about; a list that it may see stands for its group."""
    open_lists = {name for name in facts.current if Recipient(facts, power).sees_list(name)}
    gaps = [g for g in due_process(facts).gaps if g.power == power]
    by_list = [g for g in gaps if g.kind == "list" and g.about in open_lists]
    named = {(facts.current[g.about][1].header.group, g.topic) for g in by_list}
    yield from (g.guarded for g in by_list)
    yield from (g.guarded for g in gaps if g.kind == "group" and (g.about, g.topic) not in put | named)
