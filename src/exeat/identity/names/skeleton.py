"""Keys of folded words of names: equal for the spellings that one name has in Latin letters.

- `close` keeps the vowels, in classes; `far` keeps the consonants, as Arabic, Hebrew and Persian script do.
- The pieces and what each becomes are data (`data/skeleton.tsv`): the longest piece first, `<` and `>` for the
  ends of a word. Doubled letters count as one.
- Names with a Slavic ending are first written one way (`data/slavic.tsv`): Ukrainian h and Russian g, and their vowels.
- A word that would have no key is its own key.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from .tables import columns, rows

if TYPE_CHECKING:
    import polars as pl


def close(tokens: "pl.Series") -> "pl.Series":
    """The gentle key of each folded word: the spellings of one sound alike. Null for null."""
    return both(tokens)[0]


def far(tokens: "pl.Series") -> "pl.Series":
    """The consonants of each folded word, in families: what transliterations of one name share. Null for null."""
    return both(tokens)[1]


def both(tokens: "pl.Series") -> "tuple[pl.Series, pl.Series]":
    """The close and the far key of each folded word; each different word is looked at once."""
    import polars as pl

    words = tokens.cast(pl.String)
    distinct = words if words.n_unique() == len(words) else words.unique()
    known, found = heads(), zip(*ruled(distinct, ("close", "far")), strict=True)
    keys = [known.get(own[0], own) for own in found]
    if len(distinct) != len(words):
        of_word = dict(zip(distinct, keys, strict=True))
        keys = [of_word[word] for word in words]
    sounds, bones = (pl.Series(tokens.name, [key[n] for key in keys], pl.String) for n in (0, 1))
    return sounds, bones


@lru_cache
def pieces(key: str) -> dict[str, str]:
    """The table of a key: piece of a word -> what it becomes, the longest pieces first."""
    found = {piece: sound for key_, piece, sound in rows("skeleton") if key_ == key}
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


@lru_cache
def heads() -> dict[str, tuple[str, str]]:
    """The sound of a word that is another spelling or form of a name -> the keys of the one that stands for all.

    Written by `tools/known_words.py`.
    """
    sounds, close, far = columns("heads")
    return dict(zip(sounds, zip(close, far, strict=True), strict=True))


SHORT = 3
"""A word with no more letters has no ending to tell it by."""
CONSONANTS = "bcdfghjklmnpqrstvwxyz"
SINGLE = {letter * times: letter for times in (3, 2) for letter in CONSONANTS}
ONCE = SINGLE | {letter * times: letter for times in (3, 2) for letter in "aeiou"}


JOINED = dict(zip("eioudxzfpv", "aaaatssbbb", strict=True))
"""Letters of close keys that stand for sounds which scripts and languages take for one another."""


def joined(sounds: "pl.Series") -> "pl.Series":
    """Close keys with the families of sounds joined."""
    return sounds.str.replace_many(JOINED)


def ruled(words: "pl.Series", keys: Sequence[str]) -> "list[list[str | None]]":
    """The keys of each distinct word by their pieces alone: a list for each of `keys`."""
    import polars as pl

    frame = pl.DataFrame({"word": words, "spelt": slavic(words)}).lazy()
    frame = frame.select("word", *(_by_pieces(key).alias(key) for key in keys))
    own = (pl.when(pl.col(key) == "").then("word").otherwise(key).alias(key) for key in keys)
    return [column.to_list() for column in frame.select(own).collect()]


def slavic(words: "pl.Series") -> "pl.Series":
    """The words; those that end as Slavic names do in one spelling of Ukrainian, Russian and Belarusian writers."""
    import polars as pl

    asked, spelt = _slavic()
    frame = words.alias("word").to_frame()
    at = frame.select(asked.arg_true()).to_series()
    if not len(at):
        return words
    return words.clone().scatter(at, frame.select(pl.col("word").gather(at)).select(spelt).to_series())


@lru_cache
def _slavic() -> "tuple[pl.Expr, pl.Expr]":
    """Whether the column `word` ends as Slavic names do; and what becomes of the pieces of such a name, in order."""
    import polars as pl

    told, word = rows("slavic"), pl.col("word")
    endings = "|".join(pattern for sort, pattern, _ in told if sort == "word")
    spelt = word
    for sort, pattern, form in told:
        spelt = spelt.str.replace_all(pattern, form) if sort == "rule" else spelt
    return word.str.contains(f"(?:{endings})$") & (word.str.len_bytes() > SHORT), spelt


@lru_cache
def _by_pieces(key: str) -> "pl.Expr":
    """The key of the column `spelt` by its pieces; empty where nothing is left."""
    import polars as pl

    single = "<" + pl.col("spelt").str.replace_many(SINGLE, leftmost=True) + ">"
    sounds = single.str.replace_many(pieces(key), leftmost=True).str.replace_all("[<>]", "")
    return sounds.str.replace_many(ONCE, leftmost=True)
