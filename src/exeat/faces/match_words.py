"""Sentences of a matching: the lists and what was guessed in them, what was compared, and the waterfall of a pair."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exeat.core.message import Message

from .problems import visible
from .texts import Speaker

if TYPE_CHECKING:
    import polars as pl

    from exeat.adapters.lists.paired import Listed
    from exeat.identity.explain import Bar, Waterfall
    from exeat.identity.match import Found

LONGEST = 200  # characters of a cell that are shown
OTHER = "other_"
CHOSEN = ("of",)  # values of a message that are words of ours


@dataclass(frozen=True, slots=True)
class MatchWords:
    """Speaks of a matching in one language."""

    speaker: Speaker

    def text(self, key: str, /, **values: object) -> str:
        """A sentence of the area `match`."""
        return self.speaker.text(f"match.{key}", **values)

    def say(self, message: Message) -> str:
        """The sentence of a message, its words of ours in the language."""
        values = {k: self._of(v) if k in CHOSEN else visible(v) for k, v in message.values.items()}
        return self.speaker.text(message.id, **values)

    def _of(self, comparison: str) -> str:
        """What is compared; a column that is none of ours goes by its heading."""
        own = comparison.removeprefix(OTHER)
        return visible(own) if own != comparison else self.text(f"of-{comparison}")

    # -------------------------------------------------------- the lists

    def list_heading(self, listed: "Listed") -> str:
        """Which list, how many rows, and how they are called."""
        ids = next((c for c in listed.columns if c.ours == "id"), None)
        by = self.text("numbered") if ids is None else self.text("by_ids", column=visible(ids.theirs[0]).strip())
        return self.text("list", list=listed.file, rows=f"{listed.records:,}", by=by)

    def list_lines(self, listed: "Listed") -> Iterator[str]:
        """What was guessed, what goes along, what is not looked at."""
        ways = {"heading": "guessed_headings", "words": "guessed_words", "cells": "guessed_cells"}
        for how, key in ways.items():
            found = [f"{c.ours} = {_theirs(c.theirs)}" for c in listed.columns if c.guessed and c.how == how]
            if found:
                yield self.text(key, columns=", ".join(found))
        for key, headings in (("also", listed.also), ("unread", listed.unread)):
            if headings:
                yield self.text(key, columns=", ".join(visible(h).strip() for h in headings))
        for note in listed.notes:
            yield self.speaker.say(note)

    # -------------------------------------------------------- what was compared

    def compared(self, found: "Found") -> str:
        """How many pairs blocking kept, of how many, and what weighed them."""
        (left, right), kept = found.size, len(found.candidates.left)
        each = kept / max(1, left, right)
        values = {"kept": f"{kept:,}", "of": f"{left * right:,}", "each": f"{each:.1f}"}
        weights = self.text("weights_learnt" if found.weights.learnt else "weights_shipped")
        return f"{self.text('compared', **values)} {weights}"

    def blocking(self, found: "Found") -> str:
        """What each kind of key found that no other before it did."""
        keys = ", ".join(f"{c.key.replace('_', ' ')} {c.new:,}" for c in found.candidates.report if c.pairs)
        return self.text("keys", keys=keys or "-")

    # -------------------------------------------------------- the waterfall

    def bar(self, bar: "Bar") -> str:
        """What a bar says, with the text that both sides share."""
        said = self.say(bar.words)
        shared = bar.left_text if bar.left_text == bar.right_text and bar.level != "rarity" else None
        return f"{said}: {visible(shared, LONGEST)}" if shared else said

    def sides(self, bar: "Bar") -> Iterator[tuple[str, str]]:
        """Which side has which text, where the two are not the same."""
        if bar.left_text == bar.right_text or bar.level == "rarity":
            return
        for side, text in (("left", bar.left_text), ("right", bar.right_text)):
            if text is not None:
                yield self.text(side), visible(text, LONGEST)

    def ends(self, found: "Waterfall") -> Iterator[str]:
        """What the score comes to, and why a person must look."""
        yield self.text(f"decided-{found.decision}", score=f"{found.score:+.1f}", probability=likely(found.probability))
        if not found.proposed:
            yield self.text("not_proposed")
        for why in found.guard:
            yield self.say(why)
        for rival in found.rivals:
            yield self.text("rival", left=rival.left, right=rival.right, score=f"{rival.score:+.1f}")


def _theirs(headings: tuple[str, ...]) -> str:
    return " + ".join(visible(h).strip() for h in headings)


def likely(probability: float) -> str:
    """A probability as it is read: never 0 or 1, which nothing is."""
    if probability > 0.9995:
        return "> 0.999"
    return "< 0.001" if probability < 0.001 else f"{probability:.3f}"


def count(pairs: "pl.DataFrame") -> Mapping[str, int]:
    """How many pairs there are of each decision."""
    found = dict(pairs["decision"].value_counts().iter_rows())
    return {d: found.get(d, 0) for d in ("match", "review", "no")}
