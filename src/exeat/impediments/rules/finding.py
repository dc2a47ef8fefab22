"""A finding: one person, one rule, one verdict, with the statements and the rows that it rests on.

- Two verdicts: `recorded` and `not_established`; a person without a finding of a rule has *none recorded* there.
- Said and denied is not established: two people who differ settle nothing.
"""

from typing import TYPE_CHECKING

from exeat.impediments.told import Told

if TYPE_CHECKING:
    import polars as pl

RECORDED, NOT_ESTABLISHED = "recorded", "not_established"


def findings(said: "pl.LazyFrame", rule: str, verdict: str) -> "pl.LazyFrame":
    """One finding per person of `said`, resting on all its statements."""
    import polars as pl

    return said.group_by("person").agg(
        pl.lit(rule).alias("rule"),
        pl.lit(verdict).alias("verdict"),
        pl.col("statement").drop_nulls().unique().sort().alias("statements"),
        pl.col("row").drop_nulls().unique().sort().alias("rows"),
    )


def unsaid(told: Told, have: "pl.LazyFrame", rule: str) -> "pl.LazyFrame":
    """Not established, and resting on nothing, for all who are not in a frame: nothing was said that counts."""
    import polars as pl

    nothing = pl.lit(pl.Series([[]], dtype=pl.List(pl.String))).first()
    silent = pl.LazyFrame({"person": told.among}).join(have, on="person", how="anti")
    verdict = [pl.lit(rule).alias("rule"), pl.lit(NOT_ESTABLISHED).alias("verdict")]
    return silent.with_columns(*verdict, nothing.alias("statements"), nothing.alias("rows"))


def both(rule: str, said: "pl.LazyFrame", denied: "pl.LazyFrame") -> "pl.LazyFrame":
    """Said and denied by nobody: recorded. Said and denied: not established."""
    import polars as pl

    disputed = slim(said, denied).join(said, on="person", how="semi").join(denied, on="person", how="semi")
    plain = said.join(denied, on="person", how="anti")
    return pl.concat([findings(plain, rule, RECORDED), findings(disputed, rule, NOT_ESTABLISHED)])


def columns() -> "dict[str, pl.DataType]":
    """The columns on which a finding rests, and their types."""
    import polars as pl

    return {"person": pl.Categorical(), "statement": pl.String(), "row": pl.String()}


def slim(*frames: "pl.LazyFrame") -> "pl.LazyFrame":
    import polars as pl

    return pl.concat([f.select("person", "statement", "row") for f in frames])
