"""Who gives how many to whom, as the plan stands: flows between parties, and the loops that they make.

- A flow is people moved from a party by one act to one destination (None: released where they are), as one speaker
  asks; who asks is told where it is not the giver itself.
- What somebody gets is what comes to it, and what others do because it asked. A loop is a shortest way back along what
  is given and got. Every flow that is in a loop is in one that is listed; how many of a flow are *for* which loop
  nobody has said, so the numbers of a loop are those of its flows, whole.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Literal

from . import document as doc
from .problem import EVERYBODY, Problem

Edge = tuple[str, str]
Act = Literal["release", "transfer"]


def flows(problem: Problem, values: Sequence[int]) -> tuple[doc.Flow, ...]:
    """The flows of a plan, in the order of their parties."""
    found: Counter[tuple[str, str, Act, str, bool]] = Counter()
    parties = problem.parties
    for i, members in problem.terms(EVERYBODY).items():
        if values[i]:
            way = problem.ways[problem.columns[i][1]]
            giver, speaker = parties.giver[way.clause], parties.speaker.get(way.clause, "")
            asked_by = "" if speaker == giver else speaker
            found[giver, way.to or "", way.context.act, asked_by, way.context.remains] += members * values[i]
    return tuple(_flow(*key, number) for key, number in sorted(found.items()))


def _flow(giver: str, to: str, act: Act, by: str, remains: bool, number: int) -> doc.Flow:
    """A flow of people, or of remains: those of the dead are never counted with the living."""
    people, dead = (0, number) if remains else (number, None)
    return doc.Flow(giver, act, people, to or None, by or None, dead)


def exchanged(found: Iterable[doc.Flow]) -> dict[Edge, tuple[int, int]]:
    """By giver and party: how many people the one moves to the other, or because the other asked; how many remains."""
    edges: dict[Edge, tuple[int, int]] = {}
    for flow in found:
        for party in sorted({flow.to, flow.asked_by} - {None, flow.from_}, key=str):
            people, remains = edges.get((flow.from_, str(party)), (0, 0))
            edges[flow.from_, str(party)] = people + flow.people, remains + (flow.remains or 0)
    return dict(sorted(edges.items()))


def loops(found: Iterable[doc.Flow]) -> tuple[doc.Loop, ...]:
    """The loops of a plan: for each giving in order that is in none so far, a shortest way back."""
    edges, made, covered = exchanged(found), [], set[Edge]()
    for edge in edges:
        way = _back(edges, edge) if edge not in covered else ()
        if way:
            pairs = [(p, way[(n + 1) % len(way)]) for n, p in enumerate(way)]
            covered |= set(pairs)
            people, remains = zip(*(edges[pair] for pair in pairs), strict=True)
            made.append(doc.Loop(way, people, remains if any(remains) else None))
    return tuple(made)


def _back(edges: Collection[Edge], first: Edge) -> tuple[str, ...]:
    """The shortest loop that begins with an edge; of several the first by name. Empty where there is none."""
    ways: list[tuple[str, ...]] = [first]
    seen = {first[1]}
    while ways:
        back = [way for way in ways if (way[-1], first[0]) in edges]
        if back:
            return _turned(back[0])
        longer = [(*way, party) for way in ways for giver, party in edges if giver == way[-1]]
        ways = list({way[-1]: way for way in reversed(longer) if way[-1] not in seen}.values())[::-1]
        seen |= {way[-1] for way in ways}
    return ()


def _turned(way: tuple[str, ...]) -> tuple[str, ...]:
    """A loop told from the party that sorts first."""
    at = way.index(min(way))
    return (*way[at:], *way[:at])
