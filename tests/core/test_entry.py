"""An entry put together for an audit is the one that was signed, byte for byte, whoever recorded it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exeat.core.canonical import canonical
from exeat.core.entry import Entry, Erased, entry_text, is_time, time_text
from exeat.core.marked import Plain
from exeat.core.merkle import leaf

TIMES = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1))
DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(TIMES, st.text(st.characters(exclude_categories=["Cs"])), DIGESTS)
def test_an_entry_is_the_canonical_form_of_its_four_fields(at: datetime, by: str, digest: str) -> None:
    fields: Plain = {"v": 1, "recorded_at": time_text(at), "recorded_by": by, "body": digest}
    assert entry_text(time_text(at), by, digest) == canonical(fields)
    assert Entry(7, at, by, Erased(digest)).leaf() == leaf(canonical(fields))


@given(TIMES, st.timedeltas(timedelta(0), timedelta(days=1)))
def test_a_time_is_what_is_written_of_one(at: datetime, more: timedelta) -> None:
    assert is_time(time_text(at.replace(tzinfo=UTC) + more))


@pytest.mark.parametrize(
    "text",
    [
        "", "2025-06-01", "2025-06-01T12:00:00Z", "2025-06-01T12:00:00.000000", "2025-13-01T12:00:00.000000Z",
        "2025-06-31T12:00:00.000000Z", "2025-06-01T12:00:00.000000Z\n", "2025-06-01T24:00:00.000000Z",
        "\u0662025-06-01T12:00:00.000000Z", '2025-06-01T12:00:00.00000"Z', "2025-06-01t12:00:00.000000Z",
    ],
)  # fmt: skip
def test_what_is_no_time_of_a_ledger_is_none(text: str) -> None:
    assert not is_time(text)
