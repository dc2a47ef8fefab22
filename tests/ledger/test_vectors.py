"""Trees and proofs are those that other programs make, and proofs that must not hold do not."""

import json
from base64 import b64decode
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from exeat.core.merkle import leaf
from exeat.ledger.tree import Tree, grew, includes

FOLDER = Path(__file__).parents[1] / "vectors/ledger"
TREES = json.loads((FOLDER / "trees.json").read_text("utf-8"))
PROOFS = json.loads((FOLDER / "proofs.json").read_text("utf-8"))
MOST = 1024
TREE = Tree(leaf(i.to_bytes(4)) for i in range(MOST))


def test_every_path_in_every_tree_of_up_to_1024_leaves_is_that_of_another_program() -> None:
    for size in range(1, MOST + 1):
        assert TREE.root(size).hex() == TREES["roots"][size - 1]
        hashed = sha256(b"".join(h for index in range(size) for h in TREE.inclusion(index, size)))
        assert hashed.hexdigest() == TREES["inclusion"][size - 1]


def test_every_growth_of_up_to_1024_leaves_is_proved_between_the_roots_of_another_program() -> None:
    roots = [sha256(b"").digest(), *map(bytes.fromhex, TREES["roots"])]
    for new in range(MOST + 1):
        for old in range(new + 1):
            assert grew(old, roots[old], new, roots[new], TREE.consistency(old, new))


def _hashes(some: list[str] | None) -> list[bytes]:
    return [b64decode(h) for h in some or []]


@pytest.mark.parametrize("vector", PROOFS["inclusion"])
def test_a_proof_of_a_place_holds_where_others_say_so(vector: dict[str, Any]) -> None:
    root, one = b64decode(vector["root"]), b64decode(vector["leafHash"])
    found = includes(root, vector["treeSize"], vector["leafIdx"], one, _hashes(vector["proof"]))
    assert found is not vector["wantErr"]


def _is_of_hashes(vector: dict[str, Any]) -> bool:
    """Some vectors are about growth from nothing, or say of roots that are no hashes that nobody cares."""
    return vector["size1"] > 0 and all(len(b64decode(vector[r])) == 32 for r in ("root1", "root2"))


GROWTH = [v for v in PROOFS["consistency"] if _is_of_hashes(v)]


@pytest.mark.parametrize("vector", GROWTH)
def test_a_proof_of_growth_holds_where_others_say_so(vector: dict[str, Any]) -> None:
    old, new = b64decode(vector["root1"]), b64decode(vector["root2"])
    found = grew(vector["size1"], old, vector["size2"], new, _hashes(vector["proof"]))
    assert found is not vector["wantErr"]


def test_most_of_the_vectors_are_tried() -> None:
    assert len(PROOFS["inclusion"]) + len(GROWTH) > 170
