"""A move that a clause makes: from whom, by what act, of which persons, to which destinations; and who is free.

- A clause that names its receiver, or releases people where they are, has one way. A clause that leaves the
  destination to destination clauses has a way for each destination that it may use.
- Somebody is free for a clause who is free in one of its ways.
"""

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from exeat.identity.people import person_column
from exeat.impediments.told import Context

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """One way by which a clause moves people: `key` is the clause's id, with the destination where it has several.

    `offered`: the persons to whom destination clauses offer this destination, the choice of the persons aside.
    `free`: nothing stands against the move, no clause excludes the person, and it does not come after the cut-off
    day of a number. `refused`: their consent is recorded as refused. `found`: the impediments. `to`: the power that is
    the destination, for a transfer.
    """

    key: str
    clause: str
    context: Context
    offered: "pl.Series"
    free: "pl.Series"
    refused: "pl.Series"
    found: "pl.DataFrame"
    to: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """`id` is the clause's. `selected`, `free`, `refused`, `excluded`: persons, sorted.

    `free`: free in one of the ways. `refused`: consent is recorded as refused in every way offered. `late`: those who
    come after the cut-off day of a number; `after_cut_off`: all who come after it, number or not; `counting`: the
    others. The `context` of a clause with several destinations has none.
    """

    id: str
    context: Context
    ways: tuple[Way, ...]
    selected: "pl.Series"
    free: "pl.Series"
    refused: "pl.Series"
    excluded: "pl.Series"
    late: "pl.Series"
    after_cut_off: "pl.Series"
    counting: "pl.Series"

    @property
    def found(self) -> "pl.DataFrame":
        """What was found against anybody in a way offered: person, rule, verdict, statements, rows, permitted."""
        import polars as pl

        if len(self.ways) == 1:
            return self.ways[0].found
        found = pl.concat([w.found.filter(pl.col("person").is_in(w.offered.implode())) for w in self.ways])
        under = [pl.col(c).explode(empty_as_null=False).unique().sort() for c in ("statements", "rows")]
        key = ["person", "rule", "verdict", "permitted"]
        return found.group_by(key, maintain_order=True).agg(under).select(self.ways[0].found.columns)


def in_any(series: "list[pl.Series]") -> "pl.Series":
    """The persons who are in one of these, sorted."""
    import polars as pl

    return pl.concat([person_column(), *series]).unique().sort()


def in_both(persons: "pl.Series", others: "pl.Series") -> "pl.Series":
    """The persons who are in both, in the order of the first."""
    if others.is_empty():
        return persons.head(0)
    found = persons.to_frame("person").join(others.to_frame("person"), on="person", how="semi", maintain_order="left")
    return found.to_series()


def without(persons: "pl.Series", out: "pl.Series") -> "pl.Series":
    """The persons who are not in the second, in the order of the first."""
    if out.is_empty():
        return persons
    found = persons.to_frame("person").join(out.to_frame("person"), on="person", how="anti", maintain_order="left")
    return found.to_series()


def in_every_offer(ways: tuple[Way, ...]) -> "pl.Series":
    """The persons who refused every destination that is offered to them, and to whom one is."""
    offered = in_any([w.offered for w in ways])
    willing = [without(w.offered, w.refused) for w in ways]
    return reduce(without, willing, offered)
