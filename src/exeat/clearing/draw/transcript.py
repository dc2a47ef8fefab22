"""The transcript of a lottery: everything that decided it, so that anybody can draw it again; and drawing it again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Literal

from exeat.clearing import document as doc
from exeat.core.beacons import Beacon, holds, read_beacon
from exeat.core.shape import Pairs

from .outcome import Document, Outcome, outcome, promise, read_document, seed_of
from .said import Lack, Said

VERSION: Literal["draw-transcript/1"] = "draw-transcript/1"


@dataclass(frozen=True, slots=True)
class Taken:
    """A unit that goes, and the clause by which it does."""

    clause: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """A lottery from its seal to the names. `text` is the sealed document, byte for byte; `sealed` its SHA-256.

    `pulse`: what the beacon published, where its round was sealed; `signature`: `checked` by the key that was sealed,
    or `none`: it is dice, or a text, and nothing was checked. `lacks`: what was not said yet; then nothing from `seed`
    on is there.
    """

    exeat: Literal["draw-transcript/1"]
    sealed: str
    text: str
    promises: Pairs
    secrets: Pairs
    taken: tuple[Taken, ...]
    substitutes: tuple[tuple[str, ...], ...]
    public: str | None = None
    seed: str | None = None
    ticket: str | None = None
    plan: int | None = None
    lacks: Lack | None = None
    pulse: str | None = None
    signature: Literal["checked", "none"] | None = None


def transcript(said: Said, text: str) -> Transcript:
    """The transcript of a lottery, as far as it has come."""
    found = said.outcome
    promises, secrets = (tuple(sorted(values.items())) for values in (said.promises, said.secrets))
    begun = Transcript(VERSION, said.sealed, text, promises, secrets, (), (), said.randomness, pulse=said.pulse)
    if said.randomness is not None:
        begun = replace(begun, signature="none" if said.pulse is None else "checked")
    if found is None:
        return replace(begun, lacks=said.lacks)
    taken = tuple(Taken(c, unit) for c, unit in found.taken)
    begun = replace(begun, taken=taken, substitutes=found.substitutes)
    return replace(begun, seed=found.seed, ticket=str(found.ticket), plan=found.plan)


def wrong(plain: Any) -> Iterator[str]:
    """What does not hold in a transcript: the ids of sentences. Nothing: it holds."""
    if not isinstance(plain, dict) or plain.get("exeat") != VERSION or not isinstance(plain.get("text"), str):
        yield "format"
        return
    document = read_document(plain["text"])
    if document is None:
        yield "document"
        return
    if sha256(plain["text"].encode()).hexdigest() != plain.get("sealed"):
        yield "sealed"
    promises, secrets, public = _texts(plain.get("promises")), _texts(plain.get("secrets")), plain.get("public")
    if promises is None or secrets is None or not isinstance(public, str):
        yield "lacks"
        return
    yield from _signed_otherwise(plain, document, public)
    if not set(document["parties"]) == set(promises) == set(secrets):
        yield "lacks"
    yield from ("promise" for p in secrets if promise(str(plain.get("sealed")), p, secrets[p]) != promises.get(p))
    yield from _drawn_otherwise(plain, outcome(document, seed_of(str(plain.get("sealed")), secrets, public)))


def sealed_round(plain: Any) -> Beacon | None:
    """The round by whose signed pulse a transcript that holds was drawn; None = no beacon was sealed."""
    document = read_document(plain["text"])
    return None if document is None else read_beacon(document.get("beacon"))


def _signed_otherwise(plain: dict[str, Any], document: Document, public: str) -> Iterator[str]:
    """Where a beacon was sealed its pulse is signed; and nothing says that it was checked but where it can be."""
    pulse = plain.get("pulse")
    held = holds(document.get("beacon"), pulse if isinstance(pulse, str) else None, public)
    if ("beacon" in document or plain.get("signature") == "checked") and not held:
        yield "signature"


def _texts(values: Any) -> dict[str, str] | None:
    return values if isinstance(values, dict) and all(isinstance(v, str) for v in values.values()) else None


def _drawn_otherwise(plain: dict[str, Any], found: Outcome) -> Iterator[str]:
    taken = [{"clause": c, "people": list(u)} for c, u in found.taken]
    drawn = {"seed": found.seed, "ticket": str(found.ticket), "plan": found.plan, "taken": taken}
    again = {**drawn, "substitutes": [list(u) for u in found.substitutes]}
    yield from (key for key, value in again.items() if plain.get(key) != value)


def made(drawn: Iterable[tuple[Said, Outcome]]) -> Iterable[doc.DrawMade]:
    """The lotteries drawn as a plan document shows them, clause by clause."""
    for said, found in drawn:
        for clause in said.clauses:
            taken = sum(c == clause for c, _ in found.taken)
            units = sum(len(c["units"]) for c in said.document["classes"])
            yield doc.DrawMade(clause, said.randomness or "", units, taken, said.sealed, found.plan)
