"""Copies of a store in one file: taken while others write, and put in the place of the store as one transaction.

- A copy is what the store was at one moment, under the same key; nothing stands beside the file.
- The log of accesses may lie in it, as a file within the file, under the key that it has.
- A store is replaced by writing to it, as everything is written: whoever has it open waits, and then sees the other;
  a power cut leaves the one or the other. What it was before is copied first, while nobody else can write.
- What was erased since a copy was taken stays erased: see `carry_over`.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from exeat.adapters.durable import appearing
from exeat.adapters.sqlite import Connection, broken, connect, is_encrypted, transaction
from exeat.core.entry import Erased
from exeat.core.errors import Problem, Refused
from exeat.ledger.tree import Tree

from .store import SqliteStore

if TYPE_CHECKING:
    from exeat.adapters.vault import Vault

ONE_FILE = "DELETE"
WITHIN = "CREATE TABLE accesses (place INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT"
PIECE = 1 << 22  # bytes of the second log in one row
PAGES = 1  # of the first step: no store is that small, so the copying has begun, and not ended, when it returns


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds. `note`: its last checkpoint; None where nothing is signed.

    `accesses`: the same of the log of accesses; None = it is not in it.
    """

    entries: int
    root: bytes
    note: str | None
    accesses: "Copied | None" = None


def backed_up(store: SqliteStore, file: Path, second: SqliteStore | None = None) -> Copied:
    """A copy of a store under a new name. `second`: its log of accesses, which goes into the same file.

    Raises Refused where the name is taken, or cannot be written.
    """
    if file.exists():
        raise Refused([Problem("backup-there", str(file))])
    try:
        with appearing(file) as made:
            key = _key(store.path, store.vault)
            if second is None:
                return _copied(store.db, made, key)
            aside = made.with_name(made.name + ".accesses")
            aside.unlink(missing_ok=True)
            try:  # the second log first: which keys sign it is said in the other one, which must not be older
                accesses = _copied(second.db, aside, _key(second.path, second.vault))
                copied = replace(_copied(store.db, made, key), accesses=accesses)
                _taken_in(made, key, aside)
                return copied
            finally:
                aside.unlink(missing_ok=True)
    except broken(OSError) as e:
        raise Refused([Problem("backup-unwritten", str(file), values={"why": str(e)})]) from e


def _key(path: Path, vault: "Vault | None") -> bytes | None:
    """The key of a whole file; None where it is not encrypted. Raises Refused where the vault is not there."""
    if not is_encrypted(path):
        return None
    if vault is None:
        raise Refused([Problem("vault-missing", path.name)])
    return vault.secret("store")


def _copied(db: Connection, file: Path, key: bytes | None) -> Copied:
    copy = connect(file, key, journal=ONE_FILE)
    try:
        db.backup(copy)
        copy.execute(f"PRAGMA journal_mode = {ONE_FILE}")  # the copy says of itself how the store is written
        leaves = [leaf for (leaf,) in copy.execute("SELECT leaf FROM entries ORDER BY idx")]
        note = copy.execute("SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1").fetchone()
        return Copied(len(leaves), Tree(leaves).root(), None if note is None else note[0])
    finally:
        copy.close()


def _taken_in(file: Path, key: bytes | None, second: Path) -> None:
    """Put a file into a copy."""
    copy = connect(file, key, journal=ONE_FILE)
    try:
        with transaction(copy), second.open("rb") as held:
            copy.execute(WITHIN)
            copy.executemany(
                "INSERT INTO accesses (bytes) VALUES (?)", ((b,) for b in iter(lambda: held.read(PIECE), b""))
            )
    finally:
        copy.close()


def _taken_out(copy: Connection, to: Path) -> None:
    """Take the log of accesses out of a copy, where it is in it; the copy is a store again, and nothing else."""
    if copy.execute("SELECT 1 FROM sqlite_schema WHERE name = 'accesses'").fetchone() is None:
        return
    with to.open("wb") as file:
        file.writelines(piece for (piece,) in copy.execute("SELECT bytes FROM accesses ORDER BY place"))
    copy.execute("DROP TABLE accesses")
    copy.execute("VACUUM")


def unpacked(file: Path, to: Path, vault: "Vault | None", second: Path) -> None:
    """Put a copy that somebody kept under another name, to be looked at; the file itself is only read.

    `second`: where its log of accesses goes; none is made where none is in it.

    Raises Refused where it cannot be read, is another ledger's, or nothing is in it.
    """
    try:
        kept = connect(file, _key(file, vault), mode="ro")
        made = connect(to, _key(file, vault), journal=ONE_FILE)
        try:
            kept.backup(made)
            made.execute("SELECT leaf FROM entries LIMIT 1").fetchone()
            _taken_out(made, second)
        finally:
            made.close()
            kept.close()
    except broken(OSError) as e:
        raise Refused([Problem("backup-unreadable", str(file), values={"why": str(e)})]) from e


# ------------------------------------------------------------ in the place of the store


def put(copy: SqliteStore, store: SqliteStore, beside: Path, expected: Sequence[bytes]) -> None:
    """Write a copy over a store, in one transaction. `beside`: where the store as it was is kept, unless it is there.

    `expected`: the leaves that the store has; Raises Refused where it has others by now, or cannot be written.
    """
    kept: list[Path] = []

    def first(status: int, left: int, total: int) -> None:
        if left < total and not kept:  # the first page is written: nobody else writes until the end
            kept.append(beside)
            _keep(store, beside, expected)

    try:
        copy.db.backup(store.db, pages=PAGES, progress=_patiently(first))
        store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except broken(OSError) as e:
        raise Refused([Problem("store-unwritable", store.path.name, values={"why": str(e)})]) from e


