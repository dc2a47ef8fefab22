"""Drawing lots: `draw`. Only where a clause asks for a lottery; everything that decides is sealed before."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .frame import View, case_argument, heading, json_option, language_option, line, lines, refused, shown, table
from .frame import view_options as viewed
from .outfile import OutFile

if TYPE_CHECKING:
    from exeat.clearing.draw.said import Said
    from exeat.clearing.draw.sealed import Sealed
    from exeat.clearing.draw.transcript import Transcript
    from exeat.core.beacons import Beacon, Name
    from exeat.house.draws import Draws

MANY = 20  # rows shown as text; --json shows all
as_option = click.option("--as", "by", metavar="PARTY", required=True, help="Who says it: a party of the case.")
recorder_option = click.option("--recorder", envvar="EXEAT_RECORDER", help="Who records. Default: who says it.")
parties_option = click.option("--party", "parties", multiple=True, metavar="PARTY", help="Who puts in a secret.")
public_option = click.option(
    "--public", default="dice", metavar="TEXT", help="The public randomness to come: which dice, which beacon round."
)
beacon_option = click.option(
    "--beacon", type=click.Choice(["drand", "nist"]), help="The beacon by whose signed pulse it is drawn."
)
at_option = click.option("--at", metavar="TIME", help="When its round is published, such as 2026-12-01T12:00Z.")
certificate_option = click.option(
    "--certificate", type=click.Path(), metavar="FILE", help="The certificate that NIST's beacon signs by."
)


@click.group()
def draw() -> None:
    """Draw lots, where a clause asks for a lottery.

    In this order: look at the table and seal it; each party enters the hash of a secret; public randomness (dice, a
    beacon round) is entered; the secrets are told. Then anybody can draw again: exeat draw verify.
    """


@draw.command("table")
@viewed
@parties_option
@public_option
def draw_table(case: str, on: str, known: str, lang: str, as_json: bool, parties: tuple[str, ...], public: str) -> int:
    """Everybody's chance, and the plans to draw from; nothing is written."""
    view = View(case, on, known, lang)
    found = _draws(view).table(view.facts, parties, public)
    if as_json:
        shown(found)
    else:
        _print_table(view, found)
    return 0


@draw.command("seal")
@case_argument
@as_option
@parties_option
@click.option("--public", metavar="TEXT", help="The public randomness to come, in words: which dice, thrown when.")
@beacon_option
@at_option
@certificate_option
@click.option("--out", type=OutFile(), metavar="FILE", help="Write the sealed document here, to be published.")
@recorder_option
@language_option
def draw_seal(
    case: str,
    by: str,
    parties: tuple[str, ...],
    public: str | None,
    beacon: "Name | None",
    at: str | None,
    certificate: str | None,
    out: str | None,
    recorder: str | None,
    lang: str,
) -> int:
    """Record who is drawn from, before anything is drawn.

    People, classes, clauses and plans, in one sealed document.
    """
    view = _recorded(case, lang)
    round = _round(view, beacon, at, certificate)
    words = public or ("dice" if round is None else round.address)
    found = _draws(view).table(view.facts, parties, words, round)
    _draws(view).seal(by, found, recorder)
    if out is not None:
        Path(out).write_bytes(found.text.encode())
    line(view.speaker.text("cli.draw_sealed", sealed=found.hash))
    if round is not None:
        lines(_round_lines(view, round))
    return 0


