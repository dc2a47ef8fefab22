"""The rules on impediments, by name: what may be recorded against a release or a transfer.

The names are nouns of the domain; the rules themselves are in `impediments`, and once more, written apart from
them, in `clearing.check`.
"""

from typing import Literal

Rule = Literal[
    "court_order", "custody", "death", "released", "identity", "legal_act", "cut_off",
    "consent", "fear", "medical", "guardianship", "document", "acceptance", "proof_of_life", "petition_window",
    "status", "destination", "remains",
]  # fmt: skip

BOTH: tuple[Rule, ...] = ("court_order", "custody", "death", "released", "identity", "legal_act")
TRANSFER: tuple[Rule, ...] = ("consent", "fear", "medical", "guardianship", "document", "acceptance")
ASKED: tuple[Rule, ...] = ("proof_of_life", "petition_window")  # they bear only where a clause asks
BY_TERMS: tuple[Rule, ...] = ("status", "destination")  # they rest on clauses of these kinds
OF_REMAINS: tuple[Rule, ...] = ("court_order", "custody", "remains", "released", "identity")  # in the place of BOTH
RULES: tuple[Rule, ...] = (*BOTH, *TRANSFER, *ASKED, *BY_TERMS, "remains")

NEVER_RELAXED: frozenset[str] = frozenset({"court_order", "consent", "fear", "medical", "guardianship", "remains"})
"""Refusal, fear, health, children and courts: no override and no protocol lets these not stand in the way.

Nor does any let somebody be handed over as dead of whom that is not established: who lives may refuse.
"""
