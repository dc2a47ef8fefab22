"""The transcript of a lottery: everything that decided it, so that anybody can draw it again; and drawing it again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Literal

from exeat.clearing import document as doc
from exeat.core.shape import Pairs

from .outcome import Outcome, outcome, promise, read_document, seed_of
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

    `lacks`: what was not said yet; then nothing from `seed` on is there.
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


def transcript(said: Said, text: str) -> Transcript:
    """The transcript of a lottery, as far as it has come."""
    found = said.outcome
    promises, secrets = (tuple(sorted(values.items())) for values in (said.promises, said.secrets))
    if found is None:
        return Transcript(VERSION, said.sealed, text, promises, secrets, (), (), said.randomness, lacks=said.lacks)
    taken = tuple(Taken(c, unit) for c, unit in found.taken)
    begun = Transcript(VERSION, said.sealed, text, promises, secrets, taken, found.substitutes, said.randomness)
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
    if not set(document["parties"]) == set(promises) == set(secrets):
        yield "lacks"
    yield from ("promise" for p in secrets if promise(str(plain.get("sealed")), p, secrets[p]) != promises.get(p))
    yield from _drawn_otherwise(plain, outcome(document, seed_of(str(plain.get("sealed")), secrets, public)))


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
