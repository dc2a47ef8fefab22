"""What an equivalence asks of the numbers: sums by a party's own scale, and like for like first.

- The scale is a clause of the parties: it weighs categories, on both sides by one table; exeat weighs nobody by itself.
- Nobody of either side moves whose category is not on the scale, by any clause: their sum cannot be established.
- Like for like first: a category goes for others only when everybody of it on the other side who can go does.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from exeat.core import clauses as cl
from exeat.core.clauses import Clause

from .bounds import Bound, Side
from .model import Row, Terms
from .moves import in_any

if TYPE_CHECKING:
    import polars as pl

    from .problem import Kind, Problem
    from .world import World

LEFT, RIGHT = "left", "right"
Tag = tuple[str, ...]


def off_scale(world: "World", clause: cl.Equivalence) -> "pl.Series":
    """The persons of either side whose category is missing, or not on the scale."""
    known = {w.category for w in clause.weights}
    off = [p for side in (clause.left, clause.right) for c, p in _categories(world, clause, side) if c not in known]
    return in_any(off)


def off_scales(world: "World", clauses: Sequence[Clause]) -> "pl.Series":
    """The persons whom a scale keeps from moving, sorted."""
    return in_any([off_scale(world, c) for c in clauses if isinstance(c, cl.Equivalence)])


def scale_tags(world: "World", clause: cl.Equivalence) -> "Iterable[tuple[Tag, pl.Series]]":
    """How an equivalence tells persons apart: by side and category."""
    for side, selector in ((LEFT, clause.left), (RIGHT, clause.right)):
        for category, persons in _categories(world, clause, selector):
            yield _tag(clause, side, category), persons


def equivalence_bounds(problem: "Problem", clause: cl.Equivalence) -> Iterator[Bound]:
    """The sums of the two sides, as far as one may be from the other."""
    left, right = Side(_sum(problem, clause, LEFT)), _sum(problem, clause, RIGHT)
    if clause.tolerance == 0 and clause.may_exceed is None:
        yield Bound(clause.id, left, Side(right))
        return
    if clause.may_exceed != RIGHT:
        yield Bound(clause.id, left, Side(right, -clause.tolerance), op=">=")
    if clause.may_exceed != LEFT:
        yield Bound(clause.id, left, Side(right, clause.tolerance), op="<=")


def like_first(
    problem: "Problem", clause: cl.Equivalence, switch: Callable[[], int], among: Tag | None = None
) -> Iterator[Row]:
    """In each category: one side comes to more than the other only if everybody who can go of the other does.

    `switch` makes a column of 0 or 1 that is nobody. `among`: only who carries this tag has to go; None = everybody.
    """
    if not clause.like_first:
        return
    kinds = problem.kinds
    for weight in clause.weights:
        tags = {side: _tag(clause, side, weight.category) for side in (LEFT, RIGHT)}
        could = {side: _could(kinds, tag) for side, tag in tags.items()}
        if could[LEFT] and could[RIGHT]:
            for more, other in ((LEFT, RIGHT), (RIGHT, LEFT)):
                column = switch()
                yield _only_if(problem, clause, tags, more, other, (column, could[more]))
                if among is None:
                    yield _row(clause, {**problem.terms(tags[other]), column: -could[other]}, 0, None)
                else:
                    yield _all_go(problem, clause, {tags[other], among}, column)


def _only_if(
    problem: "Problem", clause: cl.Equivalence, tags: Mapping[str, Tag], more: str, other: str, switch: tuple[int, int]
) -> Row:
    """One side comes to more only if a column is 1; `switch`: that column, and how many could go of the side."""
    a, b = times(clause, more), times(clause, other)
    moved, against = problem.terms(tags[more]), problem.terms(tags[other])
    both = {i: a * moved.get(i, 0) - b * against.get(i, 0) for i in {*moved, *against}}
    return _row(clause, {**both, switch[0]: -a * switch[1]}, None, 0)


def _all_go(problem: "Problem", clause: cl.Equivalence, tags: set[Tag], column: int) -> Row:
    """Everybody with these tags goes where a column is 1."""
    terms = {i: sum(tags <= m for m in problem.classes[c].members) for i, (c, _) in enumerate(problem.columns)}
    number = sum(len(k.units) * sum(tags <= m for m in k.members) for k in problem.kinds)
    return _row(clause, {**terms, column: -number}, 0, None)


def times(clause: cl.Equivalence, side: str) -> int:
    """What the sum of a side is multiplied by."""
    return (clause.left_times if side == LEFT else clause.right_times) or 1


def _row(clause: cl.Equivalence, terms: Terms, least: int | None, most: int | None) -> Row:
    return Row(clause.id, {i: n for i, n in sorted(terms.items()) if n}, least, most)


def _sum(problem: "Problem", clause: cl.Equivalence, side: str) -> dict[int, int]:
    """The sum of a side: every column with what its people weigh, times the number of the side."""
    found: dict[int, int] = {}
    for weight in clause.weights:
        for i, n in _of_category(problem, clause, side, weight.category).items():
            found[i] = found.get(i, 0) + n * weight.weight * times(clause, side)
    return found


def _of_category(problem: "Problem", clause: cl.Equivalence, side: str, category: str) -> dict[int, int]:
    return problem.terms(_tag(clause, side, category))


def _could(kinds: "Sequence[Kind]", tag: Tag) -> int:
    """How many persons with a tag can go by some clause."""
    return sum(len(kind.units) * sum(tag in m for m in kind.members) for kind in kinds)


def _categories(world: "World", clause: cl.Equivalence, selector: cl.Selector) -> "list[tuple[str, pl.Series]]":
    return world.categories(selector, clause.column)


def _tag(clause: cl.Equivalence, side: str, category: str) -> Tag:
    return ("scale", clause.id, side, category)
