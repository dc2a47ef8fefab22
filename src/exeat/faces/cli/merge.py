"""Two ledgers of two offices: `merge`, and the `parcel` that one makes for the other."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from .asking import reader
from .frame import asked_for, case_argument, json_option, language_option, line, lines, opened, refused, shown

if TYPE_CHECKING:
    from exeat.house.books import Books

OTHERS = "EXEAT_OTHER_PASSPHRASE"


@click.command()
@case_argument
@click.argument("other", type=click.Path(), metavar="OTHER")
@click.option("--keys", type=click.Path(exists=True), metavar="FILE", help="The keys of OTHER. Default: in its folder.")
@click.option("--log", metavar="KEY", help="The key of the other log, as its office gave it to you.")
@click.option("--declared", type=click.Choice(["ours", "theirs"]), help="Whose declaration of the case counts.")
@click.option(
    "--erasures-seen", nargs=2, metavar="NAME REASON", help="Take new words although somebody was erased here."
)
@click.option("--recorder", default="recorder", envvar="EXEAT_RECORDER", help="Who records it here.")
@language_option
@json_option
def merge(
    case: str,
    other: str,
    keys: str | None,
    log: str | None,
    declared: Literal["ours", "theirs"] | None,
    erasures_seen: tuple[str, str] | None,
    recorder: str,
    lang: str,
    as_json: bool,
) -> int:
    """Take what the ledger of another office has of this case.

    OTHER: its folder, or a parcel for us. All of it is verified first (exit 1 where it does not hold). Each statement
    keeps where it was recorded, by whom and when, with the proof.
    """
    from exeat.faces import documents
    from exeat.faces.texts import Speaker
    from exeat.house import open_case
    from exeat.house.merging import merge as merged
    from exeat.house.parcels import ParcelBooks, is_parcel

    house = opened(case)
    theirs: Books
    if is_parcel(Path(other)):
        theirs = ParcelBooks(house, Path(other))
    else:
        theirs = open_case(other, keys=None if keys is None else Path(keys), unlock=_passphrase, reader=reader())
    found, say = merged(house, theirs, recorder, declared, log, erasures_seen), Speaker(None, lang)
    if as_json:
        shown(documents.as_document(documents.MergedShown, found))
        return 1 if found.problems else 0
    line(say.text("cli.merge_log", key=found.log))
    if found.problems:
        line(say.text("cli.merge_fails"))
        lines((say.say(m) for m in found.problems), 2, "!")
        return 1
    line(say.text("cli.merged", new=found.new, known=found.known, before=found.before))
    if found.erased or found.left or found.gone:
        line(say.text("cli.merge_left", erased=found.erased, left=found.left, gone=found.gone), 2, "!")
    if found.erasures:
        line(say.text("cli.merge_erasures", held=found.held), 2, "!")
        lines((say.say(m) for m in found.erasures), 4)
    if found.withheld:
        line(say.text("cli.merge_withheld", number=found.withheld), 2, "!")
    if found.moved:
        line(say.text("cli.merge_moved", number=found.moved), 2, "!")
    return 0


def _passphrase() -> str:
    """The passphrase of the other ledger: from the environment, or of whoever sits at the terminal."""
    given = os.environ.get(OTHERS)
    if given is None and not sys.stdin.isatty():
        raise refused("passphrase-missing", variable=OTHERS)
    found: str = click.prompt(asked_for("other_passphrase"), hide_input=True, err=True) if given is None else given
    return found


@click.command()
@case_argument
@click.argument("file", type=click.Path(), metavar="FILE")
@click.option("--for", "party", required=True, metavar="WHO", help="Who gets it; stays in the log of accesses.")
@click.option("--key", "to", required=True, metavar="KEY", help="Their key for parcels: see their `exeat key list`.")
@click.option("--without", multiple=True, metavar="GROUP", help="Withhold what belongs to this visibility group.")
@language_option
@json_option
def parcel(case: str, file: str, party: str, to: str, without: tuple[str, ...], lang: str, as_json: bool) -> int:
    """Write what this ledger has into a FILE for one other office.

    It opens the file with its own passphrase, and merges it: exeat merge CASE FILE. Nobody else opens it, nor do you.
    Let them give you their KEY in person, or read it to each other: whoever's key it is reads everything.
    """
    from exeat.faces import documents
    from exeat.faces.texts import Speaker
    from exeat.house.parcels import pack

    made, say = pack(opened(case), Path(file), party, to, without), Speaker(None, lang)
    if as_json:
        shown(documents.ParcelShown("parcel/1", made.entries, made.withheld, made.party, made.key))
        return 0
    line(say.text("cli.parcel_made", entries=made.entries, withheld=made.withheld, party=party))
    click.echo(f"  {made.key}")
    return 0


COMMANDS = (merge, parcel)
