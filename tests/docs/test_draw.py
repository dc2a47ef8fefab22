"""The page by which lots are drawn: nobody stands before two delegations with a command that does not exist.

What its blocks `console` show is run with the tutorial's; the beacon's need a round that is not published yet.
"""

import re
import shlex
from pathlib import Path

import click

from exeat.faces.cli.draw import draw

PAGE = (Path(__file__).parents[2] / "docs" / "draw.md").read_text("utf-8")


def commands() -> list[list[str]]:
    """What the blocks `sh` of the page type, word by word."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return [shlex.split(line) for block in blocks for line in block.splitlines()]


def test_every_command_for_a_beacon_is_understood() -> None:
    assert len(commands()) == 3
    for exeat, group, name, *rest in commands():
        assert (exeat, group) == ("exeat", "draw")
        found = draw.commands[name]
        with click.Context(found) as context:
            found.parse_args(context, rest)  # raises for an option or a choice that there is not


def test_the_page_draws_to_the_end() -> None:
    assert "\nDrawn.\n" in PAGE
    assert "The lottery comes out as the transcript says." in PAGE
