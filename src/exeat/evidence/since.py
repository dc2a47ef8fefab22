"""What was said between two moments: what is new, and what stood then and stands no more.

- New is what was known at the later moment and not at the earlier one, whether or not it stands: words taken back
  within one day were said, too.
- Two stretches that follow one another hold together what the whole stretch holds.
- Of a new version of a list the difference to the version before is told in numbers of names.
- What was done to the ledger (keys, erasures) is told apart: nobody said it of anybody, and a day on which nothing else
  was recorded is no day of recording.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from exeat.core.claims import CaseKept, Erasure, RecordedElsewhere, RecordingError, SigningKey, Submitted, Withdrawal
from exeat.core.entry import BodyRef, time_text
from exeat.core.facts import AsOf, Facts
from exeat.core.statement import Statement

from .names_listed import list_cells
from .sayings import Background, Saying

What = Literal["statement", "list", "withdrawal", "recording_error", "case", "signing_key", "erasure"]
LEDGER: frozenset[What] = frozenset({"signing_key", "erasure"})
"""What is done to the ledger, and is news of nobody."""


@dataclass(frozen=True, slots=True)
class SaidSince:
    """A statement that is new. `recorded_at` None: read from files, never recorded.

    `rows`, and of a version that supersedes another `added`, `gone` and `changed`: how many names; None = no list, or
    a list without ids, whose rows cannot be followed.
    """

    statement: str
    what: What
    by: str
    stands: bool
    via: str | None = None
    recorded_at: str | None = None
    recorded_by: str | None = None
    rows: int | None = None
    added: int | None = None
    gone: int | None = None
    changed: int | None = None


@dataclass(frozen=True, slots=True)
class EndedSince:
    """A statement that stood then and stands no more; `by`: the new withdrawals or recording errors that name it."""

    statement: str
    by: tuple[str, ...]


def said_since(before: Facts | None, now: Facts) -> tuple[SaidSince, ...]:
    """What is new, by the time of recording, then by key and id. `before` None = nothing was known."""
    known = before.bodies if before is not None else {}
    made = {
        e.body.id: (time_text(e.recorded_at) if e.recorded_at else None, e.recorded_by)
        for e in now.entries
        if isinstance(e.body, BodyRef)
    }
    new = [_said(now, i, b, *made[i]) for i, b in now.bodies.items() if i not in known and not _bookkeeping(b)]
    return tuple(sorted(new, key=lambda s: (s.recorded_at or "", now.key(s.statement), s.statement)))


def _bookkeeping(body: BodyRef) -> bool:
    """Whether a statement says only that another office has one that is shown by itself."""
    return isinstance(body.statement.claim, RecordedElsewhere)


def _of_ledger(body: object) -> bool:
    return isinstance(body, BodyRef) and (_bookkeeping(body) or _what(body.statement) in LEDGER)


def ended_since(before: Facts | None, now: Facts) -> tuple[EndedSince, ...]:
    """What stood then and stands no more, by key and id."""
    if before is None:
        return ()
    naming: dict[str, list[str]] = {}
    for i, s in now.of(Withdrawal, RecordingError):
        if i not in before.statements and isinstance(s.claim, Withdrawal | RecordingError):
            naming.setdefault(s.claim.statement, []).append(i)
    gone = [i for i in before.statements if i not in now.statements]
    return tuple(EndedSince(i, tuple(naming.get(i, ()))) for i in sorted(gone, key=lambda i: (now.key(i), i)))


def _said(now: Facts, id: str, body: BodyRef, at: str | None, recorder: str) -> SaidSince:
    s = body.statement
    rows = body.table.header.rows if body.table is not None else None
    turned = _turned(now, body)
    return SaidSince(
        id, _what(s), s.by, id in now.statements, s.via, at, recorder or None, rows, turned[0], turned[1], turned[2]
    )


def _what(s: Statement) -> What:
    match s.claim:
        case Submitted():
            return "list"
        case Withdrawal():
            return "withdrawal"
        case RecordingError():
            return "recording_error"
        case CaseKept():
            return "case"
        case SigningKey():
            return "signing_key"
        case Erasure():
            return "erasure"
    return "statement"


def _turned(now: Facts, body: BodyRef) -> tuple[int | None, int | None, int | None]:
    """How many names a version of a list adds, leaves out and changes."""
    table = body.table
    if table is None or table.header.supersedes not in now.lists or table.ids() is None:
        return None, None, None
    before = now.lists[table.header.supersedes][1]
    if before.ids() is None:
        return None, None, None
    old, new = (list_cells(t, "").select("record", "cells") for t in (before, table))
    both = new.join(old, on="record", suffix="_old")
    return new.height - both.height, old.height - both.height, both.filter(both["cells"] != both["cells_old"]).height


# ------------------------------------------------------------ the earlier moment


@dataclass(frozen=True, slots=True)
class Since:
    """The earlier moment. `by` recorded: what had been recorded by `moment`, a time; said: what had been said by the
    day `moment`, for nothing was recorded. `moment` None = from the beginning. `chosen`: somebody asked for it.
    `undated`: statements that carry no day, and so are new on no page made by what was said.
    """

    by: Literal["recorded", "said"]
    chosen: bool
    moment: str | None = None
    undated: int = 0


def earlier(now: Facts, since: datetime | None) -> tuple[Facts | None, Since]:
    """The facts at an earlier moment, and which it is. None = nothing was known then.

    `since` None: the last entry of the day before the newest day on which something was recorded (days of UTC), the
    ledger's own entries aside; where
    nothing was recorded, the last day before the newest on which something was said, up to the day of the facts.
    """
    made = [(e.recorded_at, _of_ledger(e.body)) for e in now.entries if e.recorded_at is not None]
    times = sorted({at for at, of_ledger in made if not of_ledger} or {at for at, _ in made})
    return _recorded(now, times, since) if times else _said_by(now, since)


def _recorded(now: Facts, times: list[datetime], since: datetime | None) -> tuple[Facts | None, Since]:
    until = max((t for t in times if t.date() < times[-1].date()), default=None) if since is None else since
    moment = Since("recorded", since is not None, None if until is None else time_text(until))
    if until is None or until < times[0]:
        return None, moment
    return Facts(now.entries, AsOf(until, now.as_of.on)), moment


def _said_by(now: Facts, since: datetime | None) -> tuple[Facts | None, Since]:
    """The statements of days certainly up to the earlier one, and those without a day."""
    background = Background(now)
    days = {i: background.day(Saying(i, now.key(i), b.statement)) for i, b in now.bodies.items()}
    lasts = {i: d.last for i, d in days.items() if d is not None and d.last is not None}
    undated = sum(i not in lasts and not isinstance(b.statement.claim, CaseKept) for i, b in now.bodies.items())
    known = sorted({d for d in lasts.values() if d <= now.as_of.on})
    until = since.date() if since is not None else known[-2] if len(known) > 1 else None
    moment = Since("said", since is not None, None if until is None else until.isoformat(), undated)
    kept = [e for e in now.entries if isinstance(e.body, BodyRef) and _by(lasts.get(e.body.id), until)]
    return Facts(kept, now.as_of), moment


def _by(last: date | None, until: date | None) -> bool:
    return last is None or (until is not None and last <= until)
