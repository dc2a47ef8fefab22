"""A list file of any format as a sheet.

- Which reader reads a file is said by its ending; a file with an ending that nobody knows is read as CSV.
"""

from pathlib import Path

from exeat.core.errors import Problem

from .csv_rows import read_csv
from .sheet import Sheet


def read_sheet(
    path: Path, name: str, problems: list[Problem], *, sheet: str | None = None, heading: int | None = None
) -> Sheet | None:
    """The rows of a list file; None and problems where it cannot be read. `name` is what errors call the file.

    `sheet`: the name of the sheet, or the number of the table; None = the first with a table. `heading`: the row of
    the headings, from 1; None = it is found.
    """
    return read_csv(path, name, problems, heading)
