"""The log of accesses in a backup, and back: it is verified like the other log, and what is there is never lost by it.

- The log that is there goes on from the one in the backup, and stays. Where it was lost, or cannot be read, the one in
  the backup takes its place. Two that do not go together are said: the one that is there stays.
- What was erased of it stays erased: the keys of those words are gone.

What it does not do: it cannot tell how much was asked since the backup; a checkpoint that somebody kept can.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from exeat.adapters.durable import appear, synced
from exeat.adapters.store import AccessStore
from exeat.adapters.store.backup import backed_up, carry_over, without_keys
from exeat.adapters.vault import SecondKeys
from exeat.core.errors import Problem, Refused
from exeat.core.message import Message
from exeat.ledger.checkpoint import holds, read_checkpoint
from exeat.ledger.note import Key, Note
from exeat.ledger.tree import Tree, grew

from .books import Books
from .reading import ACCESSES, accesses
from .verify import Verified

LOSES = frozenset({"proof.accesses_wrong", "proof.accesses_short"})
"""What is against it only as long as nobody asks for an older log by name."""


class Second:
    """The log of accesses here, beside the one in a backup. `held`, `here`: their leaves; None = there is none.

    `unread`: there is one in the backup, and it cannot be opened. `entries`: how many there will be.
    """

    def __init__(self, books: Books, copy: AccessStore | None, unread: bool) -> None:
        self.books, self.copy, self.wrong = books, copy, 1 if unread else 0
        self.held = None if copy is None else copy.leaves()
        self.here = _here(books)
        self.keyless = 0 if copy is None else without_keys(copy)

    @classmethod
    @contextmanager
    def of(cls, books: Books, aside: Books) -> Iterator["Second"]:
        """Of a backup that was unpacked aside."""
        path, copy, unread = aside.folder / ACCESSES, None, False
        if path.is_file():
            try:
                copy = AccessStore(path, None if books.vault is None else SecondKeys(books.vault))
            except Refused:
                unread = True
                path.unlink()
        try:
            yield cls(books, copy, unread)
        finally:
            if copy is not None:
                copy.close()

    @property
    def entries(self) -> int | None:
        after = self._after()
        return None if after is None else len(after)

    def _after(self) -> list[bytes] | None:
        return self.held if self.here is None and not self.wrong else self.here

    @property
    def notes(self) -> tuple[Message, ...]:
        """What becomes of it."""
        held, here = (str(len(x or ())) for x in (self.held, self.here))
        if self.held is None:
            return () if self.wrong else (Message("proof.accesses_none"),)
        if self.wrong:
            return (Message("proof.accesses_left"),)
        if self.here is None:
            return (Message("proof.accesses_put", {"held": held}),)
        goes_on = self.here[: len(self.held)] == self.held
        return (Message("proof.accesses_stay" if goes_on else "proof.accesses_another", {"held": held, "here": here}),)

    def signs(self, note: Note) -> bool:
        """Whether a checkpoint is of this log: its key signed it."""
        key = self._key
        return key is not None and read_checkpoint(note.text).origin == key.name and bool(holds(note, key))

    @property
    def _key(self) -> Key | None:
        return None if self.books.vault is None else SecondKeys(self.books.vault).log.key

    def against(self, found: Verified | None, notes: list[Note]) -> Iterator[Message]:
        """What is against it. `found`: what the audit of the one in the backup found; `notes`: its checkpoints."""
        self.wrong += self.keyless + (0 if found is None else len(found.problems))
        if self.wrong:
            yield Message("proof.accesses_wrong", {"wrong": str(self.wrong)})
        after = self._after() or []
        for head in (read_checkpoint(n.text) for n in notes):
            if head.size > len(after):
                values = {"size": str(head.size), "held": str(len(after)), "missing": str(head.size - len(after))}
                yield Message("proof.accesses_short", values)
                continue
            tree = Tree(after)
            if not grew(head.size, head.root, len(after), tree.root(), tree.consistency(head.size)):
                yield Message("proof.accesses_not_grown", {"old": str(head.size), "size": str(len(after))})

    def put(self) -> None:
        """Put the one in the backup in its place, where none is there that can be read."""
        if self.here is not None or self.copy is None or self.wrong:
            return
        path, made = self.books.folder / ACCESSES, self.copy.path.with_name("accesses.db")
        carry_over(self.copy, None)  # of what was erased since the keys are gone
        if path.exists():
            moved_aside(path)
        backed_up(self.copy, made)
        if not appear(made, path):
            raise Refused([Problem("store-unwritable", path.name, values={"why": "another process made one"})])
        with accesses(self.books) as log:
            if isinstance(log.vault, SecondKeys):
                log.vault.make_up(len(self.held or ()))


def readable(books: Books) -> bool:
    """Whether a log of accesses is there that can be read."""
    return _here(books) is not None


def _here(books: Books) -> list[bytes] | None:
    if not (books.folder / ACCESSES).is_file():
        return None
    books.vault  # noqa: B018 - a wrong passphrase is said as such
    with suppress(Refused), accesses(books) as log:
        return log.leaves()
    return None


def moved_aside(path: Path) -> str:
    """A store that cannot be read, under another name, with what belongs to it."""
    beside = free(path, "unreadable")
    for end in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            os.rename(path.with_name(path.name + end), beside.with_name(beside.name + end))
    synced(path.parent)
    return beside.name


def free(path: Path, word: str) -> Path:
    """A name beside a file that nothing has."""
    names = (path.with_name(f"{path.name}.{word}-{n}") for n in range(1, 1_000_000))
    return next(p for p in names if not p.exists())
