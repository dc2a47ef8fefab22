"""Two pictures: who is said to hold, pay, claim, and would release whom; and what number each speaker gives.

- Everything drawn was said: each arrow and each bar names who says so. Dashed: hedged, or denied.
- Claims about groups alone: no arrow points to a person.
- Numbers stand on a logarithmic axis, so that dozens and thousands can both be read; an open end is an arrow.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil, floor, log10

from markupsafe import Markup

from exeat.core import claims as c
from exeat.core import clauses as cl
from exeat.core.case import Case
from exeat.core.facts import PEOPLE_LISTS, Facts
from exeat.core.statement import Statement
from exeat.terms.terms import Term

from . import svg
from .nouns import Picture
from .words import Words, by_key, markup, plain

LEFT, RIGHT, FROM, TO = 178, 530, 186, 524  # the boxes' inner edges, and where arrows start and end
SAID, HEDGED, OFFERED = "said", "hedged", "offered"


@dataclass(slots=True)
class Arrow:
    """What somebody says of a source and a target. `tellers`: each speaker, and through whom; `ids`: the statements."""

    source: str
    target: str
    label: str
    css: str
    tellers: dict[str, list[str]] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)


def pictures(words: Words, facts: Facts, terms: Iterable[Term]) -> tuple[Picture, ...]:
    """The pictures of a case; one that would be empty is left out."""
    arrows = _merged(_Arrows(words, facts), terms)
    made = [_flow(words, facts.case, arrows)] if arrows else []
    bars = _bars(words, facts)
    return (*made, _numbers(words, bars)) if bars else tuple(made)


# ------------------------------------------------------------ what the arrows are


class _Arrows:
    """Statements about groups and powers as arrows."""

    def __init__(self, words: Words, facts: Facts) -> None:
        self.words, self.facts, self.say = words, facts, words.text

    def all(self, terms: Iterable[Term]) -> Iterable[tuple[str, Statement, Arrow]]:
        for i, s in by_key(self.facts):
            for arrow in self._of(s):
                if "#" not in arrow.source + arrow.target:
                    yield i, s, arrow
        for t in terms:
            for arrow in self._of_clause(t.clause, t.by):
                yield t.statement, self.facts.statements[t.statement], arrow

    def _of(self, s: Statement) -> Iterable[Arrow]:
        name, css = self.words.name, HEDGED if s.hedge or s.act == "denies" else SAID
        match s.claim:
            case c.Custody(subject, power, role):
                yield Arrow(power, subject, self._label(s, f"flow_{role}"), css)
            case c.Transferred(subject, from_, to):
                yield Arrow(from_, subject, self._label(s, "flow_transferred", to=name(to)), css)
            case c.Payment(payer, payee, purpose):
                yield Arrow(payer, payee, self._label(s, "flow_pays", purpose=purpose), css)
            case c.StatusLabel(subject, label):
                key = "flow_denies_label" if s.act == "denies" else "flow_label"
                yield Arrow(s.by, subject, self.say(f"report.{key}", label=label), css)
            case c.Submitted() if s.claim.holder and s.claim.group and s.claim.of in PEOPLE_LISTS:
                label = self.say("report.flow_holds_listed", list=s.claim.list)
                yield Arrow(s.claim.holder, s.claim.group, label, css)
            case c.Allegation(subject, conduct, stage, share):
                stage_ = self.say(f"report.stage_{stage}")
                key = "flow_alleges_share" if share else "flow_alleges"
                label = self._label(s, key, conduct=conduct, stage=stage_, share=share or "")
                yield Arrow(s.by, subject, label, css)
            case c.CourtOrder(court, covers, binds) if s.act != "denies":
                bound = ", ".join(name(b) for b in binds)
                label = self.say(f"report.flow_order_{s.claim.effect}", binds=bound)
                yield from (Arrow(court, group, label, css) for group in covers)

    def _label(self, s: Statement, key: str, **values: str) -> str:
        label = self.say(f"report.{key}", **values)
        return self.say("report.flow_denied", what=label) if s.act == "denies" else label

    def _of_clause(self, clause: cl.Clause, by: str) -> Iterable[Arrow]:
        match clause:
            case cl.Release():
                keys = {"transfer": "flow_would_transfer", "release": "flow_would_release", None: "flow_would_let_go"}
                to = self.words.name(clause.to) if clause.to else self.say("report.flow_not_said")
                label = self.say(f"report.{keys[clause.act]}", clause=clause.id, to=to)
                yield Arrow(clause.from_, self._group(clause.selection), label, OFFERED)
            case cl.Include():
                key = "flow_would_include" if clause.from_ else "flow_names_as_part"
                label = self.say(f"report.{key}", clause=clause.id)
                yield Arrow(clause.from_ or by, self._group(clause.selection), label, OFFERED)

    def _group(self, selection: cl.Selector) -> str:
        header = self.facts.lists[selection.list][1].header if selection.list in self.facts.lists else None
        return selection.group or (header and header.group) or selection.list or ""


def _merged(found: _Arrows, terms: Iterable[Term]) -> list[Arrow]:
    """One arrow for all who say the same, in an order that does not depend on the recording."""
    merged: dict[tuple[str, ...], Arrow] = {}
    for i, s, arrow in found.all(terms):
        held = merged.setdefault((arrow.target, arrow.source, arrow.css, arrow.label), arrow)
        hedge = f" “{s.hedge}”" if s.hedge else ""
        relays = held.tellers.setdefault(found.words.name(s.by), [])
        if s.via or hedge:
            relays.append(f"{found.words.name(s.via) if s.via else ''}{hedge}".strip())
        held.ids.append(i)
    order = {SAID: 0, HEDGED: 1, OFFERED: 2}
    return sorted(merged.values(), key=lambda a: (a.target, a.source, order[a.css], a.label))


def _who(tellers: dict[str, list[str]]) -> str:
    """Each speaker once, and in brackets through whom."""
    shown = (f"{who} ({', '.join(dict.fromkeys(via))})" if via else who for who, via in sorted(tellers.items()))
    return "; ".join(shown)


# ------------------------------------------------------------ the first picture


def _flow(words: Words, case: Case, arrows: list[Arrow]) -> Picture:
    groups = [g.id for g in case.groups]
    order = {g: n for n, g in enumerate(groups)}
    targets = sorted({a.target for a in arrows}, key=lambda t: (order.get(t, len(order)), t))
    y, parts = 8.0, []
    for target in targets:
        drawn, height = _band(words, target, target in groups, [a for a in arrows if a.target == target], y)
        parts += drawn
        y += height + 26
    title = words.plain("report.flow_title")
    told = [_told(words, a) for a in arrows]
    drawing = svg.drawing("flow", title, " ".join(plain(t) for t in told), y, parts)
    linked = tuple(markup(t) + " " + words.links(sorted(a.ids)) for t, a in zip(told, arrows, strict=True))
    return Picture(title, drawing, words.html("report.flow_caption"), linked)


def _told(words: Words, a: Arrow) -> str:
    values = {"source": words.name(a.source), "label": a.label, "target": words.name(a.target)}
    return words.text("report.flow_told", who=_who(a.tellers), **values)


def _band(words: Words, target: str, group: bool, arrows: list[Arrow], y: float) -> tuple[list[Markup], float]:
    """All arrows to one box, those from one source below one another."""
    parts: list[Markup] = []
    at = y
    for source in dict.fromkeys(a.source for a in arrows):
        drawn, height = _source(words, source, [a for a in arrows if a.source == source], at)
        parts += drawn
        at += height + 10
    name = plain(words.name(target))
    height = max(at - 10 - y, svg.box_height(name, svg.WIDTH - RIGHT))
    parts.append(svg.box(RIGHT, y, svg.WIDTH - RIGHT - 1, height, name, "group" if group else "power"))
    return parts, height


def _source(words: Words, source: str, arrows: list[Arrow], y: float) -> tuple[list[Markup], float]:
    parts: list[Markup] = []
    at = y
    for a in arrows:
        drawn, height = _row(a, at)
        parts += drawn
        at += height
    name = plain(words.name(source))
    height = max(at - y, svg.box_height(name, LEFT))
    return [*parts, svg.box(1, y, LEFT - 1, height, name, "power")], height


def _row(a: Arrow, y: float) -> tuple[list[Markup], float]:
    """A label, the arrow under it, and below it who says so."""
    room, middle = TO - FROM - 30, (FROM + TO) / 2 - 4
    label, who = svg.broken(plain(a.label), room, 13), svg.broken(plain(_who(a.tellers)), room, 11.5)
    line = y + 8 + 16 * len(label)
    parts = [
        svg.column(middle, y + 16, label, 16, "label", "middle"),
        svg.arrow(FROM, TO, line, a.css),
        svg.column(middle, line + 15, who, 14, "who", "middle"),
    ]
    return parts, line - y + 15 + 14 * len(who)


# ------------------------------------------------------------ the second picture


@dataclass(slots=True)
class Bar:
    """A number that somebody gives of a group: the words, the interval they allow, who says so."""

    group: str
    words: str
    least: int
    most: int | None
    denied: bool
    tellers: dict[str, list[str]] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)


def _bars(words: Words, facts: Facts) -> list[Bar]:
    bars: dict[tuple[object, ...], Bar] = {}
    for i, s, made in _counted(words, facts):
        key = (made.group, made.words, made.denied, s.by)
        bar = bars.setdefault(key, made)
        relays = bar.tellers.setdefault(words.name(s.by), [])
        relays += [words.name(s.via)] if s.via else []
        bar.ids.append(i)
    groups = {g.id: n for n, g in enumerate(facts.case.groups)}
    first = sorted(bars.values(), key=lambda b: (b.group, b.least, b.words, _who(b.tellers)))
    return sorted(first, key=lambda b: groups.get(b.group, len(groups)))


def _counted(words: Words, facts: Facts) -> Iterable[tuple[str, Statement, Bar]]:
    for i, s in by_key(facts):
        match s.claim:
            case c.Counted(group, number):
                yield i, s, Bar(group, f"“{number.words}”", number.least, number.most, s.act == "denies")
            case c.Submitted() if s.claim.group and s.claim.of in PEOPLE_LISTS and s.claim.list in facts.current:
                shown = words.text("report.count_list", list=s.claim.list)
                yield i, s, Bar(s.claim.group, shown, s.claim.rows, s.claim.rows, False)


def _numbers(words: Words, bars: list[Bar]) -> Picture:
    axis = _Axis(bars)
    parts, y = [], 30.0
    for n, bar in enumerate(bars):
        if n == 0 or bars[n - 1].group != bar.group:
            heading = svg.broken(plain(words.name(bar.group)), svg.WIDTH, 14)
            parts.append(svg.column(0, y + 22, heading, 18, "group-name"))
            y += 30 + 18 * (len(heading) - 1)
        drawn, height = _bar(words, bar, axis, y)
        parts += drawn
        y += height
    told = [_bar_told(words, b) for b in bars]
    everything = [axis.drawn(y + 6), *parts]
    title = words.plain("report.numbers_title")
    drawing = svg.drawing("numbers", title, " ".join(map(plain, told)), y + 14, everything)
    linked = tuple(markup(t) + " " + words.links(sorted(b.ids)) for t, b in zip(told, bars, strict=True))
    return Picture(title, drawing, words.html("report.numbers_caption"), linked)


def _bar_told(words: Words, b: Bar) -> str:
    values = {"group": words.name(b.group), "words": b.words, "interval": _interval(words, b), "who": _who(b.tellers)}
    return words.text("report.numbers_denied" if b.denied else "report.numbers_told", **values)


def _interval(words: Words, b: Bar) -> str:
    if b.most is None:
        return words.text("report.or_more", least=b.least)
    return str(b.least) if b.least == b.most else words.text("report.from_to", least=b.least, most=b.most)


class _Axis:
    """A logarithmic axis over whole powers of ten that hold every number; 0 stands where it begins."""

    start, end = 322.0, 606.0

    def __init__(self, bars: list[Bar]) -> None:
        ends = [n for b in bars for n in (b.least, b.most) if n] or [1]
        self.low = floor(log10(min(ends)))
        self.high = max(ceil(log10(max(ends) * 1.5)), self.low + 1)

    def at(self, number: int) -> float:
        if number <= 0:
            return self.start
        share = (log10(number) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def drawn(self, bottom: float) -> Markup:
        ticks = [10**n for n in range(self.low, self.high + 1)]
        marks = [svg.line(self.at(t), 24, self.at(t), bottom, "tick") for t in ticks]
        figures = [svg.text(self.at(t), 16, f"{t:,}".replace(",", " "), "who", "middle") for t in ticks]
        return Markup("").join([*marks, *figures])


def _bar(words: Words, b: Bar, axis: _Axis, y: float) -> tuple[list[Markup], float]:
    """Who says it in which words, the interval on the axis, and the interval in figures."""
    speaker = svg.broken(plain(_who(b.tellers)), 290, 11.5)
    said = svg.broken(plain(words.text("report.flow_denied", what=b.words) if b.denied else b.words), 290, 13)
    height = 17 * len(said) + 14 * len(speaker) + 10
    middle = y + height / 2 - 2
    parts = [svg.column(14, y + 14, said, 17, "label"), svg.column(14, y + 14 + 17 * len(said) - 2, speaker, 14, "who")]
    parts.append(_mark(b, axis, middle))
    parts.append(svg.text(svg.WIDTH - 2, middle + 4, plain(_interval(words, b)), "label", "end"))
    return parts, height


def _mark(b: Bar, axis: _Axis, y: float) -> Markup:
    css = HEDGED if b.denied else SAID
    if b.least == b.most:
        return Markup('<circle cx="{}" cy="{}" r="5" class="dot"/>').format(round(axis.at(b.least), 1), round(y, 1))
    if b.most is None:
        start = axis.at(b.least)
        return svg.line(start, y - 5, start, y + 5, css) + svg.arrow(start, axis.end + 10, y, css)
    ends = axis.at(b.least), max(axis.at(b.most), axis.at(b.least) + 4)
    stops = [svg.line(x, y - 5, x, y + 5, css) for x in ends]
    return Markup("").join([*stops, svg.line(*(ends[0], y, ends[1], y), f"{css} wide")])
