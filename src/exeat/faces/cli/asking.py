"""Who asks, and what: the command that runs now, as the log of accesses notes it.

- Records that are named anywhere in the call are whom it is about; the rest of the call is its words.
- Secrets are never among them, nor where a file lies, nor how the answer is to look.
- What somebody supposes leaves no trace: of a what-if, a draft or another reading it is noted that one was asked for.
"""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from exeat.core.claims import Accessed
    from exeat.core.message import Message
    from exeat.house.reading import Reader

UNSAID = frozenset({"case", "secret", "as_json", "lang", "on", "known", "recorder"})
"""What is not among the words of a question: what is noted in a place of its own, is secret, or is how it looks."""
SUPPOSING = frozenset({"what-if", "draft", "clear", "frontier", "effects"})
"""Commands whose words may be suppositions, which are never entries."""


def reader() -> "Reader":
    """Who runs this command, and what it asks."""
    from exeat.core.claims import Accessed
    from exeat.house.reading import Reader

    context = click.get_current_context(silent=True)
    given = {} if context is None else dict(context.params)
    who = given.get("recorder") or os.environ.get("EXEAT_RECORDER") or "recorder"
    asked = Accessed("exeat") if context is None else _question(context)
    return Reader(who, asked, _tell)


def _question(context: click.Context) -> "Accessed":
    from exeat.core.claims import Accessed

    command = context.command_path.partition(" ")[2] or context.command_path
    words = [] if command in SUPPOSING else list(_words(context))
    about = tuple(sorted({w for _, w in words if _is_record(w)}, key=str.encode))
    others: dict[str, str] = {}
    for name, word in words:
        if not _is_record(word):
            others[name] = f"{others[name]} {word}" if name in others else word
    moments = context.params
    return Accessed(command, about, tuple(sorted(others.items())), moments.get("on"), moments.get("known"))


def _words(context: click.Context) -> Iterator[tuple[str, str]]:
    """The words of the call, each with the name of its option."""
    files = {p.name for p in context.command.params if isinstance(p.type, click.Path)}
    for name, value in context.params.items():
        said = context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if said and name not in UNSAID and name not in files:
            yield from ((name, word) for word in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, tuple | list):
        for inner in value:
            yield from _texts(inner)
    elif value not in (None, False, ""):
        yield "yes" if value is True else str(value)


def _is_record(word: str) -> bool:
    from exeat.core.ids import is_reference

    return "#" in word and not word.startswith("#") and is_reference(word)


def _tell(message: "Message") -> None:
    from exeat.faces.texts import Speaker

    click.echo(Speaker().say(message), err=True)
