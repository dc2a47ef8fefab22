"""Hebrew usage: one or two given names and a surname, in Hebrew or in Latin letters of several habits."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from bench.identity.hand import Hand, initials, join, swap, words
from bench.identity.language import Columns, Language, in_one, own_script, parent, places
from bench.identity.population import People
from bench.identity.vocabulary import Forms, Words, rows, tail, vocabulary

_SYSTEMS = ("english", "script", "short")


def _forms(script: str, english: str, short: str = "") -> Forms:
    ways = english.split("|")
    return {"english": ways, "script": [script], "short": [short or ways[0]]}


@lru_cache
def language() -> Language:
    """The usage, with its words."""
    given = [
        (float(r["weight"]), r["sex"], _forms(r["script"], r["english"], r["short"])) for r in rows("hebrew_given.tsv")
    ]
    common = [(float(r["weight"]), "", _forms(r["script"], r["english"])) for r in rows("hebrew_surnames.tsv")]
    rare = tail(_composed(), 0.7 * sum(w for w, _, _ in common))
    named = vocabulary(_SYSTEMS, given), vocabulary(_SYSTEMS, common + rare)
    return Language("hebrew", *named, 0.3, *places("hebrew"), "IL", ("", "97", 7), write)


def _composed() -> list[tuple[str, Forms]]:
    """Families of two stems, and `Ben` with a man's name."""
    stems = rows("hebrew_stems.tsv")
    found = []
    for a in (s for s in stems if s["place"] == "first"):
        for b in (s for s in stems if s["place"] == "last"):
            ends = b["english"].split("|")
            starts = a["english"].split("|")
            ways = [x + y for x, y in zip(starts + starts[:1], ends * 2, strict=False)]
            found.append((a["script"] + b["script"], _forms(a["script"] + b["script"], "|".join(ways))))
    for r in rows("hebrew_given.tsv"):
        if r["sex"] == "m":
            ways = [f"{ben}{n}" for ben, n in zip(("Ben ", "Ben-", "Bar "), r["english"].split("|") * 3, strict=False)]
            found.append((f"בן {r['script']}", _forms(f"בן {r['script']}", "|".join(ways[:2]))))
    return [found[i] for i in np.random.default_rng(19).permutation(len(found))]


def write(people: People, hand: Hand, given: Words, surnames: Words) -> Columns:
    """The names of these people as one hand writes them."""
    rng, script = hand.rng, own_script(hand).astype(np.int8)
    first, second, father, mother = (
        given.write(c, script, rng) for c in (people.first, people.second, people.father, people.mother)
    )
    family = surnames.write(people.surname, script, rng)
    short = np.where(script == 1, first, given.write(people.first, "short", rng))
    changed = hand.some("short_form")
    first[changed] = short[changed]
    second[hand.some("second_name_dropped")] = ""
    initials(second, hand.some("given_initial"), rng)
    married = hand.some("married", people.female)
    family[married] = surnames.write(surnames.draw(rng, hand.size), script, rng)[married]
    hand.slip(first, second, family)
    hand.cut(family)
    both = join(first, second)
    name = in_one(hand, both, family)
    swap(both, family, hand.some("columns_swapped"))
    return {"given_names": both, "surname": family, "name": name,
            "father": parent(hand, father, family), "mother": parent(hand, mother, words(hand.size)),
            "other_names": np.where(hand.some("alias"), short, "")}  # fmt: skip
