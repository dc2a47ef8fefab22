"""Keys of folded words of names: equal for the spellings that one name has in Latin letters.

- `close` keeps the vowels, in classes; `far` keeps the consonants, as Arabic, Hebrew and Persian script do.
- The pieces and what each becomes are data (`data/skeleton.tsv`): the longest piece first, `<` and `>` for the
  ends of a word. Doubled letters count as one.
- A word that would have no key is its own key.
"""

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from .scripts import table

if TYPE_CHECKING:
    import polars as pl


def close(tokens: "pl.Series") -> "pl.Series":
    """The gentle key of each folded word: the spellings of one sound alike. Null for null."""
    return _keys(tokens, ("close",))[0]


def far(tokens: "pl.Series") -> "pl.Series":
    """The consonants of each folded word, in families: what transliterations of one name share. Null for null."""
    return _keys(tokens, ("far",))[0]


def both(tokens: "pl.Series") -> "tuple[pl.Series, pl.Series]":
    """The close and the far key of each folded word; quicker than one after the other."""
    found = _keys(tokens, ("close", "far"))
    return found[0], found[1]


@lru_cache
def pieces(key: str) -> dict[str, str]:
    """The table of a key: piece of a word -> what it becomes, the longest pieces first."""
    lines = (files("exeat.identity.names") / "data" / "skeleton.tsv").read_text("utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    found = {piece: sound for key_, piece, sound in rows if key_ == key}
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


@lru_cache
def heads() -> "pl.DataFrame":
    """For the sounds of words that are another spelling or form of a name: the keys of the one that stands for all.

    Columns `sound`, `close`, `far`. Forms that we wrote down (`variants.tsv`) overrule spellings that were counted.
    """
    import polars as pl

    forms, spellings = table("variants"), table("spellings")
    sounds = [*ruled(pl.Series(list(forms)), "close"), *spellings]
    head = pl.Series("head", [*forms.values(), *spellings.values()])
    told = pl.DataFrame({"sound": sounds, "close": ruled(head, "close"), "far": ruled(head, "far")})
    return told.unique("sound", keep="first", maintain_order=True)


CONSONANTS = "bcdfghjklmnpqrstvwxyz"
SINGLE = {letter * times: letter for times in (3, 2) for letter in CONSONANTS}
ONCE = SINGLE | {letter * times: letter for times in (3, 2) for letter in "aeiou"}


JOINED = dict(zip("eioudxzfpv", "aaaatssbbb", strict=True))
"""Letters of close keys that stand for sounds which scripts and languages take for one another."""


def joined(sounds: "pl.Series") -> "pl.Series":
    """Close keys with the families of sounds joined."""
    return sounds.str.replace_many(JOINED)


def ruled(words: "pl.Series", key: str) -> "pl.Series":
    """The key of each distinct word by its pieces alone."""
    import polars as pl

    single = "<" + pl.col("word").str.replace_many(SINGLE, leftmost=True) + ">"
    sound = single.str.replace_many(pieces(key), leftmost=True).str.replace_all("[<>]", "")
    found = words.alias("word").to_frame().lazy().with_columns(found=sound.str.replace_many(ONCE, leftmost=True))
    own = pl.when(pl.col("found") == "").then("word").otherwise("found")
    return found.select(own.alias(words.name)).collect().to_series()


def _keys(tokens: "pl.Series", keys: tuple[str, ...]) -> "list[pl.Series]":
    import polars as pl

    words = tokens.cast(pl.String)
    distinct = words if words.n_unique() == len(words) else words.unique().drop_nulls()
    sounds, found = ruled(distinct, "close"), []
    for key in keys:
        own = sounds if key == "close" else ruled(distinct, key)
        made = sounds.replace_strict(heads()["sound"], heads()[key], default=own, return_dtype=pl.String)
        if len(distinct) != len(words):
            made = words.replace_strict(distinct, made, default=None, return_dtype=pl.String)
        found.append(made.alias(tokens.name))
    return found
