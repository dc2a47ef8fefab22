"""The waterfall of a pair as text, 80 columns wide.

- A bar of + or - for each step, whose length is its bits; the number stands beside it.
- The two sides of a comparison stand on lines of their own: names of two scripts on one line would change places.
"""

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .match_words import MatchWords

if TYPE_CHECKING:
    from exeat.identity.explain import Bar, Waterfall

WIDTH, LONGEST = 80, 14
LEAD = 8 + LONGEST + 2  # columns before the words: the number, and the bar


def lines(found: "Waterfall", words: MatchWords) -> Iterator[str]:
    """The waterfall, line by line."""
    for side, id, name in (("left", found.left, found.left_name), ("right", found.right, found.right_name)):
        yield from _wrapped(f"{words.text(side)}: {id}  {name}".rstrip(), 0)
    yield ""
    unit = max(1.0, max(abs(b) for b in (found.prior, *(b.weight for b in found.bars))) / LONGEST)
    yield from _step(found.prior, unit, words.text("prior"))
    for bar in found.bars:
        yield from _bar(bar, unit, words)
    yield f"{found.score:+7.1f}  " + words.text("score")
    yield ""
    first, *more = words.ends(found)
    yield from _wrapped(first, 0)
    for text in more:
        yield from _wrapped(f"* {text}", 2)
    yield from _wrapped(words.text("bits", unit=f"{unit:.1f}"), 0)


def _bar(bar: "Bar", unit: float, words: MatchWords) -> Iterator[str]:
    yield from _step(bar.weight, unit, words.bar(bar))
    for side, text in words.sides(bar):
        yield from _wrapped(f"{side}: {text}", LEAD + 2)


def _step(weight: float, unit: float, text: str) -> Iterator[str]:
    length = min(LONGEST, round(abs(weight) / unit))
    drawn = ("+" if weight > 0 else "-") * length
    number = f"{weight:+7.1f}" if abs(weight) >= 0.05 else f"{0.0:7.1f}"
    first, *more = textwrap.wrap(text, WIDTH - LEAD, break_on_hyphens=False) or [""]
    yield f"{number}  {drawn:<{LONGEST}} {first}".rstrip()
    for line in more:
        yield " " * LEAD + line


def _wrapped(text: str, indent: int) -> list[str]:
    lead = " " * indent
    return textwrap.wrap(text, WIDTH, initial_indent=lead, subsequent_indent=lead + "  ", break_on_hyphens=False)
