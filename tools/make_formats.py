"""Write the INVENTED lists of examples/formats and the broken ones of tests/cases/broken: nobody in them exists.

- Surnames are from the closed set of example_people.py; documents are `X-99…`, outside every issued range.
- The same bytes on every run: archives are stored and not packed, with one date in them.

    python -m tools.make_formats
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples" / "formats"
BROKEN = ROOT / "tests" / "cases" / "broken"
DAY = (2031, 3, 1, 0, 0, 0)
Cell = str | int | float | bool | date | None
Rows = Iterable[Sequence[Cell]]

RELEASES = (
    ("NORVANE MINISTRY OF JUSTICE - INVENTED EXAMPLE",),
    ("Persons proposed for release", None, None, None, None, "As of 1 March 2031"),
    (),
    ("No.", "Prisoner no.", "Full name", "Date of birth", "Sex", "ID no.", "ID type", "Residence", "Citizenship",
     "Detained / convicted", "Sentence", None, None, "Date of arrest", "Offences", "Court", "Case nos.",
     "Designated for deportation?"),
    (*[None] * 10, "Days", "Months", "Years"),
    (1, "00417", "Aldoverra, Rosa", date(1985, 4, 2), "F", "X-9900101", "national", "Harbour town", "Norvane",
     "detained", None, None, None, date(2030, 6, 11), None, "First court", "12/2030", "no"),
    (2, "00392", "Brisquén, Tomás", date(1979, 11, 30), "M", "X-9900102", "passport", "Upper valley", "Suldria",
     "convicted", 10, 6, 2, date(2029, 1, 20), None, "First court", "3/2029; 8/2029", "yes"),
    ("North prison",),
    (3, "00005", "Calmarú, Inés", date(1991, 7, 15), "F", "X-9900103", "passport", "Upper valley", "Suldria",
     "convicted", 0, 0, 3, date(2028, 5, 9), None, "Second court", "41/2028", "yes"),
)  # fmt: skip
REGISTERED = (
    ("Individual ID", "Registration Group ID", "Name", "Sex", "Date of birth", "Country of origin", "Specific needs"),
    ("NOR-00012", "G-0007", "Dorvaneño, Julio", "M", "1970-01-01", "SUL", ""),
    ("NOR-00013", "G-0007", "Dorvaneño, Luisa", "F", "2024-05-20", "SUL", "CR-UC"),
    ("NOR-00014", "G-0008", "Elquimar, (unknown)", "U", "", "SUL", "SM-MI; DS-LM"),
)
FLIGHT = (
    ("INVENTED EXAMPLE - Flight NX 101, 2 April 2031",),
    ("Seq", "Passenger name", "Gender", "DOB", "Nationality", "Passport no.", "Seat"),
    (1, "FRUVALDES/IVAN MR", "M", date(1988, 2, 29), "SUL", "X-9900201", "1A"),
    (2, "GALDRUNA/ANA MRS", "F", date(1990, 12, 1), "SUL", "X-9900202", "1B"),
)
INTERVIEWS = (
    ("start", "interview/record", "interview/destination", "interview/answer", "interview/private",
     "interview/languages", "interview/languages/es", "interview/languages/en", "interviewer", "on", "_id", "_uuid",
     "_submission_time", "_index"),
    ("2031-03-12T09:00:00", "N-1", "suldria", "yes", "yes", "es en", 1, 1, "mission", "2031-03-12", 5101,
     "6f1c2a90-0000-4000-8000-000000000001", "2031-03-12T10:02:11", 1),
    ("2031-03-12T10:30:00", "N-2", "suldria", "no", "yes", "es", 1, 0, "mission", "2031-03-12", 5102,
     "6f1c2a90-0000-4000-8000-000000000002", "2031-03-12T11:15:40", 2),
)  # fmt: skip
RELATIVES = (
    ("relative/name", "relative/age", "_index", "_parent_index", "_submission__uuid"),
    ("Hervoniz, Elena", 9, 1, 1, "6f1c2a90-0000-4000-8000-000000000001"),
)
TAGGED = (
    ("INVENTED EXAMPLE",),
    ("Number", "Who", "Taken on", "Kept in", "Father"),
    ("#indiv +id", "#indiv+name", "#date +arrest", "#loc+detention", "#indiv+name+father"),
    ("P-1", "Iscudarra, Darío", "2030-08-01", "North prison", "Iscudarra, Simón"),
    ("P-2", "Jolvañez, Mónica", "2030-08", "North prison", ""),
)


def main() -> None:
    """Write every file."""
    EXAMPLES.mkdir(parents=True, exist_ok=True)
    _write("release-list.xlsx", xlsx({"Releases": RELEASES, "Notes": [("Invented example.",)]}, _releases))
    _write("registration.csv", text(REGISTERED, ","))
    _write("manifest.ods", ods({"Manifest": FLIGHT}))
    _write("interviews.xlsx", xlsx({"interviews": INTERVIEWS, "relatives": RELATIVES}))
    _write("interviews.csv", text(INTERVIEWS, ";", quoted=True))
    _write("tagged.xlsx", xlsx({"People": TAGGED}))
    _write("tagged.csv", text(TAGGED, ","))
    for place, data in broken().items():
        (BROKEN / place).parent.mkdir(parents=True, exist_ok=True)
        (BROKEN / place).write_bytes(data)


def broken() -> dict[str, bytes]:
    """The files of broken cases that nobody can write by hand."""
    people = (("id", "name"), ("1", "Aldoverra, Rosa"))
    many = CONTENT.format(tables=TABLE.format(name='"People"', rows=_row(people[0]) + _row(people[1], 2_000_000)))
    entity = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e "ha">]>' + CONTENT.partition("?>")[2].format(tables="&e;")
    whole = xlsx({"People": people})
    error = xlsx({"People": [*people, ("2", "=1/0"), ("3", "#REF!")]})
    return {
        "50-list-of-two-million/lists/roster.ods": _ods_of(many),
        "51-spreadsheet-with-entities/lists/roster.ods": _ods_of(entity),
        "53-spreadsheet-cut-off/lists/roster.xlsx": whole[: len(whole) // 2],
        "54-sheet-that-is-not-there/lists/roster.xlsx": whole,
        "55-errors-in-cells/lists/roster.xlsx": error,
    }


def _write(name: str, data: bytes) -> None:
    (EXAMPLES / name).write_bytes(data)


# ------------------------------------------------------------ CSV


def text(rows: Rows, separator: str, quoted: bool = False) -> bytes:
    """Rows as CSV."""
    out = io.StringIO()
    rows = [["" if c is None else c for c in row] for row in rows]
    width = max(len(row) for row in rows)
    writer = csv.writer(out, delimiter=separator, quoting=1 if quoted else 0, lineterminator="\n")
    writer.writerows([*row, *[""] * (width - len(row))] for row in rows)
    return out.getvalue().encode()


# ------------------------------------------------------------ XLSX


def xlsx(sheets: Mapping[str, Rows], finish: object = None) -> bytes:
    """Sheets as XLSX, with the same bytes on every run. `finish` is called with the first sheet."""
    book = Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    del book[book.sheetnames[0]]
    if callable(finish):
        finish(book[book.sheetnames[0]])
    out = io.BytesIO()
    book.save(out)
    return _dateless(out.getvalue())


def _releases(sheet: Worksheet) -> None:
    """The merged cells of the release list, and its numbers with leading zeros as some ministries have them."""
    for merged in ("A1:R1", "K4:M4", "A8:R8", *(f"{c}4:{c}5" for c in "ABCDEFGHIJNOPQR")):
        sheet.merge_cells(merged)
    sheet["B9"].value, sheet["B9"].number_format = 5, "00000"


def _dateless(data: bytes) -> bytes:
    """An archive without the time at which it was made."""
    made = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {i.filename: archive.read(i) for i in archive.infolist()}
    return stored({name: made.sub(rb"\g<1>2031-03-01T00:00:00Z", body) for name, body in members.items()})


def stored(members: Mapping[str, bytes]) -> bytes:
    """An archive with one date in it, not packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, body in members.items():
            archive.writestr(zipfile.ZipInfo(name, DAY), body)
    return out.getvalue()


