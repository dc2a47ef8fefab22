"""Schemas: what the decoder takes they take, what it refuses by its form they refuse; no shape is left out."""

import copy
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import exeat.faces.problems
from exeat.adapters.file_forms import FROM_ELSEWHERE
from exeat.adapters.folder import read_folder
from exeat.adapters.yaml_file import read_yaml
from exeat.core import schema as made
from exeat.core.case import ListDeclared
from exeat.core.claims import Claim
from exeat.core.clauses import Clause, Selector
from exeat.core.errors import Problem
from exeat.core.ids import is_id, is_reference
from exeat.core.marked import Marked
from exeat.core.shape import encode, fields_of, kind_of
from exeat.faces.schemas import load, names
from exeat.house import open_case

EXAMPLES = sorted(p.parent for p in (Path(__file__).parents[2] / "examples").glob("*/case.yaml"))
FILES = [p for e in EXAMPLES for p in sorted(e.rglob("*.yaml"))]
TEXTS = ("columns", "readings", "choices", "values")  # mappings of texts take any key
OF_FOLDER = {"statements": "statements", "offers": "offer"}


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(load(name))


def texts(node: Marked) -> Any:
    """A file as JSON of texts, as it is composed."""
    if isinstance(node.value, dict):
        return {k: texts(v) for k, v in node.value.items()}
    return [texts(v) for v in node.value] if isinstance(node.value, list) else node.value


def of_file(path: Path) -> tuple[str, Any]:
    """The name of the schema of a file in an example, and the file."""
    node = read_yaml(path, path.name, [])
    assert node is not None
    return OF_FOLDER.get(path.parent.name, "case"), texts(node)


