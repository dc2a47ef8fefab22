"""What a language's usage brings to the lists: its words, its towns, its documents, and how its names are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from bench.identity.hand import Array, Hand, join
from bench.identity.population import People
from bench.identity.vocabulary import Words, rows

NAME_COLUMNS = ("given_names", "surname", "second_surname", "patronymic")
Columns = dict[str, Array]


@dataclass(frozen=True, slots=True)
class Language:
    """`write` gives the name columns, `name` (all in one), `father`, `mother` and `other_names`, as one hand has them.

    `document`: letters before, the digits of an unissued range, and how many digits follow.
    """

    name: str
    given: Words
    surnames: Words
    two: float
    towns: tuple[tuple[str, ...], ...]
    places: tuple[tuple[str, ...], ...]
    nationality: str
    document: tuple[str, str, int]
    write: Callable[[People, Hand, Words, Words], Columns]


def places(language: str) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]]:
    """The towns that people come from and the places where they are held, each with the ways of writing it."""
    told = [(r["kind"], tuple(r["ways"].split("|"))) for r in rows("places.tsv") if r["language"] == language]
    return tuple(w for k, w in told if k == "town"), tuple(w for k, w in told if k == "place")


def written(ways: tuple[tuple[str, ...], ...], codes: Array, other: Array) -> Array:
    """Towns or places as texts; where `other`, in another way than the first, if there is one."""
    table = np.empty((len(ways), 2), dtype=object)
    for i, way in enumerate(ways):
        table[i] = [way[0], way[-1]]
    return np.asarray(table[codes % len(ways), other.astype(np.int8)])


def in_one(hand: Hand, given: Array, surnames: Array, *, comma: bool = True) -> Array:
    """Given names and surnames in one column, in the order that the hand takes."""
    found = join(given, surnames)
    first = hand.some("surname_first")
    found[first] = join(surnames[first], given[first])
    apart = hand.some("comma", (given != "") & (surnames != "")) if comma else np.zeros(hand.size, bool)
    found[apart] = join(surnames[apart], given[apart], by=", ")
    return found


def own_script(hand: Hand) -> Array:
    """Which records the hand writes in the script of the language; the others are in Latin letters."""
    return np.full(hand.size, True) if hand.right and hand.profile.own_script else hand.some("script")


def parent(hand: Hand, given: Array, surname: Array) -> Array:
    """A parent's name: the given name alone, or with a surname; often nothing."""
    found = join(given, np.where(hand.some("parent_short"), "", surname))
    found[hand.some("parents_missing")] = ""
    return found
