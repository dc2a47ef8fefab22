"""No table that leaves tells how few people there are of a kind, whoever sits down and works at it."""

from collections import Counter
from collections.abc import Iterator
from itertools import product

import polars as pl
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from exeat.disclosure.attack import possible, unsafe
from exeat.disclosure.hiding import TooFew, hidden
from exeat.disclosure.numbers import FEW
from exeat.disclosure.tables import ALL, NOT_SAID, OTHER, Count, Counts, Place, counted, made

NAMES = ("a", "b", "c", OTHER)


@st.composite
def tables(draw: st.DrawFn, most: int = 12, wide: int = 3) -> Counts:
    """Small and dense: at most six inner cells, and so few people that every table can be tried."""
    rows, columns = draw(st.sampled_from([(4, 0), (3, 0), (2, 0), (2, 2), (2, wide)]))
    spread = [NAMES[-rows:], *([NAMES[-columns:]] if columns else [])]
    places = list(product(*spread))
    people = draw(st.lists(st.sampled_from(places), min_size=FEW, max_size=most))
    columns_ = ["x", "y"][: len(spread)]
    if draw(st.booleans()):
        return counted(pl.DataFrame(people, schema=columns_, orient="row"), columns_)
    return made(tuple(columns_), spread, Counter(people))


def tried(table: Counts) -> frozenset[Place]:
    """What is hidden; everything of a table that is none."""
    try:
        return hidden(table)
    except TooFew:
        assume(False)
        raise


def every(table: Counts, shown: dict[Place, int]) -> Iterator[dict[Place, int]]:
    """Every table that agrees with what is shown: the attacker who has all the time there is."""
    places = list(product(*table.values))
    most = shown[(ALL,) * len(table.columns)]

    def filled(numbers: list[int]) -> Iterator[dict[Place, int]]:
        if len(numbers) == len(places):
            found = made(table.columns, table.values, dict(zip(places, numbers, strict=True)))
            all_ = {c.place: c.number for c in found.cells}
            if all(all_[p] == n for p, n in shown.items()) and all(all_[c.place] >= c.least for c in table.cells):
                yield all_
            return
        place, left = places[len(numbers)], most - sum(numbers)
        for n in [shown[place]] if place in shown else range(left + 1):
            if n <= left:
                yield from filled([*numbers, n])

    yield from filled([])


@given(tables(14))
@settings(max_examples=80, deadline=None)
@example(made(("x",), [("a", "b", OTHER)], {("a",): 9, ("b",): 3, (OTHER,): 0}))
@example(made(("x", "y"), [("a", OTHER), ("b", OTHER)], {("a", "b"): 12}))
def test_nobody_who_tries_every_table_learns_a_small_number(table: Counts) -> None:
    gone = tried(table)
    shown = {c.place: c.number for c in table.cells if c.place not in gone}
    assert all(n >= FEW for n in shown.values())
    found = list(every(table, shown))
    for i, cell in enumerate(table.cells):
        could_be = {t[cell.place] for t in found}
        if cell.place not in gone:
            continue
        assert len(could_be) >= FEW - (cell.number < FEW) * cell.least, (cell, could_be)
        if cell.number < FEW:
            assert set(range(cell.least, FEW)) <= could_be, (cell, could_be)
        indices = [j for j, c in enumerate(table.cells) if c.place in gone]
        assert possible(table.cells, indices, i, 100) == (min(could_be), max(could_be))


@given(tables())
@settings(max_examples=40, deadline=None)
def test_nothing_is_hidden_that_could_be_shown(table: Counts) -> None:
    gone = tried(table)
    indices = {i for i, c in enumerate(table.cells) if c.place in gone}
    for i in indices:
        if table.cells[i].number >= FEW:
            assert list(unsafe(table.cells, indices - {i})) != []


@given(st.integers(1, 4), st.integers(0, 4), st.data())
@settings(max_examples=15, deadline=None)
def test_a_larger_table_is_safe_too_and_its_total_is_shown(rows: int, columns: int, data: st.DataObject) -> None:
    values = [(*(f"{n}" for n in range(k)), OTHER) for k in (rows, columns)]
    places = list(product(*values))
    numbers = data.draw(st.lists(st.sampled_from([0, 0, 1, 4, 5, 30]), min_size=len(places), max_size=len(places)))
    numbers[0] += FEW
    table = made(("x", "y"), values, dict(zip(places, numbers, strict=True)))
    gone = tried(table)
    assert (ALL, ALL) not in gone
    assert list(unsafe(table.cells, [i for i, c in enumerate(table.cells) if c.place in gone])) == []


def test_an_attack_reads_any_tree_of_sums() -> None:
    """Two levels: a camp's count is worked out from its region's, and is not where another camp is hidden."""
    cells = (
        Count(("all",), 40, "end", "all"),
        Count(("north",), 22, "all", "north"), Count(("south",), 18, "all", "south"),
        Count(("n1",), 20, "north", "end"), Count(("n2",), 2, "north", "end"),
        Count(("s1",), 9, "south", "end"), Count(("s2",), 9, "south", "end"),
    )  # fmt: skip
    assert list(unsafe(cells, [4])) == [4]
    assert possible(cells, [4], 4, 100) == (2, 2)
    assert list(unsafe(cells, [3, 4])) == []
    assert possible(cells, [3, 4], 4, 100) == (0, 22)
    assert list(unsafe(cells, [4, 5])) == [4, 5], "two camps of two regions, each worked out from its own"


def test_what_is_hidden_does_not_hang_on_the_order_of_the_rows() -> None:
    rows = pl.DataFrame({"sex": ["F"] * 7 + ["M"] * 20, "place": ["p", "q", "r"] * 9})
    first, last = counted(rows, ["sex", "place"]), counted(rows.reverse(), ["sex", "place"])
    assert first == last
    assert hidden(first) == hidden(last)


def test_a_value_that_few_people_have_is_not_even_named() -> None:
    rows = pl.DataFrame({"place": ["hall"] * 9 + ["ward"] * 2 + [None] * 6}, schema={"place": pl.String})
    table = counted(rows, ["place"])
    assert table.values == ((NOT_SAID, OTHER, "hall"),)
    assert "ward" not in str(table)
    assert hidden(table) == {(OTHER,), ("hall",)}  # beside 6 of whom at least 5 are known, 2 could be 3 at most


def test_what_needs_no_hiding_is_shown() -> None:
    rows = pl.DataFrame({"sex": ["F"] * 22 + ["M"] * 230})
    assert hidden(counted(rows, ["sex"])) == frozenset()
    more = pl.DataFrame({"sex": ["F"] * 22 + ["M"] * 230 + ["X"]})
    assert hidden(counted(more, ["sex"])) == {(OTHER,), ("F",)}


def test_where_nothing_would_hide_somebody_there_is_no_table() -> None:
    with pytest.raises(TooFew):  # a value that is named stands for five: the sixth is the other one
        hidden(counted(pl.DataFrame({"sex": ["F"] * 5 + ["M"]}), ["sex"]))


def test_a_value_that_looks_like_ours_is_not_taken_for_it() -> None:
    rows = pl.DataFrame({"place": [OTHER] * 6 + [NOT_SAID] * 6 + [ALL] * 6})
    assert counted(rows, ["place"]).values == (tuple(sorted(f" {v}" for v in (ALL, NOT_SAID, OTHER))),)


@pytest.mark.parametrize("number", range(FEW))
def test_there_is_no_table_of_four_people(number: int) -> None:
    with pytest.raises(TooFew):
        hidden(made(("x",), [("a", OTHER)], {("a",): number}))
