"""The documents `match/1` and `waterfall/1`: what `exeat match --json` prints, without and with `--explain`.

Scores, probabilities and bits are decimal texts of six places, as in `pairs.csv`.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from exeat.core.message import Message

from .match_words import count

if TYPE_CHECKING:
    import polars as pl

    from exeat.adapters.lists.paired import Listed
    from exeat.identity.explain import Bar, Waterfall
    from exeat.identity.match import Found

Decision = Literal["match", "review", "no"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRead:
    """One of our columns: the headings in which it stands, and how that is known."""

    ours: str
    theirs: tuple[str, ...]
    how: Literal["said", "told", "heading", "words", "cells"]
    guessed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRead:
    """A list as it was read. `numbered`: its rows go by their numbers; `also`: columns of both lists, compared as they
    are; `unread`: columns that nothing is compared by.
    """

    file: str
    rows: int
    numbered: bool
    columns: tuple[ColumnRead, ...]
    also: tuple[str, ...]
    unread: tuple[str, ...]
    notes: tuple[Message, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFound:
    """What one kind of key brought together: pairs, and those that no kind before it had."""

    key: str
    pairs: int
    new: int
    blocks: int
    too_large: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PairShown:
    """A pair, as a row of `pairs.csv`."""

    left: str
    right: str
    score: str
    probability: str
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchShown:
    """`match`: both lists, how much was compared, how much was found, and the pairs. `out`: the file they stand in."""

    exeat: Literal["match/1"] = "match/1"
    left: ListRead
    right: ListRead
    compared: int
    weights: Literal["shipped", "learnt"]
    keys: tuple[KeyFound, ...]
    matches: int
    reviews: int
    out: str | None = None
    pairs: tuple[PairShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BarShown:
    """One step of a waterfall: bits, what was seen, and what stands on either side."""

    comparison: str
    level: str
    bits: str
    words: Message
    left: str | None = None
    right: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RivalShown:
    """Another pair of one of the two records that comes near or above."""

    left: str
    right: str
    score: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterfallShown:
    """`match --explain`: why a pair has its score. The prior and the bars add up to the score."""

    exeat: Literal["waterfall/1"] = "waterfall/1"
    left: str
    right: str
    left_name: str
    right_name: str
    prior: str
    bars: tuple[BarShown, ...]
    score: str
    probability: str
    decision: Decision
    guard: tuple[Message, ...]
    proposed: bool
    rivals: tuple[RivalShown, ...]


def match_document(
    lists: "tuple[Listed, Listed]", found: "Found", pairs: "pl.DataFrame", out: str | None
) -> MatchShown:
    """The document of a matching."""
    left, right = (_list(listed) for listed in lists)
    many = count(pairs)
    return MatchShown(
        left=left,
        right=right,
        compared=len(found.candidates.left),
        weights="learnt" if found.weights.learnt else "shipped",
        keys=tuple(
            KeyFound(key=c.key, pairs=c.pairs, new=c.new, blocks=c.blocks, too_large=c.too_large)
            for c in found.candidates.report
        ),
        matches=many["match"],
        reviews=many["review"],
        out=out,
        pairs=tuple(_pair(*row) for row in pairs.iter_rows()),
    )


def _list(listed: "Listed") -> ListRead:
    columns = tuple(ColumnRead(ours=c.ours, theirs=c.theirs, how=c.how, guessed=c.guessed) for c in listed.columns)
    return ListRead(
        file=listed.file,
        rows=listed.records,
        numbered=listed.numbered,
        columns=columns,
        also=listed.also,
        unread=listed.unread,
        notes=listed.notes,
    )


def _pair(left: str, right: str, score: float, probability: float, decision: Decision) -> PairShown:
    return PairShown(left=left, right=right, score=six(score), probability=six(probability), decision=decision)


def waterfall_document(found: "Waterfall") -> WaterfallShown:
    """The document of a waterfall."""
    rivals = tuple(RivalShown(left=r.left, right=r.right, score=six(r.score)) for r in found.rivals)
    return WaterfallShown(
        left=found.left,
        right=found.right,
        left_name=found.left_name,
        right_name=found.right_name,
        prior=six(found.prior),
        bars=tuple(_bar(b) for b in found.bars),
        score=six(found.score),
        probability=six(found.probability),
        decision=found.decision,
        guard=found.guard,
        proposed=found.proposed,
        rivals=rivals,
    )


def _bar(bar: "Bar") -> BarShown:
    return BarShown(
        comparison=bar.comparison,
        level=bar.level,
        bits=six(bar.weight),
        words=bar.words,
        left=bar.left_text,
        right=bar.right_text,
    )


def six(number: float) -> str:
    """A number with six decimals; nought has no sign."""
    return f"{round(number, 6) + 0.0:.6f}"
