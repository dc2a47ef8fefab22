"""`key doors`, `key open`, `key change`, `key close`: the passphrases of a ledger, each somebody's own."""

from typing import TYPE_CHECKING

import click

from .frame import case_argument, json_option, language_option, line, new_passphrase, opened, shown, table

if TYPE_CHECKING:
    from exeat.faces.texts import Speaker

NEW = "EXEAT_NEW_PASSPHRASE"
name_argument = click.argument("name")


@click.command("doors")
@case_argument
@language_option
@json_option
def key_doors(case: str, lang: str, as_json: bool) -> int:
    """Who has a passphrase, and what it opens."""
    from exeat.faces import documents
    from exeat.faces.texts import Speaker
    from exeat.house import doors

    house, say = opened(case), Speaker(None, lang)
    found = doors.doors(house)
    if as_json:
        made = tuple(documents.DoorShown(d.name, d.groups) for d in found)
        shown(documents.DoorsShown("doors/1", made, doors.groups(house)))
        return 0
    table([(d.name, _opens(say, d.groups)) for d in found], (say.text("cli.door_name"), say.text("cli.door_what")))
    return 0


@click.command("open")
@case_argument
@name_argument
@click.option("--without", multiple=True, metavar="GROUP", help="It does not open what belongs to this group.")
@language_option
def key_open(case: str, name: str, without: tuple[str, ...], lang: str) -> int:
    """Give NAME a passphrase of their own.

    It opens what yours opens, or less.

    Yours is asked for first, then the new one (or EXEAT_NEW_PASSPHRASE). With --without it opens no group that is made
    later either.
    """
    from exeat.faces.texts import Speaker
    from exeat.house.doors import open_door

    house, say = opened(case), Speaker(None, lang)
    house.check_opens()
    door = open_door(house, name, new_passphrase(NEW), without)
    line(say.text("cli.door_opened", name=name, what=_opens(say, door.groups)))
    return 0


@click.command("change")
@case_argument
@language_option
def key_change(case: str, lang: str) -> int:
    """Change your passphrase.

    The one that opens the keys now is asked for first.
    """
    from exeat.faces.texts import Speaker
    from exeat.house.doors import change_door

    house = opened(case)
    house.check_opens()
    name = change_door(house, new_passphrase(NEW))
    line(Speaker(None, lang).text("cli.door_changed", name=name))
    return 0


@click.command("close")
@case_argument
@name_argument
@language_option
def key_close(case: str, name: str, lang: str) -> int:
    """Take the passphrase of NAME away.

    Never the last that opens everything.
    """
    from exeat.faces.texts import Speaker
    from exeat.house.doors import close_door

    close_door(opened(case), name)
    line(Speaker(None, lang).text("cli.door_closed", name=name))
    return 0


def _opens(say: "Speaker", groups: tuple[str, ...] | None) -> str:
    if groups is None:
        return say.text("cli.door_all")
    return say.text("cli.door_groups" if groups else "cli.door_no_group", groups=", ".join(groups))


COMMANDS = (key_doors, key_open, key_change, key_close)
