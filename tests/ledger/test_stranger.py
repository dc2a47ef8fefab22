"""The verifier that stands alone takes nothing that is not what it says, whatever the log signed."""

from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

import pytest
from tests.ledger.keys import Pen
from tests.ledger.test_bundle import LOG, OTHER, RECORDER, WITNESS, bundle, by_stranger, stranger

from exeat.core.canonical import canonical
from exeat.core.merkle import leaf
from exeat.ledger.bundle import Bundle, entry_signature, parsed
from exeat.ledger.checkpoint import Checkpoint
from exeat.ledger.note import Note, Signature, signed
from exeat.ledger.tree import Tree

__all__ = ["stranger"]
WRONG = (ValueError, KeyError, TypeError, IndexError)


def alone(entry: str, index: int = 0, size: int = 1, recorder: bool = True) -> Bundle:
    """A bundle without words, of a log that nobody watched, of this very entry."""
    mine = leaf(entry.encode())
    at = index % size
    tree = Tree(mine if i == at else leaf(bytes([i])) for i in range(size))
    head = str(Checkpoint(LOG.key.name, size, tree.root()))
    signature = entry_signature(mine, RECORDER) if recorder else None
    return Bundle(entry, index, tree.inclusion(at), Note(head, (signed(head, LOG),)), signature)


ENTRY = bundle().entry


def refused(stranger: ModuleType, b: Bundle) -> bool:
    try:
        by_stranger(stranger, str(b).encode(), quorum=0)
    except WRONG:
        return True
    return False


def test_a_place_outside_the_tree_is_none(stranger: ModuleType) -> None:
    """With a path that would fit: the one leaf of a log of one, and the last of a log of eight."""
    assert not refused(stranger, alone(ENTRY))
    assert refused(stranger, replace(alone(ENTRY), index=5))
    assert not refused(stranger, alone(ENTRY, 7, 8))
    assert refused(stranger, replace(alone(ENTRY, 7, 8), index=-1))


@pytest.mark.parametrize("more", [{"remark": "x"}, {"v": 2}])
def test_an_entry_that_says_more_or_otherwise_is_not_read_as_one(stranger: ModuleType, more: dict[str, str]) -> None:
    said = canonical({**parsed(ENTRY), **more}).decode()
    assert refused(stranger, alone(said))
    assert not refused(stranger, alone(ENTRY))


@pytest.mark.parametrize("spoil", [lambda s: s + b"\0", lambda s: s[:-1], lambda s: b"\0" + s])
def test_a_signature_of_another_length_is_none(stranger: ModuleType, spoil: Callable[[bytes], bytes]) -> None:
    whole = alone(ENTRY)
    (log,) = whole.note.signatures
    wrong = Signature(log.name, log.id, spoil(log.signature))
    assert refused(stranger, replace(whole, note=Note(whole.note.text, (wrong,))))


def test_who_signed_is_said_and_an_entry_without_keys_is_shown_as_one(stranger: ModuleType) -> None:
    assert "signed by monitor.example/recorder" in by_stranger(stranger, str(alone(ENTRY)).encode(), quorum=0)
    bare = str(alone(ENTRY, recorder=False))
    said: list[str] = stranger.verify(bare, [stranger.key(str(LOG.key), 1)], [], [], 0)
    assert not any("signed by" in line for line in said)
    assert refused(stranger, alone(ENTRY, recorder=False)), "a key of a recorder was given, and nobody signed"


def test_the_key_of_a_witness_is_not_taken_for_that_of_a_log(stranger: ModuleType) -> None:
    with pytest.raises(ValueError, match="something else"):
        stranger.key(str(WITNESS.key), 1)
    with pytest.raises(ValueError, match="something else"):
        stranger.key(str(LOG.key), 4)


def test_a_path_of_another_length_leads_nowhere(stranger: ModuleType) -> None:
    whole = alone(ENTRY, 4, 9)
    for path in (whole.path[:-1], (*whole.path, whole.path[-1]), ()):
        assert refused(stranger, replace(whole, path=path))


SHAPES: dict[str, Callable[[], Bundle]] = {
    "without words": lambda: replace(bundle(1, 2), words=None, row=None),
    "words": lambda: bundle(row=None),
    "nobody watched": lambda: alone(ENTRY),
    "of nobody's key": lambda: alone(ENTRY, recorder=False),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_no_byte_of_a_proof_of_any_shape_can_be_another(shape: str, stranger: ModuleType) -> None:
    """Every place; the values change from place to place. All 255 at every place: bench/flips.py."""
    b = SHAPES[shape]()
    data = str(b).encode()
    keys = [stranger.key(str(LOG.key), 1)], [stranger.key(str(RECORDER.key), 1)] if b.signature else []
    witnesses = [stranger.key(str(p.key), 4) for p in (WITNESS, OTHER)]
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1 + at * 37 % 255
        with pytest.raises(WRONG):
            stranger.verify(bytes(changed).decode(), *keys, witnesses, len(b.note.signatures) - 1)


def test_a_key_of_the_same_name_is_not_the_log(stranger: ModuleType) -> None:
    whole = alone(ENTRY)
    forged = Note(whole.note.text, (signed(whole.note.text, Pen("somebody")),))
    name = replace(forged.signatures[0], name=LOG.key.name, id=LOG.key.id)
    assert refused(stranger, replace(whole, note=Note(whole.note.text, (name,))))


def test_a_log_that_only_witnesses_signed_is_nobodys(stranger: ModuleType) -> None:
    """Whoever has witnesses' keys makes up a log and signs it as seen; without the log's own key it proves none."""
    whole = bundle(row=None)
    seen = replace(whole, note=Note(whole.note.text, whole.note.signatures[1:]))
    assert len(by_stranger(stranger, str(whole).encode(), quorum=0)) > 3
    with pytest.raises(ValueError, match="not signed by its own log"):
        by_stranger(stranger, str(seen).encode(), quorum=0)
