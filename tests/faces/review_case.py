"""A small recorded case, two lists of invented people and what a machine proposes: for the tests of the review."""

from pathlib import Path

import polars as pl
from tests.folders import NOON, recorded, said, say, write, write_rows

from exeat.house import ClearingHouse

HELD = [
    ("1", "QUELMORAZ FRUVALDÉS, José Luis", "1990-04-12", "M", "Ana Fruvaldés", "V-00.000.101", "Bloque 4"),
    ("2", "ULMIRAZO GALDRUÑA, Pedro", "1985", "M", "", "", "Bloque 2"),
    ("3", "NORBELÚA, Carmen", "1971-01-30", "F", "", "", "Anexo"),
]
SOUGHT = [
    ("p1", "Jose", "Quelmoraz", "12/04/1990", "a sister", "101"),
    ("p2", "José Luis", "Quelmoraz", "1992", "", ""),
    ("p3", "Pedro", "Ulmirazo", "1985", "", ""),
    ("p4", "Carmen", "Norbelua", "1971", "", ""),
]
OF_HELD = ("id", "name", "birth_date", "sex", "mother", "document_number", "place")
OF_SOUGHT = ("ref", "given", "family", "born", "told by", "document")
PARTIES = [
    {"id": "aro", "name": "Aronia", "kind": "state", "roles": ["detaining_power"]},
    {"id": "counsel", "name": "A lawyer", "kind": "person", "roles": ["counsel"]},
    {"id": "ana", "name": "Ana, case worker", "kind": "person", "roles": ["intermediary"]},
    {"id": "bo", "name": "Bo, case worker", "kind": "person", "roles": ["intermediary"]},
]
LISTS = [
    {"id": "roster", "file": "lists/roster.csv", "by": "aro", "kind": "holds", "source": "paper", "holder": "aro"},
    {"id": "sought", "file": "lists/sought.csv", "by": "counsel", "kind": "seeks", "columns":
     {"id": "ref", "given_names": "given", "surname": "family", "birth_date": "born", "document_number": "document"}},
]  # fmt: skip
KIN = {"kind": "family_link", "left": "sought#p1", "right": "sought#p2", "relation": "brothers"}


def folder(path: Path) -> Path:
    """The folder, not recorded yet."""
    sources = [{"id": "paper", "title": "INVENTED roster", "kind": "list", "author": "aro"}]
    case = {"exeat": "1", "id": "to-review", "people": "invented", "on": "2025-06-01", "parties": PARTIES}
    write(path, "case.yaml", {**case, "sources": sources, "lists": LISTS})
    write_rows(path, "lists/roster.csv", [dict(zip(OF_HELD, row, strict=True)) for row in HELD])
    write_rows(path, "lists/sought.csv", [dict(zip(OF_SOUGHT, row, strict=True)) for row in SOUGHT])
    say(path, "kin", said("kin", "counsel", KIN))
    return path


def case(path: Path) -> ClearingHouse:
    """The case, recorded."""
    return recorded(folder(path), NOON)


def proposals(*_: object) -> pl.DataFrame:
    """What a machine might say: the first pair has a rival, the second is open, the third is sure."""
    rows = [
        ("roster#1", "sought#p1", 9.0, "review"), ("roster#1", "sought#p2", 8.5, "review"),
        ("roster#2", "sought#p3", 3.0, "review"), ("roster#3", "sought#p4", 14.0, "match"),
    ]  # fmt: skip
    schema = {"left": pl.String, "right": pl.String, "score": pl.Float64, "decision": pl.String}
    found = pl.DataFrame(rows, schema, orient="row")
    return found.with_columns((1 / (1 + 2.0 ** -pl.col("score"))).alias("probability"))
