"""Lists in the formats of others: nobody gets lost, renamed or spoken for between two programs."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest
from hypothesis import example, given, settings

from exeat.adapters.exports.ftm_out import ftm_file
from exeat.adapters.exports.outgoing import Outgoing
from exeat.adapters.exports.pfif_out import pfif_file
from exeat.adapters.lists import ftm, pfif
from exeat.adapters.lists.carried import escaped, heading_escaped, lines_in
from exeat.adapters.lists.ftm_fields import ftm_id
from exeat.adapters.lists.ftm_fields import row_id as ftm_row
from exeat.adapters.lists.pfif_fields import NOTE, PERSON, pfif_id
from exeat.adapters.lists.pfif_fields import row_id as pfif_row
from exeat.adapters.lists.raw import Ask, Raw, Unreadable
from exeat.adapters.lists.read import read_sheet
from exeat.core.errors import Problem

from .outgoing_lists import TEXTS, lists, made

BOTH: list[Any] = [(pfif_file, pfif.read), (ftm_file, ftm.read)]
PEOPLE: dict[str, list[str | None]] = {
    "id": ["SV-1", "SV-2"], "given_names": ["José", "Ana"], "surname": ["Aldoverra", "Brisquén"],
    "second_surname": ["Calmarú", None], "sex": ["M", "femenino"], "birth_date": ["1985-03", "198X"],
    "place": ["Centro 3", None], "remark": ["<b>&", None],
}  # fmt: skip
PFIF = "{http://zesty.ca/pfif/1.4}"


def frame(raw: Raw) -> pl.DataFrame:
    """The rows of a reader as a frame."""
    assert raw.faults == []
    columns = {h: [row[i] for row in raw.rows] for i, h in enumerate(raw.headings)}
    return pl.DataFrame(columns, schema=dict.fromkeys(raw.headings, pl.String()))


def fields(root: ElementTree.Element, path: str) -> list[str]:
    return [e.text or "" for e in root.iterfind("/".join(PFIF + p for p in path.split("/")))]


# ------------------------------------------------------------ there and back


@pytest.mark.parametrize(("write", "read"), BOTH, ids=["pfif", "ftm"])
def test_every_list_that_exeat_wrote_reads_back_the_same(write: Callable[..., Any], read: Callable[..., Raw]) -> None:
    @given(lists())
    @example(made({"id": ["1"], "name": ["José Aldoverra"], "given_names": ["José"], "surname": ["Aldoverra"]}))
    @example(made({"id": ["1"], "name": [None], "given_names": ["José"], "surname": ["Aldoverra"]}))
    @example(made({"id": ["1"], "surname": [None], "second_surname": ["Brisquén"]}))
    @settings(max_examples=80, deadline=None)
    def there_and_back(out: Outgoing) -> None:
        assert frame(read(write(out).data, Ask())).equals(out.rows)

    there_and_back()


@given(TEXTS, TEXTS)
def test_no_line_says_more_or_less_than_its_cell(heading: str, value: str) -> None:
    line = f"{heading_escaped(heading)}: {escaped(value)}"
    assert lines_in(line) == {heading: value}
    assert "\n" not in line


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_no_two_records_share_an_id(one: str, other: str, row: str, another: str) -> None:
    for make, back in ((ftm_id, ftm_row), (pfif_id, pfif_row)):
        first, second = make(("case", one, row)), make(("case", other, another))
        assert (first == second) == ((one, row) == (other, another))
        assert back(first) == row


def test_a_list_read_by_the_door_of_all_lists_is_the_same(tmp_path: Path) -> None:
    for write, name in ((pfif_file, "a.pfif"), (pfif_file, "a.xml"), (ftm_file, "a.ftm.json"), (ftm_file, "a.jsonl")):
        problems: list[Problem] = []
        (tmp_path / name).write_bytes(write(made(PEOPLE)).data)
        sheet = read_sheet(tmp_path / name, name, problems)
        assert sheet is not None, problems
        assert sheet.rows.equals(made(PEOPLE).rows)
        assert sheet.places.line(0) == {"pfif": 4, "xml": 4, "json": 2, "jsonl": 2}[name.rpartition(".")[2]]


# ------------------------------------------------------------ what others read


def test_nobody_is_called_dead_in_a_voice_that_is_not_the_speakers() -> None:
    dead = dataclasses.replace(
        made({"id": ["1"], "record": ["M-7"]}, "deceased"), subjects=pl.Series("subject", ["monitor#M-7"])
    )
    root = ElementTree.fromstring(pfif_file(dead).data)
    assert root.findall(f"{PFIF}person") == []
    assert fields(root, "note/status") == ["believed_dead"]
    assert fields(root, "note/author_name") == ["Side one"]
    assert fields(root, "note/person_record_id") == [pfif_id(("a-case", "monitor", "M-7"))]
    note = json.loads(ftm_file(dead).data.decode().splitlines()[1])
    assert note["schema"] == "Note"
    assert note["properties"]["publisher"] == ["Side one"]
    assert note["properties"]["entity"] == [ftm_id(("a-case", "monitor", "M-7"))]


def test_pfif_has_the_fields_that_its_specification_wants_and_no_others() -> None:
    assert (len(PERSON), len(NOTE)) == (25, 15)
    root = ElementTree.fromstring(pfif_file(made(PEOPLE)).data)
    for kind, known, wanted in (
        ("person", PERSON, {"person_record_id", "source_date", "full_name", "expiry_date"}),
        ("note", NOTE, {"note_record_id", "author_name", "source_date", "text"}),
    ):
        for element in root.iter(PFIF + kind):
            names = [e.tag.removeprefix(PFIF) for e in element if e.tag != f"{PFIF}note"]
            assert wanted <= set(names)
            assert names == [n for n in known if n in names]
    assert fields(root, "person/full_name") == ["José Aldoverra Calmarú", "Ana Brisquén"]
    assert fields(root, "person/sex") == ["male"]
    assert fields(root, "person/date_of_birth") == ["1985-03"]
    assert fields(root, "person/note/last_known_location") == ["Centro 3"]


def test_followthemoney_speaks_of_custody_as_the_speaker_does() -> None:
    entities = [json.loads(line) for line in ftm_file(made(PEOPLE)).data.decode().splitlines()]
    assert [e["schema"] for e in entities] == ["Note", "Person", "Event", "Note", "Person", "Note"]
    person, event, note = entities[1:4]
    assert person["properties"] == {
        "name": ["José Aldoverra Calmarú"], "firstName": ["José"], "lastName": ["Aldoverra"],
        "motherName": ["Calmarú"], "gender": ["male"], "birthDate": ["1985-03"],
    }  # fmt: skip
    assert event["properties"]["involved"] == note["properties"]["entity"] == [person["id"]]
    assert event["properties"]["name"] == ["Custody, as Side one states"]
    assert all(isinstance(v, list) for e in entities for v in e["properties"].values())


# ------------------------------------------------------------ what others write

FOREIGN = """<?xml version="1.0" encoding="UTF-8"?>
<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/{version}" xmlns:x="urn:x">
  <pfif:person>
    <pfif:person_record_id>example.org/1</pfif:person_record_id>
    <pfif:{first}>Ana</pfif:{first}>
    <x:shoe>38</x:shoe>
    <pfif:note>
      <pfif:note_record_id>example.org/n1</pfif:note_record_id>
      <pfif:author_name>A neighbour</pfif:author_name>
      <pfif:status>believed_dead</pfif:status>
      <pfif:text>I was told
        so.</pfif:text>
    </pfif:note>
  </pfif:person>
  <pfif:note>
    <pfif:person_record_id>example.org/1</pfif:person_record_id>
    <pfif:author_name>A cousin</pfif:author_name>
    <pfif:status>believed_alive</pfif:status>
    <pfif:text>I saw her.</pfif:text>
  </pfif:note>
