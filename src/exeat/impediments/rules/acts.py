"""Acts and papers of powers: the legal act, the travel document, the receiver's answer."""

from typing import TYPE_CHECKING

from exeat.core import claims as c
from exeat.core.dates import in_force, read_date
from exeat.impediments.told import Context, Told

from .finding import RECORDED, findings, unsaid

if TYPE_CHECKING:
    import polars as pl

RELEASE_ACTS = ("release_order", "pardon", "commutation")
TRANSFER_ACTS = ("transfer_order", "pardon", "release_order")


def legal_act(told: Told, move: Context) -> "pl.LazyFrame":
    """No domestic legal act of the power is said on which the release or transfer could rest."""
    return unsaid(told, acts_of(told, move), "legal_act")


def acts_of(told: Told, move: Context) -> "pl.LazyFrame":
    """The legal acts of the power that are said, and on which this release or transfer could rest."""
    import polars as pl

    acts = RELEASE_ACTS if move.act == "release" else TRANSFER_ACTS
    mine = pl.col("power").is_in(told.powers(move.power)) & pl.col("legal_act").is_in(acts)
    return told.said(c.LegalAct).filter(mine)


def document(told: Told, move: Context) -> "pl.LazyFrame":
    """No travel document and no confirmed nationality is said that is valid on the day."""
    import polars as pl

    said = told.said(c.Document)
    days = {t: read_date(t) for t in told.frame(c.Document)["valid"].drop_nulls().unique().to_list()}
    over = [t for t, d in days.items() if d is None or in_force(d, told.on) is not True]
    valid = said.filter(pl.col("valid").is_null() | ~pl.col("valid").is_in(over))
    return unsaid(told, valid, "document")


def acceptance(told: Told, move: Context) -> "pl.LazyFrame":
    """The receiver has refused this name, or has not answered to it."""
    import polars as pl

    receiver = told.powers(move.destination or "")
    own = (pl.col("answer") == "refused") | pl.col("by").is_in(receiver)
    words = told.said(c.Acceptance).filter(pl.col("receiver").is_in(receiver) & own)
    last = told.last_words(words, ["refused", "accepted"], "answer")
    refused = last.filter(pl.col("answer") == "refused")
    return pl.concat([findings(refused, "acceptance", RECORDED), unsaid(told, last, "acceptance")])
