"""The demo: what two press reports say of one offer; then the same with invented lists, to a checked answer."""

from collections.abc import Callable
from pathlib import Path

from exeat.core import claims as c
from exeat.core.case import KEEPER
from exeat.core.statement import Statement
from exeat.house import open_case

from .answer import print_no, print_plan
from .because import print_why
from .frame import View, heading, line, lines
from .look import print_differences, print_raised, print_terms, said

Picks = Callable[[Statement], bool]


def show(examples: Path, lang: str) -> None:
    """Both examples, recorded in a store first."""
    for name in ("2025-offer", "2025-offer-with-lists"):
        open_case(examples / name).record("demo")
    reports(View(str(examples / "2025-offer"), None, None, lang))
    lists(View(str(examples / "2025-offer-with-lists"), None, None, lang))


def reports(view: View) -> None:
    """The two reports, and nothing else."""
    say, facts = view.speaker, view.facts
    heading(say.text("cli.demo_event"))
    own = {i: s for i, s in facts.statements.items() if s.by != KEEPER}
    speakers = {s.by for s in own.values()}
    sentences = sum(s.sentences or 0 for s in facts.case.sources)
    line(say.text("cli.demo_read", sentences=sentences, statements=len(own), speakers=len(speakers)), 2)
    _section(view, "demo_answered", lambda s: isinstance(s.claim, c.Response))
    _section(view, "demo_pays", lambda s: isinstance(s.claim, c.Payment) or _pays(s.claim))
    _section(view, "demo_done", lambda s: isinstance(s.claim, c.Allegation))
    _section(view, "demo_halt", lambda s: isinstance(s.claim, c.CourtOrder))
    print_terms(view)
    heading(say.text("cli.demo_next"))
    print_raised(view)


def _pays(claim: c.Claim) -> bool:
    return isinstance(claim, c.Custody) and claim.role == "paying_power"


def _section(view: View, title: str, picks: Picks) -> None:
    """The statements about a matter, and under them how they differ."""
    chosen = {i for i, s in view.facts.statements.items() if picks(s)}
    pairs = [d for d in view.house.differences(view.facts) if {d.left, d.right} <= chosen and d.relation != "agree"]
    heading(view.speaker.text(f"cli.{title}"))
    paired = {i for d in pairs for i in (d.left, d.right)}
    ordered = sorted(chosen - paired, key=view.facts.key)
    lines((said(view.speaker, i, view.facts.statements[i]) for i in ordered), 2, "*")
    print_differences(view, pairs)


def lists(view: View) -> None:
    """The invented lists: the answer, why not all, one person, and the check."""
    say = view.speaker
    heading(say.text("cli.demo_lists"))
    line(say.text("cli.invented"), 2)
    cleared = view.house.plan(view.facts)
    print_plan(view, cleared)
    heading(say.text("cli.demo_all"))
    everybody = view.house.plan(view.facts, read={"sv-all/blocked": "stop"})
    print_no(view, everybody)
    heading(say.text("cli.demo_person"))
    ordered = [h for h in cleared.plan.held_back or () if any(r.rule == "court_order" for r in h.reasons)]
    if ordered:
        print_why(view, view.house.why(ordered[0].person, view.facts))
    from exeat.core.shape import encode

    found = view.house.check(encode(cleared.plan, True), view.facts)
    line("")
    line(say.text("cli.demo_check_failed", number=len(found)) if found else say.text("cli.demo_checked"))
    line(say.text("cli.demo_end"))
