"""What only the person can say, and how the person is: consent, fear of return, fitness to travel.

- Who counts as having said something is part of the rule: a consent in a holder's list is that holder's statement.
"""

from typing import TYPE_CHECKING

from exeat.core import claims as c
from exeat.impediments.told import Context, Told

from .finding import NOT_ESTABLISHED, RECORDED, findings, unsaid

if TYPE_CHECKING:
    import polars as pl


def consent(told: Told, move: Context) -> "pl.LazyFrame":
    """The person's own answer for this destination: refused, or not validly given."""
    import polars as pl

    words = _interviews(told, c.Consent, move, "answer", ("yes",))
    last = told.last_words(words, ["withdrawn", "no", "undecided", "yes"], "answer")
    return pl.concat(
        [
            findings(last.filter(pl.col("answer").is_in(["no", "withdrawn"])), "consent", RECORDED),
            findings(last.filter(pl.col("answer") == "undecided"), "consent", NOT_ESTABLISHED),
            unsaid(told, last, "consent"),
        ]
    )


def fear(told: Told, move: Context) -> "pl.LazyFrame":
    """A fear of return to this destination: expressed, or never validly asked (CAT art. 3, ICCPR art. 7)."""
    import polars as pl

    words = _interviews(told, c.Fear, move, "state", ("none", "resolved"))
    last = told.last_words(words, ["expressed", "resolved", "none"], "state")
    expressed = last.filter(pl.col("state") == "expressed")
    return pl.concat([findings(expressed, "fear", RECORDED), unsaid(told, last, "fear")])


def _interviews(told: Told, claim: type, move: Context, word: str, easing: tuple[str, ...]) -> "pl.LazyFrame":
    """The words for this destination that count: those that ease only from a private interview by a neutral."""
    import polars as pl

    neutral = [p.id for p in told.case.parties if told.case.is_neutral(p.id)]
    acting = told.powers(move.power)
    own = pl.col("by").str.contains("#", literal=True) & (pl.col("via") == pl.col("interviewer"))
    valid = (
        (pl.col("private") == "yes")
        & pl.col("interviewer").is_in(neutral)
        & ~pl.col("interviewer").is_in(acting)
        & ((pl.col("by") == pl.col("interviewer")) | (own & _speaks_for_self(told)))
    )
    here = pl.col("destination").is_in(told.powers(move.destination or ""))
    return told.said(claim).filter(here & (~pl.col(word).is_in(easing) | valid.fill_null(False)))


def _speaks_for_self(told: Told) -> "pl.Expr":
    import polars as pl

    known = told.people.person_of
    speaker = pl.col("by").replace(list(known), list(known.values())) if known else pl.col("by")
    return speaker == pl.col("person").cast(pl.String)


def medical(told: Told, move: Context) -> "pl.LazyFrame":
    """Found unfit to travel, or never examined."""
    import polars as pl

    last = told.last_words(told.said(c.Medical), ["unfit", "fit_with_care", "fit"], "finding")
    unfit = last.filter(pl.col("finding") == "unfit")
    return pl.concat([findings(unfit, "medical", RECORDED), unsaid(told, last, "medical")])
