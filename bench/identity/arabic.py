"""Arabic and Persian usage: a name, the father's and the grandfather's, a family; two scripts and several systems.

- Arabic in Latin letters is written by English or by French habits; most of a record by one of them.
- Persian has a given name and a family name, often composed, and no chain of fathers.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from bench.identity.hand import Array, Hand, initials, join, swap, words
from bench.identity.language import Columns, Language, in_one, own_script, parent, places
from bench.identity.population import People
from bench.identity.vocabulary import Forms, Words, rows, tail, vocabulary

SYSTEMS = ("english", "french", "script")
RADICALS = ("ب:b:b", "ت:t:t", "ج:j|g:dj", "ح:h:h", "خ:kh:kh", "د:d:d", "ر:r:r", "ز:z:z", "س:s:s|ss", "ش:sh:ch",
            "ص:s:s", "ط:t:t", "ع::", "غ:gh|g:gh", "ف:f:f", "ق:q|k:k", "ك:k:k", "ل:l:l", "م:m:m", "ن:n:n",
            "ه:h:h", "و:w:ou", "ي:y:y")  # fmt: skip
PATTERNS = (
    "{0}ا{1}{2}:{0}a{1}i{2}|{0}a{1}e{2}:{0}a{1}e{2}",
    "{0}{1}ا{2}:{0}a{1}{1}a{2}|{0}a{1}a{2}:{0}e{1}{1}a{2}",
    "{0}{1}ي{2}:{0}a{1}i{2}|{0}a{1}ee{2}:{0}e{1}i{2}",
    "م{0}{1}و{2}:ma{0}{1}ou{2}|ma{0}{1}oo{2}:me{0}{1}ou{2}",
    "{0}{1}و{2}ي:{0}a{1}ou{2}i|{0}a{1}u{2}i:{0}a{1}ou{2}i",
    "ال{0}{1}{2}اني:al-{0}a{1}{2}ani|{0}a{1}{2}ani:{0}e{1}{2}ani",
)


def _ways(row: dict[str, str]) -> Forms:
    return {s: row[s].split("|") for s in SYSTEMS}


@lru_cache
def _given() -> Words:
    return vocabulary(SYSTEMS, [(float(r["weight"]), r["sex"], _ways(r)) for r in rows("arabic_given.tsv")])


@lru_cache
def _families() -> Words:
    """Families: common ones, forefathers' given names, and rare ones that roots and patterns compose."""
    common = [(float(r["weight"]), "", _ways(r)) for r in rows("arabic_families.tsv")]
    total = sum(w for w, _, _ in common)
    men = [(float(r["weight"]) * 0.25, "", _ways(r)) for r in rows("arabic_given.tsv") if r["sex"] == "m"]
    return vocabulary(SYSTEMS, common + men + tail(_composed(1500), 0.5 * total))


def _composed(number: int) -> list[tuple[str, Forms]]:
    rng = np.random.default_rng(11)
    found: dict[str, Forms] = {}
    while len(found) < number:
        root = [RADICALS[i].split(":") for i in rng.choice(len(RADICALS), 3, replace=False)]
        script, english, french = PATTERNS[rng.integers(len(PATTERNS))].split(":")
        name = script.format(*(r[0] for r in root))
        found[name] = {"script": [name], "english": _filled(english, root, 1), "french": _filled(french, root, 2)}
    return list(found.items())


def _filled(pattern: str, root: list[list[str]], system: int) -> list[str]:
    """The ways of a pattern; a radical with two letters is written by the second in the last way."""
    ways = [p.format(*(r[system].split("|")[0] for r in root)) for p in pattern.split("|")]
    last = pattern.split("|")[0].format(*(r[system].split("|")[-1] for r in root))
    return [w[:3] + w[3:].capitalize() if w.startswith("al-") else w.capitalize() for w in dict.fromkeys([*ways, last])]


def write(people: People, hand: Hand, given: Words, families: Words) -> Columns:
    """The names of these people as one hand writes them."""
    rng, script = hand.rng, own_script(hand)
    habit = (rng.random(hand.size) < 0.3).astype(np.int8)  # the French one
    first, father, grand, family, mother = (
        _word(hand, names, codes, habit, script)
        for names, codes in ((given, people.first), (given, people.father), (given, people.grandfather),
                             (families, people.surname), (given, people.mother))
    )  # fmt: skip
    father_told = parent(hand, father, np.where(hand.half(), grand, family))
    _chain_errors(hand, father, grand, family)
    family = _article(hand, family)
    hand.slip(first, father, grand, family)
    hand.cut(family)
    kunya = _kunya(people, hand, given, habit, script)
    before = hand.some("kunya")
    father_named = join(
        np.where(hand.some("ibn", (father != "") & ~people.female), np.where(script, "بن", "bin"), ""), father
    )
    chain, asked = join(father_named, grand), np.where(before, kunya, "")
    name = in_one(hand, join(asked, first, chain), family)
    swap(first, family, hand.some("columns_swapped", family != ""))
    return {"given_names": first, "surname": family, "patronymic": chain,
            "name": name,
            "father": father_told, "mother": parent(hand, mother, words(hand.size)),
            "other_names": np.where(hand.some("alias"), kunya, "")}  # fmt: skip


