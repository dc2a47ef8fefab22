"""What is sealed before the randomness is known: the people, their classes, the clauses and the table of plans.

- One JSON document, in the canonical form; its SHA-256 is published, and everything after depends on it.
- Weights, chances and the total are texts of digits: they may be longer than a JSON number is safe for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Literal

from exeat.core.beacons import Beacon
from exeat.core.canonical import canonical
from exeat.core.shape import Pairs, encode

from .certificate import Certificate
from .face import Face
from .lottery import Lottery


@dataclass(frozen=True, slots=True)
class SealedClass:
    """Units alike (persons who go together are one unit), in the order of their names, and the chance of each.

    Families that should go whole are a class without a chance; their members are classes `of` it, by its number.
    """

    units: tuple[tuple[str, ...], ...]
    chance: str | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class SealedPlan:
    """A plan of the table: its number, its weight, and for each class how many units go by each clause.

    `split`: for each class of families how many are split, 0 for other classes; empty where there are no families.
    """

    number: int
    weight: str
    counts: tuple[tuple[int, ...], ...]
    split: tuple[int, ...] = ()


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
    """Classes, a multiplier for each class of all, and the most to which units times multipliers sum in a best plan."""

    classes: tuple[int, ...]
    multipliers: tuple[int, ...]
    most: int
    bound: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """The document that is sealed. `terms`: the SHA-256 of the clauses as they are read; `facts`: what they stand on.

    `parties`: who each put in a secret of their own. `public`: the randomness announced, in words. `beacon`: the round
    of a beacon by whose signed pulse alone it is drawn; None = dice, or whatever is announced in words.
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
    beacon: Beacon | None = None

    @property
    def text(self) -> str:
        """The document in its canonical form."""
        return canonical(encode(self, True)).decode()

    @property
    def hash(self) -> str:
        """Its SHA-256, in hexadecimal."""
        return sha256(self.text.encode()).hexdigest()


def sealed_classes(face: Face, lottery: Lottery) -> tuple[SealedClass, ...]:
    """The classes, each with its chance."""
    chances = (None if c.kind is None else str(lottery.chances[c.kind]) for c in face.classes)
    numbers = (None if c.of is None else c.of[0] + 1 for c in face.classes)
    return tuple(SealedClass(c.units, p, n) for c, p, n in zip(face.classes, chances, numbers, strict=True))


def sealed_plans(face: Face, lottery: Lottery) -> tuple[SealedPlan, ...]:
    """The table, numbered from 1."""
    families = any(c.of is not None for c in face.classes)
    return tuple(
        SealedPlan(n, str(p.weight), p.shape.counts, p.shape.split if families else ())
        for n, p in enumerate(lottery.plans, 1)
    )


def proof(face: Face, found: Certificate) -> Proof:
    """The certificate as it is sealed: by the numbers of classes; a class of families has no multiplier of its own."""
    at = {c.kind: n for n, c in enumerate(face.classes, 1) if c.kind is not None}

    def multipliers(of: Sequence[int]) -> tuple[int, ...]:
        return tuple(0 if c.kind is None else of[c.kind] for c in face.classes)

    lines = (
        ProofLine(tuple(at[k] for k in b.kinds), multipliers(b.multipliers), b.most, str(b.bound)) for b in found.bounds
    )
    return Proof(tuple(lines), str(found.gap), tuple(at[k] for k in found.without))


def pairs(values: Mapping[str, str]) -> Pairs:
    """A mapping in the order of its keys."""
    return tuple(sorted(values.items()))
