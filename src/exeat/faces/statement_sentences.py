"""A statement as a sentence: who says what, how firmly, through whom, and where it stands.

The program says nothing in its own voice: every sentence begins with the speaker.
"""

from exeat.adapters.criteria_files import criteria_of
from exeat.core.claims import StatusLabel
from exeat.core.shape import encode, fields_of
from exeat.core.statement import Statement

from .texts import Speaker, text

QUIET = frozenset(
    {"entries", "lists", "columns", "guessed", "root", "clauses", "case", "replaces"}
)  # too long for a sentence


def statement_sentence(speaker: Speaker, id: str, statement: Statement) -> str:
    """`El Salvador's president, as Report A tells it (sentence 4), states: ...`"""
    parts = [speaker.name(statement.by)]
    if statement.via:
        parts.append(speaker.text("claims.via", via=speaker.name(statement.via)))
    act = speaker.text(f"claims.act_{statement.act}")
    hedge = speaker.text("claims.hedge", hedge=statement.hedge) if statement.hedge else ""
    said = f"{' '.join(parts)}{where(speaker, statement)} {act}{hedge}: {claim_phrase(speaker, statement)}"
    return f"{said} [{speaker.recorded[id]}]" if id in speaker.recorded else said


def where(speaker: Speaker, statement: Statement) -> str:
    """The source, the place in it, and the day with its words; empty where nothing is known."""
    said = statement.said_on
    day = [said.words or (said.date.text if said.date else "")] if said else []
    relayed = speaker.name(statement.via or "") == speaker.name(statement.source or "-")
    own = speaker.name(statement.by) == speaker.name(statement.source or "-")
    source = [speaker.name(statement.source)] if statement.source and not (relayed or own) else []
    known = [p for p in (*source, statement.place, *day) if p]
    return f" ({', '.join(known)})" if known else ""


def claim_phrase(speaker: Speaker, statement: Statement) -> str:
    """What is said, without who says it."""
    plain = encode(statement.claim)
    assert isinstance(plain, dict)
    kind = str(plain.pop("kind"))
    values = {k: _shown(speaker, k, v) for k, v in plain.items()}
    if {"criteria", "items"} <= values.keys():
        values["criteria"] = speaker.text("claims.criteria_items", **{k: values[k] for k in ("criteria", "items")})
        del values["items"]
    template = text(f"claims.{kind}", speaker.language)
    shown = text(f"claims.{kind}", speaker.language, **values)
    rest = [k for k in _optional(statement) if k in values and f"{{{k}}}" not in template and k not in QUIET]
    more = "; ".join(f"{text(f'claims.field_{k}', speaker.language)}: {values[k]}" for k in rest)
    return f"{shown} ({more})" if more else shown


def _optional(statement: Statement) -> list[str]:
    return [f.key for f in fields_of(type(statement.claim))]


def _shown(speaker: Speaker, key: str, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_shown(speaker, key, v) for v in value)
    if isinstance(value, dict):
        return "..."
    if isinstance(value, bool):
        return speaker.text("claims.yes" if value else "claims.no")
    found = str(value)
    word = speaker.text(f"claims.value_{found}")
    return speaker.name(found) if word == f"claims.value_{found}" else word


def items_said(speaker: Speaker, statement: Statement) -> tuple[str, ...]:
    """The items of criteria that a status label names, in words: what somebody says is met."""
    claim = statement.claim
    if not isinstance(claim, StatusLabel) or speaker.facts is None:
        return ()
    found = criteria_of(speaker.facts.case).get(claim.criteria or "")
    items = [found.item(i) for i in claim.items] if found is not None else []
    spanish = speaker.language == "es"
    return tuple(
        speaker.text("cli.item_said", id=i.id, words=(i.es if spanish else None) or i.words) for i in items if i
    )
