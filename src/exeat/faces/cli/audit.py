"""`audit`: what to look at in lists, files or those of a case, before anything else is done with them."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .frame import View, _day, heading, json_option, known_option, language_option, line, on_option, shown, table
from .outfile import OutFile

if TYPE_CHECKING:
    from exeat.evidence.audit import Audit, Findings, Listed
    from exeat.faces.audit_words import Words

SHOWN = 5  # findings of a kind that are printed without --all
FEW = 4  # lists that are told one by one
RANGES = 8  # ranges of rows in a line


@click.command()
@click.argument("files", nargs=-1, type=click.Path(), metavar="FILE...|CASE")
@click.option("--against", nargs=2, type=click.Path(), metavar="OLD NEW", help="Two versions of a list, name by name.")
@click.option("--kind", multiple=True, metavar="FILE=KIND", help="What a file lists: holds, released, deceased, ...")
@click.option("--by", multiple=True, metavar="FILE=NAME", help="Who submitted a file.")
@click.option("--columns", multiple=True, metavar="OURS=THEIRS", help="Which column is which: surname=Apellidos.")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook. Default: the first with a table.")
@click.option("--all", "show_all", is_flag=True, help="Print every finding.")
@click.option("--xlsx", type=OutFile(), metavar="OUT.xlsx", help="Write the lists as a workbook with the cells marked.")
@on_option
@known_option
@language_option
@json_option
def audit(
    files: tuple[str, ...],
    against: tuple[str, str] | None,
    kind: tuple[str, ...],
    by: tuple[str, ...],
    columns: tuple[str, ...],
    sheet: str | None,
    show_all: bool,
    xlsx: str | None,
    on: str | None,
    known: str | None,
    lang: str,
    as_json: bool,
) -> int:
    """What to look at in a list: doubles, gaps, contradictions.

    FILE is a spreadsheet of any format, and needs no case. With several files, names on both are found, exactly as
    they are written. A finding is a proposal to look; nobody is joined or taken off.
    """
    from exeat.faces.audit_words import Words
    from exeat.faces.texts import Speaker

    facts = view = None
    if len(files) == 1 and Path(files[0]).is_dir():
        view = View(files[0], on, known, lang, part=True)
        facts, found = view.facts, view.house.audit(view.facts)
    else:
        found = _of_files(
            files, against, _pairs("--kind", kind), _pairs("--by", by), _pairs("--columns", columns), sheet, on
        )
    words = Words(found, Speaker(facts, lang))
    if xlsx is not None:
        _write(words, xlsx)
    if as_json:
        from exeat.faces.audit_document import audit_document

        (shown if view is None else view.shown)(audit_document(words))
    else:
        _print(words, show_all)
        if view is not None and view.house.guesses(view.facts) is None:
            line(words.speaker.text("audit.too_many", records=f"{view.facts.people.height:,}", case=files[0]))
        if xlsx is not None:
            line(words.speaker.text("audit.wrote", file=xlsx))
    return 1 if found.findings else 0


def _of_files(
    files: tuple[str, ...],
    against: tuple[str, str] | None,
    kinds: list[tuple[str, str]],
    by: list[tuple[str, str]],
    columns: list[tuple[str, str]],
    sheet: str | None,
    on: str | None,
) -> "Audit":
    from exeat.adapters.clock import SystemClock
    from exeat.adapters.lists.audited import Asked, read_listed
    from exeat.evidence import audit as a

    named = tuple(dict.fromkeys((*files, *(against or ()))))
    if not named:
        raise click.UsageError("give a file, several files, or the folder of a case")
    _check(named, kinds, by)
    lists = read_listed(named, Asked(dict(kinds), dict(by), tuple(columns), sheet))
    by_file = dict(zip(named, lists, strict=True))
    pairs = [(by_file[against[0]], by_file[against[1]])] if against else []
    guessed = [] if against or len(lists) != 2 else [(lists[0], lists[1])] if a.alike(*lists) else []
    alone = [x for f, x in by_file.items() if not against or f != against[0] or f in files]
    return a.audit(alone, _day(on) or SystemClock().today(), pairs or guessed, guessed_versions=bool(guessed))


def _check(files: Iterable[str], kinds: list[tuple[str, str]], by: list[tuple[str, str]]) -> None:
    from typing import get_args

    from exeat.core.case import ListKind

    for file, _ in (*kinds, *by):
        if file not in files:
            raise click.UsageError(f"{file} is none of the files given")
    for _, kind in kinds:
        if kind not in get_args(ListKind):
            raise click.UsageError(f"there is no kind {kind}; there are: {', '.join(get_args(ListKind))}")


def _pairs(option: str, given: tuple[str, ...]) -> list[tuple[str, str]]:
    found = []
    for text in given:
        left, equals, right = text.partition("=")
        if not (left and equals and right):
            raise click.UsageError(f"{option} {text}: write it with an equals sign, such as {_SUCH[option]}")
        found.append((left, right))
    return found


_SUCH = {"--kind": "dead.csv=deceased", "--by": "dead.csv=Monitor", "--columns": "surname=Apellidos"}


def _write(words: "Words", file: str) -> None:
    from exeat.core.errors import Problem, Refused
    from exeat.faces.audit_book import write_book

    try:
        write_book(words, Path(file))
    except OSError as error:
        raise Refused([Problem("export-unwritable", values={"file": file, "why": str(error.strerror)})]) from None


# ------------------------------------------------------------ in sentences


def _print(words: "Words", show_all: bool) -> None:
    """The lists, then how much was found of what, then the findings."""
    if len(words.audit.lists) > FEW:
        _lists(words)
    else:
        for listed in words.audit.lists:
            _list(words, listed)
    for note in words.audit.notes:
        line(words.speaker.say(note), 2, "!")
    _compared(words)
    _summary(words)
    for found in words.audit.findings:
        _kind(words, found, show_all)


def _lists(words: "Words") -> None:
    """Many lists: a line each, and what was guessed of their columns."""
    say = words.speaker
    rows = [(f"{x.rows.height:,}", x.name, say.name(x.by or x.name)) for x in words.audit.lists]
    click.echo()
    table(rows, tuple(say.text(f"audit.head_{h}") for h in ("rows", "list", "by")), frozenset({0}))
    for listed in words.audit.lists:
        guessed = _guessed(listed)
        if guessed:
            line(f"{listed.name}: {say.text(_key(listed), columns=guessed)}", 2, "!")


def _guessed(listed: "Listed") -> str:
    return ", ".join(f"{ours} = {theirs}" for ours, theirs in listed.columns if ours in listed.guessed)


def _key(listed: "Listed") -> str:
    return "audit.guessed" if listed.addresses is None else "audit.guessed_case"


def _list(words: "Words", listed: "Listed") -> None:
    from exeat.evidence.audit import is_totals

    say = words.speaker
    values = {"list": listed.name, "rows": f"{listed.rows.height:,}"}
    key = "audit.of_rows_by" if listed.by else "audit.of_rows"
    heading(say.text(key, **values, speaker=say.name(listed.by or "")))
    if is_totals(listed):
        return
    guessed = _guessed(listed)
    unread = [h for h in listed.rows.columns if h not in listed.theirs.values()]
    if guessed:
        line(say.text(_key(listed), columns=guessed), 2)
    if not listed.columns:
        line(say.text("audit.no_columns"), 2)
    elif unread:
        line(say.text("audit.unread_columns", columns=", ".join(unread)), 2)


def _compared(words: "Words") -> None:
    compared = words.audit.compared
    for c in compared if len(compared) == 1 else [c for c in compared if c.same + c.names + c.namesakes]:
        numbers = {k: f"{getattr(c, k):,}" for k in ("same", "names", "namesakes", "none", "unnamed")}
        line(words.speaker.text("audit.compared", left=c.left, right=c.right, **numbers), 2, "*")
    if words.audit.compared:
        line(words.speaker.text("audit.not_found_is"), 4)


def _summary(words: "Words") -> None:
    say, audit = words.speaker, words.audit
    if not audit.findings:
        heading(say.text("audit.found_none"))
        return
    heading(say.text("audit.found", number=f"{audit.number:,}"))
    several = len({f.list for f in audit.findings}) > 1
    rows = [
        (f"{f.number:,}", f"{f.rows:,}", words.kind(f) + (f" [{f.list}]" if several else "")) for f in audit.findings
    ]
    table(rows, tuple(say.text(f"audit.head_{h}") for h in ("findings", "rows", "what")), frozenset({0, 1}))


def _kind(words: "Words", found: "Findings", show_all: bool) -> None:
    heading(words.heading(found))
    line(words.about(found), 2)
    if found.kind == "missing":
        _columns(words, found, show_all)
        return
    for finding, cells in words.findings(found, None if show_all else SHOWN):
        first, *others = words.lines(found, cells)
        more = words.one(found, finding)
        line("\n".join([f"{first}", *others, *([more] if more else [])]), 2, "*")
    if not show_all and found.number > SHOWN:
        line(words.speaker.text("audit.more", number=f"{found.number - SHOWN:,}"), 4)


def _columns(words: "Words", found: "Findings", show_all: bool) -> None:
    listed = words.lists[found.list]
    for (column,), cells in found.cells.group_by("column", maintain_order=True):
        rows = words.rows(listed, cells["row"], None if show_all else RANGES)
        values = {"column": column, "number": f"{cells.height:,}", "of": f"{listed.rows.height:,}", "rows": rows}
        line(words.speaker.text("audit.column_rows", **values), 2, "*")


COMMANDS = (audit,)