@draw.command("enter")
@case_argument
@as_option
@click.option("--promise", metavar="HASH", help="The hash of the party's secret.")
@click.option("--randomness", metavar="TEXT", help="What the dice showed, as everybody saw it.")
@click.option("--pulse", type=click.Path(), metavar="FILE", help="What the beacon published (JSON); it is checked.")
@click.option("--secret", metavar="TEXT", help="The secret that the party promised.")
@recorder_option
@language_option
def draw_enter(
    case: str,
    by: str,
    promise: str | None,
    randomness: str | None,
    pulse: str | None,
    secret: str | None,
    recorder: str | None,
    lang: str,
) -> int:
    """Enter a promise, the public randomness, or a secret."""
    from exeat.adapters.documents import read_pulse

    if sum(given is not None for given in (promise, randomness, pulse, secret)) != 1:
        raise click.UsageError("enter one thing: --promise, --randomness, --pulse or --secret")
    view = _recorded(case, lang)
    draws = _draws(view)
    if promise is not None:
        draws.promise(by, promise, recorder)
    elif randomness is not None:
        draws.randomness(by, randomness, recorder)
    elif pulse is not None:
        draws.pulse(by, read_pulse(Path(pulse)), recorder)
    elif secret is not None:
        draws.secret(by, secret, recorder)
    _print_states(View(case, None, None, lang))
    return 0


@draw.command("promise")
@click.argument("sealed", metavar="SEALED")
@click.argument("party", metavar="PARTY")
@click.password_option("--secret", prompt="Secret", metavar="TEXT", help="Asked for, where it is not given.")
def draw_promise(sealed: str, party: str, secret: str) -> int:
    """The hash by which a party promises its secret.

    For a sealed lottery; needs no case.
    """
    from exeat.clearing.draw.outcome import promise

    click.echo(promise(sealed, party, secret))
    return 0


@draw.command("show")
@viewed
@click.option("--out", type=OutFile(), metavar="FILE", help="Write the transcript here (the newest lottery's).")
def draw_show(case: str, on: str, known: str, lang: str, as_json: bool, out: str | None) -> int:
    """How far the lotteries have come, and the transcript."""
    from exeat.core.shape import encode
    from exeat.faces.documents import DrawsShown

    view = View(case, on, known, lang)
    found = _draws(view).transcripts(view.facts)
    if out is not None:
        if not found:
            raise refused("draw-step", step="show", next="seal")
        text = json.dumps(encode(found[-1], True), ensure_ascii=False, indent=1, sort_keys=True)
        Path(out).write_text(text + "\n", "utf-8")
    if as_json:
        shown(DrawsShown("draws/1", found))
    else:
        _print_states(view)
        for one in found:
            _print_names(view, one)
    return 0


@draw.command("verify")
@click.argument("transcript", type=click.Path(), metavar="TRANSCRIPT")
@language_option
@json_option
def draw_verify(transcript: str, lang: str, as_json: bool) -> int:
    """Draw a transcript's lottery again; needs no case. Exit 1 where it comes out otherwise."""
    from exeat.adapters.documents import read_transcript
    from exeat.clearing.draw.transcript import sealed_round, wrong
    from exeat.faces.documents import DrawVerified
    from exeat.faces.texts import Speaker

    given = read_transcript(Path(transcript))
    found = tuple(dict.fromkeys(wrong(given)))
    round = sealed_round(given) if not found else None
    if as_json:
        verified = DrawVerified("draw-verified/1", not found, found)
        shown(verified if found else replace(verified, signature="checked" if round else "none", beacon=round))
    else:
        say = Speaker(None, lang).text
        line(say("cli.draw_holds" if not found else "cli.draw_wrong"))
        lines((say(f"cli.draw_wrong_{w}") for w in found), 2, "*")
        if not found:
            line(_signature(say, round))
    return 1 if found else 0


# ------------------------------------------------------------ shared


def _draws(view: View) -> "Draws":
    from exeat.house.draws import Draws

    return Draws(view.house)


def _recorded(case: str, lang: str) -> View:
    view = View(case, None, None, lang)
    if view.facts.case.people == "real":
        raise refused("real-people")
    if not view.house.recorded:
        raise refused("not-recorded", folder=case)
    return view


