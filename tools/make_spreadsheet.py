"""Write the INVENTED spreadsheets of examples/spreadsheet: nobody in them exists (see example_people.py).

- The layout is that of a justice ministry's release list: title lines, merged cells, one name column, days as
  day/month/year, a sentence as days-months-years. No crime is invented: the column of offences is empty.
- What is wrong with the list is written down here by row number, so that every finding can be followed by hand.
- The same bytes on every run. openpyxl writes, and the moment it was written is taken out again.

    python -m tools.make_spreadsheet [FOLDER]
"""

import csv
import io
import sys
import zipfile
from pathlib import Path
from random import Random  # noqa: TID251 - seeded: an example, not a decision

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from tools.example_people import Maker, Person, day

FOLDER = Path(__file__).resolve().parent.parent / "examples" / "spreadsheet"
ROWS, DAY, FIRST_LINE = 1700, "2025-05-01", 6
TITLE = ("INVENTED: Ministry of Justice of Norvane", "Persons whose release is under consideration", "As of 1 May 2025")
HEADINGS = (
    "No.", "Prisoner no.", "Name", "ID no.", "ID type", "Age", "Place of residence", "Date of birth", "Citizenship",
    "Detained or convicted", "Sentence (D-M-Y)", "Arrest date", "Offences", "Court", "Case nos.",
    "Designated for deportation?",
)  # fmt: skip

# ------------------------------------------------------------ what is wrong, by row number

DOUBLES = {n: n - 700 for n in range(801, 815)}  # the same names and birth date as 700 rows before, another number
SAME_PAPER = {900: 100, 901: 101, 902: 102}  # the ID number of somebody else
UNBORN = {40: "14/02/2084", 41: "03/09/2085"}  # born in the future
NO_DAY = {50: "31/02/1988", 51: "30/02/1979", 52: "00/05/1990", 53: "15/13/1984"}  # days that no calendar has
NO_BIRTH = set(range(60, 71))
WRONG_AGE = {80: 19, 81: 71, 82: 33}  # beside a birth date that makes another age; see `_age`
TOO_EARLY = {90: "12/04/1961"}  # arrested before birth
DIGITS = {95: "Jul1o", 96: "Rafae1"}  # a figure where a letter belongs
DETAINED_WITH_SENTENCE = {110, 111, 112}

RELEASED = (15, 230, 415, 601, 777, 1003, 1250, 1444)  # of these the monitor says that they were released


def ministry(make: Maker) -> list[list[object]]:
    """The rows of the ministry's list."""
    people = [make.person(0.08, day(make.rng, 1960, 2004)) for _ in range(ROWS)]
    for n, of in DOUBLES.items():
        people[n - 1] = people[of - 1]
    return [_row(make.rng, n, p, people) for n, p in enumerate(people, 1)]


def _row(rng: Random, n: int, p: Person, people: list[Person]) -> list[object]:
    convicted = n not in DETAINED_WITH_SENTENCE and rng.random() < 0.45
    sentence = f"0-{rng.randint(0, 11)}-{rng.randint(1, 12)}" if convicted or n in DETAINED_WITH_SENTENCE else ""
    given = DIGITS.get(n, p.given)
    born = "" if n in NO_BIRTH else UNBORN.get(n) or NO_DAY.get(n) or _dmy(p.birth)
    return [
        n,
        f"NV-{5000 + n}",
        f"{given} {p.surname} {p.second}",
        people[SAME_PAPER.get(n, n) - 1].document if n not in DOUBLES else f"X-98{n:07}",
        "national card",
        WRONG_AGE.get(n, "" if n in (*NO_BIRTH, *UNBORN) else _age(p.birth)),
        f"District {rng.randint(1, 12)} (invented)",
        born,
        "Suldria",
        "convicted" if convicted else "detained",
        sentence,
        TOO_EARLY.get(n) or _dmy(day(rng, 2019, 2024)),
        "",
        f"Court {rng.randint(1, 4)} (invented)",
        f"C-{rng.randint(100, 999)}/{rng.randint(19, 24)}",
        rng.choice(("yes", "no")),
    ]


def _dmy(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))


def _age(birth: str) -> int:
    """The age on the day of the list."""
    born, on = ([int(part) for part in text.split("-")] for text in (birth, DAY))
    return on[0] - born[0] - (on[1:] < born[1:])


# ------------------------------------------------------------ files


def workbook(rows: list[list[object]]) -> bytes:
    """The list as XLSX: three merged title lines, an empty line, the headings, the rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "List"
    for line, text in enumerate(TITLE, 1):
        sheet.cell(line, 1, text).font = Font(bold=line == 1, size=14 if line == 1 else 11)
        sheet.merge_cells(start_row=line, start_column=1, end_row=line, end_column=len(HEADINGS))
        sheet.cell(line, 1).alignment = Alignment(horizontal="center")
    sheet.append([])
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append([cell if cell != "" else None for cell in row])
    notes = book.create_sheet("Notes")
    notes.append(["INVENTED. Nobody in this list exists."])
    file = io.BytesIO()
    book.save(file)
    return timeless(file.getvalue())


def timeless(book: bytes) -> bytes:
    """A workbook without the moment at which it was written: the same rows make the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as write:
        for name in sorted(read.namelist()):
            if name != "docProps/core.xml":
                write.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), read.read(name), zipfile.ZIP_DEFLATED)
            else:
                core = '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
                write.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), core, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def released(rows: list[list[object]]) -> str:
    """The monitor's list of the released, with its own headings."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("Ref", "Full name", "Born", "Released on"))
    for n, of in enumerate(RELEASED, 1):
        born = "-".join(reversed(str(rows[of - 1][7]).split("/")))
        writer.writerow((f"R-{n:02}", rows[of - 1][2], born, f"2025-04-{n + 10}"))
    return file.getvalue()


def main(folder: Path = FOLDER) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    rows = ministry(Maker(Random(1700)))
    (folder / "ministry-list.xlsx").write_bytes(workbook(rows))
    (folder / "monitor-released.csv").write_text(released(rows), encoding="utf-8")


if __name__ == "__main__":
    main(*(Path(a) for a in sys.argv[1:2]))
