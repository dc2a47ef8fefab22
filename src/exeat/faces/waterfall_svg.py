"""The waterfall of a pair as a picture: SVG without script, links or fonts of its own.

- Steps for one person are full bars, steps against it are hatched ones: nothing depends on colour. Each has its number
  and its words beside it, and a thin line leads from bar to bar.
- Everything that is drawn also stands as text in `desc`, for those who listen.
- A text of a script that runs from right to left stands in an element of its own, so that it moves nothing beside it.
"""

import textwrap
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from .match_words import MatchWords
from .problems import visible
from .waterfall_text import lines

if TYPE_CHECKING:
    from exeat.identity.explain import Waterfall

WIDTH, MARGIN, LINE, GAP = 960, 24, 18, 8
NUMBER, AXIS, ACROSS, SAID = (
    84,
    96,
    260,
    376,
)  # where numbers end, where bars begin and how wide they are, where words begin
LETTERS = 74  # of a line of words
STYLE = """
text{font:14px "DejaVu Sans","Noto Sans",Arial,sans-serif;fill:#111}
.n{text-anchor:end;font-variant-numeric:tabular-nums}
.s{font-size:12px;fill:#333}
.h{font-size:17px;font-weight:bold}
.p{fill:#1c4f73;stroke:#1c4f73}
.m{fill:url(#hatch);stroke:#8a3208}
.t{fill:#111;stroke:#111}
.c{stroke:#777;stroke-dasharray:2 2}
.z{stroke:#111}
"""
HATCH = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#fff"/><rect width="2" height="6" fill="#8a3208"/></pattern></defs>'
)


@dataclass(slots=True)
class _Drawing:
    """What is drawn, from the top down. `y`: where the next line goes."""

    y: float = MARGIN + 6
    parts: list[str] = field(default_factory=list)

    def text(self, x: float, text: str, kind: str = "") -> None:
        """A text at the current line; one that runs from right to left ends where others begin."""
        turned = ' direction="rtl" text-anchor="end"' if runs_left(text) else ""
        of = f' class="{kind}"' if kind else ""
        self.parts.append(f'<text x="{x:g}" y="{self.y:g}"{of}{turned}>{_safe(text)}</text>')

    def words(self, text: str) -> None:
        """A sentence beside a bar, on as many lines as it needs; the last one stays the current line."""
        for n, part in enumerate(textwrap.wrap(text, LETTERS, break_on_hyphens=False) or [""]):
            self.y += LINE if n else 0
            self.text(SAID, part)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Bits to places across."""

    least: float
    most: float

    def x(self, bits: float) -> float:
        """Where so many bits are."""
        return round(AXIS + (bits - self.least) / (self.most - self.least) * ACROSS, 1)


def drawn(found: "Waterfall", words: MatchWords) -> str:
    """The picture, as the text of an SVG file."""
    totals = list(_totals(found))
    scale = _Scale(min(0.0, *totals), max(0.0, *totals, 1.0))
    drawing = _Drawing()
    _head(drawing, found, words)
    top = drawing.y - LINE
    _steps(drawing, found, words, scale)
    zero = scale.x(0)
    drawing.parts.append(f'<line class="z" x1="{zero:g}" y1="{top:g}" x2="{zero:g}" y2="{drawing.y:g}"/>')
    drawing.y += LINE + GAP
    for n, text in enumerate(words.ends(found)):
        for part in textwrap.wrap(f"• {text}" if n else text, LETTERS + 40, break_on_hyphens=False):
            drawing.text(MARGIN, part)
            drawing.y += LINE
    return _document(drawing, found, words)


def _totals(found: "Waterfall") -> Iterator[float]:
    """The sums after each step."""
    total = found.prior
    yield total
    for bar in found.bars:
        total += bar.weight
        yield total


def _document(drawing: _Drawing, found: "Waterfall", words: MatchWords) -> str:
    title = words.text("svg_title", left=found.left, right=found.right)
    height = round(drawing.y + MARGIN)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
            f' role="img" aria-labelledby="title desc" xml:lang="{words.speaker.language}">',
            f'<title id="title">{_safe(title)}</title>',
            f'<desc id="desc">{_safe(chr(10).join(lines(found, words)), None)}</desc>',
            f"<style>{STYLE}</style>",
            HATCH,
            f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
            *drawing.parts,
            "</svg>\n",
        ]
    )


def _head(drawing: _Drawing, found: "Waterfall", words: MatchWords) -> None:
    drawing.text(MARGIN, words.text("svg_title", left=found.left, right=found.right), "h")
    drawing.y += LINE + GAP
    for side, id, name in (("left", found.left, found.left_name), ("right", found.right, found.right_name)):
        drawing.text(MARGIN, words.text(side))
        drawing.text(NUMBER + 24, id)
        drawing.text(SAID, name)
        drawing.y += LINE
    drawing.y += LINE


def _steps(drawing: _Drawing, found: "Waterfall", words: MatchWords, scale: _Scale) -> None:
    """A bar for each step, from where the one before it ended."""
    _step(drawing, scale, 0.0, found.prior, words.text("prior"))
    total = found.prior
    for bar in found.bars:
        _step(drawing, scale, total, bar.weight, words.bar(bar), under=tuple(words.sides(bar)))
        total += bar.weight
    _step(drawing, scale, 0.0, found.score, words.text("score"), "t")
    drawing.y -= LINE


def _step(
    drawing: _Drawing,
    scale: _Scale,
    start: float,
    bits: float,
    text: str,
    kind: str = "",
    under: tuple[tuple[str, str], ...] = (),
) -> None:
    """A bar, its number, its words, and under them what stands on either side."""
    a, b = sorted((scale.x(start), scale.x(start + bits)))
    shown = bits if abs(bits) >= 0.05 else 0.0
    end, top = scale.x(start + bits), drawing.y - 11
    of, wide = kind or ("p" if bits > 0 else "m"), max(b - a, 1)
    drawing.parts.append(f'<rect class="{of}" x="{a:g}" y="{top:g}" width="{wide:.1f}" height="12"/>')
    drawing.text(NUMBER, f"{shown:+.1f}" if shown else "0.0", "n")
    drawing.words(text)
    for side, found in under:
        drawing.y += LINE - 2
        drawing.text(SAID + 14, side, "s")
        drawing.text(SAID + 90, found, "s")
    drawing.y += LINE + GAP
    if not kind:
        drawing.parts.append(f'<line class="c" x1="{end:g}" y1="{top + 12:g}" x2="{end:g}" y2="{drawing.y - 11:g}"/>')


def runs_left(text: str) -> bool:
    """Whether a text runs from right to left, by its first letter that says so."""
    return next((d in ("R", "AL") for c in text if (d := unicodedata.bidirectional(c)) in ("L", "R", "AL")), False)


def _safe(text: str, longest: int | None = 400) -> str:
    """A text as it may stand in XML."""
    if longest is None:
        return escape("\n".join(visible(part, 400) for part in text.splitlines()))
    return escape(visible(text, longest))
