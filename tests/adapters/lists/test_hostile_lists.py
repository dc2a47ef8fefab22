"""Files that somebody sends to do harm, or that broke on the way: each is refused in words, soon and in little room."""

import io
import json
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools.make_formats import CONTENT, TABLE, ods, stored, xlsx

from exeat.adapters.lists.archive import repacked, unpacked
from exeat.adapters.lists.limits import LIMITS
from exeat.adapters.lists.raw import Ask, Raw, read, write
from exeat.adapters.lists.read import READERS, read_sheet
from exeat.adapters.lists.sandbox import read_with, run
from exeat.core.errors import Problem
from exeat.faces import problems
from exeat.testing.garbage import changed, changed_inside

PEOPLE = (("id", "name", "age"), ("1", "Aldoverra, Rosa", 41), ("002", "Brisquén, Tomás", 38.5))
XLSX, ODS = xlsx({"People": PEOPLE}), ods({"People": PEOPLE})
BOTH = pytest.mark.parametrize("ending", [".xlsx", ".ods"])
PARTS = {".xlsx": unpacked(XLSX, LIMITS), ".ods": unpacked(ODS, LIMITS)}
MAIN = {".xlsx": "xl/worksheets/sheet1.xml", ".ods": "content.xml"}
FUZZED = 6_000  # of each reader
MIB = 1 << 20


def told(path: Path, **limits: int) -> list[Problem]:
    """The problems of a list file, each of which has its sentences."""
    found: list[Problem] = []
    sheet = read_sheet(path, path.name, found, limits=replace(LIMITS, **limits))
    assert (sheet is None) == bool(found)
    assert all(line.isprintable() for line in problems.lines(found, "es").split("\n"))
    return found


def why(path: Path, **limits: int) -> list[tuple[str, str]]:
    return [(p.code, p.values.get("why", p.values.get("of", ""))) for p in told(path, **limits)]


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, bytes], Path]:
    """Writes a file and says where."""

    def write(name: str, data: bytes) -> Path:
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    return write


Put = Callable[[str, bytes], Path]


# ------------------------------------------------------------ archives


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name.replace("__", "/") + ".xml", body)
    return out.getvalue()


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """About a megabyte that unpacks to four hundred."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("junk", Random(1).randbytes(600 << 10))
        with archive.open("content.xml", "w") as member:
            for _ in range(400):
                member.write(b" " * MIB)
    return out.getvalue()


MEASURE = """
import json, resource, sys
from pathlib import Path
from exeat.adapters.lists.read import read_sheet
found = []
assert read_sheet(Path(sys.argv[1]), "bomb", found) is None
used = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
seconds = sum(u.ru_utime + u.ru_stime for u in used)
own = Path("/proc/self/status")  # ru_maxrss is that of whoever started this process, where that was larger
lines = own.read_text().splitlines() if own.exists() else [f"VmHWM: {used[0].ru_maxrss}"]
peak = next(line.split()[1] for line in lines if line.startswith("VmHWM"))
print(json.dumps([found[0].code, seconds, max(int(peak), used[1].ru_maxrss) / 1024]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="resource usage as POSIX has it")
@BOTH
def test_a_megabyte_that_unpacks_to_four_hundred_is_refused_in_little_time_and_room(
    ending: str, bomb: bytes, put: Put
) -> None:
    path = put(f"bomb{ending}", bomb)
    ran = subprocess.run([sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True)
    code, seconds, mib = json.loads(ran.stdout)
    assert 0.9 < len(bomb) / MIB < 1.1
    assert code == "file-hostile"
    assert seconds < 2  # of the processor, so that a busy machine is no failure
    assert mib < 200


def lying(data: bytes, declared: int, crc: int) -> bytes:
    """An archive whose only member declares another size and checksum than it has."""
    made = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 14), (b"PK\x01\x02", 16)):
        start = made.index(mark) + at
        struct.pack_into("<I", made, start, crc)
        struct.pack_into("<I", made, start + 8, declared)
    return bytes(made)


@BOTH
@pytest.mark.parametrize("declared", [10, 1000, 100_000])
def test_a_member_that_lies_about_its_size_is_caught(declared: int, ending: str, put: Put) -> None:
    body = b"<a>" + b" " * 10_000
    honest = packed(content=body)
    crc = zlib.crc32(body[:declared])
    assert why(put(f"a{ending}", lying(honest, declared, crc))) == [("file-hostile", "lies")]


