"""FollowTheMoney entities, one JSON object a line (https://followthemoney.tech): a row for every Person.

- Every property that occurs is a column; several values of one stand side by side with ` | ` between them, and it is
  said for how many cells. What an entity has beside its properties (`datasets`, `caption`) is a column too.
- Entities of other kinds are counted and left aside. What Notes say of a person stands in the column `notes`.
- Every line that is no entity is a mistake, all at once.
- A file that exeat wrote gives the rows back as they were: see `carried`.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .carried import composed, lines_in
from .ftm_fields import CARRIED, LIST, ROW, TOLD, row_id
from .raw import Ask, Fault, Raw, Unreadable

BETWEEN = " | "
SHOWN = 100  # mistakes of one file


@dataclass(slots=True)
class Entity:
    """An entity of one line: its properties as lists of texts, and whatever else it has."""

    line: int
    id: str
    schema: str
    properties: dict[str, list[str]]
    more: dict[str, str] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """The first value of a property; empty where there is none."""
        return next(iter(self.properties.get(name, [])), "")


def read(data: bytes, ask: Ask) -> Raw:
    """The persons of a file of entities."""
    faults: list[Fault] = []
    found = [e for n, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1) if line.strip()
             for e in _entity(line, n, faults)]  # fmt: skip
    if faults:
        return Raw(faults=faults[:SHOWN])
    if ask.sheet not in (None, "1"):
        raise Unreadable("sheet-missing", sheet=ask.sheet or "", known="1")
    if columns := _columns(found):
        return _ours(found, columns)
    persons = [e for e in found if e.schema == "Person"]
    if not persons:
        kinds = ", ".join(sorted({e.schema for e in found})) or "-"
        raise Unreadable("sheet-broken", why="ftm empty", kinds=kinds)
    return _persons(persons, [e for e in found if e.schema != "Person"])


# ------------------------------------------------------------ lines


def _entity(line: bytes, number: int, faults: list[Fault]) -> list[Entity]:
    """The entity of a line; none and a fault where it holds none."""
    try:
        plain = json.loads(line.decode())
        return [_checked(plain, number)]
    except UnicodeDecodeError as e:
        why, words = "json line", f"not UTF-8, column {e.start + 1}"
    except json.JSONDecodeError as e:
        why, words = "json line", f"{e.msg}, column {e.colno}"
    except RecursionError:
        why, words = "json line", "too deep"
    except ValueError as e:
        why, words = "entity", str(e)
    faults.append(Fault("sheet-broken", number, values={"why": why, "words": words}))
    return []


def _checked(plain: Any, number: int) -> Entity:
    """An entity of the right shape. Raises ValueError for anything else."""
    if not isinstance(plain, dict):
        raise ValueError("no object")
    properties = plain.get("properties")
    if not all(isinstance(plain.get(k), str) for k in ("id", "schema")) or not isinstance(properties, dict):
        raise ValueError("id, schema and properties are wanted")
    texts = {k: [_text(v) for v in (v if isinstance(v, list) else [v])] for k, v in properties.items()}
    more = {k: _joined(v) for k, v in plain.items() if k not in ("id", "schema", "properties")}
    return Entity(number, plain["id"], plain["schema"], texts, more)


def _text(value: Any) -> str:
    """A value as text: an entity inside another by its id."""
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        return str(value["id"])
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _joined(value: Any) -> str:
    return BETWEEN.join(map(_text, value)) if isinstance(value, list) else _text(value)


# ------------------------------------------------------------ others' files


def _persons(persons: list[Entity], others: list[Entity]) -> Raw:
    """A row for every person, and what was joined or left aside."""
    said: dict[str, list[str]] = {}
    for note in (e for e in others if e.schema == "Note"):
        for about in note.properties.get("entity", []):
            said.setdefault(about, []).append(note.one("description") or note.one("summary"))
    rows = [_flat(p, said.get(p.id, [])) for p in persons]
    headings = list(dict.fromkeys(k for row in rows for k, v in row.items() if v))
    raw = Raw(headings, [[row.get(h) or None for h in headings] for row in rows], [1, *(p.line for p in persons)])
    raw.told = {o: t for o, t in TOLD.items() if t in headings}
    several = sum(len(v) > 1 for p in persons for v in p.properties.values())
    if several:
        raw.notes.append(("lists.several", {"number": str(several), "between": BETWEEN}))
    if others:
        kinds = ", ".join(f"{n} {k}" for k, n in sorted(Counter(e.schema for e in others).items()))
        raw.notes.append(("lists.entities", {"kinds": kinds}))
    return raw


def _flat(person: Entity, said: list[str]) -> dict[str, str]:
    row = {"id": person.id} | {k: BETWEEN.join(v) for k, v in person.properties.items()}
    row |= {k if k not in row else f"{k} (entity)": v for k, v in person.more.items()}
    notes = [text for text in said if text]
    if notes:
        row["notes"] = BETWEEN.join([row["notes"], *notes] if row.get("notes") else notes)
    return row


# ------------------------------------------------------------ our own files


def _columns(found: list[Entity]) -> list[str] | None:
    """The columns of the list, where exeat wrote the file."""
    for entity in found[:1]:
        if entity.schema == "Note" and LIST in entity.properties.get("keywords", []):
            try:
                columns = json.loads(entity.one("description"))
            except (ValueError, RecursionError):
                return None
            if isinstance(columns, list) and all(isinstance(c, str) for c in columns):
                return columns if len(set(columns)) == len(columns) else None
    return None


def _ours(found: list[Entity], columns: list[str]) -> Raw:
    """The rows of a file that exeat wrote, as they were: from the persons, or where it has none from the notes."""
    persons = [e for e in found if e.schema == "Person"]
    notes = [e for e in found if e.schema == "Note" and ROW in e.properties.get("keywords", [])]
    said = {e.id.removesuffix(".note"): lines_in(e.one("description")) for e in notes}
    rows = [_row(e, said.get(e.id, {}), columns) for e in persons or notes]
    for e, row in zip(notes, rows, strict=False) if not persons else ():
        row |= lines_in(e.one("description"))
    return Raw(
        columns, [[row.get(c) or None for c in columns] for row in rows], [1, *(e.line for e in persons or notes)]
    )


def _row(entity: Entity, lined: Mapping[str, str], columns: list[str]) -> dict[str, str | None]:
    row: dict[str, str | None] = dict(lined)
    for f in CARRIED:
        if f.ours not in lined and entity.schema == "Person" and entity.one(f.theirs):
            row[f.ours] = f.back(entity.one(f.theirs))
    if "name" not in lined and row.get("name") == composed(row):
        row.pop("name", None)
    if "id" in columns:
        row["id"] = row_id(entity.id) or entity.id
    return row
