"""`draft`: counter-offers in the clause language, for parties to make their own or not; never entries."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .frame import View, heading, line, refused, shown, view_options

if TYPE_CHECKING:
    from exeat.clearing.because.drafts import Draft
    from exeat.clearing.document import RelaxationFound
    from exeat.faces.documents import DraftFile


@click.command()
@view_options
@click.option("--change", type=int, metavar="N", help="Draft the offers with this change.")
@click.option("--out", metavar="FOLDER", help="Write the offers there, a file each, instead of printing them.")
def draft(case: str, on: str, known: str, lang: str, as_json: bool, change: int | None, out: str | None) -> int:
    """Counter-offers: the least changes by which it could be done.

    Without --change: which there are. A draft is nobody's word, and nothing is recorded.
    """
    from exeat.clearing.because.drafts import drafts
    from exeat.faces import documents

    view = View(case, on, known, lang)
    cleared = view.house.plan(view.facts)
    found = cleared.plan.relaxations
    if change is not None and not 1 <= change <= len(found):
        raise refused("usage", why=f"--change {change}: there are {len(found)} changes")
    made = () if change is None else drafts(cleared.terms, found[change - 1])
    files = tuple(_file(view, d, found[(change or 1) - 1]) for d in made)
    if out is not None:
        _write(Path(out), files)
    if as_json:
        shown(documents.DraftShown("draft/1", cleared.plan.status, found, change, files))
    elif change is None:
        _list(view, cleared.plan.status, found)
    elif out is None:
        click.echo("---\n".join(f.text for f in files), nl=False)
    else:
        for f in files:
            line(view.speaker.text("cli.note_wrote", file=str(Path(out) / f.name)))
    return 0


def _list(view: View, status: str, found: "tuple[RelaxationFound, ...]") -> None:
    """Every change, with the number by which it is asked for."""
    from exeat.faces.because_sentences import allowed_sentence

    say = view.speaker
    heading(say.text("because.drafts" if found else f"because.drafts_{'none' if status == 'none' else 'not_needed'}"))
    for n, r in enumerate(found, 1):
        line(allowed_sentence(say, r), 2, f"{n}.")
    if found:
        line(say.text("because.drafts_how"), 2)


def _file(view: View, made: "Draft", found: "RelaxationFound") -> "DraftFile":
    """A draft as a file: above, that nobody said it; at each change, whose clause it is."""
    from exeat.adapters.draft_file import offer_text
    from exeat.faces.because_sentences import allowed_sentence, change_sentence
    from exeat.faces.documents import DraftFile

    say = view.speaker
    whole = allowed_sentence(say, found)
    notes = {c.clause: say.text("because.draft_note", change=change_sentence(say, c)) for c in made.changes}
    kept = {c.id for c in made.clauses}
    gone = [
        say.text("because.draft_gone", change=change_sentence(say, c)) for c in made.changes if c.clause not in kept
    ]
    head = [say.text("because.draft_head", offer=made.offer, by=say.name(made.by)), whole, *gone]
    chosen = dict(view.facts.case.protocol.readings)
    settled = [f"{c.clause}/blocked" for c in made.changes if c.change == "excused"]
    head += [say.text("because.draft_reading", point=p) for p in settled if p in chosen]
    return DraftFile(f"{made.offer}.yaml", offer_text(made.offer, made.by, made.to, made.clauses, head, notes))


def _write(folder: Path, files: "tuple[DraftFile, ...]") -> None:
    """Write the files; nothing is overwritten."""
    folder.mkdir(parents=True, exist_ok=True)
    for f in files:
        if (folder / f.name).exists():
            raise refused("usage", why=f"{folder / f.name} exists; a draft overwrites nothing")
    for f in files:
        (folder / f.name).write_text(f.text, encoding="utf-8")


COMMANDS = (draft,)
