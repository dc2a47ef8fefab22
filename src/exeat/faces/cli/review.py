"""Judging pairs: `review`."""

import sys
from importlib import util
from typing import TYPE_CHECKING

import click

from .frame import View, heading, line, lines, refused, table, view_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exeat.faces.review.sitting import Explain
    from exeat.faces.review_document import PairAsked
    from exeat.identity.review import Queue

MANY = 40  # pairs shown as text; --json shows all


@click.command()
@view_options
@click.option("--as", "reviewer", metavar="REVIEWER", help="Who judges: a party of the case.")
@click.option("--second", is_flag=True, help="Pairs that others judged: a second opinion.")
@click.option("--list", "as_list", is_flag=True, help="Only list what is left to judge, in order.")
@click.option("--scores", is_flag=True, help="With --list: what the machine says, in figures.")
@click.option("--agreement", is_flag=True, help="How often reviewers say the same of a pair.")
@click.option("--no-shortcuts", is_flag=True, help="Buttons in place of single keys.")
@click.option("--stacked", is_flag=True, help="One record under the other, for narrow screens and ears.")
@click.option("--recorder", envvar="EXEAT_RECORDER", help="Who records. Default: the reviewer.")
def review(
    case: str,
    on: str,
    known: str,
    lang: str,
    as_json: bool,
    reviewer: str | None,
    second: bool,
    as_list: bool,
    scores: bool,
    agreement: bool,
    no_shortcuts: bool,
    stacked: bool,
    recorder: str | None,
) -> int:
    """Judge, pair by pair, who is who.

    Two records side by side, a key a verdict: same, different, unsure. Each is recorded at once, as a statement of its
    reviewer, who can take it back. What the machine says is shown after the verdict.
    """
    if agreement:
        return _agreement(View(case, on, known, lang, part=True), as_json)
    if as_list:
        return _list(View(case, on, known, lang, part=True), reviewer, second, scores, as_json)
    if as_json or scores:
        raise click.UsageError("--json and --scores go with --list; --json goes with --agreement, too")
    if on or known:
        raise click.UsageError("a verdict is given now: --on and --known go with --list and --agreement")
    return _sit(case, lang, reviewer, second, recorder, {"shortcuts": not no_shortcuts, "stacked": stacked})


# ------------------------------------------------------------ in the terminal


def _sit(case: str, lang: str, reviewer: str | None, second: bool, recorder: str | None, how: dict[str, bool]) -> int:
    """A sitting of one reviewer."""
    if reviewer is None:
        raise click.UsageError("say who judges: --as REVIEWER, a party of the case")
    if util.find_spec("textual") is None:
        raise refused("extra-missing", command="exeat review", module="textual", extra="review")
    from exeat.faces.review.app import ReviewApp
    from exeat.faces.review.sitting import Sitting

    view = _ready(case, lang, reviewer)
    click.echo(view.speaker.text("review.proposing"), err=True)
    house, taught = view.house, not second  # a second opinion must learn nothing of the first
    at = Sitting(
        house,
        lambda facts, but: house.proposals(facts, True, taught, but),
        reviewer,
        second,
        recorder,
        explain=waterfalls(view, taught),
    )
    ReviewApp(at, lang, **how).run()
    line(view.speaker.text("review.done", given=at.given, taken=at.taken, left=at.left))
    return 0


def waterfalls(view: View, taught: bool = True) -> "Explain":
    """What explains a pair of the case in lines of text. `taught`: as judgements on other pairs teach the machine."""
    from exeat.faces import waterfall_text
    from exeat.faces.match_words import MatchWords

    words = MatchWords(view.speaker)

    def lines_of(left: str, right: str) -> "list[str]":
        text = list(waterfall_text.lines(view.house.explained(left, right, taught=taught), words))
        return text[text.index("") + 1 :]  # the two records are on the screen already

    return lines_of


def _ready(case: str, lang: str, reviewer: str) -> View:
    """The case, where it can be judged in: recorded, by a party of it, in a terminal."""
    from exeat.identity.judgements import check_reviewer

    view = View(case, None, None, lang, part=True)
    if view.facts.case.people == "real" and view.house.vault is None:
        raise refused("real-people")
    if not view.house.recorded:
        raise refused("not-recorded", folder=case)
    check_reviewer(view.facts, reviewer)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("pairs are judged in a terminal, and this is none; --list works anywhere")
    return view


# ------------------------------------------------------------ without a terminal


def _list(view: View, reviewer: str | None, second: bool, scores: bool, as_json: bool) -> int:
    """What is left to judge, in order."""
    from exeat.faces.review_document import ReviewShown, pairs_asked
    from exeat.identity.judgements import check_reviewer, judgements
    from exeat.identity.review import queue

    if reviewer is not None:
        check_reviewer(view.facts, reviewer)
    proposed = view.house.proposals(view.facts, judged=True, taught=not second)
    found = queue(proposed, judgements(view.facts), reviewer, second)
    asked = tuple(pairs_asked(found, scores))
    if as_json:
        view.shown(ReviewShown("review/1", reviewer, second, found.judged, found.others, found.settled, asked))
        return 0
    _print_queue(view, found, asked, scores)
    return 0


def _print_queue(view: View, found: "Queue", asked: "Sequence[PairAsked]", scores: bool) -> None:
    say = view.speaker.text
    counts = {"judged": found.judged, "others": found.others, "settled": found.settled}
    line(say("review.queue_head", left=len(asked), **counts))
    if not asked:
        line(say("review.queue_none"))
        return
    figures = ("worth", "probability", "score") if scores else ()
    head = tuple(say(f"review.queue_{f}") for f in (*figures, "left", "right", "decision"))
    rows = [
        (*(f"{float(getattr(a, f)):.3f}" for f in figures), a.left, a.right, say(f"review.decided_{a.decision}"))
        for a in asked[:MANY]
    ]
    table(rows, head, frozenset(range(len(figures))))
    if len(asked) > MANY:
        line(say("review.queue_more", number=len(asked) - MANY))


def _agreement(view: View, as_json: bool) -> int:
    """How often reviewers say the same, and where they differ."""
    from exeat.faces.review_document import AgreementShown
    from exeat.identity.agreement import agreement
    from exeat.identity.judgements import judgements

    of, differing = agreement(judgements(view.facts))
    if as_json:
        view.shown(AgreementShown("agreement/1", of, differing))
        return 0
    say = view.speaker
    if not of:
        line(say.text("review.agreement_none"))
        return 0
    for a in of:
        values = {"one": say.name(a.one), "other": say.name(a.other), "agreed": a.agreed, "pairs": a.pairs}
        line(say.text("review.agreement_of", **values, share=a.share, kappa=a.kappa or "-"))
    line(say.text("review.agreement_kappa"))
    if differing:
        heading(say.text("review.disagreements", number=len(differing)))
    for d in differing:
        said = {
            "one_says": say.text(f"review.says_{d.one_says}"),
            "other_says": say.text(f"review.says_{d.other_says}"),
        }
        names = {"one": say.name(d.one), "other": say.name(d.other)}
        lines([say.text("review.differ_of", left=d.left, right=d.right, **names, **said)])
    return 0


COMMANDS = (review,)
