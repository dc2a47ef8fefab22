"""Names in any script as lower-case ASCII words: the form in which words of names are compared.

- Words of Cyrillic, Greek, Hebrew and Arabic script are turned by tables of ours (see `scripts`); whatever no table
  knows goes through anyascii.
- Apostrophes go; every other sign parts words; a comma becomes a word of its own: it tells surnames from given names.
- Cyrillic is read as Ukrainian, Belarusian or Serbian where a text has letters of that language alone.
- Folding what is folded changes nothing.
"""

from typing import TYPE_CHECKING

from .scripts import CLASSES, latin, letters

if TYPE_CHECKING:
    import polars as pl

APOSTROPHES = r"['`\x{2018}\x{2019}\x{201B}\x{2032}\x{02B9}-\x{02BF}\x{00B4}\x{0374}\x{02C8}]"
LANGUAGES = (
    ("belarusian", "ў"),
    ("ukrainian", "[іїєґ]"),
    ("serbian", "[ђјљњћџ]"),
    ("arabic", CLASSES["arabic"]),
    ("hebrew", CLASSES["hebrew"]),
    ("greek", CLASSES["greek"]),
    ("cyrillic", CLASSES["cyrillic"]),
)
"""Which letters give a language away; asked in this order."""


def fold(texts: "pl.Series") -> "pl.Series":
    """Each text as lower-case ASCII words with one space between them; null for null and for what has no word."""
    import polars as pl

    found = texts.cast(pl.String).str.to_lowercase()
    beyond = _beyond_ascii(found)
    if beyond.any():
        found = found.scatter(beyond.arg_true(), _latin(found.filter(beyond)))
    return _words(found).alias(texts.name)


def script(texts: "pl.Series") -> "pl.Series":
    """The script of most letters of each text: latin, cyrillic, arabic, hebrew, greek, other; null without letters."""
    import polars as pl

    text = pl.col("text")
    counts = {name: text.str.count_matches(letters) for name, letters in CLASSES.items()}
    counts["other"] = text.str.count_matches(r"\p{L}") - sum(counts.values(), pl.lit(0))
    most = pl.max_horizontal(counts.values())
    found = pl.coalesce(*(pl.when((n == most) & (n > 0)).then(pl.lit(name)) for name, n in counts.items()))
    return pl.DataFrame({"text": texts.cast(pl.String)}).select(found.alias(texts.name)).to_series()


def _beyond_ascii(texts: "pl.Series") -> "pl.Series":
    import polars as pl

    text = pl.col("text")
    return texts.alias("text").to_frame().select(text.str.len_bytes() != text.str.len_chars()).to_series()


def _latin(texts: "pl.Series") -> "pl.Series":
    """Lower-case texts with letters beyond ASCII in ASCII letters; signs are still there."""
    found = _foreign(texts)
    for step in (_plain, _lettered, _any):
        rest = _beyond_ascii(found)
        if not rest.any():
            break
        found = found.scatter(rest.arg_true(), step(found.filter(rest)))
    return found


def _plain(texts: "pl.Series") -> "pl.Series":
    """Without accents, and without the apostrophes that are not ASCII."""
    return texts.str.normalize("NFKD").str.replace_all(r"\p{Mn}|\p{Cf}", "").str.replace_all(APOSTROPHES, "")


def _lettered(texts: "pl.Series") -> "pl.Series":
    """Letters of Latin script that are no letter with an accent, and figures of any script."""
    return texts.str.replace_many(letters("latin") | letters("digit"), leftmost=True)


def _any(texts: "pl.Series") -> "pl.Series":
    """What is still not ASCII, through anyascii."""
    import polars as pl
    from anyascii import anyascii

    return pl.Series([anyascii(text).lower() for text in texts], dtype=pl.String)


def _foreign(texts: "pl.Series") -> "pl.Series":
    """Words of the scripts that we have tables for, in ASCII letters; everything else as it is."""
    left = texts.str.contains(r"\p{Cyrillic}|\p{Arabic}|\p{Hebrew}|\p{Greek}")
    for language, signs in LANGUAGES:
        if not left.any():
            break
        has = left & texts.str.contains(signs)
        if has.any():
            texts = texts.scatter(
                has.arg_true(), _turned(texts.filter(has), language, CLASSES.get(language, CLASSES["cyrillic"]))
            )
            left = left & texts.str.contains(r"\p{Cyrillic}|\p{Arabic}|\p{Hebrew}|\p{Greek}")
    return texts


def _turned(texts: "pl.Series", language: str, signs: str) -> "pl.Series":
    """Texts with the words of one language turned; each distinct word once."""
    import polars as pl

    text = _composed(texts)
    if language == "hebrew":
        text = text.str.replace_all(r"(\p{Hebrew})['\x{2019}]", "${1}\u05f3")
    text = (
        text.str.replace_all(APOSTROPHES, "")
        .str.replace_all(r"[^\p{L}\p{N},\x{05F3}]+", " ")
        .str.replace_all(",", " , ")
    )
    parted = text.str.split(" ")
    words = parted.explode().unique()
    words = words.filter(words.str.contains(signs))
    turned = latin(words, language)
    return parted.list.eval(pl.element().replace(words, turned)).list.join(" ")


def _composed(texts: "pl.Series") -> "pl.Series":
    """Letters and their signs in one, as the tables have them; signs that are not part of a letter gone."""
    parted = texts.str.contains(r"[\p{Mn}\p{Cf}\x{FB13}-\x{FEFF}]")
    if parted.any():
        whole = texts.filter(parted).str.normalize("NFKC").str.replace_all(r"[\p{Mn}\p{Cf}]", "")
        texts = texts.scatter(parted.arg_true(), whole)
    return texts


def _words(texts: "pl.Series") -> "pl.Series":
    """ASCII texts with one space between words; a comma between words is a word."""
    import polars as pl

    text = pl.col("text").str.replace_all("['`]", "").str.replace_all("[^a-z0-9,]+", " ").str.strip_chars(" ")
    parted = text.str.replace_all(r"[ ,]*,[ ,]*", " , ").str.strip_chars(" ,")
    frame = texts.alias("text").to_frame().lazy().select(parted)
    return frame.select(pl.when(pl.col("text") != "").then("text")).collect().to_series()
