"""What a party is asked about its own lists: what they say against themselves, and no more.

- Lists of people that the party, or an office of it, submitted. Nothing of what others say of anybody on them, and
  nothing that rests on another's list: no fate, no likeness, no number said of a group.
- Only columns that say who somebody is and since when they are held: a cell on health, consent or a remark is never
  spoken of, nor a category that a finding of health does not fit.
- With the party's own ids and headings.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from exeat.core.facts import PEOPLE_LISTS, Facts
from exeat.core.message import Message

from .nouns import Audit, Findings, Kind, Listed

if TYPE_CHECKING:
    import polars as pl

ASKED: dict[Kind, str] = {
    "same_id": "same_id", "same_document": "same_document", "same_names_birth": "same_names", "missing": "missing",
    "date_unread": "unread", "day_month_guess": "unread", "date_future": "impossible", "born_after_held": "impossible",
    "over_120": "impossible", "age_not_birth": "impossible", "ends_before": "impossible",
    "released_before_held": "impossible", "digits_in_name": "names", "sex_unknown": "sex", "not_under_age": "category",
    "not_over_age": "category", "other_sex": "category", "rank_among_civilians": "category", "sum_differs": "sums",
    "gone": "gone", "renumbered": "renumbered",
}  # fmt: skip
SPOKEN_OF = frozenset({
    "id", "name", "given_names", "surname", "second_surname", "sex", "birth_date", "age", "nationality", "category",
    "document_number", "held_since", "place", "rank", "since", "until", "on",
})  # fmt: skip
MOST = 30  # records that one question names


def owed(facts: Facts, audit: Audit, to: str) -> tuple[Message, ...]:
    """What a party, or the power for which it speaks, is asked about its own lists, in the order of the findings."""
    power, lists = facts.case.power_of(to), audit.named()
    own = {name for name in lists if _own(facts, name, power)}
    asked = [m for f in audit.findings if f.kind in ASKED and _within(f, own) for m in _asked(f, lists)]
    return tuple(asked)


def _own(facts: Facts, name: str, power: str) -> bool:
    statement, table = facts.lists[name]
    return table.header.of in PEOPLE_LISTS and facts.case.power_of(facts.statements[statement].by) == power


def _within(found: Findings, own: set[str]) -> bool:
    """Whether every list that is spoken of is one of these."""
    return {found.list, *found.cells["list"].unique().to_list()} <= own and found.values.get("other", found.list) in own


def _asked(found: Findings, lists: dict[str, Listed]) -> Iterator[Message]:
    """A question for each set of columns that findings of a kind are about."""
    import polars as pl

    listed, id = lists[found.list], f"audit.note_{ASKED[found.kind]}"
    named = {"list": found.values.get("other", found.list), "old": found.values.get("old", "")}
    if found.kind == "sum_differs":
        sums = "; ".join(f"{m['sum']} / {m['against']}" for m in found.more.values())
        yield Message(id, {**named, "sums": sums, "rows": "", "columns": ""})
        return
    for columns, cells in _by_columns(found):
        if all(_spoken_of(listed, c) for c in columns):
            rows = cells.select("finding", "list", "row").unique(maintain_order=True)
            shown = rows.filter(
                pl.col("finding").is_in(rows["finding"].unique(maintain_order=True).head(MOST).implode())
            )
            values = {"columns": " / ".join(columns), "rows": _records(shown, lists, found, rows)}
            yield Message(id, {**named, "sums": "", **values})


def _spoken_of(listed: Listed, heading: str) -> bool:
    return heading in {theirs for ours, theirs in listed.theirs.items() if ours in SPOKEN_OF}


WHOLE: tuple[Kind, ...] = ("same_id", "same_document", "same_names_birth", "gone", "renumbered")


def _by_columns(found: Findings) -> "Iterator[tuple[tuple[str, ...], pl.DataFrame]]":
    """The cells of a kind by the headings that each finding is about; of whole rows, none but the first."""
    import polars as pl

    if found.kind in WHOLE:
        first = found.cells["column"].drop_nulls().head(1).to_list()
        yield tuple(first if found.kind == "same_document" else ()), found.cells
        return
    by = found.cells
    if found.kind != "missing":
        by = by.with_columns(pl.col("column").str.join(" / ").over("finding"))
    for (columns,), cells in by.group_by("column", maintain_order=True):
        yield tuple(str(columns).split(" / ")), cells


def _records(shown: "pl.DataFrame", lists: dict[str, Listed], found: Findings, all_of: "pl.DataFrame") -> str:
    """The party's own ids; rows that are looked at together, together."""
    together: dict[int, list[str]] = {}
    whole = found.kind in WHOLE and found.kind != "gone"
    for finding, name, row in shown.iter_rows():
        addresses = lists[name].addresses
        record = str(row + 1) if addresses is None else str(addresses[row]).partition("#")[2]
        together.setdefault(finding if whole else len(together), []).append(record)
    texts = [" / ".join(records) for records in list(together.values())[:MOST]]
    number = all_of["finding"].n_unique() if whole else all_of.height
    return ", ".join(texts) + (f", ... ({number})" if number > len(texts) else "")
