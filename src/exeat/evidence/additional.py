"""Additional names: rows of a list of remarks that name somebody and no record.

- Such a name is not matched. Records of the list with the same words in the name, and with no other day of birth, are
  candidates: proposals, for a person to judge.
- What such a name counts as is for the protocol to say; where it says nothing, *unknown*, agreed on by nobody.
"""

from typing import TYPE_CHECKING

from exeat.core.claims import Remark
from exeat.core.facts import SPEAKER_FIELDS, Facts
from exeat.core.shape import fields_of
from exeat.core.values import choices, clean

from .names_listed import words_of, written
from .sayings import Background, Saying

if TYPE_CHECKING:
    import polars as pl

DEFAULT = "unknown"  # what a name counts as that no list has, where nobody agreed on anything
COLUMNS = (
    "row", "name", "birth_date", "power", "teller", "remark", "on", "place", "words", "statement", "day", "current"
)  # fmt: skip


def additional(facts: Facts, name: str, names: "pl.DataFrame") -> "pl.DataFrame":
    """The additional names that lists of remarks give beside one list, in the order of lists and rows.

    Columns: `row` (its address), `name`, `birth_date`, `power`, `teller`, `remark`, `on`, `place`, `words`,
    `statement`, `day` (null = unknown), `current` (not in a list that another supersedes), `counts_as`, `agreed`
    (whether the protocol says so), `candidates` (records of the list, sorted; a list, often empty).
    """
    import polars as pl

    schema = {c: pl.Boolean() if c == "current" else pl.String() for c in COLUMNS}
    rows = [_rows(facts, n).select(COLUMNS) for n in sorted(facts.lists) if _about(facts, n) == name]
    found = pl.concat([pl.DataFrame(schema=schema), *rows])
    rule = facts.case.protocol.unmatched
    told = found.with_columns(counts_as=pl.lit(rule or DEFAULT), agreed=pl.lit(rule is not None))
    return _with_candidates(told, names.filter("listed"))


def _about(facts: Facts, name: str) -> str | None:
    header = facts.lists[name][1].header
    return facts.origin(header.about) if header.of == "remarks" and header.about else None


def _rows(facts: Facts, name: str) -> "pl.DataFrame":
    import polars as pl

    i, table = facts.lists[name]
    said, own = facts.statements[i], facts.case.power_of
    ours = table.ours().with_columns(table.records(facts.origin(name)).alias("row"))
    day = Background(facts).day(Saying(i, facts.key(i), said))
    columns = [
        written(ours.columns).alias("name"),
        pl.lit(own(said.by)).alias("teller"),
        pl.lit(i).alias("statement"),
        pl.lit(day and day.text, dtype=pl.String).alias("day"),
        pl.lit(name in facts.current).alias("current"),
    ]
    for f in [f for f in fields_of(Remark) if f.key != "subject"]:
        cell = clean(pl.col(f.key), ours[f.key], choices(f.type)) if _closed(f.key, ours.columns) else None
        default = own(said.by) if f.key in SPEAKER_FIELDS else None
        plain = pl.col(f.key) if f.key in ours.columns else pl.lit(default, dtype=pl.String)
        columns.append((plain if cell is None else cell).alias(f.key))
    birth = pl.col("birth_date") if "birth_date" in ours.columns else pl.lit(None, dtype=pl.String)
    alone = pl.col("record").is_null() if "record" in ours.columns else pl.lit(True)
    return ours.filter(alone).select("row", birth.alias("birth_date"), *columns)


def _closed(key: str, columns: list[str]) -> bool:
    return key == "remark" and key in columns


def _with_candidates(told: "pl.DataFrame", names: "pl.DataFrame") -> "pl.DataFrame":
    import polars as pl

    if told.is_empty():  # the usual case: a million names need not be read for it
        return told.with_columns(pl.lit(None, dtype=pl.List(pl.String())).alias("candidates"))
    here = told.with_row_index("n").with_columns(key=words_of(pl.col("name")))
    listed = names.select("record", born="birth_date", key=words_of(pl.col("name"))).drop_nulls("key")
    other = (pl.col("birth_date") != pl.col("born")).fill_null(False)
    alike = here.select("n", "key", "birth_date").join(listed, on="key").filter(~other)
    candidates = alike.group_by("n").agg(candidates=pl.col("record").sort())
    found = here.join(candidates, on="n", how="left", maintain_order="left").drop("n", "key")
    return found.with_columns(pl.col("candidates").fill_null([]))
