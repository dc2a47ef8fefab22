"""A proof that leaves the house is checked by somebody who trusts nobody in it."""

import importlib.util
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import ModuleType

import pytest
from tests.ledger.keys import Pen

from exeat.core.canonical import canonical
from exeat.core.errors import Refused
from exeat.core.marked import Plain
from exeat.core.merkle import leaf, merkle_root
from exeat.ledger.bundle import Bundle, Row, check, entry_signature
from exeat.ledger.checkpoint import Checkpoint, cosigned
from exeat.ledger.note import COSIGNATURE, Note, Signature, signed
from exeat.ledger.policy import Policy, read_policy
from exeat.ledger.reading import read_bundle
from exeat.ledger.tree import Tree

LOG, RECORDER = Pen("exeat/1f2e3d4c5b6a7988"), Pen("monitor.example/recorder")
WITNESS, OTHER = Pen("court-watch.example/1", COSIGNATURE), Pen("parish.example/1", COSIGNATURE)
POLICY = read_policy(
    f"log {LOG.key}\nwitness one {WITNESS.key}\nwitness two {OTHER.key}\ngroup all all one two\nquorum all\n"
)
ROWS = ['["1","Tarvel, Orin","2025-04"]', '["2","Méndova, Ilse",null]', '["3","Quorle, Adan","2025-05"]']
SALTS = [bytes([i]) * 16 for i in range(3)]


def bundle(index: int = 4, size: int = 9, row: int | None = 1) -> Bundle:
    """One entry of a log of invented words: a list of three."""
    leaves = [leaf(s + r.encode()) for s, r in zip(SALTS, ROWS, strict=True)]
    claim: Plain = {"kind": "submitted", "list": "roster", "rows": 3, "root": merkle_root(leaves).hex()}
    words = canonical({"body": {"by": "monitor", "act": "states", "claim": claim}, "salt": "00" * 16})
    entry = canonical(
        {"v": 1, "body": sha256(words).hexdigest(), "recorded_at": "2026-01-02T03:04:05.000006Z", "recorded_by": "desk"}
    )
    mine = leaf(entry)
    tree = Tree(mine if i == index else leaf(bytes([i])) for i in range(size))
    head = Checkpoint(LOG.key.name, size, tree.root())
    note = Note(
        str(head),
        (signed(str(head), LOG), *(cosigned(head, 1_790_000_000 + i, p) for i, p in enumerate((WITNESS, OTHER)))),
    )
    shown = None if row is None else Row(row, SALTS[row], ROWS[row], Tree(leaves).inclusion(row))
    return Bundle(
        entry.decode(), index, tree.inclusion(index), note, entry_signature(mine, RECORDER), words.decode(), shown
    )


@pytest.fixture(scope="module")
def stranger() -> ModuleType:
    """The verifier that stands alone."""
    path = Path(__file__).parents[2] / "docs/spec/ledger_verify.py"
    spec = importlib.util.spec_from_file_location("ledger_verify", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def by_stranger(stranger: ModuleType, data: bytes, quorum: int = 2) -> list[str]:
    """What the verifier that stands alone says; raises ValueError and the like where something does not hold."""
    keys = [[stranger.key(str(p.key), p.key.kind)] for p in (LOG, RECORDER)]
    witnesses = [stranger.key(str(p.key), 4) for p in (WITNESS, OTHER)]
    said: list[str] = stranger.verify(data.decode(), *keys, witnesses, quorum)
    return said


def test_a_proof_is_read_as_it_was_written() -> None:
    for made in (bundle(), bundle(row=None), bundle(index=0, size=1)):
        assert read_bundle(str(made)) == made
        assert str(read_bundle(str(made))) == str(made)


def test_a_proof_shows_the_row_the_words_and_who_saw_the_log(stranger: ModuleType) -> None:
    assert check(bundle(), POLICY, [RECORDER.key]) == ()
    said = by_stranger(stranger, str(bundle()).encode())
    assert [line.split(":")[0] for line in said[:1]] == ['row 1 of the list "roster"']
    assert ROWS[1] in said[0]
    assert sum("seen by" in line for line in said) == 2


def test_no_byte_of_a_proof_can_be_changed(stranger: ModuleType) -> None:
    data = str(bundle()).encode()
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :]
        with pytest.raises((ValueError, KeyError, TypeError, IndexError)):
            by_stranger(stranger, changed)


def test_no_byte_can_be_left_out_or_put_in(stranger: ModuleType) -> None:
    data = str(bundle(row=None)).encode()
    for at in range(0, len(data) + 1, 7):
        for changed in (data[:at] + data[at + 1 :], data[:at] + b"\n" + data[at:], data[:at]):
            if changed != data:
                with pytest.raises((ValueError, KeyError, TypeError, IndexError)):
                    by_stranger(stranger, changed)


