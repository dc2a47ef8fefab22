# ruff: noqa: RUF001 - letters of other scripts are meant here
"""Two numbers of documents: a slip of the pen keeps nobody in a cell, and the neighbour's number frees nobody."""

from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from exeat.identity.fields import documents

from .pairs import every, frame, named, one

DOCUMENT = documents.COMPARISONS[0]

SEEN = (
    ("V-12.345.678", "12345678", "same"),
    ("v 12345678", "0012345678", "same"),
    ("C.I. 12.345.678", "12345678", "same"),
    ("CI V-12345678", "V12345678", "same"),
    ("Pasaporte: AB123456", "ab 123456", "same"),
    ("АВ123456", "AB123456", "same"),  # the first in Cyrillic letters
    ("١٢٣٤٥٦٧٨", "12345678", "same"),
    ("12345678", "12345679", "next"),
    ("12345679", "12345681", "next"),
    ("12345678", "12345675", "slip"),
    ("12345678", "12345688", "slip"),
    ("AB123456", "AB123457", "next"),
    ("12345678A", "12345678B", "slip"),
    ("12345678", "12354678", "slip"),
    ("12345678", "1234678", "dropped"),
    ("12345678", "123345678", "dropped"),
    ("12345678", "12395608", "two_slips"),
    ("12345678", "87654321", "different"),
    ("12345678", "AB123456", "other_kind"),
    ("12345678", "123456789012", "other_kind"),
    ("ЖЖ123456", "ШШ123456", "other_kind"),
    ("12345678", None, "missing"),
)


@pytest.mark.parametrize(("left", "right", "level"), SEEN)
def test_what_two_numbers_show_is_named_as_it_is(left: str, right: str | None, level: str) -> None:
    assert one(documents, "document_number", left, right) == level


@pytest.mark.parametrize(
    "text", ["", " ", "-", "000000", "0", "111111", "n/a", "no tiene", "S/N", "123", "ABCDEF", None]
)
def test_what_is_no_number_joins_nobody(text: str | None) -> None:
    assert documents.prepare(frame({"document_number": [text]}), None)["document"].to_list() == [None]


def rule(a: str | None, b: str | None) -> str:
    """One pair in plain Python."""
    if a is None or b is None:
        return "missing"
    if a == b:
        return "same"
    letters = ["".join(c for c in text if not c.isdigit()) for text in (a, b)]
    wrong = [n for n in range(min(len(a), len(b))) if a[n] != b[n]]
    if len(a) == len(b):
        turned = (
            len(wrong) == 2 and wrong[1] == wrong[0] + 1 and a[wrong[0] : wrong[1] + 1] == b[wrong[1]] + b[wrong[0]]
        )
        last = [int(text[-4:]) if text[-4:].isdigit() else None for text in (a, b)]
        near = last[0] is not None and last[1] is not None and abs(last[0] - last[1]) <= 2
        if near and a[:-4] == b[:-4] and letters[0] == letters[1] and len(wrong) <= 2:
            return "next"
        if len(wrong) == 1 or turned:
            return "slip"
        if len(wrong) == 2 and len(a) >= 7:
            return "two_slips"
    long, short = sorted((a, b), key=len, reverse=True)
    if len(long) == len(short) + 1 and any(long[:n] + long[n + 1 :] == short for n in range(len(long))):
        return "dropped"
    return "other_kind" if letters[0] != letters[1] or abs(len(a) - len(b)) > 1 else "different"


NUMBERS = st.lists(st.none() | st.from_regex(r"(V-|AB)?12?3?[45][0-2]{3,4}", fullmatch=True), min_size=20, max_size=30)


@settings(max_examples=10, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(NUMBERS)
def test_columns_of_pairs_show_what_one_pair_at_a_time_shows(texts: list[Any]) -> None:
    made = documents.prepare(frame({"document_number": texts}), None)
    keys = made["document"].to_list()
    found = named(DOCUMENT, every(made, made))
    assert found == [rule(a, b) for a in keys for b in keys]
    codes = DOCUMENT.compare(every(made, made)).reshape(len(keys), -1)
    assert (codes == codes.T).all()


def test_a_number_that_many_have_is_told_from_one_that_is_one_persons() -> None:
    made = documents.prepare(pl.DataFrame({"document_number": ["12345678", "12345678", "87654321", None]}), None)
    assert DOCUMENT.shared is not None
    codes = DOCUMENT.shared(every(made, made)).reshape(4, 4)
    assert codes[0, 1] == codes[0, 0] != codes[2, 2]
    assert codes[0, 2] == codes[3, 3] == -1
