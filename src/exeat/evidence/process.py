"""Charge, court, counsel, contact: what was said of each, by whom, and what nobody has said.

- One table of the same form for every side; records and groups are kept apart, and nothing said of a group,
  or of "many of" it, fills a cell of a record.
- An empty cell becomes a question to the power said to hold the person, where nobody denies that it does;
  over a list the empty cells of a topic are one question, with their number.
- What is promised, demanded or asked for fills no cell; a denial does, and shows as one.

What it does not do: it does not say whether a process was due, or fair.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from exeat.core.claims import Custody, DueProcess, Offer, Question, Topic
from exeat.core.facts import Facts
from exeat.core.message import Message
from exeat.core.shape import refs

from .sayings import FACTUAL, Background

if TYPE_CHECKING:
    import polars as pl

TOPICS: tuple[Topic, ...] = get_args(Topic)
HELD = frozenset({"holds", "seeks", "offers"})  # lists of people who are, as somebody says, in custody
FEW = 5  # a number below it is not shown to a party


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty cells of one topic, of a list or a group. `power`: said to hold those people; None = nobody says.

    `empty` of `of` records have an empty cell; a group is 1 of 1.
    """

    power: str | None
    about: str
    kind: Literal["list", "group"]
    topic: Topic
    empty: int
    of: int
    question: Message
    guarded: Message  # the same question as a party may read it: no small numbers


@dataclass(frozen=True, slots=True)
class Process:
    """The due-process table: a row for each subject and topic, and what is missing.

    Columns of both frames: `subject`, `list` (null for a group), `powers` (said to hold the subject),
    `topic`, and of what was said, as lists of the same length: `statements` (ids), `by`, `acts`, `values`.
    Empty cell = null.
    """

    records: "pl.DataFrame"
    groups: "pl.DataFrame"
    gaps: tuple[Gap, ...]

    @property
    def told(self) -> "pl.DataFrame":
        """The cells of records of which something is said; every other cell of a list is empty."""
        import polars as pl

        columns = ("subject", "list", "topic", "statements", "by", "acts", "values")
        return self.records.filter(pl.col("statements").is_not_null()).select(columns)


def due_process(facts: Facts) -> Process:
    """What stands of charge, court, counsel and contact for everybody who is said to be held."""
    import polars as pl

    background, said, held = Background(facts), _said(facts), said_to_hold(facts)
    groups = _cells(_groups(facts, held), said)
    people = _people(facts)
    on_lists = people.select("subject", power="holder").drop_nulls()
    held = pl.concat([held, on_lists]).join(_denied(facts), on=["subject", "power"], how="anti")
    records = _cells(_powers(people.select("subject", "list"), held), said)
    gaps = (*_list_gaps(records, background), *_group_gaps(groups, background))
    return Process(records, groups, gaps)


# ------------------------------------------------------------ columns


def _said(facts: Facts) -> "pl.DataFrame":
    """What was said, one row for each subject and topic."""
    import polars as pl

    told = facts.frame(DueProcess).filter(pl.col("act").is_in([*sorted(FACTUAL), "denies"]))
    columns = {"statements": "statement", "by": "by", "acts": "act", "values": "value"}
    lists = [pl.col(theirs).alias(ours) for ours, theirs in columns.items()]
    return told.sort("statement", "row").group_by("subject", "topic", maintain_order=True).agg(lists)


def _custody(facts: Facts) -> "pl.DataFrame":
    """Who is said, or denied, to hold whom: `subject`, `power`, `act`. A list without roles means holders."""
    import polars as pl

    frame = facts.frame(Custody).filter(pl.col("role").fill_null("physical_holder") == "physical_holder")
    names = frame["power"].drop_nulls().unique().to_list()
    powers = {name: facts.case.power_of(name) for name in names}
    power = pl.col("power").replace_strict(list(powers), list(powers.values()), return_dtype=pl.String)
    return frame.select("subject", power, "act").drop_nulls()


def said_to_hold(facts: Facts) -> "pl.DataFrame":
    """Who is said to be held by which power, where nobody denies it of that subject."""
    import polars as pl

    said = _custody(facts).filter(pl.col("act").is_in(sorted(FACTUAL))).select("subject", "power")
    return said.join(_denied(facts), on=["subject", "power"], how="anti")


