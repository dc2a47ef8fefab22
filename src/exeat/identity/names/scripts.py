"""Words of other scripts in Latin letters.

- Three kinds of table: words whose usual Latin spelling is known (`words-SCRIPT.tsv`), what a letter becomes beside
  others, short vowels included (`sounds-SCRIPT.tsv`: Arabic and Hebrew, which do not write them), and single letters
  (`letters.tsv`; `<` and `>` are the ends of a word). The first that knows the word is right.
- A few words that make up names (`arabic-words` in `letters.tsv`) are written down and overrule what was counted.
- Words of Arabic and Persian are looked up without hamza, with one letter for each of those that writers confuse.
- The Arabic article becomes a word of its own, as it is where Latin letters have `al-`.
"""

from functools import lru_cache
from typing import TYPE_CHECKING

from .tables import rows

if TYPE_CHECKING:
    import polars as pl

CLASSES = {
    "latin": r"\p{Latin}",
    "cyrillic": r"\p{Cyrillic}",
    "arabic": r"\p{Arabic}",
    "hebrew": r"\p{Hebrew}",
    "greek": r"\p{Greek}",
}
ARTICLE, SERVANT = "ال", "عبدال"
WINDOWS = ((2, 2), (1, 2), (1, 1), (0, 1), (0, 0))
"""How many letters before and after a letter are looked at, the widest window first."""


def latin(words: "pl.Series", language: str) -> "pl.Series":
    """Distinct lower-case words of a script, or of a language of Cyrillic script, in ASCII letters."""
    if language in ("arabic", "hebrew"):
        return _semitic(words, language)
    found = by_letters(words, language)
    if language != "cyrillic":
        return found
    known = table("words-cyrillic")
    return words.replace_strict(list(known), list(known.values()), default=found)


def bare(words: "pl.Series", script: str) -> "pl.Series":
    """Words as they are looked up: without what writers leave out, one letter for those they confuse."""
    confused = letters(f"{script}-confused")
    return words.str.replace_many(confused) if confused else words


def by_letters(words: "pl.Series", language: str) -> "pl.Series":
    """Words letter by letter, the longest piece first; a language overrules what is common to Cyrillic script."""
    pieces = letters("cyrillic") | letters(language) if language not in CLASSES else letters(language)
    pieces = dict(sorted(pieces.items(), key=lambda item: -len(item[0])))
    marked = "<" + words + ">"
    return marked.str.replace_many(pieces, leftmost=True).str.replace_all("[<>]", "")


@lru_cache
def letters(name: str) -> dict[str, str]:
    """The letters of a script or a language: piece of a word -> ASCII letters."""
    return {piece: ascii_ for script, piece, ascii_ in rows("letters") if script == name}


@lru_cache
def table(name: str) -> dict[str, str]:
    """A table of two columns."""
    return dict(rows(name))


def _semitic(words: "pl.Series", script: str) -> "pl.Series":
    import polars as pl

    looked_up = bare(words, script)
    alone = by_letters(words, script)
    turned = [_word(word, script) or plain for word, plain in zip(looked_up, alone, strict=True)]
    return pl.Series(turned, dtype=pl.String)


def _word(word: str, script: str) -> str:
    known, sure = table(f"words-{script}"), letters(f"{script}-words")
    if word in sure:
        return sure[word]
    found = known.get(word)
    if script == "arabic" and word.startswith(ARTICLE) and len(word) > 4:
        rest = word[len(ARTICLE) :]
        if found is None or rest in known or rest in sure or found[0] not in "aeiou":
            return f"al {_word(rest, script)}"
    if found is None and word.startswith(SERVANT) and len(word) > len(SERVANT) + 1:
        return "abdal" + _word(word[len(SERVANT) :], script)
    return found or by_sounds(word, script)


def by_sounds(word: str, script: str) -> str:
    """A word by what its letters become beside one another; empty where the tables know none of them."""
    told = table(f"sounds-{script}")
    if not told:
        return ""
    padded = f"^^{word}$$"
    pieces = []
    for at in range(2, len(padded) - 2):
        keys = (padded[at - before : at] + "|" + padded[at : at + 1 + after] for before, after in WINDOWS)
        pieces.append(next((told[key] for key in keys if key in told), ""))
    return "".join(pieces)
