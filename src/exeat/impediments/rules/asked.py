"""Rules that bear only where a clause asks for them: a recent proof of life, a petition window that has passed.

- A day is within so many days before the day if it is later than the day minus that number.
- What a partial date leaves open is not certain, and what is not certain is not established.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from exeat.core import claims as c
from exeat.impediments.told import Context, Told

from .acts import acts_of
from .finding import NOT_ESTABLISHED, RECORDED, findings, unsaid

if TYPE_CHECKING:
    import polars as pl


def proof_of_life(told: Told, move: Context) -> "pl.LazyFrame":
    """No proof of life of a day that is certainly recent enough is said, and denied by nobody."""
    import polars as pl

    recent = pl.col("on_first") > _before(told, move.proof_days)
    proofs = told.said(c.ProofOfLife).filter(recent & (pl.col("on_last") <= told.on))
    left = proofs.join(_denied(told, proofs), on=["statement", "row"], how="anti", nulls_equal=True)
    return unsaid(told, left, "proof_of_life")


def _denied(told: Told, proofs: "pl.LazyFrame") -> "pl.LazyFrame":
    """The proofs that a denial may mean: of the same person, and of a day that both allow."""
    import polars as pl

    denials = told.denied(c.ProofOfLife).select("person", since="on_first", until="on_last")
    pairs = proofs.select("person", "statement", "row", "on_first", "on_last").join(denials, on="person")
    apart = (pl.col("until") < pl.col("on_first")) | (pl.col("on_last") < pl.col("since"))
    return pairs.filter(~apart.fill_null(False))


def petition_window(told: Told, move: Context) -> "pl.LazyFrame":
    """The legal act is too recent: whoever may petition against it still has days to do so."""
    import polars as pl

    opened = _before(told, move.petition_days)
    acts = acts_of(told, move)
    over = (pl.col("on_last") <= opened).fill_null(False)
    open_ = ((pl.col("on_first") > opened) & (pl.col("on_last") <= told.on)).fill_null(False)
    acts = acts.join(acts.filter(over), on="person", how="anti")
    within = acts.filter(open_)
    unsure = acts.join(within, on="person", how="anti")
    return pl.concat(
        [findings(within, "petition_window", RECORDED), findings(unsure, "petition_window", NOT_ESTABLISHED)]
    )


def _before(told: Told, days: int | None) -> date:
    """The day that lies so many days before the day; only what is later is within them."""
    ago = min(days or 0, (told.on - date.min).days)
    return told.on - timedelta(days=ago)
