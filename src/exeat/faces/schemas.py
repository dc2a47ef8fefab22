"""The JSON Schemas that ship: of the files of a case, and of the documents that exeat prints (`exeat schema`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from exeat.core.schema import Form, Schema, schema


@dataclass(frozen=True, slots=True)
class Shipped:
    """What a schema is of, where its shape stands (imported when it is asked for), and in which form."""

    title: str
    module: str
    shape: str
    form: Form


SCHEMAS: Mapping[str, Shipped] = {
    "case": Shipped("case.yaml", "exeat.core.case", "Case", "file"),
    "statement": Shipped("a member of a file of statements/", "exeat.adapters.file_forms", "StatementFile", "file"),
    "statements": Shipped("a file of statements/", "exeat.adapters.file_forms", "Statements", "file"),
    "offer": Shipped("a file of offers/", "exeat.adapters.file_forms", "OfferFile", "file"),
    "claim": Shipped("what a statement says", "exeat.adapters.file_forms", "FileClaim", "file"),
    "clause": Shipped("a clause of an offer", "exeat.core.clauses", "Clause", "file"),
    "body": Shipped("the stored body of a statement", "exeat.core.statement", "Statement", "body"),
    "plan": Shipped("what exeat clear --json prints", "exeat.clearing.document", "Plan", "document"),
    **{
        name: Shipped(f"what exeat {name} --json prints", "exeat.faces.documents", shape, "document")
        for name, shape in (
            ("init", "CaseMade"),
            ("record", "RecordedShown"),
            ("verify", "VerifiedShown"),
            ("destroy", "DestroyedShown"),
            ("backup", "BackupShown"),
            ("restore", "RestoredShown"),
            ("accesses", "AccessesShown"),
            ("merge", "MergedShown"),
            ("parcel", "ParcelShown"),
            ("erase", "ErasingShown"),
            ("differences", "DifferencesShown"),
            ("questions", "QuestionsShown"),
            ("note", "Note"),
            ("said", "SaidShown"),
            ("terms", "TermsShown"),
            ("impediments", "ImpedimentsShown"),
            ("check", "Checked"),
            ("effects", "EffectsShown"),
            ("draft", "DraftShown"),
            ("frontier", "FrontierShown"),
            ("why", "WhyShown"),
            ("what-if", "WhatIfShown"),
            ("report", "ReportWritten"),
            ("export", "Exported"),
            ("whose", "WhoseShown"),
            ("today", "TodayShown"),
        )
    },
    "everybody": Shipped(
        "what exeat why --json prints without a person", "exeat.faces.documents", "EverybodyShown", "document"
    ),
    "remarks": Shipped("what exeat remarks --json prints", "exeat.faces.remark_document", "RemarksShown", "document"),
    "remarks-table": Shipped(
        "what exeat remarks --out --json prints", "exeat.faces.remark_document", "TableWritten", "document"
    ),
    "match": Shipped("what exeat match --json prints", "exeat.faces.match_document", "MatchShown", "document"),
    "waterfall": Shipped(
        "what exeat match --explain --json prints", "exeat.faces.match_document", "WaterfallShown", "document"
    ),
    "audit": Shipped("what exeat audit --json prints", "exeat.faces.audit_document", "AuditShown", "document"),
    "review": Shipped(
        "what exeat review --list --json prints", "exeat.faces.review_document", "ReviewShown", "document"
    ),
    "agreement": Shipped(
        "what exeat review --agreement --json prints", "exeat.faces.review_document", "AgreementShown", "document"
    ),
    "draw-table": Shipped(
        "what exeat draw table --json prints, and what is sealed", "exeat.clearing.draw.sealed", "Sealed", "document"
    ),
    "draw-show": Shipped("what exeat draw show --json prints", "exeat.faces.documents", "DrawsShown", "document"),
    "draw-verify": Shipped("what exeat draw verify --json prints", "exeat.faces.documents", "DrawVerified", "document"),
    "keys": Shipped("what exeat key list --json prints", "exeat.faces.documents", "KeysShown", "document"),
    "doors": Shipped("what exeat key doors --json prints", "exeat.faces.documents", "DoorsShown", "document"),
    "errors": Shipped("what --json prints where a call is refused", "exeat.faces.problems", "Errors", "document"),
}


def names() -> tuple[str, ...]:
    """The names of the schemas."""
    return tuple(SCHEMAS)


def load(name: str) -> Schema:
    """The schema of this name. Raises KeyError where there is none."""
    shipped = SCHEMAS[name]
    made = schema(getattr(import_module(shipped.module), shipped.shape), shipped.form)
    return {"$schema": made.pop("$schema"), "$id": f"urn:exeat:schema:{name}", "title": shipped.title, **made}
