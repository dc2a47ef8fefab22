"""What every command shares: options, opening a case, printing at 80 columns, and what an error comes to."""

import json
import os
import re
import sys
import textwrap
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .asking import reader
from .recorder import with_recorders

if TYPE_CHECKING:
    from exeat.core.facts import Facts
    from exeat.core.marked import Plain
    from exeat.faces.texts import Speaker
    from exeat.house import ClearingHouse

WIDTH = 80
LEAST = 16  # characters of a new passphrase: who has the file of keys may guess for years
F = TypeVar("F", bound=Callable[..., Any])

case_argument = click.argument("case", type=click.Path(), metavar="CASE")
json_option = click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
LANGUAGES = ("en", "es")
language_option = click.option(
    "--lang", type=click.Choice(LANGUAGES), envvar="EXEAT_LANG", default="en", help="Language of sentences."
)
errors_language_option = click.option(
    "--lang", type=click.Choice(LANGUAGES), expose_value=False, help="Language of what goes wrong."
)
on_option = click.option("--on", metavar="DATE", help="About this day. Default: the case's day, else today.")
known_option = click.option("--known", metavar="TIME", help="As known at this time (UTC). Default: the last entry.")


def view_options(command: F) -> F:
    """The options of every command that answers as of a moment."""
    for option in (json_option, language_option, known_option, on_option, case_argument):
        command = option(command)
    return command


class View:
    """A case as of the moment that a command was asked about.

    `part`: the command shows what was said, and may show the open part of it; any other refuses where something is
    withheld, because what nobody sees here may forbid what it would answer.
    """

    def __init__(self, case: str, on: str | None, known: str | None, lang: str = "en", part: bool = False) -> None:
        from exeat.faces.texts import Speaker

        answer, self.part = (_day(on), moment(known)), part
        self.house: ClearingHouse = opened(case)
        self.facts: Facts = self.house.facts(self.house.as_of(*answer))
        self.speaker: Speaker = Speaker(self.facts, lang)
        if not part:
            self.house.whole(self.facts)
        self._say_withheld()
        with_recorders(self)
        _say_unrecorded(self.house, self.speaker)
        _say_erased(self.house, self.speaker)

    def _say_withheld(self) -> None:
        """What is not in the answer, at its head: whoever keeps the answer keeps that too. A document carries it."""
        context = click.get_current_context(silent=True)
        as_json = context is not None and bool(context.params.get("as_json"))
        for group, number in self.facts.withheld.items():
            line(self.speaker.text("cli.withheld", number=number, group=group), err=as_json)
        if self.facts.withheld:
            line(self.speaker.text("cli.withheld_part"), err=as_json)

    def shown(self, value: Any) -> None:
        """Print a document, with how many entries of which group are withheld from it."""
        from exeat.faces.part import GroupWithheld

        lacks = tuple(GroupWithheld(group, number) for group, number in self.facts.withheld.items())
        shown(replace(value, withheld=lacks) if self.part else value)


def opened(case: str, empty: bool = False) -> "ClearingHouse":
    """A case; where it is sealed, its keys are asked for when they are needed. What is asked of it will be noted.

    `empty`: it may be a folder with no case in it yet.
    """
    from pathlib import Path

    from exeat.house import open_case

    keys = os.environ.get("EXEAT_KEYS")
    return open_case(case, keys=None if keys is None else Path(keys), unlock=passphrase, reader=reader(), empty=empty)


def passphrase() -> str:
    """The passphrase: from the environment, or of whoever sits at the terminal."""
    given = os.environ.get("EXEAT_PASSPHRASE")
    if given is None and not sys.stdin.isatty():
        raise refused("passphrase-missing", variable="EXEAT_PASSPHRASE")
    found: str = click.prompt(asked_for("passphrase"), hide_input=True, err=True) if given is None else given
    return found


def new_passphrase(variable: str = "EXEAT_PASSPHRASE") -> str:
    """A new passphrase, given twice at a terminal. `variable`: of the environment, where it is given there."""
    given = os.environ.get(variable)
    if given == "" or (given is None and not sys.stdin.isatty()):
        raise refused("passphrase-missing", variable=variable)
    again = asked_for("again")
    found: str = given or click.prompt(
        asked_for("new_passphrase"), hide_input=True, confirmation_prompt=again, err=True
    )
    if len(found) < LEAST:
        raise refused("passphrase-short", least=str(LEAST))
    return found


def asked_for(asked: str) -> str:
    """What somebody at the terminal is asked for, in the language of the command that runs."""
    from exeat.faces.texts import Speaker

    context = click.get_current_context(silent=True)
    spoken = None if context is None else context.find_root().obj
    return Speaker(None, spoken or LANGUAGES[0]).text(f"cli.asked_{asked}", least=LEAST)


def _say_erased(house: "ClearingHouse", say: "Speaker") -> None:
    """One line where the answer lacks what was erased: how much, since when, at whose word."""
    from exeat.core.facts import AsOf, Facts
    from exeat.evidence.erased import erased

    found = erased(Facts(house.entries, AsOf(None, date.min)))
    if found:
        who, since = ", ".join(dict.fromkeys(e.asked_by for e in found)), (found[0].at or "")[:10]
        entries, rows = sum(e.entries for e in found), sum(e.rows for e in found)
        line(say.text("cli.erased_from", entries=entries, rows=rows, day=since, asked_by=who), err=True)


