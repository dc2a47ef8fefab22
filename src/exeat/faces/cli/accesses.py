"""Who looked: `accesses`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from .frame import case_argument, json_option, language_option, line, opened, shown

if TYPE_CHECKING:
    from exeat.core.claims import Accessed
    from exeat.faces.texts import Speaker
    from exeat.house.reading import Access, Looked

MANY = 40  # readings that are shown; of more the last ones, and `--json` has them all


@click.command()
@case_argument
@click.argument("person", required=False, metavar="[RECORD]")
@language_option
@json_option
def accesses(case: str, person: str | None, lang: str, as_json: bool) -> int:
    """Who looked at what was recorded, or at one person's file.

    RECORD: any of the person's, such as list#id. Whoever asks this is noted too.
    """
    from exeat.faces import documents
    from exeat.faces.texts import Speaker
    from exeat.house.reading import looked_at

    found, say = looked_at(opened(case), person), Speaker(None, lang)
    if as_json:
        shown(documents.accesses_document(found))
        return 0
    _print(say, found, person)
    return 0


def _print(say: "Speaker", found: "Looked", person: str | None) -> None:
    if person is None:
        line(say.text("cli.accesses_all", number=len(found.named)))
    else:
        line(say.text("cli.accesses_of", person=person, number=len(found.named)))
    if len(found.named) > MANY:
        line(say.text("cli.accesses_last", number=MANY), 2)
    for access in found.named[-MANY:]:
        line(_one(say, access), 2, "*")
    if person is not None:
        line(say.text("cli.accesses_everybody", number=found.everybody), 2, "!")
    if found.erased:
        line(say.text("cli.accesses_erased", number=found.erased), 2, "!")


def _one(say: "Speaker", access: "Access") -> str:
    at = f"{access.at:%Y-%m-%d %H:%M:%S}"
    if access.asked is None:
        return say.text("cli.access_erased", at=at, by=access.by)
    asked = access.asked
    told = say.text("cli.access", at=at, by=access.by, command=asked.command)
    more = "; ".join(_more(say, asked))
    return f"{told}: {more}" if more else told


def _option(name: str) -> str:
    """A word of the call by the name under which it was typed."""
    return name.rstrip("_").replace("_", "-")


def _more(say: "Speaker", asked: "Accessed") -> Iterator[str]:
    """Whom the question names, its other words, as of when; of a copy, what went to whom."""
    if asked.list is not None:
        yield say.text(
            "cli.access_copy", list=asked.list, rows=asked.rows or 0, columns=", ".join(asked.columns) or "-"
        )
    if asked.party is not None:
        yield say.text("cli.access_for", party=asked.party)
    if asked.mark is not None:
        yield say.text("cli.access_mark", mark=asked.mark)
    if asked.door is not None:
        yield say.text("cli.access_door", door=asked.door)
    yield from asked.about
    yield from (f"{_option(name)}: {words}" for name, words in asked.asked)
    yield from (f"{name}: {when}" for name, when in (("on", asked.on), ("known", asked.known)) if when)


COMMANDS = (accesses,)
