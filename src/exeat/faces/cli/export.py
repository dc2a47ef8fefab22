"""Giving a list out: `export`; and whose copy a file is: `whose`."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .frame import View, case_argument, json_option, language_option, line, lines, opened, refused, shown, view_options

if TYPE_CHECKING:
    from exeat.adapters.exports.write import Exported
    from exeat.faces.texts import Speaker
    from exeat.house.copies import Whose


@click.command()
@view_options
@click.argument("list_", metavar="LIST")
@click.argument("file", type=click.Path())
@click.option("--for", "recipient", metavar="RECIPIENT", help="Who gets it: a party, an office, or anybody by name.")
@click.option("--without", multiple=True, metavar="COLUMN", help="Leave this column out.")
@click.option("--redact", multiple=True, metavar="COLUMN", help="Black this column out.")
@click.option("--without-row", multiple=True, metavar="ROW", help="Leave this row out, by its id.")
@click.option("--counts-by", multiple=True, metavar="COLUMN", help="Only how many people have which value.")
@click.option("--expires", metavar="DATE", help="PFIF: to be deleted by then. Default: in 60 days.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def export(
    case: str, on: str, known: str, lang: str, as_json: bool, list_: str, file: str, recipient: str | None,
    without: tuple[str, ...], redact: tuple[str, ...], without_row: tuple[str, ...], counts_by: tuple[str, ...],
    expires: str | None, force: bool,
) -> int:  # fmt: skip
    """Write one list as others read it, and nothing else.

    The ending of FILE says the format: .csv, .xlsx, .ftm.json or .jsonl (FollowTheMoney), .pfif or .xml (PFIF 1.4).
    A copy for somebody (--for) is marked, and noted; a party gets what a party may have.
    """
    from exeat.disclosure.recipient import addressed
    from exeat.faces import documents

    view, until = View(case, on, known, lang), _day(expires)
    recipient = None if recipient is None else addressed(view.facts, recipient)
    if counts_by and (without or redact or without_row or expires):
        raise click.UsageError("--counts-by gives out numbers alone: nothing is left out of a list, or blacked out")
    say = view.speaker.say
    if counts_by:
        done = view.house.export_counts(list_, Path(file), counts_by, say, view.facts, recipient, force)
    else:
        less = (without, redact, without_row)
        done = view.house.export(list_, Path(file), view.facts, until, *less, recipient, force, say)
    notes = tuple(say(m) for m in done.notes)
    if as_json:
        shown(documents.Exported("export/1", file, done.format, list_, done.rows, done.columns, done.as_text, notes,
                                 recipient, done.mark))  # fmt: skip
        return 0
    values = {"file": file, "format": done.format, "rows": done.rows}
    wrote = "wrote_counts" if counts_by else "wrote"
    line(view.speaker.text(f"export.{wrote}", **values, **({} if counts_by else {"columns": len(done.columns)})))
    lines((*notes, *_marked(view, recipient, done)))
    return 0


def _marked(view: View, recipient: str | None, done: "Exported") -> list[str]:
    """For whom the copy is marked; where it is for somebody whom the case does not know, that no rule held."""
    if recipient is None or done.mark is None:
        return [view.speaker.text("export.not_marked")]
    name = view.speaker.name(recipient)
    told = [view.speaker.text("export.marked", party=name, code=done.mark)]
    known = view.facts.case.party(recipient) is not None
    return told if known else [*told, view.speaker.text("export.no_rules", party=name)]


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise refused("time-wrong", value=text or "", wanted="a day such as 2025-06-01") from None


@click.command()
@case_argument
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@language_option
@json_option
def whose(case: str, file: str, lang: str, as_json: bool) -> int:
    """Whose copy a FILE is, by the code in it.

    Exit 1 where no code in it is known here.
    """
    from exeat.faces import documents
    from exeat.faces.texts import Speaker
    from exeat.house.copies import whose as found_in

    house = opened(case)
    found = found_in(house, Path(file))
    say = Speaker(house.facts(), lang)
    if as_json:
        shown(documents.WhoseShown("whose/1", tuple(map(documents.whose_copy, found))))
    elif not found:
        line(say.text("export.whose_none"))
    else:
        lines(_sentence(say, w) for w in found)
    return 0 if any(w.copy is not None for w in found) else 1


def _sentence(say: "Speaker", found: "Whose") -> str:
    asked = None if found.copy is None else found.copy.asked
    if asked is None or found.copy is None:
        return say.text("export.whose_unknown", code=found.code)
    kind = "page" if asked.list is None else "counts" if ("counts", "yes") in asked.asked else "list"
    values = {"list": asked.list, "rows": asked.rows, "columns": ", ".join(asked.columns), "command": asked.command}
    what = say.text(f"export.whose_{kind}", **values)
    at, by = f"{found.copy.at:%Y-%m-%d %H:%M}", found.copy.by
    return say.text("export.whose", code=found.code, what=what, party=say.name(asked.party or ""), at=at, by=by)


COMMANDS = (export, whose)
