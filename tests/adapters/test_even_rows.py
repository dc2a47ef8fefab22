"""Rows read by columns are the rows read one by one; a text with a line too short or too long is never read so."""

import csv
import io

from hypothesis import example, given
from hypothesis import strategies as st

from exeat.adapters.lists.csv_rows import plainly_even

CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=',\r\n"'), max_size=3)
LINE = st.lists(CELL, min_size=1, max_size=4).map(",".join) | st.just('"a,b"')
END = st.sampled_from(["\n", "\r\n"])


@given(st.lists(LINE, min_size=1, max_size=6), END, st.booleans())
@example(["a,b", "1,2,3", "1"], "\n", True)  # as many separators as there should be, on the wrong lines
@example(["a,b", "1"], "\n", False)
@example(["a,b", "1,2", "", "3,4"], "\n", True)
@example(["a", "\ufeff", "\u2028", "\x00"], "\r\n", True)
def test_nobody_is_put_in_a_row_that_was_not_theirs(lines: list[str], end: str, ended: bool) -> None:
    """What is read by columns has as many cells in every row, and the same ones."""
    text = end.join(lines) + (end if ended else "")
    headings, *rows = csv.reader(io.StringIO(text, newline=""), strict=True) if lines != [""] else [[]]
    found = plainly_even(text.encode(), ",", headings)
    if found is not None:
        assert found.columns == headings
        assert [list(r) for r in found.rows()] == [[c or None for c in r] for r in rows if r]
        assert all(len(r) == len(headings) for r in rows if r)


def test_a_plain_list_is_read_by_columns() -> None:
    """Or else a million rows would be read one by one."""
    found = plainly_even("id,ñ\n1,\n2,é\r\n".encode(), ",", ["id", "ñ"])
    assert found is not None
    assert found.rows() == [("1", None), ("2", "é")]
