"""Keeping a case: `init` and `record`."""

import shlex
from pathlib import Path

import click

from .frame import case_argument, json_option, line, lines, shown

CASE_YAML = """\
# A case for exeat. Whatever was left out is shown as an open point or a question, never filled in.
exeat: 1
id: {id}
title: {id}
people: invented        # none | invented | real (real needs a sealed ledger, which is not there yet)

parties:
  - {{id: side-one, name: Side one, kind: state, roles: [detaining_power]}}
  - {{id: side-two, name: Side two, kind: state, roles: [detaining_power]}}
  - {{id: mission, name: A neutral mission, kind: intermediary, roles: [intermediary, neutral]}}

sources: []
groups: []
lists: []
#  - id: held-by-one
#    file: lists/held-by-one.csv
#    by: side-one
#    kind: holds
#    purpose: proposal
"""
IGNORE = "# Names, consent and health belong in the ledger only, never in a repository.\nlists/\nexeat.db*\n"


@click.command()
@click.argument("case", type=click.Path(), metavar="CASE")
@json_option
def init(case: str, as_json: bool) -> int:
    """Make a new case folder to fill in."""
    from exeat.core.errors import Problem, Refused
    from exeat.core.ids import is_id
    from exeat.faces import documents

    folder = Path(case)
    id = folder.resolve().name.lower().replace("_", "-").replace(" ", "-")
    if (folder / "case.yaml").exists():
        raise Refused([Problem("case-exists", values={"folder": case})])
    for name in ("sources", "lists", "statements", "offers"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "case.yaml").write_text(CASE_YAML.format(id=id if is_id(id) else "my-case"), encoding="utf-8")
    (folder / ".gitignore").write_text(IGNORE, encoding="utf-8")
    if as_json:
        shown(documents.CaseMade("init/1", str(folder)))
    else:
        line(f"Made {folder}. Fill in case.yaml there, put lists beside it, and then:")
        click.echo(f"  exeat record {shlex.quote(str(folder))}")
    return 0


@click.command()
@case_argument
@click.option("--recorder", default="recorder", envvar="EXEAT_RECORDER", help="Who records; not who speaks.")
@click.option("--correct", multiple=True, metavar="KEY", help="The recorded body of KEY was the recorder's slip.")
@json_option
def record(case: str, recorder: str, correct: tuple[str, ...], as_json: bool) -> int:
    """Record what the files of a case say."""
    from exeat.faces import documents
    from exeat.house import open_case

    house = open_case(case)
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
    lists = {name for name in house.facts().current if name in done.new}
    _guessed(house, lists)
    if lists:
        line("Lists are recorded whole: their plain files may now be deleted.", 2)
    lines(f"the case as declared changed: {part}" for part in done.redeclared)
    lines(f"dates that cannot be read, kept as received: {part}" for part in done.unread)
    return 0


def _guessed(house: object, lists: set[str]) -> None:
    """Show which columns of the lists just recorded were recognised and not declared."""
    from exeat.house import ClearingHouse

    assert isinstance(house, ClearingHouse)
    for name, (_, held) in sorted((n, h) for n, h in house.facts().current.items() if n in lists):
        theirs = dict(held.header.columns)
        guessed = ", ".join(f"{theirs[g]} = {g}" for g in held.header.guessed)
        if guessed:
            line(f"guessed in {name}: {guessed}", 2, "-")


COMMANDS = (init, record)
