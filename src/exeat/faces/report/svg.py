"""Drawing: boxes, lines, arrows and text in an SVG that takes its colours from the page and needs no script.

- Sizes are in CSS pixels. Widths of text are estimated: no font is measured, so lines are broken early.
- Text stands between U+2068 and U+2069 (first strong isolate), which is to a picture what `<bdi>` is to a page.
"""

from collections.abc import Sequence

from markupsafe import Markup

WIDTH = 720
EM = 0.54  # the width of an average letter, in heights of the font


def broken(text: str, width: float, size: float) -> list[str]:
    """A text in lines that fit a width; a word that is too long stands alone."""
    room, lines = max(4, int(width / (size * EM))), [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def text(x: float, y: float, words: str, css: str = "", anchor: str = "start") -> Markup:
    """One line of text; `y` is its baseline."""
    return Markup('<text x="{}" y="{}" class="{}" text-anchor="{}">\u2068{}\u2069</text>').format(
        round(x, 1), round(y, 1), css, anchor, words
    )


def column(x: float, y: float, lines: Sequence[str], step: float, css: str = "", anchor: str = "start") -> Markup:
    """Lines of text, one below another."""
    return Markup("").join(text(x, y + n * step, line, css, anchor) for n, line in enumerate(lines))


def box(x: float, y: float, width: float, height: float, words: str, css: str) -> Markup:
    """A box with its text in the middle."""
    lines = broken(words, width - 20, 13)
    top = y + height / 2 - (len(lines) - 1) * 8.5 + 4.5
    frame = Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="6" class="{}"/>').format(x, y, width, height, css)
    return frame + column(x + width / 2, top, lines, 17, "label", "middle")


def box_height(words: str, width: float) -> float:
    """The least height of a box for a text."""
    return 17 * len(broken(words, width - 20, 13)) + 18


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> Markup:
    """A line."""
    return Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" class="{}"/>').format(
        round(x1, 1), round(y1, 1), round(x2, 1), round(y2, 1), css
    )


def arrow(x1: float, x2: float, y: float, css: str) -> Markup:
    """A level arrow to the right, its head drawn: no marker, whose colour a page could not set."""
    head = Markup('<path d="M{} {} l-9 -4.5 v9 z" class="head"/>').format(round(x2, 1), round(y, 1))
    return line(x1, y, x2 - 6, y, css) + head


def drawing(name: str, title: str, desc: str, height: float, parts: Sequence[Markup]) -> Markup:
    """The picture with its title and description for those who do not see it."""
    size = Markup('viewBox="0 0 {w} {h}" width="{w}" height="{h}"').format(w=WIDTH, h=round(height))
    head = Markup('<svg {} role="img" aria-labelledby="{n}-title {n}-desc">').format(size, n=name)
    told = Markup('<title id="{n}-title">{}</title><desc id="{n}-desc">{}</desc>').format(title, desc, n=name)
    return head + told + Markup("").join(parts) + Markup("</svg>")
