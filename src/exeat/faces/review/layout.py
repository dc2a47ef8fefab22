"""A pair as lines of text: two columns of what the lists say, and a word between them on how they stand.

- Every mark is a word: colour and weight only repeat it.
- Nothing is cut off: what is long goes on in the next line, under its own column.
- What the machine says is laid out apart, and only asked for once the pair is judged.
"""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple
from unicodedata import combining, east_asian_width

from exeat.faces.texts import Speaker
from exeat.identity.side_by_side import Field, Kin, Origin, Other, SideBySide

from .sitting import Machine

LABEL, MARK, LEAST = 14, 10, 12  # columns of the field's name, of the mark, and the fewest for a text
MARKS = {"same": "same", "alike": "alike", "differ": "differ", "left": "only_left", "right": "only_right"}


class Line(NamedTuple):
    """A line and how it is set: `plain`, `head`, `differ` or `note`."""

    text: str
    style: str = "plain"


def pair_lines(say: Speaker, shown: SideBySide, width: int) -> Iterator[Line]:
    """The pair before anybody judges it."""
    wide = max(LEAST, (width - LABEL - MARK - 3) // 2)
    ends = (_placed(say, end, at) for end, at in (("left", shown.left), ("right", shown.right)))
    yield from _row("", next(ends), "", next(ends), wide, "head")
    for label, left, right in _origins(say, shown.left, shown.right):
        yield from _row(label, left, "", right, wide, "note")
    yield Line("")
    for field in shown.fields:
        yield from _field(say, field, wide)
    for title, lines in _beside(say, shown):
        yield Line("")
        yield from _wrapped(title, width, "", "head")
        for text in lines:
            yield from _wrapped(text, width, "- ", "plain")


def machine_lines(say: Speaker, machine: Machine | None, width: int) -> Iterator[Line]:
    """What the machine says of a pair that was judged."""
    if machine is None:
        yield from _wrapped(say.text("review.machine_none"), width, "", "head")
        return
    decision = say.text(f"review.decision_{machine.decision}")
    figures = {"probability": f"{machine.probability:.4f}", "score": f"{machine.score:.2f}"}
    yield from _wrapped(say.text("review.machine", decision=decision, **figures), width, "", "head")
    for text in machine.lines:
        yield Line(text)


def _origins(say: Speaker, left: Origin, right: Origin) -> Iterator[tuple[str, str, str]]:
    yield say.text("review.listed_by"), _by(say, left), _by(say, right)
    if left.source or right.source:
        yield say.text("review.source"), say.name(left.source or "-"), say.name(right.source or "-")


def _placed(say: Speaker, end: str, at: Origin) -> str:
    """The record, and the row of the list in which it stands today."""
    row = say.text("review.row", row=at.row)
    place = row if at.record.startswith(f"{at.list}#") else f"{at.list}, {row}"
    return f"{say.text(f'review.{end}')} {at.record} ({place})"


def _by(say: Speaker, origin: Origin) -> str:
    by = say.name(origin.by)
    return by if origin.via is None else say.text("review.listed_via", by=by, via=say.name(origin.via))


def _field(say: Speaker, field: Field, wide: int) -> Iterator[Line]:
    known = say.text(f"review.field_{field.column}")
    label = field.column if known.startswith("review.field_") else known
    mark = say.text(f"review.{MARKS[field.relation]}")
    style = "differ" if field.relation == "differ" else "plain"
    return _row(label, field.left or "-", mark, field.right or "-", wide, style)


def _row(label: str, left: str, mark: str, right: str, wide: int, style: str) -> Iterator[Line]:
    cells = [_cut(label, LABEL), _cut(left, wide), _cut(mark, MARK), _cut(right, wide)]
    for a, b, m, c in zip_longest(*cells, fillvalue=""):
        yield Line(f"{_padded(a, LABEL)} {_padded(b, wide)} {_padded(m, MARK)} {c}".rstrip(), style)


def _padded(text: str, width: int) -> str:
    """A text as wide as its column; signs above and below letters take no place, those of East Asia take two."""
    taken = sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)
    return text + " " * (width - taken)


def _cut(text: str, width: int) -> list[str]:
    return textwrap.wrap(_visible(text), width) or [""]


def _visible(text: str) -> str:
    """Without signs that would move the cursor or turn the writing round."""
    return "".join(c if c.isprintable() else " " for c in text)


def _wrapped(text: str, width: int, lead: str, style: str) -> Iterator[Line]:
    follow = " " * len(lead)
    for line in textwrap.wrap(_visible(text), width, initial_indent=lead, subsequent_indent=follow):
        yield Line(line, style)


def _beside(say: Speaker, shown: SideBySide) -> Iterator[tuple[str, list[str]]]:
    """Kin, then other records of the two persons, then rivals; what there is nothing of is left out."""
    kin = sorted(shown.kin, key=lambda k: not k.between)
    groups = [("review.kin", [_kin(say, k) for k in kin])]
    for name, others in (("joined", shown.joined), ("rivals", shown.rivals)):
        groups += [(f"review.{name}_{of}", _others(say, others, of)) for of in ("left", "right")]
    return ((say.text(title), lines) for title, lines in groups if lines)


def _others(say: Speaker, others: Sequence[Other], of: str) -> list[str]:
    return [_other(say, other) for other in others if other.of == of]


def _other(say: Speaker, other: Other) -> str:
    id = "review.other" if other.born is None else "review.other_born"
    return say.text(id, record=other.record, name=other.name or "-", born=other.born)


def _kin(say: Speaker, kin: Kin) -> str:
    relation = say.text("review.kin_relation", relation=kin.relation) if kin.relation else ""
    values = {"by": say.name(kin.by), "act": say.text(f"review.act_{kin.act}"), "relation": relation}
    id = "review.kin_between" if kin.between else "review.kin_other"
    return say.text(id, **values, record=kin.record, relative=kin.relative)
