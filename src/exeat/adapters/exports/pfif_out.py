"""PFIF 1.4: a person for every row of a list of people, and what the list's speaker says as a note by that speaker.

- What describes a person stands in the person's fields, or in lines of the description; everything else stands in a
  note whose author is the speaker. We say nothing of anybody.
- A list about the records of another list becomes notes alone, on the ids that the other list's file gives.
- A status is set only where the list itself is of that kind: `believed_dead` in a list of the dead,
  `information_sought` in a list of people sought for tracing.
- A processing instruction `exeat` names the columns, so that our reader gives the same rows. Other programs skip it.
"""

import json
import re
from typing import TYPE_CHECKING, TypeAlias

from exeat.adapters.lists.pfif_fields import CARRIED, MARK, NAMESPACE, pfif_id
from exeat.core.message import Message

from .carry import DESCRIBES, Carriage, carry, lines
from .outgoing import Outgoing, Written, parts

if TYPE_CHECKING:
    import polars as pl

Fields: TypeAlias = "dict[str, pl.Series | str | None]"
FORMAT = "PFIF"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<pfif:pfif xmlns:pfif="{space}1.4">\n<?{mark} {about}?>\n'


def pfif_file(out: Outgoing) -> Written:
    """The list as PFIF."""
    body, as_text, notes = _notes_alone(out) if out.subjects is not None else _people(out)
    text = _head(out) + "".join(body.to_list()) + "</pfif:pfif>\n"
    expires = Message("export.expires", {"day": out.expires.isoformat()})
    return Written(text.encode(), as_text, (expires, *notes) if out.subjects is None else notes)


def _head(out: Outgoing) -> str:
    about = json.dumps({"columns": out.rows.columns, "list": out.list}, sort_keys=True).replace(">", "\\u003e")
    head = HEAD.format(space=NAMESPACE, mark=MARK, about=about)
    return head if out.mark is None else f"{head}<!-- {_comment(out.mark.words)} -->\n"


def _comment(words: str) -> str:
    """Words as they may stand in a comment of XML."""
    safe = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", words)
    return re.sub("-(?=-|$)", "- ", safe)


def _people(out: Outgoing) -> "tuple[pl.Series, tuple[str, ...], tuple[Message, ...]]":
    """A person for every row, with a note by the speaker where there is anything to say."""
    found = _with_family_names(out.rows, carry(out.rows, CARRIED, FORMAT))
    columns, ids = found.rest.columns, _ids(out, out.records)
    said = lines(found.rest, [c for c in columns if c not in DESCRIBES], len(ids))
    described = lines(found.rest, [c for c in columns if c in DESCRIBES], len(ids))
    fields: Fields = {
        "person_record_id": ids, "expiry_date": _time(out.expires.isoformat(), ids), "author_name": out.speaker,
        "source_date": _time(out.said_on.isoformat(), ids), "full_name": found.names,
        **{c: found.fields[c] for c in ("given_name", "family_name") if c in found.fields.columns},
        "description": described,
        **{c: found.fields[c] for c in ("sex", "date_of_birth", "age") if c in found.fields.columns},
    }  # fmt: skip
    people = _element("person", fields, ids, _note(out, ids, None, said, "    "), "  ")
    return people, found.as_text, found.notes


def _with_family_names(rows: "pl.DataFrame", found: Carriage) -> Carriage:
    """Both surnames in the field for the family name; each as received in the lines then."""
    import polars as pl

    if "second_surname" not in rows.columns:
        return found
    parts = [found.fields["family_name"]] if "family_name" in found.fields.columns else []
    frame = pl.DataFrame([*parts, rows["second_surname"]])
    both = pl.concat_str(pl.all(), separator=" ", ignore_nulls=True)
    family = frame.select(pl.when(both != "").then(both).alias("family_name"))["family_name"]
    fields = found.fields.with_columns(family)
    rest = found.rest
    if "surname" in rows.columns:
        double = rows["second_surname"].is_not_null()
        rest = rest.with_columns(rows["surname"].zip_with(double, rest["surname"]).alias("surname"))
    return Carriage(fields, rest, found.names, found.as_text, found.notes)


