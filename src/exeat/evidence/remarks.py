"""Remarks: what each side answered to the names on the other's list, round by round, and who owes an answer now.

- A *round* is what one power remarked on one list on one day. What carries no day is in no round: it stands beside.
- The standing remark of a power is its last word: no other remark of its own is certainly later. Several of one day
  stand side by side, and nothing is chosen. What one side says never takes the place of what another says, and what
  somebody else tells of a power's remark never takes the place of its own.
- A silence is no answer. A remark that the next version of the same list of remarks leaves out stands no more, and
  its name is without a remark again.
- *Needs data* asks the list's submitter. A later version of the list that changes the row answers it; then the power
  asked owes its remark again.
- A name that a side gives and the list does not have is an *additional name*: it is shown as not matched. Records of
  the list with the same words in the name and no other day of birth are proposals, and nothing more.

What this module does not do: it says of nobody where they are, and does not weigh one remark against another.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from exeat.core.case import ListKind, Purpose
from exeat.core.claims import Offer
from exeat.core.facts import Facts
from exeat.core.shape import refs

from .additional import additional
from .names_listed import Version, names_listed, versions
from .process import said_to_hold
from .rounds import rounds_of, said_on_names

if TYPE_CHECKING:
    import polars as pl

ASKED = frozenset({"seeks", "offers", "holds"})  # lists that ask the other side for its remarks
SIDES = frozenset({"detaining_power", "power_of_origin", "receiving_party"})


@dataclass(frozen=True, slots=True, eq=False)
class Remarks:
    """A list that one side submitted, and what was remarked on its names. `list`: the first version's id.

    Frames: `names` (see `names_listed`), `said` and `rounds` (see `rounds`), `additional` (see `additional`), and
    `owed`: one row per name of the newest version and power asked (null where nobody is): `record`, `asked`, `remarks`
    (its standing ones, sorted, each once; null = none), `owes` (the power that owes the next word; null = nobody),
    `what` (remark | data), `since` (the day by which it was owed; null = unknown), `days` from then to the day of the
    answer, `left_out` (it had remarked, and what it says now leaves the name out), `data_given` (it asked for data,
    and a later version of the list changes the row), `differ` (the standing remarks of the record, of whoever, are not
    the same).
    """

    list: str
    by: str
    power: str
    kind: ListKind
    purpose: Purpose
    versions: tuple[Version, ...]
    asked: tuple[str, ...]
    names: "pl.DataFrame"
    said: "pl.DataFrame"
    rounds: "pl.DataFrame"
    owed: "pl.DataFrame"
    additional: "pl.DataFrame"


def remarks(facts: Facts) -> tuple[Remarks, ...]:
    """The lists on which remarks are asked for or were made, by id."""
    found = _Lists(facts)
    return tuple(found.remarks(name) for name in found.names)


class _Lists:
    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.said = said_on_names(facts)

    @cached_property
    def names(self) -> list[str]:
        """The lists to be shown, each under its first version's id."""
        facts = self.facts
        asks = {n for n, (_, t) in facts.current.items() if _asks(t.header.of, t.header.purpose)}
        about = {t.header.about for _, t in facts.lists.values() if t.header.of == "remarks" and t.header.about}
        found = {facts.origin(n) for n in asks | about} | set(self.said["list"].drop_nulls().to_list())
        return sorted(n for n in found if facts.newest(n) in facts.lists)

    def remarks(self, name: str) -> Remarks:
        import polars as pl

        facts = self.facts
        chain = versions(facts, name)
        i, table = facts.lists[chain[-1].list]
        by, header = facts.statements[i].by, table.header
        power = facts.case.power_of(by)
        names, said = names_listed(facts, chain), self.said.filter(pl.col("list") == name)
        asks = self._asks(name, power, names)
        asked = tuple(sorted(asks["asked"].drop_nulls().unique().to_list()))
        owed = _owed(names, said, asks, power, facts.as_of.on)
        more = additional(facts, name, names)
        return Remarks(
            name, by, power, header.of, header.purpose, chain, asked, names, said, rounds_of(said, more), owed, more
        )

    def _asks(self, name: str, power: str, names: "pl.DataFrame") -> "pl.DataFrame":
        """Who is asked for a remark on each name: `record`, `asked` (null where nobody is)."""
        import polars as pl

        listed = names.filter("listed").select("record")
        whole = self._asked_of(name, power)
        if whole:
            return listed.join(pl.DataFrame({"asked": whole}), how="cross", maintain_order="left_right")
        held = said_to_hold(self.facts).filter(pl.col("power") != power).unique()
        each = held.select(record="subject", asked="power").sort("record", "asked")
        return listed.join(each, on="record", how="left", maintain_order="left_right")

    def _asked_of(self, name: str, power: str) -> list[str]:
        """The powers asked about a whole list: who is said to hold its people; else those to whom it is offered."""
        header = self.facts.lists[self.facts.newest(name)][1].header
        case = self.facts.case
        if header.holder is not None and case.power_of(header.holder) != power:
            return [case.power_of(header.holder)]
        if header.of == "seeks" and header.holder is None:
            return []
        return sorted({p for s in self._offers(name, header.group) for p in s if p != power and self._is_side(p)})

    def _offers(self, name: str, group: str | None) -> list[set[str]]:
        """Of each standing offer that selects from the list: the powers that make it and to which it is made."""
        found = []
        for _, s in self.facts.of(Offer):
            assert isinstance(s.claim, Offer)
            named = {self.facts.origin(n.partition("#")[0]) for n in (*refs(s.claim, "list"), *refs(s.claim, "record"))}
            if name in named or (group is not None and group in refs(s.claim, "group")):
                found.append({self.facts.case.power_of(p) for p in (s.by, *s.claim.to)})
        return found

    def _is_side(self, power: str) -> bool:
        party = self.facts.case.party(power)
        return party is not None and (party.kind in ("state", "organisation") or bool(SIDES & set(party.roles)))


