"""What the parties' own terms ask of a move, as rules: the act that a status clause asks for, and the destination.

- `status`: somebody whom a status clause selects goes only if the power said that it made the act asked for. Of the
  dead it asks nothing.
- `destination`: nobody is taken where no clause allows. Every destination clause that selects a person has to allow
  the destination; where the moving clause names no receiver, one of them must select the person at all.
- Both rest on the statements in which the clauses were offered.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from exeat.core import clauses as cl
from exeat.core.case import Case
from exeat.core.claims import Consent, LegalAct
from exeat.core.clauses import Clause
from exeat.impediments.told import Context, Told
from exeat.terms.destinations import saying_where

if TYPE_CHECKING:
    import polars as pl

    from .world import World

ACTS_ASKED = {
    "pardon": ("pardon",),
    "commutation": ("commutation",),
    "full_liberty": ("release_order", "pardon"),
}
"""The legal acts of which a status asks for one; the other statuses ask for none."""


def bearing(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses on which these rules depend."""
    return (*(c for c in clauses if isinstance(c, cl.Status) and c.status in ACTS_ASKED), *saying_where(clauses))


# ------------------------------------------------------------ status


def status_found(world: "World", clauses: Sequence[Clause], context: Context) -> "pl.DataFrame":
    """The persons of whom a clause asks for an act that nobody says the power made."""
    frames = []
    for clause in () if context.remains else clauses:
        if isinstance(clause, cl.Status) and clause.status in ACTS_ASKED:
            made = acts_made(world.everybody, context, ACTS_ASKED[clause.status])
            people = world.select(clause.selection)
            frames.append(_said(world, people.filter(~people.is_in(made.implode())), clause))
    return _findings(frames, "status", "not_established")


def acts_made(told: Told, context: Context, acts: tuple[str, ...]) -> "pl.Series":
    """The persons for whom it is said that the power made one of these acts, and not denied of that act."""
    import polars as pl

    mine = pl.col("power").is_in(told.powers(context.power)) & pl.col("legal_act").is_in(acts)
    said = told.said(LegalAct).filter(mine).select("person", "legal_act")
    denied = told.denied(LegalAct).filter(mine).select("person", "legal_act")
    return said.join(denied, on=["person", "legal_act"], how="anti").collect()["person"].unique()


# ------------------------------------------------------------ destination


def places(case: Case, clause: cl.Destination) -> frozenset[str]:
    """The powers that a destination clause names; empty where it leaves the place to the persons' choice."""
    named = (clause.to, *(q.to for q in clause.quotas))
    return frozenset(case.power_of(p) for p in named if p is not None)


def destinations(world: "World", clauses: Sequence[Clause], power: str) -> tuple[str | None, ...]:
    """The destinations that a clause without a receiver may use; (None,) where there is none."""
    case = world.facts.case
    found: set[str] = set()
    for clause in saying_where(clauses):
        found |= places(case, clause) or set(_wished(world, clause))
    return tuple(sorted(found - {case.power_of(power)})) or (None,)


def _wished(world: "World", clause: cl.Destination) -> Iterable[str]:
    """Every power to which one of the people of a clause has said yes, to whomever."""
    import polars as pl

    mine = pl.col("person").is_in(world.select(clause.selection).implode())
    yes = world.everybody.said(Consent).filter(mine & (pl.col("answer") == "yes")).select("destination").unique()
    return (world.facts.case.power_of(d) for d in yes.collect()["destination"].to_list())


def offered(
    world: "World", clauses: Sequence[Clause], people: "pl.Series", ways: Sequence[str | None]
) -> "pl.DataFrame":
    """`person`, `destination`: what `to` and `quotas` of every clause on a person allow; if nothing, every way."""
    import polars as pl

    ways_frame = pl.DataFrame({"destination": ways}, {"destination": pl.String})
    every = people.to_frame("person").join(ways_frame, how="cross")
    left = every
    for clause in saying_where(clauses):
        if named := places(world.facts.case, clause):
            mine = pl.col("person").is_in(world.select(clause.selection).implode())
            left = left.filter(~mine | pl.col("destination").is_in(list(named)).fill_null(False))
    none = every.join(left.select("person").unique(), on="person", how="anti")
    return pl.concat([left, none])


def destination_found(
    world: "World", clauses: Sequence[Clause], context: Context, people: "pl.Series", unwilling: "pl.Series", own: bool
) -> "pl.DataFrame":
    """The persons for whom a destination is ruled out, or, where the clause has no receiver of its own, not named.

    `unwilling`: those against whose consent to this destination something stands.
    """
    import polars as pl

    case, frames, known = world.facts.case, [], people.head(0)
    here = None if context.destination is None else case.power_of(context.destination)
    for clause in saying_where(clauses):
        mine = world.select(clause.selection)
        named = places(case, clause)
        allowed = here is not None and (here in named or not named)
        out = mine if not allowed else mine.filter(mine.is_in(unwilling.implode())) if clause.choice else mine.head(0)
        frames.append(_said(world, out, clause))
        known = pl.concat([known, mine])
    unnamed = people.filter(~people.is_in(known.implode())) if not own else people.head(0)
    nothing = pl.DataFrame({"person": unnamed}).with_columns(pl.lit(None, pl.String).alias("statement"))
    return pl.concat(
        [_findings(frames, "destination", "recorded"), _findings([nothing], "destination", "not_established")]
    )


# ------------------------------------------------------------ findings


def _said(world: "World", people: "pl.Series", clause: Clause) -> "pl.DataFrame":
    """A row for each person and each statement in which a clause was offered."""
    import polars as pl

    statements = sorted({t.statement for t in world.terms if t.clause.id == clause.id})
    under = pl.DataFrame({"statement": statements}, {"statement": pl.String})
    return people.to_frame("person").join(under, how="cross")


def _findings(said: "Sequence[pl.DataFrame]", rule: str, verdict: str) -> "pl.DataFrame":
    import polars as pl

    from exeat.impediments.rules.finding import findings

    empty = pl.DataFrame(schema={"person": pl.Categorical, "statement": pl.String})
    rows = pl.concat([empty, *said]).with_columns(pl.lit(None, pl.String).alias("row"))
    return findings(rows.lazy(), rule, verdict).collect()
