"""`match`: two lists joined, person by person: pairs with a score, a probability and a decision, or why one has it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .frame import _day, json_option, language_option, line, refused, shown
from .match_ways import Way, compared
from .outfile import OutFile

if TYPE_CHECKING:
    import polars as pl

    from exeat.adapters.lists.paired import Listed
    from exeat.faces.match_words import MatchWords
    from exeat.identity.explain import Waterfall
    from exeat.identity.match import Found, Matching

COLUMNS = ("left", "right", "score", "probability", "decision")


@click.command()
@click.argument("left", type=click.Path(), metavar="A")
@click.argument("right", type=click.Path(), metavar="B")
@click.option(
    "--out", type=OutFile(), metavar="PAIRS.csv", help="Write the pairs to this file. Default: the standard output."
)
@click.option("--columns", metavar="MAP.yaml", help="Which column is which, ours: theirs.")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook. Default: the first with a table.")
@click.option("--one-to-one", is_flag=True, help="Each record at most once, the best pairs first.")
@click.option("--all", "every", is_flag=True, help="Also the pairs that are decided `no`.")
@click.option("--explain", nargs=2, metavar="L R", help="Why the records L of A and R of B have their score.")
@click.option("--svg", type=OutFile(), metavar="FILE", help="With --explain: write the explanation as a picture.")
@click.option("--on", metavar="DATE", help="The day of ages that have none. Default: today.")
@click.option("--batch", type=click.IntRange(1), metavar="ROWS", help="Read the longer list (CSV) in parts.")
@click.option("--spark", metavar="MASTER", help="Compare on a Spark cluster, such as spark://host:7077.")
@click.option("--engine", type=click.Choice(["splink"]), help="Score by another engine, as a check.")
@language_option
@json_option
def match(
    left: str,
    right: str,
    out: str | None,
    columns: str | None,
    sheet: str | None,
    one_to_one: bool,
    every: bool,
    explain: tuple[str, str] | None,
    svg: str | None,
    on: str | None,
    batch: int | None,
    spark: str | None,
    engine: str | None,
    lang: str,
    as_json: bool,
) -> int:
    """Who on list A may be who on list B.

    A and B are spreadsheets of any format, and need no case. Names are compared across spellings and scripts, with
    birth dates, documents and what else both lists tell. A match is a proposal until a person confirms it.
    """
    if svg is not None and explain is None:
        raise click.UsageError("--svg draws an explanation; say of which two records with --explain L R")
    from exeat.adapters.clock import SystemClock
    from exeat.faces.match_words import MatchWords
    from exeat.faces.texts import Speaker

    way = Way(batch, spark, engine)
    way.check(explain is not None)
    day = _day(on) or SystemClock().today()
    words = MatchWords(Speaker(None, lang))

    def told(text: str, values: dict[str, str]) -> None:
        line(words.text(text, **values), err=True)

    lists, found = compared((left, right), columns, sheet, day, way, explain is not None, told)
    if explain is not None:
        _explain(_in_memory(found), lists, explain, words, svg, as_json)
        return 0
    pairs = found.pairs(one_to_one, every).select(COLUMNS)
    if out not in (None, "-"):
        _write(pairs, str(out))
    if as_json:
        from exeat.faces.match_document import match_document

        shown(match_document(lists, found, pairs, out))
        return 0
    _summary(words, lists, found, pairs, out)
    if out in (None, "-"):
        click.echo(as_csv(pairs), nl=False)
    return 0


def _in_memory(found: "Found") -> "Matching":
    from exeat.identity.match import Matching

    assert isinstance(found, Matching)
    return found


def as_csv(pairs: "pl.DataFrame") -> str:
    """The pairs as RFC 4180 text with LF, six decimals."""
    text = pairs.write_csv(float_precision=6, line_terminator="\n")
    return text.replace(",-0.000000", ",0.000000")


def _write(pairs: "pl.DataFrame", file: str) -> None:
    try:
        Path(file).write_text(as_csv(pairs), encoding="utf-8", newline="\n")
    except OSError as error:
        raise refused("export-unwritable", file=file, why=str(error.strerror)) from None


def _summary(
    words: "MatchWords", lists: "tuple[Listed, Listed]", found: "Found", pairs: "pl.DataFrame", out: str | None
) -> None:
    """What was read, guessed, compared and found, on the standard error."""
    from exeat.faces.match_words import count

    for listed in lists:
        line(words.list_heading(listed), err=True)
        for text in words.list_lines(listed):
            line(text, 2, err=True)
    line(words.compared(found), err=True)
    line(words.blocking(found), 2, err=True)
    line(words.text("found", **{d: f"{n:,}" for d, n in count(pairs).items()}), err=True)
    if out not in (None, "-"):
        line(words.text("wrote", file=out), err=True)


# ------------------------------------------------------------ one pair


def _explain(
    found: "Matching",
    lists: "tuple[Listed, Listed]",
    ids: tuple[str, str],
    words: "MatchWords",
    svg: str | None,
    as_json: bool,
) -> None:
    from exeat.identity.explain import waterfall

    _check(lists, ids)
    told = waterfall(found, *ids, (lists[0].rows, lists[1].rows))
    if svg is not None:
        _draw(told, words, svg)
    if as_json:
        from exeat.faces.match_document import waterfall_document

        shown(waterfall_document(told))
        return
    from exeat.faces.waterfall_text import lines

    click.echo("\n".join(lines(told, words)))
    if svg is not None:
        line(words.text("wrote", file=svg), err=True)


def _check(lists: "tuple[Listed, Listed]", ids: tuple[str, str]) -> None:
    """Both ids are there; both mistakes at once."""
    from difflib import get_close_matches

    from exeat.core.errors import Problem, Refused

    missing = []
    for listed, id in zip(lists, ids, strict=True):
        known = listed.rows["id"].to_list()
        if id not in known:
            near = next(iter(get_close_matches(id, known[:MOST], 1, 0.7)), "")
            missing.append(Problem("match-record", values={"id": id, "list": listed.file, "near": near}))
    if missing:
        raise Refused(missing)


MOST = 10_000  # ids among which one that was perhaps meant is looked for


def _draw(told: "Waterfall", words: "MatchWords", file: str) -> None:
    from exeat.faces.waterfall_svg import drawn

    try:
        Path(file).write_text(drawn(told, words), encoding="utf-8", newline="\n")
    except OSError as error:
        raise refused("export-unwritable", file=file, why=str(error.strerror)) from None


COMMANDS = (match,)
