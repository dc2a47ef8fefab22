"""Recording: what the files of a case say, beside what was recorded of it before.

- Nothing is overwritten: what is new is added, a slip of the recorder's is undone by a recording error, and the
  keeper's changed declaration of the case replaces the one before.
- A list of which rows were erased is known by its other rows. A file that still holds those that were erased is
  refused: what was erased does not come back unasked.
- What changed is told: new keys, keys that left the files, what the declaration says now, dates nobody can read.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from exeat.core.case import KEEPER, Case
from exeat.core.claims import CaseKept, RecordedElsewhere, RecordingError
from exeat.core.entry import Entry
from exeat.core.errors import Problem, Refused
from exeat.core.facts import AsOf, Facts
from exeat.core.marked import Plain
from exeat.core.shape import encode
from exeat.core.statement import Statement
from exeat.core.tables import unread_dates
from exeat.ledger.note import Signer

from .folder import CASE_KEY
from .said import Said, identified
from .store import SqliteStore, moving, salts_of

UNDO = "undo."  # keys of the recording errors that `record --correct` makes


@dataclass(frozen=True, slots=True)
class Recorded:
    """What `record` did: keys of new statements, how many were known, and keys that stand but left the files.

    `redeclared`: what changed in the case as its keeper declares it (`protocol.cut_off: 2025-04-20 -> 2025-05-20`).
    `moved`: entries that were recorded before a visibility group covered them, and came under it now (`health: 3`).
    `left_open`: those that stay open to every door, because the group is not open to whoever records.
    `unread`: dates in new lists that cannot be read and were kept as received (`roster, birth_date: 2`).
    """

    new: tuple[str, ...]
    known: int
    corrected: tuple[str, ...]
    gone: tuple[str, ...]
    entries: int
    redeclared: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    left_open: tuple[str, ...] = ()


class Recording:
    """What the files say beside what was recorded: the words to add, and the recorder's slips to undo."""

    def __init__(self, case: Case, said: Sequence[Said], store: SqliteStore, entries: Sequence[Entry]) -> None:
        self.case, self.said, self.store, self.salts = case, said, store, salts_of(case, store)
        self.facts = Facts(entries, AsOf(None, date.min))
        self.bodies = self.facts.bodies
        self.keys = {b.key: i for i, b in self.bodies.items()}  # the newest under each key
        standing = {s.claim.statement for i, s in self.facts.of(RecordingError)
                    if self._ours(i) and isinstance(s.claim, RecordingError)}  # fmt: skip
        self.undone = {b.statement.body(): i for i, b in self.bodies.items() if i in standing}

    def _ours(self, id: str) -> bool:
        return self.facts.key(id).startswith(UNDO)

    def _from_others(self, key: str) -> bool:
        """Whether no file of ours is to be expected under a key: an undoing, or what another office recorded."""
        taken = {s.claim.statement for _, s in self.facts.of(RecordedElsewhere)
                 if isinstance(s.claim, RecordedElsewhere)}  # fmt: skip
        return key.startswith(UNDO) or self.keys[key] in taken

    def missing(self) -> list[Said]:
        """The statements of the files that do not stand as recorded."""
        return [s for s in self.said if not self._known(s)]

    def _known(self, said: Said) -> bool:
        if said.key == CASE_KEY:
            return bool(self.bodies) and self.facts.case == replace(self.case, lists=())
        if self._thinned(said) is not None:
            return True
        return self.store.recognises(said.body) and said.body not in self.undone

    def _thinned(self, said: Said) -> Literal["rest", "whole"] | None:
        """What the file of a list of which rows were erased holds: its other rows, or all; None = something else."""
        held = self.bodies[self.keys[said.key]].table if said.key in self.keys else None
        if held is None or not held.gone or said.table is None:
            return None
        rows = said.table.rows
        if replace(said.table.header, root="", rows=0) != replace(held.header, root="", rows=0):
            return None
        if rows.equals(held.rows):
            return "rest"
        whole = rows.height == held.header.rows and rows[held.places()].equals(held.rows)
        return "whole" if whole else None

    def back(self) -> list[Problem]:
        """The files of lists that still hold rows that were erased."""
        held = [(s.key, len(t.gone)) for s in self.said if self._thinned(s) == "whole"
                and (t := self.bodies[self.keys[s.key]].table) is not None]  # fmt: skip
        return [Problem("erased-back", values={"list": key, "rows": str(rows)}) for key, rows in held]

    def record(
        self,
        at: datetime,
        by: str,
        correct: frozenset[str] = frozenset(),
        pen: Signer | None = None,
        first: Sequence[Said] = (),
    ) -> Recorded:
        """Record what is missing. `correct`: keys whose recorded body was a slip; `first`: what the log begins with."""
        missing = self.missing()
        changed = [s for s in missing if s.key in self.keys and s.key != CASE_KEY]
        refused = [Problem("key-known", values={"key": s.key}) for s in changed if s.key not in correct]
        refused += self.back()
        if refused:
            raise Refused(refused)
        new = [self._kept(s) if s.key == CASE_KEY else s for s in missing if s not in changed]
        added = self.store.append([*first, *(c for s in changed for c in self._corrected(s)), *new], at, by, pen)
        files = {s.key for s in self.said}
        gone = tuple(sorted(k for k in self.keys if k and k not in files and not self._from_others(k)))
        known, total = len(self.said) - len(missing), len(self.facts.entries) + added
        redeclared = changes(self.facts.case if self.bodies else None, replace(self.case, lists=()))
        unread = tuple(line for s in (*new, *changed) if s.table is not None for line in unread_dates(s.table))
        fresh, corrected = tuple(s.key for s in new), tuple(s.key for s in changed)
        moved, left = map(_counted, moving.move(self.store))
        return Recorded(fresh, known, corrected, gone, total, redeclared, unread, moved, left)

    def _corrected(self, said: Said) -> Iterator[Said]:
        """What makes a key say what the files say now: the slip undone, and the words added or put back."""
        undone = set(self.undone.values())
        yield from (self._flip(said.key, i) for i, b in self.bodies.items() if b.key == said.key and i not in undone)
        yield self._flip(said.key, self.undone[said.body]) if said.body in self.undone else said

    def _flip(self, key: str, id: str) -> Said:
        """A recording error that undoes a statement, or the undoing of it, whichever was the last to stand."""
        undoings = {s.statement.claim.statement: i for i, s in self.bodies.items()
                    if self._ours(i) and isinstance(s.statement.claim, RecordingError)}  # fmt: skip
        while id in undoings:
            id = undoings[id]
        return identified(self.salts, f"{UNDO}{key}.{id[3:11]}", Statement(KEEPER, "states", RecordingError(id)))

    def _kept(self, said: Said) -> Said:
        """The case as its keeper declares it now; it replaces the declaration before."""
        if CASE_KEY not in self.keys or not isinstance(said.statement.claim, CaseKept):
            return said
        claim = replace(said.statement.claim, replaces=self.keys[CASE_KEY])
        return identified(self.salts, CASE_KEY, replace(said.statement, claim=claim))


def _counted(found: Mapping[int, str]) -> tuple[str, ...]:
    """How many entries of which group."""
    return tuple(f"{group}: {number}" for group, number in sorted(Counter(found.values()).items()))


def changes(before: Case | None, now: Case) -> tuple[str, ...]:
    """What differs between two declarations of a case, part by part; nothing where there was none before."""
    old, new = ({} if c is None else dict(_parts("", encode(c))) for c in (before, now))
    if before is None:
        return ()
    keys = sorted(k for k in {*old, *new} if old.get(k) != new.get(k))
    return tuple(f"{k}: {old.get(k, '-')} -> {new.get(k, '-')}" for k in keys)


def _parts(name: str, value: Plain) -> Iterator[tuple[str, str]]:
    """The texts of a declaration with the path to each; members of a list go by their id."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _parts(f"{name}.{key}" if name else key, inner)
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            own = inner.get("id", inner.get("rule", i)) if isinstance(inner, dict) else i
            yield from _parts(f"{name}.{own}", inner)
    else:
        yield name, str(value)
