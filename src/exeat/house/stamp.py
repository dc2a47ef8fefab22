"""Time-stamps of a case's log: somebody outside, who keeps a clock, says that it was this log by a time.

- What is stamped is the checkpoint's text: three lines, no word and no name; a file goes and a file comes.
- Whose certificates count is said by whoever adds the stamp, and again by whoever verifies and trusts nobody here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from exeat.adapters.stamps import Stamp, Unstamped, asked, read_answer, read_certificates, stamped
from exeat.adapters.store import SqliteStore
from exeat.adapters.store import stamps as kept
from exeat.core.errors import Problem, Refused

from .books import Books

CHECKPOINT, STAMP, AUTHORITY = "checkpoint", "stamp.tsr", "authority"
"""The files by which a stranger checks a stamp."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """A checkpoint that somebody stamped. `at`: the time that they say, in UTC."""

    size: int
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class StampFiles:
    """What a stranger needs to check a stamp: the text, the answer, and the certificates that were given."""

    size: int
    text: str
    answer: bytes
    authority: bytes


def ask(books: Books) -> bytes:
    """A request for a stamp on the last checkpoint. Raises Refused where there is none."""
    with books.store() as store, store.transaction():
        note = store.checkpoint()
        if note is None:
            raise Refused([Problem("not-proved")])
        data, nonce = asked(note.text.encode())
        kept.ask(store, note, nonce)
    return data


def add(books: Books, answer: Path, authority: Path) -> Stamped:
    """Keep an answer to a request made here, by the certificates in a file. Raises Refused where it does not hold."""
    data, certificates = answer.read_bytes(), authority.read_bytes()
    with books.store() as store, store.transaction():
        nonce = read_answer(data, str(answer)).tst_info.nonce
        size = kept.asked(store, nonce)
        if size is None:
            raise Refused([Problem("stamp-unasked", str(answer))])
        stamp = kept.KeptStamp(nonce, size, data, certificates)
        try:
            found = held(store, stamp, str(answer), str(authority))
        except Unstamped as e:
            raise Refused([Problem(f"stamp-{e.why}", str(answer), values={"by": e.by})]) from e
        kept.keep(store, stamp)
    return shown(size, found)


def held(store: SqliteStore, stamp: kept.KeptStamp, answer: str = "", authority: str = "") -> Stamp:
    """What a stamp says of the checkpoint of its size. Raises Unstamped or Refused."""
    note = store.checkpoint(stamp.size)
    if note is None:
        raise Unstamped("other")
    given = read_certificates(stamp.authority, authority)
    return stamped(read_answer(stamp.answer, answer), note.text.encode(), stamp.nonce, given)


def shown(size: int, stamp: Stamp) -> Stamped:
    """A stamp as it is told."""
    return Stamped(size, stamp.by, f"{stamp.at:%Y-%m-%dT%H:%M:%SZ}")


def files(books: Books, size: int | None = None) -> StampFiles:
    """The last stamp, or that of a checkpoint, to be given away. Raises Refused where there is none."""
    with books.store() as store:
        found = [s for s in kept.stamps(store) if size in (None, s.size)]
        note = store.checkpoint(found[-1].size) if found else None
    if note is None:
        raise Refused([Problem("stamp-none", values={"size": "-" if size is None else str(size)})])
    return StampFiles(found[-1].size, note.text, found[-1].answer, found[-1].authority)


def written(found: StampFiles, folder: Path) -> Iterator[Path]:
    """Write a stamp's files into a new folder."""
    folder.mkdir()
    for name, data in ((CHECKPOINT, found.text.encode()), (STAMP, found.answer), (AUTHORITY, found.authority)):
        (folder / name).write_bytes(data)
        yield folder / name