@cache
def plan(example: Path) -> str:
    return json.dumps(encode(open_case(example).plan().plan, True))


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a JSON value."""
    if isinstance(value, dict):
        yield value
    for member in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from objects(member)


@pytest.mark.parametrize("name", names())
def test_every_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(load(name))
    assert json.loads(json.dumps(load(name))) == load(name)


@pytest.mark.parametrize("name", names())
def test_every_definition_is_closed_and_used(name: str) -> None:
    found = load(name)
    assert all(d["additionalProperties"] is False and d["description"] for d in found["$defs"].values())
    used = {o["$ref"].removeprefix("#/$defs/") for o in objects(found) if "$ref" in o}
    assert used == set(found["$defs"])


@pytest.mark.parametrize("path", FILES, ids=lambda p: "/".join(p.parts[-3:]))
def test_the_files_of_the_examples_are_what_their_schema_says(path: Path) -> None:
    name, value = of_file(path)
    assert [e.message for e in validator(name).iter_errors(value)] == []


def shapes(value: Any, parent: str = "") -> Iterator[dict[str, Any]]:
    """Every object that is a shape, and no mapping of texts."""
    if isinstance(value, dict):
        if parent not in TEXTS:
            yield value
        for key, member in value.items():
            yield from shapes(member, key)
    elif isinstance(value, list):
        for member in value:
            yield from shapes(member, parent)


def spoilt(value: Any) -> Iterator[tuple[str, Any]]:
    """The value with a key more in one shape after another."""
    for i, _ in enumerate(shapes(value)):
        more = copy.deepcopy(value)
        list(shapes(more))[i]["surplus"] = "1"
        yield f"surplus in {i}", more


@pytest.mark.parametrize("name", ["case", "offer", "statements"])
def test_a_key_more_is_refused_wherever_it_stands(name: str) -> None:
    path = next(p for p in FILES if of_file(p)[0] == name and "with-lists" in str(p))
    value = of_file(path)[1]
    if isinstance(value, list):
        value = value[:4]
    assert [what for what, wrong in spoilt(value) if validator(name).is_valid(wrong)] == []


@pytest.mark.parametrize("name", ["case", "offer", "statement"])
def test_a_required_key_less_is_refused(name: str) -> None:
    value = next(v for p in FILES for n, v in [of_file(p)] if n.startswith(name))
    value = value[0] if isinstance(value, list) else value
    found = load(name)
    required = found["$defs"][found["$ref"].removeprefix("#/$defs/")]["required"]
    assert required
    for key in required:
        assert not validator(name).is_valid({k: v for k, v in value.items() if k != key}), key


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_a_plan_is_what_its_schema_says(example: Path) -> None:
    assert [e.message for e in validator("plan").iter_errors(json.loads(plan(example)))] == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_a_plan_with_a_key_more_or_less_is_refused(example: Path) -> None:
    whole = json.loads(plan(example))
    short = {k: v[:1] if isinstance(v, list) else v for k, v in whole.items()}
    assert validator("plan").is_valid(short)
    assert [what for what, wrong in spoilt(short) if validator("plan").is_valid(wrong)] == []
    for key in load("plan")["$defs"]["Plan"]["required"]:
        assert not validator("plan").is_valid({k: v for k, v in short.items() if k != key}), key


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_every_body_of_the_examples_is_what_its_schema_says(example: Path) -> None:
    for said in read_folder(example)[1]:
        assert validator("body").is_valid(json.loads(said.body)), said.key


def test_the_document_of_errors_is_what_its_schema_says() -> None:
    told = [Problem("file-missing", "a.csv"), Problem("row-id-twice", "a.csv", 3, None, "id", {"id": "1"})]
    found = exeat.faces.problems.document(told, "es")
    assert validator("errors").is_valid(found)
    assert not validator("errors").is_valid({"errors": [{"code": "file-missing"}]})


@pytest.mark.parametrize(("name", "union"), [("claim", Claim), ("clause", Clause)])
def test_every_kind_has_a_schema(name: str, union: Any) -> None:
    found = load(name)
    defined = [found["$defs"][one["$ref"].removeprefix("#/$defs/")] for one in found["oneOf"]]
    kinds = {kind_of(member) for member in get_args(union)} - FROM_ELSEWHERE.kinds
    assert {d["properties"]["kind"]["const"] for d in defined} == kinds


def test_files_say_no_claim_that_comes_from_elsewhere() -> None:
    said = {"key": "a", "by": "sv", "act": "states", "claim": {"kind": "case"}}
    assert not validator("statement").is_valid(said)
    assert {"Submitted", "CaseKept"}.isdisjoint(load("statement")["$defs"])


def test_yaml_may_make_numbers_and_truth_values_of_a_file() -> None:
    case = {"exeat": 1, "id": "a", "people": "none", "parties": [], "on": 2025}
    source = {"id": "b", "title": 1984, "kind": "book", "sentences": 15}
    assert validator("case").is_valid({**case, "sources": [source]})
    assert not validator("case").is_valid({**case, "exeat": 2})
    assert not validator("case").is_valid({**case, "sources": [{**source, "sentences": "fifteen"}]})
    assert not validator("case").is_valid({**case, "title": ""})


def test_a_shape_may_hold_itself() -> None:
    found = Draft202012Validator(made.schema(Selector))
    assert found.is_valid({"union": [{"list": "a"}, {"minus": {"group": "b"}}]})
    assert not found.is_valid({"union": [{"list": "a"}, {"minus": {"grup": "b"}}]})


def test_a_mapping_of_texts_takes_any_key() -> None:
    found = Draft202012Validator(made.schema(ListDeclared))
    declared = {"id": "a", "file": "a.csv", "by": "sv", "kind": "holds"}
    assert found.is_valid({**declared, "columns": {"id": "Nro", "whatever": ""}})
    assert not found.is_valid({**declared, "columns": {"id": ["Nro"]}})


def test_documents_hold_their_empty_lists_and_bodies_leave_them_out() -> None:
    whole: dict[str, Any] = {"union": [], "named": [], "where": {}}
    short = {"list": "a"}
    assert Draft202012Validator(made.schema(Selector, "document")).is_valid(whole)
    assert not Draft202012Validator(made.schema(Selector, "document")).is_valid(short)
    assert Draft202012Validator(made.schema(Selector, "body")).is_valid(short)
    assert len(fields_of(Selector)) == len(made.schema(Selector)["$defs"]["Selector"]["properties"])


@given(st.text(alphabet="ab.-09#@ Z_\u00e9") | st.from_regex(made.REFERENCE, fullmatch=True))
def test_ids_in_schemas_are_the_ids_of_the_decoder(text: str) -> None:
    if not text.endswith("\n"):
        assert Draft202012Validator({"pattern": made.OWN_ID}).is_valid(text) == is_id(text)
        assert Draft202012Validator({"pattern": made.REFERENCE}).is_valid(text) == is_reference(text)
