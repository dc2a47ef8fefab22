"""Announced, handed over, verified: counted apart, by who says it, side by side; and what of it fell.

- An announcement is never a verification. A person announced and verified by nobody is named as that.
- A verification keeps its own words: what was verified may be the opposite of what was announced.
- A number that its own speaker later gives lower is shown, and so is one that falls because words were taken back.
- A number about a group stays with the group.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from exeat.core.claims import Announcement, HandoverRecord, Verification
from exeat.core.counts import Count
from exeat.core.dates import PartialDate, certainly_before
from exeat.core.facts import Facts
from exeat.core.statement import Statement

from .names_listed import versions
from .sayings import FACTUAL, Background, Saying

if TYPE_CHECKING:
    import polars as pl

Persons = Callable[["pl.Series"], "pl.Series"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number that somebody gives. `what`: announced | verified; `of`: the act announced, or the state verified.

    `about`: the group, or the list whose rows were counted (`counted`); None = nobody by name.
    """

    what: Literal["announced", "verified"]
    of: str
    number: str
    by: str
    statement: str
    counted: bool
    about: str | None = None
    via: str | None = None
    day: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Fallen:
    """A verified number that went down: by whom, of what; `later_statement` None = words were taken back."""

    by: str
    of: str
    earlier: str
    later: str
    about: str | None = None
    earlier_statement: str | None = None
    later_statement: str | None = None


@dataclass(frozen=True, slots=True)
class AnnouncedPerson:
    """A person whom somebody announced. `verified`: who verified what (`monitor: at home`), sorted; empty = nobody.

    `handed_over`: a handover record says so.
    """

    person: str
    by: tuple[str, ...]
    statements: tuple[str, ...]
    verified: tuple[str, ...]
    handed_over: bool


def numbers(facts: Facts) -> tuple[Number, ...]:
    """Every number announced or verified, those of rows counted by the list; by day, then by who says it."""
    background = Background(facts)
    found = [*_given(facts, background), *_counted(facts, background)]
    return tuple(sorted(found, key=lambda n: (n.day is None, _last(n.day), n.what, n.by, n.statement, n.of)))


def _last(day: PartialDate | None) -> str:
    return "" if day is None else str(day.last or "9999")


def _given(facts: Facts, background: Background) -> Iterator[Number]:
    for i, s in facts.of(Announcement, Verification):
        number = _number(i, s, background.day(Saying(i, facts.key(i), s)))
        if number is not None and s.act in FACTUAL:
            yield number


def _number(id: str, s: Statement, day: PartialDate | None) -> Number | None:
    match s.claim:
        case Announcement(act=of, subject=about, number=Count(words=words), on=on):
            return Number("announced", of, words, s.by, id, False, about, s.via, on or day)
        case Verification(state=of, subject=about, number=Count(words=words), on=on):
            return Number("verified", of, words, s.by, id, False, about, s.via, on or day)
    return None


def _counted(facts: Facts, background: Background) -> Iterator[Number]:
    """How many names each list of verifications has under each state."""
    for name, (i, table) in sorted(facts.current.items()):
        if table.header.of == "verified":
            s = facts.statements[i]
            day = background.day(Saying(i, facts.key(i), s))
            for state, number in sorted(_states(facts, name).items()):
                yield Number("verified", state, str(number), s.by, i, True, name, s.via, day)


def _states(facts: Facts, name: str) -> dict[str, int]:
    import polars as pl

    rows = facts.said_in(name).drop_nulls("state")
    return dict(rows.group_by("state").agg(pl.col("subject").n_unique()).iter_rows())


# ------------------------------------------------------------ what fell


def fallen(before: Facts | None, now: Facts) -> tuple[Fallen, ...]:
    """The verified numbers that went down: as one speaker said them, from version to version, by words taken back."""
    found = dict.fromkeys([*_lower(before, now), *_fewer_rows(now), *_taken_back(before, now)])
    return tuple(sorted(found, key=lambda f: (f.by, f.of, f.about or "", f.earlier_statement or "")))


