"""Words that are one name, however they are written: abd al-rahman, abdul rahman and abdurrahman become abdulrahman.

- `phrases` joins and parts words of a text; `words` gives each distinct word the form that its spellings share.
- The rules are data (`data/forms.tsv`): patterns over folded text, asked in their order. A rule of phrases is tried
  only on texts that hold the piece of its `holds`.
- An article or "son of" that is written as one with its name (almasri, benali) goes where the rest is a known name.
"""

from functools import lru_cache
from typing import TYPE_CHECKING

from .skeleton import both
from .tables import known, plain, rows, weights

if TYPE_CHECKING:
    import polars as pl

GLUED = r"^(?:al|el|ben)([b-df-hj-np-tv-z][a-z]{2,}|[ai][a-z]{3,})$"
"""A word that may be an article, or "son of", and a name."""
BARE = r"^[a-z]?[^aeiouy]{2}"
"""The beginning of a word that was written without its vowels, as Arabic and Hebrew script do."""


def phrases(texts: "pl.Series") -> "pl.Series":
    """The texts, with what is one name written as one word, and two given names written as one as two."""
    rules = _rules("phrase")
    has = texts.str.contains("|".join(dict.fromkeys(holds for holds, _, _ in rules)))
    if not has.any():
        return texts
    found = texts.filter(has)
    for holds, pattern, form in rules:
        some = found.str.contains(holds)
        if some.any():
            found = found.clone().scatter(some.arg_true(), found.filter(some).str.replace_all(pattern, form))
    return texts.clone().scatter(has.arg_true(), found)


def words(texts: "pl.Series") -> "pl.Series":
    """Distinct words, each in the one form of its spellings; several words may get the same."""
    import polars as pl

    word = pl.col("word")
    for _, pattern, form in _rules("word"):
        word = word.str.replace(pattern, form)
    return _without_article(texts.alias("word").to_frame().select(word.alias(texts.name)).to_series())


@lru_cache
def _rules(where: str) -> tuple[tuple[str, str, str], ...]:
    """The rules for phrases or for words: what a text must hold, the pattern, what it becomes."""
    told = rows("forms")
    lists = {f"@{name}": form for kind, name, _, form in told if kind == "list"}
    found = []
    for kind, holds, pattern, form in told:
        if kind == where:
            for name, choices in lists.items():
                pattern = pattern.replace(name, f"(?:{choices})")
            found.append((plain(holds), plain(pattern), form))
    return tuple(found)


def _without_article(texts: "pl.Series") -> "pl.Series":
    """The words without the article that is written as one with them, where the rest is an Arabic or Persian name."""
    import polars as pl

    parted = pl.DataFrame({"word": texts}).with_row_index("at").lazy()
    parted = parted.with_columns(rest=pl.col("word").str.extract(GLUED)).drop_nulls()
    found = parted.with_columns(bare=pl.col("rest").str.contains(BARE)).collect()
    found = found.filter(pl.Series([word not in known().usual for word in found["word"]], dtype=pl.Boolean))
    if found.is_empty():
        return texts
    close, far = both(found["rest"])
    names, sounds, bones = _eastern()
    is_name = [
        rest in names or sound in sounds or (bare and bone in bones)
        for rest, bare, sound, bone in zip(found["rest"], found["bare"], close, far, strict=True)
    ]
    gone = found.filter(pl.Series(is_name))
    return texts.clone().scatter(gone["at"], gone["rest"])


@lru_cache
def _eastern() -> tuple[set[str], set[str], set[str]]:
    """The known Arabic and Persian names, their close keys, and their far keys of three consonants or more."""
    words_ = known()
    eastern = {u for u in set(words_.usual.values()) if any(language in ("ar", "fa") for language, *_ in weights(u))}
    names = [
        (word, close, far)
        for (word, usual), close, far in zip(words_.usual.items(), words_.close, words_.far, strict=True)
        if usual in eastern
    ]
    return {n for n, _, _ in names}, {close for _, close, _ in names}, {far for _, _, far in names if len(far) >= 3}
