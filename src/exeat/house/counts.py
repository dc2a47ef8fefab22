"""Tables of counts that leave the house: out of none of them, nor out of all that somebody has, comes a small number.

- The log of accesses knows which tables went to whom, and which places of each were hidden. Before a table goes out it
  is looked at together with all that its recipient has: a party and its offices are one, and what went out for nobody
  in particular everybody has. A table for nobody in particular is looked at together with all there are.
- That is done for the same people only. Where a list has another version, or somebody was erased from it, the
  difference of two tables may be one person: such tables do not go to one recipient, unless the people are alike in all
  columns that are counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from exeat.adapters.exports.count_file import write_counts
from exeat.adapters.exports.cut import COMPLETE
from exeat.adapters.exports.outgoing import Outgoing, under_our_names
from exeat.adapters.exports.worlds import world
from exeat.adapters.exports.write import Exported, check_place, format_of, known_list
from exeat.core.claims import Accessed
from exeat.core.entry import BodyRef
from exeat.core.errors import Problem, Refused
from exeat.core.facts import Facts
from exeat.core.message import Message
from exeat.core.tables import Table
from exeat.disclosure.hiding import TooFew
from exeat.disclosure.numbers import FEW
from exeat.disclosure.recipient import SHOWN_COLUMNS, Recipient, addressed, same
from exeat.disclosure.tables import Counts, Place, counted
from exeat.disclosure.together import Given, GivesAway, TooLarge, beside, hidden_beside

from .books import Books
from .copies import Say, marked
from .reading import Access, accesses, readings

if TYPE_CHECKING:
    import polars as pl

COUNTS = "counts"
HIDDEN, PEOPLE, VERSION = "counts_hidden", "counts_people", "counts_version"
"""What the log says of a table: the places that are hidden, by number; how many people; of which list's version."""
NONE = "-"


@dataclass(frozen=True, slots=True)
class CountsWanted:
    """A table of how many people of a list have which values: of one or two columns."""

    list: str
    path: Path
    columns: tuple[str, ...]
    recipient: str | None = None
    force: bool = False


@dataclass(frozen=True, slots=True)
class Had:
    """A table that went out before, as the log has it."""

    list: str
    columns: tuple[str, ...]
    party: str | None
    at: datetime
    told: dict[str, str]

    @property
    def words(self) -> dict[str, str]:
        """How it is named to whoever asks."""
        day = self.at.date().isoformat()
        return {"earlier": self.list, "columns": ", ".join(self.columns), "party": self.party or NONE, "day": day}


def export_counts(books: Books, wanted: CountsWanted, facts: Facts, say: Say) -> Exported:
    """Write a table of counts out of which no small one can be worked out. Raises Refused, and nothing was written."""
    if wanted.recipient is not None:
        wanted = replace(wanted, recipient=addressed(facts, wanted.recipient))
    out = known_list(facts, wanted.list, date.min)
    _may_count(facts, wanted, out)
    check_place(wanted.path, out, wanted.force)
    if format_of(wanted.path) not in ("CSV", "XLSX"):
        raise Refused([Problem("export-counts-format", values={"format": format_of(wanted.path)})])
    log = _Log(books, wanted, facts)
    before = log.had()
    table = counted(out.rows, wanted.columns)
    gone = _hidden(log, table, out, before)
    mark = marked(books, _access(wanted, facts, table, gone), facts, say)
    if len(log.had()) > len(before) + books.recorded:
        raise Refused([Problem("export-counts-meanwhile", values={"list": wanted.list})])
    write_counts(table, gone, wanted.path, mark, say, out, wanted.force)
    notes = [Message("export.counts_hidden", {"hidden": str(len(gone)), "of": str(len(table.cells))})] if gone else []
    notes += [Message("export.counts_before", {"number": str(len(before))})] if before else []
    notes += [Message("export.counts_log_lost")] if log.begun_again else []
    code = None if mark is None else mark.code
    return Exported(format_of(wanted.path), len(table.cells), wanted.columns, (), tuple(notes), COMPLETE, code)


def _may_count(facts: Facts, wanted: CountsWanted, out: Outgoing) -> None:
    """Raises Refused for a column that the list has not, or that a party's copy may not count by."""
    known = ", ".join(out.rows.columns)
    wrong = [
        Problem("export-column-unknown", values={"column": c, "known": known})
        for c in wanted.columns
        if c not in out.rows.columns
    ]
    wrong += [Problem("export-counts-columns")] if not 1 <= len(set(wanted.columns)) == len(wanted.columns) <= 2 else []
    who = None if wanted.recipient is None else Recipient.of(facts, wanted.recipient)
    if who is not None and not who.whole:
        mine = who.owns(facts.statements[facts.lists[wanted.list][0]].by)
        wrong += [
            Problem("export-counts-by", values={"column": c, "known": ", ".join(sorted(SHOWN_COLUMNS))})
            for c in wanted.columns
            if not mine and c not in SHOWN_COLUMNS
        ]
        if not who.may_have(wanted.list):
            wrong.append(Problem("export-not-for", values={"list": wanted.list, "party": wanted.recipient or ""}))
    if wrong:
        raise Refused(wrong)


