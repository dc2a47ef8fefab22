"""When what stands against a person ends by itself: by the days that an order states, by the window that a clause asks.

- The first day on which nothing recorded today would make it stand. None where a statement names no such day: then only
  somebody's word, or a court's, ends it.
- A day is told, and nothing is planned by it: whoever clears on that day asks the facts of that day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from exeat.clearing.document import ReasonHeld
from exeat.clearing.world import World
from exeat.impediments.rules.acts import acts_of
from exeat.impediments.rules.orders import binds, covered, standing_orders
from exeat.impediments.told import Context

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ending:
    """A rule that stands against a person, and the first day on which it no longer does, by what is recorded."""

    rule: str
    on: str


def endings(world: World, person: str, context: Context, reasons: Iterable[ReasonHeld]) -> tuple[Ending, ...]:
    """The days on which reasons end by themselves; in the order of the reasons."""
    of = {"court_order": _orders, "petition_window": _window}
    found = [(r.rule, of[r.rule](world, person, context)) for r in reasons if r.rule in of]
    return tuple(Ending(rule, on.isoformat()) for rule, on in found if on is not None)


def _orders(world: World, person: str, context: Context) -> date | None:
    """The first day in no order on the person; an order that was lifted may stand again when its lifting lapses."""
    told = world.everybody
    orders = [
        (x.in_force.first if x.in_force else None, x.in_force.last if x.in_force else None)
        for _, x in standing_orders(told)
        if x.effect == "halts" and binds(told, x, context) and person in covered(told, x)
    ]
    day = told.on
    while (lasts := [last for first, last in orders if (first or day) <= day <= (last or day)]) and None not in lasts:
        day = max(last for last in lasts if last is not None) + DAY
    return None if lasts else day


def _window(world: World, person: str, context: Context) -> date | None:
    """The first day by which the window of one of the acts has certainly passed."""
    import polars as pl

    told = world.everybody
    acts = acts_of(told, context).filter((pl.col("person") == person) & pl.col("on_last").is_not_null()).collect()
    days = timedelta(days=context.petition_days or 0)
    return min((last + days for last in acts["on_last"].to_list() if last + days > told.on), default=None)
