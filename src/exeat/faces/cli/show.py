"""Showing: `report`, `demo`, `schema`."""

import shutil
import tempfile
from importlib.resources import files
from pathlib import Path

import click

from .frame import View, document, heading, line, shown, view_options
from .outfile import OutFile


@click.command()
@view_options
@click.option("-o", "--out", type=OutFile(), default="report.html", metavar="FILE", help="Where to write the page.")
@click.option("--for", "party", metavar="PARTY", help="The copy for a party: no reasons for persons.")
def report(case: str, on: str, known: str, lang: str, as_json: bool, out: str, party: str | None) -> int:
    """Write the case as one page for a browser.

    The offer, differences, questions, the answer, two pictures, every statement.
    """
    from exeat.faces import documents
    from exeat.faces.report import html

    view = View(case, on, known, lang)
    cleared = view.house.plan(view.facts)
    there = party is not None and view.facts.case.party(party) is not None
    mark = view.house.copy_for("report", party or "", view.speaker.say, view.facts) if there else None
    page = html(view.house, view.facts, cleared, lang, party, mark)
    Path(out).write_text(page, encoding="utf-8")
    if as_json:
        shown(documents.ReportWritten("report/1", out, party))
    else:
        line(f"Wrote {out} ({len(page.encode()) // 1024} KB).")
    return 0


@click.command()
@click.option("--lang", type=click.Choice(["en", "es"]), default="en", help="Language of sentences.")
def demo(lang: str) -> int:
    """Show what exeat does, on one public offer.

    Works in a temporary folder and changes nothing.
    """
    from .demo import show

    with tempfile.TemporaryDirectory(prefix="exeat-demo-") as folder:
        show(copy_examples(Path(folder)), lang)
    return 0


def copy_examples(to: Path) -> Path:
    """The two examples, copied where they can be recorded."""
    shipped = Path(str(files("exeat"))) / "examples"
    source = shipped if shipped.is_dir() else Path(__file__).parents[4] / "examples"
    for name in ("2025-offer", "2025-offer-with-lists"):
        shutil.copytree(source / name, to / name, ignore=shutil.ignore_patterns("exeat.*"))
    return to


@click.command()
@click.argument("name", required=False)
def schema(name: str | None) -> int:
    """Print a JSON Schema; without a name, the names."""
    from exeat.core.errors import Problem, Refused
    from exeat.faces import schemas

    if name is None:
        heading("Schemas")
        for known in schemas.names():
            line(known, 2, "*")
        return 0
    if name not in schemas.names():
        why = f"there is no schema {name}; there are: {', '.join(schemas.names())}"
        raise Refused([Problem("usage", values={"why": why})])
    document(schemas.load(name))
    return 0


COMMANDS = (report, demo, schema)
