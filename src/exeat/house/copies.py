"""Copies that leave the house: each is noted in the log of accesses and marked, before a byte of it is written.

- What the log says of a copy is what its mark is made of: the list, how many rows, which columns, for whom, when, and
  how much is missing.
- A copy for somebody is made of a recorded case only: else nobody would know whose it is.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from exeat.adapters.exports.count_file import write_counts
from exeat.adapters.exports.cut import COMPLETE, Missing
from exeat.adapters.exports.outgoing import Outgoing
from exeat.adapters.exports.write import Exported, Wanted, check_place, export_list, format_of, known_list
from exeat.adapters.lists.copies import codes_of
from exeat.adapters.lists.raw import Unreadable
from exeat.core.claims import Accessed
from exeat.core.entry import BodyRef, time_text
from exeat.core.errors import Problem, Refused
from exeat.core.facts import Facts
from exeat.core.message import Message
from exeat.core.shape import encode
from exeat.disclosure.hiding import TooFew, hidden
from exeat.disclosure.marks import Mark, code_of, written
from exeat.disclosure.recipient import SHOWN_COLUMNS, Recipient
from exeat.disclosure.tables import counted

from .books import Books
from .reading import Access, readings

Say = Callable[[Message], str]
SECRET = "copies"
COUNTS = "counts"


@dataclass(frozen=True, slots=True)
class Whose:
    """A code that stands in a file. `copy`: what the log says of it; None = the log knows of no such copy."""

    code: str
    copy: Access | None


def export(books: Books, wanted: Wanted, facts: Facts, say: Say) -> Exported:
    """Write a list for somebody, marked; for nobody in particular, as it is. Raises Refused: see `export_list`."""

    def marking(out: Outgoing, missing: Missing) -> Mark | None:
        columns = tuple(out.rows.columns)
        asked = {"black": missing.black, "columns_out": missing.columns, "rows_out": missing.rows}
        copy = Accessed(
            "export", list=out.list, rows=out.rows.height, columns=columns, party=wanted.recipient,
            asked=tuple((k, str(n)) for k, n in sorted(asked.items()) if n),
        )  # fmt: skip
        return marked(books, copy, facts, say, missing)

    return export_list(facts, wanted, marking)


def marked(books: Books, copy: Accessed, facts: Facts, say: Say, missing: Missing = COMPLETE) -> Mark | None:
    """Note a copy, and give its mark; None where it is for nobody in particular. Raises Refused: see `noted`."""
    if copy.party is None:
        books.noted(copy)
        return None
    if not books.recorded:
        raise Refused([Problem("copy-unrecorded", values={"folder": str(books.folder)})])
    now = books.clock.now()
    copy = replace(copy, asked=tuple(sorted((*copy.asked, ("made", time_text(now))))))
    code = _code(books, copy)
    books.noted(replace(copy, mark=code))
    return Mark(code, say(_words(copy, facts, code, now, missing)))


def copy_for(books: Books, command: str, party: str, facts: Facts, say: Say) -> Mark | None:
    """Note that a page or a note is made for a party, and give its mark; None where nothing was recorded."""
    return marked(books, Accessed(command, party=party), facts, say) if books.recorded else None


def _code(books: Books, copy: Accessed) -> str:
    if books.vault is None:
        return written(os.urandom(10))
    return code_of(books.vault.secret(SECRET), encode(copy, True))


def _words(copy: Accessed, facts: Facts, code: str, now: datetime, missing: Missing) -> Message:
    """The words of a mark: for whom, of which day, of what; how much is missing."""
    party = facts.case.party(copy.party or "")
    values = {
        "code": code, "party": copy.party or "" if party is None else party.name, "day": now.date().isoformat(),
        "case": facts.case.id, "what": copy.command if copy.list is None else _entry(facts, copy.list),
        "columns": str(missing.columns), "rows": str(missing.rows), "black": str(missing.black),
    }  # fmt: skip
    return Message("export.copy_cut" if missing != COMPLETE else "export.copy", values)


def _entry(facts: Facts, name: str) -> str:
    """A list and the entry in which it was recorded: what proves a row of it, and helps nobody to guess a cell."""
    id, _ = facts.lists[name]
    entry = next(e.index for e in facts.entries if isinstance(e.body, BodyRef) and e.body.id == id)
    return f"{name} (#{entry})"


# ------------------------------------------------------------ tables of counts


@dataclass(frozen=True, slots=True)
class CountsWanted:
    """A table of how many people of a list have which values: of one or two columns."""

    list: str
    path: Path
    columns: tuple[str, ...]
    recipient: str | None = None
    force: bool = False


def export_counts(books: Books, wanted: CountsWanted, facts: Facts, say: Say) -> Exported:
    """Write a table of counts out of which no small one can be worked out. Raises Refused, and nothing was written."""
    out = known_list(facts, wanted.list, date.min)
    _may_count(facts, wanted, out)
    check_place(wanted.path, out, wanted.force)
    if format_of(wanted.path) not in ("CSV", "XLSX"):
        raise Refused([Problem("export-counts-format", values={"format": format_of(wanted.path)})])
    table = counted(out.rows, wanted.columns)
    try:
        gone = hidden(table)
    except TooFew:
        raise Refused([Problem("export-counts-few", values={"list": wanted.list})]) from None
    before = _before(books, facts, wanted)
    shown = len(table.cells) - len(gone)
    columns = wanted.columns
    copy = Accessed(
        "export", list=wanted.list, rows=shown, columns=columns, party=wanted.recipient, asked=((COUNTS, "yes"),)
    )
    mark = marked(books, copy, facts, say)
    write_counts(table, gone, wanted.path, mark, say, out, wanted.force)
    notes = [Message("export.counts_hidden", {"hidden": str(len(gone)), "of": str(len(table.cells))})] if gone else []
    notes += [Message("export.counts_before", {"number": str(before)})] if before else []
    code = None if mark is None else mark.code
    return Exported(format_of(wanted.path), len(table.cells), columns, (), tuple(notes), COMPLETE, code)


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


def _before(books: Books, facts: Facts, wanted: CountsWanted) -> int:
    """How many other tables of the same list, of any version, this recipient had before."""
    if wanted.recipient is None or not books.recorded:
        return 0
    had = (a.asked for a in readings(books) if a.asked is not None and a.asked.party == wanted.recipient)
    same = [c for c in had if c.list is not None and facts.origin(c.list) == facts.origin(wanted.list)]
    return sum((COUNTS, "yes") in c.asked for c in same)


# ------------------------------------------------------------ whose copy


def whose(books: Books, path: Path) -> tuple[Whose, ...]:
    """Whose copy a file is, by the codes in it. Raises Refused where it cannot be read, or no case is."""
    if not books.recorded:
        raise Refused([Problem("copy-unrecorded", values={"folder": str(books.folder)})])
    try:
        codes = codes_of(path)
    except (OSError, Unreadable) as e:
        why = (e.strerror or "") if isinstance(e, OSError) else e.fault.code
        raise Refused([Problem("copy-unreadable", values={"file": path.name, "why": why})]) from None
    known = {a.asked.mark: a for a in readings(books) if a.asked is not None and a.asked.mark is not None}
    return tuple(Whose(c, known.get(c)) for c in codes)
