"""Parcels: what one ledger holds of a case, in one file that one other office opens, with its own passphrase.

- Inside is canonical JSON: every entry with its signature, the words and rows that go, and the last checkpoint. No key
  of the ledger is in it.
- Of what is withheld the entry is there, and to which visibility group it belongs; of what was erased, the entry.
- It is sealed for one key by HPKE (RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305). Who sealed it is not shown by
  that: whose words they are is proved by the checkpoint, which the ledger's own key signed.
- It is opened in memory: nothing of it lies open on a disk.
"""

import base64
import sqlite3
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exeat.core.canonical import canonical, plain
from exeat.core.entry import Entry, Erased, Withheld, is_time, time_text
from exeat.core.errors import Problem, Refused
from exeat.ledger.checkpoint import read_checkpoint
from exeat.ledger.note import Key, read_key

from .store import SqliteStore
from .store.bodies import Bodies, Lying, framed
from .store.moving import left_open
from .store.schema import make
from .vault.doors import EVERYTHING

if TYPE_CHECKING:
    from .vault import Vault

MAGIC = b"exeat/parcel@v1\n"
SECRET = "parcels"  # of which the key that opens parcels is made; for doors that open everything
KIND = 0x20  # of a key for parcels in writing: none that signs
HIDDEN = b"\x01"  # in the place of words that are withheld


# ------------------------------------------------------------ keys


def parcel_key(vault: "Vault") -> Key:
    """For which key others seal parcels for this ledger. Raises Refused where this door does not open everything."""
    return Key(vault.log.key.name, KIND, _private(vault).public_key().public_bytes_raw())


def read_parcel_key(text: str) -> Key:
    """A key in writing. Raises Refused for what is none, or was copied with a slip."""
    name, _, rest = text.strip().partition("+")
    raw = _unwritten(rest.partition("+")[2])
    key = Key(name, KIND, raw[1:])
    if len(key.public) != 32 or str(key) != text.strip():
        raise Refused([Problem("parcel-key", values={"key": text})])
    return key


def _unwritten(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


def _private(vault: "Vault") -> Any:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(vault.secret(SECRET, EVERYTHING))


def _suite() -> Any:
    from cryptography.hazmat.primitives import hpke

    return hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)


def sealed_for(key: Key, data: bytes) -> bytes:
    """A parcel as it lies in a file."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    sealed: bytes = _suite().encrypt(data, X25519PublicKey.from_public_bytes(key.public), info=MAGIC)
    return MAGIC + sealed


def is_parcel(path: Path) -> bool:
    """Whether a file says that it is a parcel."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def opened_by(vault: "Vault", path: Path) -> bytes:
    """What is in a parcel. Raises Refused where it is for another ledger, or was changed."""
    from cryptography.exceptions import InvalidTag

    try:
        found: bytes = _suite().decrypt(path.read_bytes()[len(MAGIC) :], _private(vault), info=MAGIC)
    except InvalidTag:
        raise _unreadable(path, "it is sealed for another key, or was changed") from None
    except OSError as e:
        raise _unreadable(path, e.strerror or "") from None
    return found


def _unreadable(path: Path, why: str) -> Refused:
    return Refused([Problem("parcel-unreadable", path.name, values={"why": why})])


# ------------------------------------------------------------ what is inside


def packed(store: SqliteStore, without: Collection[str]) -> tuple[bytes, int, int]:
    """What goes into a parcel; how many entries' words go, and how many are withheld.

    `without`: visibility groups that stay here, besides those that are not open. Raises Refused where nothing is
    signed.
    """
    note = store.checkpoint()
    if note is None or store.vault is None:
        raise Refused([Problem("not-proved")])
    covered = left_open(store)  # a group covers it, whatever it lies under
    entries = [_packed(store, e, covered.get(e.index), without) for e in store.entries()]
    held: Any = {"log": str(store.vault.log.key), "checkpoint": str(note), "entries": entries, "v": 1}
    withheld = sum("withheld" in e for e in entries)
    return canonical(held), sum("words" in e for e in entries), withheld


