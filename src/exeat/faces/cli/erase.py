"""Erasing: `erase`."""

import click

from .frame import case_argument, heading, json_option, language_option, line, lines, opened, shown
from .trust import recorder_option


@click.command()
@case_argument
@click.argument("person", required=False, metavar="[PERSON]")
@click.option("--by", required=True, metavar="WHO", help="Who asks for it, or decided it; stays in the log.")
@click.option("--reason", required=True, metavar="WORDS", help="Why; stays in the log, and names nobody.")
@click.option("--also", multiple=True, metavar="STATEMENT", help="Erase this too, though it names others.")
@click.option("--name", "names", multiple=True, help="Look for this name too, in files and words.")
@click.option(
    "--settled",
    multiple=True,
    metavar="COPY",
    help="You dealt with this file, source or copy; FILE:LINE names somebody else.",
)
@click.option("--gone", is_flag=True, help="In the place of PERSON: say at whose word went what is gone already.")
@click.option("--only", is_flag=True, help="Only records that people judged to be theirs.")
@recorder_option
@language_option
@json_option
def erase(
    case: str, person: str | None, by: str, reason: str, also: tuple[str, ...], names: tuple[str, ...],
    settled: tuple[str, ...], gone: bool, only: bool, recorder: str, lang: str, as_json: bool,
) -> int:  # fmt: skip
    """Erase a PERSON, by the address of a record: list#id.

    Every row and statement that names them and nobody else goes, for good. What names others too stays, and is listed
    with the files and copies that still hold them; while one does, the answer is no (exit 1).
    """
    from exeat.faces import documents
    from exeat.faces.texts import Speaker
    from exeat.house.erase import Asked
    from exeat.house.erase import erase as erased

    if person is None or gone:
        if person is not None or not gone or also or names or settled or only:
            raise click.UsageError("give a PERSON, or --gone with --by and --reason alone")
        return _gone(case, by, reason, recorder, lang, as_json)
    asked = Asked(person=person, by=by, reason=reason, also=also, names=names, settled=settled, only=only)
    found, say = erased(opened(case), asked, recorder), Speaker(None, lang)
    if as_json:
        shown(documents.as_document(documents.ErasingShown, found))
        return 0 if found.gone else 1
    if found.stopped:
        line(say.text("cli.erase_stopped"))
        lines((say.say(m) for m in found.stopped), 2, "!")
        return 1
    lines((say.say(m) for m in found.before), 0, "")
    if found.entries or found.rows:
        line(say.text("cli.erase_done", entries=found.entries, rows=found.rows))
    for part in ("left", "files", "elsewhere", "notes"):
        if getattr(found, part):
            heading(say.text(f"cli.erase_{part}"))
            lines((say.say(m) for m in getattr(found, part)), 2, "-")
    line("")
    line(say.text("cli.erase_gone" if found.gone else "cli.erase_held"))
    return 0 if found.gone else 1


def _gone(case: str, by: str, reason: str, recorder: str, lang: str, as_json: bool) -> int:
    """Say at whose word went what is gone already."""
    from exeat.faces import documents
    from exeat.faces.texts import Speaker
    from exeat.house.afterwards import say_afterwards
    from exeat.house.erase import Erasing

    said = say_afterwards(opened(case), by, reason, recorder)
    entries, rows = len(said.entries), sum(len(x.rows) for x in said.lists)
    if as_json:
        shown(documents.as_document(documents.ErasingShown, Erasing(entries=entries, rows=rows)))
    else:
        line(Speaker(None, lang).text("cli.erase_afterwards", entries=entries, rows=rows, asked_by=by))
    return 0


COMMANDS = (erase,)
