"""Records that may be about one person, as the machine has it, where nothing is written exactly alike.

- Whoever asks for the audit brings the guesses, each with its probability. What is found without a guess is not said
  twice, and what people have judged is not guessed at.
- Where one of the two lists is of the dead or the released, it is the other list, as everywhere in an audit.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .between import WEIGHT
from .frames import SHOWN, cells
from .nouns import Findings, Listed

if TYPE_CHECKING:
    import polars as pl

MOST = 0.99  # a guess is never certain
Place = tuple[str, int]  # a list and a row
Guess = tuple[Place, Place, str]


def guessed(lists: Iterable[Listed], pairs: "pl.DataFrame", found: Iterable[Findings]) -> Iterator[Findings]:
    """What `pairs` add to what was `found`: `left`, `right` (records), `probability`. One finding a pair."""
    named = {x.name: x for x in lists}
    known = set(_together(found))
    by_lists: dict[tuple[str, str], list[Guess]] = {}
    for guess in _placed(named, pairs):
        (one, _), (two, _), _ = guess
        if frozenset(guess[:2]) not in known:
            by_lists.setdefault((one, two), []).append(guess)
    for (one, two), guesses in sorted(by_lists.items()):
        yield _findings(named[one], named[two], sorted(guesses))


def _placed(named: dict[str, Listed], pairs: "pl.DataFrame") -> Iterator[Guess]:
    """Where the records of each pair stand: the list that is spoken of first, then the other."""
    at: dict[str, Place] = {
        str(record): (x.name, row)
        for x in named.values()
        if x.addresses is not None
        for row, record in enumerate(x.addresses)
    }
    for left, right, probability in pairs.select("left", "right", "probability").iter_rows():
        if left in at and right in at:
            both = sorted((at[left], at[right]), key=lambda p: (WEIGHT.get(named[p[0]].of or "", 0), p))
            yield both[0], both[1], f"{min(probability, MOST):.2f}"


def _together(found: Iterable[Findings]) -> Iterator[frozenset[Place]]:
    """The pairs of rows that a finding already holds beside one another."""
    from itertools import combinations

    for each in found:
        rows = each.cells.drop_nulls("row").select("finding", "list", "row").unique()
        for (_,), of in rows.group_by("finding"):
            if of.height > 1:
                yield from map(frozenset, combinations(of.select("list", "row").iter_rows(), 2))


def _findings(one: Listed, two: Listed, guesses: list[Guess]) -> Findings:
    import polars as pl

    frames = [
        cells(x, pl.DataFrame({"finding": range(len(guesses)), "row": [g[end][1] for g in guesses]}), SHOWN)
        for end, x in enumerate((one, two))
    ]
    frame = pl.concat(frames).sort("finding", maintain_order=True)
    more = {i: {"probability": probability} for i, (_, _, probability) in enumerate(guesses)}
    if one is two:
        return Findings("alike", one.name, frame, more)
    return Findings("alike_on_other", one.name, frame, more, {"other": two.name, "speaker": two.by or two.name})
