"""Impediments of the persons of a problem, move by move, and what the protocol or an override lets pass.

- What is permitted stays in the table, with who permitted it and why: it only no longer stands in the way.
- A rule that only a clause asks for bears on the moves by that clause alone.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from exeat.core.claims import CourtOrder, Override
from exeat.core.message import Message
from exeat.core.rules import NEVER_RELAXED

from .rules import IDENTITY, Rules, rules_on
from .rules.finding import NOT_ESTABLISHED
from .rules.orders import binds, covered, standing_orders
from .told import Context, Told

if TYPE_CHECKING:
    import polars as pl


def impediments(told: Told, problem: Told, move: Context, whom: "pl.Series | None" = None) -> "pl.DataFrame":
    """What stands against this move, for every person of a problem, or for some of them (`whom`).

    `told` may speak of more people than `problem`, and is asked once for all problems; only who somebody is depends on
    who else is in the problem.

    Columns: `person`, `rule`, `verdict` (recorded | not_established), `statements` and `rows` (lists: the ids of the
    statements it rests on, the addresses of rows among them), `permitted` (who lets it pass, null = nobody).
    A person without a row has none recorded.
    """
    import polars as pl

    among = (problem.among if whom is None else whom).alias("person").to_frame()
    asked = [*_found(told, rules_on(move), move), *_found(problem, IDENTITY, move)]
    found = pl.concat([f.join(among, on="person", how="semi") for f in asked])
    return permitted(told, found).sort("person", "rule", "verdict")


def _found(told: Told, rules: Rules, move: Context) -> "list[pl.DataFrame]":
    """What the rules find of a move; those that another move shares are not asked again."""
    import polars as pl

    keys = {rule: (rule.__name__, *(getattr(move, part) for part in parts)) for rule, parts in rules}
    asked = [rule for rule, key in keys.items() if key not in told.found]
    answers = pl.collect_all([rule(told, move) for rule in asked], engine="in-memory")  # streaming costs twice on few
    for rule, found in zip(asked, answers, strict=True):
        told.found[keys[rule]] = found
    return [told.found[key] for key in keys.values()]


def blocked(found: "pl.DataFrame") -> "pl.Series":
    """The persons against whose move something stands that nobody permitted."""
    import polars as pl

    return found.filter(pl.col("permitted").is_null())["person"].unique()


def permitted(told: Told, found: "pl.DataFrame") -> "pl.DataFrame":
    """What was found, with who lets it pass: the protocol, or an override; null = nobody."""
    import polars as pl

    found = found.with_columns(pl.lit(None, dtype=pl.String).alias("permitted"))
    for permit in told.case.protocol.unknown_permits:
        if permit.rule not in NEVER_RELAXED:
            mine = (pl.col("rule") == permit.rule) & (pl.col("verdict") == NOT_ESTABLISHED)
            found = _permit(found, mine, f"{permit.by}: {permit.reason}")
    for _, s in told.facts.of(Override):
        o = s.claim
        if isinstance(o, Override) and o.rule not in NEVER_RELAXED and s.act != "denies":
            mine = (pl.col("rule") == o.rule) & (pl.col("person") == told.people.person(o.subject))
            found = _permit(found, mine, f"{o.name}: {o.reason}")
    return found


def _permit(found: "pl.DataFrame", mine: "pl.Expr", by: str) -> "pl.DataFrame":
    import polars as pl

    permitted = pl.when(pl.col("permitted").is_null() & mine).then(pl.lit(by)).otherwise(pl.col("permitted"))
    return found.with_columns(permitted.alias("permitted"))


def order_warnings(told: Told, moves: Iterable[Context]) -> tuple[Message, ...]:
    """Orders that no rule could tie to a person of the problem, and what they mean for those who act.

    An order that binds a power that would act, and covers a group or a record that nobody linked to one of the
    persons, is a warning that stops that power's manifests. Any other order is shown beside the plan, until it is
    over.
    """
    moves = tuple(moves)
    return tuple(
        Message(f"impediments.{_order_kind(told, o, moves)}", _order_values(i, o))
        for i, o in standing_orders(told)
        if o.effect == "halts" and not _over(told, o) and not _order_reaches(told, o, moves)
    )


def _over(told: Told, order: CourtOrder) -> bool:
    last = None if order.in_force is None else order.in_force.last
    return last is not None and last < told.on


def _order_reaches(told: Told, order: CourtOrder, moves: tuple[Context, ...]) -> bool:
    """Whether everybody an order names is one of these persons, and it binds a power that would move them."""
    return (
        any(binds(told, order, m) for m in moves)
        and (people := covered(told, order)) == told.those(people)
        and all("#" in s for s in order.covers)
    )


def _order_kind(told: Told, order: CourtOrder, moves: tuple[Context, ...]) -> str:
    if not any(binds(told, order, m) for m in moves):
        return "order_on_another_power"
    return "order_covers_a_group" if any("#" not in s for s in order.covers) else "order_not_linked"


def _order_values(id: str, order: CourtOrder) -> dict[str, str]:
    return {
        "statement": id,
        "court": order.court,
        "covers": ", ".join(order.covers),
        "binds": ", ".join(order.binds),
    }
