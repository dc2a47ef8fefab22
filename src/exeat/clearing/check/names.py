"""Names that somebody else designated, clause by clause: the daily check of a list that came by fax.

- A name without a clause counts for the only clause there is, else for those whose people it is among.
- The numbers are checked only for clauses under which somebody is named; the others are not this list's affair.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from exeat.core.clauses import Clause, Equivalence, Rate, SameAs, Selector
from exeat.core.facts import Facts

from .counts import bounds
from .finding import Finding
from .moves import impeded, person_of
from .reading import Choices
from .setting import Setting
from .tally import Tally
from .ties import ties

if TYPE_CHECKING:
    import polars as pl

Named = tuple[str, str]  # a clause, or "" where none is given; a record


def check_names(
    facts: Facts,
    clauses: Sequence[Clause],
    choices: Choices,
    names: Sequence[Named],
    proposals: "pl.DataFrame | None" = None,
) -> tuple[Finding, ...]:
    """What does not hold for names (clause or "", record). `clauses`: those in question; none = all that stand.

    `proposals`: what the machine proposes on who is who; None = nothing.
    """
    setting = Setting(facts, choices, clauses or None, proposals)
    placed = [(_clause(setting, clause, record), record) for clause, record in names]
    return (*_open(setting), *_people(setting, placed), *_numbers(setting, placed))


def _open(setting: Setting) -> Iterator[Finding]:
    for clause, parameter in setting.reading.open:
        yield Finding("open-point", clause, None, {"parameter": parameter})


def _clause(setting: Setting, clause: str, record: str) -> str:
    """The clause that is meant: the one given, the only one, or the first that selects the person."""
    if clause or not setting.moves:
        return clause
    if len(setting.moves) == 1:
        return next(iter(setting.moves))
    person = person_of(setting, record)
    return next((c for c in setting.moves if person in setting.members[c]), "")


# ------------------------------------------------------------ one by one


def _people(setting: Setting, placed: Sequence[Named]) -> Iterator[Finding]:
    yield from _twice(setting, placed)
    for clause, record in dict.fromkeys(placed):
        person = person_of(setting, record)
        if person is None:
            yield Finding("unknown-person", clause or None, record)
        elif clause in setting.moves:
            yield from impeded(setting, person, clause)
        else:
            yield Finding("unknown-clause" if clause else "not-selected", clause or None, person)
        if person in setting.excluded:
            yield Finding("excluded-moves", setting.excluded[person], person)


def _twice(setting: Setting, placed: Sequence[Named]) -> Iterator[Finding]:
    """Named twice: under one record, or as two records of one person."""
    times = Counter(person_of(setting, record) for _, record in placed)
    for person in (p for p, n in times.items() if p is not None and n > 1):
        records = tuple(r for _, r in placed if person_of(setting, r) == person)
        yield Finding("named-twice", None, person, {"records": records})


# ------------------------------------------------------------ clause by clause


def _numbers(setting: Setting, placed: Sequence[Named]) -> Iterator[Finding]:
    moves: dict[str, str] = {}
    for clause, record in placed:
        person = person_of(setting, record)
        if person is not None and clause in setting.moves:
            moves.setdefault(person, clause)
    tally = Tally(setting, moves, {})
    for clause in dict.fromkeys(moves.values()):
        yield from _number(tally, clause)
    yield from _families(tally)
    yield from _ties(tally)


def _ties(tally: Tally) -> Iterator[Finding]:
    """Bounds that these names pass already; a rate or a scale only where both its sides are named."""
    named = set(tally.moves.values())
    for tie in ties(tally):
        clause = tally.setting.reading.clauses[tie.clause]
        whole = isinstance(clause, Rate | Equivalence) and all(c in named for c in _moving(tally, clause))
        if (whole and not tie.possible()) or (tie.most is not None and tie.left[0] > tie.most):
            yield tie.broken(clause)


def _moving(tally: Tally, tied: Rate | Equivalence) -> set[str]:
    """The clauses that may move people of a rate, or of a scale."""
    of, s = tally.setting.select.of, tally.setting
    people = frozenset[str]().union(*(of(side) for side in _sides(tied)))
    return {c for c in s.moves for p in people & s.members[c] if s.movable(p, c)}


def _sides(tied: Rate | Equivalence) -> list[Selector]:
    if isinstance(tied, Equivalence):
        return [tied.left, tied.right]
    return [tied.per.selection, *(share.selection for share in tied.give)]


def _number(tally: Tally, clause: str) -> Iterator[Finding]:
    count = tally.setting.moves[clause].selection.count
    found = tally.number(clause)
    if count is None:
        left = tally.setting.due(clause) - tally.moved(clause)
        if left:
            yield Finding("not-everybody", clause, None, {"missing": tuple(sorted(left, key=str.encode))})
    elif isinstance(count, SameAs):
        asked = _other(tally, count.same_as)
        if asked is not None and asked != found:
            yield Finding("number-broken", clause, None, {"found": found, "asked": str(asked)})
    elif not count.contains(found):
        yield Finding("number-broken", clause, None, {"found": found, "asked": bounds(count)})


def _other(tally: Tally, clause: str) -> int | None:
    """What another clause comes to: by its names, or because it is on all of them; else nobody knows yet."""
    if tally.moved(clause):
        return tally.number(clause)
    move = tally.setting.moves[clause]
    if move.selection.count is None:
        return tally.all_of_them(clause)
    asked = tally.setting.bounds(clause)
    return asked.least if asked is not None and asked.exact else None


def _families(tally: Tally) -> Iterator[Finding]:
    """A family of which some are named and some are not, or named under two clauses."""
    for id, family in tally.setting.families:
        going = family & tally.moves.keys()
        if going and (going != family or len({tally.moves[p] for p in family}) > 1):
            left = tuple(sorted(family - going, key=str.encode))
            yield Finding("family-split", id, None, {"moving": tuple(sorted(going, key=str.encode)), "left": left})
    for id, dependent, others in tally.setting.conditions:
        going, lacking = dependent & tally.moves.keys(), others - tally.moves.keys()
        if going and lacking:
            values = {
                "moving": tuple(sorted(going, key=str.encode)),
                "left": tuple(sorted(lacking, key=str.encode)),
            }
            yield Finding("goes-without", id, None, values)
