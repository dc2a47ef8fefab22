"""Orders of courts: on whom, on which power, on which act, and whether they are in force.

- A group that an order covers is not resolved into persons; the answer warns of it instead.
"""

from typing import TYPE_CHECKING

from exeat.core import claims as c
from exeat.core.dates import in_force
from exeat.impediments.told import Context, Told

from .finding import NOT_ESTABLISHED, RECORDED, findings

if TYPE_CHECKING:
    import polars as pl


def court_order(told: Told, move: Context) -> "pl.LazyFrame":
    """An order in force that halts this act, binds this power, and covers a record of this person."""
    import polars as pl

    orders = [(i, o) for i, o in standing_orders(told) if binds(told, o, move)]
    lifted = {(o.court, p) for _, o in orders if o.effect == "lifts" and _force(told, o) for p in covered(told, o)}
    rows = [
        {"person": p, "statement": i, "sure": _force(told, o) is True}
        for i, o in orders
        if o.effect == "halts" and _force(told, o) is not False
        for p in covered(told, o)
        if (o.court, p) not in lifted
    ]
    mine = told.those(str(r["person"]) for r in rows)
    rows = [r for r in rows if r["person"] in mine]
    found = pl.LazyFrame(rows, schema={"person": pl.Categorical, "statement": pl.String, "sure": pl.Boolean})
    found = found.with_columns(pl.lit(None, dtype=pl.String).alias("row"))
    sure = found.filter(pl.col("sure"))
    return pl.concat(
        [
            findings(sure, "court_order", RECORDED),
            findings(found.join(sure, on="person", how="anti"), "court_order", NOT_ESTABLISHED),
        ]
    )


def standing_orders(told: Told) -> list[tuple[str, c.CourtOrder]]:
    """Every court order that somebody states and nobody took back, with its statement."""
    said = told.facts.of(c.CourtOrder)
    return [(i, s.claim) for i, s in said if isinstance(s.claim, c.CourtOrder) and s.act != "denies"]


def binds(told: Told, order: c.CourtOrder, move: Context) -> bool:
    """Whether an order binds the power that would act, in what it would do."""
    powers = {told.case.power_of(p) for p in order.binds}
    return order.act in (move.act, "both") and told.case.power_of(move.power) in powers


def covered(told: Told, order: c.CourtOrder) -> set[str]:
    """The persons whose records an order names. A group that it covers is not resolved into persons."""
    return {told.people.person(s) for s in order.covers if "#" in s}


def _force(told: Told, order: c.CourtOrder) -> bool | None:
    return True if order.in_force is None else in_force(order.in_force, told.on)
