"""Rows hashed by columns have the root that the definition gives them, row by row."""

from collections.abc import Sequence
from hashlib import sha256

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from exeat.core import row_hashes
from exeat.core.canonical import canonical
from exeat.core.merkle import merkle_root
from exeat.core.row_hashes import row_leaves, tree_level
from exeat.core.tables import row_texts, table_root

CELL = (
    st.none()
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
    | st.sampled_from(['"', "\\", "\x00", "\x1f\x7f", "\u2028", "é", "e\u0301", "🙂", "null", "[", ",", ""])
)
ROWS = st.integers(1, 3).flatmap(lambda width: st.lists(st.tuples(*[CELL] * width), max_size=20))


def _frame(rows: Sequence[tuple[str | None, ...]]) -> pl.DataFrame:
    width = len(rows[0]) if rows else 1
    return pl.DataFrame(rows, schema={f"column {n}": pl.String for n in range(width)}, orient="row")


def _leaf(case: str, row: tuple[str | None, ...]) -> bytes:
    """As docs/spec/table.md says it."""
    text = canonical(list(row))
    salt = sha256(b"exeat/salt/v1\n" + case.encode() + text).digest()[:16]
    return sha256(b"\x00" + salt + text).digest()


def _tree(leaves: list[bytes]) -> bytes:
    """RFC 9162, section 2.1.1, as it is written there: from the top."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"").digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + _tree(leaves[:k]) + _tree(leaves[k:])).digest()


@given(ROWS, st.text("abc-", max_size=5), st.integers(1, 5))
def test_no_list_has_two_roots(rows: list[tuple[str | None, ...]], case: str, many: int) -> None:
    """Whichever way it is hashed, and whatever stands in the cells."""
    frame = _frame(rows)
    assert row_texts(frame) == [canonical(list(row)) for row in rows]
    root = _tree([_leaf(case, row) for row in rows]).hex()
    assert table_root(case, frame, many=many + 1) == root
    assert table_root(case, frame, many=1000) == root


@given(ROWS.filter(bool), st.integers(1, 7))
def test_slices_do_not_change_a_row(rows: list[tuple[str | None, ...]], size: int) -> None:
    """A row is hashed by itself, whatever slice it stands in; so is a pair in the tree."""
    leaves = row_leaves(_frame(rows), b"exeat/salt/v1\ncase", size)
    assert leaves.to_list() == [_leaf("case", row) for row in rows]
    while len(leaves) > 1:
        leaves = tree_level(leaves, size)
    assert leaves[0] == merkle_root(_leaf("case", row) for row in rows)


def test_a_long_list_has_the_root_of_its_definition() -> None:
    """More rows than a slice, so that both ways are taken as they are in use."""
    number = row_hashes.SLICE + 4099
    rows = [(f"R-{n}", "Quelmoraz" if n % 3 else None, "“x”" if n % 5 else 'a "b"\n') for n in range(number)]
    assert table_root("long", _frame(rows)) == merkle_root(_leaf("long", row) for row in rows).hex()
