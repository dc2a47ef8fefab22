"""Time-stamps: `stamp ask`, `add` and `give`."""

from pathlib import Path

import click

from .frame import case_argument, errors_language_option, language_option, line, opened
from .outfile import OutFile


@click.group()
def stamp() -> None:
    """Let somebody with a clock say when the log was so.

    A time-stamping authority (RFC 3161) sees a hash, no word and no name. The request and its answer are small files,
    and go by whatever way there is.
    """


@stamp.command("ask")
@case_argument
@click.option("--out", type=OutFile(), required=True, metavar="FILE", help="Write the request here (.tsq).")
@errors_language_option
def stamp_ask(case: str, out: str) -> int:
    """A request for a stamp on the last checkpoint."""
    from exeat.house.stamp import ask

    Path(out).write_bytes(ask(opened(case)))
    return 0


@stamp.command("add")
@case_argument
@click.argument("answer", type=click.Path(exists=True), metavar="ANSWER")
@click.option(
    "--authority", type=click.Path(exists=True), required=True, metavar="FILE", help="The authority's certificates."
)
@language_option
def stamp_add(case: str, answer: str, authority: str, lang: str) -> int:
    """Check the ANSWER of an authority (.tsr) and keep it.

    The certificates (PEM) are those that the authority publishes, its root among them, got by a way that you trust.
    """
    from exeat.faces.texts import Speaker
    from exeat.house.stamp import add

    found = add(opened(case), Path(answer), Path(authority))
    line(Speaker(None, lang).text("cli.stamped", by=found.by, size=found.size, at=found.at))
    return 0


@stamp.command("give")
@case_argument
@click.option("--size", type=int, metavar="ENTRIES", help="Of the checkpoint of this size. Default: the last stamp.")
@click.option("--out", type=click.Path(), required=True, metavar="FOLDER", help="Write them into this new folder.")
@language_option
def stamp_give(case: str, size: int | None, out: str, lang: str) -> int:
    """What a stranger needs to check a stamp without exeat: three files.

    exeat proof --size ENTRIES proves an entry by the same checkpoint.
    """
    from exeat.faces.texts import Speaker
    from exeat.house.stamp import files, written

    found = files(opened(case), size)
    line(Speaker(None, lang).text("cli.stamp_given", size=found.size))
    for path in written(found, Path(out)):
        click.echo(f"  {path}")
    return 0


COMMANDS = (stamp,)
