"""The column that says whose copy a file is (see `disclosure.marks`): read as no part of the list.

It is a column of its own, the last one, or the last before the one of apostrophes; its heading says whose copy it is,
and every cell has the code or nothing. Where somebody wrote anything else into it, it is a column like any other.
"""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

from exeat.disclosure.marks import FORM, HEADING, codes_in

from .archive import unpacked
from .limits import LIMITS
from .raw import Unreadable
from .sheet import Sheet


def without_mark(sheet: Sheet | None) -> Sheet | None:
    """A sheet without the column that marks a copy."""
    if sheet is None or not sheet.rows.width or not sheet.rows.columns[-1].startswith(f"{HEADING} "):
        return sheet
    last = sheet.rows.columns[-1]
    if not all(FORM.fullmatch(v) for v in sheet.rows[last].drop_nulls().unique()):
        return sheet
    told = {ours: theirs for ours, theirs in sheet.told.items() if theirs != last}
    return replace(sheet, rows=sheet.rows.drop(last), told=told)


def codes_of(path: Path) -> tuple[str, ...]:
    """The codes that stand in a file of any format, each once. Raises OSError and Unreadable.

    A spreadsheet may save a text with two bytes for each letter: a code in it is found without its zeros.
    """
    data = path.read_bytes()[: LIMITS.file]
    parts = unpacked(data, LIMITS).values() if zipfile.is_zipfile(io.BytesIO(data)) else [data]
    texts = (text.decode("utf-8", "replace") for part in parts for text in (part, part.replace(b"\0", b"")))
    return tuple(dict.fromkeys(c for text in texts for c in codes_in(text)))


__all__ = ["Unreadable", "codes_of", "without_mark"]
