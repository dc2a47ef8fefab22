"""Remarks on names: `remarks`."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .frame import View, heading, line, lines, shown, view_options
from .outfile import OutFile

if TYPE_CHECKING:
    import polars as pl

    from exeat.evidence.remarks import Remarks
    from exeat.faces.remark_document import ListRemarked

MANY = 30  # names of one list that are shown without being asked for by --list
FORMATS = (".csv", ".md", ".xlsx")


@click.command()
@view_options
@click.option("--list", "name", metavar="LIST", help="Only this list, every name of it.")
@click.option("--out", type=OutFile(), metavar="FILE", help="Write the table for both sides: .csv, .xlsx or .md.")
def remarks(case: str, on: str, known: str, lang: str, as_json: bool, name: str | None, out: str | None) -> int:
    """What each side answered to the other's names.

    Round by round: held, not held, held elsewhere, released, dead, unknown, needs data; who owes the next word, and
    for how many days.
    """
    from exeat.faces.remark_document import RemarksShown, list_remarked

    view = View(case, on, known, lang)
    found = view.house.remarks(view.facts, name)
    if out is not None:
        return _write(view, found, out, as_json)
    if as_json:
        day = view.facts.as_of.on.isoformat()
        shown(RemarksShown("remarks/1", day, tuple(list_remarked(f) for f in found)))
        return 0
    for one in found:
        print_list(view, one, name is not None)
    if not found:
        line(view.speaker.text("remarks.none"))
    return 0


def print_list(view: View, found: "Remarks", whole: bool) -> None:
    """One list: its rounds, the last words counted, what is owed, then the names."""
    from exeat.faces import remark_sentences as say
    from exeat.faces.remark_document import list_remarked

    s, plain = view.speaker, list_remarked(found)
    heading(say.list_sentence(s, plain))
    powers = ", ".join(s.name(p) for p in found.asked)
    line(s.text("remarks.asked", powers=powers) if powers else s.text("remarks.nobody_asked"), 2)
    lines((say.round_sentence(s, r) for r in plain.rounds), 2, "*")
    _tallies(view, found)
    _owing(view, found.owed)
    if whole or len(plain.names) <= MANY:
        _names(view, plain)
    else:
        line(s.text("remarks.more_names", number=len(plain.names), list=plain.versions[-1].list), 2)
    if plain.additional:
        heading(s.text("remarks.unmatched", number=len(plain.additional)))
        lines((say.additional_sentence(s, a) for a in plain.additional), 2, "?")


def _tallies(view: View, found: "Remarks") -> None:
    """Of each power asked: how many names under each last word."""
    import polars as pl

    s = view.speaker
    answered = found.owed.filter(pl.col("remarks").is_not_null())
    counted = answered.with_columns(pl.col("remarks").list.join(", ")).group_by("asked", "remarks").len()
    for power in found.asked:
        rows = counted.filter(pl.col("asked") == power).sort("len", "remarks", descending=[True, False])
        tally = [_tally(view, str(r), int(n)) for r, n in rows.select("remarks", "len").iter_rows()]
        if tally:
            line(s.text("remarks.last_word", power=s.name(power), tally=", ".join(tally)), 2)


def _tally(view: View, remarks: str, number: int) -> str:
    from exeat.faces.remark_sentences import words

    several = f" ({view.speaker.text('remarks.several')})" if ", " in remarks else ""
    return f"{words(view.speaker, remarks)} {number}{several}"


def _owing(view: View, owed: "pl.DataFrame") -> None:
    """Who owes how many words, and the longest wait."""
    import polars as pl

    s, nobody = view.speaker, owed.filter(pl.col("asked").is_null()).height
    owing = owed.filter(pl.col("owes").is_not_null()).group_by("owes", "what")
    rows = owing.agg(pl.len(), pl.col("days").max()).sort("owes", "what").iter_rows()
    for power, what, number, days in rows:
        undated = "_undated" if days is None else ""
        line(s.text(f"remarks.owes_{what}{undated}", power=s.name(power), number=number, days=days), 2, "!")
    if nobody:
        line(s.text("remarks.asked_of_nobody", number=nobody), 2, "!")
    elif owed.height and owed["owes"].null_count() == owed.height:
        line(s.text("remarks.nothing_owed"), 2)


def _names(view: View, found: "ListRemarked") -> None:
    """Every name with what was said of it, side by side."""
    from exeat.faces import remark_sentences as say

    for name in found.names:
        click.echo()
        line(say.name_sentence(view.speaker, name), 2)
        lines((say.said_sentence(view.speaker, r) for r in name.said), 4, "-")
        if name.differ:
            line(view.speaker.text("remarks.differ"), 4, "->")
        lines((t for o in name.owed for t in say.owed_sentences(view.speaker, o)), 4, "!")


def _write(view: View, found: "tuple[Remarks, ...]", out: str, as_json: bool) -> int:
    """The table that both sides could sign."""
    from exeat.adapters.signed_table import write_table
    from exeat.faces.remark_document import TableWritten, list_remarked
    from exeat.faces.remark_table import remark_table

    if Path(out).suffix.lower() not in FORMATS:
        raise click.UsageError(f"--out {out}: the name must end in one of {', '.join(FORMATS)}")
    made = remark_table(view.speaker, view.facts, [list_remarked(f) for f in view.house.for_both_sides(found)])
    sides = ", ".join(made.sides)
    mark = view.house.copy_for("remarks", sides, view.speaker.say, view.facts)
    marked = made.table if mark is None else replace(made.table, after=(*made.table.after, mark.words))
    try:
        write_table(marked, Path(out))
    except OSError as error:
        raise click.UsageError(f"--out {out}: {error.strerror}") from None
    if as_json:
        shown(TableWritten("remarks-table/1", out, made.lists, len(made.table.rows)))
        return 0
    line(view.speaker.text("remarks.wrote", file=out, rows=len(made.table.rows)))
    if made.withheld:
        line(view.speaker.text("remarks.withheld", number=made.withheld), 2, "!")
    return 0


COMMANDS = (remarks,)