def _without(text: str, begins: str) -> str:
    return "\n".join(line for line in text.split("\n") if not line.startswith(begins))


def _with(b: Bundle, **changes: object) -> Bundle:
    return replace(b, **changes)  # type: ignore[arg-type]


def _noted(b: Bundle, text: str | None = None, *more: Signature, least: int = 3) -> Bundle:
    """Another checkpoint, or other signatures under it."""
    return _with(b, note=Note(text or b.note.text, (*b.note.signatures[:least], *more)))


def _row(b: Bundle, cells: str) -> Bundle:
    assert b.row is not None
    return _with(b, row=replace(b.row, cells=cells))


CHANGES: dict[str, tuple[Callable[[Bundle], Bundle], str]] = {
    "another log": (lambda b: _noted(b, str(replace(b.checkpoint, origin="exeat/other"))), "log_not_signed"),
    "one witness less": (lambda b: _noted(b, least=2), "too_few_witnesses"),
    "nobody signed it": (lambda b: _with(b, signature=None), "recorder_not_signed"),
    "another recorder": (lambda b: _with(b, signature=entry_signature(b.leaf, Pen("x/y"))), "signature_wrong"),
    "another place": (lambda b: _with(b, index=5), "not_in_the_log"),
    "other words": (lambda b: _with(b, words=str(b.words).replace("monitor", "ministry")), "words_differ"),
    "another row": (lambda b: _row(b, ROWS[0]), "row_not_in_the_list"),
    "a stranger's signature": (lambda b: _noted(b, None, signed(b.note.text, Pen("who/1"))), "key_unknown"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_does_not_hold_is_said(change: str, stranger: ModuleType) -> None:
    make, wanted = CHANGES[change]
    spoiled = make(bundle())
    assert f"proof.{wanted}" in {m.id for m in check(spoiled, POLICY, [RECORDER.key])}
    with pytest.raises((ValueError, KeyError, TypeError, IndexError)):
        by_stranger(stranger, str(spoiled).encode())


def test_without_its_words_a_proof_still_shows_that_something_was_recorded(stranger: ModuleType) -> None:
    bare = _with(bundle(), words=None, row=None)
    assert check(bare, POLICY, [RECORDER.key]) == ()
    assert "monitor" not in str(bare).replace(RECORDER.key.name, "")
    assert "words that are not shown" in by_stranger(stranger, str(bare).encode())[0]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda t: t.replace("exeat/proof@v1", "exeat/proof@v2"),
        lambda t: t.replace("entry {", "entry  {"),
        lambda t: t.replace('"v":1', '"v":2'),
        lambda t: t.replace('"v":1', '"v":1,"w":1'),
        lambda t: t.replace("index 4", "index 04"),
        lambda t: t.replace("\nrow ", "\nremark ok\nrow "),
        lambda t: t.replace("\npath ", "\npath  "),
        lambda t: _without(t, "entry "),
        lambda t: _without(t, "index "),
        lambda t: t[:-1],
        lambda t: t + "\n",
        lambda t: t.replace("\n", "\r\n"),
        lambda t: "",
    ],
)
def test_a_line_that_is_not_of_the_format_is_refused_with_its_place(spoil: Callable[[str], str]) -> None:
    text = spoil(str(bundle()))
    with pytest.raises(Refused) as refused:
        read_bundle(text, "a.proof")
    assert all(p.file == "a.proof" and p.line for p in refused.value.problems)


@pytest.mark.parametrize("moved", [-1, 6])
def test_half_a_row_is_not_shown_as_one(moved: int, stranger: ModuleType) -> None:
    """The salt ends where its 16 bytes end: nobody hides a name in it, and nothing of it is shown as a cell."""
    whole = SALTS[1] + ROWS[1].encode()
    salt, cells = whole[: 16 + moved], whole[16 + moved :].decode()
    spoiled = _with(bundle(), row=replace(_row(bundle(), cells).row, salt=salt))  # type: ignore[type-var]
    assert includes_row(spoiled), "its hash is that of the row"
    with pytest.raises(ValueError, match="base 64"):
        by_stranger(stranger, str(spoiled).encode())
    with pytest.raises(Refused):
        read_bundle(str(spoiled))


def includes_row(b: Bundle) -> bool:
    """Whether the bytes that are shown are those of the row, wherever they are parted."""
    assert b.row is not None
    return b.row.salt + b.row.cells.encode() == SALTS[1] + ROWS[1].encode()


def test_a_policy_that_asks_for_nobody_is_content_with_the_log() -> None:
    alone = Policy((LOG.key,))
    note = Note(bundle().note.text, bundle().note.signatures[:1])
    assert check(_with(bundle(), note=note), alone, [RECORDER.key]) == ()
