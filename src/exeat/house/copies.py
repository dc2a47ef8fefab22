"""Copies that leave the house: each is noted in the log of accesses and marked, before a byte of it is written.

- What the log says of a copy is what its mark is made of: the list, how many rows, which columns, for whom, when, and
  how much is missing.
- A copy for somebody is made of a recorded case only: else nobody would know whose it is.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from exeat.adapters.exports.cut import COMPLETE, Missing
from exeat.adapters.exports.outgoing import Outgoing
from exeat.adapters.exports.write import Exported, Wanted, export_list
from exeat.adapters.lists.copies import codes_of
from exeat.adapters.lists.raw import Unreadable
from exeat.core.claims import Accessed
from exeat.core.entry import BodyRef, time_text
from exeat.core.errors import Problem, Refused
from exeat.core.facts import Facts
from exeat.core.message import Message
from exeat.core.shape import encode
from exeat.disclosure.marks import Mark, code_of, written
from exeat.disclosure.recipient import addressed

from .books import Books
from .reading import Access, readings

Say = Callable[[Message], str]
SECRET = "copies"


@dataclass(frozen=True, slots=True)
class Whose:
    """A code that stands in a file. `copy`: what the log says of it; None = the log knows of no such copy."""

    code: str
    copy: Access | None


def export(books: Books, wanted: Wanted, facts: Facts, say: Say) -> Exported:
    """Write a list for somebody, marked; for nobody in particular, as it is. Raises Refused: see `export_list`."""
    if wanted.recipient is not None:
        wanted = replace(wanted, recipient=addressed(facts, wanted.recipient))

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
