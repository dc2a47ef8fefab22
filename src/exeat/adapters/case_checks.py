"""What the types of a case cannot say by themselves: rings, selectors that mean nobody, rules that always stand.

What this module does not do: it judges no claim. A contradiction between two statements is no mistake.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_args

from exeat.core.case import Case, ListDeclared, ListKind, UnknownPermits
from exeat.core.claims import Override
from exeat.core.clauses import Condition, Equivalence, Inform, Limit, Quota, Selector, Share, Weight, When
from exeat.core.dates import read_date
from exeat.core.errors import Problem
from exeat.core.ids import is_id
from exeat.core.marked import Marked
from exeat.core.rules import NEVER_RELAXED, RULES
from exeat.core.scalars import read_int
from exeat.core.visibility import group_of_list

MOST_DAYS = 36525  # a hundred years
POINTERS = (("parties", "of"), ("groups", "part_of"), ("lists", "supersedes"))  # each member names at most one other


@dataclass(frozen=True, slots=True)
class Looker:
    """Looks at every shape that the decoder makes; `problems` grows."""

    problems: list[Problem]

    def __call__(self, made: Any, node: Marked) -> None:
        if getattr(made, "either", None) is not None:
            self._either(made.either, node.get("either") or node)
        match made:
            case Selector():
                self._selector(made, node)
            case Condition():
                self._condition(made, node.get("value") or node)
            case ListDeclared():
                self._heading(made, node)
            case When() | Inform():
                self._days(made.days, node.get("days") or node)
            case Share():
                self._at_least(made.least, 1, node.get("number") or node)
            case Limit() | Quota():
                self._at_least(made.least, 0, node.get("least") or node)
                self._at_least(made.most, made.least or 0, node.get("most") or node)
            case Weight():
                self._at_least(made.weight, 1, node.get("weight") or node)
            case Equivalence():
                self._scale(made, node)
            case UnknownPermits() | Override():
                self._rule(made.rule, node.get("rule") or node)

    def _selector(self, made: Selector, node: Marked) -> None:
        if not (made.list or made.group or made.named or made.union):
            self._problem("selector-empty", node)

    def _condition(self, made: Condition, at: Marked) -> None:
        """The value must be what its operation compares."""
        if made.op in ("before", "after") and not _has_bounds(made.value):
            self._problem("date-wrong", at, value=made.value, wanted="date")
        elif made.op in ("at_least", "at_most") and read_int(made.value) is None:
            self._problem("value-wrong", at, value=made.value, wanted="number")
        elif made.op == "known" and made.value not in ("yes", "no"):
            self._problem("value-wrong", at, value=made.value, wanted="yes-no")

    def _heading(self, made: ListDeclared, node: Marked) -> None:
        """Rows are counted from 1."""
        if made.heading is not None and made.heading < 1:
            self._problem("value-wrong", node.get("heading") or node, value=str(made.heading), wanted="number")

    def _days(self, days: int | None, at: Marked) -> None:
        """Days for which a clause asks: none at all, or so many that no calendar holds them, is a slip."""
        if days is not None and not 0 < days <= MOST_DAYS:
            self._problem("value-wrong", at, value=str(days), wanted="days", known=str(MOST_DAYS))

    def _at_least(self, number: int | None, least: int, at: Marked) -> None:
        """Numbers of people: a rate gives for one at least, a most is no smaller than its least."""
        if number is not None and number < least:
            self._problem("value-wrong", at, value=str(number), wanted="at-least", known=str(least))

    def _either(self, either: str, at: Marked) -> None:
        """An alternative and one of its options, both by an id of their own."""
        parts = either.split("/")
        if len(parts) != 2 or not all(is_id(part) for part in parts):
            self._problem("id-wrong", at, value=either)

    def _scale(self, made: Equivalence, node: Marked) -> None:
        """Whole numbers of a scale; a category that stands on it twice has no weight."""
        for key, least in (("tolerance", 0), ("left_times", 1), ("right_times", 1)):
            self._at_least(getattr(made, key), least, node.get(key) or node)
        names = [w.category for w in made.weights]
        for i, item in enumerate((node.get("weights") or node).items()):
            if names[i] in names[:i]:
                self._problem("category-twice", item.get("category") or item, value=names[i])

    def _rule(self, rule: str, at: Marked) -> None:
        if rule in NEVER_RELAXED:
            self._problem("rule-never-relaxed", at, rule=rule)
        elif rule not in RULES:
            self._problem("value-wrong", at, value=rule, wanted="choice", known=", ".join(RULES))

    def _problem(self, code: str, at: Marked, **values: str) -> None:
        self.problems.append(Problem(code, at.file, at.line, at.column, values=values))


def _has_bounds(text: str) -> bool:
    date = read_date(text)
    return date is not None and date.first is not None and date.last is not None


def rings_in_case(case: Marked) -> Iterator[Problem]:
    """Offices that speak for one another, groups within one another, lists that supersede one another."""
    for where, key in POINTERS:
        at = {name: item for item in (case.get(where) or Marked([])).items() if (name := item.text("id"))}
        to = {name: [t] if (t := item.text(key)) in at else [] for name, item in at.items()}
        for ring in ordered(to)[1]:
            place = at[ring[0]].get(key) or at[ring[0]]
            yield circular(ring, place)


def visibility_mistakes(case: Case, node: Marked) -> Iterator[Problem]:
    """Visibility groups that name no list of the case, and what belongs to two of them."""
    known = {declared.id for declared in case.lists} | set(get_args(ListKind))
    first: dict[str, str] = {}
    for group, at in zip(case.visibility, (node.get("visibility") or Marked([])).items(), strict=True):
        for name in group.lists:
            if name not in known:
                near = next(iter(get_close_matches(name, sorted(known), 1, 0.6)), "")
                yield _at("reference-unknown", at.get("lists") or at, value=name, to="list", near=near)
        for kind in (*group.kinds, *group.lists):
            if first.setdefault(kind, group.id) != group.id:
                yield _at("visibility-twice", at, what=kind, first=first[kind], second=group.id)
    lists = {declared.id: (declared.kind, declared.supersedes) for declared in case.lists}
    for name in lists:
        of = [g.id for g in case.visibility if group_of_list((g,), name, lists)]
        if len(of) > 1 and name not in first:
            yield _at("visibility-twice", node.get("visibility") or node, what=name, first=of[0], second=of[1])


def _at(code: str, at: Marked, **values: str) -> Problem:
    return Problem(code, at.file, at.line, at.column, values=values)


def circular(ring: tuple[str, ...], at: Marked) -> Problem:
    """A ring as a problem at the place of its first name."""
    return Problem("reference-circular", at.file, at.line, at.column, values={"path": " > ".join((*ring, ring[0]))})


def ordered(to: Mapping[str, Collection[str]]) -> tuple[list[str], list[tuple[str, ...]]]:
    """The names, each after those it points to, and the rings in which no name comes first. Without recursion."""
    done: dict[str, None] = {}
    rings = []
    for start in sorted(to):
        path = {} if start in done else {start: iter(to[start])}
        while path:
            name, left = next(reversed(path.items()))
            found = next(left, None)
            if found is None:
                path.popitem()
                done[name] = None
            elif found in path:
                rings.append(tuple(path)[list(path).index(found) :])
            elif found not in done:
                path[found] = iter(to[found])
    return list(done), rings
