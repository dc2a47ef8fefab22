"""Whom a selector means: records first, people by their records.

- Only current lists with purpose `proposal` are read; a list stands for its newest version.
- A missing cell satisfies no condition but `{known: no}`; a date that is not certainly before or after satisfies
  neither.
"""

import re

from exeat.core.clauses import Condition, Selector
from exeat.core.dates import certainly_before
from exeat.core.facts import Facts

from .people import People, Row, address
from .words import dated

_WHOLE = re.compile(r"-?[0-9]+")


class Selection:
    """Finds the people that selectors mean."""

    def __init__(self, facts: Facts, people: People) -> None:
        self.facts, self.people = facts, people
        proposed = {n for n, (_, t) in facts.current.items() if t.header.purpose == "proposal"}
        rows = facts.people.iter_rows(named=True)
        self.rows: list[Row] = [row for row in rows if row["list"] in proposed]

    def of(self, selector: Selector) -> frozenset[str]:
        """The people that a selector means; how many of them is the clause's affair."""
        return frozenset(self.rows_of(selector))

    def rows_of(self, selector: Selector) -> dict[str, tuple[Row, ...]]:
        """The people that a selector means, each with the rows by which it means them."""
        found = self._base(selector)
        for other in selector.union:
            for person, rows in self.rows_of(other).items():
                found[person] = (*found.get(person, ()), *rows)
        away = frozenset() if selector.minus is None else self.of(selector.minus)
        return {p: rows for p, rows in found.items() if p not in away}

    def _base(self, selector: Selector) -> dict[str, tuple[Row, ...]]:
        list_name = None if selector.list is None else self.facts.newest(selector.list)
        named = {address(self.facts, r) for r in selector.named}
        found: dict[str, tuple[Row, ...]] = {}
        for row in self.rows:
            if (row["list"] == list_name or row["record"] in named) and _all_hold(row, selector.where):
                person = self.people.of[row["record"] or ""]
                found[person] = (*found.get(person, ()), row)
        return found


def _all_hold(row: Row, where: tuple[Condition, ...]) -> bool:
    return all(holds(row.get(c.column), c) for c in where)


def holds(cell: str | None, condition: Condition) -> bool:
    """Whether a condition holds for a cell; None is a missing one."""
    op, value = condition.op, condition.value
    if op == "known":
        return (cell is not None) == (value == "yes")
    if cell is None:
        return False
    match op:
        case "is":
            return cell == value
        case "not":
            return cell != value
        case "in":
            return cell in value.split("|")
        case "before" | "after":
            return _before(cell, value) if op == "before" else _before(value, cell)
        case "at_least" | "at_most":
            return _at_least(cell, value) if op == "at_least" else _at_least(value, cell)
    return False


def _before(left: str, right: str) -> bool:
    a, b = dated(left), dated(right)
    return a is not None and b is not None and certainly_before(a, b)


def _at_least(left: str, right: str) -> bool:
    return bool(_WHOLE.fullmatch(left) and _WHOLE.fullmatch(right)) and int(left) >= int(right)
