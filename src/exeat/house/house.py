"""The clearing house: where what was recorded and the pure parts meet. The faces have no other way in.

- A case is a folder. Where it has an `exeat.db`, the house answers from what was recorded there; where it has none, the
  folder is read in memory and nothing is written.
- Every answer is as of a moment: what had been recorded by `known`, about the day `on`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from exeat.adapters.clock import SystemClock
from exeat.adapters.exports.cut import Cut
from exeat.adapters.exports.write import Exported, Wanted
from exeat.adapters.folder import CASE_FILE
from exeat.adapters.race import Race
from exeat.clearing.earlier import Earlier, earlier_of
from exeat.clearing.plan import Cleared, clear
from exeat.clearing.why import Why, why
from exeat.core.entry import time_text
from exeat.core.errors import Problem, Refused
from exeat.core.facts import Facts
from exeat.core.marked import Plain
from exeat.identity.people import people
from exeat.identity.proposals import bearing
from exeat.terms.choices import check_choices, choices_of, choices_said
from exeat.terms.points import OpenPoint, open_points
from exeat.terms.terms import Term, terms

from .books import STORE, Clock, nobody_asks
from .copies import Say, copy_for, export
from .counts import CountsWanted, export_counts
from .persons import Persons
from .reading import Reader
from .subject import gone, like, subject_of
from .supposed import check_named

if TYPE_CHECKING:
    from exeat.clearing.because.effects import Effect
    from exeat.clearing.because.everybody import Alike
    from exeat.clearing.because.frontier import Frontier
    from exeat.clearing.check import Finding
    from exeat.clearing.whatif.changes import Changes
    from exeat.clearing.whatif.whatif import WhatIf
    from exeat.core.message import Message
    from exeat.disclosure.marks import Mark
    from exeat.evidence.audit import Audit
    from exeat.evidence.differences import Difference
    from exeat.evidence.heard import Heard, Subject
    from exeat.evidence.remarks import Remarks
    from exeat.evidence.today import Today

KEPT_FOR = timedelta(days=60)  # how long whoever gets a list is asked to keep it, unless somebody says otherwise


def open_case(
    path: str | Path,
    clock: Clock | None = None,
    keys: Path | None = None,
    unlock: Callable[[], str] = nobody_asks,
    reader: Reader | None = None,
    empty: bool = False,
) -> "ClearingHouse":
    """A case folder as a clearing house. `keys`, `unlock`: its vault, where it has one; `reader`: see `Books`.

    `empty`: nothing need be in it yet. Raises Refused where there is no case, or its files have mistakes.
    """
    folder = Path(path)
    if not empty and not (folder / CASE_FILE).is_file() and not (folder / STORE).is_file():
        raise Refused([Problem("case-not-found", values={"folder": str(folder)})])
    return ClearingHouse(folder, clock or SystemClock(), keys, unlock, reader)


class ClearingHouse(Persons):
    """One case. Every view is worked out from the entries; nothing but the entries is kept."""

    _before: tuple[object, Cleared] | None = None

    # -------------------------------------------------------- views

    def terms(self, facts: Facts | None = None) -> tuple[tuple[Term, ...], tuple[OpenPoint, ...]]:
        """The clauses that stand, and what they leave open."""
        facts = facts or self.facts()
        found = terms(facts)
        return found, open_points(facts, found)

    def differences(self, facts: Facts | None = None) -> "tuple[Difference, ...]":
        """Statements about the same matter, side by side."""
        from exeat.evidence.differences import differences

        return differences(facts or self.facts())

    def remarks(self, facts: Facts | None = None, name: str | None = None) -> "tuple[Remarks, ...]":
        """What was remarked on the names of each list, or of one list, under the id of any of its versions.

        Raises Refused for a list on which no remark is asked for or was made.
        """
        from exeat.evidence.remarks import remarks

        facts = facts or self.facts()
        found = remarks(facts)
        if name is None:
            return found
        one = tuple(r for r in found if r.list == facts.origin(name))
        if not one:
            known = [v.list for r in found for v in r.versions]
            near = next(iter(get_close_matches(name, known, 1, 0.6)), "")
            raise Refused([Problem("list-unknown", values={"list": name, "known": ", ".join(known), "near": near})])
        return one

    def for_both_sides(self, found: "Sequence[Remarks]") -> "tuple[Remarks, ...]":
        """Those of the lists that both sides may see in one table.

        Raises Refused where none was submitted as a proposal, or where they are of more than two sides.
        """
        shared = tuple(r for r in found if r.purpose == "proposal" and r.asked)
        sides = sorted({p for r in shared for p in (r.power, *r.asked)})
        if not shared:
            lists = ", ".join(r.versions[-1].list for r in found)
            raise Refused([Problem("table-of-nothing", values={"lists": lists})])
        if len(sides) > 2:
            raise Refused([Problem("table-of-many", values={"sides": ", ".join(sides)})])
        return shared

    def audit(self, facts: Facts | None = None, guess: bool = True) -> "Audit":
        """What to look at in the lists, as they and others say; and, where the lists are not too long, as a machine
        guesses (`guess`): see `guesses`."""
        from exeat.evidence.audit import of_case

        facts = facts or self.facts()
        known = self.people(facts)
        return of_case(facts, known.persons, known.judged, self.guesses(facts) if guess else None)

    def said(self, subject: str | None = None, facts: Facts | None = None) -> "tuple[Subject, tuple[Heard, ...]]":
        """Everything that stands of a person (by a record), a group, a party or an offer; None = of no person.

        Raises Refused for what is none of them.
        """
        from exeat.evidence.heard import heard

        facts = facts or self.facts()
        found = subject_of(subject, facts, self.people(facts))
        return found, heard(facts, found)

    def today(self, facts: Facts | None = None, since: datetime | None = None, days: int = 14) -> "Today":
        """What changed since a moment; None = since the last day of recording before the newest.

        Where nothing was recorded, by the days on which things were said. Raises Refused where `since` is later than
        what is known.
        """
        from exeat.evidence.since import earlier
        from exeat.evidence.today import today

        facts = facts or self.facts()
        if since is not None and facts.as_of.known is not None and since > facts.as_of.known:
            wanted = f"not after what is known, {time_text(facts.as_of.known)}"
            raise Refused([Problem("time-wrong", values={"value": time_text(since), "wanted": wanted})])
        before, moment = earlier(facts, since)
        return today(before, facts, moment, days, self.people(facts).persons)

    def note(self, to: str, open_points: "Sequence[Message]", facts: Facts | None = None) -> "tuple[Message, ...]":
        """What a party is asked, in order: see `evidence.note`. Raises Refused for a party that nobody declared."""
        from exeat.evidence.audit import owed
        from exeat.evidence.note import note

        facts = facts or self.facts()
        if facts.case.party(to) is None:
            known = ", ".join(p.id for p in facts.case.parties)
            raise Refused([Problem("usage", values={"why": f"there is no party {to}; there are: {known}"})])
        return note(facts, to, open_points, owed(facts, self.audit(facts, guess=False), to))

    def plan(
        self,
        facts: Facts | None = None,
        seconds: float | None = None,
        read: Mapping[str, str] | None = None,
        told: Plain | None = None,
    ) -> Cleared:
        """What the parties' own terms allow. `read`: open points read otherwise than the protocol chooses.

        `told`: the plan document that people were told of; it is changed as little as the terms allow. Raises Refused
        where an open point is given what is no choice of it.
        """
        facts = self.whole(facts or self.facts())
        choices = dict(facts.case.protocol.readings) | dict(read or {})
        check_choices(facts, choices)
        known = people(facts, self._machine.proposals(facts, bearing(facts)))
        return clear(facts, known, Race(seconds), choices, earlier=None if told is None else earlier_of(told, facts))

    def what_if(
        self,
        changes: "Changes | None" = None,
        facts: Facts | None = None,
        seconds: float | None = None,
        told: Plain | None = None,
        drop_outs: int = 0,
    ) -> "WhatIf":
        """What another state of facts or terms would change: two plans side by side; nothing is written.

        `told`: the plan document that people were told of; both plans change it as little as they can. `drop_outs`:
        how many of those who go may drop out, each number up to it with what then still holds.
        Raises Refused for what the case does not have, and for what may not be supposed: see `whatif.standard`.
        """
        from exeat.clearing.whatif.changes import Changes
        from exeat.clearing.whatif.whatif import what_if

        facts, changes = self.whole(facts or self.facts()), changes or Changes()
        check_named(facts, changes)
        earlier = None if told is None else earlier_of(told, facts)
        return what_if(facts, self._standing(facts, seconds, earlier), Race(seconds), changes, drop_outs)

    def _standing(self, facts: Facts, seconds: float | None, earlier: Earlier | None) -> Cleared:
        """The answer as the facts stand, in one reading; kept in memory for the next question about them."""
        from exeat.clearing.whatif.whatif import one_reading

        key = facts.root, facts.as_of, earlier
        if self._before is None or self._before[0] != key:
            choices = dict(facts.case.protocol.readings)
            check_choices(facts, choices)
            known = people(facts, self._machine.proposals(facts, bearing(facts)))
            self._before = key, one_reading(facts, known, Race(seconds), choices, earlier)
        return self._before[1]

    def why(self, record: str, facts: Facts | None = None) -> Why:
        """Why the person of a record is in, out, or in an open place. Raises Refused for a record nobody lists."""
        cleared = self.plan(facts)
        records = set(cleared.world.facts.people["record"])
        if cleared.world.facts.address(record) not in records:
            unknown = Problem("person-unknown", values={"person": record, "near": like(record, records)})
            raise Refused([gone(record, cleared.world.facts) or unknown])
        return why(cleared, record)

    def effects(self, facts: Facts | None = None) -> "tuple[Cleared, tuple[Effect, ...]]":
        """The answer, and what would be reached without each clause in turn."""
        from exeat.clearing.because.effects import effects

        cleared = self.plan(facts)
        base = cleared.readings.base
        assert cleared.solver is not None
        return cleared, effects(cleared.world, base, cleared.terms, cleared.solver)

    def frontier(self, facts: Facts | None = None) -> "Frontier | None":
        """How many people each of two parties could get; None where not two let people go."""
        from exeat.clearing.because.frontier import frontier

        cleared = self.plan(facts)
        assert cleared.solver is not None
        return frontier(cleared.world, cleared.readings.base, cleared.solver)

    def everybody(self, facts: Facts | None = None) -> "tuple[Alike, ...]":
        """Who goes in every best exchange, in some, in none, by clause; nobody where there is no exchange."""
        from exeat.clearing.because.everybody import everybody

        cleared = self.plan(facts)
        base = cleared.readings.base
        if cleared.solver is None or cleared.names is None:
            return ()
        return everybody(base.problem, base.clauses, base.answer, cleared.solver)

    def check(self, plan: Plain, facts: Facts | None = None, told: Plain | None = None) -> "tuple[Finding, ...]":
        """What is wrong with a plan document, recomputed apart from what made it; nothing where it holds.

        `told`: the plan document that people were told of, if the plan says that it was held against one.
        """
        from exeat.clearing.check import check_plan

        facts = self.whole(facts or self.facts())
        choices = choices_of(plan) or choices_said(facts)
        assert isinstance(plan, dict), "a plan document is an object"
        assert told is None or isinstance(told, dict), "a plan document is an object"
        return check_plan(facts, plan, choices, self._machine.proposals(facts, bearing(facts)), told)

    def check_names(self, names: Sequence[tuple[str, str]], facts: Facts | None = None) -> "tuple[Finding, ...]":
        """What is wrong with names that somebody designated: (clause, record); an empty clause = any that fits."""
        from exeat.clearing.check import check_names

        facts = self.whole(facts or self.facts())
        clauses = [t.clause for t in terms(facts)]
        return check_names(facts, clauses, choices_said(facts), names, self._machine.proposals(facts, bearing(facts)))

    def export(
        self,
        name: str,
        path: Path,
        facts: Facts | None = None,
        expires: date | None = None,
        without: Sequence[str] = (),
        redact: Sequence[str] = (),
        rows: Sequence[str] = (),
        recipient: str | None = None,
        force: bool = False,
        say: "Say" = str,
    ) -> Exported:
        """Write one list, as it stands, into a file whose ending says the format.

        `expires`: when whoever gets it is to delete it, where the format can say so; None = in 60 days. `without`,
        `rows`: columns and rows left out; `redact`: columns blacked out. `recipient`: for whom it is marked; None = for
        nobody in particular. `say`: makes words of a message. Raises Refused, and then nothing was written.
        """
        until, less = expires or self.clock.today() + KEPT_FOR, Cut(tuple(without), tuple(redact), tuple(rows))
        return export(self, Wanted(name, path, until, less, recipient, force), facts or self.facts(), say)

    def copy_for(self, command: str, party: str, say: "Say", facts: Facts) -> "Mark | None":
        """The mark of a page or a note for a party, noted; None where nothing was recorded, and nobody could trace it.

        Raises Refused where it cannot be noted.
        """
        return copy_for(self, command, party, facts, say)

    def export_counts(
        self, name: str, path: Path, columns: Sequence[str], say: "Say", facts: Facts | None = None,
        recipient: str | None = None, force: bool = False,
    ) -> Exported:  # fmt: skip
        """Write how many people of a list have which values of one or two columns; no small number can be worked out.

        For the rest see `export`.
        """
        wanted = CountsWanted(name, path, tuple(columns), recipient, force)
        return export_counts(self, wanted, facts or self.facts(), say)
