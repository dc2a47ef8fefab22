"""The rules: columns in, (person, rule, verdict, statements, rows) out. The table is in `docs/spec/clearing.md`.

- Two verdicts: `recorded` and `not_established`; a person without a row of a rule has *none recorded* there.
- Not established is not permission. A rule never calls anything lawful.
- Each rule comes with the parts of a move on which it depends: alike moves share what it found.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from exeat.impediments.told import Context, Told

from .acts import acceptance, document, legal_act
from .asked import petition_window, proof_of_life
from .children import guardianship
from .custody import custody, death, released, remains
from .identity import identity
from .orders import court_order
from .person import consent, fear, medical

if TYPE_CHECKING:
    import polars as pl

Rule = Callable[[Told, Context], "pl.LazyFrame"]
Rules = tuple[tuple[Rule, tuple[str, ...]], ...]

BOTH: Rules = (
    (court_order, ("power", "act")),
    (custody, ("power",)),
    (death, ()),
    (released, ()),
    (legal_act, ("power", "act")),
)
"""The rules on both acts but identity."""

IDENTITY: Rules = ((identity, ()),)
"""The one rule that depends on who else is in the problem."""

TRANSFER: Rules = (
    (consent, ("power", "destination")),
    (fear, ("power", "destination")),
    (medical, ()),
    (guardianship, ()),
    (document, ()),
    (acceptance, ("destination",)),
)
"""The rules on a transfer alone."""


OF_REMAINS: Rules = (
    (court_order, ("power", "act")),
    (custody, ("power",)),
    (remains, ()),
    (released, ()),
)
"""The rules on remains of the dead but identity: what only the living can say, or need, is not asked."""


def rules_on(move: Context) -> Rules:
    """The rules that bear on a move, identity apart: those on its act, and those that a clause asks for."""
    if move.remains:
        return OF_REMAINS + TRANSFER[-1:] if move.act == "transfer" else OF_REMAINS
    rules = BOTH if move.act == "release" else BOTH + TRANSFER
    if move.proof_days is not None:
        rules += ((proof_of_life, ("proof_days",)),)
    if move.petition_days is not None:
        rules += ((petition_window, ("power", "act", "petition_days")),)
    return rules
