"""Children: nobody under age crosses a border without a decision on who is responsible for them.

- Of several records of a person, one that says a child and another that says grown up settle nothing.
"""

from typing import TYPE_CHECKING

from exeat.core import claims as c
from exeat.core.dates import read_dates
from exeat.impediments.told import Context, Told

from .finding import NOT_ESTABLISHED, RECORDED, findings

if TYPE_CHECKING:
    import polars as pl

ADULT = 18


def guardianship(told: Told, move: Context) -> "pl.LazyFrame":
    """A child, or somebody who may be one, without a decision on who is responsible."""
    import polars as pl

    decided = told.said(c.Guardianship).filter(pl.col("state") == "decided")
    rows = told.rows.lazy().with_columns(pl.col("record").alias("row"))
    ages = _by_person(told)
    child = ages.filter(pl.col("child") & ~pl.col("grown")).select("person")
    adult = ages.filter(pl.col("grown") & ~pl.col("child")).select("person")
    open_ = rows.join(adult, on="person", how="anti").join(decided, on="person", how="anti")
    return pl.concat(
        [
            findings(open_.join(child, on="person", how="semi"), "guardianship", RECORDED),
            findings(open_.join(child, on="person", how="anti"), "guardianship", NOT_ESTABLISHED),
        ]
    )


def grown(told: Told) -> "pl.Series":
    """The persons who are of age for certain on the day."""
    import polars as pl

    return _by_person(told).filter(pl.col("grown") & ~pl.col("child")).collect()["person"]


def _by_person(told: Told) -> "pl.LazyFrame":
    """`person`, `child`, `grown`: whether a row says that somebody is under age, and whether one says of age."""
    import polars as pl

    rows = told.rows.lazy().with_columns(*_ages(told))
    says = [(pl.col("most") < ADULT).any().alias("child"), (pl.col("least") >= ADULT).any().alias("grown")]
    return rows.group_by("person").agg(says).fill_null(False)


def _ages(told: Told) -> "tuple[pl.Expr, pl.Expr]":
    """The fewest and the most completed years that a row's birth date, or its age, allows on the day."""
    import polars as pl

    have = told.rows.columns
    age = pl.col("age").cast(pl.Int64, strict=False) if "age" in have else pl.lit(None, pl.Int64)
    if "birth_date" not in have:
        return age.alias("least"), age.alias("most")
    born = read_dates(told.rows["birth_date"])

    def years(day: "pl.Series") -> "pl.Expr":
        return pl.lit((told.on.year * 10000 + told.on.month * 100 + told.on.day - _number(day)) // 10000)

    return (
        pl.coalesce(years(born["last"]), age).alias("least"),
        pl.coalesce(years(born["first"]), age).alias("most"),
    )


def _number(day: "pl.Series") -> "pl.Series":
    import polars as pl

    return day.dt.year().cast(pl.Int64) * 10000 + day.dt.month().cast(pl.Int64) * 100 + day.dt.day().cast(pl.Int64)
