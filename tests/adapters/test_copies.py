"""A copy for somebody: marked, with less in it, and still the same list for whoever reads it."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exeat.adapters.exports.cut import BLACK, Cut, cut
from exeat.adapters.exports.faceless import faceless
from exeat.adapters.exports.outgoing import Outgoing
from exeat.adapters.exports.write import FORMATS, write_list
from exeat.adapters.lists.copies import codes_of
from exeat.adapters.lists.read import read_sheet
from exeat.core.errors import Problem, Refused
from exeat.disclosure.marks import FORM, Mark, code_of, codes_in, written

from .outgoing_lists import lists, made

CODE = "EX-ABCD-EFGH-IJKL-M234"
WORDS = f"Copy {CODE} for =Dr. <Fruvaldés> & --Söhne?>, 2031-03-01: held (#4), case c. Do not pass on."
LIST: dict[str, Sequence[str | None]] = {
    "id": ["1", "2", "3"],
    "name": ["José Aldoverra", "=1+1", "Ana Quelmoraz"],
    "health": ["tuberculosis", None, "well"],
}


def marked(out: Outgoing, words: str = WORDS) -> Outgoing:
    from dataclasses import replace

    return replace(out, mark=Mark(CODE, words))


def back(path: Path) -> pl.DataFrame:
    problems: list[Problem] = []
    sheet = read_sheet(path, path.name, problems)
    assert sheet is not None, problems
    return sheet.rows


@pytest.mark.parametrize("ending", FORMATS)
def test_a_mark_names_its_recipient_and_changes_no_record(ending: str, tmp_path: Path) -> None:
    plain, copy = tmp_path / f"plain{ending}", tmp_path / f"copy{ending}"
    write_list(made(LIST), plain, False)
    write_list(marked(made(LIST)), copy, False)
    assert back(copy).equals(back(plain))
    assert codes_of(copy) == (CODE,)
    assert codes_of(plain) == ()


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".pfif"])
@given(out=lists(), words=st.text(max_size=40))
@settings(max_examples=15, deadline=None)
def test_whatever_a_recipient_is_called_the_list_reads_back(ending: str, out: Outgoing, words: str) -> None:
    import tempfile

    words = words.encode("utf-8", "replace").decode() + f" {CODE} "
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"list{ending}")
        write_list(marked(out, words), path, True)
        copy = back(path)
        write_list(out, path, True)
        assert copy.equals(back(path))


def _as_text_of_a_spreadsheet(path: Path) -> None:
    rows = list(csv.reader(path.read_text("utf-8").splitlines()))
    path.write_text("\r\n".join("\t".join(row) for row in rows), "utf-16")


def _with_semicolons(path: Path) -> None:
    rows = list(csv.reader(path.read_text("utf-8").splitlines()))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL).writerows(rows)


def _by_openpyxl(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book.worksheets[0].insert_rows(1)
    book.save(path)


def _indented(path: Path) -> None:
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    path.write_text(json.dumps(lines, indent=2, ensure_ascii=True), "utf-8")


RESAVED = [
    (".csv", _as_text_of_a_spreadsheet), (".csv", _with_semicolons), (".xlsx", _by_openpyxl), (".jsonl", _indented),
]  # fmt: skip


@pytest.mark.parametrize(("ending", "again"), RESAVED)
def test_a_copy_that_was_opened_and_saved_again_still_says_whose_it_is(
    ending: str, again: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / f"copy{ending}"
    write_list(marked(made(LIST)), path, False)
    again(path)
    assert codes_of(path) == (CODE,)
    if again in (_with_semicolons, _by_openpyxl):
        assert back(path).columns == ["id", "name", "health"], "and its mark is still no part of the list"


@pytest.mark.parametrize("typed", [CODE.lower(), CODE.replace("-", "\u2011"), f"({CODE.title()})", f"x {CODE}."])
def test_a_code_that_was_typed_from_paper_is_found(typed: str) -> None:
    assert list(codes_in(f"found on the table: {typed} on 3 sheets")) == [CODE]


@pytest.mark.parametrize("other", [f"{CODE}A", f"T{CODE}", CODE[:-1], CODE.replace("M234", "M189"), CODE[2:]])
def test_what_only_looks_like_a_code_is_none(other: str) -> None:
    assert list(codes_in(f"found: {other}, on 3 sheets")) == []


def test_a_part_of_a_copy_still_says_whose_it_was(tmp_path: Path) -> None:
    path = tmp_path / "copy.csv"
    write_list(marked(made(LIST)), path, False)
    for line in path.read_text("utf-8").splitlines():
        assert list(codes_in(line)) == [CODE]


def test_a_column_with_anything_else_in_it_is_a_column_of_the_list(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"id,exeat:copy {WORDS.replace(',', '')}\n1,fear of return\n", "utf-8")
    assert back(path).width == 2


# ------------------------------------------------------------ less in it


def test_a_blacked_out_cell_looks_the_same_whatever_stood_there_or_nothing() -> None:
    out, missing = cut(made(LIST), Cut(redact=("health",)))
    assert out.rows["health"].to_list() == [BLACK] * 3
    assert out.rows.columns == ["id", "name", "health"]
    assert (missing.black, missing.columns, missing.rows) == (1, 0, 0)


@pytest.mark.parametrize("ending", FORMATS)
def test_nothing_of_what_is_missing_is_in_the_file(ending: str, tmp_path: Path) -> None:
    whole = made(LIST)
    less, missing = cut(whole, Cut(redact=("health",), rows=("3",)))
    path = tmp_path / f"copy{ending}"
    write_list(marked(less), path, False)
    data = path.read_bytes()
    parts = [data] if not zipfile.is_zipfile(path) else _members(data)
    assert not any(s.encode() in part for part in parts for s in ("tuberculosis", "well", "Quelmoraz"))
    assert missing.rows == 1
    assert back(path).height == 2
    assert whole.rows.equals(made(LIST).rows), "the original stays"


def _members(data: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return [book.read(n) for n in book.namelist()]


def test_every_mistake_of_a_cut_is_said_at_once() -> None:
    with pytest.raises(Refused) as refused:
        cut(made(LIST), Cut(("fear",), ("consent", "id"), ("9",)))
    assert [p.code for p in refused.value.problems] == [
        "export-column-unknown", "export-column-unknown", "export-row-unknown", "export-id-black",
    ]  # fmt: skip


# ------------------------------------------------------------ nothing of whoever made it


def test_a_workbook_says_nothing_of_when_and_where_it_was_made(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_list(made(LIST), tmp_path / name, False)
    one, two = ((tmp_path / n).read_bytes() for n in ("one.xlsx", "two.xlsx"))
    assert one == two
    with zipfile.ZipFile(io.BytesIO(one)) as book:
        assert {i.date_time for i in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {(i.create_system, i.external_attr) for i in book.infolist()} == {(0, 0o600 << 16)}
        assert book.read("docProps/core.xml").decode().count("2025-06-01T00:00:00Z") == 2
    assert faceless(one, date(2025, 6, 1)) == one


# ------------------------------------------------------------ codes


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32), st.text(), st.text())
def test_nobody_without_the_key_makes_a_code_that_points_to_another(key: bytes, other: bytes, a: str, b: str) -> None:
    assert FORM.fullmatch(code_of(key, {"party": a}))
    if key != other:
        assert code_of(key, {"party": a}) != code_of(other, {"party": a})
    if a != b:
        assert code_of(key, {"party": a}) != code_of(key, {"party": b})


@given(st.binary(min_size=10, max_size=10))
def test_a_code_is_found_where_it_stands(chance: bytes) -> None:
    code = written(chance)
    assert list(codes_in(f"x,{code}\n({code})")) == [code]
