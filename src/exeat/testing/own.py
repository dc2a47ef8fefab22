"""The parties' own terms on persons, for the twin: each asked of a plan by itself, or not asked.

- An exclusion, an act asked for by a status, a designation; and a *together* where everybody is of age for certain and
  in no other *together*. Of a family with a child, or with somebody who may be one, it always stands.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from exeat.clearing.check.rules import is_child
from exeat.clearing.check.setting import Setting, is_wish
from exeat.core.clauses import Clause, Designate, Exclude, Selector, Status, Together

from .brute import Plan

Set = frozenset[str]
ASKS = ("pardon", "commutation", "full_liberty")


class Own:
    """Such terms of a reading. `again`: the same facts with other clauses. `loose`: with none of these terms."""

    def __init__(self, setting: Setting, again: Callable[[Sequence[Clause]], Setting]) -> None:
        self.setting, self.again = setting, again
        clauses = list(setting.reading.clauses.values())
        self.terms = {c.id: c for c in clauses if self._is_own(c)}
        self.loose = again([_bare(c) if c.id in self.terms else c for c in clauses]) if self.terms else setting
        self.alone = {
            i: again([_bare(c) if c.id in self.terms.keys() - {i} else c for c in clauses]) for i in self.terms
        }

    def _is_own(self, clause: Clause) -> bool:
        match clause:
            case Exclude() | Designate():
                return True
            case Status():
                return clause.status in ASKS
            case Together() if not is_wish(clause):
                return self._all_of_age(clause)
        return False

    def _all_of_age(self, clause: Together) -> bool:
        s = self.setting
        mine = _people(s, clause)
        others = [c for c in s.reading.of(Together) if isinstance(c, Together) and c.id != clause.id]
        groups = [p for _, g in _groups(s, clause) for p in g]
        young = any(is_child(s.people[p].rows, s.words.day) is not False for p in mine)
        return not young and len(groups) == len(set(groups)) and not any(mine & _people(s, c) for c in others)

    def holds(self, plan: Plan, kept: Set, out: Set) -> bool:
        """Whether a plan fulfils those of these terms that are kept. `out`: clauses of those who stay out."""
        return all(self._holds(plan, i, out) for i in self.terms.keys() & kept)

    def _holds(self, plan: Plan, id: str, out: Set) -> bool:
        clause, alone = self.terms[id], self.alone[id]
        by = {p: (c, to) for p, c, to in plan}
        match clause:
            case Exclude():
                return not alone.excluded.keys() & by.keys()
            case Status():
                return all(any(x.to == to for x in alone.options(p, c)) for p, c, to in plan)
            case Designate() if clause.clause not in out:
                named = alone.designated.get(clause.clause, frozenset())
                could = self.setting.designated.get(clause.clause, frozenset())
                return all(by.get(p, ("", None))[0] == clause.clause for p in named & could)
            case Together(unless=None):
                return all(len({by.get(p) for p in group}) <= 1 for _, group in _groups(alone, clause))
            case Together():
                mine, theirs = alone.select.of(clause.selection), _unless(alone, clause)
                return not mine & by.keys() or theirs <= by.keys()
        return True


def _groups(setting: Setting, clause: Together) -> list[tuple[str, Set]]:
    """The groups of a clause that go together."""
    return [(i, g) for i, g in setting.families if i == clause.id]


def _people(setting: Setting, clause: Together) -> Set:
    return setting.select.of(clause.selection) | _unless(setting, clause)


def _unless(setting: Setting, clause: Together) -> Set:
    return frozenset() if clause.unless is None else setting.select.of(clause.unless)


def _bare(clause: Clause) -> Clause:
    """The clause, still naming its people, and asking nothing of them."""
    match clause:
        case Exclude():
            return Status(clause.id, clause.selection)
        case Status():
            return replace(clause, status=None)
        case Together():
            return replace(clause, force="should")
        case Designate():
            return Status(clause.id, Selector())
    return clause
