"""`backup`, `restore`: what was recorded, in one file elsewhere, and back again."""

from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .frame import case_argument, json_option, language_option, line, lines, opened, shown
from .outfile import OutFile

if TYPE_CHECKING:
    from exeat.faces.texts import Speaker
    from exeat.house.backup import Restored


@click.command()
@case_argument
@click.argument("file", type=click.Path(), metavar="FILE")
@click.option(
    "--checkpoint",
    type=OutFile(),
    metavar="FILE",
    help="Write its last checkpoint there, to be kept apart; beside it that of the log of accesses.",
)
@language_option
@json_option
def backup(case: str, file: str, checkpoint: str | None, lang: str, as_json: bool) -> int:
    """Copy what was recorded, and who looked, into one new FILE.

    Others may go on recording meanwhile.

    The file holds no keys: keep exeat.keys elsewhere, too.
    """
    from exeat.faces import documents
    from exeat.faces.texts import Speaker
    from exeat.house.backup import backup as backed_up

    house, say = opened(case), Speaker(None, lang)
    made = backed_up(house, Path(file), None if checkpoint is None else Path(checkpoint))
    if as_json:
        second = made.accesses
        more = (None, None) if second is None else (second.entries, second.note)
        shown(documents.BackupShown("backup/1", made.entries, _root(made.root), made.note, *more))
        return 0
    line(say.text("cli.backed_up", entries=made.entries))
    click.echo(f"  {_root(made.root)}")
    _checkpoint(say, made.note)
    if made.accesses is None:
        line(say.text("cli.backed_up_no_accesses"))
    else:
        line(say.text("cli.backed_up_accesses", entries=made.accesses.entries))
        _checkpoint(say, made.accesses.note)
    if house.vault is not None:
        line(say.text("cli.backup_without_keys"))
    return 0


def _checkpoint(say: "Speaker", note: str | None) -> None:
    if note is not None:
        line(say.text("cli.backup_checkpoint"))
        for text in note.splitlines():
            click.echo(f"  {text}".rstrip())


@click.command()
@click.argument("file", type=click.Path(exists=True), metavar="FILE")
@case_argument
@click.option(
    "--checkpoint", type=click.Path(exists=True), multiple=True, metavar="FILE", help="A checkpoint that you kept."
)
@click.option("--policy", type=click.Path(exists=True), metavar="FILE", help="Whose signatures the log must have.")
@click.option("--older", is_flag=True, help="Restore although entries are lost by it.")
@language_option
@json_option
def restore(
    file: str, case: str, checkpoint: tuple[str, ...], policy: str | None, older: bool, lang: str, as_json: bool
) -> int:
    """Put the backup FILE in the place of what CASE has.

    All of it must verify (else exit 1). It must be of the same log, and not shorter than what is there, nor than a
    checkpoint that you kept, of either log. What was there is kept beside.
    """
    from exeat.faces import documents
    from exeat.faces.texts import Speaker
    from exeat.house.backup import restore as restored

    kept, wanted = [Path(p) for p in checkpoint], None if policy is None else Path(policy)
    found = restored(opened(case, empty=True), Path(file), kept, wanted, older)
    if as_json:
        shown(documents.as_document(documents.RestoredShown, found))
        return 0 if found.done else 1
    _said(Speaker(None, lang), found)
    return 0 if found.done else 1


def _root(root: bytes) -> str:
    """A root as checkpoints have it."""
    return b64encode(root).decode()


def _said(say: "Speaker", found: "Restored") -> None:
    if not found.done:
        line(say.text("cli.not_restored"))
        lines((say.say(m) for m in found.against), 2, "!")
        if found.again:
            line(say.text("cli.restore_again"))
            lines((say.say(m) for m in found.again), 2)
        return
    line(say.text("cli.restored", entries=found.entries))
    click.echo(f"  {found.root}")
    if found.erased or found.thinned:
        line(say.text("cli.restored_erased", erased=found.erased, thinned=found.thinned), 2)
    if found.lost:
        line(say.text("cli.restored_lost", lost=found.lost), 2, "!")
    if found.missing:
        line(say.text("cli.restored_missing", missing=found.missing), 2, "!")
    if found.unopened:
        line(say.text("cli.restored_unopened", entries=", ".join(map(str, found.unopened))), 2, "!")
    if found.again:
        line(say.text("cli.restored_again"), 2)
        lines((say.say(m) for m in found.again), 4)
    lines((say.say(m) for m in found.notes), 2, "")
    if found.beside is not None:
        line(say.text("cli.restored_beside", beside=found.beside), 2)


COMMANDS = (backup, restore)
