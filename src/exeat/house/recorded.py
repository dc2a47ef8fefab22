"""Who recorded a statement, when, and whose key signed that: neither of them is who speaks, nor who relays it.

- Whose signature it is, is worked out entry by entry as the log itself says whose keys count: see `ledger.registry`.
- A statement that was never recorded, such as one of a folder that is read in memory, has nobody here.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from exeat.core.claims import RecordedElsewhere, SigningKey
from exeat.core.entry import BodyRef, Entry, time_text
from exeat.ledger.note import Signature
from exeat.ledger.registry import Registry

from .books import Books
from .verify import signature_of

State = Literal["signed", "not_signed", "wrongly_signed"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """How a statement came into the log. `signed_by`: the name of the key whose signature it has, or says it has.
    `origins`: where other offices' logs have it, as they were merged here.
    """

    statement: str
    index: int
    recorded_at: datetime
    recorded_by: str
    state: State
    signed_by: str | None = None
    origins: tuple[RecordedElsewhere, ...] = ()


def recorded(books: Books, ids: Collection[str]) -> tuple[Recorded, ...]:
    """Who recorded these statements, in the order of the log; those that were never recorded are not among them."""
    found, registry, origins = [], Registry(), _origins(books)
    for entry in books.entries:
        if entry.recorded_at is None or not isinstance(entry.body, BodyRef):
            continue
        said = entry.body.statement
        asked = entry.body.id in ids
        if asked or isinstance(said.claim, SigningKey):
            registry.at(time_text(entry.recorded_at))
            one = _of(entry, entry.body, registry)
            if asked:
                found.append(replace(one, origins=tuple(origins.get(one.statement, ()))))
    return tuple(found)


def _origins(books: Books) -> dict[str, list[RecordedElsewhere]]:
    found: dict[str, list[RecordedElsewhere]] = {}
    for _, said in books.facts().of(RecordedElsewhere):
        if isinstance(said.claim, RecordedElsewhere):
            found.setdefault(said.claim.statement, []).append(said.claim)
    return found


def _of(entry: Entry, body: BodyRef, registry: Registry) -> Recorded:
    signature = signature_of(entry.signature)
    signer = None if signature is None else registry.signer(entry.leaf(), signature, body.statement)
    registry.hear(body.statement, signer)
    assert entry.recorded_at is not None
    name = None if signature is None else signature.name
    return Recorded(body.id, entry.index, entry.recorded_at, entry.recorded_by, _state(entry, signature, signer), name)


def _state(entry: Entry, signature: Signature | None, signer: object) -> State:
    if entry.signature is None:
        return "not_signed"
    return "wrongly_signed" if signature is None or signer is None else "signed"
