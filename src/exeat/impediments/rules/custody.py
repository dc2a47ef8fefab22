"""Where a person is, as somebody says: held by the power that would act, dead, released already.

- To deny that a person is a prisoner of one kind or another is not to deny that they are held.
"""

from typing import TYPE_CHECKING

from exeat.core import claims as c
from exeat.impediments.told import Context, Told

from .finding import NOT_ESTABLISHED, RECORDED, both, findings, slim, unsaid

if TYPE_CHECKING:
    import polars as pl


def custody(told: Told, move: Context) -> "pl.LazyFrame":
    """Held by the power when somebody says so and nobody denies it of that person."""
    import polars as pl

    power = told.powers(move.power)
    mine = pl.col("power").is_in(power) & (pl.col("role").fill_null("physical_holder") == "physical_holder")
    claims = told.frame(c.Custody).lazy().filter(mine)
    claims = claims.filter(~(pl.col("until_last") <= told.on).fill_null(False))
    remarks = told.said(c.Remark).filter(pl.col("power").is_in(power))
    said = slim(
        told.rows.lazy().filter(pl.col("holder").is_in(power)).with_columns(pl.col("record").alias("row")),
        claims.filter(pl.col("act") != "denies"),
        remarks.filter(pl.col("remark") == "held"),
    )
    denied = slim(
        claims.filter(pl.col("act") == "denies"),
        remarks.filter(pl.col("remark").is_in(["not_held", "held_elsewhere"])),
    )
    only_denied = denied.join(said, on="person", how="anti")
    disputed = slim(said.join(denied, on="person", how="semi"), denied.join(said, on="person", how="semi"))
    return pl.concat(
        [
            findings(only_denied, "custody", RECORDED),
            findings(disputed, "custody", NOT_ESTABLISHED),
            unsaid(told, slim(said, denied), "custody"),
        ]
    )


def _gone(told: Told, rule: str, claim: type, remark: str) -> "pl.LazyFrame":
    import polars as pl

    remarks = told.said(c.Remark)
    said = slim(told.said(claim), remarks.filter(pl.col("remark") == remark))
    denied = slim(told.denied(claim), remarks.filter(pl.col("remark") == "held"))
    return both(rule, said, denied)


def death(told: Told, move: Context) -> "pl.LazyFrame":
    """Somebody says that the person is dead."""
    return _gone(told, "death", c.Death, "dead")


def remains(told: Told, move: Context) -> "pl.LazyFrame":
    """Nobody says that the person is dead, or somebody denies it: then nobody is handed over as dead."""
    import polars as pl

    remarks = told.said(c.Remark)
    said = slim(told.said(c.Death), remarks.filter(pl.col("remark") == "dead"))
    denied = slim(told.denied(c.Death), remarks.filter(pl.col("remark") == "held"))
    only_denied = denied.join(said, on="person", how="anti")
    disputed = slim(said.join(denied, on="person", how="semi"), denied.join(said, on="person", how="semi"))
    return pl.concat(
        [
            findings(only_denied, "remains", RECORDED),
            findings(disputed, "remains", NOT_ESTABLISHED),
            unsaid(told, slim(said, denied), "remains"),
        ]
    )


def released(told: Told, move: Context) -> "pl.LazyFrame":
    """Somebody says that the person was released already."""
    return _gone(told, "released", c.Released, "released")
