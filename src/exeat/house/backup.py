"""Backups of a ledger, and putting one back: everything is verified first, and what would be lost is said in numbers.

- A backup is one file, without keys: without exeat.keys nobody reads it. It holds both logs: see `second`.
- A backup takes the place of the store if it holds by itself, is of the same log, and is not shorter than the store or
  a checkpoint that somebody kept. Where entries would be lost it is refused, unless that is asked for by name.
- What was in the store stays beside it in a file of its own.
- Keys that sign now are named in what is restored, and those that ended since end there too: see `signers`.
- What was erased since the backup stays erased, and an erasure that the store says is said again in what is restored.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from exeat.adapters.durable import appear, synced
from exeat.adapters.store import SqliteStore, erasing
from exeat.adapters.store.backup import Carried, Copied, backed_up, carry_over, put, same_kind, unpacked, without_keys
from exeat.core.entry import Entry
from exeat.core.errors import Problem, Refused
from exeat.core.message import Message
from exeat.evidence.erased import once
from exeat.ledger.checkpoint import holds, read_checkpoint
from exeat.ledger.note import Note, encoded
from exeat.ledger.tree import Tree, grew

from .afterwards import UNSAID, said_since, say_again
from .books import STORE, Books
from .kept import kept_note
from .ledger import verify
from .reading import ACCESSES, accesses, readings
from .second import LOSES as SECOND_LOSES
from .second import Second, free, moved_aside, readable
from .signers import Signers

LOSES = frozenset({"proof.backup_older", "proof.backup_short", "proof.backup_rows", *SECOND_LOSES})
"""What is against a restoring only as long as nobody asks for it by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What restoring came to. `against`: why it was not done; none = it was, or it was asked for all the same.

    `lost`: entries that the store had and the backup has not; `missing`: those that a checkpoint knows and it has not;
    `unopened`: lists, by their entries, whose rows nobody opens any more; `beside`: the file with what was before.
    `again`: erasures that the store says and the backup does not; they hold in what is restored, and are said again.
    `accesses`: how many the log of accesses has that is there now; None = there is none. `notes`: what became of it.
    """

    done: bool = False
    entries: int = 0
    root: str = ""
    lost: int = 0
    missing: int = 0
    erased: int = 0
    thinned: int = 0
    unopened: tuple[int, ...] = ()
    beside: str | None = None
    again: tuple[Message, ...] = ()
    accesses: int | None = None
    notes: tuple[Message, ...] = ()
    against: tuple[Message, ...] = ()


def backup(books: Books, file: Path, checkpoint: Path | None = None) -> Copied:
    """Write a backup of what was recorded and of who looked, and what it holds.

    `checkpoint`: where to write the last checkpoint, and beside it that of the log of accesses. Raises Refused where
    nothing was recorded, a file is there already, or there is no checkpoint.
    """
    if not books.recorded:
        raise Refused([Problem("not-recorded", values={"folder": str(books.folder)})])
    notes = () if checkpoint is None else (checkpoint, second_of(checkpoint))
    if taken := [Problem("backup-there", str(p)) for p in (file, *notes) if p.exists()]:
        raise Refused(taken)
    books.noted(replace(books.reader.question, command="backup"))  # an erasure names those who took one away
    with books.store() as store, _second(books) as second:
        if checkpoint is not None and store.checkpoint() is None:
            raise Refused([Problem("not-proved")])
        made = backed_up(store, file, second)
    for path, copied in zip(notes, (made, made.accesses), strict=False):
        if copied is not None and copied.note is not None:
            path.write_text(copied.note, "utf-8", newline="\n")
            synced(path)
    return made


def second_of(checkpoint: Path) -> Path:
    """Where the checkpoint of the log of accesses lies, beside that of the ledger."""
    return checkpoint.with_name(f"{checkpoint.name}.accesses")


@contextmanager
def _second(books: Books) -> Iterator[SqliteStore | None]:
    """The log of accesses; None where nobody could note anything, and the people are invented."""
    if not (books.folder / ACCESSES).is_file():
        yield None
        return
    with accesses(books) as log:
        yield log


def restore(
    books: Books, file: Path, checkpoints: Sequence[Path] = (), policy: Path | None = None, older: bool = False
) -> Restored:
    """Put a backup in the place of the store. `older`: although entries are lost by it.

    `checkpoints`: of this log or of its log of accesses, that somebody kept; `policy`: whose signatures the backup's
    last one must have. Raises Refused for files that cannot be read; then nothing was changed.
    """
    notes = [kept_note(path) for path in checkpoints]
    noted = readable(books)  # a log that is lost must not begin again before the one in the backup was looked at
    if noted:
        books.noted(books.reader.question)
    with _looked_at(books, file) as (aside, copy), _standing(books) as store, Second.of(books, aside) as second:
        before = None if store is None else store.leaves()
        if keyless := without_keys(copy):
            return Restored(against=(Message("proof.backup_keys", {"entries": str(keyless)}),))
        carried = carry_over(copy, store)
        ours = [n for n in notes if not second.signs(n)]
        found = _Compared(copy, carried, before, ours).found()
        if store is not None and not same_kind(copy, store):
            found = replace(found, against=(Message("proof.backup_another"),))
        checked = verify(aside, policy)
        wrong = [m for m in checked.problems if m.id not in UNSAID]  # what was erased since stays so
        since, signers = said_since(store, found.entries), Signers(books, copy, store, found.entries)
        if since and signers.lost:
            wrong.append(Message("proof.backup_unsigned"))
        against = (*wrong, *found.against, *second.against(checked.accesses, [n for n in notes if n not in ours]))
        found = replace(found, against=against, notes=second.notes, accesses=second.entries, again=_told(since))
        if any(m.id not in LOSES or not older for m in against):
            return found
        second.put()
        if books.vault is not None:
            books.vault.make_up(found.entries)
        signers.named_again()
        say_again(books, copy, since)  # before anybody reads: an older copy has no word of what was erased since
        beside = _put(books, copy, store, before or [])
    if not noted:
        books.noted(books.reader.question)
    unsigned = (Message("proof.restored_unsigned"),) if signers.lost else ()
    told = (*found.notes, *unsigned, *_without_a_word(books, store is None))
    return replace(found, done=True, against=(), beside=beside, notes=told)


def _told(since: Sequence[Entry]) -> tuple[Message, ...]:
    return tuple(made.message for e in since if (made := once(e)) is not None)


def _without_a_word(books: Books, lost: bool) -> Iterator[Message]:
    """What is gone in what was restored and no entry says at whose word; and, where the store was `lost`, readings
    from after the backup that an erasure took the words of: the log of accesses knows that there was one."""
    gone = [m for m in verify(books).problems if m.id in UNSAID]
    if gone:
        yield Message("proof.restored_unsaid", {"entries": ", ".join(m.values["index"] for m in gone)})
    if lost:
        with books.ledger() as store:
            last = store.entries(len(store.leaves()) - 1)[0].recorded_at
        since = sum(a.asked is None and (last is None or a.at > last) for a in readings(books))
        if since:
            yield Message("proof.restored_erasings", {"number": str(since)})


@contextmanager
def _looked_at(books: Books, file: Path) -> Iterator[tuple[Books, SqliteStore]]:
    """A copy of the backup, in a folder of its own beside the store: the backup itself is only read."""
    new = not books.folder.exists()
    books.folder.mkdir(parents=True, exist_ok=True)
    folder = books.folder / f".restoring.{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        unpacked(file, folder / STORE, books.vault, folder / ACCESSES)
        copy = SqliteStore(folder / STORE, books.vault)
        try:
            yield books.aside(folder), copy
        finally:
            copy.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # something is in it by now
            if new:
                books.folder.rmdir()


@contextmanager
def _standing(books: Books) -> Iterator[SqliteStore | None]:
    """The store that is there; None where there is none, or it cannot be read any more."""
    store = None
    with suppress(Refused):
        store = SqliteStore(books.folder / STORE, books.vault) if books.recorded else None
        if store is not None:
            erasing.finish(store)  # one that a crash or a power cut broke off
    try:
        yield store
    finally:
        if store is not None:
            store.close()


class _Compared:
    """A backup beside the store that it would replace, and beside checkpoints."""

    def __init__(
        self, copy: SqliteStore, carried: Carried, before: Sequence[bytes] | None, notes: Sequence[Note]
    ) -> None:
        self.copy, self.carried, self.before, self.notes = copy, carried, before, notes
        self.leaves = copy.leaves()
        self.tree = Tree(self.leaves)

    def found(self) -> Restored:
        rows = [Message("proof.backup_rows", {"entries": ", ".join(map(str, self.carried.lost))})]
        noted = [m for note in self.notes for m in self._checkpoint(note)]
        sizes = [read_checkpoint(note.text).size for note in self.notes]
        against = [*self._store(), *noted, *(rows if self.carried.lost else [])]
        return Restored(
            entries=len(self.leaves), root=encoded(self.tree.root()), lost=self._shorter_by(len(self.before or [])),
            missing=max(map(self._shorter_by, sizes), default=0),
            erased=self.carried.erased, thinned=self.carried.thinned, unopened=self.carried.lost,
            against=tuple(against),
        )  # fmt: skip

    def _shorter_by(self, size: int) -> int:
        return max(0, size - len(self.leaves))

    def _store(self) -> Iterator[Message]:
        """Whether the one log begins with the other."""
        before = self.before or []
        both = min(len(before), len(self.leaves))
        if list(before[:both]) != self.leaves[:both]:
            yield Message("proof.backup_another")
        elif len(before) > len(self.leaves):
            size, held = str(len(before)), str(len(self.leaves))
            yield Message("proof.backup_older", {"size": size, "held": held, "lost": str(len(before) - both)})

    def _checkpoint(self, note: Note) -> Iterator[Message]:
        """Whether the backup grew out of what a checkpoint signs."""
        head, vault = read_checkpoint(note.text), self.copy.vault
        if vault is not None and not (head.origin == vault.log.key.name and holds(note, vault.log.key)):
            yield Message("proof.log_not_signed", {"origin": head.origin})
        elif head.size > len(self.leaves):
            held, missing = str(len(self.leaves)), str(head.size - len(self.leaves))
            yield Message("proof.backup_short", {"size": str(head.size), "held": held, "missing": missing})
        else:
            path = self.tree.consistency(head.size)
            if not grew(head.size, head.root, len(self.leaves), self.tree.root(), path):
                yield Message("proof.backup_not_grown", {"old": str(head.size), "size": str(len(self.leaves))})


# ------------------------------------------------------------ putting it there


def _put(books: Books, copy: SqliteStore, store: SqliteStore | None, before: Sequence[bytes]) -> str | None:
    """Put a copy in the place of the store; the name of the file with what was there before."""
    path = books.folder / STORE
    if store is not None:
        beside = free(path, "before-restore")
        put(copy, store, beside, before)
        return beside.name
    moved = moved_aside(path) if path.exists() else None
    made = copy.path.with_name("whole.db")
    backed_up(copy, made)
    if not appear(made, path):
        raise Refused([Problem("store-unwritable", path.name, values={"why": "another process made one"})])
    return moved
