"""The daily page: `today`."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from .frame import View, heading, line, lines, moment, table, view_options
from .recorder import recorded_option, recorders

if TYPE_CHECKING:
    from exeat.evidence.announced import Fallen, Number
    from exeat.evidence.deadlines import Deadline
    from exeat.evidence.since import SaidSince, Since
    from exeat.evidence.today import Owed, Today

MANY = 40  # statements, questions or people of one part that are shown
FEW = 4  # records that are named in one line


@click.command()
@view_options
@recorded_option
@click.option("--since", metavar="TIME", help="Since this time, or the end of this day. Default: as said above.")
@click.option("--days", type=click.IntRange(0, 3660), default=14, help="How far ahead to look for days. Default: 14.")
def today(case: str, on: str, known: str, lang: str, as_json: bool, since: str | None, days: int) -> int:
    """What changed, what is silent, what is near.

    Since the last day of recording before the newest; where nothing was recorded, by the days on which things were
    said. For the intermediary: no copy of it is for a party.
    """
    from exeat.faces.documents import TodayShown, as_document

    view = View(case, on, known, lang, part=True)
    found = view.house.today(view.facts, moment(since), days)
    if as_json:
        view.shown(replace(as_document(TodayShown, found), recorded=recorders(view, found)))
        return 0
    print_today(view, found)
    return 0


def print_today(view: View, found: "Today") -> None:
    """The page, part by part."""
    heading(view.speaker.text("today.title", on=found.on))
    _since(view, found.since)
    _said(view, found)
    _silent(view, found)
    _near(view, found)
    _owed(view, found)
    _announced(view, found)
    _held(view, found)
    _ledger(view, found)


def _since(view: View, since: "Since") -> None:
    key = f"today.since_{since.by}" + ("_all" if since.moment is None else "" if since.chosen else "_default")
    line(view.speaker.text(key, moment=since.moment), 2)
    if since.undated:
        line(view.speaker.text("today.undated", number=since.undated), 2)


def _most(view: View, texts: Iterable[str], bullet: str = "*") -> None:
    """A list, cut where it is long."""
    every = list(texts)
    lines(every[:MANY], 2, bullet)
    if len(every) > MANY:
        line(view.speaker.text("today.more", number=len(every) - MANY), 2, bullet)


# ------------------------------------------------------------ what was said


def _said(view: View, found: "Today") -> None:
    """What is new, and what stands no more."""
    s = view.speaker
    if not found.said:
        line(s.text("today.nothing_said"), 2)
    else:
        heading(s.text("today.said", number=len(found.said)))
        _most(view, (_new(view, one) for one in found.said))
    if found.ended:
        heading(s.text("today.ended", number=len(found.ended)))
        by = (", ".join(view.facts.key(i) for i in e.by) for e in found.ended)
        ended = ((_sentence(view, e.statement), b) for e, b in zip(found.ended, by, strict=True))
        _most(view, (t + (f" [{s.text('today.ended_by', by=b)}]" if b else "") for t, b in ended), "x")


def _new(view: View, said: "SaidSince") -> str:
    s, notes = view.speaker, []
    if said.added is not None:
        notes.append(s.text("today.turned", added=said.added, gone=said.gone, changed=said.changed))
    if not said.stands:
        notes.append(s.text("today.not_standing"))
    if said.recorded_at:
        notes.append(s.text("today.recorded", at=said.recorded_at[:16] + "Z", by=said.recorded_by or "-"))
    return _sentence(view, said.statement) + "".join(f" [{n}]" for n in notes)


def _sentence(view: View, id: str) -> str:
    from exeat.faces.statement_sentences import statement_sentence

    return statement_sentence(view.speaker, id, view.facts.bodies[id].statement)


def _silent(view: View, found: "Today") -> None:
    """Questions without an answer, and those answered."""
    s = view.speaker
    if found.waiting:
        heading(s.text("today.waiting", number=len(found.waiting)))
    texts = []
    for w in found.waiting:
        days = s.text("today.days_unknown") if w.days is None else s.text("today.days", days=w.days)
        texts.append(f"{_sentence(view, w.question)} [{days}]" + (f" [{s.text('today.new')}]" if w.new else ""))
    _most(view, texts, "?")
    if found.answered:
        heading(s.text("today.answered", number=len(found.answered)))
        _most(view, (_sentence(view, i) for i in found.answered))


# ------------------------------------------------------------ days, and names without a word


def _near(view: View, found: "Today") -> None:
    """What begins or ends soon."""
    s = view.speaker
    if not found.deadlines:
        line(s.text("today.no_deadlines", days=found.days), 2)
        return
    heading(s.text("today.deadlines", days=found.days, number=len(found.deadlines)))
    _most(view, (_deadline(view, d) for d in found.deadlines), "!")


def _deadline(view: View, d: "Deadline") -> str:
    s = view.speaker
    day = d.first if d.first == d.last else s.text("today.at_the_earliest", day=d.first, last=d.last)
    ahead = s.text({0: "today.today", 1: "today.tomorrow"}.get(d.days, "today.in_days"), days=d.days)
    what = s.text(f"today.{d.kind}", about=d.about)
    return f"{day} ({ahead}): {s.text(f'today.{d.turn}')}: {what}" + _records(view, d.records)


def _records(view: View, records: tuple[str, ...]) -> str:
    if not records:
        return ""
    named = ", ".join(records[:FEW])
    if len(records) > FEW:
        named = view.speaker.text("today.and_more", records=named, number=len(records) - FEW)
    return f": {named}"


def _owed(view: View, found: "Today") -> None:
    """Names on which somebody owes a word."""
    s = view.speaker
    owing = [o for o in found.owed if o.names or o.before]
    if owing:
        heading(s.text("today.owed", number=sum(o.names for o in owing)))
        lines((_owing(view, o) for o in owing), 2, "!")
    else:
        line(s.text("today.nobody_owes"), 2)
    if found.additional:
        line(s.text("today.additional", number=found.additional), 2, "?")


def _owing(view: View, o: "Owed") -> str:
    s = view.speaker
    text = s.text(f"today.owed_{o.what}", list=o.list, power=s.name(o.power), names=o.names, before=o.before)
    return text + (f" [{s.text('today.longest', days=o.days)}]" if o.days is not None else "")


# ------------------------------------------------------------ announced, verified


def _announced(view: View, found: "Today") -> None:
    """Numbers side by side, what fell, and the people announced."""
    s = view.speaker
    if found.numbers or found.fallen:
        heading(s.text("today.numbers"))
    lines((_fallen(view, f) for f in found.fallen), 2, "!")
    _most(view, (_number(view, n) for n in found.numbers))
    unseen = [a for a in found.announced if not a.verified]
    seen = [a for a in found.announced if a.verified]
    if unseen:
        heading(s.text("today.unverified", number=len(unseen)))
    handed = s.text("today.handed_over")
    by = (", ".join(s.name(b) for b in a.by) for a in unseen)
    texts = (s.text("today.announced_by", person=a.person, by=b) for a, b in zip(unseen, by, strict=True))
    _most(view, (t + (f" [{handed}]" if a.handed_over else "") for t, a in zip(texts, unseen, strict=True)), "!")
    if seen:
        heading(s.text("today.verified_as", number=len(seen)))
        _most(view, (s.text("today.verified_words", person=a.person, words="; ".join(a.verified)) for a in seen))


def _number(view: View, n: "Number") -> str:
    s = view.speaker
    who = s.name(n.by) + (s.text("cli.via", via=s.name(n.via)) if n.via else "")
    about = s.text("today.of_rows" if n.counted else "today.of_group", about=s.name(n.about)) if n.about else ""
    day = n.day.text if n.day else s.text("today.no_day")
    text = s.text(f"today.{n.what}_number", of=n.of, number=n.number)
    return ", ".join(p for p in (f"{text} {about}".rstrip(), who, day) if p)


def _fallen(view: View, f: "Fallen") -> str:
    s = view.speaker
    key = "today.taken_back" if f.later_statement is None else "today.fallen"
    about = f", {s.name(f.about)}" if f.about else ""
    return s.text(key, by=s.name(f.by), of=f.of, about=about, earlier=f.earlier, later=f.later)


# ------------------------------------------------------------ held and released


def _held(view: View, found: "Today") -> None:
    """Newly held beside newly released, and held after a release."""
    s = view.speaker
    if found.newly:
        heading(s.text("today.newly"))
        head = tuple(s.text(f"today.head_{h}") for h in ("held", "released", "gone", "power"))
        rows = [(str(len(n.held)), str(len(n.released)), str(len(n.gone)), s.name(n.power)) for n in found.newly]
        table(rows, head, frozenset({0, 1, 2}))
        line(s.text("today.newly_note"), 2)
    else:
        line(s.text("today.no_newly"), 2)
    if found.again:
        heading(s.text("today.again", number=len(found.again)))
    for a in found.again[:MANY]:
        on, after = (s.text("today.on", on=d) if d else s.text("today.no_day") for d in (a.released_on, a.held_on))
        who = {"released_by": s.name(a.released_by), "held_by": s.name(a.held_by), "power": s.name(a.power)}
        line(s.text("today.again_line", person=a.person, released_on=on, held_on=after, **who), 2, "!")
        if not a.certain:
            line(s.text("today.uncertain"), 4)
        if a.promises:
            line(s.text("today.promise", clauses=", ".join(a.promises)), 4)


def _ledger(view: View, found: "Today") -> None:
    """What was done to the ledger itself, behind all that is of people."""
    if found.ledger:
        heading(view.speaker.text("today.ledger", number=len(found.ledger)))
        _most(view, (_new(view, one) for one in found.ledger))


COMMANDS = (today,)
