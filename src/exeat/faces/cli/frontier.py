"""`frontier`: for two parties, which pairs of numbers both could reach; as a table and as a picture."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .frame import View, heading, line, lines, shown, table, view_options
from .outfile import OutFile

if TYPE_CHECKING:
    from exeat.clearing.because.frontier import Frontier, Pair
    from exeat.faces.texts import Speaker

SHOWN = 40  # pairs in the table


@click.command()
@view_options
@click.option("--out", type=OutFile(), metavar="FILE.svg", help="Write a picture there.")
def frontier(case: str, on: str, known: str, lang: str, as_json: bool, out: str | None) -> int:
    """For two parties: how many people each could get.

    With the numbers that clauses state left free, and all other terms as they are.
    """
    from exeat.faces import documents
    from exeat.faces.frontier_svg import drawn

    view = View(case, on, known, lang)
    found = view.house.frontier(view.facts)
    if found is not None and out is not None:
        Path(out).write_text(drawn(found, view.speaker, list(_told(view.speaker, found))), encoding="utf-8")
    if as_json:
        shown(documents.FrontierShown("frontier/1", found))
    elif found is None:
        line(view.speaker.text("because.frontier_not_two"))
    else:
        print_frontier(view, found)
        if out is not None:
            line(view.speaker.text("cli.note_wrote", file=out))
    return 1 if found is None else 0


def print_frontier(view: View, found: "Frontier") -> None:
    """The pairs as a table, the longest tables cut, and where the terms as they stand come to."""
    say = view.speaker
    heading(say.text("because.frontier", first=say.name(found.first), second=say.name(found.second)))
    head = tuple(say.text("because.frontier_lets_go", party=say.name(p)) for p in (found.first, found.second))
    runs = list(_runs(found.pairs))
    table([_row(say, *run) for run in runs[:SHOWN]], (*head, ""), frozenset({0, 1}))
    if len(runs) > SHOWN:
        line(say.text("because.frontier_more", number=len(runs) - SHOWN), 2)
    lines(_notes(say, found), 2, "*")


def _runs(pairs: "Sequence[Pair]") -> "Iterator[tuple[Pair, Pair]]":
    """The pairs, and as one what goes on by one more of the one for each one fewer of the other."""
    start = 0
    for n in range(1, len(pairs) + 1):
        if n == len(pairs) or (pairs[n].first - pairs[n - 1].first, pairs[n - 1].second - pairs[n].second) != (1, 1):
            yield pairs[start], pairs[n - 1]
            start = n


def _row(say: "Speaker", a: "Pair", b: "Pair") -> tuple[str, str, str]:
    if a == b:
        return (str(a.first), str(a.second), "")
    return (f"{a.first}-{b.first}", f"{a.second}-{b.second}", say.text("because.frontier_run"))


def _notes(say: "Speaker", found: "Frontier") -> Iterator[str]:
    if not found.pairs:
        yield say.text("because.frontier_nobody")
    if not found.all:
        yield say.text("because.frontier_cut")
    if found.now is not None:
        (a, b), (c, d) = ((found.now[0].first, found.now[1].first), (found.now[0].second, found.now[1].second))
        first = {"first": say.name(found.first), "one": f"{a}" if a == b else f"{a}-{b}"}
        second = {"second": say.name(found.second), "other": f"{c}" if c == d else f"{c}-{d}"}
        yield say.text("because.frontier_now", **first, **second)
    yield say.text("because.frontier_means")


def _told(say: "Speaker", found: "Frontier") -> Iterator[str]:
    """The picture in sentences."""
    for p in found.pairs:
        names = {"first": say.name(found.first), "second": say.name(found.second)}
        yield say.text("because.frontier_pair", **names, one=p.first, other=p.second)
    yield from _notes(say, found)


COMMANDS = (frontier,)
