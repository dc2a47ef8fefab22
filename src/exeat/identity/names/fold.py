"""Names in any script as lower-case ASCII words: the form in which words of names are compared.

- Letters of Cyrillic, Greek, Hebrew and Arabic script are turned by tables of ours (`data/letters.tsv`), the longest
  piece first; `<` and `>` in the tables stand for the beginning and the end of a word.
- Whatever no table knows goes through anyascii.
- Apostrophes go; every other sign parts words; a comma becomes a word of its own: it tells surnames from given names.
- Cyrillic is read as Ukrainian, Belarusian, Serbian or Bulgarian where a text has letters of that language alone.
- Folding what is folded changes nothing.
"""

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

APOSTROPHES = r"['`\x{2018}\x{2019}\x{201B}\x{2032}\x{02B9}-\x{02BF}\x{00B4}\x{0374}\x{02C8}]"
SCRIPTS = ("cyrillic", "arabic", "hebrew", "greek", "latin")
CLASSES = {
    "cyrillic": r"\p{Cyrillic}",
    "arabic": r"\p{Arabic}",
    "hebrew": r"\p{Hebrew}",
    "greek": r"\p{Greek}",
    "latin": r"\p{Latin}",
}
LANGUAGES = (("belarusian", "[ў]"), ("ukrainian", "[іїєґ]"), ("serbian", "[ђјљњћџ]"))
"""Which letters give a language of Cyrillic script away; asked in this order."""


def fold(texts: "pl.Series") -> "pl.Series":
    """Each text as lower-case ASCII words with one space between them; null for null and for what has no word."""
    import polars as pl

    words = texts.cast(pl.String).str.to_lowercase()
    foreign = words.str.len_bytes() != words.str.len_chars()
    if foreign.any():
        distinct = words.filter(foreign).unique()
        words = words.replace(distinct, _latin(distinct))
    return _words(words).alias(texts.name)


def script(texts: "pl.Series") -> "pl.Series":
    """The script of most letters of each text: latin, cyrillic, arabic, hebrew, greek, other; null without letters."""
    import polars as pl

    text = pl.col("text")
    counts = {name: text.str.count_matches(letters) for name, letters in CLASSES.items()}
    counts["other"] = text.str.count_matches(r"\p{L}") - sum(counts.values(), pl.lit(0))
    most = pl.max_horizontal(counts.values())
    found = pl.coalesce(*(pl.when((n == most) & (n > 0)).then(pl.lit(name)) for name, n in counts.items()))
    return pl.DataFrame({"text": texts.cast(pl.String)}).select(found.alias(texts.name)).to_series()


@lru_cache
def letters(name: str) -> dict[str, str]:
    """The table of a script or a language: piece of a word -> ASCII letters, the longest pieces first."""
    lines = (files("exeat.identity.names") / "data" / "letters.tsv").read_text("utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    found = {piece: ascii_ for script_, piece, ascii_ in rows if script_ == name}
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _latin(texts: "pl.Series") -> "pl.Series":
    """Texts with letters beyond ASCII (lower case, distinct) in ASCII letters; signs are still there."""
    found = texts.str.normalize("NFKC").str.to_lowercase().str.replace_all(r"\p{Mn}|\p{Cf}", "")
    found = _replaced(found, r"\p{Nd}", "digit")
    for name in SCRIPTS[1:4]:
        found = _replaced(found, CLASSES[name], name)
    found = _cyrillic(found)
    found = found.str.normalize("NFKD").str.replace_all(r"\p{Mn}", "").str.replace_many(letters("latin"), leftmost=True)
    return _rest(found.str.replace_all(APOSTROPHES, ""))


def _cyrillic(texts: "pl.Series") -> "pl.Series":
    found = texts
    for name, signs in LANGUAGES:
        found = _replaced(found, signs, name, "cyrillic")
    return _replaced(found, CLASSES["cyrillic"], "cyrillic")


def _replaced(texts: "pl.Series", where: str, *tables: str) -> "pl.Series":
    """The texts in which `where` is found, by these tables, word by word; the first table overrules the next."""
    has = texts.str.contains(where)
    if not has.any():
        return texts
    table = {piece: ascii_ for name in reversed(tables) for piece, ascii_ in letters(name).items()}
    table = dict(sorted(table.items(), key=lambda item: -len(item[0])))
    marked = (
        texts.filter(has).str.replace_all("[<>]", " ").str.replace_all(r"([\p{L}'\x{2019}\x{05F3}\x{05F4}]+)", "<${1}>")
    )
    turned = marked.str.replace_many(table, leftmost=True).str.replace_all("[<>]", "")
    return texts.scatter(has.arg_true(), turned)


def _rest(texts: "pl.Series") -> "pl.Series":
    """What is still not ASCII, through anyascii."""
    import polars as pl
    from anyascii import anyascii

    has = texts.str.len_bytes() != texts.str.len_chars()
    if not has.any():
        return texts
    turned = pl.Series([anyascii(text) for text in texts.filter(has)], dtype=pl.String)
    return texts.scatter(has.arg_true(), turned)


def _words(texts: "pl.Series") -> "pl.Series":
    import polars as pl

    text = pl.col("text").str.to_lowercase().str.replace_all("['`]", "").str.replace_all("[^a-z0-9,]+", " ")
    commas = text.str.replace_all(r"[ ,]*,[ ,]*", " , ").str.strip_chars(" ,")
    text = pl.when(text.str.contains(",", literal=True)).then(commas).otherwise(text.str.strip_chars(" "))
    kept = pl.when(text != "").then(text)
    return pl.DataFrame({"text": texts}).select(kept).to_series()
