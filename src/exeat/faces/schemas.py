"""The JSON Schemas that ship: of the files of a case, and of the documents that exeat prints (`exeat schema`)."""

from collections.abc import Callable, Mapping
from typing import Any

from exeat.core.schema import Form, Schema, schema

Source = Callable[[], tuple[Any, Form]]


def _case() -> tuple[Any, Form]:
    from exeat.core.case import Case

    return Case, "file"


def _statement() -> tuple[Any, Form]:
    from exeat.adapters.file_forms import StatementFile

    return StatementFile, "file"


def _statements() -> tuple[Any, Form]:
    from exeat.adapters.file_forms import StatementFile

    return tuple[StatementFile, ...], "file"


def _offer() -> tuple[Any, Form]:
    from exeat.adapters.file_forms import OfferFile

    return OfferFile, "file"


def _claim() -> tuple[Any, Form]:
    from exeat.core.claims import Claim

    return Claim, "file"


def _clause() -> tuple[Any, Form]:
    from exeat.core.clauses import Clause

    return Clause, "file"


def _body() -> tuple[Any, Form]:
    from exeat.core.statement import Statement

    return Statement, "body"


def _plan() -> tuple[Any, Form]:
    from exeat.clearing.document import Plan

    return Plan, "document"


def _errors() -> tuple[Any, Form]:
    from exeat.faces.problems import Errors

    return Errors, "document"


SCHEMAS: Mapping[str, tuple[str, Source]] = {
    "case": ("case.yaml", _case),
    "statement": ("one member of a file of statements/", _statement),
    "statements": ("a file of statements/", _statements),
    "offer": ("a file of offers/", _offer),
    "claim": ("what a statement says", _claim),
    "clause": ("a clause of an offer", _clause),
    "body": ("the stored body of a statement", _body),
    "plan": ("what `exeat clear --json` prints", _plan),
    "errors": ("what any command prints with `--json` where it refuses", _errors),
}
"""Name: what it is the schema of, and where its shape comes from (imported when it is asked for)."""


def names() -> tuple[str, ...]:
    """The names of the schemas."""
    return tuple(SCHEMAS)


def load(name: str) -> Schema:
    """The schema of this name. Raises KeyError where there is none."""
    title, source = SCHEMAS[name]
    tp, form = source()
    made = schema(tp, form)
    return {"$schema": made.pop("$schema"), "$id": f"urn:exeat:schema:{name}", "title": title, **made}
