"""Lists on their way out, made by Hypothesis: small, dense, and as hostile as the people who fill in forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl
from hypothesis import strategies as st

from exeat.adapters.exports.outgoing import Outgoing

OURS = ("name", "given_names", "surname", "second_surname", "sex", "birth_date", "age", "nationality",
        "document_number", "held_since", "place", "remark")  # fmt: skip
THEIRS = ("* ", "^a$ ", "Teléfono", "a: b", "c\\d", "=1+1", "", " x ", "two\nlines", "o'clock", "'-")
WORDS = st.sampled_from([
    "José", "Aldoverra", "Brisquén", "José Aldoverra", "M", "m", "F", "male", "masculino", "VE", "ve", "Venezuela",
    "1985", "1985-03", "1985-03-12", "198X", "33", "30-40", "+58 414 5550123", "-Perez", "=1+1", "'=1+1", "''=1",
    " =1", "\u200b=1", "\u3000\uff1d1", "@x", "x;=1", "a, -b", "\t=1", "a\r\nb", "\n\n=1", "a\\nb", "a\\", "name: x",
    "&amp;<b>]]>", "_x0041_", "\x01", "\ufffd", "علي", "1,5", '"', "'", "|=1", "\u2028-", "\x85", "", " ",
])  # fmt: skip
TEXTS = WORDS | st.text(st.characters(codec="utf-8", exclude_characters="\ufffe\uffff"), max_size=6)


@st.composite
def lists(draw: st.DrawFn, kind: str = "holds") -> Outgoing:
    """A list of people; an empty cell is null."""
    columns = draw(st.lists(st.sampled_from([*OURS, *THEIRS]), unique=True, min_size=0, max_size=6))
    height = draw(st.integers(1, 3))
    ids = draw(st.lists(TEXTS.filter(bool), unique=True, min_size=height, max_size=height))
    cells = st.lists(st.none() | TEXTS, min_size=height, max_size=height)
    rows: dict[str, Sequence[str | None]] = {"id": ids} | {c: [v or None for v in draw(cells)] for c in columns}
    return made(rows, kind)


def made(rows: Mapping[str, Sequence[str | None]], kind: str = "holds") -> Outgoing:
    """A list of these columns."""
    frame = pl.DataFrame(rows, schema=dict.fromkeys(rows, pl.String()))
    records = "a-list#" + frame["id"]
    day = date(2025, 6, 1)
    return Outgoing("a-case", "a-list", kind, "proposal", "Side one", frame, records, None, day, day)
