"""The command line: every command calls the house, and prints sentences, or with `--json` a document.

Exit: 0 yes; 1 no (no exchange, does not verify, findings); 2 the input or the call is wrong, nothing was written;
3 stopped at a limit, the answer is valid but unproven; 70 internal error. An exception is never a *no*.
"""

import gc
import os
import sys

import click

from exeat import __version__

from . import (
    accesses,
    answer,
    audit,
    backup,
    because,
    daily,
    destroy,
    draft,
    draw,
    erase,
    export,
    frontier,
    keep,
    look,
    match,
    merge,
    review,
    rounds,
    show,
    stamps,
    told,
    trust,
    what_if,
)
from .frame import fail, language, line


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(__version__, prog_name="exeat")
def cli() -> None:
    """A clearing house for humanitarian exchanges of detainees.

    It takes what each side says about the people it holds and asks for, finds what is recorded against anybody's
    release or transfer, and works out which exchange the parties' own terms allow. It chooses nobody.
    """


GROUPS = (
    keep,
    audit,
    match,
    review,
    look,
    rounds,
    daily,
    told,
    answer,
    because,
    draft,
    frontier,
    what_if,
    draw,
    show,
    export,
    trust,
    stamps,
    accesses,
    merge,
    backup,
    erase,
    destroy,
)
for command in (c for group in GROUPS for c in group.COMMANDS):
    cli.add_command(command)


def main(arguments: list[str] | None = None) -> None:
    """Run a command and leave with its exit code. What it writes is its owner's alone, wherever it goes."""
    os.umask(0o077)
    # What a command makes it mostly keeps to its end: to look for what may go after every 700 objects is a tenth of the
    # time of a short command.
    gc.set_threshold(50_000)
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """Run a command; its exit code. Never raises."""
    try:
        call, spoken = arguments or ["--help"], language(arguments)
        return int(cli.main(call, prog_name="exeat", standalone_mode=False, obj=spoken) or 0)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except Exception as error:
        return fail(error, "--json" in arguments, language(arguments))
    except KeyboardInterrupt:
        from exeat.faces.texts import Speaker

        line(Speaker(None, language(arguments)).text("cli.interrupted"), err=True)
        return 130
