"""The frontier of two parties as a picture: SVG without script or fonts of its own.

- Across: how many people the one lets go; up: how many the other. Points are pairs that can be reached, in steps.
- A cross shows what the best exchanges come to as the terms stand. Everything drawn also stands as text in `desc`.
- Numbers of people, and never whose.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from .report.svg import line, text
from .texts import Speaker

if TYPE_CHECKING:
    from exeat.clearing.because.frontier import Frontier, Pair

WIDTH, HEIGHT = 720, 480
LEFT, BOTTOM, ACROSS, UP = 84, 400, 580, 320  # where the axes meet, and how long they are
STYLE = (
    'text{font:14px "DejaVu Sans","Noto Sans",Arial,sans-serif;fill:#111}.axis{stroke:#111}'
    ".step{stroke:#1c4f73;stroke-width:2}.point{fill:#1c4f73}.now{stroke:#8a3208;stroke-width:3}"
)


class _Scale:
    """Numbers of people to places in the picture."""

    def __init__(self, found: "Frontier") -> None:
        pairs = [*found.pairs, *(found.now or ())]
        self.first: int = max([1, *(p.first for p in pairs)])
        self.second: int = max([1, *(p.second for p in pairs)])

    def x(self, number: float) -> float:
        return LEFT + ACROSS * number / self.first

    def y(self, number: float) -> float:
        return BOTTOM - UP * number / self.second


def drawn(found: "Frontier", say: Speaker, told: Sequence[str]) -> str:
    """The picture, as the text of an SVG file; `told`: the same in sentences."""
    title = say.text("because.frontier", first=say.name(found.first), second=say.name(found.second))
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img"'
        ' aria-labelledby="title desc" xml:lang="{lang}">'
    ).format(w=WIDTH, h=HEIGHT, lang=say.language)
    about = Markup('<title id="title">{}</title><desc id="desc">{}</desc>').format(title, "\n".join(told))
    style = Markup("<style>{}</style>").format(Markup(STYLE))
    ground = Markup('<rect width="{}" height="{}" fill="#fff"/>').format(WIDTH, HEIGHT)
    scale = _Scale(found)
    parts = [*_axes(found, say, scale), *_steps(found.pairs, scale), *_now(found, say, scale)]
    return str(Markup("\n").join([head, about, style, ground, text(24, 32, title), *parts, Markup("</svg>")])) + "\n"


def _axes(found: "Frontier", say: Speaker, scale: _Scale) -> Iterator[Markup]:
    yield line(LEFT, BOTTOM, LEFT + ACROSS, BOTTOM, "axis")
    yield line(LEFT, BOTTOM, LEFT, BOTTOM - UP, "axis")
    yield text(LEFT, BOTTOM + 20, "0", anchor="middle")
    yield text(scale.x(scale.first), BOTTOM + 20, str(scale.first), anchor="middle")
    yield text(LEFT - 8, scale.y(scale.second) + 5, str(scale.second), anchor="end")
    yield text(LEFT, BOTTOM + 44, say.text("because.frontier_across", party=say.name(found.first)))
    yield text(24, BOTTOM - UP - 24, say.text("because.frontier_up", party=say.name(found.second)))


def _steps(pairs: "Sequence[Pair]", scale: _Scale) -> Iterator[Markup]:
    """The pairs as points, and between them the steps: less of the one is more of the other."""
    x, y = LEFT + 0.0, scale.y(pairs[0].second) if pairs else BOTTOM + 0.0
    for p in pairs:
        yield line(x, scale.y(p.second), scale.x(p.first), scale.y(p.second), "step")
        yield line(x, y, x, scale.y(p.second), "step")
        x, y = scale.x(p.first), scale.y(p.second)
        yield Markup('<circle cx="{}" cy="{}" r="4" class="point"/>').format(round(x, 1), round(y, 1))
    yield line(x, y, x, BOTTOM, "step")


def _now(found: "Frontier", say: Speaker, scale: _Scale) -> Iterator[Markup]:
    if found.now is not None:
        least, most = found.now
        x1, x2, y1, y2 = scale.x(least.first), scale.x(most.first), scale.y(least.second), scale.y(most.second)
        x, y = (x1 + x2) / 2, (y1 + y2) / 2
        yield line(min(x1, x - 8), y, max(x2, x + 8), y, "now")
        yield line(x, max(y1, y + 8), x, min(y2, y - 8), "now")
        yield text(LEFT, BOTTOM + 66, say.text("because.frontier_cross"))