</pfif:pfif>
"""


@pytest.mark.parametrize(("version", "first"), [("1.1", "first_name"), ("1.3", "first_name"), ("1.4", "given_name"),
                                                ("1.4/", "given_name")])  # fmt: skip
def test_no_note_on_a_person_is_lost(version: str, first: str) -> None:
    raw = pfif.read(FOREIGN.format(version=version, first=first).encode(), Ask())
    assert raw.told == {"id": "person_record_id", "given_names": first}
    assert raw.lines == [1, 3]
    row = dict(zip(raw.headings, raw.rows[0], strict=True))
    assert row["shoe (urn:x)"] == "38"
    assert row["notes"] == (
        "author_name: A neighbour; status: believed_dead; text: I was told so.\n"
        "author_name: A cousin; status: believed_alive; text: I saw her."
    )
    notes = pfif.read(FOREIGN.format(version=version, first=first).encode(), Ask(sheet="notes"))
    assert [row[notes.headings.index("person_record_id")] for row in notes.rows] == ["example.org/1"] * 2


def test_what_a_person_has_twice_in_followthemoney_is_shown_twice() -> None:
    person = {"id": "a", "schema": "Person", "datasets": ["x"], "properties": {"name": ["Ana", "Anna"], "gender": []}}
    company = {"id": "b", "schema": "Company", "properties": {"name": ["Y"]}}
    note = {"id": "c", "schema": "Note", "properties": {"entity": ["a"], "description": ["seen in May"]}}
    raw = ftm.read("\n".join(map(json.dumps, (person, company, note))).encode(), Ask())
    assert dict(zip(raw.headings, raw.rows[0], strict=True)) == {
        "id": "a", "name": "Ana | Anna", "datasets": "x", "notes": "seen in May"
    }  # fmt: skip
    assert raw.told == {"id": "id", "name": "name"}
    assert raw.notes == [("lists.several", {"number": "1", "between": " | "}),
                         ("lists.entities", {"kinds": "1 Company, 1 Note"})]  # fmt: skip


def test_every_line_that_is_no_entity_is_told_at_once() -> None:
    raw = ftm.read(b'{"id": "a"\n[]\n{"id": "a", "schema": "Person"}\n\xff\n', Ask())
    assert [f.line for f in raw.faults] == [1, 2, 3, 4]
    assert {f.code for f in raw.faults} == {"sheet-broken"}


# ------------------------------------------------------------ what could do harm


@pytest.mark.parametrize("doctype", ['<!DOCTYPE a [<!ENTITY b "c">]>', '<!DOCTYPE a SYSTEM "file:///etc/hostname">'])
def test_no_entity_is_ever_opened(doctype: str) -> None:
    text = FOREIGN.format(version="1.4", first="given_name").replace("?>\n", f"?>\n{doctype}\n", 1)
    with pytest.raises(Unreadable) as refused:
        pfif.read(text.replace("Ana", "&b;").encode(), Ask())
    assert refused.value.fault.code == "file-hostile"
    assert refused.value.fault.line == 2


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"<html/>", "not pfif"), (b'<p:pfif xmlns:p="http://zesty.ca/pfif/1.5"/>', "pfif version"), (b"<a", "xml"),
     (b'<p:pfif xmlns:p="http://zesty.ca/pfif/1.4"/>', "pfif empty"),
     (b"<?xml version='1.0' encoding='x'?><a/>", "xml")],
)  # fmt: skip
def test_another_xml_is_refused_in_words(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        pfif.read(data, Ask())
    assert refused.value.fault.values["why"] == why


@pytest.mark.parametrize(("write", "read"), BOTH, ids=["pfif", "ftm"])
def test_no_damaged_file_breaks_the_reader(write: Callable[..., Any], read: Callable[..., Raw]) -> None:
    whole, chance = write(made(PEOPLE)).data, Random(3)
    foreign = FOREIGN.format(version="1.4", first="given_name").encode()
    for n in range(2000):
        data = bytearray(whole if n % 2 or read is ftm.read else foreign)
        at = chance.randrange(len(data))
        if n % 3 == 0:
            del data[at:]
        else:
            data[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(4))
        try:
            raw = read(bytes(data), Ask())
        except Unreadable:
            continue
        assert raw.faults or all(len(row) == len(raw.headings) for row in raw.rows)
