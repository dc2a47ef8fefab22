"""Keeping a case: `init` and `record`."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .frame import case_argument, json_option, language_option, line, lines, opened, shown

if TYPE_CHECKING:
    from exeat.adapters.new_case import ListFound
    from exeat.adapters.recording import Recorded
    from exeat.faces.texts import Speaker


@click.command()
@click.argument("case", type=click.Path(), metavar="CASE")
@click.argument("files", type=click.Path(), nargs=-1, metavar="[LIST]...")
@language_option
@json_option
def init(case: str, files: tuple[str, ...], lang: str, as_json: bool) -> int:
    """Make a new case folder to fill in.

    Around copies of list files (LIST) where you have some: their columns are recognised, and written out for you to
    correct.
    """
    from exeat.faces import documents
    from exeat.faces.texts import Speaker
    from exeat.house import new_case

    made = new_case(Path(case), [Path(f) for f in files])
    if as_json:
        shown(documents.as_document(documents.CaseMade, made))
        return 0
    say = Speaker(None, lang)
    line(say.text("cli.made", case=made.case))
    for found in made.lists:
        _list_found(say, found)
    line(say.text("cli.fill_in_lists" if made.lists else "cli.fill_in"))
    click.echo(f"  exeat record {shlex.quote(made.case)}")
    return 0


def _list_found(say: "Speaker", found: "ListFound") -> None:
    """A list of a new case: its columns as they were recognised."""
    line(say.text("cli.list_found", file=found.file, rows=found.rows))
    guessed = ", ".join(f"{theirs} = {ours}" for ours, theirs in found.columns)
    line(say.text("cli.recognised", columns=guessed or "-"), 2)
    if found.unknown:
        line(say.text("cli.not_recognised", columns=", ".join(found.unknown)), 2)
    if found.dates:
        line(say.text(f"cli.dates_{found.dates}"), 2, "!")
    lines((say.say(m) for m in found.notes), 2, "!")


@click.command()
@case_argument
@click.option("--recorder", default="recorder", envvar="EXEAT_RECORDER", help="Who records; not who speaks.")
@click.option("--correct", multiple=True, metavar="KEY", help="The recorded body of KEY was the recorder's slip.")
@json_option
def record(case: str, recorder: str, correct: tuple[str, ...], as_json: bool) -> int:
    """Record what the files of a case say."""
    from exeat.faces import documents

    house = opened(case)
    done = house.record(recorder, correct)
    if as_json:
        shown(documents.as_document(documents.RecordedShown, done))
        return 0
    line(f"New: {len(done.new)}. Known already: {done.known}. Corrected: {len(done.corrected)}. "
         f"Entries in all: {done.entries}.")  # fmt: skip
    lines(f"new: {key}" for key in done.new[:20])
    if len(done.new) > 20:
        line(f"and {len(done.new) - 20} more", 2, "-")
    lines(f"corrected: {key}" for key in done.corrected)
    lines(f"gone from the files, but still stands: {key}" for key in done.gone)
    lists = {said.key for said in house.files[1] if said.table is not None and said.key in done.new}
    _guessed(house, lists)
    _noted(house, lists)
    if lists:
        line("Lists are recorded whole: their plain files may now be deleted.", 2)
    lines(f"the case as declared changed: {part}" for part in done.redeclared)
    lines(f"dates that cannot be read, kept as received: {part}" for part in done.unread)
    _moved(done)
    _awaiting(house)
    return 0


def _moved(done: "Recorded") -> None:
    """What was recorded before a visibility group covered it: whether it does now, and what that is worth."""
    lines(f"recorded before the group covered it, and under its key from now on: {part}" for part in done.moved)
    if done.moved:
        line(
            "What was read before stays read. Copies of exeat.keys from before this, with a passphrase of then, open "
            "copies of exeat.db from before this: destroy those that you do not need.",
            4,
        )
    lines(
        f"recorded before the group covered it, and open to every passphrase until somebody records whose "
        f"passphrase opens the group: {part}"
        for part in done.left_open
    )


def _awaiting(house: object) -> None:
    """How many pairs of records may be one person, as the machine guesses, and await a judgement."""
    from exeat.house import ClearingHouse

    assert isinstance(house, ClearingHouse)
    found = house.guesses()
    if found is not None and found.height:
        line("Who is who: pairs of records that may be one person, as the machine guesses, and that await a judgement "
             f"of a person (exeat review): {found.height}.", 2)  # fmt: skip


def _guessed(house: object, lists: set[str]) -> None:
    """Show which columns of the lists just recorded were recognised and not declared."""
    from exeat.house import ClearingHouse

    assert isinstance(house, ClearingHouse)
    for said in house.files[1]:
        if said.table is None or said.key not in lists:
            continue
        theirs = dict(said.table.header.columns)
        guessed = ", ".join(f"{theirs[g]} = {g}" for g in said.table.header.guessed)
        if guessed:
            line(f"guessed in {said.key}: {guessed}", 2, "-")


def _noted(house: object, lists: set[str]) -> None:
    """Show what the readers of the lists just recorded guessed or left aside."""
    from exeat.faces.texts import Speaker
    from exeat.house import ClearingHouse

    assert isinstance(house, ClearingHouse)
    for said in house.files[1]:
        for note in said.notes if said.key in lists else ():
            line(f"in {said.key}: {Speaker().say(note)}", 2, "-")


COMMANDS = (init, record)
