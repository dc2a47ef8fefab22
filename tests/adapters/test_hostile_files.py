"""Files that nobody would write on purpose, or only on purpose: each is refused in words, none ends in a traceback."""

import csv
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from exeat.adapters.case_checks import ordered
from exeat.adapters.folder import read_folder
from exeat.adapters.lists.list_file import ListFile
from exeat.adapters.said import Said
from exeat.adapters.yaml_file import MOST_DEEP
from exeat.core.case import ListDeclared
from exeat.core.errors import Problem, Refused
from exeat.faces import problems

CASE = """exeat: 1
id: hostile
people: invented
parties:
  - {id: sv, name: El Salvador, kind: state}
  - {id: ve, name: Venezuela, kind: state}
groups:
  - {id: held, name: those held}
"""
LISTS = 'lists:\n  - {id: roster, file: "lists/roster.csv", by: sv, kind: holds}\n'
SAID = "- {key: first, by: sv, act: states, claim: {kind: quotation, words: We shall see.}}\n"
Folder = Callable[..., Path]
MANY = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Makes a case folder of files; a case is added where none is given."""

    def make(**files: str | bytes) -> Path:
        for name, body in {"case_yaml": CASE, **files}.items():
            path = tmp_path / name.replace("__", "/").replace("_yaml", ".yaml").replace("_csv", ".csv")
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(body if isinstance(body, bytes) else body.encode())
        return tmp_path

    return make


def told(folder: Path) -> list[Problem]:
    """The problems of a case, each of which has its sentences; none where it is read."""
    try:
        read_folder(folder)
    except Refused as refused:
        return _with_sentences(refused.problems)
    return []


def _with_sentences(told: tuple[Problem, ...]) -> list[Problem]:
    assert all(line.isprintable() for line in problems.lines(told, "es").split("\n"))
    assert all(e["message"] and e["remedy"] for e in problems.document(told)["errors"])
    return list(told)


def codes(folder: Path) -> list[tuple[str, int | None]]:
    return [(p.code, p.line) for p in told(folder)]


def said(folder: Path) -> dict[str, Said]:
    return {s.key: s for s in read_folder(folder)[1]}


# ------------------------------------------------------------ case.yaml

BROKEN_CASES = {
    "nothing": (b"", "yaml-broken", 1),
    "only a comment": (b"# to do\n", "yaml-broken", 1),
    "a scalar": (b"exeat\n", "value-wrong", 1),
    "a number": (b"7\n", "value-wrong", 1),
    "a list": (b"- exeat: 1\n", "value-wrong", 1),
    "a tab": (b"exeat: 1\nid: x\nparties:\n\t- {id: a}\n", "yaml-broken", 4),
    "a zero byte": (b"exeat: 1\nid: x\0y\n", "yaml-broken", 2),
    "an escaped zero byte": (CASE.encode() + b'title: "a\\0b"\n', "yaml-broken", 9),
    "an escape sequence for terminals": (CASE.encode() + b'title: "\\e[2J"\n', "yaml-broken", 9),
    "no UTF-8": (b"exeat: 1\nid: \xff\n", "file-unreadable", 2),
    "UTF-16": (CASE.encode("utf-16"), "file-unreadable", 1),
    "a second document": (CASE.encode() + b"---\nexeat: 1\n", "yaml-broken", 9),
    "an alias to itself": (CASE.replace("kind: state", "kind: state, aliases: &a [*a]", 1).encode(), "yaml-broken", 5),
    "an alias to nothing": (CASE.encode() + b"title: *nothing\n", "yaml-broken", 9),
    "a merge": (CASE.encode() + b"<<: {title: A}\n", "key-unknown", 9),
    "a list as a key": (CASE.encode() + b"? [a, b]\n: c\n", "yaml-broken", 9),
    "a tag that makes objects": (CASE.encode() + b"on: !!python/object/apply:os.getcwd []\n", "value-wrong", 9),
    "an unknown directive": (b"%YAML 9.9\n---\n" + CASE.encode(), "yaml-broken", 1),
    "a list where a mapping is wanted": (CASE.encode() + b"protocol: [a]\n", "value-wrong", 9),
    "a mapping where a list is wanted": (CASE.encode() + b"sources: {a: b}\n", "value-wrong", 9),
    "a list where a text is wanted": (CASE.encode() + b"title: [a]\n", "value-wrong", 9),
    "nothing where a list is wanted": (CASE.encode() + b"sources:\n", "value-wrong", 9),
    "a huge number": (
        CASE.encode() + b"sources:\n  - {id: a, title: a, kind: a, sentences: " + b"9" * 5000 + b"}\n",
        "value-wrong",
        10,
    ),
    "a day before time": (CASE.encode() + b"on: 0000-00-00\n", "date-wrong", 9),
    "an interval that runs backwards": (CASE.encode() + b"on: 2025-02/2025-01\n", "date-wrong", 9),
    "the keeper's name": (CASE.replace("id: held", "id: keeper").encode(), "id-twice", 8),
    "an id with a line break": (CASE.encode() + b'sources:\n  - {id: "a\\nb", title: a, kind: a}\n', "id-wrong", 10),
}


@pytest.mark.parametrize("name", BROKEN_CASES)
def test_a_broken_case_file_is_refused_with_one_problem_at_its_line(name: str, folder: Folder) -> None:
    body, code, line = BROKEN_CASES[name]
    assert codes(folder(case_yaml=body)) == [(code, line)]


def test_a_case_in_windows_files_is_read(folder: Folder) -> None:
    plain = said(folder(case_yaml=CASE, statements__a_yaml=SAID))
    windows = b"\xef\xbb\xbf" + CASE.replace("\n", "\r\n").encode()
    assert said(folder(case_yaml=windows, statements__a_yaml=b"\xef\xbb\xbf" + SAID.encode())).keys() == plain.keys()


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
@pytest.mark.parametrize("levels", [MOST_DEEP + 1, 1000, 100_000])
def test_deep_nesting_is_refused(opening: str, levels: int, folder: Folder) -> None:
    assert ("yaml-broken", 1) in codes(folder(case_yaml=opening * levels))


def test_a_deep_selection_is_read_or_refused(folder: Folder) -> None:
    def offer(levels: int) -> str:
        selection = "{group: held, union: [" * levels + "{group: held}" + "]}" * levels
        return f"id: o\nby: sv\nto: [ve]\nclauses:\n  - {{kind: exclude, id: x, selection: {selection}}}\n"

    assert codes(folder(offers__o_yaml=offer(15))) == []
    assert codes(folder(offers__o_yaml=offer(1000))) == [("yaml-broken", 5)]


def test_laughing_a_billion_times_is_refused_at_once(folder: Folder) -> None:
    lines = "".join(f"x{i}: &x{i} [{', '.join([f'*x{i - 1}'] * 9)}]\n" for i in range(1, 30))
    assert {c for c, _ in codes(folder(case_yaml=CASE + "x0: &x0 ha\n" + lines))} == {"yaml-broken", "key-unknown"}


# ------------------------------------------------------------ statements and offers

BROKEN_STATEMENTS = {
    "a mapping": (b"key: first\nby: sv\n", [("value-wrong", 1)]),
    "texts": (b"- first\n- second\n", [("value-wrong", 1), ("value-wrong", 2)]),
    "a list as a key": (SAID.replace("first", "[first]").encode(), [("value-wrong", 1)]),
    "no key": (SAID.replace("key: first, ", "").encode(), [("key-missing", 1)]),
    "the case's own key": (SAID.replace("first", "case").encode(), [("id-twice", 1)]),
    "one key twice": (SAID.encode() + SAID.replace("We", "They").encode(), [("id-twice", 2)]),
    "no claim": (b"- {key: a, by: sv, act: states}\n", [("key-missing", 1)]),
    "a text as a claim": (b"- {key: a, by: sv, act: states, claim: no}\n", [("value-wrong", 1)]),
    "a list as a kind": (b"- {key: a, by: sv, act: states, claim: {kind: [count]}}\n", [("value-wrong", 1)]),
    "the case as a claim": (b"- {key: a, by: sv, act: states, claim: {kind: case}}\n", [("kind-elsewhere", 1)]),
    "a list of another case": (SAID.replace("sv", '"roster@000000000000#1"').encode(), [("reference-unknown", 1)]),
    "an id with an at sign": (SAID.replace("sv", '"roster#a@b"').encode(), [("reference-unknown", 1)]),
}


@pytest.mark.parametrize("name", BROKEN_STATEMENTS)
def test_broken_statements_are_refused_and_none_is_lost(name: str, folder: Folder) -> None:
    body, expected = BROKEN_STATEMENTS[name]
    assert codes(folder(statements__a_yaml=body)) == expected


BROKEN_OFFERS = {
    "a list": (b"- id: o\n", [("value-wrong", 1)]),
    "no id": (b"by: sv\nto: [ve]\nclauses: []\n", [("key-missing", 1)]),
    "a claim of its own": (b"id: o\nby: sv\nto: [ve]\nclauses: []\nclaim: {}\n", [("key-unknown", 5)]),
    "clauses as texts": (b"id: o\nby: sv\nto: [ve]\nclauses: [a]\n", [("value-wrong", 4)]),
    "a number to compare": (
        b"id: o\nby: sv\nto: [ve]\nclauses:\n  - {kind: exclude, id: x, selection: {group: held, where:"
        b" {age: {at_least: eighteen, known: maybe}}}}\n",
        [("value-wrong", 5), ("value-wrong", 5)],
    ),
}


@pytest.mark.parametrize("name", BROKEN_OFFERS)
def test_broken_offers_are_refused(name: str, folder: Folder) -> None:
    body, expected = BROKEN_OFFERS[name]
    assert codes(folder(offers__o_yaml=body)) == expected


def test_an_offer_inside_a_statement_names_its_clauses(folder: Folder) -> None:
    offer = "{kind: offer, offer: o, to: [ve], clauses: [{kind: exclude, id: x, selection: {group: held}}]}"
    answer = "{kind: response, offer: first, party: ve, clause: x}"
    both = "".join(
        f"- {{key: {key}, by: {by}, act: states, claim: {claim}}}\n"
        for key, by, claim in (("first", "sv", offer), ("second", "ve", answer))
    )
    assert codes(folder(statements__a_yaml=both)) == []


def test_a_long_chain_of_withdrawals_is_read(folder: Folder) -> None:
    chain = [
        f"- {{key: w{i}, by: sv, act: states, claim: {{kind: withdrawal, statement: w{i + 1}}}}}\n" for i in range(3000)
    ]
    end = SAID.replace("first", "w3000")
    assert len(said(folder(statements__a_yaml="".join(chain) + end))) == 3002


def test_all_other_mistakes_come_out_beside_a_broken_case(folder: Folder) -> None:
    made = folder(
        case_yaml=CASE.replace("state}", "realm}", 1) + LISTS,
        lists__roster_csv="id,name\n1\n",
        statements__a_yaml=SAID + SAID.replace("first", "second"),
    )
    assert codes(made) == [("value-wrong", 5), ("csv-broken", 2), ("statement-twice", 2)]


def test_what_a_file_that_cannot_be_read_may_have_named_is_not_said_to_be_missing(folder: Folder) -> None:
    answer = "- {key: a, by: sv, act: answers, claim: {kind: response, offer: o, party: ve, clause: x}}\n"
    made = folder(offers__o_yaml="id: o\n\t", statements__a_yaml=answer + SAID.replace("sv", "svv"))
    assert codes(made) == [("yaml-broken", 2), ("reference-unknown", 2)]


@given(st.dictionaries(st.integers(0, 6), st.lists(st.integers(0, 6), max_size=3), min_size=1))
def test_an_order_puts_every_name_after_those_it_points_to_unless_there_is_a_ring(
    drawn: dict[int, list[int]],
) -> None:
    to = {str(k): [str(v) for v in vs if v in drawn] for k, vs in drawn.items()}
    names, rings = ordered(to)
    assert sorted(names) == sorted(to)
    late = [(k, v) for k, vs in to.items() for v in vs if names.index(v) >= names.index(k)]
    assert bool(late) == bool(rings)
    assert all(b in to[a] for ring in rings for a, b in zip(ring, (*ring[1:], ring[0]), strict=True))


# ------------------------------------------------------------ lists

LISTS_READ: dict[str, tuple[bytes, list[tuple[str | None, ...]]]] = {
    "a byte order mark": (b"\xef\xbb\xbfid,name\n1,a\n", [("1", "a")]),
    "windows line ends": (b"id,name\r\n1,a\r\n2,b\r\n", [("1", "a"), ("2", "b")]),
    "no last line end": (b"id,name\n1,a", [("1", "a")]),
    "a line break in quotes": (b'id,name\n1,"a\nb"\n2,c\n', [("1", "a\nb"), ("2", "c")]),
    "a line break in the heading": (b'id,"full\nname"\n1,a\n', [("1", "a")]),
    "quotes in quotes": (b'id,name\n1,"say ""a"""\n', [("1", 'say "a"')]),
    "a quote inside a cell": (b'id,name\n1,5" tall\n', [("1", '5" tall')]),
    "semicolons": (b'id;name\n1;"a;b"\n2;c,d\n', [("1", "a;b"), ("2", "c,d")]),
    "tabs": (b"id\tname\n1\ta\n", [("1", "a")]),
    "blank lines": (b"id,name\n\n1,a\n\n\n2,b\n\n", [("1", "a"), ("2", "b")]),
    "blank lines of windows": (b"id,name\r\n\r\n1,a\r\n\r\n", [("1", "a")]),
    "empty cells, quoted or not": (b'id,name\n1,""\n2,\n', [("1", None), ("2", None)]),
    "no rows": (b"id,name\n", []),
    "one column": (b"id\n1\n2\n", [("1",), ("2",)]),
    "a zero byte": (b"id,name\n1,a\0b\n", [("1", "a\0b")]),
    "a heading of ours and one like it": (b"id,full name,name\n1,a,b\n", [("1", "a", "b")]),
}


