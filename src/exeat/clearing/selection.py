"""Whom a selector means: persons of current lists that their submitter offers for clearing."""

from functools import reduce
from typing import TYPE_CHECKING

from exeat.core.clauses import Condition, Selector
from exeat.core.dates import read_date, read_dates
from exeat.core.facts import PEOPLE_LISTS, Facts
from exeat.identity.people import People

if TYPE_CHECKING:
    import polars as pl


def clearable(facts: Facts) -> "pl.DataFrame":
    """The records of current lists of people whose purpose is `proposal`."""
    import polars as pl

    return facts.people.filter(pl.col("list").is_in(offered(facts)))


def offered(facts: Facts) -> list[str]:
    """The current lists of people whose submitter offers them for clearing."""
    current = facts.current.items()
    return [n for n, (_, t) in current if t.header.purpose == "proposal" and t.header.of in PEOPLE_LISTS]


def meant(facts: Facts, people: People, selector: Selector) -> "pl.DataFrame":
    """The rows by which a selector means people, with their `person`. A `count` is left to the clause."""
    import polars as pl

    chosen = pl.lit(False)
    if selector.list is not None:
        chosen = chosen | (pl.col("list") == facts.newest(selector.list))
    if selector.named:
        chosen = chosen | pl.col("record").is_in([facts.address(r) for r in selector.named])
    chosen = chosen & pl.col("list").is_in(offered(facts))
    kept = reduce(lambda frame, c: frame.filter(holds(frame, c)), selector.where, facts.people.filter(chosen))
    found = pl.concat(
        [kept.with_columns(people.persons(kept["record"])), *(meant(facts, people, u) for u in selector.union)]
    )
    if selector.minus is not None:
        found = found.filter(~pl.col("person").is_in(selected(facts, people, selector.minus).implode()))
    return found


def selected(facts: Facts, people: People, selector: Selector) -> "pl.Series":
    """The persons whom a selector means, each once, sorted."""
    return meant(facts, people, selector)["person"].unique().sort()


def holds(rows: "pl.DataFrame", condition: Condition) -> "pl.Series":
    """Where a condition holds; a missing cell satisfies none but `known: no`."""
    import polars as pl

    if condition.column not in rows.columns:
        return pl.repeat(condition.op == "known" and condition.value == "no", rows.height, eager=True)
    cells = rows[condition.column]
    match condition.op:
        case "is":
            found = cells == condition.value
        case "not":
            found = cells != condition.value
        case "in":
            found = cells.is_in(condition.value.split("|"))
        case "known":
            found = cells.is_not_null() if condition.value == "yes" else cells.is_null()
        case "at_least" | "at_most":
            found = _compared(cells.cast(pl.Int64, strict=False), condition)
        case "before" | "after":
            found = _dated(cells, condition)
    return found.fill_null(False)


def _compared(cells: "pl.Series", condition: Condition) -> "pl.Series":
    bound = int(condition.value)
    return cells >= bound if condition.op == "at_least" else cells <= bound


def _dated(cells: "pl.Series", condition: Condition) -> "pl.Series":
    day, days = read_date(condition.value), read_dates(cells)
    assert day is not None, "a condition on dates was checked when the offer was read"
    return days["last"] < day.first if condition.op == "before" else days["first"] > day.last