def _asks(of: str, purpose: str) -> bool:
    return of in ASKED and purpose == "proposal"


def _owed(names: "pl.DataFrame", said: "pl.DataFrame", asks: "pl.DataFrame", power: str, on: date) -> "pl.DataFrame":
    import polars as pl

    stand = said.filter("standing")
    differ = stand.group_by("record").agg(differ=pl.col("remark").n_unique() > 1)
    own = stand.filter(pl.col("power") == pl.col("teller"))
    needs = pl.col("remark") == "needs_data"
    answers = own.group_by("record", asked="power").agg(
        remarks=pl.col("remark").unique().sort(), needs=needs.any(), needed=pl.col("last").filter(needs).max()
    )
    once = said.filter(pl.col("power") == pl.col("teller")).select("record", asked="power", said=True).unique()
    found = (
        asks.join(names.select("record", "since", "changed"), on="record", how="left", maintain_order="left")
        .join(answers, on=["record", "asked"], how="left", maintain_order="left")
        .join(once, on=["record", "asked"], how="left", maintain_order="left")
        .join(differ, on="record", how="left", maintain_order="left")
    )
    return _next_word(found, power).with_columns(
        days=(pl.lit(on) - pl.col("since")).dt.total_days().clip(lower_bound=0),
        differ=pl.col("differ").fill_null(False),
    )


def _next_word(found: "pl.DataFrame", power: str) -> "pl.DataFrame":
    """Who owes the next word on each name, of what kind, and since which day."""
    import polars as pl

    asked, none = pl.col("asked"), pl.col("remarks").is_null()
    needs = pl.col("needs").fill_null(False)
    given = needs & (pl.col("changed") > pl.col("needed")).fill_null(False)
    owes = pl.when(asked.is_not_null() & (none | given)).then(asked).when(needs).then(pl.lit(power))
    what = pl.when(asked.is_not_null() & (none | given)).then(pl.lit("remark")).when(needs).then(pl.lit("data"))
    since = pl.when(given).then("changed").when(needs).then("needed").when(none & asked.is_not_null()).then("since")
    left_out = none & pl.col("said").fill_null(False)
    return found.select(
        "record", "asked", "remarks", owes.alias("owes"), what.alias("what"), since.alias("since"),
        left_out.alias("left_out"), given.alias("data_given"), "differ",
    )  # fmt: skip
