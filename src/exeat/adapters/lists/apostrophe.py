"""The apostrophe that keeps a spreadsheet program from computing a name: put in by `guarded`, taken out by `bare`.

- A text is dangerous where, after spaces, marks that do not show and apostrophes, it goes on with = + - @, a tab, a
  carriage return or a line feed, or with one of the first four in another width. An apostrophe is put before it.
- The same holds after every , ; | tab or line end inside a text: a program that takes another separator for the
  file's begins a cell there.
- Apostrophes count as part of the danger, so `bare` takes away exactly what `guarded` put in: a text that begins
  with one of its own reads back the same.
- A file with such apostrophes says so by a last column without cells, headed `MARK`. Without it nothing is taken out.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from .sheet import Renamed, Sheet

if TYPE_CHECKING:
    import polars as pl

MARK = "exeat:apostrophes"
SIGNS = "=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212"
SEPARATORS = ",;|\t\r\n"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Where an apostrophe goes in, and where one comes out."""
    unseen = "".join(map(chr, (*range(0x21), *range(0x7F, 0xA1), 0xAD, *range(0x2000, 0x2010), 0x202F, 0x3000)))
    unseen += "".join(map(chr, (*range(0x2028, 0x202F), *range(0x205F, 0x2070), 0x1680, 0x180E, 0xFEFF)))
    skipped = re.escape("".join(c for c in unseen if c not in "\t\r\n"))
    start = f"(?:^|(?<=[{SEPARATORS}]))"
    danger = f"(?='*[{skipped}]*[{SIGNS}])"
    return re.compile(start + danger), re.compile(f"{start}'{danger}")


def guarded(text: str) -> str:
    """The text with an apostrophe wherever a spreadsheet program might begin to compute."""
    return _patterns()[0].sub("'", text)


def bare(text: str) -> str:
    """The text before `guarded`."""
    return _patterns()[1].sub("", text)


def taken_out(sheet: Sheet | None) -> Sheet | None:
    """A sheet without the apostrophes that `guarded` put in, where its last column says that it did."""
    if sheet is None or not sheet.rows.width or sheet.rows.columns[-1] != MARK or sheet.rows[MARK].count():
        return sheet
    rows = each(sheet.rows.drop(MARK), bare)
    names = {c: bare(c) for c in rows.columns}
    if len(set(names.values())) < len(names):
        return sheet
    told = {ours: names.get(theirs, theirs) for ours, theirs in sheet.told.items()}
    return replace(sheet, rows=rows.rename(names), told=told, places=Renamed(sheet.places, names))


def each(rows: "pl.DataFrame", change: Callable[[str], str]) -> "pl.DataFrame":
    """A frame of texts with `guarded` or `bare` done to every cell that has one of the signs."""
    import polars as pl

    signs = pl.all().str.contains(f"[{SIGNS}]")
    return rows.with_columns(
        pl.when(signs).then(pl.all().map_elements(change, return_dtype=pl.String)).otherwise(pl.all())
    )
