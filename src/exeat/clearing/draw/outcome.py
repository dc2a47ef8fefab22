"""What a sealed lottery and its randomness come to: the plan, the persons within their classes, and who comes next.

- Nothing here depends on the facts of the case or on a solver: the document, the secrets and the randomness decide.
- The steps are those of `docs/spec/draw.md`; `docs/spec/draw_verify.py` takes them apart from this code.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from exeat.core.canonical import canonical

from .luck import NAME, Stream

Unit = tuple[str, ...]
Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The ticket, the number of the plan, and the units: taken (by clause) and left, each in the order drawn."""

    seed: str
    ticket: int
    plan: int
    taken: tuple[tuple[str, Unit], ...]
    substitutes: tuple[Unit, ...]


def promise(sealed: str, party: str, secret: str) -> str:
    """The hash by which a party promises its secret for a sealed document."""
    return sha256(NAME + f"/promise\n{sealed}\n{party}\n{secret}".encode()).hexdigest()


def seed_of(sealed: str, secrets: Mapping[str, str], randomness: str) -> bytes:
    """The seed that everybody's part goes into."""
    return sha256(
        NAME + b"/seed\n" + canonical({"public": randomness, "sealed": sealed, "secrets": dict(secrets)})
    ).digest()


def outcome(document: Document, seed: bytes) -> Outcome:
    """What is drawn: first a plan by its weight, then, class by class, an order of its units."""
    ticket = Stream(seed, "plan").below(int(document["total"]))
    plan = _plan(document, ticket)
    taken: list[tuple[str, Unit]] = []
    left: list[Unit] = []
    for n, (found, counts) in enumerate(zip(document["classes"], plan["counts"], strict=True), 1):
        order = Stream(seed, f"class {n}").order([tuple(u) for u in found["units"]])
        for clause, number in zip(document["clauses"], counts, strict=True):
            taken += [(clause, unit) for unit in order[:number]]
            order = order[number:]
        left += order
    return Outcome(
        seed.hex(),
        ticket,
        int(plan["number"]),
        tuple(Stream(seed, "taken").order(taken)),
        tuple(Stream(seed, "substitutes").order(left)),
    )


def _plan(document: Document, ticket: int) -> Document:
    """The plan on whose stretch of the weights a ticket lies."""
    for plan in document["plans"]:
        ticket -= int(plan["weight"])
        if ticket < 0:
            found: Document = plan
            return found
    raise AssertionError("a ticket lies below the total of the weights")


def read_document(text: str) -> Document | None:
    """A sealed document; None where it is none, or its table cannot be drawn from."""
    try:
        found = json.loads(text)
        return found if _whole(found) else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _whole(found: Any) -> bool:
    sizes = [len(c["units"]) for c in found["classes"]]
    people = [p for c in found["classes"] for u in c["units"] for p in u]
    for plan in found["plans"]:
        sums = [sum(row) for row in plan["counts"]]
        counts = [n for row in plan["counts"] for n in row]
        wide = {len(row) for row in plan["counts"]} <= {len(found["clauses"])}
        whole = all(isinstance(n, int) and n >= 0 for n in counts) and int(plan["weight"]) > 0
        if not wide or not whole or len(sums) != len(sizes) or any(a > b for a, b in zip(sums, sizes, strict=True)):
            return False
    texts = all(isinstance(t, str) for t in (*people, *found["clauses"], *found["parties"], found["public"]))
    total = sum(int(p["weight"]) for p in found["plans"])
    return found["exeat"] == "draw/1" and texts and len(set(people)) == len(people) and 0 < total == int(found["total"])
