"""Two versions of one list, name by name: who was added, who is gone, which cells changed.

- By the id column where both have one and it names each row once; else by the same names and full birth date, where
  these stand once on either list.
- A row that is gone while its names and birth date stand under another id is shown as that. What became of those who
  are gone is not known: it is a question.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .duplicates import people
from .frames import SHOWN, cells, each
from .nouns import Findings, Kind, Listed

if TYPE_CHECKING:
    import polars as pl


def versions(old: Listed, new: Listed) -> Iterator[Findings]:
    """What changed from the old version to the new one."""
    before, after = _keyed(old, new)
    both = before.join(after, on="key", suffix="_new").sort("row")
    gone = before.join(after, on="key", how="anti")
    added = after.join(before, on="key", how="anti")
    values = {"other": new.name, "old": old.name}
    moved = _moved(old, new, gone, added)
    shown = ("id", *SHOWN)
    left = gone.join(moved, on="row", how="anti").select("row")
    come = added.join(moved, left_on="row", right_on="row_new", how="anti").select("row")
    yield from each("gone", old, left.sort("row"), shown, values)
    yield from each("added", new, come.sort("row"), shown, values)
    if moved.height:
        yield _pairs("renumbered", old, new, moved, shown, values)
    yield from _changed(old, new, both, values)


def alike(old: Listed, new: Listed) -> bool:
    """Whether two lists look like versions of one: the same headings, and half of the shorter list on both."""
    if old.rows.columns != new.rows.columns or not min(old.rows.height, new.rows.height):
        return False
    if not {"id", "surname", "name"} & old.theirs.keys():
        return False
    before, after = _keyed(old, new)
    return before.join(after, on="key", how="semi").height * 2 >= min(old.rows.height, new.rows.height)


def _keyed(old: Listed, new: Listed) -> "tuple[pl.DataFrame, pl.DataFrame]":
    """`row`, `key` of either: their ids, or names and birth date."""
    by_id = [_ids(x) for x in (old, new)]
    if all(k is not None for k in by_id):
        return by_id[0], by_id[1]  # type: ignore[return-value]
    return _by_names(old), _by_names(new)


def _ids(listed: Listed) -> "pl.DataFrame | None":
    import polars as pl

    if "id" not in listed.theirs:
        return None
    found = listed.ours("id").select("row", pl.col("id").str.strip_chars().alias("key")).drop_nulls()
    return found if found.height and found["key"].n_unique() == listed.rows.height else None


def _by_names(listed: Listed) -> "pl.DataFrame":
    import polars as pl

    found = people(listed).filter("full").drop_nulls("key")
    key = pl.format("{} {}", "key", pl.col("first").dt.strftime("%Y-%m-%d"))
    return found.select("row", key.alias("key")).filter(pl.len().over("key") == 1)


def _moved(old: Listed, new: Listed, gone: "pl.DataFrame", added: "pl.DataFrame") -> "pl.DataFrame":
    """Rows gone and rows added that have the same names and full birth date: `row`, `row_new`."""
    left = _by_names(old).join(gone.select("row"), on="row", how="semi")
    right = _by_names(new).join(added.select("row"), on="row", how="semi")
    return left.join(right, on="key", suffix="_new").select("row", "row_new").sort("row")


def _pairs(
    kind: Kind, old: Listed, new: Listed, at: "pl.DataFrame", shown: tuple[str, ...], values: dict[str, str]
) -> Findings:
    import polars as pl

    numbered = at.with_row_index("finding")
    later = numbered.select("finding", pl.col("row_new").alias("row"))
    frame = pl.concat([cells(old, numbered, shown), cells(new, later, shown)])
    return Findings(kind, old.name, frame.sort("finding", maintain_order=True), values=values)


def _changed(old: Listed, new: Listed, both: "pl.DataFrame", values: dict[str, str]) -> Iterator[Findings]:
    """A finding for every row with cells that differ, the old cell before the new one."""
    import polars as pl

    frames = []
    for place, (before, after) in enumerate(_columns(old, new)):
        left, right = old.rows[before].gather(both["row"]), new.rows[after].gather(both["row_new"])
        frame = both.select("row", "row_new").with_columns(left.alias("before"), right.alias("after"))
        differ = frame.filter(pl.col("before").str.strip_chars().ne_missing(pl.col("after").str.strip_chars()))
        for listed, row, value, column in ((old, "row", "before", before), (new, "row_new", "after", after)):
            named = [pl.lit(listed.name).alias("list"), pl.col(row).alias("at"), pl.lit(column).alias("column")]
            frames.append(differ.select("row_new", *named, pl.col(value).alias("value"), pl.lit(place).alias("place")))
    found = pl.concat(frames) if frames else pl.DataFrame()
    if not found.is_empty():
        finding = (pl.col("row_new").rank("dense") - 1).cast(pl.UInt32)
        at = pl.col("at").alias("row")
        frame = (
            found.select(finding.alias("finding"), "list", at, "column", "value", "place")
            .sort("finding", "place", maintain_order=True)
            .drop("place")
        )
        yield Findings("changed", new.name, frame, values=values)


def _columns(old: Listed, new: Listed) -> list[tuple[str, str]]:
    """The columns that both have: by our name for them, else by their heading."""
    ours = [(old.theirs[c], new.theirs[c]) for c in old.theirs if c in new.theirs and c != "id"]
    used = {a for a, _ in ours} | {b for _, b in ours}
    same = [(h, h) for h in old.rows.columns if h in new.rows.columns and h not in used]
    ids = {x.theirs.get("id") for x in (old, new)}
    return [pair for pair in (*ours, *same) if not ids & set(pair)]
