"""What is compared between two records, and the levels that each comparison tells apart.

- Level 0 is always "missing": one side says nothing; its weight is 0 by definition.
- Each level has three probabilities: among pairs that are one person (`m`), among strangers (`u`), among close kin.
  What is written here are starting values; the shipped weights replace them, and the lists themselves can teach others.

Source: Fellegi and Sunter, A Theory for Record Linkage, JASA 64 (1969), whose m and u these are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .sides import Ints, Levels, Pairs


@dataclass(frozen=True, slots=True)
class Level:
    """One outcome of a comparison. `m`, `u`, `kin`: how often it is seen among the pairs of each sort."""

    id: str
    m: float
    u: float
    kin: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison: `compare` gives the number of a level for each pair, symmetric in the two sides.

    `shared`: the code of the text (of the prepared text column `column`) that both records of a pair share, -1 where
    they share none; such an agreement says as much as the text is rare. None = every agreement says the same.
    `needs`: the prepared columns without which there is nothing to compare; none given = always compared.
    `own`: the text is one person's alone, as a document number is: where only the two records of a pair have it, short
    lists cannot tell how rare it is, and it says no less than its level.
    """

    name: str
    levels: tuple[Level, ...]
    compare: "Callable[[Pairs], Levels]"
    shared: "Callable[[Pairs], Ints] | None" = None
    column: str | None = None
    needs: tuple[str, ...] = ()
    own: bool = False


MISSING = Level("missing", 1.0, 1.0, 1.0)
