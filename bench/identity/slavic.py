"""Ukrainian and Russian usage: given name, patronymic, surname; Cyrillic and several romanisations.

- Two thirds of the people are of Ukrainian usage; a hand may write anybody in the forms of the other language.
- Romanisations: Ukrainian passports (Cabinet resolution 55 of 2010), BGN/PCGN for Russian, ISO 9:1995, German habit.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from bench.identity.hand import Array, Hand, initials, join, swap, words
from bench.identity.language import Columns, Language, in_one, own_script, parent, places
from bench.identity.population import People
from bench.identity.vocabulary import Forms, Words, rows, tail, vocabulary

TABLES = ("passport", "bgn", "iso", "german")
LETTERS = {r["letter"]: r for r in rows("slavic_letters.tsv")}
FEMININE = (("ський", "ська"), ("цький", "цька"), ("ский", "ская"), ("цкий", "цкая"), ("ний", "на"), ("ный", "ная"),
            ("лий", "ла"), ("лый", "лая"), ("рний", "рна"), ("рный", "рная"))  # fmt: skip
INITIAL = {"passport": {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}, "bgn": {"е": "ye"}}
"""How the first letter of a word is written where that differs."""
SYSTEMS = tuple(f"{language}-{form}" for language in ("ukrainian", "russian") for form in ("script", *TABLES))
ENDINGS = (("енко", "енко"), ("ук", "ук"), ("юк", "юк"), ("чук", "чук"), ("ський", "ский"), ("ов", "ов"),
           ("ович", "ович"), ("ик", "ик"), ("ишин", "ишин"), ("як", "як"), ("ак", "ак"), ("ець", "ец"))  # fmt: skip
MEETING = (("йук", "юк"), ("йюк", "юк"), ("йя", "я"), ("йе", "є"), ("чю", "чу"), ("щю", "щу"), ("чя", "ча"),
           ("щя", "ща"), ("жю", "жу"), ("нннс", "нс"), ("ннс", "нс"), ("йи", "ї"), ("йа", "я"))  # fmt: skip
"""How the letters of a root and an ending are written where they meet."""


def romanise(text: str, table: str) -> str:
    """A Cyrillic text by one of the tables, its capitals kept."""
    return "".join(_letter(text, i, table) for i in range(len(text)))


def _letter(text: str, i: int, table: str) -> str:
    small = text[i].lower()
    found = LETTERS[small][table] if small in LETTERS else text[i]
    if i == 0:
        found = INITIAL.get(table, {}).get(small, found)
    return found.capitalize() if text[i] != small else found


def _forms(ukrainian: list[str], russian: list[str]) -> Forms:
    found = {"ukrainian-script": ukrainian, "russian-script": russian}
    for language, names in (("ukrainian", ukrainian), ("russian", russian)):
        found |= {f"{language}-{t}": [romanise(n, t) for n in names] for t in TABLES}
    return found


def _feminine(name: str) -> str:
    for ending, other in FEMININE:
        if name.endswith(ending):
            return name.removesuffix(ending) + other
    return name + "а" if name.endswith(("ов", "ев", "єв", "йов", "ин", "ін", "їн", "ёв")) else name


@lru_cache
def _given() -> Words:
    return vocabulary(
        SYSTEMS,
        [(float(r["weight"]), r["sex"], _forms([r["ukrainian"]], [r["russian"]])) for r in rows("slavic_given.tsv")],
    )


@lru_cache
def _short() -> Words:
    named = [
        (1.0, r["sex"], _forms(r["short_ukrainian"].split("|"), r["short_russian"].split("|")))
        for r in rows("slavic_given.tsv")
    ]
    return vocabulary(SYSTEMS, named)


@lru_cache
def _patronymics(female: bool) -> Words:
    whose = "daughter" if female else "son"
    made = [_forms([r[f"{whose}_ukrainian"]], [r[f"{whose}_russian"]]) for r in rows("slavic_given.tsv")]
    return vocabulary(SYSTEMS, [(1.0, "", forms) for forms in made])


@lru_cache
def _surnames(female: bool = False) -> Words:
    """Surnames as men or as women bear them, one code for both."""
    bare = [(float(r["weight"]), r["ukrainian"], r["russian"]) for r in rows("slavic_surnames.tsv")]
    pairs = [(a["ukrainian"] + u, a["russian"] + r) for a in rows("slavic_roots.tsv") for u, r in ENDINGS]
    order = np.random.default_rng(17).permutation(len(pairs))
    known = {u for _, u, _ in bare}
    met = {_met(pairs[i][0]): _met(pairs[i][1]) for i in order if pairs[i][0] not in known}
    rare = [(u, _forms(*_sexed(u, r, female))) for u, r in met.items()]
    common = [(w, "", _forms(*_sexed(u, r, female))) for w, u, r in bare]
    return vocabulary(SYSTEMS, common + tail(rare, 0.8 * sum(w for w, _, _ in common)))


def _met(name: str) -> str:
    for letters, instead in MEETING:
        name = name.replace(letters, instead)
    return name


def _sexed(ukrainian: str, russian: str, female: bool) -> tuple[list[str], list[str]]:
    return ([_feminine(ukrainian)], [_feminine(russian)]) if female else ([ukrainian], [russian])


def write(people: People, hand: Hand, given: Words, surnames: Words) -> Columns:
    """The names of these people as one hand writes them."""
    system = _systems(people, hand)
    first = given.write(people.first, system, hand.rng)
    family = _by_sex(people, surnames, _surnames(True), people.surname, system, hand)
    middle = _by_sex(people, _patronymics(False), _patronymics(True), people.father, system, hand)
    father = parent(
        hand, given.write(people.father, system, hand.rng), surnames.write(people.surname, system, hand.rng)
    )
    mother = parent(hand, given.write(people.mother, system, hand.rng), words(hand.size))
    short = _short().write(people.first, system, hand.rng)
    changed = hand.some("short_form")
    first[changed] = short[changed]
    middle[hand.some("patronymic_dropped")] = ""
    initials(middle, hand.some("patronymic_initial"), hand.rng)
    hand.slip(first, middle, family)
    hand.cut(family)
    name = _in_one(hand, first, middle, family)
    swap(first, family, hand.some("columns_swapped"))
    return {"given_names": first, "surname": family, "patronymic": middle, "name": name,
            "father": father, "mother": mother, "other_names": np.where(hand.some("alias"), short, "")}  # fmt: skip


def _systems(people: People, hand: Hand) -> Array:
    """Which language and which letters each record is written in."""
    russian = (people.document * 1000 % 3 < 1) ^ hand.some("other_language")
    table = np.searchsorted(np.cumsum((0.55, 0.8, 0.9)), hand.rng.random(hand.size))
    passport = np.where(russian, np.array((2, 2, 3, 4))[table.clip(0, 3)], np.array((1, 2, 3, 4))[table.clip(0, 3)])
    return np.asarray(np.where(own_script(hand), 0, passport) + 5 * russian).astype(np.int8)


def _by_sex(people: People, men: Words, women: Words, codes: Array, system: Array, hand: Hand) -> Array:
    his, hers = men.write(codes, system, hand.rng), women.write(codes, system, hand.rng)
    return np.where(people.female, hers, his)


def _in_one(hand: Hand, first: Array, middle: Array, family: Array) -> Array:
    """Half of the hands write the surname first, as offices do."""
    return np.where(hand.half(), join(family, first, middle), in_one(hand, join(first, middle), family))


@lru_cache
def language() -> Language:
    """The usage, with its words."""
    return Language("slavic", _given(), _surnames(), 0.0, *places("slavic"), "UA", ("", "98", 8), write)
