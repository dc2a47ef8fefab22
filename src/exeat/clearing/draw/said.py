"""How far a lottery has come, as the statements stand: sealed, promised, drawn, revealed.

- The order decides: what was sealed comes first, then every party's promise, then the randomness and the secrets.
  Where entries were recorded, one out of this order counts for nothing; files read in memory have no order.
- Two seals on one clause, or two sayings of one thing that differ, settle nothing.
- Where a beacon's round was sealed, its pulse alone counts, signed by the key that was sealed; and what was recorded
  when the round had been published already is neither a seal nor a promise.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Literal

from exeat.core.beacons import Beacon, holds, read_beacon
from exeat.core.claims import Draw, DrawPromise, DrawReveal, DrawSealed
from exeat.core.facts import Facts
from exeat.core.statement import Statement

from .outcome import Document, Outcome, outcome, promise, read_document, seed_of

Lack = Literal["seal", "promises", "randomness", "secrets"]


@dataclass(frozen=True, slots=True)
class Said:
    """A lottery under its seal: what was said of it so far, by party; `randomness` None = nothing yet.

    `unkept`: parties who revealed another secret than they promised. `pulse`: what the beacon published, signed as was
    sealed; None = there is none, or none is needed. `unsigned`: something was entered that is not, and does not count.
    """

    sealed: str
    clauses: tuple[str, ...]
    document: Document
    promises: dict[str, str]
    secrets: dict[str, str]
    randomness: str | None
    unkept: tuple[str, ...]
    pulse: str | None = None
    unsigned: bool = False

    @property
    def beacon(self) -> Beacon | None:
        """The round of a beacon that was sealed; None where the randomness is announced in words alone."""
        return read_beacon(self.document.get("beacon"))

    @property
    def parties(self) -> tuple[str, ...]:
        """Who each put in a secret."""
        return tuple(self.document["parties"])

    @property
    def lacks(self) -> Lack | None:
        """What comes next; None where everything was said."""
        if set(self.parties) - self.promises.keys():
            return "promises"
        if self.randomness is None:
            return "randomness"
        return "secrets" if set(self.parties) - self.secrets.keys() else None

    @property
    def outcome(self) -> Outcome | None:
        """What was drawn; None where something is lacking."""
        if self.lacks is not None or self.randomness is None:
            return None
        return outcome(self.document, seed_of(self.sealed, self.secrets, self.randomness))


def lotteries(facts: Facts) -> tuple[Said, ...]:
    """The lotteries that are sealed, in the order of their clauses; a clause with two seals has none."""
    seals = [(i, s.claim) for i, s in facts.of(DrawSealed) if isinstance(s.claim, DrawSealed) and s.act != "denies"]
    clauses = [c for _, claim in seals for c in claim.clauses]
    alone = [(i, claim) for i, claim in seals if all(clauses.count(c) == 1 for c in claim.clauses)]
    found = [_said(facts, i, claim) for i, claim in alone]
    return tuple(sorted((s for s in found if s is not None), key=lambda s: s.clauses))


def unsealed(facts: Facts) -> tuple[str, ...]:
    """The clauses for which randomness was recorded that names no seal, or none that stands."""
    sealed = {s.sealed for s in lotteries(facts)}
    claims = [s.claim for _, s in facts.of(Draw)]
    return tuple(sorted({c.clause for c in claims if isinstance(c, Draw) and c.sealed not in sealed}))


def _said(facts: Facts, id: str, claim: DrawSealed) -> Said | None:
    document = read_document(claim.text)
    honest = sha256(claim.text.encode()).hexdigest() == claim.sealed
    if document is None or not honest or tuple(document["clauses"]) != claim.clauses:
        return None
    at, early = _recorded(facts), _before(facts, read_beacon(document.get("beacon")))
    if not early(id):
        return None
    parties, start = tuple(document["parties"]), at(id)
    promised = _by_party(facts, DrawPromise, claim.sealed, parties, lambda i: at(i) >= start and early(i))
    last = max((at(i) for i, _ in promised.values()), default=start)
    drawn = _of(facts, Draw, claim.sealed, lambda i: at(i) >= last)
    told = _by_party(facts, DrawReveal, claim.sealed, parties, lambda i: at(i) >= last)
    promises = {p: s.claim.promise for p, (_, s) in promised.items() if isinstance(s.claim, DrawPromise)}
    secrets = {p: s.claim.secret for p, (_, s) in told.items() if isinstance(s.claim, DrawReveal)}
    kept = {p: s for p, s in secrets.items() if promise(claim.sealed, p, s) == promises.get(p)}
    unkept = tuple(sorted(secrets.keys() - kept.keys()))
    begun = Said(claim.sealed, claim.clauses, document, promises, kept, None, unkept)
    return _with_randomness(begun, [s.claim for _, s in drawn if isinstance(s.claim, Draw)])


def _with_randomness(begun: Said, drawn: Sequence[Draw]) -> Said:
    """With what was drawn, if it is one thing; where a beacon was sealed, of its signed pulses alone."""
    if "beacon" not in begun.document:
        values = {c.randomness for c in drawn}
        return replace(begun, randomness=next(iter(values))) if len(values) == 1 else begun
    signed = [c for c in drawn if holds(begun.document["beacon"], c.pulse, c.randomness)]
    begun = replace(begun, unsigned=len(signed) < len(drawn))
    if len({c.randomness for c in signed}) != 1:
        return begun
    return replace(begun, randomness=signed[0].randomness, pulse=min(c.pulse or "" for c in signed))


def _recorded(facts: Facts) -> Callable[[str], int]:
    """Where a statement stands among the entries; 0 for all of those that were never recorded."""
    index = {getattr(e.body, "id", ""): e.index for e in facts.entries if e.recorded_at is not None}
    return lambda id: index.get(id, 0)


def _before(facts: Facts, beacon: Beacon | None) -> Callable[[str], bool]:
    """Whether a statement was recorded before a round was published; so is every one that was never recorded."""
    moments: dict[str, datetime] = {
        getattr(e.body, "id", ""): e.recorded_at for e in facts.entries if e.recorded_at is not None
    }
    return lambda id: beacon is None or id not in moments or moments[id] < beacon.moment


def _of(facts: Facts, kind: type, sealed: str, timely: Callable[[str], bool]) -> list[tuple[str, Statement]]:
    return [(i, s) for i, s in facts.of(kind) if getattr(s.claim, "sealed", None) == sealed
            and s.act != "denies" and timely(i)]  # fmt: skip


def _by_party(
    facts: Facts, kind: type, sealed: str, parties: Sequence[str], timely: Callable[[str], bool]
) -> dict[str, tuple[str, Statement]]:
    """The one statement of each party; none where it said two that differ."""
    said = _of(facts, kind, sealed, timely)
    found = {p: [(i, s) for i, s in said if s.by == p] for p in parties}
    return {p: own[0] for p, own in found.items() if len({s.claim for _, s in own}) == 1}
