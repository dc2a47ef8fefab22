"""What is sealed before the randomness is known: the people, their classes, the clauses and the table of plans.

- One JSON document, in the canonical form; its SHA-256 is published, and everything after depends on it.
- Weights, chances and the total are texts of digits: they may be longer than a JSON number is safe for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Literal

from exeat.core.canonical import canonical
from exeat.core.shape import Pairs, encode

from .certificate import Certificate
from .face import Face
from .lottery import Lottery


@dataclass(frozen=True, slots=True)
class SealedClass:
    """Units alike (persons who go together are one unit), in the order of their names, and the chance of each."""

    units: tuple[tuple[str, ...], ...]
    chance: str


@dataclass(frozen=True, slots=True)
class SealedPlan:
    """A plan of the table: its number, its weight, and for each class how many units go by each clause."""

    number: int
    weight: str
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What proves the chances: no lottery over the best plans gives the classes of a line all more than `bound`.

    Numbers count classes from 1. `gap`: the furthest that a chance is below its bound. `without`: the classes without
    a chance; no best plan frees anybody in them.
    """

    bounds: tuple["ProofLine", ...]
    gap: str
    without: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ProofLine:
    """Classes, a price for a unit of each class of all, and the most that a best plan is worth at these prices."""

    classes: tuple[int, ...]
    prices: tuple[int, ...]
    worth: int
    bound: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """The document that is sealed. `terms`: the SHA-256 of the clauses as they are read; `facts`: what they stand on.

    `parties`: who each put in a secret of their own. `public`: the randomness announced, in words.
    """

    exeat: Literal["draw/1"]
    case: str
    facts: Pairs
    terms: str
    readings: Pairs
    clauses: Annotated[tuple[str, ...], "sorted"]
    classes: tuple[SealedClass, ...]
    plans: tuple[SealedPlan, ...]
    total: str
    parties: Annotated[tuple[str, ...], "sorted"]
    public: str
    proof: Proof

    @property
    def text(self) -> str:
        """The document in its canonical form."""
        return canonical(encode(self, True)).decode()

    @property
    def hash(self) -> str:
        """Its SHA-256, in hexadecimal."""
        return sha256(self.text.encode()).hexdigest()


def sealed_classes(face: Face, lottery: Lottery) -> tuple[SealedClass, ...]:
    """The kinds of persons, each with its chance."""
    return tuple(SealedClass(p.units, str(c)) for p, c in zip(face.parts, lottery.chances, strict=True))


def sealed_plans(lottery: Lottery) -> tuple[SealedPlan, ...]:
    """The table, numbered from 1."""
    return tuple(SealedPlan(n, str(p.weight), p.counts) for n, p in enumerate(lottery.plans, 1))


def proof(found: Certificate) -> Proof:
    """The certificate as it is sealed."""
    lines = (ProofLine(_from_one(b.kinds), b.prices, b.worth, str(b.bound)) for b in found.bounds)
    return Proof(tuple(lines), str(found.gap), _from_one(found.without))


def _from_one(kinds: Sequence[int]) -> tuple[int, ...]:
    return tuple(k + 1 for k in kinds)


def pairs(values: Mapping[str, str]) -> Pairs:
    """A mapping in the order of its keys."""
    return tuple(sorted(values.items()))
