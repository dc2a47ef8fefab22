"""What was remarked on names, in order: rounds, the last word of each voice, and what it had said before.

- A *voice* is a power and who tells its remark (`teller`, the power for which the speaker speaks): a power's own words
  and what another says of them are two voices, and neither replaces the other.
- Two reports of one remark are one remark, with both statements.
"""

from typing import TYPE_CHECKING

from exeat.core.claims import Remark
from exeat.core.facts import Facts

from .sayings import FACTUAL, Background, Saying

if TYPE_CHECKING:
    import polars as pl

VOICE = ["list", "power", "teller"]
SAID = ["record", "remark", "on", "place", "words"]


def said_on_names(facts: Facts) -> "pl.DataFrame":
    """Every remark, of whichever version of a list of remarks, one row each, by record, power and day.

    Columns: `list` (whose name it is), `record`, `power`, `teller`, `act`, `remark`, `on`, `place`, `words`, `by`,
    `via` (null = first hand), `statements`, `rows` (lists; no rows for a single statement), `day`, `first`, `last`
    (text and bounds of the day it was said; null = unknown), `round` (null = undated), `standing`, `current` (not in a
    list that another supersedes), `before` (what the voice had said in its round before; null = nothing).
    """
    import polars as pl

    said = _dated(_every(facts), facts)
    same = ["list", *SAID, "power", "teller", "act", "current", "day", "first", "last"]
    via = pl.when(pl.col("via").is_null().any().not_()).then(pl.col("via").sort().first())
    one = said.group_by(same).agg(
        pl.col("by").sort().first(),
        via.alias("via"),
        statements=pl.col("statement").unique().sort(),
        rows=pl.col("row").drop_nulls().unique().sort(),
    )
    return _before(_numbered(_standing(one))).sort("record", "power", "teller", "last", "remark", nulls_last=True)


def _every(facts: Facts) -> "pl.DataFrame":
    """The remarks of single statements, and the rows of every standing list of remarks."""
    import polars as pl

    frames = [facts.frame(Remark).filter(pl.col("row").is_null()).with_columns(current=pl.lit(True))]
    for name, (_, table) in sorted(facts.lists.items()):
        if table.header.of == "remarks":
            current = pl.lit(name in facts.current).alias("current")
            frames.append(facts.said_in(name).with_columns(current).select(frames[0].columns))
    said = pl.concat(frames).rename({"subject": "record"})
    power, by = pl.col("power").fill_null(pl.col("by")), pl.col("by")
    own = facts.case.power_of
    names = {n: own(n) for n in {*said["by"].unique().to_list(), *said["power"].drop_nulls().unique().to_list()}}
    lists = {n: facts.origin(n) for n in facts.lists}
    return said.with_columns(
        power=power.replace(list(names), list(names.values())),
        teller=by.replace(list(names), list(names.values())),
        list=pl.col("record").str.extract(r"^([^#@]+)").replace(list(lists), list(lists.values())),
    )


def _dated(said: "pl.DataFrame", facts: Facts) -> "pl.DataFrame":
    import polars as pl

    background = Background(facts)
    ids = said["statement"].unique().to_list()
    days = {i: background.day(Saying(i, facts.key(i), facts.statements[i])) for i in ids}
    rows = [(i, d and d.text, d and d.first, d and d.last) for i, d in days.items()]
    schema = {"statement": pl.String, "day": pl.String, "first": pl.Date, "last": pl.Date}
    return said.join(pl.DataFrame(rows, schema=schema, orient="row"), on="statement", how="left")


def _standing(said: "pl.DataFrame") -> "pl.DataFrame":
    """Which remarks no other of the same voice is certainly later than."""
    import polars as pl

    counts = pl.col("current") & pl.col("act").is_in(sorted(FACTUAL))
    latest = pl.when(counts).then("first").max().over(*VOICE, "record")
    over = (pl.col("last") < latest).fill_null(False)
    return said.with_columns(standing=counts & ~over)


def _numbered(said: "pl.DataFrame") -> "pl.DataFrame":
    """The number of each round: the days of a voice on a list, counted from 1; what is undated has none."""
    import polars as pl

    days = said.filter(pl.col("day").is_not_null()).select(*VOICE, "day", "first", "last").unique()
    days = days.sort("last", "first", "day", nulls_last=True)
    numbered = days.with_columns(round=pl.int_range(1, pl.len() + 1).over(VOICE))
    return said.join(numbered.select(*VOICE, "day", "round"), on=[*VOICE, "day"], how="left")


def _before(said: "pl.DataFrame") -> "pl.DataFrame":
    """What a voice said of a record in the last round before in which it said anything of it."""
    import polars as pl

    keys = [*VOICE, "record"]
    words = (
        said.filter(pl.col("round").is_not_null())
        .group_by(*keys, "round")
        .agg(now=pl.col("remark").unique().sort().str.join(", "))
    )
    words = words.sort("round").with_columns(before=pl.col("now").shift(1).over(keys))
    return said.join(words.drop("now"), on=[*keys, "round"], how="left")


def rounds_of(said: "pl.DataFrame", more: "pl.DataFrame") -> "pl.DataFrame":
    """The rounds on a list, by power and number: `power`, `teller`, `round`, `day`, `remarks` (how many names),
    `changed` (how many say otherwise than that voice's round before), `additional` (names that the list lacks).
    """
    import polars as pl

    keys = ["power", "teller", "day"]
    found = said.group_by(*keys, "round").agg(
        pl.col("last").max(),
        remarks=pl.col("record").n_unique(),
        changed=pl.col("record").filter(pl.col("before") != pl.col("remark")).n_unique(),
    )
    extra = more.group_by(keys).agg(additional=pl.len())
    found = found.join(extra, on=keys, how="full", coalesce=True, nulls_equal=True)
    zero = pl.col("remarks", "changed", "additional").fill_null(0)
    return found.with_columns(zero).sort("power", "teller", "last", nulls_last=True).drop("last")
