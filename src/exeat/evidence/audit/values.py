"""Cells that are empty, and cells that cannot be: by what the list itself says, and the day of the audit.

- A date that cannot be read is not repaired. Where a column writes days one way and a cell fits the other way only,
  this is shown as a guess.
- An age and a birth date are held against one another within a year on either side, as nobody says on which day the
  age was written down.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from exeat.core.message import Message
from exeat.core.tables import DATES

from .frames import each, schema
from .nouns import FULL_NAME, Findings, Listed
from .writing import dates, key, told

if TYPE_CHECKING:
    import polars as pl

WANTED = ("id", *FULL_NAME[:3], "sex", "birth_date", "age", "nationality", "document_number", "held_since", "place")
PAST = ("birth_date", "held_since", "on", "since")
MALE = frozenset(("m", "male", "man", "masculino", "hombre", "masc", "h", "v", "varon"))
FEMALE = frozenset(("f", "female", "woman", "femenino", "mujer", "fem"))
SEXES = MALE | FEMALE | frozenset(("other", "otro", "otra", "x"))
OLDEST = 120


def missing(listed: Listed) -> Iterator[Findings]:
    """One finding for every column that the list has and does not fill; an age does where the birth date is not."""
    import polars as pl

    have = [c for c in WANTED if c in listed.theirs]
    rows = listed.ours(*have)
    rows = rows.with_columns(told(rows[c]) for c in have)
    if "age" in have and "birth_date" in have:
        rows = rows.with_columns(pl.col("birth_date").fill_null(pl.col("age"))).drop("age")
    frames = []
    for n, column in enumerate(c for c in have if c in rows.columns):
        empty = rows.filter(pl.col(column).is_null()).select("row")
        value = listed.rows[listed.theirs[column]].gather(empty["row"])
        named = [pl.lit(n, dtype=pl.UInt32).alias("finding"), pl.lit(listed.name).alias("list"), pl.col("row")]
        frames.append(empty.select(*named, pl.lit(listed.theirs[column]).alias("column"), value.alias("value")))
    found = pl.concat([pl.DataFrame(schema=schema()), *frames])
    if not found.is_empty():
        yield Findings("missing", listed.name, found)


def orders(listed: Listed) -> Iterator[Message]:
    """Columns of dates that were read in the order of day and month that the column itself shows."""
    for column in (c for c in DATES if c in listed.theirs):
        theirs = listed.theirs[column]
        number = int(dates(listed.rows[theirs])["guessed"].sum() or 0)
        if number:
            yield Message("audit.order_guess", {"list": listed.name, "column": theirs, "number": str(number)})


def impossible(listed: Listed, day: date) -> Iterator[Findings]:
    """Cells that contradict the calendar, the day of the audit, or one another."""
    read = {c: dates(listed.rows[listed.theirs[c]]) for c in DATES if c in listed.theirs}
    for column, found in read.items():
        yield from _unread(listed, column, found)
    for column in (c for c in PAST if c in read):
        yield from each("date_future", listed, _rows(read[column], _first() > day), (column,))
    yield from _order(listed, read)
    yield from _ages(listed, read, day)
    yield from _codes(listed)


def _first() -> "pl.Expr":
    import polars as pl

    return pl.col("first")


def _rows(frame: "pl.DataFrame", wanted: "pl.Expr") -> "pl.DataFrame":
    import polars as pl

    return (
        frame.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"), wanted.fill_null(False).alias("wanted"))
        .filter("wanted")
        .select("row")
    )


def _unread(listed: Listed, column: str, found: "pl.DataFrame") -> Iterator[Findings]:
    import polars as pl

    yield from each("day_month_guess", listed, _rows(found, pl.col("swapped")), (column,))
    yield from each("date_unread", listed, _rows(found, ~pl.col("valid") & ~pl.col("swapped")), (column,))


BEFORE = (
    ("birth_date", "held_since", "born_after_held"),
    ("birth_date", "on", "released_before_held"),
    ("held_since", "on", "released_before_held"),
    ("since", "until", "ends_before"),
    ("held_since", "until", "ends_before"),
)
"""What cannot come after what, where a list has both columns."""


def _order(listed: Listed, read: "dict[str, pl.DataFrame]") -> Iterator[Findings]:
    import polars as pl

    for earlier, later, kind in BEFORE:
        if earlier in read and later in read:
            both = read[earlier].select("first").with_columns(end=read[later]["last"])
            yield from each(kind, listed, _rows(both, pl.col("end") < pl.col("first")), (earlier, later))  # type: ignore[arg-type]


def _ages(listed: Listed, read: "dict[str, pl.DataFrame]", day: date) -> Iterator[Findings]:
    import polars as pl

    age = pl.col("age").str.extract(r"^\s*(\d{1,3})(?:[.,]0+)?\D*$").cast(pl.Int32)
    rows = listed.ours("age").select(age.alias("age"))
    if "birth_date" in read:
        birth = read["birth_date"]
        oldest = date(max(day.year - OLDEST, 1), day.month, min(day.day, 28))
        yield from each("over_120", listed, _rows(birth, pl.col("last") < oldest), ("birth_date",))
        both = pl.concat([rows, birth.select("first", "last")], how="horizontal")
        least, most = day.year - pl.col("last").dt.year() - 1, day.year - pl.col("first").dt.year()
        apart = (pl.col("age") < least - 1) | (pl.col("age") > most + 1)
        yield from each("age_not_birth", listed, _rows(both, apart), ("age", "birth_date"))
    yield from each("over_120", listed, _rows(rows, pl.col("age") > OLDEST), ("age",))


def _codes(listed: Listed) -> Iterator[Findings]:
    import polars as pl

    sexes = key(listed.ours("sex")["sex"]).to_frame("sex")
    wrong = pl.col("sex").is_not_null() & ~pl.col("sex").is_in(sorted(SEXES))
    yield from each("sex_unknown", listed, _rows(sexes, wrong), ("sex",))
    for column in (c for c in FULL_NAME if c in listed.theirs):
        digits = pl.col(column).str.contains(r"\p{Nd}")
        yield from each("digits_in_name", listed, _rows(listed.ours(column), digits), (column,))
