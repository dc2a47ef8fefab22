"""The people who are on the lists: strangers, close kin, twins and namesakes, and who is on which list.

- Half of the records of a side are of people who are on both. About a tenth of the people are a brother or sister, or a
  parent, of another; fewer are a twin, or a stranger of the same full name.
- Kin share surnames, parents' names and the place they come from; twins the birth date too; namesakes the full name,
  half of them the place. Some twins have document numbers that follow one another, as those who are registered
  together do.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from bench.identity.hand import Array
from bench.identity.vocabulary import Words

KINDS = ("", "sibling", "parent", "twin", "namesake")
SHARES = (0.0, 0.07, 0.03, 0.01, 0.02)
BORN = (np.datetime64("1944-01-01"), np.datetime64("2006-01-01"))
HELD = (np.datetime64("2019-01-01"), np.datetime64("2025-03-01"))


@dataclass(slots=True)
class People:
    """One row a person; names are codes of the language's words, -1 where there is none."""

    female: Array
    first: Array
    second: Array
    father: Array
    grandfather: Array
    mother: Array
    surname: Array
    second_surname: Array
    born: Array  # days since 1970-01-01
    held: Array
    document: Array  # a fraction in [0, 1); the language makes a number of it
    step: Array  # added to that number
    birth_place: Array
    place: Array
    kind: Array  # of KINDS
    of: Array  # whose kin, twin or namesake; -1

    def take(self, rows: Array) -> People:
        """Some of the people, in this order."""
        return People(*(getattr(self, f.name)[rows] for f in fields(self)))


def people(rng: np.random.Generator, size: int, given: Words, surnames: Words, towns: int, two: float) -> People:
    """So many people. `two`: the share with a second given name; `towns`: how many towns and places there are."""
    female = rng.random(size) < 0.18
    born = _days(rng, BORN, size)
    men, women = np.zeros(size, bool), np.ones(size, bool)
    found = People(
        female=female, first=given.draw(rng, female),
        second=np.where(rng.random(size) < two, given.draw(rng, female), -1),
        father=given.draw(rng, men), grandfather=given.draw(rng, men), mother=given.draw(rng, women),
        surname=surnames.draw(rng, size), second_surname=surnames.draw(rng, size),
        born=born, held=_days(rng, HELD, size), document=rng.random(size), step=np.zeros(size, np.int64),
        birth_place=_skewed(rng, towns, size), place=_skewed(rng, towns, size),
        kind=np.zeros(size, np.uint8), of=np.full(size, -1, np.int64),
    )  # fmt: skip
    found.second[found.second == found.first] = -1
    _relate(found, rng, given, surnames)
    return found


def _days(rng: np.random.Generator, span: tuple[np.datetime64, np.datetime64], size: int) -> Array:
    first, last = (int(day.astype("datetime64[D]").astype(np.int64)) for day in span)
    return rng.integers(first, last, size)


def _skewed(rng: np.random.Generator, number: int, size: int) -> Array:
    ends = np.cumsum(1.0 / np.arange(2, number + 2))
    return np.asarray(np.searchsorted(ends, rng.random(size) * ends[-1]).astype(np.int32))


def _relate(found: People, rng: np.random.Generator, given: Words, surnames: Words) -> None:
    """Some of the people become kin, twins or namesakes of others, each of another."""
    size = len(found.female)
    order, counts = rng.permutation(size), [int(size * share) for share in SHARES]
    start = 0
    others = order[sum(counts) :]
    for kind, count in enumerate(counts):
        rows, of = order[start : start + count], others[start : start + count]
        rows = rows[: len(of)]
        start += count
        if kind and len(rows):
            found.kind[rows], found.of[rows] = kind, of
            (_sibling, _parent, _twin, _namesake)[kind - 1](found, rows, of, rng, given)


def _copy(found: People, rows: Array, of: Array, *names: str) -> None:
    for name in names:
        column = getattr(found, name)
        column[rows] = column[of]


def _sibling(found: People, rows: Array, of: Array, rng: np.random.Generator, given: Words) -> None:
    _copy(found, rows, of, "surname", "second_surname", "father", "grandfather", "mother", "birth_place")
    apart = rng.integers(320, 4400, len(rows)) * np.where(rng.random(len(rows)) < 0.5, 1, -1)
    found.born[rows] = found.born[of] + apart
    _other_given(found, rows, of, rng, given)
    near = rows[rng.random(len(rows)) < 0.6]  # often arrested together
    _copy(found, near, found.of[near], "place", "held")


def _parent(found: People, rows: Array, of: Array, rng: np.random.Generator, given: Words) -> None:
    _copy(found, rows, of, "surname", "birth_place")
    found.female[rows] = rng.random(len(rows)) < 0.2
    mothers = found.female[rows]
    found.first[rows] = np.where(mothers, found.mother[of], found.father[of])
    found.second[rows[found.second[rows] >= 0]] = -1
    found.father[rows] = np.where(mothers, found.father[rows], found.grandfather[of])
    found.surname[rows] = np.where(mothers, found.second_surname[of], found.surname[of])
    found.born[rows] = found.born[of] - rng.integers(17 * 365, 40 * 365, len(rows))


def _twin(found: People, rows: Array, of: Array, rng: np.random.Generator, given: Words) -> None:
    _copy(found, rows, of, "surname", "second_surname", "father", "grandfather", "mother", "birth_place",
          "born", "place", "held")  # fmt: skip
    _other_given(found, rows, of, rng, given)
    follow = rows[rng.random(len(rows)) < 0.3]
    _copy(found, follow, found.of[follow], "document")
    found.step[follow] = 1


def _namesake(found: People, rows: Array, of: Array, rng: np.random.Generator, given: Words) -> None:
    _copy(found, rows, of, "female", "first", "second", "surname", "second_surname", "father", "grandfather")
    half = rows[rng.random(len(rows)) < 0.5]
    _copy(found, half, found.of[half], "birth_place", "place")
    close = rows[rng.random(len(rows)) < 0.2]  # of one age, not of one day
    found.born[close] = found.born[found.of[close]] + rng.integers(20, 330, len(close))


def _other_given(found: People, rows: Array, of: Array, rng: np.random.Generator, given: Words) -> None:
    """Given names that are not those of the other; a third share one of two, as brothers named after a father do."""
    same = rows[found.first[rows] == found.first[of]]
    for _ in range(50):
        if not len(same):
            break
        found.first[same] = given.draw(rng, found.female[same])
        same = same[found.first[same] == found.first[found.of[same]]]
    found.first[same] = (found.first[same] + 1) % len(given)
    found.second[rows[found.second[rows] == found.first[of]]] = -1
    alike = found.female[rows] == found.female[of]
    share = rows[alike & (found.second[of] >= 0) & (rng.random(len(rows)) < 0.33)]
    found.second[share] = np.where(
        found.second[found.of[share]] == found.first[share], -1, found.second[found.of[share]]
    )