def _word(hand: Hand, names: Words, codes: Array, habit: Array, script: Array) -> Array:
    other = hand.some("other_system")
    return names.write(codes, np.where(script, 2, np.where(other, 1 - habit, habit)), hand.rng)


def _chain_errors(hand: Hand, father: Array, grand: Array, family: Array) -> None:
    grand[hand.some("grandfather_dropped")] = ""
    gone = hand.some("father_dropped")
    father[gone] = ""
    grand[gone] = ""
    family[hand.some("family_dropped", father != "")] = ""
    initials(grand, hand.some("patronymic_initial"), hand.rng)


def _article(hand: Hand, family: Array) -> Array:
    """The article before a family lost, or written together with it."""
    found = family.copy()
    for row in np.flatnonzero(hand.some("article")):
        for article in ("al-", "el-", "El ", "ال"):
            if found[row].startswith(article):
                rest = found[row][len(article) :]
                glued = article[:2].title() + rest.lower()
                found[row] = rest if article == "ال" or row % 2 else glued
    return found


def _kunya(people: People, hand: Hand, given: Words, habit: Array, script: Array) -> Array:
    child = given.write(given.draw(hand.rng, np.zeros(hand.size, bool)), np.where(script, 2, habit), hand.rng)
    latin = np.where(people.female, np.where(habit == 1, "Oum", "Umm"), np.where(habit == 1, "Abou", "Abu"))
    return join(np.where(script, np.where(people.female, "أم", "أبو"), latin).astype(object), child)


@lru_cache
def language() -> Language:
    """Arabic usage, with its words."""
    return Language("arabic", _given(), _families(), 0.0, *places("arabic"), "SY", ("", "99", 9), write)


@lru_cache
def persian() -> Language:
    """Persian usage, with its words."""
    given = [
        (float(r["weight"]), r["sex"], _persian(r["english"].split("|"), r["script"]))
        for r in rows("persian_given.tsv")
    ]
    common = [
        (float(r["weight"]), "", _persian(r["english"].split("|"), r["script"])) for r in rows("persian_surnames.tsv")
    ]
    rare = tail(_composed_persian(given), sum(w for w, _, _ in common))
    words_of = vocabulary(("english", "script"), given), vocabulary(("english", "script"), common + rare)
    return Language("persian", *words_of, 0.25, *places("persian"), "IR", ("", "99", 8), write_persian)


def _persian(ways: list[str], script: str) -> Forms:
    return {"english": ways, "script": [script]}


def _composed_persian(given: list[tuple[float, str, Forms]]) -> list[tuple[str, Forms]]:
    """Families of a man's name and an ending, in the order of how common the men's names are."""
    found = []
    for ending in rows("persian_endings.tsv"):
        for _, sex, forms in given:
            if sex == "m":
                ends = ending["english"].split("|")
                ways = [a + ends[i % len(ends)] for i, a in enumerate([*forms["english"], forms["english"][0]])]
                script = forms["script"][0] + ending["script"]
                found.append((script, _persian(ways, script)))
    order = np.random.default_rng(13).permutation(len(found))
    return [found[i] for i in order]


def write_persian(people: People, hand: Hand, given: Words, families: Words) -> Columns:
    """The names of these people as one hand writes them."""
    rng, script = hand.rng, own_script(hand).astype(np.int8)
    first, second, father, mother = (
        given.write(c, script, rng) for c in (people.first, people.second, people.father, people.mother)
    )
    family = families.write(people.surname, script, rng)
    second[hand.some("second_given_dropped")] = ""
    hand.slip(first, second, family)
    hand.cut(family)
    both = join(first, second)
    name = in_one(hand, both, family)
    swap(both, family, hand.some("columns_swapped"))
    return {"given_names": both, "surname": family,
            "name": name, "father": parent(hand, father, family), "mother": parent(hand, mother, words(hand.size)),
            "other_names": words(hand.size)}  # fmt: skip
