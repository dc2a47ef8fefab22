"""Sealing a lottery: its people, classes, clauses and table, made from a plan's reading as the facts stand."""

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from exeat.clearing.levels import best_face
from exeat.clearing.model import Solver
from exeat.clearing.names import by_lot, by_priority
from exeat.core.beacons import Beacon
from exeat.core.canonical import canonical
from exeat.core.shape import encode

from .certificate import certificate
from .face import face
from .lottery import leximin
from .sealed import Sealed, pairs, proof, sealed_classes, sealed_plans

if TYPE_CHECKING:
    from exeat.clearing.plan import Cleared


def seal(
    cleared: "Cleared", solver: Solver, parties: Sequence[str], public: str, beacon: Beacon | None = None
) -> Sealed | None:
    """The document of the lotteries that the reading's clauses ask for; None where nothing is to be drawn.

    `parties`: who each put in a secret; `public`: the randomness announced, in words; `beacon`: the round of a
    beacon, if it is one. Raises Unproven.
    """
    base = cleared.readings.base
    asked = sorted(by_lot(base.clauses))
    if not cleared.readings.chosen or base.answer.status != "optimal":
        return None
    _, rows = by_priority(cleared.world, base.clauses, base.problem, best_face(base.problem, solver, base.answer.aims))
    best = face(base.problem, base.answer.aims, asked, rows)
    if not best.parts:
        return None
    lottery = leximin(best, solver)
    facts = cleared.plan.facts
    return Sealed(
        exeat="draw/1",
        case=cleared.plan.case,
        facts=pairs({"root": facts.root, "on": facts.on, "rules": facts.rules}),
        terms=sha256(canonical([encode(c) for c in sorted(base.clauses, key=lambda c: c.id)])).hexdigest(),
        readings=pairs(base.choices),
        clauses=best.clauses,
        classes=sealed_classes(best, lottery),
        plans=sealed_plans(best, lottery),
        total=str(lottery.total),
        parties=tuple(sorted(parties)),
        public=public,
        proof=proof(best, certificate(best, lottery, solver)),
        beacon=beacon,
    )
