"""The daily page: what changed between two moments, what is silent, what is near, and who went or was taken.

- It is the difference of two states of the same facts; it adds nothing of its own, and puts nothing in an order of
  weight. It is the intermediary's own page and nobody's copy.
- What was said is told by statement; what it comes to (silences, numbers, days) is worked out at the later moment, with
  what it was at the earlier one beside.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from exeat.core.facts import Facts

from .announced import AnnouncedPerson, Fallen, Number, Persons, announced, fallen, numbers
from .deadlines import Deadline, deadlines
from .held_again import HeldAgain, Newly, held_again, newly
from .questions import Asked, questions
from .remarks import Remarks, remarks
from .since import LEDGER, EndedSince, SaidSince, Since, ended_since, said_since

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question that its power has not answered, for so many days (None = nobody says since when); new since then."""

    question: str
    to: str
    new: bool
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """Names of a list on which a power owes a word (a remark, or data): how many now and then; the longest wait."""

    list: str
    power: str
    what: str
    names: int
    before: int
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Today:
    """The daily page. `days`: how far ahead deadlines are looked for; `additional`: names no list has.

    `ledger`: what was done to the ledger itself, keys and erasures.
    """

    on: str
    days: int
    since: Since
    said: tuple[SaidSince, ...]
    ended: tuple[EndedSince, ...]
    waiting: tuple[Waiting, ...]
    answered: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    owed: tuple[Owed, ...]
    additional: int
    numbers: tuple[Number, ...]
    fallen: tuple[Fallen, ...]
    announced: tuple[AnnouncedPerson, ...]
    newly: tuple[Newly, ...]
    again: tuple[HeldAgain, ...]
    ledger: tuple[SaidSince, ...] = ()


def today(before: Facts | None, now: Facts, since: Since, days: int = 14, persons: Persons | None = None) -> Today:
    """What changed from one moment to another. `before` None = nothing was known; `persons`: the person of each record
    of a column, by people's judgements; None = every record is a person by itself.
    """
    who = persons or _alone
    new = said_since(before, now)
    then, found = remarks(before) if before is not None else (), remarks(now)
    return Today(
        on=now.as_of.on.isoformat(),
        days=days,
        since=since,
        said=tuple(s for s in new if s.what not in LEDGER),
        ended=ended_since(before, now),
        waiting=_waiting(before, now),
        answered=_answered(before, now),
        deadlines=deadlines(now, days),
        owed=_owed(then, found),
        additional=sum(r.additional.filter("current").height for r in found),
        numbers=numbers(now),
        fallen=fallen(before, now),
        announced=announced(now, who),
        newly=newly(before, now),
        again=held_again(before, now, who),
        ledger=tuple(s for s in new if s.what in LEDGER),
    )


def _alone(records: "pl.Series") -> "pl.Series":
    return records


def _waiting(before: Facts | None, now: Facts) -> tuple[Waiting, ...]:
    """The unanswered questions, the longest wait first, those of an unknown day before them all."""
    known = before.bodies if before is not None else {}
    found = [Waiting(q.question, q.power, q.question not in known, _days(q, now.as_of.on)) for q in _silent(now)]
    return tuple(sorted(found, key=lambda w: (w.days is not None, -(w.days or 0), now.key(w.question))))


def _silent(facts: Facts) -> list[Asked]:
    return [q for q in questions(facts) if q.silent]


def _days(asked: Asked, on: date) -> int | None:
    last = asked.since.last if asked.since is not None else None
    return None if last is None else max(0, (on - last).days)


def _answered(before: Facts | None, now: Facts) -> tuple[str, ...]:
    """The questions that were silent then and are answered now."""
    silent = {q.question for q in _silent(before)} if before is not None else set()
    return tuple(q.question for q in questions(now) if not q.silent and q.question in silent)


def _owed(then: tuple[Remarks, ...], now: tuple[Remarks, ...]) -> tuple[Owed, ...]:
    old, new = ({row[:3]: row[3:] for row in _counted(f)} for f in (then, now))
    nothing = (0, None)
    return tuple(
        Owed(*key, new.get(key, nothing)[0], old.get(key, nothing)[0], new.get(key, nothing)[1])
        for key in sorted({*old, *new})
    )


def _counted(found: tuple[Remarks, ...]) -> list[tuple[str, str, str, int, int | None]]:
    import polars as pl

    owing = [
        (r.list, *row)
        for r in found
        for row in r.owed.drop_nulls("owes").group_by("owes", "what").agg(pl.len(), pl.col("days").max()).iter_rows()
    ]
    return [(str(a), str(b), str(c), int(n), days) for a, b, c, n, days in owing]
