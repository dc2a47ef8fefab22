"""An audit with a case: what others say of the records on a list, and of the groups that lists are of.

- A statement is about a record, or about another that people judged to be the same person; a machine match is not
  enough, and is a finding by itself. What is said of a group reaches no record.
- Each finding names who says it, and who denies it. The row stays where it is.
- Lists of different speakers are held beside one another only where both list people by themselves.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exeat.core.claims import Counted, Custody, Death, Released, Remark
from exeat.core.facts import PEOPLE_LISTS, Facts
from exeat.evidence.sayings import FACTUAL

from .frames import SHOWN, cells
from .guessed import guessed
from .nouns import KINDS, Audit, Findings, Kind, Listed
from .survey import audit

if TYPE_CHECKING:
    import polars as pl

SAID: tuple[Kind, ...] = ("said_dead", "said_released", "said_elsewhere")
Persons = Callable[["pl.Series"], "pl.Series"]
Judged = frozenset[tuple[str, str]]
REMARKS: dict[str, Kind] = {
    "dead": "said_dead", "released": "said_released", "held_elsewhere": "said_elsewhere", "not_held": "said_elsewhere",
}  # fmt: skip


def of_case(
    facts: Facts, persons: Persons, judged: Judged = frozenset(), guesses: "pl.DataFrame | None" = None
) -> Audit:
    """The audit of the current lists of a case.

    `persons`: the person of each record of a column. `judged`: pairs of records on which somebody has judged already
    whether they are one person; they are not proposed again. `guesses`: pairs of records that a machine holds to be
    perhaps one person, and nobody judged: `left`, `right`, `probability`; None = no machine was asked.
    """
    lists = [listed(facts, name) for name in sorted(facts.current)]
    chains = [(t.header.supersedes, name) for name, (_, t) in sorted(facts.current.items())]
    named = {x.name: x for x in lists}
    versions = [(listed(facts, old), named[new]) for old, new in chains if old in facts.lists]
    people = [x for x in lists if _lists_people(facts, x.name)]
    names = {x.name for x in people}
    more = [*_said(facts, people, persons), *_counts(facts, people)]
    found = audit(lists, facts.as_of.on, versions, lambda a, b: {a.name, b.name} <= names, more)
    findings = list(_unjudged(found, persons, judged))
    if guesses is not None:
        findings += guessed(people, guesses, findings)
        place = {x.name: n for n, x in enumerate(found.named().values())}
        findings.sort(key=lambda f: (KINDS.index(f.kind), place[f.list]))
    return replace(found, findings=tuple(findings))


def listed(facts: Facts, name: str) -> Listed:
    """A list of the case as it is audited."""
    statement, table = facts.lists[name]
    header = table.header
    group = next((g.name for g in facts.case.groups if g.id == header.group), None)
    return Listed(
        name,
        table.rows,
        header.columns,
        header.guessed,
        facts.statements[statement].by,
        header.of,
        table.records(facts.origin(name)),
        about=group,
    )


def _lists_people(facts: Facts, name: str) -> bool:
    header = facts.current[name][1].header
    return header.of in PEOPLE_LISTS and "record" not in dict(header.columns)


# ------------------------------------------------------------ what others say of a record


@dataclass(frozen=True, slots=True)
class _Matter:
    """A claim that bears on records, and what it comes to: `kind` for each of its sayings, null for the others."""

    claim: type
    kind: "pl.Expr"


def _matters() -> list[_Matter]:
    import polars as pl

    said = pl.col("act").is_in([*sorted(FACTUAL), "denies"])
    remark = pl.col("remark").replace_strict(REMARKS, default=None, return_dtype=pl.String)
    held = pl.col("role").fill_null("physical_holder") == "physical_holder"
    return [
        _Matter(Death, pl.when(said).then(pl.lit("said_dead"))),
        _Matter(Released, pl.when(said).then(pl.lit("said_released"))),
        _Matter(Remark, pl.when(said).then(remark)),
        _Matter(Custody, pl.when(said & held).then(pl.lit("said_elsewhere"))),
    ]


def _said(facts: Facts, people: list[Listed], persons: Persons) -> Iterator[Findings]:
    """What is said of the records of each list, by kind; a list of the released says nothing new of its own rows."""
    import polars as pl

    told = pl.concat([_sayings(facts, m) for m in _matters()])
    told = told.with_columns(persons(told["subject"]))
    for x in people:
        assert x.addresses is not None
        rows = pl.DataFrame({"record": x.addresses, "person": persons(x.addresses)}).with_row_index("row")
        about = rows.join(told, on="person").filter(pl.col("said_in").ne_missing(pl.col("record")))
        about = _elsewhere(about, _holder(facts, x.name))
        for kind in SAID:
            yield from _findings(kind, x, about.filter(pl.col("kind") == kind))


def _sayings(facts: Facts, matter: _Matter) -> "pl.DataFrame":
    """Who says, or denies, it: `subject`, `kind`, `power` (of a custody), `by`, `act`, `statement`, `said_in`."""
    import polars as pl

    frame = facts.frame(matter.claim).with_columns(matter.kind.alias("kind"))
    power = pl.col("power") if matter.claim is Custody else pl.lit(None, dtype=pl.String)
    found = frame.filter(pl.col("kind").is_not_null() & pl.col("subject").str.contains("#", literal=True))
    names = {p: facts.case.power_of(p) for p in found["power"].drop_nulls().unique()} if matter.claim is Custody else {}
    power = power.replace_strict(list(names), list(names.values()), default=None, return_dtype=pl.String)
    return found.select("subject", "kind", power.alias("power"), "by", "act", "statement", said_in="row")


def _elsewhere(about: "pl.DataFrame", holder: str | None) -> "pl.DataFrame":
    """Custody as it bears on a list: with another than its holder is elsewhere; denied of its holder is not held."""
    import polars as pl

    own = pl.col("power").is_not_null() & (pl.col("power") == holder if holder is not None else pl.lit(True))
    denied = pl.col("act") == "denies"
    kept = about.filter(~own | (denied if holder is not None else pl.lit(False)))
    own_denied = pl.col("power").is_not_null() & (pl.col("power") == pl.lit(holder, dtype=pl.String))
    return kept.with_columns(pl.when(own_denied & denied).then(pl.lit("states")).otherwise("act").alias("act"))


def _holder(facts: Facts, name: str) -> str | None:
    holder = facts.current[name][1].header.holder
    return None if holder is None else facts.case.power_of(holder)


def _findings(kind: Kind, x: Listed, about: "pl.DataFrame") -> Iterator[Findings]:
    """A finding for every row and speaker; who denies it of the same row stands beside it."""
    import polars as pl

    denied = about.filter(pl.col("act") == "denies").group_by("row").agg(pl.col("by").unique().sort().alias("denied"))
    said = about.filter(pl.col("act") != "denies").unique(["row", "by", "statement"]).sort("row", "by", "statement")
    if said.is_empty():
        return
    told = said.join(denied, on="row", how="left", maintain_order="left").with_row_index("finding")
    more = {}
    for n, by, statement, who in told.select("finding", "by", "statement", "denied").iter_rows():
        more[n] = {"speaker": by, "source": statement} | ({"denied": ", ".join(who)} if who else {})
    statements = tuple(sorted(set(told["statement"])))
    yield Findings(kind, x.name, cells(x, told, SHOWN), more, statements=statements)


# ------------------------------------------------------------ what was judged already

PROPOSALS = ("same_", "on_both", "document_")


def _unjudged(found: Audit, persons: Persons, judged: Judged) -> Iterator[Findings]:
    """The findings without those on records that people have judged to be one person, or two."""
    import polars as pl

    lists = found.named()
    for each in found.findings:
        if each.kind.startswith(PROPOSALS):
            rows = each.cells.select("finding", "list", "row").unique(maintain_order=True)
            parts = [_addressed(lists[str(name)], of) for (name,), of in rows.group_by("list", maintain_order=True)]
            named = pl.concat(parts)
            known = _known(named.with_columns(persons(named["record"])), judged)
            kept = each.cells.filter(~pl.col("finding").is_in(known))
            if kept.height:
                yield replace(each, cells=kept)
        else:
            yield each


def _addressed(x: Listed, rows: "pl.DataFrame") -> "pl.DataFrame":
    assert x.addresses is not None
    return rows.select("finding").with_columns(x.addresses.gather(rows["row"]).alias("record"))


def _known(named: "pl.DataFrame", judged: Judged) -> list[int]:
    """Findings whose records are one person already, or two that were judged. `named`: finding, record, person."""
    import polars as pl

    of = named.group_by("finding").agg(pl.col("person").n_unique().alias("persons"), pl.col("record").sort())
    told = of.filter((pl.col("persons") == 1) & (pl.col("record").list.len() > 1))["finding"].to_list()
    two = of.filter((pl.col("persons") > 1) & (pl.col("record").list.len() == 2)).select("finding", "record")
    return told + [n for n, (a, b) in two.iter_rows() if (a, b) in judged]


# ------------------------------------------------------------ numbers said of a group


def _counts(facts: Facts, people: list[Listed]) -> Iterator[Findings]:
    """A number that somebody states of a group, which the rows of a list of that group do not fit."""
    import polars as pl

    from .frames import schema

    for x in people:
        group, number = facts.current[x.name][1].header.group, x.rows.height
        said = [
            (i, s)
            for i, s in facts.of(Counted)
            if isinstance(s.claim, Counted) and s.claim.group == group and s.act in FACTUAL
            if not s.claim.number.contains(number)
        ]
        more = {
            n: {
                "speaker": s.by,
                "words": s.claim.number.words if isinstance(s.claim, Counted) else "",
                "group": group or "",
                "rows": str(number),
                "source": i,
            }
            for n, (i, s) in enumerate(said)
        }
        if said:
            rows = [(n, x.name, None, None, None) for n in more]
            frame = pl.DataFrame(rows, schema=schema(), orient="row")
            yield Findings("count_differs", x.name, frame, more, statements=tuple(sorted(i for i, _ in said)))
