"""Proving: `key`, `verify`, `proof`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import doors
from .frame import (
    case_argument,
    errors_language_option,
    json_option,
    language_option,
    line,
    lines,
    new_passphrase,
    opened,
    passphrase,
    shown,
)
from .outfile import OutFile

if TYPE_CHECKING:
    from exeat.faces.texts import Speaker
    from exeat.house.ledger import Verified

accesses_option = click.option("--accesses", "second", is_flag=True, help="Of the log of accesses, the second one.")
recorder_option = click.option("--recorder", default="recorder", envvar="EXEAT_RECORDER", help="Who records it.")


@click.group()
def key() -> None:
    """Keep the keys that seal a ledger and sign its entries.

    They lie in exeat.keys, apart from what they open, and a passphrase opens them. Without it nobody reads what was
    recorded; nobody can make another one. Keep a copy of the file elsewhere.
    """


@key.command("new")
@case_argument
@click.argument("name")
@recorder_option
@language_option
def key_new(case: str, name: str, recorder: str, lang: str) -> int:
    """Make a key under NAME; it signs what is recorded from now on.

    The first one makes exeat.keys, and asks for a passphrase. NAME says who signs, such as monitor.example/desk.
    """
    from exeat.faces.texts import Speaker
    from exeat.house.pens import make_vault, new_pen

    house, say = opened(case), Speaker(None, lang)
    if not house.keys.exists():
        house.check_keys_here()
        passphrase = new_passphrase()
        make_vault(house.keys, lambda: passphrase).close()
        house.unlock = lambda: passphrase
    pen = new_pen(house, name, recorder)
    line(say.text("cli.key_made", name=name))
    click.echo(f"  {pen.key}")
    assert house.vault is not None
    line(say.text("cli.key_of_log"))
    click.echo(f"  {house.vault.log.key}")
    return 0


@key.command("list")
@case_argument
@language_option
@json_option
def key_list(case: str, lang: str, as_json: bool) -> int:
    """The keys that sign here, newest last, and the ledger's own."""
    from exeat.faces import documents
    from exeat.faces.texts import Speaker
    from exeat.house.pens import pens_of

    found, say = pens_of(opened(case)), Speaker(None, lang)
    if as_json:
        shown(documents.KeysShown("keys/1", tuple(documents.KeyShown(*one) for one in found)))
        return 0
    for text, state in found:
        line(say.text(f"cli.key_{state}"))
        click.echo(f"  {text}")
    return 0


@key.command("retire")
@case_argument
@click.argument("name")
@click.option("--reason", help="Why, in words that stay.")
@click.option("--revoked", is_flag=True, help="Others may have it: it is not to be believed any more.")
@recorder_option
@language_option
def key_retire(case: str, name: str, reason: str | None, revoked: bool, recorder: str, lang: str) -> int:
    """Let a key sign nothing any more, and destroy its private part here.

    What it signed before stays signed.
    """
    from exeat.faces.texts import Speaker
    from exeat.house.pens import end_pen

    end_pen(opened(case), name, recorder, reason, revoked)
    line(Speaker(None, lang).text("cli.key_ended", name=name))
    return 0


@click.command()
@case_argument
@click.option("--policy", type=click.Path(exists=True), metavar="FILE", help="Whose signatures the log must have.")
@click.option("--authority", type=click.Path(exists=True), metavar="FILE", help="Certificates that stamps are held to.")
@click.option(
    "--checkpoint",
    type=click.Path(exists=True),
    multiple=True,
    metavar="FILE",
    help="One that you kept: the log must have grown out of it.",
)
@language_option
@json_option
def verify(
    case: str, policy: str | None, authority: str | None, checkpoint: tuple[str, ...], lang: str, as_json: bool
) -> int:
    """Check that everything recorded is as it was.

    Every hash, root and signature. Only a checkpoint that somebody kept elsewhere shows a log that was cut short.
    """
    from exeat.faces import documents
    from exeat.faces.texts import Speaker
    from exeat.house.ledger import verify as verified

    wanted, given = (None if f is None else Path(f) for f in (policy, authority))
    found, say = verified(opened(case), wanted, given, [Path(f) for f in checkpoint]), Speaker(None, lang)
    if as_json:
        shown(documents.as_document(documents.VerifiedShown, found))
        return 0 if found.holds else 1
    _verified(say, found)
    if found.accesses is not None:
        line(say.text("cli.verified_accesses"))
        if found.accesses.begun_again:
            line(say.text("cli.verified_begun_again"), 2, "!")
        _verified(say, found.accesses)
    line(say.text(f"cli.verify_{_verdict(found)}"))
    return 0 if found.holds else 1


def _verdict(found: "Verified") -> str:
    """All holds; nothing is wrong but that too few have signed for the policy; or something is not as it was."""
    second = () if found.accesses is None else found.accesses.problems
    wrong = {m.id for m in (*found.problems, *second)}
    return "unseen" if wrong == {"proof.too_few_witnesses"} else "holds" if found.holds else "fails"


