"""Writes the vectors of proofs (`tests/vectors/ledger/`), by which another program can be tried.

- `proof.txt`: one row of a list of invented people, its words, its entry, its place in a log, and who signed.
- `bare.txt`: the same entry, its words not shown. `request.txt`: what a witness was asked. `policy.txt`, `keys.json`:
  whose signatures count. The private keys are the SHA-256 of their names: anybody can make them.

Run from the root of the repository: `python -m tools.make_ledger_vectors`.
"""

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from exeat.adapters.vault import Pen
from exeat.core.canonical import canonical
from exeat.core.marked import Plain
from exeat.core.merkle import leaf, merkle_root
from exeat.ledger.bundle import Bundle, Row, entry_signature
from exeat.ledger.checkpoint import Checkpoint, cosigned
from exeat.ledger.note import COSIGNATURE, ED25519, Note, signed
from exeat.ledger.tree import Tree
from exeat.ledger.witness import request

FOLDER = Path(__file__).resolve().parents[1] / "tests/vectors/ledger"
ROWS = ['["M-0713","Tarvel, Orin","2025-04"]', '["M-0714","Méndova, Ilse",null]', '["M-0715","Quorle, Adan","2025-05"]']
SIZE, INDEX, BEFORE, MOMENT = 11, 6, 5, 1_790_000_000


def pen(name: str, kind: int = ED25519) -> Pen:
    """A key that anybody can make."""
    return Pen(name, sha256(name.encode()).digest(), kind)


LOG, DESK = pen("exeat/1f2e3d4c5b6a7988"), pen("monitor.example/desk")
WITNESS = pen("court-watch.example/1", COSIGNATURE)
POLICY = f"log {LOG.key}\nwitness court-watch {WITNESS.key}\nquorum court-watch\n"


def proof() -> Bundle:
    """One row, proved."""
    salts = [sha256(row.encode()).digest()[:16] for row in ROWS]
    leaves = [leaf(salt + row.encode()) for salt, row in zip(salts, ROWS, strict=True)]
    words = canonical({"body": _body(merkle_root(leaves)), "salt": sha256(b"salt").digest()[:16].hex()})
    said: Plain = {
        "v": 1,
        "body": sha256(words).hexdigest(),
        "recorded_at": "2026-01-02T03:04:05.000006Z",
        "recorded_by": "desk",
    }
    entry = canonical(said)
    tree = Tree(leaf(entry) if i == INDEX else leaf(bytes([i])) for i in range(SIZE))
    row = Row(1, salts[1], ROWS[1], Tree(leaves).inclusion(1))
    signature = entry_signature(leaf(entry), DESK)
    return Bundle(entry.decode(), INDEX, tree.inclusion(INDEX), _note(tree), signature, words.decode(), row)


def _body(root: bytes) -> Plain:
    columns: Plain = {"id": "id", "name": "name", "held_since": "since"}
    header: Plain = {"kind": "submitted", "list": "monitor-list", "of": "holds", "purpose": "tracing"}
    assert isinstance(header, dict)
    return {"by": "monitor", "act": "states", "claim": header | {"rows": 3, "root": root.hex(), "columns": columns}}


def _note(tree: Tree) -> Note:
    head = Checkpoint(LOG.key.name, SIZE, tree.root())
    return Note(str(head), (signed(str(head), LOG), cosigned(head, MOMENT, WITNESS)))


def asked() -> str:
    """What the witness was asked."""
    tree, whole = Tree(leaf(bytes([i])) for i in range(SIZE)), Checkpoint(LOG.key.name, SIZE, bytes(32))
    head = str(replace(whole, root=tree.root()))
    return str(request(tree, Note(head, (signed(head, LOG),)), BEFORE))


def files() -> dict[str, str]:
    """Every file, by its name."""
    made = proof()
    keys = {"log": str(LOG.key), "recorder": str(DESK.key), "witness": str(WITNESS.key)}
    return {
        "proof.txt": str(made),
        "bare.txt": str(replace(made, words=None, row=None)),
        "request.txt": asked(),
        "policy.txt": POLICY,
        "keys.json": json.dumps(keys, indent=1) + "\n",
    }


if __name__ == "__main__":
    for name, text in files().items():
        (FOLDER / name).write_text(text, "utf-8", newline="\n")
