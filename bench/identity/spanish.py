"""Spanish usage: one or two given names, a surname of the father's and one of the mother's."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import numpy as np
from bench.identity.hand import Array, Hand, initials, join, swap
from bench.identity.language import Columns, Language, in_one, parent, places
from bench.identity.population import People
from bench.identity.vocabulary import Forms, Words, rows, tail, vocabulary

SPELLING = (("v", "b"), ("b", "v"), ("z", "s"), ("s", "z"), ("ce", "se"), ("ci", "si"), ("se", "ce"), ("ll", "y"),
            ("y", "ll"), ("ge", "je"), ("gi", "ji"), ("je", "ge"), ("ji", "gi"), ("x", "s"), ("h", ""), ("ia", "ya"),
            ("que", "ke"), ("qui", "ki"), ("c", "k"), ("nn", "n"), ("l", "ll"), ("m", "mm"), ("i", "y"), ("gue", "ge"),
            ("th", "t"), ("ñ", "n"), ("w", "gu"), ("io", "yo"))  # fmt: skip
PARTICLES = ("de la ", "de los ", "del ", "de ", "dos ", "da ", "san ")


def bare(text: str) -> str:
    """A text without accents; ñ becomes n."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _misspelt(name: str) -> list[str]:
    """The ways in which a name is spelt by ear: one letter for one that sounds alike."""
    small = bare(name).lower()
    found = {small.replace(a, b, 1).capitalize() for a, b in SPELLING if a in small}
    return sorted(found - {small.capitalize()})[:12] or [name]


def _forms(name: str, short: str = "") -> Forms:
    ear = _misspelt(name)
    apart = ear[:: max(1, len(ear) // 4)][:4]
    particle = next((p for p in PARTICLES if name.lower().startswith(p)), "")
    rest = name[len(particle) :]
    glued = (particle.title().replace(" ", "") + rest.lower()) if particle else name
    return {"plain": [name], "ear": apart, "short": short.split("|") if short else [name], "glued": [rest, glued]}


@lru_cache
def _given() -> Words:
    named = [(float(r["weight"]), r["sex"], _forms(r["name"], r["nicknames"])) for r in rows("spanish_given.tsv")]
    return vocabulary(("plain", "ear", "short"), named)


@lru_cache
def _surnames() -> Words:
    common = [(float(r["weight"]), "", _forms(r["name"])) for r in rows("spanish_surnames.tsv")]
    pairs = [p for sort in ("basque", "castilian") for p in _composed(sort)]
    order = np.random.default_rng(7).permutation(len(pairs))
    rare = [(name, _forms(name)) for name in dict.fromkeys(pairs[i] for i in order)]
    return vocabulary(("plain", "ear", "glued"), common + tail(rare, 0.3 * sum(w for w, _, _ in common)))


def _composed(sort: str) -> list[str]:
    """Rare surnames: each root of a sort with each ending."""
    told = [r for r in rows("spanish_roots.tsv") if r["sort"] == sort]
    return [a["root"] + b["ending"] for a in told if a["root"] for b in told if b["ending"]]


def write(people: People, hand: Hand, given: Words, surnames: Words) -> Columns:
    """The names of these people as one hand writes them."""
    rng = hand.rng
    first, second = (_word(hand, given, c) for c in (people.first, people.second))
    one, two = (_word(hand, surnames, c) for c in (people.surname, people.second_surname))
    for column, codes in ((one, people.surname), (two, people.second_surname)):
        changed = hand.some("particle")
        column[changed] = surnames.write(codes[changed], "glued", rng)
    _given_errors(hand, first, second, given.write(people.first, "short", rng))
    married = _surname_errors(people, hand, one, two)
    two[married] = ("de " + surnames.write(surnames.draw(rng, hand.size), "plain", rng))[married]
    hand.slip(first, second, one, two)
    hand.cut(two)
    swap(first, one, hand.some("columns_swapped"))
    found = _columns(hand, first, second, one, two)
    found["father"] = parent(hand, _word(hand, given, people.father), _word(hand, surnames, people.surname))
    found["mother"] = parent(hand, _word(hand, given, people.mother), _word(hand, surnames, people.second_surname))
    found["other_names"] = np.where(hand.some("alias"), given.write(people.first, "short", rng), "")
    return {name: _letters(hand, column) for name, column in found.items()}


def _word(hand: Hand, names: Words, codes: Array) -> Array:
    return names.write(codes, hand.some("misspelt").astype(np.int8), hand.rng)


def _given_errors(hand: Hand, first: Array, second: Array, short: Array) -> None:
    changed = hand.some("nickname")
    first[changed] = short[changed]
    both = second != ""
    swap(first, second, hand.some("given_swapped", both))
    gone = hand.some("first_given_dropped", both)
    first[gone], second[gone] = second[gone], ""
    second[hand.some("second_given_dropped")] = ""
    initials(second, hand.some("given_initial"), hand.rng)


def _surname_errors(people: People, hand: Hand, one: Array, two: Array) -> Array:
    """Surnames lost and swapped, in place; who goes by the surname of a husband."""
    swap(one, two, hand.some("surnames_swapped"))
    gone = hand.some("first_surname_dropped")
    one[gone], two[gone] = two[gone], ""
    two[hand.some("second_surname_dropped")] = ""
    initials(two, hand.some("second_surname_initial"), hand.rng)
    return hand.some("married", people.female)


def _columns(hand: Hand, first: Array, second: Array, one: Array, two: Array) -> Columns:
    given, surname, other = join(first, second), one.copy(), two.copy()
    together = hand.some("surnames_together")
    surname[together], other[together] = join(one[together], two[together]), ""
    name = in_one(hand, given, join(one, two))
    return {
        "given_names": given,
        "surname": surname,
        "second_surname": other,
        "name": name,
    }


def _letters(hand: Hand, column: Array) -> Array:
    """A column in the letters of the list: in capitals without accents, or with those that were not forgotten."""
    import polars as pl

    texts = pl.Series(column, dtype=pl.String)
    known = texts.unique()
    plain = texts.replace_strict(known, pl.Series([bare(t) for t in known], dtype=pl.String))
    if hand.right and hand.profile.capitals:
        return plain.str.to_uppercase().to_numpy().astype(object)
    return np.where(hand.some("accents_lost"), plain.to_numpy().astype(object), column)


@lru_cache
def language() -> Language:
    """The usage, with its words."""
    return Language("spanish", _given(), _surnames(), 0.7, *places("spanish"), "VE", ("V-", "6", 7), write)
