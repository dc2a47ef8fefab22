"""What a sealed lottery and its randomness come to: the plan, the persons within their classes, and who comes next.

- Nothing here depends on the facts of the case or on a solver: the document, the secrets and the randomness decide.
- The steps are those of `docs/spec/draw.md`; `docs/spec/draw_verify.py` takes them apart from this code.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from exeat.core.beacons import read_beacon
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
    going: dict[int, set[str]] = {}  # by class of families: who is in those that go whole, and in those that are split
    halved: dict[int, set[str]] = {}
    for n, (found, counts) in enumerate(zip(document["classes"], plan["counts"], strict=True), 1):
        order = Stream(seed, f"class {n}").order([tuple(u) for u in found["units"]])
        families = found.get("of")
        if families is not None:
            order = [u for u in order if not going[families] & set(u)]
            order.sort(key=lambda u: u[0] not in halved[families])
        for clause, number in zip(document["clauses"], counts, strict=True):
            taken += [(clause, unit) for unit in order[:number]]
            going.setdefault(n, set()).update(p for u in order[:number] for p in u)
            order = order[number:]
        split = plan["split"][n - 1] if plan["split"] else 0
        halved[n] = {p for u in order[:split] for p in u}
        left += order if "chance" in found else []
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
    """Whether a table can be drawn from: no plan takes more than there are, and the weights sum to the total."""
    classes, clauses = found["classes"], found["clauses"]
    people = [p for c in classes if "chance" in c for u in c["units"] for p in u]
    texts = all(isinstance(t, str) for t in (*people, *clauses, *found["parties"], found["public"]))
    numbered = all(
        "of" not in c or (c["of"] < n and "of" not in classes[c["of"] - 1]) for n, c in enumerate(classes, 1)
    )
    total = sum(int(p["weight"]) for p in found["plans"] if int(p["weight"]) > 0)
    named = "beacon" not in found or read_beacon(found["beacon"]) is not None
    right = found["exeat"] == "draw/1" and texts and named and numbered and len(set(people)) == len(people)
    return right and 0 < total == int(found["total"]) and all(_fits(p, classes, len(clauses)) for p in found["plans"])


def _fits(plan: Any, classes: Any, clauses: int) -> bool:
    split = plan["split"] or [0] * len(classes)
    numbers = [n for row in (*plan["counts"], split) for n in row]
    if (
        len(plan["counts"]) != len(classes)
        or len(split) != len(classes)
        or any(len(r) != clauses for r in plan["counts"])
    ):
        return False
    for found, counts, halved in zip(classes, plan["counts"], split, strict=True):
        room = len(found["units"])
        if "of" in found:
            families = classes[found["of"] - 1]["units"]
            room = split[found["of"] - 1] * (room // len(families))
        if sum(counts) + halved > room:
            return False
    return int(plan["weight"]) > 0 and all(isinstance(n, int) and n >= 0 for n in numbers)
