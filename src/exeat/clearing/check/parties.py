"""Do the parties, the flows and the loops of a plan follow from its moves and its open places?

- Who takes part is worked out from the moves; where it stays open where somebody goes, the plan may say so.
- What it says would be otherwise is not solved again here. A plan without the three parts says nothing of them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .document import Plan, rows, texts
from .finding import Finding, Value
from .tally import Tally

Source = tuple[str, str, str, bool]  # from whom, by which act, who asked; whether of the dead
Places = frozenset[str | None]


def taking_part(plan: Plan, tally: Tally) -> frozenset[str]:
    """Who takes part: those whom a move touches for certain, and those of whom the plan says so and may be right."""
    sure, maybe = _touched(tally)
    return sure | (frozenset(_said(plan)) & maybe)


def check_parties(plan: Plan, tally: Tally) -> Iterator[Finding]:
    """Whether the parties, the flows and the loops are those of the moves and the open places."""
    if not {"parties", "flows", "loops"} & plan.keys():
        return
    sure, maybe = _touched(tally)
    said = _said(plan)
    listed = {str(row.get("party")) for row in rows(plan, "parties")}
    for party in sorted(tally.roles.named ^ listed):
        yield Finding("party-differs", None, None, {"party": party, "part": "party"})
    for party in sorted((sure - said) | (said - sure - maybe)):
        yield Finding("party-differs", None, None, {"party": party, "part": "takes_part"})
    yield from _flows(plan, tally)
    yield from _numbers(plan)
    yield from _loops(plan)


def _said(plan: Plan) -> set[str]:
    return {str(row.get("party")) for row in rows(plan, "parties") if row.get("takes_part") is True}


def _touched(tally: Tally) -> tuple[frozenset[str], frozenset[str]]:
    """The parties that some move touches for certain; and those that one may touch, where it stays open where to."""
    sure, maybe = set[str](), set[str]()
    for clause in tally.setting.moves:
        named, free = _ways(tally, clause)
        going = [*named, *([_every(tally, clause)] if tally.open.get(clause) else [])]
        for places in going:
            sure |= tally.roles.of_move(clause, next(iter(places)) if len(places) == 1 else None)
        for places in (*going, *(free if tally.open.get(clause) else ())):
            maybe |= {p for to in places for p in tally.roles.of_move(clause, to)}
    return frozenset(sure), frozenset(maybe)


def _every(tally: Tally, clause: str) -> Places:
    return frozenset(x.to for x in tally.setting.contexts[clause])


def _ways(tally: Tally, clause: str) -> tuple[list[Places], list[Places]]:
    """Where those named for a clause may go, and where those who may take its open places."""
    every = _every(tally, clause)
    people, others = tally.moved(clause), tally.candidates(clause) if tally.open.get(clause) else frozenset[str]()
    if len(every) == 1:
        return [every] * len(people), [every] * len(others)
    return [tally.goes(p) for p in people], [tally.goes(p, clause) for p in others]


def _flows(plan: Plan, tally: Tally) -> Iterator[Finding]:
    """A flow moves as many people as its moves and open places: in all exactly, to each place as many as may go."""
    said: Counter[Source] = Counter()
    for row in rows(plan, "flows"):
        source, to, people = _source(row), row.get("to"), _number(row, _counted(row))
        if source[-1] and _number(row, "people"):
            yield _differs(source, str(to or ""), _number(row, "people"), "0")
        said[source] += people
        least, most = _between(tally, source, to if isinstance(to, str) else None)
        if not max(least, 1) <= people <= most:
            yield _differs(source, str(to or ""), people, f"{least}..{most}")
    found: Counter[Source] = Counter()
    for clause in tally.setting.moves:
        found[_of_clause(tally, clause)] += len(tally.moved(clause)) + tally.open.get(clause, 0)
    for source in sorted(said.keys() | found.keys()):
        if said[source] != found[source]:
            yield _differs(source, "", said[source], str(found[source]))


def _differs(source: Source, to: str, people: int, found: str) -> Finding:
    values: dict[str, Value] = {"from": source[0], "to": to, "people": people, "found": found}
    return Finding("flow-differs", None, None, values)


def _source(row: Mapping[str, Any]) -> Source:
    return (str(row.get("from")), str(row.get("act")), str(row.get("asked_by") or ""), _counted(row) == "remains")


def _counted(row: Mapping[str, Any]) -> str:
    """What a flow counts: people, or the remains of the dead, in a flow of their own."""
    return "remains" if row.get("remains") is not None else "people"


def _of_clause(tally: Tally, clause: str) -> Source:
    """From whom a clause moves people, by which act, and who asks for it, where that is somebody else."""
    here, speaker = tally.setting.contexts[clause][0], tally.roles.speaker(clause)
    return (here.power, here.act, "" if speaker in (None, here.power) else str(speaker), here.remains)


def _between(tally: Tally, source: Source, to: str | None) -> tuple[int, int]:
    """At least and at most how many go from a source to a place; (0, 0) where no clause is such a source."""
    least = most = 0
    for clause in (c for c in tally.setting.moves if _of_clause(tally, c) == source):
        (named, candidates), places = _ways(tally, clause), tally.open.get(clause, 0)
        sure = sum(goes == {to} for goes in candidates)
        least += sum(goes == {to} for goes in named) + max(0, places - (len(candidates) - sure))
        most += sum(to in goes for goes in named) + min(places, sum(to in goes for goes in candidates))
    return least, most


def _numbers(plan: Plan) -> Iterator[Finding]:
    """What each party gives, receives and has asked for is what the flows say."""
    flows = rows(plan, "flows")
    for row in rows(plan, "parties"):
        party = row.get("party")
        dead = row.get("remains")
        for part, key in (("gives", "from"), ("receives", "to"), ("asked_for", "asked_by")):
            mine = [f for f in flows if f.get(key) == party]
            people, remains = (sum(_number(f, of) for f in mine) for of in ("people", "remains"))
            said = _number(dead, part) if isinstance(dead, Mapping) else 0
            if row.get(part) != people:
                values: dict[str, Value] = {"party": str(party), "part": part, "said": str(row.get(part))}
                yield Finding("party-differs", None, None, values | {"found": people})
            if said != remains:
                values = {"party": str(party), "part": f"remains/{part}", "said": str(said)}
                yield Finding("party-differs", None, None, values | {"found": remains})


def _loops(plan: Plan) -> Iterator[Finding]:
    """Each party of a loop gives to the next, or as the next asked; every flow that is in a loop is in one listed."""
    edges, dead = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for row in rows(plan, "flows"):
        for party in {row.get("to"), row.get("asked_by")} - {None, row.get("from")}:
            edges[str(row.get("from")), str(party)] += _number(row, "people")
            dead[str(row.get("from")), str(party)] += _number(row, "remains")
    listed = set[tuple[str, str]]()
    for row in rows(plan, "loops"):
        way, numbers = texts(row, "parties"), row.get("people")
        pairs = list(zip(way, (*way[1:], *way[:1]), strict=True))
        wanted = [edges.get(pair, 0) for pair in pairs], [dead.get(pair, 0) for pair in pairs]
        if len(set(way)) != len(way) or not pairs or (numbers, row.get("remains") or [0] * len(pairs)) != wanted:
            yield Finding("loop-differs", None, None, {"parties": tuple(way)})
        listed |= set(pairs)
    for edge in sorted(e for e in edges if e not in listed and e[0] in _reached(edges, e[1])):
        yield Finding("loop-differs", None, None, {"parties": edge})


def _reached(edges: Iterable[tuple[str, str]], start: str) -> set[str]:
    """The parties to which something leads from a party, through whomever."""
    found, size = {start}, 0
    while size != (size := len(found)):
        found |= {b for a, b in edges if a in found}
    return found


def _number(row: Mapping[str, Any], key: str) -> int:
    found = row.get(key)
    return found if isinstance(found, int) and not isinstance(found, bool) else 0