def _packed(store: SqliteStore, entry: Entry, covers: str | None, without: Collection[str]) -> dict[str, Any]:
    assert entry.recorded_at is not None
    found: dict[str, Any] = {"at": time_text(entry.recorded_at), "by": entry.recorded_by, "body": entry.body.digest}
    if entry.signature is not None:
        found["signature"] = entry.signature.decode()
    lying = store.lying(entry.index)
    if isinstance(entry.body, Erased) or lying is None:
        return found
    group = entry.body.group if isinstance(entry.body, Withheld) else covers or lying.group
    if isinstance(entry.body, Withheld) or group in without:
        return found | {"withheld": str(group)}
    bare = store.bodies.bare(entry.index, lying)
    parts = {"rows": bare.rows, "salts": bare.salts, "gone": bare.gone}
    written = {name: base64.b64encode(part).decode() for name, part in parts.items() if part is not None}
    return found | {"key": bare.key or "", "words": bare.stored.decode(), **written}


class ParcelBodies(Bodies):
    """What lies in a parcel: nothing is sealed, and what belongs to a group was withheld."""

    def is_withheld(self, index: int, body: Lying) -> bool:
        return body.group is not None


class ParcelStore(SqliteStore):
    """A parcel as a store, in memory. `log`: the key that signed its checkpoint, as the parcel says. Raises Refused."""

    def __init__(self, path: Path, data: bytes) -> None:
        self.path, self.vault, self.bodies, self._mac_keys, self._macs = path, None, ParcelBodies(None), {None: b""}, {}
        self.db = sqlite3.connect(":memory:", isolation_level=None)
        make(self.db)
        try:
            held: Any = plain(data)
            self.log, head = read_key(held["log"]), read_checkpoint(str(held["checkpoint"]).partition("\n\n")[0] + "\n")
            rows = list(_rows(held["entries"]))
            if held["v"] != 1 or head.size != len(rows):
                raise ValueError("the checkpoint is of another size")
            self._fill(rows, head.size, held["checkpoint"])
        except Refused:
            raise
        except Exception as e:  # whatever somebody sealed for us: it is data, and no mistake of ours
            raise _unreadable(path, f"it does not hold what a parcel holds ({type(e).__name__})") from None

    def _fill(self, rows: list[tuple[Entry, Lying | None]], size: int, note: str) -> None:
        for entry, lying in rows:
            assert entry.recorded_at is not None
            at, body = time_text(entry.recorded_at), bytes.fromhex(entry.body.digest)
            line = (entry.index, at, entry.recorded_by, body, entry.leaf(), entry.signature)
            self.db.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", line)
            if lying is not None:
                kept = (entry.index, lying.key, lying.stored, lying.rows, lying.salts, lying.gone, lying.group)
                wanted = "INSERT INTO bodies (entry, key, stored, rows, salts, gone, grp) VALUES (?, ?, ?, ?, ?, ?, ?)"
                self.db.execute(wanted, kept)
        self.db.execute("INSERT INTO checkpoints (size, note) VALUES (?, ?)", (size, note))

    @property
    def log_key(self) -> Key:
        return self.log


def _rows(entries: Any) -> Iterator[tuple[Entry, Lying | None]]:
    from datetime import UTC, datetime

    for index, held in enumerate(entries):
        if not is_time(held["at"]) or held.keys() - FIELDS:
            raise ValueError("an entry has another form")
        at = datetime.strptime(held["at"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
        signature = held["signature"].encode() if "signature" in held else None
        yield Entry(index, at, str(held["by"]), Erased(held["body"]), signature), _lying(held)


FIELDS = {"at", "by", "body", "signature", "withheld", "key", "words", "rows", "salts", "gone"}


def _lying(held: Any) -> Lying | None:
    digest = bytes.fromhex(held["body"])
    if "withheld" in held:
        return Lying(digest, None, HIDDEN, group=str(held["withheld"]))
    if "words" not in held:
        return None
    rows, salts, gone = (
        base64.b64decode(held[n], validate=True) if n in held else None for n in ("rows", "salts", "gone")
    )
    if rows is not None:
        framed(rows)
    return Lying(digest, str(held["key"]), held["words"].encode(), rows, salts, gone)
