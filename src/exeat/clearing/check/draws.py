"""Names that a lottery took: drawn again from the statements that seal, promise, draw and tell it.

- Whoever a plan names as drawn was drawn for that clause, or is a substitute for somebody drawn who does not go.
- Nobody goes in the place of somebody drawn of the same class who still could go.
- Not checked: that the table holds the best plans, and that the chances are the best there are (see its proof).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from exeat.core.beacons import holds
from exeat.core.canonical import canonical
from exeat.core.claims import Draw, DrawPromise, DrawReveal, DrawSealed
from exeat.core.facts import Facts
from exeat.core.marked import Plain

from .document import Plan, rows, texts
from .finding import Finding
from .moves import person_of
from .setting import Setting

NAME = b"exeat/draw/1"


@dataclass(frozen=True, slots=True)
class Lots:
    """A lottery drawn again: its hash, the plan's number, who goes by which clause, and everybody's class."""

    sealed: str
    plan: int
    taken: tuple[tuple[str, str], ...]  # a record, a clause
    classes: Mapping[str, int]


def check_draws(plan: Plan, setting: Setting, told: Plan | None = None) -> Iterator[Finding]:
    """Whether whoever a plan names as drawn was drawn; or was told so, by the plan held against (`told`)."""
    lots = [found for claim in _seals(setting.facts) if (found := _lots(setting.facts, claim)) is not None]
    taken = {(person_of(setting, r), c) for found in lots for r, c in found.taken}
    kinds = {person_of(setting, r): (found.sealed, n) for found in lots for r, n in found.classes.items()}
    going = {person_of(setting, row.get("person")) for row in rows(plan, "moves")}
    lost = {(p, c) for p, c in taken if p not in going}
    passed = {(kinds.get(p), c) for p, c in lost if p is not None and c in setting.moves and setting.movable(p, c)}
    instead = 0
    for row in (row for row in rows(plan, "moves") if row.get("why") == "draw"):
        person = person_of(setting, row.get("person"))
        by = next((c for c in texts(row, "clauses") if c in setting.moves), None)
        if (person, by) in taken or (row.get("told") and by is not None and _told_so(setting, told, person, by)):
            continue
        instead += 1
        if person not in kinds or instead > len(lost) or (kinds[person], by) in passed:
            yield Finding("not-drawn", by, person or str(row.get("person")))
    yield from _stated(plan, lots)


def _told_so(setting: Setting, told: Plan | None, person: str | None, by: str) -> bool:
    """Whether the plan that people were told of named somebody by a clause as drawn."""
    moves = rows(told, "moves") if told is not None else []
    drawn = [m for m in moves if m.get("why") == "draw" and by in texts(m, "clauses")]
    return any(person_of(setting, m.get("person")) == person for m in drawn)


def _stated(plan: Plan, lots: Sequence[Lots]) -> Iterator[Finding]:
    """The lotteries that a plan says were drawn."""
    known = {(found.sealed, found.plan) for found in lots}
    for row in rows(plan, "draw"):
        if (row.get("sealed"), row.get("plan")) not in known:
            yield Finding("not-drawn", str(row.get("clause", "")))


# ------------------------------------------------------------ drawing again


def _seals(facts: Facts) -> list[DrawSealed]:
    """The seals that stand, but for those on one clause."""
    found = [s.claim for _, s in facts.of(DrawSealed) if isinstance(s.claim, DrawSealed) and s.act != "denies"]
    clauses = [c for claim in found for c in claim.clauses]
    return [claim for claim in found if all(clauses.count(c) == 1 for c in claim.clauses)]


def _lots(facts: Facts, claim: DrawSealed) -> Lots | None:
    """A lottery drawn again; None where something is missing, or is not what was sealed or promised."""
    said = [s for _, s in facts.of(Draw, DrawPromise, DrawReveal) if s.act != "denies"]
    mine = [(s.by, s.claim) for s in said if getattr(s.claim, "sealed", None) == claim.sealed]
    secrets = {by: c.secret for by, c in mine if isinstance(c, DrawReveal)}
    promises = {by: c.promise for by, c in mine if isinstance(c, DrawPromise)}
    thrown = [c for _, c in mine if isinstance(c, Draw)]
    try:
        document = json.loads(claim.text)
        sealed = document.get("beacon")
        public = {c.randomness for c in thrown if sealed is None or holds(sealed, c.pulse, c.randomness)}
        told: dict[str, str] = {party: secrets[party] for party in document["parties"]}
        kept = all(_hash(claim.sealed, p, s) == promises[p] for p, s in told.items())
        if len(public) != 1 or not kept or sha256(claim.text.encode()).hexdigest() != claim.sealed:
            return None
        secret: Plain = {**told}
        parts = canonical({"public": next(iter(public)), "sealed": claim.sealed, "secrets": secret})
        return _drawn(claim.sealed, document, sha256(NAME + b"/seed\n" + parts).digest())
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return None


def _hash(sealed: str, party: str, secret: str) -> str:
    return sha256(NAME + b"/promise\n" + "\n".join((sealed, party, secret)).encode()).hexdigest()


def _drawn(sealed: str, document: Mapping[str, Any], seed: bytes) -> Lots | None:
    """The plan on which the ticket lies, and the persons within its classes."""
    ticket = _Numbers(seed, "plan").below(sum(int(p["weight"]) for p in document["plans"]))
    ends, end = [], 0
    for plan in document["plans"]:
        end += int(plan["weight"])
        ends.append((end, plan))
    plan = next(p for e, p in ends if ticket < e)
    taken: list[tuple[str, str]] = []
    whole: dict[int, set[str]] = {}
    halved: dict[int, set[str]] = {}
    for n, (found, counts) in enumerate(zip(document["classes"], plan["counts"], strict=True), 1):
        order = _Numbers(seed, f"class {n}").shuffled(found["units"])
        if "of" in found:
            outside = [u for u in order if not whole[found["of"]].intersection(u)]
            inner = halved[found["of"]]
            order = [u for u in outside if u[0] in inner] + [u for u in outside if u[0] not in inner]
        by = [c for c, number in zip(document["clauses"], counts, strict=True) for _ in range(number)]
        taken += [(p, c) for c, unit in zip(by, order, strict=False) for p in unit]
        whole[n] = {p for unit in order[: len(by)] for p in unit}
        split = plan["split"][n - 1] if plan["split"] else 0
        halved[n] = {p for unit in order[len(by) : len(by) + split] for p in unit}
    classes = {p: n for n, c in enumerate(document["classes"]) if "chance" in c for u in c["units"] for p in u}
    return Lots(sealed, plan["number"], tuple(taken), classes)


class _Numbers:
    """Numbers from a seed and a purpose: SHA-256 in counter mode; too high a number is drawn again."""

    def __init__(self, seed: bytes, purpose: str) -> None:
        self.start, self.block, self.bytes = NAME + b"\n" + seed + purpose.encode() + b"\n", 0, bytearray()

    def below(self, most: int) -> int:
        """A number from 0 to most - 1."""
        bits = (most - 1).bit_length()
        size = (bits + 7) // 8
        while True:
            while len(self.bytes) < size:
                self.bytes += sha256(self.start + self.block.to_bytes(8, "big")).digest()
                self.block += 1
            number = int.from_bytes(self.bytes[:size], "big") >> (size * 8 - bits)
            del self.bytes[:size]
            if number < most:
                return number

    def shuffled(self, units: Sequence[Any]) -> list[Any]:
        """An order of units (Fisher and Yates)."""
        order = list(units)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order