def _say_unrecorded(house: "ClearingHouse", say: "Speaker") -> None:
    """One line where the files are ahead of the store, or cannot be read; the answer is the store's."""
    from exeat.core.errors import Refused

    try:
        found = house.unrecorded()
    except Refused as error:
        line(say.text("cli.files_broken", mistakes=len(error.problems)), err=True)
        return
    if found.new or found.changed:
        line(say.text("cli.files_ahead", statements=len(found.new) + len(found.changed)), err=True)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refused("time-wrong", value=text, wanted="a day such as 2025-06-01") from None


def moment(text: str | None) -> datetime | None:
    """A moment in UTC. A time without a zone is UTC; a day alone is its last moment."""
    if text is None:
        return None
    try:
        if len(text) == 10:
            return datetime.fromisoformat(text + "T23:59:59.999999+00:00")
        found = datetime.fromisoformat(text)
    except ValueError:
        raise refused("time-wrong", value=text, wanted="a time such as 2025-06-01T12:00:00Z") from None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def refused(code: str, **values: str) -> Exception:
    """A mistake in the call, to be raised."""
    from exeat.core.errors import Problem, Refused

    return Refused([Problem(code, values=values)])


# ------------------------------------------------------------ printing


def shown(value: object) -> None:
    """Print a document's shape as JSON."""
    from exeat.core.alike import json_text
    from exeat.core.shape import encode

    if sys.stdout.isatty():
        document(encode(value, True))
    else:
        click.echo(json_text(value))


def document(value: "Plain") -> None:
    """Print a JSON document, indented where a person reads it in a terminal."""
    indent = 1 if sys.stdout.isatty() else None
    click.echo(json.dumps(value, ensure_ascii=False, indent=indent, sort_keys=True))


def heading(text: str) -> None:
    """Print a heading with space before it."""
    click.echo()
    click.secho(textwrap.fill(text, WIDTH, subsequent_indent="  ", break_on_hyphens=False), bold=True)


def line(text: str, indent: int = 0, bullet: str = "", err: bool = False) -> None:
    """Print a paragraph at 80 columns; what follows a bullet hangs under its text."""
    lead = " " * indent + (f"{bullet} " if bullet else "")
    follow = " " * len(lead)
    for part in text.splitlines() or [""]:
        wrapped = textwrap.wrap(part, WIDTH, initial_indent=lead, subsequent_indent=follow, break_on_hyphens=False)
        click.echo("\n".join(wrapped) or lead.rstrip(), err=err)
        lead = follow


def lines(texts: Iterable[str], indent: int = 2, bullet: str = "-") -> None:
    """Print a list."""
    for text in texts:
        line(text, indent, bullet)


def table(rows: Sequence[tuple[str, ...]], head: tuple[str, ...], right: frozenset[int] = frozenset()) -> None:
    """Print columns; the last one wraps within 80 columns. `right`: columns of numbers."""
    widths = [max(len(r[i]) for r in [head, *rows]) for i in range(len(head) - 1)]
    lead = sum(widths) + 2 * len(widths) + 2
    for n, row in enumerate([head, *rows]):
        cells = [c.rjust(w) if i in right else c.ljust(w) for i, (c, w) in enumerate(zip(row, widths, strict=False))]
        last = textwrap.wrap(row[-1], max(20, WIDTH - lead)) or [""]
        click.secho("  " + "  ".join([*cells, last[0]]).rstrip(), dim=n == 0)
        for more in last[1:]:
            click.echo(" " * lead + more)


# ------------------------------------------------------------ errors


def language(arguments: Sequence[str]) -> str:
    """The language that a call asks for, also where the call cannot be read; English where it asks for none."""
    given = re.findall(r"^--lang[=\n](\w+)", "\n".join(arguments), re.MULTILINE)
    found = given[-1] if given else os.environ.get("EXEAT_LANG", "")
    return found if found in LANGUAGES else LANGUAGES[0]


def fail(error: Exception, as_json: bool, language: str = "en") -> int:
    """Print what went wrong and give the exit code: 2 for the user's mistakes, 70 for ours."""
    from exeat.core.errors import Problem, Refused
    from exeat.faces import problems

    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.Abort):
        return 130
    if isinstance(error, click.UsageError):
        error = Refused([Problem("usage", values={"why": error.format_message()})])
    if not isinstance(error, Refused):
        return _internal(error, as_json)
    if as_json:
        document(problems.document(error.problems, language))
    else:
        click.echo(problems.lines(error.problems, language), err=True)
    return 2


def _internal(error: Exception, as_json: bool) -> int:
    """Our own mistake: say so, and where; the trace only where somebody asks for it."""
    text = f"Internal error: {type(error).__name__}: {error}"
    if as_json:
        document({"errors": [{"code": "internal", "message": text, "remedy": "Please report it."}]})
    click.echo(text, err=True)
    if os.environ.get("EXEAT_TRACE"):
        traceback.print_exception(error)
    else:
        click.echo("This is a mistake of exeat's, not yours. EXEAT_TRACE=1 shows where; please report it.", err=True)
    return 70
