"""The people a plan names: do they exist, are they meant, are they free; and those it holds back: are they not?"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from exeat.core.clauses import Include

from .document import Plan, rows, texts
from .finding import Finding, Value
from .people import address
from .reading import offered
from .rules import Context
from .setting import Setting

Row = Mapping[str, Any]


def person_of(setting: Setting, name: object) -> str | None:
    """The person of a record; None where there is none."""
    return setting.people.of.get(address(setting.facts, name)) if isinstance(name, str) else None


def moves(plan: Plan, setting: Setting) -> dict[str, str]:
    """Who moves by which moving clause: of several, the first."""
    found: dict[str, str] = {}
    for row in rows(plan, "moves"):
        person = person_of(setting, row.get("person"))
        by = [c for c in texts(row, "clauses") if c in setting.moves]
        if person is not None and by:
            found.setdefault(person, by[0])
    return found


def destinations(plan: Plan, setting: Setting) -> dict[str, str]:
    """Where those who move go, as far as the plan says; the power that is meant."""
    by, found = moves(plan, setting), dict[str, str]()
    for row in rows(plan, "moves"):
        person, to = person_of(setting, row.get("person")), row.get("to", row.get("destination"))
        if person in by and isinstance(to, str) and _context(setting, by[person], to) is not None:
            found.setdefault(person, setting.facts.case.power_of(to))
    return found


def _context(setting: Setting, clause: str, to: str) -> Context | None:
    """The context of a clause that has this destination."""
    return next((x for x in setting.contexts[clause] if x.to == setting.facts.case.power_of(to)), None)


def check_moves(plan: Plan, setting: Setting) -> Iterator[Finding]:
    """Whether every person named exists, once only, and may move as the plan says."""
    named = Counter(person_of(setting, row.get("person")) for row in rows(plan, "moves"))
    for person, times in named.items():
        if person is not None and times > 1:
            yield Finding("moved-twice", None, person, {"times": times})
    for row in rows(plan, "moves"):
        yield from _move(row, setting)


def _move(row: Row, setting: Setting) -> Iterator[Finding]:
    name = str(row.get("person", ""))
    person = person_of(setting, name)
    if person is None:
        yield Finding("unknown-person", None, name)
        return
    if person != name:
        yield Finding("person-id-wrong", None, name, {"id": person})
    if any(person_of(setting, r) != person for r in texts(row, "records")):
        yield Finding("records-differ", None, person)
    yield from _clauses(row, setting, person)


def _clauses(row: Row, setting: Setting, person: str) -> Iterator[Finding]:
    """Exactly one moving clause; beside it those whose people are included inside its number."""
    clauses = texts(row, "clauses")
    by = [c for c in clauses if c in setting.moves]
    if len(by) > 1:
        yield Finding("moved-twice", None, person, {"clauses": tuple(by)})
    if not by:
        yield Finding("not-selected", None, person, {"clauses": tuple(clauses)})
    for clause in by:
        yield from impeded(setting, person, clause, row.get("to", row.get("destination")))
        yield from _terms(row, setting, person, clause)
    for clause in (c for c in clauses if c not in setting.moves):
        yield from _beside(setting, person, clause, by)


def impeded(setting: Setting, person: str, clause: str, to: object = None) -> Iterator[Finding]:
    """What keeps a clause from moving a person: not selected, impediments, detained after the cut-off day, on no scale.

    `to`: the destination, if one is said; else the person must be free to go to one of those that the clause may use.
    """
    if person not in setting.members[clause]:
        yield Finding("not-selected", clause, person)
    there = _context(setting, clause, to) if isinstance(to, str) else None
    contexts = setting.offered(person, clause) if there is None else (there,)
    if there is not None or not setting.free(person, clause):
        found = {(r.rule, r.verdict): r for x in contexts for r in setting.judge.against(person, x)}
        for r in found.values():
            values: dict[str, Value] = {"rule": r.rule, "verdict": r.verdict, "statements": r.statements}
            yield Finding("impediment", clause, person, values)
    if setting.moves[clause].selection.count is not None and setting.late(person):
        yield Finding("after-cut-off", clause, person)
    if setting.off_scale(person):
        yield Finding("off-scale", clause, person)


def _terms(row: Row, setting: Setting, person: str, clause: str) -> Iterator[Finding]:
    """Whether from, to and act are those of the clause; a part that the plan leaves out is not compared."""
    power, contexts = setting.facts.case.power_of, setting.contexts[clause]
    places = {x.to for x in contexts}
    wanted: dict[str, set[str | None]] = {"from": {contexts[0].power}, "act": {contexts[0].act}}
    wanted |= {"to": places, "destination": places}
    for key, values in wanted.items():
        said = row.get(key)
        said = power(said) if key != "act" and isinstance(said, str) else said
        if said is not None and said not in values:
            found = " | ".join(sorted(v or "" for v in values))
            yield Finding("terms-differ", clause, person, {"part": key, "said": str(said), "found": found})
    dead = clause in setting.of_remains
    if bool(row.get("remains")) != dead:
        yield Finding("terms-differ", clause, person, {"part": "remains", "said": str(not dead), "found": str(dead)})


def _beside(setting: Setting, person: str, clause: str, by: list[str]) -> Iterator[Finding]:
    read = setting.reading.clauses.get(clause)
    if clause not in offered(setting.facts):
        yield Finding("unknown-clause", clause, person)
    elif isinstance(read, Include) and (read.within not in by or person not in setting.select.of(read.selection)):
        yield Finding("not-selected", clause, person)


# ------------------------------------------------------------ held back


def check_held_back(plan: Plan, setting: Setting) -> Iterator[Finding]:
    """Whether nobody held back moves, and everybody held back is really not free, for the reasons given."""
    moving = moves(plan, setting)
    for row in rows(plan, "held_back"):
        name = str(row.get("person", ""))
        person = person_of(setting, name)
        if person is None or person not in setting.everybody:
            yield Finding("unknown-person", None, name)
            continue
        if person in moving and row.get("clause") in (None, moving[person]):
            yield Finding("held-back-moves", None, person)
        yield from _reasons(row, setting, person)
        yield from _cited(row, setting, person)


def _reasons(row: Row, setting: Setting, person: str) -> Iterator[Finding]:
    """The reasons must be enough for the clause, or for one of those that consider the person, and none made up.

    Where a clause may use several destinations: for each that is offered to the person.
    """
    given = {str(reason.get("rule")) for reason in rows(row, "reasons")}
    clauses = _considering(row, setting, person)
    ruled = [[r for x in setting.contexts[c] for r in setting.judge.rulings(person, x)] for c in clauses]
    termed = [by_terms(setting, person, c) for c in clauses]
    against = [
        {} if setting.free(person, c) and not terms else _standing(setting, person, c) | terms
        for c, terms in zip(clauses, termed, strict=True)
    ]
    if not any(against):
        yield Finding("not-held-back", None, person)
        return
    for rule in sorted(given - {r.rule for rulings in ruled for r in rulings} - {r for t in termed for r in t}):
        yield Finding("reason-unfounded", None, person, {"rule": rule})
    if not any(rules and rules.keys() <= given for rules in against):
        missing = min((rules.keys() - given for rules in against if rules), key=lambda m: (len(m), sorted(m)))
        yield Finding("reason-missing", None, person, {"rules": tuple(sorted(missing))})
    verdicts = {_verdict(rules) for rules in against if rules}
    if row.get("verdict") not in verdicts:
        yield Finding("verdict-wrong", None, person, {"said": str(row.get("verdict")), "found": min(verdicts)})


def _considering(row: Row, setting: Setting, person: str) -> list[str]:
    """The clause that a row names, or every clause that selects the person."""
    selecting = [c for c in setting.moves if person in setting.members[c]]
    return [c for c in selecting if row.get("clause") in (None, c)]


def by_terms(setting: Setting, person: str, clause: str) -> dict[str, str]:
    """What the parties' own terms hold against a person: an exclusion, the cut-off of a number, a scale, its kin."""
    late, off = setting.moves[clause].selection.count is not None and setting.late(person), setting.off_scale(person)
    kin = setting.movable(person, clause) and person in setting.blocked[clause]
    found = {"exclude": person in setting.excluded, "cut_off": late, "equivalence": off, "together": kin}
    return {rule: "terms" for rule, holds in found.items() if holds}


def _standing(setting: Setting, person: str, clause: str) -> dict[str, str]:
    """What stands in the way of somebody to a destination that is offered; of a rule the graver verdict."""
    found = [r for x in setting.offered(person, clause) for r in setting.judge.against(person, x)]
    return {r.rule: r.verdict for r in sorted(found, key=lambda r: r.verdict == "recorded")}


def _verdict(rules: Mapping[str, str]) -> str:
    return next(v for v in ("recorded", "not_established", "terms") if v in rules.values())


def _cited(row: Row, setting: Setting, person: str) -> Iterator[Finding]:
    """Whether the statements cited exist and stand; a row of a list is cited by its address."""
    for reason in rows(row, "reasons"):
        for cited in texts(reason, "statements"):
            if cited not in setting.facts.statements and address(setting.facts, cited) not in _addresses(setting):
                values = {"rule": str(reason.get("rule")), "statement": cited}
                yield Finding("statement-unknown", None, person, values)


def _addresses(setting: Setting) -> set[str]:
    facts = setting.facts
    return {r for name, (_, table) in facts.current.items() for r in table.records(facts.origin(name)).to_list()}
