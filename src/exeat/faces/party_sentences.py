"""Who takes part, in sentences: what each gives and gets, what would be without it, and the loops.

- A party that every move concerns, and one without which clauses of others cannot hold, are told apart. Nothing is said
  of anybody's reasons.
"""

from collections.abc import Iterable

from exeat.clearing.document import Flow, Loop, PartyInPlan, Plan

from .texts import Speaker

TWO = 2


def many(plan: Plan) -> bool:
    """Whether a plan has more than two parties, or one that stays out: of two, the clauses say it all."""
    return len(plan.parties or ()) > TWO or any(not p.takes_part for p in plan.parties or ())


def party_sentence(say: Speaker, party: PartyInPlan) -> str:
    """What a party gives and gets, and what the exchange would be otherwise."""
    return f"{_here(say, party)} {_otherwise(say, party)}".rstrip()


def _here(say: Speaker, party: PartyInPlan) -> str:
    name = say.name(party.party)
    if not party.takes_part:
        return say.text("parties.out", party=name)
    got = [("gives", party.gives), ("receives", party.receives), ("asked_for", party.asked_for)]
    parts = [say.text(f"parties.{key}", number=number) for key, number in got if number]
    if party.remains is not None:
        dead = [(k, getattr(party.remains, k)) for k in ("gives", "receives", "asked_for")]
        parts += [say.text(f"parties.remains_{key}", number=number) for key, number in dead if number]
    return say.text("parties.in", party=name, what=", ".join(parts))


def _otherwise(say: Speaker, party: PartyInPlan) -> str:
    """Re-solved: without whoever takes part, with whoever stays out."""
    found, side = party.otherwise, "without" if party.takes_part else "with"
    if found.status == "not_asked":
        return ""
    if found.people:
        return say.text(f"parties.{side}_some", number=found.people)
    if found.clauses:
        return say.text(f"parties.{side}_clash", clauses=", ".join(found.clauses))
    return say.text(f"parties.{side}_nobody")


def flow_sentence(say: Speaker, flow: Flow) -> str:
    """How many people, or how many remains, one party moves to another, or releases, and who asked."""
    values = {"from": say.name(flow.from_), "number": flow.remains or flow.people, "to": say.name(flow.to or "")}
    dead = "_remains" if flow.remains else ""
    told = say.text(f"parties.{'transfer' if flow.to else 'release'}{dead}", **values)
    return told + (say.text("parties.asked_by", by=say.name(flow.asked_by)) if flow.asked_by else "")


def loop_sentence(say: Speaker, loop: Loop) -> str:
    """A loop: each party once, how many it gives to the next or as the next asked; the last to the first."""
    dead = loop.remains or (0,) * len(loop.people)
    numbers = [
        say.text("parties.step_remains", number=n, remains=m) if m else str(n)
        for n, m in zip(loop.people, dead, strict=True)
    ]
    steps = [f"{say.name(p)} → ({n}) → " for p, n in zip(loop.parties, numbers, strict=True)]
    return "".join(steps) + say.text("parties.round")


def sentences(say: Speaker, plan: Plan) -> Iterable[str]:
    """Every sentence on the parties of a plan: the parties, then the loops."""
    yield from (party_sentence(say, p) for p in plan.parties or ())
    yield from (say.text("parties.loop", loop=loop_sentence(say, x)) for x in plan.loops or ())
