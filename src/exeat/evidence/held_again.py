"""Newly held beside newly released, and who is said to be held after a release.

- Both columns stand side by side for every power: releases are never shown without the detentions of the same days.
- Held again is what somebody says of a day certainly after a release that somebody says. Where the day of the holding
  is unknown and its statement is new, it is shown as not certain.
- A promise of no re-arrest (a `status` clause) whose day had not certainly passed is named beside.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from exeat.core.claims import Custody, HandoverRecord, Offer, Released, Remark
from exeat.core.clauses import Status
from exeat.core.dates import read_dates
from exeat.core.facts import Facts

from .announced import Persons
from .sayings import FACTUAL, Background, Saying

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Newly:
    """Of one power: the records newly said to be held, newly said to be released, and gone from its list."""

    power: str
    held: tuple[str, ...]
    released: tuple[str, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldAgain:
    """A person said to be released, and said to be held after it; each with the day as written (None = unknown).

    `promises`: clauses that promise no re-arrest, of lists on which the person stands or of no list.
    """

    person: str
    released_by: str
    released_statement: str
    held_by: str
    held_statement: str
    power: str
    certain: bool
    promises: tuple[str, ...]
    released_on: str | None = None
    held_on: str | None = None


def newly(before: Facts | None, now: Facts) -> tuple[Newly, ...]:
    """What is new of who is held and who was released, power by power."""
    import polars as pl

    held, released = (f(now) if before is None else _new(f(before), f(now)) for f in (_held, _released))
    gone = _held(now).clear() if before is None else _new(_listed(now), _listed(before))
    powers = sorted({*held["power"].to_list(), *released["power"].to_list(), *gone["power"].to_list()} - {None})
    return tuple(
        Newly(
            p, *(tuple(sorted(set(f.filter(pl.col("power") == p)["record"].to_list()))) for f in (held, released, gone))
        )
        for p in powers
    )


def _new(then: "pl.DataFrame", now: "pl.DataFrame") -> "pl.DataFrame":
    return now.join(then, on=["record", "power"], how="anti")


def _listed(facts: Facts) -> "pl.DataFrame":
    """The names of current lists of people held: `record`, `power`, and who says so on which day."""
    import polars as pl

    background, frames = Background(facts), []
    for name, (i, table) in sorted(facts.current.items()):
        if table.header.of == "holds":
            s = facts.statements[i]
            day = background.day(Saying(i, facts.key(i), s))
            names = table.records(facts.origin(name)).to_frame()
            power = facts.case.power_of(table.header.holder or s.by)
            frames.append(_said(names, power=power, by=s.by, statement=i, day=day.text if day else None))
    return pl.concat([_empty(), *frames])


def _empty() -> "pl.DataFrame":
    import polars as pl

    return pl.DataFrame(schema=dict.fromkeys(("record", "power", "by", "statement", "day", "since"), pl.String()))


def _said(records: "pl.DataFrame", **same: str | None) -> "pl.DataFrame":
    import polars as pl

    columns = [pl.lit(v, dtype=pl.String).alias(k) for k, v in {**same, "since": None}.items()]
    return records.select("record", *columns)


def _held(facts: Facts) -> "pl.DataFrame":
    """Who is said to be held, by a list or a claim that has not ended: also since when."""
    import polars as pl

    role = pl.col("role").fill_null("physical_holder") == "physical_holder"
    said = _records(facts, Custody).filter(role, pl.col("until").is_null())
    claims = _dated(facts, said, "power").select(*_empty().columns[:-1], since="since")
    return pl.concat([_listed(facts), claims])


def _released(facts: Facts) -> "pl.DataFrame":
    """Who is said to be released or handed over; `since` is the day of it."""
    import polars as pl

    columns = _empty().columns[:-1]
    freed = _dated(facts, _records(facts, Released), "power").select(*columns, since="on")
    handed = _records(facts, HandoverRecord).filter(pl.col("outcome") == "handed_over")
    handed = _dated(facts, handed.with_columns(power="by"), "power").select(*columns, since="on")
    return pl.concat([freed, handed])


def _remarked(facts: Facts, remark: str) -> "pl.DataFrame":
    """Of whom a side remarks this; `since` is the day of a release."""
    import polars as pl

    said = _records(facts, Remark).filter(pl.col("remark") == remark)
    on = pl.col("on") if remark == "released" else pl.lit(None, dtype=pl.String)
    return _dated(facts, said, "power").select(*_empty().columns[:-1], on.alias("since"))


def _records(facts: Facts, claim: type) -> "pl.DataFrame":
    import polars as pl

    return facts.frame(claim).filter(pl.col("act").is_in(sorted(FACTUAL)), pl.col("subject").str.contains("#"))


def _dated(facts: Facts, said: "pl.DataFrame", power: str) -> "pl.DataFrame":
    """With the power for which a party speaks, and the day of the statement."""
    import polars as pl

    background = Background(facts)
    days = {}
    for i in said["statement"].unique().to_list():
        day = background.day(Saying(i, facts.key(i), facts.statements[i]))
        days[i] = day.text if day else None
    who = pl.coalesce(power, "by")
    names = said.select(who.alias("n")).to_series().unique().drop_nulls().to_list()
    powers = {n: facts.case.power_of(n) for n in names}
    return said.rename({"subject": "record"}).with_columns(
        who.replace(list(powers), list(powers.values())).alias("power"),
        pl.col("statement").replace_strict(list(days), list(days.values()), return_dtype=pl.String).alias("day"),
    )


# ------------------------------------------------------------ held after a release


def held_again(before: Facts | None, now: Facts, persons: Persons) -> tuple[HeldAgain, ...]:
    """Everybody who is said to be held after a release that somebody says, by person."""
    import polars as pl

    freed = _bounds(pl.concat([_released(now), _remarked(now, "released")]), persons)
    held = _bounds(pl.concat([_held(now), _remarked(now, "held")]), persons)
    pairs = freed.join(held, on="person", suffix="_held")
    later = pl.col("first_held") > pl.coalesce("on_last", "day_last")
    began = pl.col("on_first_held") > pl.coalesce("on_last", "day_last")
    certain = (later | began).fill_null(False)
    new = pl.lit(False) if before is None else ~pl.col("statement_held").is_in(list(before.bodies))
    unknown = pl.col("since_held").is_null() & pl.col("day_held").is_null() & new
    found = pairs.with_columns(certain=certain).filter(pl.col("certain") | unknown)
    rows = found.sort("person", "statement", "statement_held").unique(
        ["person", "statement", "statement_held"], maintain_order=True
    )
    return tuple(_again(now, row) for row in rows.iter_rows(named=True))


def _bounds(said: "pl.DataFrame", persons: Persons) -> "pl.DataFrame":
    """With the person, the bounds of the day said (`first`, `day_last`), and of the thing (`on_first`, `on_last`)."""
    day, on = read_dates(said["day"]), read_dates(said["since"])
    return said.with_columns(
        persons(said["record"]).alias("person"),
        day["first"].alias("first"),
        day["last"].alias("day_last"),
        on["first"].alias("on_first"),
        on["last"].alias("on_last"),
    )


def _again(now: Facts, row: dict[str, str]) -> HeldAgain:
    first = row["on_first_held"] or row["first_held"]
    return HeldAgain(
        row["person"], row["by"], row["statement"], row["by_held"], row["statement_held"], row["power_held"],
        bool(row["certain"]), _promises(now, row, first if isinstance(first, date) else None),
        row["since"] or row["day"], row["since_held"] or row["day_held"],
    )  # fmt: skip


def _promises(now: Facts, row: dict[str, str], day: date | None) -> tuple[str, ...]:
    """The clauses that promise no re-arrest up to a day that is not certainly before the holding."""
    found = set()
    lists = {now.origin(row[k].partition("#")[0].partition("@")[0]) for k in ("record", "record_held")}
    for _, s in now.of(Offer):
        for clause in s.claim.clauses if isinstance(s.claim, Offer) else ():
            if isinstance(clause, Status) and clause.no_rearrest_until is not None:
                until, named = clause.no_rearrest_until.last, clause.selection.list
                passed = day is not None and until is not None and until < day
                if not passed and (named is None or now.origin(named) in lists):
                    found.add(clause.id)
    return tuple(sorted(found))
