"""Keys of folded words of names: equal for the spellings that one name has in Latin letters.

- `close` keeps the vowels, in classes; `far` keeps the consonants, as Arabic, Hebrew and Persian script do.
- The pieces and what each becomes are data (`data/skeleton.tsv`): the longest piece first, `<` and `>` for the
  ends of a word. Doubled letters count as one.
- A word that would have no key is its own key.
"""

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


def close(tokens: "pl.Series") -> "pl.Series":
    """The gentle key of each folded word: the spellings of one sound alike. Null for null."""
    return _key(tokens, "close")


def far(tokens: "pl.Series") -> "pl.Series":
    """The consonants of each folded word, in families: what transliterations of one name share. Null for null."""
    return _key(tokens, "far")


@lru_cache
def pieces(key: str) -> dict[str, str]:
    """The table of a key: piece of a word -> what it becomes, the longest pieces first."""
    lines = (files("exeat.identity.names") / "data" / "skeleton.tsv").read_text("utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    found = {piece: sound for key_, piece, sound in rows if key_ == key}
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


DOUBLED = {letter * times: letter for times in (3, 2) for letter in "abcdefghijklmnopqrstuvwxyz"}


def _key(tokens: "pl.Series", key: str) -> "pl.Series":
    import polars as pl

    word = pl.col("word")
    single = word.str.replace_many(DOUBLED, leftmost=True)
    sound = (pl.lit("<") + single + pl.lit(">")).str.replace_many(pieces(key), leftmost=True)
    found = sound.str.replace_all("[<>]", "").str.replace_many(DOUBLED, leftmost=True)
    kept = pl.when(found == "").then(word).otherwise(found)
    distinct = pl.DataFrame({"word": tokens.cast(pl.String)}).select(kept.alias(tokens.name))
    return distinct.to_series()
