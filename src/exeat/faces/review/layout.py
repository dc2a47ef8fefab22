"""A pair as lines of text: two columns of what the lists say, and a word between them on how they stand.

- Every mark is a word: colour and weight only repeat it.
- Stacked, one text stands under the other: for narrow screens, and for ears, which cannot hear columns.
- Nothing is cut off: what is long goes on in the next line, under its own column.
- What the machine says is laid out apart, and only asked for once the pair is judged.
"""

import textwrap
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import zip_longest
from typing import NamedTuple
from unicodedata import combining, east_asian_width

from exeat.faces.texts import Speaker
from exeat.identity.side_by_side import Field, Kin, Origin, Other, SideBySide

from .sitting import Machine

LABEL, MARK = 14, 10  # columns of the field's name and of the mark
HANG = 24  # columns of a number and its bar in a waterfall
NARROW = 60  # columns; with fewer, one record's text stands under the other's
MARKS = {"same": "same", "alike": "alike", "differ": "differ", "left": "only_left", "right": "only_right"}


class Line(NamedTuple):
    """A line and how it is set: `plain`, `head`, `differ` or `note`."""

    text: str
    style: str = "plain"


def pair_lines(say: Speaker, shown: SideBySide, width: int, stacked: bool = False) -> Iterator[Line]:
    """The pair before anybody judges it."""
    set_out = partial(_stacked, say, width) if stacked or width < NARROW else partial(_beside_one_another, width)
    left, right = (_placed(say, end, at) for end, at in (("left", shown.left), ("right", shown.right)))
    yield from set_out(Row("", left, "", right, "head"))
    for row in _origins(say, shown.left, shown.right):
        yield from set_out(row)
    yield Line("")
    for field in shown.fields:
        yield from set_out(_field(say, field))
    for title, lines in _beside(say, shown):
        yield Line("")
        yield from _wrapped(title, width, "", "head")
        for text in lines:
            yield from _wrapped(text, width, "- ", "plain")


def machine_lines(say: Speaker, machine: Machine | None, reasons: Sequence[str] | None, width: int) -> Iterator[Line]:
    """What the machine says of a pair that was judged. `reasons`: None = they are still being worked out."""
    if machine is None:
        yield from _wrapped(say.text("review.machine_none"), width, "", "head")
        return
    decision = say.text(f"review.decision_{machine.decision}")
    figures = {"probability": f"{machine.probability:.4f}", "score": f"{machine.score:.2f}"}
    yield from _wrapped(say.text("review.machine", decision=decision, **figures), width, "", "head")
    for text in [say.text("review.working")] if reasons is None else reasons:
        yield from (Line(part) for part in _hanging(text, width))


def _hanging(text: str, width: int) -> list[str]:
    """A line of a waterfall; what does not fit goes on under its words."""
    lead = " " * min(len(text) - len(text[HANG:].lstrip()), width // 2) if len(text) > HANG else ""
    return textwrap.wrap(text, width, subsequent_indent=lead, break_on_hyphens=False) or [""]


class Row(NamedTuple):
    """A row of the comparison before it is laid out."""

    label: str
    left: str
    mark: str
    right: str
    style: str


def _origins(say: Speaker, left: Origin, right: Origin) -> Iterator[Row]:
    yield Row(say.text("review.listed_by"), _by(say, left), "", _by(say, right), "note")
    if left.source or right.source:
        sources = (say.name(end.source or "-") for end in (left, right))
        yield Row(say.text("review.source"), next(sources), "", next(sources), "note")


def _placed(say: Speaker, end: str, at: Origin) -> str:
    """The record, and the row of the list in which it stands today."""
    row = say.text("review.row", row=at.row)
    place = row if at.record.startswith(f"{at.list}#") else f"{at.list}, {row}"
    return f"{say.text(f'review.{end}')} {at.record} ({place})"


def _by(say: Speaker, origin: Origin) -> str:
    by = say.name(origin.by)
    return by if origin.via is None else say.text("review.listed_via", by=by, via=say.name(origin.via))


def _field(say: Speaker, field: Field) -> Row:
    known = say.text(f"review.field_{field.column}")
    label = field.column if known.startswith("review.field_") else known
    mark = say.text(f"review.{MARKS[field.relation]}")
    return Row(label, field.left or "-", mark, field.right or "-", "differ" if field.relation == "differ" else "plain")


def _beside_one_another(width: int, row: Row) -> Iterator[Line]:
    wide = (width - LABEL - MARK - 3) // 2
    cells = [_cut(t, w) for t, w in zip(row, (LABEL, wide, MARK, wide), strict=False)]
    for a, b, m, c in zip_longest(*cells, fillvalue=""):
        yield Line(f"{_padded(a, LABEL)} {_padded(b, wide)} {_padded(m, MARK)} {c}".rstrip(), row.style)


def _stacked(say: Speaker, width: int, row: Row) -> Iterator[Line]:
    """The name of the field and the mark, then what the left one says, then the right one."""
    if row.label:
        yield Line(f"{row.label}: {row.mark}".rstrip(": "), row.style)
    for end, text in (("left", row.left), ("right", row.right)):
        lead = f"  {say.text(f'review.{end}_says')} " if row.label else ""
        yield from _wrapped(text, width, lead, row.style)


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
