"""A witness signs one story about a log, and never a second one."""

import pytest
from tests.ledger.keys import Pen

from exeat.core.errors import Refused
from exeat.core.merkle import leaf
from exeat.ledger.checkpoint import Checkpoint, holds
from exeat.ledger.note import COSIGNATURE, Note, signed
from exeat.ledger.policy import read_policy
from exeat.ledger.tree import Tree
from exeat.ledger.witness import Request, objections, read_request, request, with_signatures, witnessed

LOG, WITNESS = Pen("exeat/1f2e3d4c5b6a7988"), Pen("court-watch.example/1", COSIGNATURE)
LEAVES = [leaf(bytes([i])) for i in range(40)]


def asked(size: int, old: int, leaves: list[bytes] = LEAVES) -> Request:
    tree = Tree(leaves[:size])
    head = str(Checkpoint(LOG.key.name, size, tree.root()))
    return request(tree, Note(head, (signed(head, LOG),)), old)


def ids(found: Request, seen: Checkpoint | None) -> list[str]:
    return [m.id for m in objections(found, LOG.key, seen)]


def test_a_log_that_grew_is_signed_from_the_first_time_on() -> None:
    seen = None
    for size, old in ((5, 0), (5, 5), (6, 5), (33, 6)):
        found = asked(size, old)
        assert read_request(str(found)) == found
        assert ids(found, seen) == []
        signature = witnessed(found, 1_790_000_000 + size, WITNESS)
        assert holds(with_signatures(found.note, (signature,)), WITNESS.key)
        seen = found.checkpoint


def test_a_second_story_about_one_log_is_not_signed() -> None:
    other = [LEAVES[20], *LEAVES[1:]]
    seen = asked(5, 0).checkpoint
    for size in (5, 6, 20):
        assert ids(asked(size, 5, other), seen) == ["proof.did_not_grow"]


def test_a_log_that_became_smaller_is_not_signed() -> None:
    with pytest.raises(IndexError):
        asked(4, 5)
    smaller = Request(5, (), asked(4, 0).note)
    assert ids(smaller, asked(5, 0).checkpoint) == ["proof.did_not_grow"]


def test_a_request_that_leaves_out_what_was_signed_is_not_signed() -> None:
    assert ids(asked(9, 0), asked(5, 0).checkpoint) == ["proof.another_size"]
    assert ids(asked(9, 5), None) == ["proof.another_size"]


def test_a_checkpoint_that_the_log_did_not_sign_is_not_signed() -> None:
    found = asked(5, 0)
    thief = Pen("exeat/1f2e3d4c5b6a7988x")
    forged = Request(0, (), Note(found.note.text, (signed(found.note.text, thief),)))
    assert ids(forged, None) == ["proof.log_not_signed"]
    assert [m.id for m in objections(found, thief.key, None)] == ["proof.log_not_signed"]


def test_a_witness_that_signs_twice_stands_once_under_the_note() -> None:
    found = asked(5, 0)
    note = with_signatures(found.note, (witnessed(found, 1_790_000_000, WITNESS),))
    note = with_signatures(note, (witnessed(found, 1_790_000_009, WITNESS),))
    assert len(note.signatures) == 2
    policy = read_policy(f"log {LOG.key}\nwitness w {WITNESS.key}\nquorum w\n")
    assert policy.seen(note).when == {"w": 1_790_000_009}
    assert policy.seen(note).enough


@pytest.mark.parametrize("spoil", ["old 5", "old 05", "", "old 5\nAAAA\n"])
def test_a_request_that_is_not_of_the_format_is_refused(spoil: str) -> None:
    text = str(asked(9, 5)).replace("old 5", spoil + "x" if spoil == "old 5" else spoil, 1)
    with pytest.raises(Refused):
        read_request(text, "a.request")
