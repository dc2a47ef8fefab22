"""A move that a clause makes: from whom, by what act, to whom; of which persons; and who of them is free."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exeat.impediments.told import Context

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """`id` is the clause's. `selected`, `free`, `refused`, `excluded`: persons, sorted.

    `free`: nothing stands against the move, no clause excludes the person, and it does not come after the cut-off day
    of a number (`late`; `after_cut_off`: all who come after it, number or not; `counting`: the others). `refused`:
    their consent is recorded as refused. `found`: the impediments, as `impediments` gives them.
    """

    id: str
    context: Context
    selected: "pl.Series"
    free: "pl.Series"
    refused: "pl.Series"
    excluded: "pl.Series"
    late: "pl.Series"
    after_cut_off: "pl.Series"
    counting: "pl.Series"
    found: "pl.DataFrame"