def _access(wanted: CountsWanted, facts: Facts, table: Counts, gone: frozenset[Place]) -> Accessed:
    """What the log says of a table: enough to make it again, and nobody's name."""
    places = " ".join(str(i) for i, c in enumerate(table.cells) if c.place in gone)
    version = facts.lists[wanted.list][1].version
    told = {COUNTS: "yes", HIDDEN: places or NONE, PEOPLE: str(table.total), VERSION: version}
    shown = len(table.cells) - len(gone)
    return Accessed(
        "export", list=wanted.list, rows=shown, columns=wanted.columns, party=wanted.recipient,
        asked=tuple(sorted(told.items())),
    )  # fmt: skip


# ------------------------------------------------------------ tables that went out before


class _Log:
    """What the log of accesses knows of tables of one list, of any version, that a recipient has."""

    def __init__(self, books: Books, wanted: CountsWanted, facts: Facts) -> None:
        self.books, self.wanted, self.facts = books, wanted, facts
        held = [e.body.table for e in books.entries if isinstance(e.body, BodyRef)]
        self.tables: dict[str, Table] = {t.version: t for t in held if t is not None}
        self.supersedes = {t.header.list: t.header.supersedes for t in self.tables.values()}
        self.begun_again = False

    def had(self) -> list[Had]:
        """The tables that the recipient has by now, or may have."""
        if not self.books.recorded:
            return []
        found = readings(self.books)
        with accesses(self.books) as log:
            self.begun_again = log.begun_again
        return [h for a in found if (h := _table(a)) is not None and self._theirs(h)]

    def _theirs(self, had: Had) -> bool:
        if self._origin(had.list) != self._origin(self.wanted.list):
            return False
        who = self.wanted.recipient
        return who is None or had.party is None or self._power(had.party) == self._power(who)

    def _power(self, party: str) -> str:
        """For whom somebody gets it; whom the case does not know may be spelled in several ways."""
        return same(self.facts.case.power_of(addressed(self.facts, party)))

    def _origin(self, name: str) -> str:
        """The first of the versions of a list, whether or not it stands."""
        seen = {name}
        while (before := self.supersedes.get(name)) and before not in seen:
            seen.add(before)
            name = before
        return name


def _table(access: Access) -> Had | None:
    asked = access.asked
    if asked is None or asked.list is None or (COUNTS, "yes") not in asked.asked:
        return None
    return Had(asked.list, asked.columns, asked.party, access.at, dict(asked.asked))


def _hidden(log: _Log, table: Counts, out: Outgoing, before: Sequence[Had]) -> frozenset[Place]:
    """What the table does not show to whoever has the others. Raises Refused."""
    near = [before[i] for i in beside(table.columns, [h.columns for h in before])]
    columns = sorted({*table.columns, *(c for h in near for c in h.columns)})
    given = [_given(log, h, out.rows, columns) for h in near]
    name = log.wanted.list
    if None in given:
        other = [h for h, g in zip(near, given, strict=True) if g is None]
        raise Refused([Problem("export-counts-state", values={"list": name, **h.words}) for h in other])
    try:
        return hidden_beside(table, [g for g in given if g is not None], world)
    except TooFew:
        raise Refused([Problem("export-counts-few", values={"list": name})]) from None
    except GivesAway as e:
        wrong = [Problem("export-counts-together", values={"list": name, **near[i].words}) for i in e.by]
        raise Refused(wrong) from None
    except TooLarge:
        raise Refused([Problem("export-counts-large", values={"list": name, **h.words}) for h in near]) from None


def _given(log: _Log, had: Had, rows: "pl.DataFrame", columns: Sequence[str]) -> Given | None:
    """An earlier table, made again of the people that there are now; None where they may be others than then."""
    if HIDDEN not in had.told or not _alike(log, had, rows, columns):
        return None
    table = counted(rows, had.columns)
    gone = {int(i) for i in had.told[HIDDEN].split() if i != NONE}
    if any(c.number < FEW and i not in gone for i, c in enumerate(table.cells)):
        return None  # whoever wrote this down counted otherwise
    return Given(table, frozenset(c.place for i, c in enumerate(table.cells) if i in gone))


def _alike(log: _Log, had: Had, rows: "pl.DataFrame", columns: Sequence[str]) -> bool:
    """Whether an earlier table is of people like these, in all the columns."""
    then = log.tables.get(had.told[VERSION])
    if then is None or had.told[PEOPLE] != str(rows.height) or then.rows.height != rows.height:
        return False
    theirs, _ = under_our_names(then)
    if not set(columns) <= set(theirs.columns) & set(rows.columns):
        return False
    return theirs.select(columns).sort(columns).equals(rows.select(columns).sort(columns))