def _denied(facts: Facts) -> "pl.DataFrame":
    import polars as pl

    return _custody(facts).filter(pl.col("act") == "denies").select("subject", "power")


def _people(facts: Facts) -> "pl.DataFrame":
    """The records on lists of people held, sought or offered: `subject`, `list`, and the list's `holder`."""
    import polars as pl

    holders = {n: _holder(facts, n) for n, (_, t) in facts.current.items() if t.header.of in HELD}
    holder = pl.col("list").replace_strict(list(holders), list(holders.values()), return_dtype=pl.String)
    people = facts.people.select("list", subject="record").filter(pl.col("list").is_in(sorted(holders)))
    return people.drop_nulls().unique("subject", keep="first", maintain_order=True).with_columns(holder=holder)


def _holder(facts: Facts, name: str) -> str | None:
    statement, table = facts.current[name]
    if table.header.holder is not None:
        return facts.case.power_of(table.header.holder)
    return facts.case.power_of(facts.statements[statement].by) if table.header.of == "holds" else None


def _powers(subjects: "pl.DataFrame", held: "pl.DataFrame") -> "pl.DataFrame":
    import polars as pl

    powers = held.group_by("subject").agg(pl.col("power").unique().sort().alias("powers"))
    return subjects.join(powers, on="subject", how="left", maintain_order="left")


def _groups(facts: Facts, held: "pl.DataFrame") -> "pl.DataFrame":
    """The groups said to be held, spoken of or asked about under a topic, or named in an offer."""
    import polars as pl

    about = facts.frame(DueProcess)["subject"].to_list() + held["subject"].to_list()
    for _, s in facts.of(Question, Offer):
        if isinstance(s.claim, Offer):
            about += refs(s.claim, "group")
        elif isinstance(s.claim, Question) and s.claim.topic in TOPICS:
            about.append(s.claim.subject)
    names = sorted({name for name in about if name and "#" not in name})
    subjects = pl.DataFrame({"subject": names}, schema={"subject": pl.String})
    return _powers(subjects.with_columns(list=pl.lit(None, dtype=pl.String)), held)


def _cells(subjects: "pl.DataFrame", said: "pl.DataFrame") -> "pl.DataFrame":
    """A cell for each subject and topic."""
    import polars as pl

    topics = pl.DataFrame({"topic": TOPICS})
    cells = subjects.join(topics, how="cross", maintain_order="left_right")
    return cells.join(said, on=["subject", "topic"], how="left", maintain_order="left")


# ------------------------------------------------------------ what nobody has said


def _list_gaps(records: "pl.DataFrame", background: Background) -> Iterator[Gap]:
    import polars as pl

    each = records.explode("powers", empty_as_null=True).rename({"powers": "power"})
    empty = pl.col("statements").is_null().sum()
    counts = each.group_by("list", "power", "topic", maintain_order=True).agg(empty.alias("empty"), of=pl.len())
    for row in counts.filter(pl.col("empty") > 0).iter_rows(named=True):
        yield _list_gap(**row, background=background)


def _list_gap(list: str, power: str | None, topic: Topic, empty: int, of: int, background: Background) -> Gap:
    named = {"list": list} | _power(power, background)
    kind = "empty_list" if power else "unheld_list"
    whole = Message(f"evidence.{kind}_{topic}", {**named, "empty": str(empty), "of": str(of)})
    small = empty < FEW or 0 < of - empty < FEW
    guarded = Message(f"evidence.{kind}_some_{topic}", named) if small else whole
    return Gap(power, list, "list", topic, empty, of, whole, guarded)


def _group_gaps(groups: "pl.DataFrame", background: Background) -> Iterator[Gap]:
    import polars as pl

    empty = groups.filter(pl.col("statements").is_null())
    each = empty.explode("powers", empty_as_null=True).rename({"powers": "power"})
    for group, power, topic in each.select("subject", "power", "topic").iter_rows():
        values = {"group": background.name(group)} | _power(power, background)
        question = Message(f"evidence.{'empty' if power else 'unheld'}_group_{topic}", values)
        yield Gap(power, group, "group", topic, 1, 1, question, question)


def _power(power: str | None, background: Background) -> dict[str, str]:
    return {"power": background.name(power)} if power else {}