def _patiently(then: Callable[[int, int, int], None], steps: int = 120) -> Callable[[int, int, int], None]:
    """Wait while another process writes, and not for ever: SQLite asks again every quarter of a second."""
    waited = [0]

    def progress(status: int, left: int, total: int) -> None:
        if status in (5, 6):  # SQLITE_BUSY, SQLITE_LOCKED
            waited[0] += 1
            if waited[0] > steps:
                raise Refused([Problem("store-busy", values={"seconds": str(steps // 4)})])
            return
        then(status, left, total)

    return progress


def same_kind(copy: SqliteStore, store: SqliteStore) -> bool:
    """Whether both are encrypted as a whole, or neither; one is not written over the other."""
    return is_encrypted(copy.path) == is_encrypted(store.path)


def _keep(store: SqliteStore, beside: Path, expected: Sequence[bytes]) -> None:
    """Keep a store as it is, by a connection of its own: what is being written is not in it yet."""
    reader = connect(store.path, _key(store.path, store.vault))
    try:
        if [leaf for (leaf,) in reader.execute("SELECT leaf FROM entries ORDER BY idx")] != list(expected):
            raise Refused([Problem("store-busy", store.path.name, values={"seconds": "0"})])
        with appearing(beside) as made:
            _copied(reader, made, _key(store.path, store.vault))
    finally:
        reader.close()


# ------------------------------------------------------------ what was erased


@dataclass(frozen=True, slots=True)
class Carried:
    """What a copy had and has no longer: entries erased since it was taken, and lists of which rows were erased.

    `lost`: lists, by their entries, that nobody can open any more though only some of their rows were erased: the
    others were sealed anew, and the store that has them so is not there.
    """

    erased: int = 0
    thinned: int = 0
    lost: tuple[int, ...] = ()


def carry_over(copy: SqliteStore, store: SqliteStore | None) -> Carried:
    """Erase in a copy what was erased since it was taken. `store`: what the copy takes the place of; None = nothing.

    Of entries that both have, what is not in the store is erased, and what lies otherwise there lies so in the copy, if
    it can be opened. Of the others that is erased which has no key, and a list goes whose rows have none.
    """
    found = Counter[str]()
    lost: list[int] = []
    with copy.transaction():
        for index, digest in copy.db.execute("SELECT idx, body FROM entries ORDER BY idx").fetchall():
            end = _carried(copy, store, index, digest)
            found[end] += 1
            lost += [index] if end == "lost" else []
    return Carried(found["erased"], found["thinned"], tuple(lost))


def _carried(copy: SqliteStore, store: SqliteStore | None, index: int, digest: bytes) -> str:
    """What becomes of one entry of a copy."""
    ours = _lying(copy, index)
    if store is not None and _has(store, index, digest):
        theirs = _lying(store, index)
        if ours == theirs or ours is None:
            return "same"
        if theirs is None:
            return _forgotten(copy, index, "erased")
        if _state(store, index) == "there":
            fewer = theirs[GONE] != ours[GONE]  # else it came under a visibility group since
            _taken(copy, store, index)
            return "thinned" if fewer else "same"
    state = "none" if ours is None else _state(copy, index)
    return _forgotten(copy, index, ENDS[state]) if state in ENDS else "same"


ENDS = {"gone": "erased", "rows": "lost"}
GONE = 5  # of what `_lying` gives: the rows that were erased


def _state(store: SqliteStore, index: int) -> str:
    """Whether what an entry says is `there`, `gone`, only its `rows` cannot be opened, or it is `broken`."""
    try:
        (entry,) = store.entries(index, 1)
    except Refused:
        try:
            return "broken" if store.words(index) is None else "rows"
        except Refused:
            return "broken"
    return "gone" if isinstance(entry.body, Erased) else "there"


def without_keys(copy: SqliteStore) -> int:
    """How many entries are sealed under keys that this vault never had: it is older than they are."""
    last = -1 if copy.vault is None else copy.vault.last_made()
    sealed = "SELECT COUNT(*) FROM entries JOIN bodies ON entry = idx WHERE idx > ? AND substr(stored, 1, 1) = x'01'"
    (found,) = copy.db.execute(sealed, (last,)).fetchone()
    return int(found)


def _lying(store: SqliteStore, index: int) -> tuple[object, ...] | None:
    """A body with all that lies beside it."""
    found: tuple[object, ...] | None = store.db.execute("SELECT * FROM bodies WHERE entry = ?", (index,)).fetchone()
    return found


def _has(store: SqliteStore, index: int, digest: bytes) -> bool:
    found = store.db.execute("SELECT 1 FROM entries WHERE idx = ? AND body = ?", (index, digest)).fetchone()
    return found is not None


def _forgotten(copy: SqliteStore, index: int, end: str) -> str:
    copy.db.execute("DELETE FROM bodies WHERE entry = ?", (index,))
    copy.db.execute("DELETE FROM recognised WHERE entry = ?", (index,))
    return end


def _taken(copy: SqliteStore, store: SqliteStore, index: int) -> None:
    """A body lies in the copy as it lies in the store."""
    row = _lying(store, index)
    assert row is not None
    _forgotten(copy, index, "")
    copy.db.execute(f"INSERT INTO bodies VALUES ({', '.join('?' * len(row))})", row)
    macs = store.db.execute("SELECT * FROM recognised WHERE entry = ?", (index,)).fetchall()
    copy.db.executemany("INSERT OR IGNORE INTO recognised VALUES (?, ?)", macs)