@pytest.mark.parametrize("name", LISTS_READ)
def test_a_list_is_read_as_received(name: str, folder: Folder) -> None:
    body, rows = LISTS_READ[name]
    table = said(folder(case_yaml=CASE + LISTS, lists__roster_csv=body))["roster"].table
    assert table is not None
    assert table.rows.rows() == rows
    assert table.ours().height == len(rows)


BROKEN_LISTS = {
    "nothing": (b"", [("csv-broken", 1)]),
    "a blank heading": (b"\nid\n1\n", [("csv-broken", 1)]),
    "no UTF-8": (b"id,name\n1,\xe1\n", [("file-unreadable", 2)]),
    "rows too long and too short": (b"id,name\n1,a,b\n2,c\n3\n", [("csv-broken", 2), ("csv-broken", 4)]),
    "a row too long after line breaks": (b'id,name\n1,"a\n\n"\n2,b,c\n', [("csv-broken", 5)]),
    "a quote that is not closed": (b'id,name\n1,"a\n2,b\n', [("csv-broken", 2)]),
    "a heading with a quote not closed": (b'id,"name\n1,a\n', [("csv-broken", 1)]),
    "text after a quote": (b'id,name\n1,"a"b\n', [("csv-broken", 2)]),
    "old line ends": (b"id,name\r1,a\r", [("csv-broken", 1)]),
    "a heading twice": (b"id,name,name\n1,a,b\n", [("csv-column-twice", 1)]),
    "two blank headings": (b"id,,\n1,a,b\n", [("csv-column-twice", 1)]),
    "a huge cell": (b'id,name\n1,"' + b"a" * 200_000 + b'"\n', [("csv-broken", 2)]),
    "ids twice and missing, after a line break": (
        b'id,name\n1,"a\nb"\n1,c\n,d\n',
        [("row-id-twice", 4), ("row-id-missing", 5)],
    ),
}


