"""Tables of the fields: other names of places and of nations. Read once, when a list needs them."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


@lru_cache(maxsize=4)
def other_names(table: str) -> Mapping[str, str]:
    """Each other name, and the name that it stands for: ` moscow ` -> ` moskva `, with a space at both ends."""
    lines = _lines(table)
    return {f" {other} ": f" {name} " for name, *others in lines for other in others}


@lru_cache(maxsize=2)
def nations(native: bool) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Codes of nations, each the whole of a cell; and names of nations and of their people, with a space at both ends.

    Both stand for the nation's two letters in capitals, which no folded word is. `native`: with names in other scripts.
    """
    import polars as pl

    from exeat.identity.names.fold import fold

    lines = _lines("nations")
    codes = {code: two.upper() for two, three, *_ in lines for code in (two, three)}
    told = [(two.upper(), name) for two, _, *names in lines for name in names]
    known = {name: two for two, name in told if name.isascii()}
    if native:
        rest = [(two, name) for two, name in told if not name.isascii()]
        folded = fold(pl.Series([name for _, name in rest], dtype=pl.String))
        known |= {name: two for name, (two, _) in zip(folded, rest, strict=True) if name and name not in known}
    return codes, {f" {name} ": f" {two} " for name, two in known.items()}


def _lines(table: str) -> list[list[str]]:
    text = files("exeat.identity.fields").joinpath("data", f"{table}.tsv").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


def renamed(text: "pl.Expr", names: Mapping[str, str]) -> "pl.Expr":
    """Folded texts with one name for what has several; a space at both ends.

    Twice, since names that follow one another share the space between them.
    """
    import polars as pl

    once = pl.concat_str(pl.lit(" "), text, pl.lit(" ")).str.replace_many(
        list(names), list(names.values()), leftmost=True
    )
    return once.str.replace_many(list(names), list(names.values()), leftmost=True)
