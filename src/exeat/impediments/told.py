"""What was told of the persons of a problem: claims joined to persons, ready for the rules.

- A claim about a group is dropped here: it never reaches a person.
- The day of the as-of decides which words count; a word said of a later day does not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from exeat.core.case import Case
from exeat.core.dates import read_dates
from exeat.core.facts import Facts
from exeat.identity.people import People

if TYPE_CHECKING:
    import polars as pl

Act = Literal["release", "transfer"]


@dataclass(frozen=True, slots=True)
class Context:
    """A move that somebody would make: which power acts, what it does, and to whom (None for a release).

    What clauses ask of it beyond that, None = nothing: `proof_days`, how old a proof of life may be; `petition_days`,
    how many days must lie between the legal act and the move. `remains`: it hands over the remains of the dead.
    """

    power: str
    act: Act
    destination: str | None = None
    proof_days: int | None = None
    petition_days: int | None = None
    remains: bool = False


class Told:
    """The claims about a set of persons (`among`: one column of their records)."""

    def __init__(self, facts: Facts, people: People, among: "pl.Series") -> None:
        self.facts, self.people = facts, people
        self.case: Case = facts.case
        self.on: date = facts.as_of.on
        self.among = people.persons(among).unique()
        self._frames: dict[type, pl.DataFrame] = {}
        self.found: dict[tuple[str | int | None, ...], pl.DataFrame] = {}  # what rules found, by what they depend on

    def frame(self, claim: type) -> "pl.DataFrame":
        """Everything said of these persons with this kind of claim: `facts.frame`, with a column `person`.

        A date column `on` or `until` also comes as its first and last day: `on_first`, `on_last`.
        """
        import polars as pl

        if claim not in self._frames:
            said = self.facts.frame(claim).filter(pl.col("subject").str.contains("#", literal=True))
            person = self.people.persons(said["subject"])
            said = self._mine(said.with_columns(person))
            for column in {"on", "until"} & set(said.columns):
                days = read_dates(said[column])
                said = said.with_columns(days[end].alias(f"{column}_{end}") for end in ("first", "last"))
            self._frames[claim] = said
        return self._frames[claim]

    def said(self, claim: type) -> "pl.LazyFrame":
        """What was said, without the denials."""
        import polars as pl

        return self.frame(claim).lazy().filter(pl.col("act") != "denies")

    def denied(self, claim: type) -> "pl.LazyFrame":
        """The denials."""
        import polars as pl

        return self.frame(claim).lazy().filter(pl.col("act") == "denies")

    @cached_property
    def rows(self) -> "pl.DataFrame":
        """The rows of the current lists in which these persons stand, with `person` and the list's `holder`."""
        import polars as pl

        rows = self.facts.people
        holders = {n: t.header.holder for n, (_, t) in self.facts.current.items()}
        return self._mine(
            rows.with_columns(
                self.people.persons(rows["record"]),
                pl.col("list").replace_strict(holders, default=None, return_dtype=pl.String).alias("holder"),
            )
        )

    def those(self, persons: Iterable[str]) -> set[str]:
        """Which of some persons are among these."""
        some = sorted(set(persons))
        return set(self.among.filter(self.among.is_in(some))) if some else set()

    def _mine(self, said: "pl.DataFrame") -> "pl.DataFrame":
        """What is about these persons, in the order in which it was."""
        mine = said["person"].is_in(self.among.implode()).fill_null(False)
        return said if mine.all() else said.filter(mine)

    def powers(self, name: str) -> frozenset[str]:
        """A power and every office of it."""
        ids = {p.id for p in self.case.parties if self.case.power_of(p.id) == self.case.power_of(name)}
        return frozenset(ids | {name})

    def last_words(self, said: "pl.LazyFrame", caution: list[str], word: str) -> "pl.LazyFrame":
        """Of each person the last word on or before the day; of several on one day the most cautious.

        `caution` ranks the words, the most cautious first. A word without a day is later than every dated one.
        """
        import polars as pl

        rank = {w: i for i, w in enumerate(caution)}
        said = said.filter(pl.col("on_first").is_null() | (pl.col("on_first") <= self.on))
        once = pl.col("person").is_unique()  # most are asked once: only the others' words are put in order
        several = (
            said.filter(~once)
            .with_columns(pl.col(word).replace_strict(rank, default=0, return_dtype=pl.Int64).alias("_rank"))
            .sort("on_last", "_rank", "statement", "row", descending=[True, False, False, False], nulls_last=False)
            .unique("person", keep="first", maintain_order=True)
        )
        return pl.concat([said.filter(once), several.drop("_rank")])