@pytest.mark.parametrize("name", BROKEN_LISTS)
def test_a_broken_list_is_refused_at_its_lines(name: str, folder: Folder) -> None:
    body, expected = BROKEN_LISTS[name]
    assert codes(folder(case_yaml=CASE + LISTS, lists__roster_csv=body)) == expected


def test_a_declared_column_may_hide_one_of_our_names(folder: Folder) -> None:
    lists = LISTS.replace("holds", "holds, columns: {id: Nro}")
    table = said(folder(case_yaml=CASE + lists, lists__roster_csv="id,Nro\nx,1\n"))["roster"].table
    assert table is not None
    assert table.ours().to_dicts() == [{"id": "1"}]


def test_one_column_is_not_declared_to_be_two(folder: Folder) -> None:
    lists = LISTS.replace("holds", "holds, columns: {id: Nro, name: Nro}")
    assert codes(folder(case_yaml=CASE + lists, lists__roster_csv="Nro\n1\n")) == [("csv-column-twice", 1)]


# ------------------------------------------------------------ places that are no files


def _pipe(path: Path) -> None:
    os.mkfifo(path)


STRANGE: dict[str, tuple[Callable[[Path], None], str]] = {
    "a folder": (lambda p: p.mkdir(), "file-unreadable"),
    "a pipe": (_pipe, "file-unreadable"),
    "a link out of the case": (lambda p: p.symlink_to("/etc/hostname"), "file-unreadable"),
    "a link to nowhere": (lambda p: p.symlink_to("nowhere"), "file-missing"),
    "a link to itself": (lambda p: p.symlink_to(p), "file-unreadable"),
}


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes as POSIX has them")
@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize("file", ["case.yaml", "lists/roster.csv", "statements/a.yaml"])
def test_what_is_no_file_of_the_case_is_not_read(name: str, file: str, folder: Folder) -> None:
    make, code = STRANGE[name]
    made = folder(case_yaml=CASE + LISTS, lists__roster_csv="id\n1\n", statements__a_yaml=SAID)
    (made / file).unlink()
    make(made / file)
    assert [c for c, _ in codes(made)] == [code]


