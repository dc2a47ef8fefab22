"""FollowTheMoney, JSON lines: a Person for every row, an Event for the custody, a Note for what the speaker says.

- FollowTheMoney has no schema for custody: an Event with the person involved, a start and a place stands for it. Its
  publisher is the speaker, and its name says so.
- Every column that no property carries stands in lines of a Note whose publisher is the speaker.
- A list about the records of another list becomes notes alone, on the ids that the other list's file gives.
- The first line is a Note on the list itself, with its columns, so that our reader gives the same rows.
"""

import json
from typing import TYPE_CHECKING

from exeat.adapters.lists.carried import partial_date
from exeat.adapters.lists.ftm_fields import CARRIED, LIST, ROW, ftm_id
from exeat.core.message import Message

from .carry import carry, lines
from .outgoing import Outgoing, Written, parts

if TYPE_CHECKING:
    import polars as pl

FORMAT = "FollowTheMoney"


def ftm_file(out: Outgoing) -> Written:
    """The list as FollowTheMoney entities, one a line."""
    import polars as pl

    ids = _ids(out, out.records)
    if out.subjects is None:
        found = carry(out.rows, CARRIED, FORMAT)
        entities = [
            _people(ids, found.fields),
            _custody(out, ids),
            _said(out, ids, ids, lines(found.rest, found.rest.columns, len(ids))),
        ]
        as_text, notes = found.as_text, found.notes
    else:
        rest = [c for c in out.rows.columns if c != "id"]
        entities = [_said(out, ids, _ids(out, out.subjects), lines(out.rows, rest, len(ids)).fill_null(""))]
        as_text = tuple(c for c in rest if c != "record")
        notes = (Message("export.as_text", {"columns": ", ".join(as_text), "format": FORMAT}),) if as_text else ()
    frame = pl.DataFrame([e.alias(str(n)) for n, e in enumerate(entities)])
    text = frame.select(pl.concat_str(pl.all(), ignore_nulls=True).alias("row"))["row"]
    return Written((_head(out) + "".join(text.to_list())).encode(), as_text, notes)


def _head(out: Outgoing) -> str:
    about = {
        "name": [out.list], "keywords": [LIST], "publisher": [out.speaker],
        "summary": [f"{out.kind}, {out.said_on.isoformat()}"],
        "description": [json.dumps(out.rows.columns, ensure_ascii=False)],
    }  # fmt: skip
    about |= {} if out.mark is None else {"notes": [out.mark.words]}
    entity = {"id": ftm_id((out.case, out.list)), "properties": about, "schema": "Note"}
    return json.dumps(entity, ensure_ascii=False, sort_keys=True) + "\n"


def _people(ids: "pl.Series", properties: "pl.DataFrame") -> "pl.Series":
    import polars as pl

    named = properties.with_columns(pl.when(pl.col("name") != "").then("name").alias("name"))
    return _entity("Person", ids, named)


def _custody(out: Outgoing, ids: "pl.Series") -> "pl.Series":
    """The Event of each row that says since when or where; null elsewhere."""
    import polars as pl

    have = {c: out.rows[c] for c in ("place", "held_since") if c in out.rows.columns}
    if not have:
        return pl.Series("event", [None] * out.rows.height, dtype=pl.String)
    since = [d and partial_date(d) for d in have["held_since"].to_list()] if "held_since" in have else None
    properties = pl.DataFrame({"involved": ids}).with_columns(
        pl.lit(f"Custody, as {out.speaker} states").alias("name"),
        pl.lit(out.speaker).alias("publisher"),
        pl.lit(None, pl.String).alias("startDate") if since is None else pl.Series("startDate", since, pl.String),
        have["place"].alias("location") if "place" in have else pl.lit(None, pl.String).alias("location"),
    )
    event = _entity("Event", ids + ".custody", properties)
    said = pl.DataFrame([e.alias("e") for e in (event,)]).with_columns(**have)
    return said.select(pl.when(pl.any_horizontal(pl.col(list(have)).is_not_null())).then("e").alias("event"))["event"]


def _said(out: Outgoing, ids: "pl.Series", about: "pl.Series", text: "pl.Series") -> "pl.Series":
    """The Note of each row: what the speaker says, in lines; null where there is nothing more."""
    import polars as pl

    properties = pl.DataFrame({"description": text}).with_columns(
        about.alias("entity"),
        pl.lit(ROW).alias("keywords"),
        pl.lit(out.speaker).alias("publisher"),
        pl.lit(out.said_on.isoformat()).alias("modifiedAt"),
    )
    note = _entity("Note", ids + ".note", properties)
    said = pl.DataFrame([note.alias("n"), text.alias("t")])
    return said.select(pl.when(pl.col("t").is_not_null()).then("n").alias("note"))["note"]


def _ids(out: Outgoing, records: "pl.Series") -> "pl.Series":
    import polars as pl

    made = [None if r is None else ftm_id(parts(out.case, r)) for r in records.to_list()]
    return pl.Series("id", made, dtype=pl.String)


def _entity(schema: str, ids: "pl.Series", properties: "pl.DataFrame") -> "pl.Series":
    """An entity for every row, as a line of JSON; a property without a value is left out."""
    import polars as pl

    frame = properties.with_columns(ids.alias("entity id"))
    values = [
        pl.concat_str(pl.lit(f'"{c}": ['), json_text(c), pl.lit("]")) for c in sorted(properties.columns)
    ]  # fmt: skip
    inner = pl.concat_str(values, separator=", ", ignore_nulls=True)
    line = pl.concat_str(
        pl.lit('{"id": '), json_text("entity id"), pl.lit(', "properties": {'), inner,
        pl.lit(f'}}, "schema": "{schema}"}}\n'),
    )  # fmt: skip
    return frame.select(line.alias("entity")).to_series()


def json_text(column: str) -> "pl.Expr":
    """A column of texts as JSON strings; null stays null."""
    import polars as pl

    whole = pl.struct(pl.col(column).alias("c")).struct.json_encode().str.slice(5).str.head(-1)
    return pl.when(pl.col(column).is_not_null()).then(whole)
