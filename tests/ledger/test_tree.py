"""Nothing is taken out of a log, put into it or changed in it without being seen."""

from collections.abc import Callable
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exeat.core.merkle import NOTHING, leaf, merkle_root, node
from exeat.ledger.tree import Frontier, Tree, grew, includes

LEAVES = [leaf(i.to_bytes(4)) for i in range(1024)]


def test_the_root_is_that_of_the_definition_at_every_size() -> None:
    tree = Tree()
    for size in range(300):
        assert tree.root() == merkle_root(LEAVES[:size])
        tree.append(LEAVES[size])
    assert [tree.root(size) for size in range(300)] == [merkle_root(LEAVES[:size]) for size in range(300)]


@given(st.lists(st.integers(0, 40), max_size=6))
def test_many_leaves_at_once_make_the_same_tree_as_one_after_another(pieces: list[int]) -> None:
    at_once, one_by_one, at = Tree(), Tree(), 0
    for piece in pieces:
        at_once.extend(LEAVES[at : at + piece])
        for leaf_ in LEAVES[at : at + piece]:
            one_by_one.append(leaf_)
        at += piece
    assert at_once._levels == one_by_one._levels
    assert at_once.root() == merkle_root(LEAVES[:at])


def test_what_a_log_keeps_between_two_appends_gives_the_same_roots() -> None:
    kept = Frontier()
    for size in range(300):
        assert (kept.size, kept.root) == (size, merkle_root(LEAVES[:size]))
        kept = kept.after(LEAVES[size])


def test_the_root_of_one_and_of_none_is_as_the_rfc_says() -> None:
    assert Tree().root() == sha256(b"").digest()
    assert Tree([leaf(b"x")]).root() == sha256(b"\x00x").digest()


def test_every_entry_of_every_small_log_is_proved_and_no_other_passes_for_it() -> None:
    tree = Tree(LEAVES[:70])
    for size in range(1, 70):
        root = tree.root(size)
        for index in range(size):
            path = tree.inclusion(index, size)
            assert includes(root, size, index, LEAVES[index], path)
            assert not includes(root, size, index, LEAVES[(index + 1) % 70], path)
            assert not any(includes(root, size, i, LEAVES[index], path) for i in range(-1, 71) if i != index)
            assert not includes(root, size, index, LEAVES[index], (*path, root))
            assert not path or not includes(root, size, index, LEAVES[index], path[:-1])


def test_every_growth_of_a_small_log_is_proved_and_no_other_passes_for_it() -> None:
    tree = Tree(LEAVES[:40])
    roots = [tree.root(size) for size in range(41)]
    for new in range(41):
        for old in range(new + 1):
            path = tree.consistency(old, new)
            assert grew(old, roots[old], new, roots[new], path)
            assert not grew(old, LEAVES[999], new, roots[new], path)
            assert not grew(old, roots[old], new, LEAVES[999], path) or old == 0
            assert not grew(old, roots[old], new, roots[new], (*path, roots[new]))
            assert not path or not grew(old, roots[old], new, roots[new], path[:-1])


def test_no_log_grew_backwards_or_out_of_what_is_no_log() -> None:
    """Else a witness signs a smaller log after a larger one, and what came between is gone. Every path at hand."""
    tree = Tree(LEAVES[:9])
    roots = [tree.root(size) for size in range(10)]
    for old in range(-2, 10):
        for new in range(-2, old):
            paths = [(), *((r,) for r in roots), *([tree.consistency(new, old)] if new >= 0 else [])]
            for path in paths:
                assert not any(grew(old, r, new, r, path) for r in roots)
                assert not grew(old, roots[old], new, roots[new], path)
    assert not grew(0, roots[1], 0, roots[1], ()), "of no leaves there is one root"
    assert not any(grew(-1, r, new, roots[new], ()) for r in roots for new in range(10))


@pytest.mark.parametrize("spoil", [lambda h: h[:-1], lambda h: h + b"x", lambda h: b"", lambda h: h * 2])
def test_what_is_no_hash_proves_nothing(spoil: Callable[[bytes], bytes]) -> None:
    """Hashes of another length part the same bytes elsewhere: of two neighbours somebody makes two others."""
    tree = Tree(LEAVES[:6])
    path, root = tree.inclusion(4), tree.root()
    for at in range(len(path)):
        assert not includes(root, 6, 4, LEAVES[4], [*path[:at], spoil(path[at]), *path[at + 1 :]])
    assert not includes(spoil(root), 6, 4, LEAVES[4], path)
    assert not includes(spoil(LEAVES[0]), 1, 0, spoil(LEAVES[0]), ())
    assert not grew(6, spoil(root), 6, spoil(root), ())
    assert not grew(0, NOTHING, 1, spoil(LEAVES[0]), ())
    assert not grew(0, spoil(NOTHING), 1, LEAVES[0], ())
    grown = tree.consistency(3)
    for at in range(len(grown)):
        assert not grew(3, tree.root(3), 6, root, [*grown[:at], spoil(grown[at]), *grown[at + 1 :]])


def test_two_hashes_parted_elsewhere_are_not_the_two() -> None:
    left, right = LEAVES[:2]
    both, at = left + right, 20
    assert includes(node(left, right), 2, 0, left, (right,))
    assert not includes(node(left, right), 2, 0, both[:at], (both[at:],))
    assert not includes(node(left, right), 2, 1, both[at:], (both[:at],))


def test_a_log_that_was_begun_again_did_not_grow() -> None:
    before, after = Tree(LEAVES[:20]), Tree([LEAVES[500], *LEAVES[1:40]])
    for size in range(1, 20):
        assert not grew(size, before.root(size), 40, after.root(), after.consistency(size))


@given(st.integers(1, 1024), st.data())
def test_any_change_of_a_hash_spoils_a_proof(size: int, data: st.DataObject) -> None:
    tree, index = Tree(LEAVES[:size]), data.draw(st.integers(0, size - 1))
    path = list(tree.inclusion(index))
    if path:
        at, bit = data.draw(st.integers(0, len(path) - 1)), data.draw(st.integers(0, 255))
        path[at] = (int.from_bytes(path[at]) ^ 1 << bit).to_bytes(32)
        assert not includes(tree.root(), size, index, LEAVES[index], path)


@given(st.lists(st.integers(0, 1024), min_size=3, max_size=3).map(sorted))
def test_a_log_that_grew_twice_grew(sizes: list[int]) -> None:
    tree = Tree(LEAVES)
    for old, new in [*pairwise(sizes), (sizes[0], sizes[-1])]:
        assert grew(old, tree.root(old), new, tree.root(new), tree.consistency(old, new))


@pytest.mark.parametrize(
    "ask",
    [
        lambda t: t.inclusion(3), lambda t: t.inclusion(-1), lambda t: t.inclusion(2, 2), lambda t: t.inclusion(0, -1),
        lambda t: t.root(4), lambda t: t.root(-1), lambda t: t.consistency(4), lambda t: t.consistency(-1),
        lambda t: t.consistency(3, 2), lambda t: t.consistency(0, 4), lambda t: t.consistency(0, -1),
    ],
)  # fmt: skip
def test_what_is_not_in_the_tree_cannot_be_asked_for(ask) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(IndexError):
        ask(Tree(LEAVES[:3]))