@pytest.mark.parametrize("file", ["../roster.csv", "/etc/hostname", "lists/a\\0b.csv", "lists/" + "a" * 300])
def test_a_list_is_a_file_of_the_case(file: str, folder: Folder) -> None:
    (problem,) = told(folder(case_yaml=CASE + LISTS.replace("lists/roster.csv", file)))
    assert problem.code in ("file-unreadable", "file-missing", "yaml-broken")


def test_files_of_another_ending_are_read_and_hidden_ones_are_not(folder: Folder) -> None:
    made = folder(statements__a_yaml=SAID)
    (made / "statements" / "b.yml").write_text(SAID.replace("first", "second").replace("We", "They"))
    (made / "statements" / "._a.yaml").write_bytes(b"\0\0")
    assert set(said(made)) == {"case", "first", "second"}


def test_a_file_where_a_folder_belongs_is_told(folder: Folder) -> None:
    assert codes(folder(statements="- {}")) == [("file-unreadable", None)]


# ------------------------------------------------------------ anything at all

PIECES = st.sampled_from(
    ["exeat: 1\n", "id: a\n", "people: none\n", "parties:", "  - ", "[", "]", "{", "}", ": ", ",", "&a ", "*a", "\n",
     "\t", '"', "'", "|", ">", "#", "!", "%", "@", "? ", "- ", "---\n", "...\n", "on: 2025", "name: ", "\0", "\ufeff",
     "<<: "]
)  # fmt: skip
YAML_BYTES = st.binary(max_size=200) | st.lists(PIECES, max_size=30).map(lambda p: "".join(p).encode())
CELLS = st.sampled_from(
    ["id", "name", "1", "2", "a", "á", ",", ",", ";", "\t", '"', '""', "\n", "\n", "\r\n", "\r", "\0",
     " ", "\ufeff", "\x85"]
)  # fmt: skip
CSV_BYTES = st.binary(max_size=200) | st.lists(CELLS, max_size=30).map(lambda p: "".join(p).encode())


