"""The picture of an exchange of many parties: the parties in a ring, and an arrow for what each gives to another.

- The numbers are those of the plan as it stands, person by person nothing. Arrows bend to the right of their way, so
  that what goes and what comes back are two.
"""

from collections.abc import Mapping, Sequence
from math import cos, hypot, pi, sin

from markupsafe import Markup

from exeat.clearing.document import Flow, Plan
from exeat.faces.party_sentences import flow_sentence, many, sentences

from . import svg
from .nouns import Picture
from .words import Words, markup, plain

BOX, RING, HEIGHT = 132.0, 165.0, 430.0
Point = tuple[float, float]


def exchange_picture(words: Words, plan: Plan) -> Picture | None:
    """Who gives how many to whom; None for an exchange of two, or where there is none."""
    if not many(plan) or not plan.flows:
        return None
    parties = [p.party for p in plan.parties or ()]
    at = _ring(parties)
    out = {p.party for p in plan.parties or () if not p.takes_part}
    arrows = [part for flow in plan.flows for part in _arrows(flow, at)]
    boxes = [_box(words, p, at[p], plan.flows, p in out) for p in parties]
    told = [*(flow_sentence(words, f) + "." for f in plan.flows), *sentences(words, plan)]
    title = words.plain("parties.picture")
    drawing = svg.drawing("exchange", title, " ".join(map(plain, told)), HEIGHT, [*arrows, *boxes])
    return Picture(title, drawing, words.html("parties.picture_caption"), tuple(markup(t) for t in told))


def _ring(parties: Sequence[str]) -> dict[str, Point]:
    """Where each party stands: the first at the top, the others round with the clock."""
    turns = [2 * pi * n / len(parties) - pi / 2 for n in range(len(parties))]
    return {
        p: (svg.WIDTH / 2 + 1.55 * RING * cos(t), HEIGHT / 2 + RING * sin(t))
        for p, t in zip(parties, turns, strict=True)
    }


def _box(words: Words, party: str, at: Point, flows: Sequence[Flow], out: bool) -> Markup:
    """A party, and how many it releases where they are."""
    here = sum(f.people for f in flows if f.from_ == party and f.to is None)
    name = plain(words.name(party))
    height = svg.box_height(name, BOX)
    box = svg.box(round(at[0] - BOX / 2, 1), round(at[1] - height / 2, 1), BOX, height, name, "out" if out else "power")
    if not here:
        return box
    told = plain(words.text("parties.released_here", number=here))
    return box + svg.text(at[0], at[1] + height / 2 + 15, told, "who", "middle")


def _arrows(flow: Flow, at: Mapping[str, Point]) -> list[Markup]:
    """People to their destination; of those released where they are, a dashed arrow to whoever asked.

    Remains of the dead are told in sentences alone.
    """
    if flow.to is not None and flow.to in at:
        return [_arrow(at[flow.from_], at[flow.to], flow.people, "said")] if flow.remains is None else []
    if flow.to is None and flow.asked_by in at and flow.remains is None:
        return [_arrow(at[flow.from_], at[str(flow.asked_by)], flow.people, "hedged")]
    return []


def _arrow(start: Point, end: Point, people: int, css: str) -> Markup:
    """A bent arrow from the edge of one box to that of another, with its number in the middle."""
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    aside = (-along[1], along[0])
    bend = ((start[0] + end[0]) / 2 + aside[0] * 34, (start[1] + end[1]) / 2 + aside[1] * 34)
    a, b = _edge(start, bend), _edge(end, bend)
    path = Markup('<path d="M{} {} Q{} {} {} {}" class="{} bent"/>').format(*map(_r, (*a, *bend, *b)), css)
    middle = ((a[0] + 2 * bend[0] + b[0]) / 4, (a[1] + 2 * bend[1] + b[1]) / 4)
    label = svg.text(middle[0] + aside[0] * 9, middle[1] + aside[1] * 9 + 5, str(people), "label", "middle")
    return path + _head(bend, b) + label


def _edge(box: Point, to: Point) -> Point:
    """Where the line from a box to a point leaves the box."""
    dx, dy = to[0] - box[0], to[1] - box[1]
    wide, high = BOX / 2 + 4, 26.0
    share = min(wide / abs(dx) if dx else 9e9, high / abs(dy) if dy else 9e9, 1.0)
    return (box[0] + dx * share, box[1] + dy * share)


def _head(behind: Point, tip: Point) -> Markup:
    length = hypot(tip[0] - behind[0], tip[1] - behind[1]) or 1.0
    x, y = (tip[0] - behind[0]) / length, (tip[1] - behind[1]) / length
    left, right = (tip[0] - 10 * x + 5 * y, tip[1] - 10 * y - 5 * x), (tip[0] - 10 * x - 5 * y, tip[1] - 10 * y + 5 * x)
    return Markup('<path d="M{} {} L{} {} L{} {} z" class="head"/>').format(*map(_r, (*tip, *left, *right)))


def _r(number: float) -> float:
    return round(number, 1)
