"""Backups of a ledger, and putting one back: everything is verified first, and what would be lost is said in numbers.

- A backup is one file, without keys: without exeat.keys nobody reads it.
- A backup takes the place of the store if it holds by itself, is of the same log, and is not shorter than the store or
  a checkpoint that somebody kept. Where entries would be lost it is refused, unless that is asked for by name.
- What was in the store stays beside it in a file of its own.
- What was erased since the backup stays erased.
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
from exeat.core.errors import Problem, Refused
from exeat.core.message import Message
from exeat.ledger.checkpoint import holds, read_checkpoint
from exeat.ledger.note import Note, read_note
from exeat.ledger.tree import Tree, grew

from .books import STORE, Books
from .ledger import verify

LOSES = frozenset({"proof.backup_older", "proof.backup_short", "proof.backup_rows"})
"""What is against a restoring only as long as nobody asks for it by name."""
UNSAID = frozenset({"proof.erased_unsaid", "proof.rows_erased_unsaid"})
"""What is not against it: what was erased since stays so, and the word of it may be younger than the backup."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What restoring came to. `against`: why it was not done; none = it was, or it was asked for all the same.

    `lost`: entries that the store had and the backup has not; `missing`: those that a checkpoint knows and it has not;
    `unopened`: lists, by their entries, whose rows nobody opens any more; `beside`: the file with what was before.
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
    against: tuple[Message, ...] = ()


def backup(books: Books, file: Path, checkpoint: Path | None = None) -> Copied:
    """Write a backup of what was recorded, and what it holds; `checkpoint`: where to write its last checkpoint, too.

    Raises Refused where nothing was recorded, a file is there already, or there is no checkpoint.
    """
    if not books.recorded:
        raise Refused([Problem("not-recorded", values={"folder": str(books.folder)})])
    if checkpoint is not None and checkpoint.exists():
        raise Refused([Problem("backup-there", str(checkpoint))])
    with books.store() as store:  # whoever takes it away is noted
        if checkpoint is not None and store.checkpoint() is None:
            raise Refused([Problem("not-proved")])
        made = backed_up(store, file)
    if checkpoint is not None and made.note is not None:
        checkpoint.write_text(made.note, "utf-8", newline="\n")
        synced(checkpoint)
    return made


def restore(
    books: Books, file: Path, checkpoint: Path | None = None, policy: Path | None = None, older: bool = False
) -> Restored:
    """Put a backup in the place of the store. `older`: although entries are lost by it.

    `checkpoint`: one of this log that somebody kept; `policy`: whose signatures the backup's last one must have. Raises
    Refused for files that cannot be read; then nothing was changed.
    """
    note = None if checkpoint is None else _note(checkpoint)
    books.noted(books.reader.question)
    with _looked_at(books, file) as (aside, copy), _standing(books) as store:
        before = None if store is None else store.leaves()
        if keyless := without_keys(copy):
            return Restored(against=(Message("proof.backup_keys", {"entries": str(keyless)}),))
        carried = carry_over(copy, store)
        found = _Compared(copy, carried, before, note).found()
        if store is not None and not same_kind(copy, store):
            found = replace(found, against=(Message("proof.backup_another"),))
        found = replace(found, against=(*_not_verified(aside, policy), *found.against))
        if any(m.id not in LOSES or not older for m in found.against):
            return found
        beside = _put(books, copy, store, before or [])
        if books.vault is not None:
            books.vault.make_up(found.entries)
    return replace(found, done=True, against=(), beside=beside)


def _note(file: Path) -> Note:
    return read_note(file.read_bytes().decode("utf-8", "replace"), str(file))


def _not_verified(aside: Books, policy: Path | None) -> tuple[Message, ...]:
    return tuple(m for m in verify(aside, policy).problems if m.id not in UNSAID)


@contextmanager
def _looked_at(books: Books, file: Path) -> Iterator[tuple[Books, SqliteStore]]:
    """A copy of the backup, in a folder of its own beside the store: the backup itself is only read."""
    new = not books.folder.exists()
    books.folder.mkdir(parents=True, exist_ok=True)
    folder = books.folder / f".restoring.{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        unpacked(file, folder / STORE, books.vault)
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
    """A backup beside the store that it would replace, and beside a checkpoint."""

    def __init__(self, copy: SqliteStore, carried: Carried, before: Sequence[bytes] | None, note: Note | None) -> None:
        self.copy, self.carried, self.before, self.note = copy, carried, before, note
        self.leaves = copy.leaves()
        self.tree = Tree(self.leaves)

    def found(self) -> Restored:
        rows = [Message("proof.backup_rows", {"entries": ", ".join(map(str, self.carried.lost))})]
        against = [*self._store(), *self._checkpoint(), *(rows if self.carried.lost else [])]
        return Restored(
            entries=len(self.leaves), root=self.tree.root().hex(), lost=self._shorter_by(len(self.before or [])),
            missing=0 if self.note is None else self._shorter_by(read_checkpoint(self.note.text).size),
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

    def _checkpoint(self) -> Iterator[Message]:
        """Whether the backup grew out of what a checkpoint signs."""
        if self.note is None:
            return
        head, vault = read_checkpoint(self.note.text), self.copy.vault
        if vault is not None and not (head.origin == vault.log.key.name and holds(self.note, vault.log.key)):
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
        beside = _free(path, "before-restore")
        put(copy, store, beside, before)
        return beside.name
    moved = _moved_aside(path) if path.exists() else None
    made = copy.path.with_name("whole.db")
    backed_up(copy, made)
    if not appear(made, path):
        raise Refused([Problem("store-unwritable", path.name, values={"why": "another process made one"})])
    return moved


def _moved_aside(path: Path) -> str:
    """A store that cannot be read, under another name, with what belongs to it."""
    beside = _free(path, "unreadable")
    for end in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            os.rename(path.with_name(path.name + end), beside.with_name(beside.name + end))
    synced(path.parent)
    return beside.name


def _free(path: Path, word: str) -> Path:
    names = (path.with_name(f"{path.name}.{word}-{n}") for n in range(1, 1_000_000))
    return next(p for p in names if not p.exists())