def test_an_archive_of_archives_members_named_twice_and_too_many_are_refused(put: Put) -> None:
    many = stored({f"{i}.xml": b"" for i in range(2_001)})
    assert why(put("many.xlsx", many)) == [("file-hostile", "members")]
    twice = stored({"content.xml": b"<a/>", "content.xmm": b"<b/>"}).replace(b"content.xmm", b"content.xml")
    assert why(put("twice.ods", twice)) == [("file-hostile", "twice")]
    assert why(put("nested.xlsx", stored({"a.xlsx": XLSX}))) == [("sheet-broken", "no list")]


def test_no_name_in_an_archive_becomes_a_path(put: Put, tmp_path: Path) -> None:
    names = {"../out.xml": b"<a/>", "/etc/out.xml": b"<a/>", "C:\\out.xml": b"<a/>"}
    path = put("a.ods", stored({**names, **PARTS[".ods"]}))
    found = read_sheet(path, "a.ods", [])
    assert found is not None
    assert [p.name for p in tmp_path.iterdir()] == ["a.ods"]
    assert not (tmp_path.parent / "out.xml").exists()


ENTITIES = {
    "a file of the reader's": b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
    "a page of the network": b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
    "a billion laughs": b"<!DOCTYPE a [<!ENTITY e 'ha'>"
    + b"".join(b"<!ENTITY e%d '%s'>" % (i, b"&e;" * 9) for i in range(9))
    + b"]>",
}


@BOTH
@pytest.mark.parametrize("entity", ENTITIES)
def test_entities_are_not_read_at_all(entity: str, ending: str, put: Put) -> None:
    head, mark, rest = PARTS[ending][MAIN[ending]].partition(b"?>")
    body = head + mark + ENTITIES[entity] + rest if mark else ENTITIES[entity] + head
    data = stored({**PARTS[ending], MAIN[ending]: body})
    assert why(put(f"a{ending}", data)) == [("file-hostile", "entities")]


# ------------------------------------------------------------ sizes


def test_a_small_file_that_says_a_million_times_is_too_large(put: Put) -> None:
    row = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'
    cell = '<table:table-cell table:number-columns-repeated="{}"><text:p>a</text:p></table:table-cell>'
    for rows, columns, of in ((2_000_000, 1, "rows"), (1, 16_384, "columns"), (1_000_000, 1_000, "cells")):
        content = CONTENT.format(tables=TABLE.format(name='"A"', rows=row.format(rows, cell.format(columns))))
        assert why(put("a.ods", stored({"content.xml": content.encode()}))) == [("file-too-large", of)]


def test_two_cells_in_the_far_corners_of_a_sheet_are_too_large(put: Put) -> None:
    body = PARTS[".xlsx"][MAIN[".xlsx"]].replace(b'r="C3"', b'r="XFD1048576"')
    assert why(put("a.xlsx", stored({**PARTS[".xlsx"], MAIN[".xlsx"]: body}))) == [("file-too-large", "cells")]


def test_empty_rows_to_the_end_of_a_sheet_count_for_nothing(put: Put) -> None:
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    tail = "</table:table>"
    content = PARTS[".ods"]["content.xml"].decode().replace(tail, empty + tail)
    assert told(put("a.ods", stored({"content.xml": content.encode()}))) == []


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".ods"])
def test_a_file_above_the_limit_is_not_read(ending: str, put: Put) -> None:
    path = put(f"a{ending}", {".xlsx": XLSX, ".ods": ODS}.get(ending, b"id\n1\n"))
    assert why(path, file=4, text=4) == [("file-too-large", "MiB")]


def test_too_many_columns_and_too_long_a_cell_are_refused(put: Put) -> None:
    wide = [[f"c{i}" for i in range(30)], ["a"] * 30]
    for name, data in (("a.xlsx", xlsx({"A": wide})), ("a.ods", ods({"A": wide}))):
        assert why(put(name, data), columns=20) == [("file-too-large", "columns")]
    assert why(put("a.csv", (",".join(wide[0]) + "\n").encode()), columns=20) == [("file-too-large", "columns")]
    long = [["id"], ["a" * 500]]
    for name, data in (("a.xlsx", xlsx({"A": long})), ("a.ods", ods({"A": long}))):
        assert why(put(name, data), cell=100) == [("file-too-large", "characters")]


