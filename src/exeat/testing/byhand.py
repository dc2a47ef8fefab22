"""Small worlds made by hand, whose answer is obvious by eye.

- Axia (`ax`) holds the people of list `l`, Beria (`be`) those of list `r`; the parties are those of `worlds.CASE`.
- Everybody has all that they need, but for what a test leaves out or says besides.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from exeat.core import claims as c
from exeat.core import clauses as k
from exeat.core.case import Protocol

from .memory import CASE, Part, World, count, day, facts_of, list_of_rows, says

Rows = Mapping[str, Mapping[str, str | None]]
LEFT = ("1", "2", "3")


def people(*ids: str, **cells: Mapping[str, str | None]) -> Rows:
    """Grown-up people with names nobody else has; `cells` changes those of one."""
    base = {
        "surname": "Ulmirazo",
        "birth_date": "1980-04-01",
        "held_since": "2024",
        "family": None,
        "category": "old",
    }
    return {i: {**base, "given_names": f"Ana {i}", **cells.get(f"p{i}", {})} for i in ids}


def roster(name: str, by: str, rows: Rows, **header: Any) -> Part:
    header = {"holder": by, **header}
    return list_of_rows(CASE, name, "holds", by, [{"id": i, **row} for i, row in rows.items()], **header)


def cleared(record: str, power: str, to: str, *without: str) -> list[Part]:
    """Everything that a transfer needs, but what is left out."""
    said: dict[str, Part] = {
        "legal_act": says(power, c.LegalAct(record, power, "transfer_order")),
        "consent": says("red", c.Consent(record, to, "yes", "red", True, day("2025-05-10"))),
        "fear": says("red", c.Fear(record, to, "none", "red", True, day("2025-05-10"))),
        "medical": says("red", c.Medical(record, "fit", day("2025-05-10"))),
        "document": says("red", c.Document(record, "passport")),
        "acceptance": says(to, c.Acceptance(record, to, "accepted")),
    }
    return [s for rule, s in said.items() if rule not in without]


def ordered(record: str, power: str = "be") -> Part:
    """What a release needs."""
    return says(power, c.LegalAct(record, power, "release_order"))


def offer(*clauses: Any) -> Part:
    return says("ax", c.Offer("offer", ("be",), clauses), "offers")


def send(number: str | None = None, selection: k.Selector | None = None, **given: Any) -> k.Release:
    """Axia transfers people of its list to Beria."""
    chosen = replace(selection or k.Selector(list="l"), count=count(number) if number else None)
    return k.Release(**{"id": "go", "from_": "ax", "selection": chosen, "act": "transfer", "to": "be",
                        "blocked": "excused", "agree": (), **given})  # fmt: skip


def let_go(number: str | k.SameAs | None = None, **given: Any) -> k.Release:
    """Beria releases people of its list."""
    words = count(number) if isinstance(number, str) else number
    chosen = k.Selector(list="r", count=words)
    return k.Release(**{"id": "back", "from_": "be", "selection": chosen, "act": "release",
                        "blocked": "excused", "agree": (), **given})  # fmt: skip


def world(*parts: Part | list[Part], choices: Mapping[str, str] | None = None, **protocol: Any) -> World:
    """A world of these statements and lists, and one reading."""
    said = [s for part in parts for s in (part if isinstance(part, list) else [part])]
    return World(facts_of(replace(CASE, protocol=Protocol(**protocol)), said), choices or {})


def one(
    *said: Part, without: Sequence[str] = (), row: Mapping[str, str | None] | None = None, **protocol: Any
) -> World:
    """Axia sends the one person of its list to Beria."""
    rows = people("1", p1=row or {})
    return world(roster("l", "ax", rows), cleared("l#1", "ax", "be", *without), offer(send()), *said, **protocol)


def exchange(
    *clauses: Any,
    more: Sequence[Part] = (),
    left: Rows | None = None,
    right: Rows | None = None,
    blocked: Collection[str] = (),
    choices: Mapping[str, str] | None = None,
    **protocol: Any,
) -> World:
    """Three people at Axia, three at Beria, all free but those whose consent is missing."""
    left, right = left or people(*LEFT), right or people("4", "5", "6")
    said: list[Part] = [roster("l", "ax", left), roster("r", "be", right), *more, offer(*clauses)]
    for i in left:
        said += cleared(f"l#{i}", "ax", "be", *(["consent"] if i in blocked else []))
    said += [ordered(f"r#{i}") for i in right]
    return world(said, choices=choices, **protocol)


def refusing(i: str) -> Part:
    return says("ax", c.Consent(f"l#{i}", "be", "no", on=day("2025-05-20")))
