"""The copy for a party: made from the facts by what may be shown, never by taking away from the whole copy.

- What may be shown is said in `disclosure`, and nowhere here.
- Words: those that the party or an office of it said, and those that were addressed to it; first hand or in print.
- Of persons: the names that a move from or to this party takes. For everybody else one code, *not on this list*:
  no reason, no rule, no probability, no substitutes, no difference between readings.
- Numbers: how many people a clause means, names, leaves open, and has not on its list. One below 5 is not shown, nor
  one from which it could be recovered by subtraction; names that would give such a number away go with it.
- Where those who refuse to go count as delivered, the two numbers that differ by them are never on one copy.
- Something new in the facts or the plan is on no party's copy until somebody writes it in here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from markupsafe import Markup

from exeat.clearing.plan import Cleared
from exeat.clearing.problem import EVERYBODY
from exeat.core import claims as c
from exeat.core import clauses as cl
from exeat.core.facts import Facts
from exeat.core.ids import list_of
from exeat.core.statement import Statement
from exeat.disclosure.numbers import FEW, PARTS, Shown, may_count, move_shown
from exeat.disclosure.recipient import Recipient, names_nobody
from exeat.evidence.note import note
from exeat.terms.terms import Term

from .answer import choice_text, lists_of, names_of, person
from .content import marks, sheet, table_of_facts, title
from .nouns import NOTHING, Answer, Ask, Cell, Clause, Folded, Offer, Page, Said, Table
from .offer import in_order, point, stands_in
from .sides import asked, said
from .words import Words, by_key, value


def page(facts: Facts, cleared: Cleared, language: str, party: str) -> Page:
    """The copy of a case for a party, or for the power for which an office speaks."""
    return _Copy(facts, cleared, language, facts.case.power_of(party)).page()


class _Copy:
    def __init__(self, facts: Facts, cleared: Cleared, language: str, party: str) -> None:
        self.facts, self.cleared, self.party = facts, cleared, party
        self.recipient = Recipient(facts, party)
        self.statements = {i: s for i, s in facts.statements.items() if self.recipient.may_read(s)}
        self.words = Words(facts, language, self.statements)
        self.terms = [t for t in cleared.terms if t.statement in self.statements]

    def page(self) -> Page:
        words, facts = self.words, self.facts
        name = words.name(self.party)
        return Page(
            language=words.language,
            title=title(words, facts),
            plain_title=facts.case.title or facts.case.id,
            marks=marks(words, facts, {s.source for s in self.statements.values()}),
            copy=words.html("report.copy_for", party=name),
            sheet=sheet(words, facts, words.plain("report.copy_sheet", party=name)),
            facts=self._facts_used(),
            offers=tuple(self._offers()),
            asked=asked(words, facts, self.statements),
            asks=tuple(self._asks()),
            answer=self._answer() if self.terms else None,
            statements=tuple(self._spoken()),
            notes=(words.html("report.copy_rules"), words.html("report.copy_numbers", few=FEW)),
        )

    def _facts_used(self) -> Table:
        used = self.cleared.plan.facts
        known = value(used.known) if used.known else self.words.html("report.read_from_folder")
        root = Markup("<code>{}</code>").format(used.root)
        rows = {"on": value(used.on), "known": known, "rules": value(used.rules), "root": root}
        return table_of_facts(self.words, rows)

    # -------------------------------------------------------- whose words

    def _spoken(self) -> Iterable[tuple[Markup, tuple[Said, ...]]]:
        shown = [(i, s) for i, s in by_key(self.facts) if i in self.statements]
        if shown:
            yield self.words.html("report.copy_statements"), tuple(self._said(i, s) for i, s in shown)

    def _said(self, id: str, s: Statement) -> Said:
        """A statement; of an offer its clauses speak, not the words around them."""
        if not isinstance(s.claim, c.Offer):
            return said(self.words, self.facts, id)
        bare = replace(s, claim=replace(s.claim, words=None))
        return replace(said(self.words, self.facts, id), sentence=self.words.sentence(id, bare))

    # -------------------------------------------------------- terms

    def _offers(self) -> Iterable[Offer]:
        for statement in dict.fromkeys(t.statement for t in self.terms):
            mine = in_order(self.facts, self.terms, statement)
            to = ", ".join(self.words.name(p) for p in mine[0].to)
            who = {"offer": mine[0].offer, "by": self.words.name(mine[0].by), "to": to}
            small = stands_in(self.words, self.facts, statement, self.facts.statements[statement])
            yield Offer(self.words.html("report.offer_by", **who), small, tuple(self._clause(t) for t in mine))

    def _clause(self, term: Term) -> Clause:
        chosen = {p.id: p.chosen for p in self.cleared.plan.open_points}
        open_ = [p for p in self.cleared.points if p.clause == term.clause.id]
        points = tuple(point(self.words, p, chosen.get(p.id)) for p in open_)
        state = self.words.html(f"report.state_{term.clause.state}")
        return Clause(term.clause.id, state, self._sentence(term.clause), points)

    def _sentence(self, clause: cl.Clause) -> Markup:
        """A clause as a sentence; one that names people, or sorts them by what is no party's business, says so only."""
        if isinstance(clause, cl.ConsentAsked):
            by = self.words.name(clause.asked_by) if clause.asked_by else self.words.text("terms.left_open")
            refusal = self.words.text(f"terms.refusal_{clause.refusal or 'open'}")
            return self.words.html("report.copy_asked", clause=clause.clause, by=by, refusal=refusal)
        if not names_nobody(clause):
            return self.words.html("report.copy_named_clause")
        return self.words.clause(clause)

    # -------------------------------------------------------- questions

    def _asks(self) -> Iterable[Ask]:
        """The note to this party, as `exeat questions --to` writes it; of questions, those that are on this copy."""
        put = {s.claim.words for s in self.statements.values() if isinstance(s.claim, c.Question)}
        told = (m for m in note(self.facts, self.party, ()) if "record" not in m.values)  # no person by name
        asked = (m for m in told if m.values.get("words") in {None, *put})
        found = tuple(self.words.said(m) for m in asked)
        if found:
            yield Ask(self.words.of(self.party), found)

    # -------------------------------------------------------- the answer

    def _answer(self) -> Answer:
        plan = self.cleared.plan
        if plan.reading is None:
            return Answer("open", self.words.html("report.copy_no_reading"))
        sentence = self.words.html(f"clearing.{plan.status}")
        rows = tuple(self._rows()) if plan.status in ("optimal", "feasible") else ()
        head = tuple(self.words.plain(f"report.head_{h}") for h in ("clause", "selected", *PARTS))
        table = Table(self.words.html("report.copy_moves"), head, tuple(self._row(r) for r in rows))
        places = tuple(self._places(r) for r in rows if "open" in r.cells)
        named = tuple(self._named(r) for r in rows if r.named)
        notes = (self.words.html("report.copy_not_on_list"),)
        return Answer(plan.status, sentence, notes, (table,) if rows else (), places, named=named)

    def _rows(self) -> "Iterable[_Row]":
        """The moves of the clauses on this copy, in numbers."""
        base = self.cleared.readings.base
        known = {t.clause.id for t in self.terms}
        for id, move in sorted(base.problem.moves.items()):
            giver, to = move.context.power, move.context.destination
            if id in known and may_count(self.recipient, base.clauses, id, giver):
                taken = sorted(m.person for m in self.cleared.plan.moves or () if id in m.clauses)
                go = sum(n * base.answer.values[i] for i, n in base.problem.terms(EVERYBODY, [id]).items())
                found = move_shown(self.recipient, id, giver, to, len(taken), go, len(move.selected))
                names = tuple(self._name(id, p) for p in taken) if found.names else ()
                yield _Row(id, self._sentence(self._filled(id)), found.selected, found.cells, names)

    def _name(self, clause: str, person: str) -> tuple[str, str]:
        """A person's record on the list that the clause reads, and the name there."""
        lists = {self.facts.origin(name) for name in lists_of(self._filled(clause))}
        records = self.cleared.world.people.records(person)
        record = next((r for r in records if list_of(r) in lists), person)
        return record, self._names.get(record, "")

    def _filled(self, clause: str) -> cl.Clause:
        """A clause as the chosen reading fills it."""
        return next(k for k in self.cleared.readings.base.clauses if k.id == clause)

    @cached_property
    def _names(self) -> dict[str, str]:
        return dict(names_of(self.facts))

    def _row(self, row: "_Row") -> tuple[Cell, ...]:
        first = Cell(Markup("<strong>{}</strong> {}").format(value(row.clause), row.sentence))
        cells = [self._number(row.cells[k]) if k in row.cells else NOTHING for k in PARTS]
        return (first, self._number(row.selected), *cells)

    def _number(self, number: Shown) -> Cell:
        return Cell(value(number) if isinstance(number, int) else self._hidden(number), True)

    def _hidden(self, how: str) -> Markup:
        return self.words.html(f"report.copy_{how}", few=FEW)

    def _places(self, row: "_Row") -> Markup:
        found = next((p for p in self.cleared.plan.open_places or () if p.clause == row.clause), None)
        who = found.designates if found is not None else None
        how = self.words.text("report.nobody_said") if who is None else choice_text(self.words, who)
        number = row.cells["open"]
        shown = number if isinstance(number, int) else self.words.text(f"report.copy_{number}", few=FEW)
        return self.words.html("report.copy_places", clause=row.clause, number=shown, who=how)

    def _named(self, row: "_Row") -> Folded:
        head = (self.words.plain("report.head_person"),)
        rows = tuple((person(record, name),) for record, name in row.named)
        table = Table(self.words.html("report.named", clause=row.clause), head, rows)
        return Folded(self.words.html("report.named_of", clause=row.clause, number=len(rows)), table)


@dataclass(frozen=True, slots=True)
class _Row:
    """A move in numbers that may be shown; a part that is nobody's place is left out. `named`: record and name."""

    clause: str
    sentence: Markup
    selected: Shown
    cells: Mapping[str, Shown]
    named: tuple[tuple[str, str], ...] = ()
