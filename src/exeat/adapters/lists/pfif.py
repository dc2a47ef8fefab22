"""PFIF 1.1 to 1.4 (http://zesty.ca/pfif/): a row for every person, or for every note.

- The sheet `persons` has a column for every field that occurs; a field that PFIF does not know keeps its name, and one
  given twice keeps both texts. All that is noted on a person stands in the column `notes`, one note a line.
- The sheet `notes` has a row for every note, with its person's id. It is read where the case asks for it, or where the
  file has no persons.
- A file that exeat wrote gives the rows back as they were: see `carried`.
- A document type is refused, and so is every entity: an XML file can grow and reach out through them.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from .carried import composed, lines_in
from .pfif_fields import CARRIED, MARK, NAMESPACE, NOTE, PERSON, TOLD, VERSIONS, row_id
from .raw import Ask, Raw, Unreadable

BETWEEN = " | "  # between the texts of a field that is given twice
SHEETS = ("persons", "notes")
DEEPEST = 30
NOTES = "notes"


@dataclass(slots=True)
class Record:
    """A person or a note: its fields as received, the line on which it begins, the notes inside it."""

    line: int
    fields: dict[str, str] = field(default_factory=dict)
    notes: "list[Record]" = field(default_factory=list)


def read(data: bytes, ask: Ask) -> Raw:
    """The persons of a PFIF file, or its notes."""
    found = _Document()
    found.parse(data)
    if ask.sheet not in (None, *SHEETS, "1", "2"):
        raise Unreadable("sheet-missing", sheet=ask.sheet or "", known=", ".join(SHEETS))
    if found.columns is not None and ask.sheet in (None, "persons", "1"):
        return _ours(found, not found.persons)
    notes = ask.sheet in ("notes", "2") or (ask.sheet is None and not found.persons and bool(found.notes))
    if not (found.notes if notes else found.persons):
        raise Unreadable("sheet-broken", why="pfif empty")
    return _notes(found) if notes else _persons(found)


# ------------------------------------------------------------ reading XML


class _Document:
    """The records of a PFIF document, as the parser meets them."""

    def __init__(self) -> None:
        self.persons: list[Record] = []
        self.notes: list[Record] = []  # all of them, inside a person or not
        self.columns: list[str] | None = None
        self.path: list[str] = []
        self.open: list[Record] = []
        self.text: list[str] = []
        self.space = ""
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype
        self.parser.ExternalEntityRefHandler = self._doctype

    def parse(self, data: bytes) -> None:
        """Raises Unreadable where it is not well formed, not PFIF, or of a version that we do not know."""
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as e:
            words = f"{expat.ErrorString(e.code)}, column {e.offset + 1}"
            raise Unreadable("sheet-broken", e.lineno, why="xml", words=words) from None
        except (ValueError, LookupError) as e:  # an encoding that nobody knows
            raise Unreadable("sheet-broken", 1, why="xml", words=str(e)) from None

    def _doctype(self, *_: Any) -> int:
        raise Unreadable("file-hostile", self.parser.CurrentLineNumber, why="entities")

    def _instruction(self, target: str, text: str) -> None:
        if target != MARK or self.columns is not None:
            return
        try:
            columns = json.loads(text).get("columns")
        except (ValueError, AttributeError, RecursionError):
            return
        if isinstance(columns, list) and all(isinstance(c, str) for c in columns) and len(set(columns)) == len(columns):
            self.columns = columns

    def _start(self, name: str, _: Any) -> None:
        line = self.parser.CurrentLineNumber
        space, _, local = name.rpartition(" ")
        if not self.path:
            self._root(space, local, line)
        if len(self.path) > DEEPEST:
            raise Unreadable("sheet-broken", line, why="xml", words="too deep")
        if space == self.space and local in ("person", "note") and len(self.path) == 1 + len(self.open):
            self.open.append(Record(line))
        self.path.append(name)
        if len(self.path) == 2 + len(self.open):
            self.text = []

    def _root(self, space: str, local: str, line: int) -> None:
        version = space.removeprefix(NAMESPACE).rstrip("/")
        if not space.startswith(NAMESPACE) or local != "pfif":
            raise Unreadable("sheet-broken", line, why="not pfif", root=local)
        if version not in VERSIONS:
            raise Unreadable("sheet-broken", line, why="pfif version", version=version, known=", ".join(VERSIONS))
        self.space = space

    def _characters(self, text: str) -> None:
        if self.open and len(self.path) >= 2 + len(self.open):
            self.text.append(text)

    def _end(self, name: str) -> None:
        depth = len(self.path)
        self.path.pop()
        if self.open and depth == 1 + len(self.open):
            self._close(self.open.pop(), name.rpartition(" ")[2])
        elif self.open and depth == 2 + len(self.open):
            self._field(name)

    def _close(self, record: Record, kind: str) -> None:
        if kind == "person":
            self.persons.append(record)
            return
        self.notes.append(record)
        if self.open:
            self.open[-1].notes.append(record)

    def _field(self, name: str) -> None:
        space, _, local = name.rpartition(" ")
        key = local if space == self.space else f"{local} ({space})"
        text = "".join(self.text)
        fields = self.open[-1].fields
        if self.columns is None:
            text = text.strip()
        fields[key] = fields[key] + BETWEEN + text if fields.get(key) and text else fields.get(key) or text


# ------------------------------------------------------------ others' files


def _persons(found: _Document) -> Raw:
    """The sheet of persons; every note on one, wherever it stands, is on its row."""
    said: dict[str, list[Record]] = {}
    inside = {id(n) for p in found.persons for n in p.notes}
    for note in found.notes:
        if id(note) not in inside:
            said.setdefault(note.fields.get("person_record_id", ""), []).append(note)
    for person in found.persons:
        person.notes += said.pop(person.fields.get("person_record_id", ""), [])
        if person.notes:
            person.fields[_free(person)] = "\n".join(_told(n) for n in person.notes)
    raw = _raw(found.persons, (*PERSON, NOTES))
    raw.told = {o: t for o, theirs in TOLD.items() for t in theirs if t in raw.headings}
    if found.notes:
        elsewhere = sum(map(len, said.values()))
        raw.notes.append(("lists.pfif_notes", {"number": str(len(found.notes) - elsewhere)}))
        if elsewhere:
            raw.notes.append(("lists.pfif_elsewhere", {"number": str(elsewhere)}))
    return raw


def _free(person: Record) -> str:
    return NOTES if NOTES not in person.fields else f"{NOTES} (all)"


def _told(note: Record) -> str:
    """A note on one line: what its author says, and every other field but the ids."""
    shown = ((k, " ".join(v.split())) for k, v in note.fields.items() if not k.endswith("record_id") or k[0] == "l")
    return "; ".join(f"{k}: {v}" for k, v in shown if v)


def _notes(found: _Document) -> Raw:
    """The sheet of notes; one inside a person has that person's id."""
    for person in found.persons:
        for note in person.notes:
            note.fields.setdefault("person_record_id", person.fields.get("person_record_id", ""))
    raw = _raw(found.notes, NOTE)
    columns = {"id": "note_record_id", "record": "person_record_id"}
    raw.told = {ours: theirs for ours, theirs in columns.items() if theirs in raw.headings}
    return raw


