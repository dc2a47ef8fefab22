"""Giving a list out: `export`."""

from datetime import date
from pathlib import Path

import click

from .frame import View, line, lines, refused, shown, view_options


@click.command()
@view_options
@click.argument("list_", metavar="LIST")
@click.argument("file", type=click.Path())
@click.option("--without", multiple=True, metavar="COLUMN", help="Leave this column out.")
@click.option("--expires", metavar="DATE", help="PFIF: to be deleted by then. Default: in 60 days.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def export(
    case: str, on: str, known: str, lang: str, as_json: bool,
    list_: str, file: str, without: tuple[str, ...], expires: str | None, force: bool,
) -> int:  # fmt: skip
    """Write one list as others read it, and nothing else.

    The ending of FILE says the format: .csv, .xlsx, .ftm.json or .jsonl (FollowTheMoney), .pfif or .xml (PFIF 1.4).
    """
    from exeat.faces import documents

    view = View(case, on, known, lang)
    done = view.house.export(list_, Path(file), view.facts, _day(expires), without, force)
    notes = tuple(view.speaker.say(m) for m in done.notes)
    if as_json:
        shown(documents.Exported("export/1", file, done.format, list_, done.rows, done.columns, done.as_text, notes))
        return 0
    text = view.speaker.text("export.wrote", file=file, format=done.format, rows=done.rows, columns=len(done.columns))
    line(text)
    lines(notes)
    return 0


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise refused("time-wrong", value=text or "", wanted="a day such as 2025-06-01") from None


COMMANDS = (export,)
