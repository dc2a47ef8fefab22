"""Broken cases: every mistake comes out, at its place, all at once; nothing is written and no answer is given.

Each folder of `tests/cases/broken` says in the first lines of its `case.yaml` which problems it holds:
`# expect: code file:line:column, code file`.
"""

import shutil
import string
from collections.abc import Callable
from pathlib import Path

import pytest

from exeat.adapters.folder import read_folder
from exeat.core.errors import CODES, Problem, Refused
from exeat.faces import problems
from exeat.faces.texts import LANGUAGES, area
from exeat.house import open_case

BROKEN = sorted((Path(__file__).parents[1] / "cases" / "broken").iterdir())
EVERY = pytest.mark.parametrize("folder", BROKEN, ids=lambda f: f.name)
Expected = tuple[str, str, int | None, int | None]


def expected(folder: Path) -> list[Expected]:
    """What the header of a broken case announces; None where it names no line or column."""
    text = (folder / "case.yaml").read_text(encoding="utf-8")
    heads = [line.removeprefix("# expect: ") for line in text.splitlines() if line.startswith("# expect: ")]
    return [_expected(*one.split()) for head in heads for one in head.split(", ")]


def _expected(code: str, place: str) -> Expected:
    file, line, column, *_ = [*place.split(":"), "", ""]
    return code, file, int(line) if line else None, int(column) if column else None


def found(folder: Path) -> tuple[Problem, ...]:
    """The problems of a case: of its files; where these have none, of clearing it or recording it."""
    house = open_case(folder)
    steps: tuple[Callable[[], object], ...] = (lambda: read_folder(folder), house.plan, house.record)
    for step in steps:
        try:
            step()
        except Refused as refused:
            return refused.problems
    return ()


def state(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, byte for byte."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    """A copy of the case, for whatever is done to it."""
    return Path(shutil.copytree(folder, tmp_path / "case"))


@EVERY
def test_every_mistake_is_found_at_its_place_and_no_other(folder: Path, copy: Path) -> None:
    told = [(p.code, p.file, p.line, p.column) for p in found(copy)]
    wanted = expected(folder)
    assert sorted(str(t[:3]) for t in told) == sorted(str(w[:3]) for w in wanted)
    assert {w for w in wanted if w[3] is not None} <= set(told)


@EVERY
def test_nothing_is_written_into_a_broken_case(folder: Path, copy: Path) -> None:
    before = state(folder)
    assert found(copy)
    assert state(copy) == before


@EVERY
def test_every_mistake_is_said_in_both_languages(folder: Path, copy: Path) -> None:
    for problem in found(copy):
        said = [s(problem, lang) for lang in LANGUAGES for s in (problems.message, problems.remedy)]
        assert not [s for s in said if "{" in s or not s.endswith((".", "?"))]
        assert len(set(said)) == 4


@EVERY
def test_mistakes_are_printed_at_80_columns(folder: Path, copy: Path) -> None:
    shown = problems.lines(found(copy), "es").splitlines()
    assert all(len(line) <= 80 for line in shown)
    assert not any(line.endswith(" ") for line in shown)


def test_the_document_of_errors_leaves_out_what_a_problem_lacks() -> None:
    told = [Problem("file-missing", "lists/a.csv"), Problem("yaml-key-twice", "case.yaml", 3, 1, values={"key": "id"})]
    first, second = problems.document(told)["errors"]
    assert set(first) == {"code", "file", "message", "remedy"}
    assert second["message"] == 'The key "id" stands here a second time.'
    assert (second["line"], second["column"]) == (3, 1)


def test_every_code_of_the_case_is_shown_by_a_broken_case() -> None:
    shown = {code for folder in BROKEN for code, *_ in expected(folder)}
    assert shown == {code for code, where in CODES.items() if where == "case"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_message_and_a_remedy(language: str) -> None:
    texts = area(language, "errors")
    assert {k for code in CODES for k in (code, f"{code}-remedy")} <= set(texts)


def test_both_languages_say_the_same_with_the_same_values() -> None:
    english, spanish = area("en", "errors"), area("es", "errors")
    assert set(english) <= set(spanish)
    for key in english:
        assert _values(english[key]) >= _values(spanish[key]), key


def _values(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}