def _raw(records: list[Record], order: Iterable[str]) -> Raw:
    """A row for every record, with a column for every field that one of them has."""
    have = dict.fromkeys(k for r in records for k, v in r.fields.items() if v)
    headings = [k for k in order if k in have] + [k for k in have if k not in set(order)]
    rows = [[r.fields.get(h) or None for h in headings] for r in records]
    return Raw(headings, rows, [1, *(r.line for r in records)])


# ------------------------------------------------------------ our own files


def _ours(found: _Document, notes: bool) -> Raw:
    """The rows of a file that exeat wrote, as they were."""
    columns = found.columns or []
    records = found.notes if notes else found.persons
    rows = [_row(r, columns, notes) for r in records]
    return Raw(columns, [[row.get(c) or None for c in columns] for row in rows], [1, *(r.line for r in records)])


def _row(record: Record, columns: list[str], note: bool) -> Mapping[str, str | None]:
    given = record.fields
    own = [given.get("text", "")] if note else [given.get("description", ""), *_own_notes(record)]
    row: dict[str, str | None] = {}
    for text in own:
        row |= lines_in(text)
    if not note:
        _add_fields(row, given)
    if "id" in columns:
        id = given.get("note_record_id", "").removesuffix("/note") if note else given.get("person_record_id", "")
        row["id"] = row_id(id) or id
    return row


def _own_notes(person: Record) -> list[str]:
    """The text of the note that exeat wrote with the person; another's note is another's."""
    own = person.fields.get("person_record_id", "") + "/note"
    return [n.fields.get("text", "") for n in person.notes if n.fields.get("note_record_id") == own]


def _add_fields(row: dict[str, str | None], given: Mapping[str, str]) -> None:
    """What the fields hold, where no line says it; a full or family name put together from its parts is no column."""
    lined = set(row)
    for f in CARRIED:
        text = given.get(f.theirs)
        if f.ours not in lined and text and not (f.ours == "surname" and "second_surname" in lined):
            row[f.ours] = f.back(text)
    if "name" not in lined and row.get("name") == composed(row):
        row.pop("name", None)