def _verified(say: "Speaker", found: "Verified") -> None:
    """What one log has, its last checkpoint, and what does not hold."""
    line(say.text("cli.verified", entries=found.entries, signed=found.signed, words=found.words, rows=found.rows,
                  rows_erased=found.rows_erased, checkpoints=found.checkpoints, cosigned=found.cosigned,
                  erased=found.erased))  # fmt: skip
    if found.origin is not None:
        line(say.text("cli.verified_root", origin=found.origin, root=found.root), 2)
    lines((say.say(m) for m in found.afterwards), 2, "!")
    if found.withheld:
        line(say.text("cli.verify_withheld", number=found.withheld))
    lines(say.text("cli.verified_kept", size=size) for size in found.kept)
    lines(say.text("cli.stamped", by=s.by, size=s.size, at=s.at) for s in found.stamps)
    lines((say.say(m) for m in found.problems), 2, "!")


@click.command()
@case_argument
@click.argument("statement")
@click.option("--row", metavar="RECORD", help="Show one row of the list, by its address, beside the header.")
@click.option("--without-words", is_flag=True, help="Show only that something was recorded, and when.")
@click.option("--origin", metavar="LOG", help="That another office's log has it, as it was merged here.")
@accesses_option
@click.option("--size", type=int, metavar="ENTRIES", help="By the checkpoint of this size. Default: the last.")
@click.option("--out", type=OutFile(), metavar="FILE", help="Write it here; default: to the terminal.")
@errors_language_option
def proof(
    case: str,
    statement: str,
    row: str | None,
    without_words: bool,
    origin: str | None,
    second: bool,
    size: int | None,
    out: str | None,
) -> int:
    """Prove one STATEMENT to somebody who trusts nobody here.

    STATEMENT: its key, its id or the number of its entry (#12). docs/spec/ledger_verify.py checks it without exeat.
    """
    from exeat.house import ledger

    house = opened(case)
    if origin is not None:
        _written(ledger.origin_proof(house, statement, origin), out)
        return 0
    text = str(ledger.proof(house, statement, row, not without_words, second, size))
    _written(text, out)
    return 0


@click.group()
def cosign() -> None:
    """Let others sign what the log has become.

    So nobody can tell two stories of it. A witness sees no word: it signs a log that grew out of the one that it signed
    last. Requests and signatures are small files, and go by whatever way there is.
    """


@cosign.command("key")
@click.argument("keys", type=click.Path(), metavar="KEYS")
@click.argument("name")
@language_option
def cosign_key(keys: str, name: str, lang: str) -> int:
    """Make the key of a witness NAME in a new file KEYS.

    It asks for a passphrase.
    """
    from exeat.faces.texts import Speaker
    from exeat.house.witness import make_witness

    made = make_witness(Path(keys), name, new_passphrase)
    line(Speaker(None, lang).text("cli.witness_key"))
    click.echo(f"  {made}")
    return 0


@cosign.command("ask")
@case_argument
@click.option("--since", type=int, default=0, help="The size that the witness signed last.", show_default=True)
@accesses_option
@click.option("--out", type=OutFile(), metavar="FILE", help="Write it here; default: to the terminal.")
@errors_language_option
def cosign_ask(case: str, since: int, second: bool, out: str | None) -> int:
    """What a witness needs to sign the log as it is."""
    from exeat.house.witness import ask

    _written(str(ask(opened(case), since, second)), out)
    return 0


@cosign.command("sign")
@click.argument("keys", type=click.Path(exists=True), metavar="KEYS")
@click.argument("request", type=click.Path(exists=True), metavar="REQUEST")
@click.option("--log", metavar="KEY", help="The key of the log, the first time.")
@click.option("--out", type=OutFile(), metavar="FILE", help="Write it here; default: to the terminal.")
@language_option
def cosign_sign(keys: str, request: str, log: str | None, out: str | None, lang: str) -> int:
    """Sign a REQUEST as the witness of KEYS.

    Or say what is against it (exit 1).
    """
    from exeat.adapters.clock import SystemClock
    from exeat.faces.texts import Speaker
    from exeat.house.witness import sign_file

    found, against = sign_file(Path(keys), passphrase, Path(request), log, SystemClock().now())
    say = Speaker(None, lang)
    if found is None:
        line(say.text("cli.not_witnessed"))
        lines((say.say(m) for m in against), 2, "!")
        return 1
    _written(f"{found}\n", out)
    return 0


@cosign.command("add")
@case_argument
@click.argument("signatures", type=click.Path(exists=True), metavar="SIGNATURES")
@click.option("--witness", multiple=True, metavar="KEY", help="The key of a witness, to be checked by.")
@accesses_option
@language_option
def cosign_add(case: str, signatures: str, witness: tuple[str, ...], second: bool, lang: str) -> int:
    """Keep what witnesses signed."""
    from exeat.faces.texts import Speaker
    from exeat.house.witness import add_file

    note = add_file(opened(case), Path(signatures), witness, second)
    line(Speaker(None, lang).text("cli.witnessed", names=", ".join(s.name for s in note.signatures)))
    return 0


for command in doors.COMMANDS:
    key.add_command(command)


def _written(text: str, out: str | None) -> None:
    if out is None:
        click.echo(text, nl=False)
    else:
        Path(out).write_text(text, "utf-8", newline="\n")


COMMANDS = (key, verify, proof, cosign)