# ------------------------------------------------------------ the sandbox

MISBEHAVIOUR = {
    "takes_all_memory": "memory",
    "dies": "crashed",
    "ends_at_once": "crashed",
    "never_ends": "time",
    "sleeps": "time",
    "talks_too_much": "answer",
    "answers_nonsense": "crashed",
    "answers_an_object": "crashed",
    "writes_a_file": "reader",
    "raises": "reader",
}


@pytest.mark.skipif(sys.platform == "win32", reason="limits as POSIX has them")
@pytest.mark.parametrize("name", MISBEHAVIOUR)
def test_a_reader_that_misbehaves_is_a_refusal(name: str, tmp_path: Path) -> None:
    limits = replace(LIMITS, cpu=1, wall=5, memory=512 * MIB, output=MIB)
    found = run("exeat.testing.unruly", name, str(tmp_path / "out").encode(), Ask(limits=limits))
    assert [f.values["why"] for f in found.faults] == [MISBEHAVIOUR[name]]
    assert not (tmp_path / "out").exists() or (tmp_path / "out").stat().st_size == 0


def test_the_child_knows_no_path_and_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXEAT_SECRET", "a-secret")
    words = run("exeat.testing.unruly", "tells", b"", Ask()).faults[0].values["words"]
    assert "environment: LC_CTYPE;" in words or "environment: ;" in words


@pytest.mark.parametrize(
    "head",
    [
        {"headings": ["a", "a"]},
        {"headings": ["a", 1]},
        {"lines": [1]},
        {"lines": ["1", "2"]},
        {"letters": ["A", "B"]},
        {"cells": [["a"]]},
        {"told": {"id": 1}},
        {"notes": [["a"]]},
        {"faults": [{"code": "no-such-code"}]},
        {"rows": 2},
    ],
)
def test_what_is_not_as_promised_is_not_believed(head: dict[str, object]) -> None:
    out = io.BytesIO()
    write(Raw(["a"], [["1"]], lines=[1, 2], letters=["A"]), out)
    first, second = out.getvalue().splitlines()
    assert read([first, second]).rows == [["1"]]
    with pytest.raises(ValueError, match=r"."):
        read([json.dumps({**json.loads(first), **head}).encode(), second])
    with pytest.raises(ValueError, match=r"."):
        read([first, b'[["1", "2"]]'])


# ------------------------------------------------------------ garbage


def refused_or_read(ending: str, data: bytes) -> None:
    """Whatever the bytes are, the reader answers, and in words of its own."""
    reader = READERS[ending]
    found = read_with(reader.module, reader.function, io.BytesIO(data), Ask(limits=replace(LIMITS, cells=100_000)))
    ours = [f for f in found.faults if f.values.get("why") == "reader" and "Panic" not in f.values["words"]]
    assert not ours, (ours, data)
    assert found.faults or found.headings


@BOTH
def test_a_file_changed_on_its_way_is_refused_or_read(ending: str) -> None:
    draw = Random(f"changed{ending}")
    data = {".xlsx": XLSX, ".ods": ODS}[ending]
    for _ in range(FUZZED // 3):
        refused_or_read(ending, changed(data, draw))
    for _ in range(FUZZED):
        refused_or_read(ending, repacked(changed_inside(PARTS[ending], draw)))


def test_a_csv_changed_on_its_way_is_refused_or_read(put: Put) -> None:
    draw = Random("changed.csv")
    data = b'INVENTED,,\nid,name,born\n1,"Aldoverra, Rosa",1985\n#indiv+id,#indiv+name,\n2,"say ""a""",\n'
    for _ in range(FUZZED // 3):
        told(put("a.csv", changed(data, draw)))


@given(st.sampled_from([".xlsx", ".ods"]), st.binary(max_size=300), st.booleans())
@settings(max_examples=500)
def test_any_bytes_are_refused(ending: str, data: bytes, begun: bool) -> None:
    refused_or_read(ending, b"PK\x03\x04" + data if begun else data)


@pytest.mark.parametrize("seed", range(6))
@BOTH
def test_garbage_is_refused_through_the_child_as_well(ending: str, seed: int, put: Put) -> None:
    told(put(f"a{ending}", repacked(changed_inside(PARTS[ending], Random(seed)))))
    told(put(f"b{ending}", b"PK\x03\x04" + Random(seed).randbytes(500)))