def _lower(before: Facts | None, now: Facts) -> Iterator[Fallen]:
    """A number that its speaker gives later, and certainly lower."""
    known = before.bodies if before is not None else {}
    series: dict[tuple[str, str, str | None], list[Number]] = {}
    for n in numbers(now):
        if n.what == "verified" and not n.counted:
            series.setdefault((now.case.power_of(n.by), n.of, n.about), []).append(n)
    for told in series.values():
        for a, b in pairwise(sorted(told, key=lambda n: n.day is None and n.statement not in known)):
            if _later(a, b, n_known=a.statement in known, n_new=b.statement not in known) and _less(now, a, b):
                yield Fallen(b.by, b.of, a.number, b.number, b.about, a.statement, b.statement)


def _later(a: Number, b: Number, n_known: bool, n_new: bool) -> bool:
    """Whether a number was given after another: by their days, or, where one is undated, by when it became known."""
    if a.day is not None and b.day is not None:
        return certainly_before(a.day, b.day)
    return n_known and n_new


def _less(now: Facts, a: Number, b: Number) -> bool:
    """Whether the words of one number allow nothing that those of the other allow, and are below it."""
    first, then = (_count(now, n.statement) for n in (a, b))
    return first is not None and then is not None and then.most is not None and then.most < first.least


def _count(now: Facts, statement: str) -> Count | None:
    claim = now.statements[statement].claim
    return claim.number if isinstance(claim, Verification) else None


def _fewer_rows(now: Facts) -> Iterator[Fallen]:
    """A version of a list of verifications with fewer names under a state than the one before."""
    for name, (i, table) in sorted(now.current.items()):
        if table.header.of != "verified" or table.header.supersedes not in now.lists:
            continue
        for a, b in pairwise(versions(now, name)):
            then, later = _states(now, a.list), _states(now, b.list)
            for state, number in sorted(then.items()):
                if later.get(state, 0) < number:
                    by = now.statements[i].by
                    yield Fallen(by, state, str(number), str(later.get(state, 0)), name, a.statement, b.statement)


def _taken_back(before: Facts | None, now: Facts) -> Iterator[Fallen]:
    """Verified names and numbers that stood then, and whose statement stands no more."""
    if before is None:
        return
    for n in numbers(before):
        if n.what == "verified" and n.statement not in now.statements:
            yield Fallen(n.by, n.of, n.number, "-", n.about, n.statement, None)
    for i, s in before.of(Verification):
        if isinstance(s.claim, Verification) and s.claim.number is None and i not in now.statements:
            yield Fallen(s.by, s.claim.state, s.claim.subject, "-", None, i, None)


# ------------------------------------------------------------ person by person


def announced(facts: Facts, persons: Persons) -> tuple[AnnouncedPerson, ...]:
    """Everybody whom somebody announced by name, by person."""
    import polars as pl

    told = _of(facts, Announcement, persons).group_by("person").agg(pl.col("by", "statement").unique().sort())
    verified = _of(facts, Verification, persons).with_columns(word=pl.col("by") + ": " + pl.col("state"))
    verified = verified.group_by("person").agg(pl.col("word").drop_nulls().unique().sort())
    handed = _of(facts, HandoverRecord, persons).filter(pl.col("outcome") == "handed_over")
    found = told.join(verified, on="person", how="left").with_columns(
        pl.col("word").fill_null([]), handed=pl.col("person").is_in(handed["person"].unique().implode())
    )
    rows = found.sort("person").select("person", "by", "statement", "word", "handed").iter_rows()
    return tuple(AnnouncedPerson(p, tuple(by), tuple(s), tuple(w), h) for p, by, s, w, h in rows)


def _of(facts: Facts, claim: type, persons: Persons) -> "pl.DataFrame":
    """What is said of single records with a kind of claim, and the person of each."""
    import polars as pl

    said = facts.frame(claim).filter(pl.col("act").is_in(sorted(FACTUAL)), pl.col("subject").str.contains("#"))
    return said.with_columns(persons(said["subject"]).alias("person"))
