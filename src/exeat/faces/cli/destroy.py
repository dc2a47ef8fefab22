"""Destroying: `destroy`."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from .frame import heading, json_option, language_option, line, lines, opened, refused, shown

FEW = 20  # files that stay, by name; of more it gives the number, and `--json` the names


@click.command()
@click.argument("place", type=click.Path(), metavar="CASE|DRAFT")
@click.option("--yes", metavar="NAME", help="The id of the case, or the name of the draft; default: it is asked for.")
@language_option
@json_option
def destroy(place: str, yes: str | None, lang: str, as_json: bool) -> int:
    """Destroy what exeat recorded of a CASE, or a DRAFT, for good.

    The keys go first, then the store, its write-ahead log and the log of accesses. Files of yours stay, and are listed
    with the copies that were given out. A legal hold that stands stops it (exit 1). Stopped half-way, run it again.
    """
    from exeat.house.destroy import is_case

    if is_case(Path(place)):
        return _case(place, yes, lang, as_json)
    return _draft(Path(place), yes, lang, as_json)


def _case(place: str, yes: str | None, lang: str, as_json: bool) -> int:
    from exeat.faces import documents
    from exeat.faces.texts import Speaker
    from exeat.house.destroy import destroy_case, name_of

    keys = Path(os.environ.get("EXEAT_KEYS", "exeat.keys")).name
    house, say = opened(place, empty=True), Speaker(None, lang)
    name_of(house)  # the passphrase is asked for first
    found = destroy_case(house, _typed(yes, say.text("cli.destroy_ask")))
    if as_json:
        shown(documents.as_document(documents.DestroyedShown, found))
        return 1 if found.stopped else 0
    if found.stopped:
        line(say.text("cli.destroy_stopped"))
        lines((say.say(m) for m in found.stopped), 2, "!")
        return 1
    how = "destroyed" if keys in found.gone else "destroyed_open" if found.gone else "destroyed_nothing"
    line(say.text(f"cli.{how}", case=found.case, files=", ".join(found.gone)))
    if found.left:
        heading(say.text("cli.destroy_left"))
        _few(found.left)
    heading(say.text("cli.destroy_elsewhere"))
    _few([say.say(m) for m in found.elsewhere])
    return 0


def _draft(place: Path, yes: str | None, lang: str, as_json: bool) -> int:
    from exeat.faces import documents
    from exeat.faces.texts import Speaker
    from exeat.house.destroy import check_draft, destroy_draft

    say = Speaker(None, lang)
    check_draft(place)
    destroy_draft(place, _typed(yes, say.text("cli.destroy_ask_draft")))
    if as_json:
        shown(documents.DestroyedShown(case=place.name, gone=(place.name,)))
        return 0
    line(say.text("cli.destroyed_draft", case=place.name))
    return 0


def _few(texts: Sequence[str]) -> None:
    lines([*texts[:FEW], *([f"+ {len(texts) - FEW}"] if len(texts) > FEW else [])])


def _typed(yes: str | None, question: str) -> str:
    """What whoever sits there types, or gave."""
    import sys

    if yes is None and not sys.stdin.isatty():
        raise refused("usage", why="--yes NAME says what is to be destroyed, where nobody can be asked")
    found: str = click.prompt(question, err=True) if yes is None else yes
    return found


COMMANDS = (destroy,)
