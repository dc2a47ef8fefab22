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


def missing(told: Told, have: "pl.LazyFrame") -> "pl.LazyFrame":
    """The persons who are not in a frame: on them nothing was said."""
    import polars as pl

    nothing = [pl.lit(None, dtype=pl.String).alias(c) for c in ("statement", "row")]
    everybody = pl.LazyFrame({"person": told.among}).with_columns(nothing)
    return everybody.join(have.select("person").unique(), on="person", how="anti")


def both(rule: str, said: "pl.LazyFrame", denied: "pl.LazyFrame") -> "pl.LazyFrame":
    """Said and denied by nobody: recorded. Said and denied: not established."""
    import polars as pl

    disputed = slim(said, denied).join(said.select("person").unique(), on="person", how="semi")
    disputed = disputed.join(denied.select("person").unique(), on="person", how="semi")
    plain = said.join(denied.select("person").unique(), on="person", how="anti")
    return pl.concat([findings(plain, rule, RECORDED), findings(disputed, rule, NOT_ESTABLISHED)])


def slim(*frames: "pl.LazyFrame") -> "pl.LazyFrame":
    import polars as pl

    return pl.concat([f.select("person", "statement", "row") for f in frames])
