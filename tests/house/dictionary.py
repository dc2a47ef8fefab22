"""A dictionary attack: whoever has the disk, the passphrase and every true word tries to find, or to confirm, a person.

- *Corpus*: the bytes of every file, and whatever opens under any key that is still there, of any store, table and cell.
- *Dictionary*: each word as it is, folded, in hexadecimal and base 64; its SHA-256, alone and under every salt, and its
  HMAC under every secret, as hashes, ids and leaves are made here.
"""

import base64
import hmac
import io
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from exeat.adapters.sqlite import connect, is_encrypted
from exeat.adapters.vault import VAULT, Vault
from exeat.adapters.vault.sealing import is_sealed, unseal
from exeat.core.ids import statement_id
from exeat.core.merkle import leaf
from exeat.core.values import fold

Cells = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Disk:
    """All that can be read: texts and bytes that lie there, salts, and secrets."""

    corpus: bytes
    salts: frozenset[bytes]
    keys: frozenset[bytes]

    @cached_property
    def windows(self) -> frozenset[bytes]:
        """Every eight bytes of the corpus: what a hash begins with is looked up, and not searched."""
        return frozenset(self.corpus[i : i + 8] for i in range(len(self.corpus)))


def disk(folder: Path, passphrase: str | None) -> Disk:
    """What somebody with the passphrase (None = without) reads of a folder's ledger. Plain files are left out."""
    files = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name.startswith("exeat.")}
    vault = Vault.open(folder / VAULT, passphrase) if passphrase is not None else None
    keys = _keys(vault) if vault is not None else {}
    found = list(files.values())
    for path in files:
        tables = _tables(path, vault)
        for rows in tables.values():
            found += [b"|".join(_bytes(c) for c in row) for row in rows]
        if vault is not None and "entries" in tables:
            digests = {row[0]: row[3] for row in tables["entries"]}
            found += _opened([(digests[index], *cells) for index, *cells in tables["bodies"]], keys)
    if vault is not None:
        vault.close()
    salts = {bytes.fromhex(s[:32].decode()) for f in found for s in f.split(b'"salt":"')[1:]}
    blobs = [f for f in found if len(f) % 16 == 0 and len(f) <= 16 * 64]
    salts |= {f[i : i + 16] for f in blobs for i in range(0, len(f), 16)}
    return Disk(b"\0".join(found), frozenset(salts), frozenset(keys.get("secrets", ())))


def _keys(vault: Vault) -> dict[str, list[bytes]]:
    """Every key that the vault still gives, by what it is for."""
    secrets = [vault.secret(n) for (n,) in vault.db.execute("SELECT name FROM secrets").fetchall() if "/" not in n]
    parts = vault.db.execute("SELECT entry, part FROM bodies").fetchall()
    bodies = [k for e, p in parts if (k := vault.known_key(e, p) if not p.endswith("+") else vault.renewed(e, p[:-1]))]
    return {"secrets": secrets, "bodies": bodies}


def _tables(path: Path, vault: Vault | None) -> dict[str, Cells]:
    """The rows of every table of a file, as far as it opens."""
    if path.name.endswith(("-wal", "-shm", "-journal")) or (is_encrypted(path) and vault is None):
        return {}
    names = ("store", "accesses/store") if is_encrypted(path) else (None,)
    for name in names:
        db = connect(path, None if name is None or vault is None else vault.secret(name), mode="ro")
        try:
            tables = [t for (t,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {t: db.execute(f"SELECT * FROM {t}").fetchall() for t in tables}
        except Exception:  # another key
            continue
        finally:
            db.close()
    return {}


def _opened(rows: Cells, keys: dict[str, list[bytes]]) -> Iterator[bytes]:
    """What any key opens of sealed cells; rows of lists as texts."""
    for row in rows:
        digest = row[0]
        for cell in row[1:]:
            if isinstance(cell, bytes) and is_sealed(cell):
                of = (digest, digest + b"rows", digest + b"salts")
                opened = (unseal(k, cell, o) for k, o in itertools.product(keys["bodies"], of))
                yield from (_text(o) for o in opened if o is not None)
            elif isinstance(cell, bytes):
                yield _text(cell)


def _text(opened: bytes) -> bytes:
    try:
        return pl.read_ipc(io.BytesIO(opened)).write_ndjson().encode()
    except Exception:  # no rows
        return opened


def _bytes(cell: Any) -> bytes:
    return cell if isinstance(cell, bytes) else str(cell).encode()


def finds(on: Disk, words: Iterable[str], texts: Iterable[bytes] = ()) -> set[str]:
    """What of a dictionary the disk holds or confirms. `words`: names, ids, days; `texts`: rows and bodies in full."""
    found = set()
    for word in words:
        forms = {word, fold(word), word.casefold(), word.upper()}
        raw = [f.encode() for f in forms]
        coded = [c for r in raw for c in (r.hex().encode(), base64.b64encode(r).rstrip(b"=")[:-1])]
        if any(f in on.corpus for f in (*raw, *coded) if len(f) > 3):
            found.add(word)
        found |= {f"hash of {word}" for r in raw for h in _hashes(on, r) if _there(on, h)}
    for text in texts:
        found |= {text.decode(errors="replace")} if text in on.corpus else set()
        found |= {f"hash of {text.decode(errors='replace')}" for h in _hashes(on, text) if _there(on, h)}
    return found


def _hashes(on: Disk, text: bytes) -> Iterator[bytes]:
    yield from (sha256(text).digest(), leaf(text))
    for salt in on.salts:
        yield from (sha256(salt + text).digest(), leaf(salt + text), bytes.fromhex(statement_id(salt, text)[3:]))
    for key in on.keys:
        yield hmac.new(key, text, sha256).digest()


def _there(on: Disk, digest: bytes) -> bool:
    forms = (digest, digest.hex().encode(), base64.b64encode(digest))
    return any(f[:8] in on.windows and f in on.corpus for f in forms)