def _notes_alone(out: Outgoing) -> "tuple[pl.Series, tuple[str, ...], tuple[Message, ...]]":
    """A note for every row, on the record that it is about."""
    assert out.subjects is not None
    rest = [c for c in out.rows.columns if c != "id"]
    said = lines(out.rows, rest, out.rows.height).fill_null("")
    notes = _note(out, _ids(out, out.records), _ids(out, out.subjects), said, "  ")
    as_text = tuple(c for c in rest if c != "record")
    told = (Message("export.as_text", {"columns": ", ".join(as_text), "format": FORMAT}),) if as_text else ()
    return notes.fill_null(""), as_text, told


# ------------------------------------------------------------ elements


def _ids(out: Outgoing, records: "pl.Series") -> "pl.Series":
    import polars as pl

    made = [None if r is None else pfif_id(parts(out.case, r)) for r in records.to_list()]
    return pl.Series("id", made, dtype=pl.String)


def _status(out: Outgoing) -> str | None:
    if out.kind == "deceased":
        return "believed_dead"
    return "information_sought" if out.kind == "seeks" and out.purpose == "tracing" else None


def _note(out: Outgoing, ids: "pl.Series", about: "pl.Series | None", said: "pl.Series", indent: str) -> "pl.Series":
    """The speaker's note on each row; null where the speaker says no more than the row itself."""
    import polars as pl

    status = _status(out)
    text = said if status is None else said.fill_null(out.kind)
    place = out.rows["place"] if "place" in out.rows.columns else None
    fields: Fields = {
        "note_record_id": ids + "/note", "person_record_id": ids if about is None else about,
        "author_name": out.speaker, "source_date": _time(out.said_on.isoformat(), ids), "status": status,
        "last_known_location": place, "text": text,
    }  # fmt: skip
    made = _element("note", fields, ids, None, indent)
    return pl.DataFrame([made.alias("n"), text.alias("t")]).select(
        pl.when(pl.col("t").is_not_null()).then("n").alias("note")
    )["note"]


def _time(day: str, ids: "pl.Series") -> "pl.Series":
    import polars as pl

    return pl.Series("day", [f"{day}T00:00:00Z"], dtype=pl.String).new_from_index(0, len(ids))


def _element(tag: str, fields: Fields, like: "pl.Series", inner: "pl.Series | None", indent: str) -> "pl.Series":
    """An element for every row, with the fields that it has, and an element inside."""
    import polars as pl

    given = {k: v for k, v in fields.items() if v is not None}
    frame = pl.DataFrame({"like": like}).with_columns(
        **{k: pl.lit(v) if isinstance(v, str) else v for k, v in given.items()}
    )
    cells = [_field(k, indent + "  ") for k in given]
    if inner is not None:
        frame = frame.with_columns(inner.alias("inner element"))
        cells.append(pl.col("inner element"))
    start, end = pl.lit(f"{indent}<pfif:{tag}>\n"), pl.lit(f"{indent}</pfif:{tag}>\n")
    return frame.select(pl.concat_str([start, *cells, end], ignore_nulls=True).alias(tag)).to_series()


def _field(tag: str, indent: str) -> "pl.Expr":
    import polars as pl

    return pl.concat_str(pl.lit(f"{indent}<pfif:{tag}>"), _xml(pl.col(tag)), pl.lit(f"</pfif:{tag}>\n"))


def _xml(text: "pl.Expr") -> "pl.Expr":
    """A text as XML has it: a carriage return by its number, since a parser would make a line feed of it."""
    import polars as pl

    safe = text.str.replace_all("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd")
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;")):
        safe = safe.str.replace_all(pl.lit(character), entity, literal=True)
    return safe