# ------------------------------------------------------------ ODS

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
CONTENT = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    f'<office:document-content xmlns:office="{ODF}office:1.0" xmlns:table="{ODF}table:1.0" xmlns:text="{ODF}text:1.0" '
    'office:version="1.3"><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>'
    "</office:document-content>"
)
TABLE = "<table:table table:name={name}>{rows}</table:table>"


def ods(sheets: Mapping[str, Rows]) -> bytes:
    """Sheets as ODS: as much of the format as a list needs."""
    tables = [TABLE.format(name=quoteattr(n), rows="".join(_row(r) for r in rows)) for n, rows in sheets.items()]
    return _ods_of(CONTENT.format(tables="".join(tables)))


def _ods_of(content: str) -> bytes:
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return stored({"mimetype": kind, "content.xml": content.encode()})


def _row(cells: Sequence[Cell], times: int = 1) -> str:
    repeated = f' table:number-rows-repeated="{times}"' if times > 1 else ""
    return f"<table:table-row{repeated}>{''.join(_cell(c) for c in cells)}</table:table-row>"


def _cell(value: Cell) -> str:
    match value:
        case None:
            return "<table:table-cell/>"
        case bool():
            kind = f'boolean" office:boolean-value="{str(value).lower()}'
        case int() | float():
            kind = f'float" office:value="{value}'
        case date():
            kind = f'date" office:date-value="{value.isoformat()}'
        case _:
            kind = "string"
    return f'<table:table-cell office:value-type="{kind}">{_paragraphs(str(value))}</table:table-cell>'


def _paragraphs(value: str) -> str:
    """A text as paragraphs; spaces that XML readers would drop are spelt out."""
    spelt = [escape(p).replace("\t", "<text:tab/>").replace(" ", "<text:s/>") for p in value.split("\n")]
    return "".join(f"<text:p>{p}</text:p>" for p in spelt)


if __name__ == "__main__":
    main()
