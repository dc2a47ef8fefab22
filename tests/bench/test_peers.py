"""Kidneys beside the other program: no cycle is forgotten, and none is taken that is none."""

import json
from itertools import combinations, permutations
from pathlib import Path

from bench.clearing import kidneys
from hypothesis import given, settings
from hypothesis import strategies as st

PAIRS = range(1, 6)
worlds = st.fixed_dictionaries({a: st.frozensets(st.sampled_from([b for b in PAIRS if b != a])) for a in PAIRS})


def most(gives: kidneys.Gives, longest: int) -> int:
    """By trying everything: the most pairs in cycles that share nobody."""
    loops = [
        frozenset(way)
        for n in range(2, longest + 1)
        for way in permutations(PAIRS, n)
        if all(b in gives[a] for a, b in zip(way, (*way[1:], way[0]), strict=True))
    ]
    chosen = (
        c for n in range(3) for c in combinations(set(loops), n) if len(frozenset().union(*c)) == sum(map(len, c))
    )
    return max(sum(map(len, c)) for c in chosen)


@settings(max_examples=40, deadline=None)
@given(worlds)
def test_as_many_are_matched_as_can_be(gives: kidneys.Gives) -> None:
    for longest in (2, 3):
        assert kidneys.solved(*kidneys.by_cycles(gives, longest))[0] == most(gives, longest)
    assert kidneys.solved(*kidneys.by_flows(gives))[0] == most(gives, len(PAIRS))


def test_an_instance_is_the_same_in_both_forms(tmp_path: Path) -> None:
    gives = {1: frozenset({2}), 2: frozenset({3, 1}), 3: frozenset[int]()}
    (tmp_path / "i.json").write_text(kidneys.as_json(gives), "utf-8")
    (tmp_path / "i.wmd").write_text("# NUMBER ALTERNATIVES: 3\n1,2,1.0\n2,3,1.0\n2,1,1.0\n", "utf-8")
    assert kidneys.read(tmp_path / "i.json") == kidneys.read(tmp_path / "i.wmd") == gives
    altruist = {"data": {"9": {"altruistic": True, "matches": [{"recipient": 1, "score": 1}]}}}
    (tmp_path / "a.json").write_text(json.dumps(altruist), "utf-8")
    assert kidneys.read(tmp_path / "a.json") == {}
