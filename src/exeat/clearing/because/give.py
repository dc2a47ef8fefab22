"""A change of one clause in one direction: what a party could say instead of what it said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from exeat.clearing.model import Row
from exeat.core.clauses import Clause

Number = int | None


@dataclass(frozen=True, slots=True)
class Give:
    """A change of one clause in one direction.

    `numbers`: the numbers it could say, the smallest change first; empty where the change is no number. `at`: the
    clause so changed; None = taken back. `bound`: how the bounds of its row then move, where they do (None: the rows
    are those of the changed clause). `steady`: what works for one number works for every number further off.
    `part`: which of the numbers of the clause it is, from 1, where it has several of a kind. `anew`: the change bears
    on who can go or has to, and not on numbers alone.
    """

    clause: str
    change: str
    at: Callable[[Number], Clause | None]
    numbers: Sequence[int] = ()
    destination: str | None = None
    part: int | None = None
    bound: Callable[[Row, int], Row] | None = None
    steady: bool = True
    anew: bool = False


def taken_back(number: Number) -> None:
    """A clause that is not there any more."""