def _print_table(view: View, found: "Sealed") -> None:
    say = view.speaker.text
    line(say("cli.draw_table", clauses=", ".join(found.clauses), classes=len(found.classes), plans=len(found.plans)))
    heading(say("cli.draw_chances"))
    rows = sorted(
        ((Fraction(c.chance), c.chance, c.units) for c in found.classes if c.chance is not None),
        key=lambda r: (r[0], r[2]),
    )
    shown_rows = [
        (f"{float(n):.4f}", text if len(text) < 20 else "", str(len(units)), ", ".join(units[0]))
        for n, text, units in rows[:MANY]
    ]
    head = tuple(say(f"cli.draw_{c}") for c in ("chance", "exactly", "units", "first"))
    table(shown_rows, head, frozenset({0, 2}))
    if len(rows) > MANY:
        line(say("cli.draw_more", number=len(rows) - MANY), 2)
    line(say("cli.draw_without", number=sum(len(u) for n, _, u in rows if not n)))
    if not Fraction(found.proof.gap):
        line(say("cli.draw_proven"))
    else:
        line(say("cli.draw_gap", gap=f"{float(Fraction(found.proof.gap)):.1e}"))


def _print_states(view: View) -> None:
    say = view.speaker.text
    found = _draws(view).under_way(view.facts)
    if not found:
        line(say("cli.draw_nothing_sealed"))
    for said in found:
        _print_state(view, said)


def _print_state(view: View, said: "Said") -> None:
    say = view.speaker.text
    line(say("cli.draw_state", clauses=", ".join(said.clauses), sealed=said.sealed))
    lines(say("cli.draw_promised", party=p) for p in sorted(said.promises))
    if said.beacon is not None:
        lines(_round_lines(view, said.beacon))
    if said.randomness is not None:
        lines([say("cli.draw_random", randomness=said.randomness), _signature(say, said.beacon)])
    lines([say("cli.draw_unsigned")] if said.unsigned else [], 2, "!")
    lines(say("cli.draw_told", party=p) for p in sorted(said.secrets))
    lines((say("cli.draw_unkept", party=p) for p in said.unkept), 2, "!")
    waits = ", ".join(sorted(set(said.parties) - (said.promises if said.lacks == "promises" else said.secrets).keys()))
    step = "pulse" if said.lacks == "randomness" and said.beacon is not None else said.lacks or "nothing"
    line(say(f"cli.draw_next_{step}", parties=waits, public=said.document["public"]))


def _round(view: View, name: "Name | None", at: str | None, certificate: str | None) -> "Beacon | None":
    """The round that a call names; None where it names no beacon."""
    from exeat.adapters.documents import read_certificate

    if name is None:
        return None
    try:
        moment = datetime.fromisoformat(at or "")
    except ValueError:
        moment = datetime.min
    if moment.tzinfo is None:
        raise click.UsageError("--beacon needs --at, with its zone: 2026-12-01T12:00Z")
    return _draws(view).round(name, moment, None if certificate is None else read_certificate(Path(certificate)))


def _round_lines(view: View, round: "Beacon") -> list[str]:
    say = view.speaker.text
    kind = say(f"cli.draw_beacon_{round.beacon}", at=round.at, round=str(round.round))
    return [kind, say(f"cli.draw_key_{round.beacon}", key=round.fingerprint)]


def _signature(say: Callable[..., str], round: "Beacon | None") -> str:
    """Whether a signature was checked, and by which key."""
    if round is None:
        return say("cli.draw_unchecked")
    return say(f"cli.draw_checked_{round.beacon}", key=round.fingerprint, at=round.at)


def _print_names(view: View, found: "Transcript") -> None:
    say = view.speaker.text
    if found.plan is None:
        return
    heading(say("cli.draw_plan", plan=found.plan, ticket=found.ticket))
    lines(f"{', '.join(t.people)} ({t.clause})" for t in found.taken[:MANY])
    if len(found.taken) > MANY:
        line(say("cli.draw_more", number=len(found.taken) - MANY), 2)
    line(say("cli.draw_next_in_order", people="; ".join(", ".join(u) for u in found.substitutes[:5]) or "-"))


COMMANDS = (draw,)
