"""Several tables of one list, side by side, tell no small number that none of them tells alone."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise, product

import polars as pl
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from exeat.adapters.exports.worlds import world
from exeat.disclosure.hiding import TooFew, hidden
from exeat.disclosure.numbers import FEW
from exeat.disclosure.tables import OTHER, Counts, counted, made
from exeat.disclosure.together import Given, GivesAway, Key, Sums, TooLarge, beside, hidden_beside, key_of

Person = tuple[str, ...]
COLUMNS = "xyz"
VALUES = {"x": ("a", OTHER), "y": ("b", OTHER), "z": ("c", OTHER)}
ASKED = [("x",), ("y",), ("x", "y"), ("y", "z"), ("z", "x")]


def table(people: Sequence[Person], columns: Sequence[str], named: bool) -> Counts:
    """The table of invented people by some columns. `named`: values are named by the rule, few of one as other."""
    if named:
        return counted(pl.DataFrame(people, schema=list(COLUMNS), orient="row"), columns)
    at = [COLUMNS.index(c) for c in columns]
    return made(tuple(columns), [VALUES[c] for c in columns], Counter(tuple(p[i] for i in at) for p in people))


def worlds(kinds: Sequence[Person], people: int) -> Iterator[tuple[int, ...]]:
    """Every way in which so many people can be of these kinds."""
    for bars in combinations(range(people + len(kinds) - 1), len(kinds) - 1):
        ends = (-1, *bars, people + len(kinds) - 1)
        yield tuple(b - a - 1 for a, b in pairwise(ends))


def derived(tables: Sequence[Given]) -> dict[Key, set[int]]:
    """What each number that is hidden in every table can be, by trying all people that there could be."""
    values = {c: v for g in tables for c, v in zip(g.table.columns, g.table.values, strict=True)}
    columns = sorted(values)
    kinds = list(product(*(values[c] for c in columns)))
    pairs = [set(zip(columns, kind, strict=True)) for kind in kinds]
    cells = [(key_of(g.table.columns, c.place), c, c.place not in g.hidden) for g in tables for c in g.table.cells]
    which = {k: [i for i, p in enumerate(pairs) if k <= p] for k, _, _ in cells}
    known = {k: c.number for k, c, shown in cells if shown}
    least = {k: max(c.least for j, c, _ in cells if j == k) for k in which}
    could_be: dict[Key, set[int]] = {k: set() for k in which if k not in known}
    for found in worlds(kinds, tables[0].table.total):
        sums = {k: sum(found[i] for i in at) for k, at in which.items()}
        if all(sums[k] == n for k, n in known.items()) and all(sums[k] >= n for k, n in least.items()):
            for k, seen in could_be.items():
                seen.add(sums[k])
    return could_be


def check_nothing_is_told(tables: Sequence[Given]) -> None:
    cells = [(key_of(g.table.columns, c.place), c) for g in tables for c in g.table.cells]
    for k, could_be in derived(tables).items():
        number, least = next(c.number for j, c in cells if j == k), max(c.least for j, c in cells if j == k)
        if number < FEW:
            assert set(range(least, FEW)) <= could_be, (k, number, could_be)
        else:
            assert len(could_be) >= FEW, (k, number, could_be)
    assert all(c.number >= FEW for g in tables for c in g.table.cells if c.place not in g.hidden)


def given_out(tables: Sequence[Counts]) -> list[Given]:
    """The tables that are given out one after the other; those that would tell too much are refused."""
    had: list[Given] = []
    for one in tables:
        try:
            had.append(Given(one, hidden_beside(one, had, world)))
        except (TooFew, GivesAway):
            continue
    return had


LEFT: list[Person] = [("a", "b", OTHER), *[(OTHER, "b", OTHER)] * 2, (OTHER, "b", "c"), *[("a", OTHER, OTHER)] * 2]
LEFT += [("a", OTHER, "c")] * 4


@given(
    st.lists(st.tuples(*(st.sampled_from(VALUES[c]) for c in COLUMNS)), min_size=FEW + 2, max_size=11),
    st.permutations(ASKED),
    st.booleans(),
)
@settings(max_examples=20, deadline=None)
@example(LEFT, [("y",), ("x", "y"), ("z", "x")], False)
def test_nobody_who_tries_all_people_there_could_be_learns_a_small_number(
    people: list[Person], asked: list[tuple[str, ...]], named: bool
) -> None:
    tables = given_out([table(people, columns, named) for columns in asked[:3]])
    assume(len(tables) > 1)
    check_nothing_is_told(tables)


PLACES = [("hall", "F")] * 9 + [("hall", "M")] * 9 + [("ward", "F")] * 8 + [("ward", "M")] * 2
"""Two women's numbers, and two men in the ward: (place, sex) of each."""


def by(*columns: str) -> Counts:
    rows = pl.DataFrame(PLACES, schema=["place", "sex"], orient="row")
    return counted(rows, columns)


def test_the_sums_of_one_table_do_not_give_away_what_another_hides() -> None:
    """By place and sex two men are hidden, and by sums of it other numbers; by sex alone those sums would be shown."""
    first = Given(by("place", "sex"), hidden(by("place", "sex")))
    hidden_sums = [p for p in first.hidden if "*all" in p]
    later = by("place"), by("sex")
    had = [first]
    for one in later:
        had.append(Given(one, hidden_beside(one, had, world)))
    check_nothing_is_told(had)
    shown = {p for g in had[1:] for p in (c.place for c in g.table.cells) if p not in g.hidden}
    assert not any(tuple(v for v in p if v != "*all") in shown for p in hidden_sums)


def test_the_same_table_is_the_same_again() -> None:
    first = Given(by("place", "sex"), hidden(by("place", "sex")))
    assert hidden_beside(by("place", "sex"), [first], _nobody_is_asked) == first.hidden
    turned = hidden_beside(by("sex", "place"), [first], _nobody_is_asked)
    assert turned == {p[::-1] for p in first.hidden}


def _nobody_is_asked(sums: Sums) -> None:
    raise AssertionError


def test_what_a_search_says_is_added_up_and_not_believed() -> None:
    """A search that finds people for everything would let every number out."""
    first = Given(by("place"), hidden(by("place")))
    for liar in (_whatever_is_asked, lambda sums: [1], lambda sums: [-1] * len(sums.most), lambda sums: None):
        with pytest.raises(GivesAway) as refused:
            hidden_beside(by("place", "sex"), [first], liar)
        assert refused.value.by == (0,)


def _whatever_is_asked(sums: Sums) -> list[int]:
    """As many as are wanted of the number that is asked for, and nobody else at all."""
    terms, wanted, _ = sums.rows[-1]
    return [wanted if i == min(terms) else 0 for i in range(len(sums.most))]


def test_tables_with_no_column_in_common_are_not_in_each_others_way() -> None:
    assert beside(("x",), [("y",), ("z", "y")]) == []
    assert beside(("x",), [("y",), ("z", "y"), ("x", "z")]) == [0, 1, 2]


def test_too_many_kinds_of_people_are_not_waved_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exeat.disclosure.together.MOST", 50)
    rows = pl.DataFrame({c: [str(n % 12) for n in range(120)] for c in "xy"})
    first = Given(counted(rows, ["x"]), hidden(counted(rows, ["x"])))
    with pytest.raises(TooLarge):
        hidden_beside(counted(rows, ["x", "y"]), [first], world)
