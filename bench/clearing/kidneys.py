"""Kidney exchange with our solving: who gives to whom in cycles up to a length, and in any cycles.

What exeat clears are flows between parties: whoever gives gets, and a cycle may be as long as it likes. So of a kidney
exchange it knows the number without a bound on cycles. With a bound, one column for each cycle is made here, in the
bench, as every program for kidneys makes them; the solving (level after level, two programs, certificates) is exeat's.
Donors without a patient of their own, and the chains that they begin, are left out: nobody gives for nothing here.
"""

import json
import resource
from collections.abc import Iterator
from pathlib import Path

from exeat.adapters.race import Race
from exeat.clearing.model import Model, Row
from exeat.clearing.sifting import proving

Gives = dict[int, frozenset[int]]  # by pair: the pairs whose patient its donor may give to


def read(path: Path) -> Gives:
    """An instance as kep-solver's own (JSON) or PrefLib's (`.wmd`)."""
    if path.suffix == ".wmd":
        lines = [line.split(",") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
        pairs = sorted({int(n) for line in lines for n in line[:2]})
        edges = [(int(a), int(b)) for a, b, *_ in lines]
        return {a: frozenset(c for b, c in edges if b == a) for a in pairs}
    found: dict[int, set[int]] = {}
    for donor in json.loads(path.read_text("utf-8"))["data"].values():
        for pair in donor.get("sources", ()) if not donor.get("altruistic") else ():
            found.setdefault(pair, set()).update(m["recipient"] for m in donor.get("matches", ()))
    return {a: frozenset(to & found.keys()) for a, to in found.items()}


def as_json(gives: Gives) -> str:
    """The instance as kep-solver reads it, without donors who have no patient."""
    matches = {a: [{"recipient": b, "score": 1} for b in sorted(to)] for a, to in sorted(gives.items())}
    return json.dumps({"data": {str(a): {"sources": [a], "dage": 50, "matches": m} for a, m in matches.items()}})


def cycles(gives: Gives, longest: int) -> Iterator[tuple[int, ...]]:
    """Every cycle up to a length, once: from its smallest pair."""
    paths: list[tuple[int, ...]] = [(a,) for a in sorted(gives)]
    while paths:
        yield from (p for p in paths if p[0] in gives[p[-1]])
        paths = [(*p, b) for p in paths if len(p) < longest for b in sorted(gives[p[-1]]) if b > p[0] and b not in p]


def by_cycles(gives: Gives, longest: int) -> tuple[Model, dict[int, int]]:
    """One column for each cycle, each pair in one at most; the aim is how many give."""
    found = list(cycles(gives, longest))
    rows = [Row(str(a), {i: 1 for i, c in enumerate(found) if a in c}, None, 1) for a in gives]
    return Model([0] * len(found), [1] * len(found), rows), {i: len(c) for i, c in enumerate(found)}


def by_flows(gives: Gives) -> tuple[Model, dict[int, int]]:
    """One column for each gift; each pair gives as much as it gets, and once at most."""
    edges = [(a, b) for a, to in sorted(gives.items()) for b in sorted(to)]
    rows = []
    for a in gives:
        out, into = ({i: 1 for i, e in enumerate(edges) if e[at] == a} for at in (0, 1))
        net = {i: out.get(i, 0) - into.get(i, 0) for i in out.keys() | into.keys()}
        rows += [Row(str(a), net, 0, 0), Row(str(a), out, None, 1)]
    return Model([0] * len(edges), [1] * len(edges), rows), dict.fromkeys(range(len(edges)), 1)


def solved(model: Model, aim: dict[int, int]) -> tuple[int, str, float]:
    """The most, on whose word, and processor seconds."""
    start = cpu()
    found = proving(model, Race(60), [aim]).best(aim)
    return found.value, "+".join(found.by) or "not proven", cpu() - start


def cpu() -> float:
    """Processor seconds of this process and of those it has started and seen end."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(u.ru_utime + u.ru_stime for u in used)
