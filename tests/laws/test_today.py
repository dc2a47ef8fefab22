"""Laws of the daily page, on small worlds: two days together miss nothing that one long stretch shows."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from exeat.adapters.said import FromWords, identified
from exeat.core import claims as c
from exeat.core.case import KEEPER
from exeat.core.entry import BodyRef, Entry
from exeat.core.facts import AsOf, Facts
from exeat.core.statement import SaidOn, Statement
from exeat.evidence.remarks import remarks
from exeat.evidence.since import Since
from exeat.evidence.today import today
from exeat.testing.memory import CASE, day, facts_of, list_of_rows

ON = date(2025, 6, 1)
START = datetime(2025, 5, 1, tzinfo=UTC)
RECORD = "asked#1"
REMARKS = ("held", "not_held", "dead", "unknown", "needs_data")
DAYS = ("2025-05-03", "2025-05-04", "2025-05", "")
remark = st.tuples(st.sampled_from(["ax", "be", "ax-office"]), st.sampled_from(REMARKS), st.sampled_from(DAYS))
SINCE = Since("recorded", True)


def _said(by: str, word: str, on: str) -> Statement:
    claim = c.Remark(RECORD, CASE.power_of(by), word)  # type: ignore[arg-type]
    return Statement(by, "states", claim, said_on=SaidOn(day(on)) if on else None)


def _entries(said: list[tuple[int, tuple[str, str, str]]], taken: set[int]) -> list[Entry]:
    """A case and a list on the first day, then remarks, some of them taken back at once, each on its day."""
    kept = Statement(KEEPER, "states", c.CaseKept(CASE))
    asked, table = list_of_rows(CASE, "asked", "seeks", "be", [{"id": "1", "surname": "Zulvacin"}], holder="ax")
    salts = FromWords(CASE.id)
    made = [
        (0, identified(salts, "case", kept)),
        (0, identified(salts, "asked", asked, table)),
    ]
    for n, (at, words) in enumerate(said):
        one = identified(salts, f"s{n}", _said(*words))
        made.append((at, one))
        if n in taken:
            back = Statement(one.statement.by, "states", c.Withdrawal(one.id))
            made.append((at, identified(salts, f"w{n}", back)))
    seen: dict[str, tuple[int, BodyRef]] = {}
    for at, s in sorted(made, key=lambda m: m[0]):
        seen.setdefault(s.id, (at, BodyRef("", s.id, s.statement, s.key, s.table)))
    return [Entry(i, START + timedelta(days=at), "x", ref) for i, (at, ref) in enumerate(seen.values())]


@given(
    st.lists(st.tuples(st.integers(0, 5), remark), max_size=5),
    st.sets(st.integers(0, 4)),
    st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5)).map(sorted),
)
def test_two_stretches_together_show_all_that_was_said_in_the_whole(
    said: list[tuple[int, tuple[str, str, str]]], taken: set[int], moments: list[int]
) -> None:
    entries = _entries(said, taken)
    a, b, d = (Facts(entries, AsOf(START + timedelta(days=m), ON)) for m in moments)
    first, second, whole = ({s.statement for s in today(f, g, SINCE).said} for f, g in ((a, b), (b, d), (a, d)))
    assert first | second == whole
    assert not first & second
    assert {e.statement for e in today(a, d, SINCE).ended} <= set(a.statements)


@given(st.lists(remark, max_size=5, unique=True))
def test_no_order_of_recording_changes_what_stands_or_who_is_silent(said: list[tuple[str, str, str]]) -> None:
    asked = list_of_rows(CASE, "asked", "seeks", "be", [{"id": "1", "surname": "Zulvacin"}], holder="ax")
    one, two = (remarks(facts_of(CASE, [asked, *(_said(*w) for w in order)]))[0] for order in (said, said[::-1]))
    columns = ["power", "teller", "remark", "day", "standing"]
    assert one.said.select(columns).sort(columns).equals(two.said.select(columns).sort(columns))
    assert one.owed.equals(two.owed)


@given(st.lists(remark, max_size=5, unique=True), remark.filter(lambda r: r[0] == "be"))
def test_nothing_that_one_side_says_changes_what_the_other_has_said(
    said: list[tuple[str, str, str]], more: tuple[str, str, str]
) -> None:
    asked = list_of_rows(CASE, "asked", "seeks", "be", [{"id": "1", "surname": "Zulvacin"}], holder="ax")
    one, two = (remarks(facts_of(CASE, [asked, *(_said(*w) for w in s)]))[0] for s in (said, [*said, more]))
    stand = [r.said.filter("standing", pl.col("teller") == "ax").select("remark", "day") for r in (one, two)]
    assert stand[0].equals(stand[1])
    owed = [r.owed.select("owes", "what", "remarks") for r in (one, two)]
    assert owed[0].equals(owed[1])


@given(st.lists(remark, min_size=1, max_size=5, unique=True))
def test_whoever_remarked_has_a_standing_remark(said: list[tuple[str, str, str]]) -> None:
    asked = list_of_rows(CASE, "asked", "seeks", "be", [{"id": "1", "surname": "Zulvacin"}], holder="ax")
    found = remarks(facts_of(CASE, [asked, *(_said(*w) for w in said)]))[0].said
    assert set(found.filter("standing")["teller"]) == {CASE.power_of(by) for by, _, _ in said}