@MANY
@given(body=YAML_BYTES)
@example(body=CASE.encode())
@pytest.mark.parametrize("name", ["case.yaml", "statements/a.yaml", "offers/a.yaml"])
def test_any_bytes_in_a_file_are_a_case_or_refused(name: str, body: bytes, tmp_path: Path) -> None:
    for part in ("statements", "offers"):
        (tmp_path / part).mkdir(exist_ok=True)
    (tmp_path / "case.yaml").write_text(CASE)
    (tmp_path / name).write_bytes(body)
    told(tmp_path)


@MANY
@given(body=CSV_BYTES, kind=st.sampled_from(["holds", "consents", "judgements"]))
def test_any_bytes_in_a_list_are_a_list_or_refused(body: bytes, kind: str, tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir(exist_ok=True)
    (tmp_path / "case.yaml").write_text(CASE + LISTS.replace("holds", kind))
    (tmp_path / "lists" / "roster.csv").write_bytes(body)
    told(tmp_path)


@MANY
@given(body=st.lists(CELLS, max_size=30).map(lambda p: "id,name\n" + "".join(p)))
def test_no_cell_of_a_list_is_lost_or_made_up(body: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(body.encode())
    read = ListFile(ListDeclared("a", "a.csv", "sv", "holds"), path, []).read()
    if read is not None:
        plain = [row for row in csv.reader(io.StringIO(body), strict=True) if row][1:]
        assert read[0].fill_null("").rows() == [tuple(row) for row in plain]
        assert read[0].schema == {"id": pl.String, "name": pl.String}
