"""Links: machine matches that make persons, because the case's protocol names a threshold.

- A link is an open proposal with the decision *match*, of two records of two lists, of at least that probability.
- Links are looked at together, not one by one: where what judgements and links join holds two records that were judged
  different or doubted, or two rows of one list that no judgement joins, none of the links in it joins.

See `docs/spec/clearing.md`, and decision 0022 for why.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from exeat.core.facts import Facts

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """Two records, and how probable the machine holds it that they are one person, from 0 to 1."""

    left: str
    right: str
    probability: float


@dataclass(frozen=True, slots=True)
class Chain:
    """What links would have joined: the persons as judgements alone make them, and the links between them."""

    persons: tuple[str, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """The links that join, and the chains that contradict, whose links do not."""

    joining: tuple[Link, ...] = ()
    contradicting: tuple[Chain, ...] = ()


class Judged(Protocol):
    """What links ask of judgements: the person of each record that one joins, and the pairs that stand against."""

    person_of: dict[str, str]

    @property
    def against(self) -> tuple[tuple[str, str, str], ...]: ...


def links(facts: Facts, judged: Judged, open_: "pl.DataFrame") -> Links:
    """The links among the open proposals of a case; none where its protocol names no threshold."""
    threshold = facts.case.protocol.identity_threshold
    some = [] if threshold is None else list(_links(open_, float(threshold)))
    if not some:
        return Links()
    of = judged.person_of.get
    root = clusters((of(x.left, x.left), of(x.right, x.right)) for x in some)
    torn = {root[a] for a, b in _against(judged) if a in root and b in root and root[a] == root[b]}
    torn |= _doubled(facts, judged, root)
    chains: dict[str, list[Link]] = {}
    for x in some:
        chains.setdefault(root[of(x.left, x.left)], []).append(x)
    joining = [x for chain, mine in chains.items() if chain not in torn for x in mine]
    contradicting = [
        Chain(tuple(sorted((p for p in root if root[p] == chain), key=str.encode)), tuple(sorted(chains[chain])))
        for chain in sorted(torn, key=str.encode)
    ]
    return Links(tuple(sorted(joining)), tuple(contradicting))


def _links(open_: "pl.DataFrame", threshold: float) -> Iterable[Link]:
    import polars as pl

    sure = open_.filter((pl.col("decision") == "match") & (pl.col("probability") >= threshold))
    for left, right, probability in sure.select("left", "right", "probability").iter_rows():
        if list_of(left) != list_of(right):
            yield Link(left, right, probability)


def list_of(record: str) -> str:
    """The list in whose versions a record stands: the first of them, as in its address."""
    return record.partition("#")[0].partition("@")[0]


def _against(judged: Judged) -> Iterable[tuple[str, str]]:
    of = judged.person_of.get
    return ((of(a, a), of(b, b)) for a, b, _ in judged.against)


def _doubled(facts: Facts, judged: Judged, root: dict[str, str]) -> set[str]:
    """The chains in which one list has rows of two persons."""
    import polars as pl

    rows = set(root) | {r for r, person in judged.person_of.items() if person in root}
    standing = facts.people.filter(pl.col("record").is_in(sorted(rows)))["record"]
    of = judged.person_of.get
    each = {(of(r, r), list_of(r)) for r in standing}
    many = Counter((root[person], name) for person, name in each)
    return {chain for (chain, _), persons in many.items() if persons > 1}


def clusters(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Union-find; every record of a cluster points to the one that sorts first."""
    root: dict[str, str] = {}

    def find(record: str) -> str:
        while root.setdefault(record, record) != record:
            root[record] = record = root[root[record]]
        return record

    for a, b in pairs:
        a, b = sorted((find(a), find(b)), key=str.encode)
        root[b] = a
    return {record: find(record) for record in list(root)}
