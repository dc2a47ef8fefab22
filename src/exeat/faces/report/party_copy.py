"""The copy for a party: made from the facts by what may be shown, never by taking away from the whole copy.

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
from typing import Literal

from markupsafe import Markup

from exeat.clearing.plan import Cleared
from exeat.clearing.problem import EVERYBODY
from exeat.core import claims as c
from exeat.core import clauses as cl
from exeat.core.facts import Facts
from exeat.core.ids import list_of
from exeat.core.statement import Statement
from exeat.evidence.note import note
from exeat.terms.terms import Term

from .answer import choice_text, lists_of, names_of, person
from .content import marks, sheet, table_of_facts, title
from .nouns import NOTHING, Answer, Ask, Cell, Clause, Folded, Offer, Page, Said, Table
from .offer import in_order, point, stands_in
from .sides import asked, said
from .words import Words, by_key, value

Shown = int | Literal["few", "hidden"]
FEW = 5  # a number of people below it is not shown

SHOWN_COLUMNS = frozenset({"nationality", "sex", "birth_date", "age", "held_since", "family", "place"})
"""Columns of lists that a clause's condition may name in a party's copy."""

SPOKEN = (
    c.Counted, c.SameGroup, c.Custody, c.Transferred, c.StatusLabel, c.Reason, c.Characterisation, c.Quotation,
    c.Policy, c.Question, c.Answer, c.Offer, c.Response, c.Agreement, c.Mandate, c.Payment, c.CameAbout,
    c.Dispute,
)  # fmt: skip
"""Kinds of claim about groups, powers and terms: of these alone a party is shown its own words."""

ADDRESSED = (c.Offer, c.Question, c.Answer)


def page(facts: Facts, cleared: Cleared, language: str, party: str) -> Page:
    """The copy of a case for a party, or for the power for which an office speaks."""
    return _Copy(facts, cleared, language, facts.case.power_of(party)).page()


class _Copy:
    def __init__(self, facts: Facts, cleared: Cleared, language: str, party: str) -> None:
        self.facts, self.cleared, self.party = facts, cleared, party
        self.statements = {i: s for i, s in facts.statements.items() if self._may_see(i, s)}
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

    def _may_see(self, id: str, s: Statement) -> bool:
        """Whether a statement is this party's own, or was addressed to it; told first hand, or in print."""
        if isinstance(s.claim, c.Submitted):
            return self._mine(s.by)
        told = s.via is None or self._in_print(s.via)
        return told and _about_nobody(s) and (self._own(s) or self._addressed(s))

    def _mine(self, who: str) -> bool:
        return self.facts.case.power_of(who) == self.party

    def _in_print(self, who: str) -> bool:
        found = self.facts.case.party(who)
        return found is not None and found.kind == "press"

    def _own(self, s: Statement) -> bool:
        return self._mine(s.by) and isinstance(s.claim, SPOKEN)

    def _addressed(self, s: Statement) -> bool:
        match s.claim:
            case c.Offer(_, to):
                return any(self._mine(p) for p in to)
            case c.Question(to):
                return self._mine(to)
            case c.Answer(question):
                put = self.facts.statements.get(question)
                return put is not None and self._mine(put.by)
        return False

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
        if not all(_plain(s) for s in _selectors(clause)):
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
        head = tuple(self.words.plain(f"report.head_{h}") for h in ("clause", "selected", *_PARTS))
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
            if id in known and self._may_count(id, move.context.power):
                taken = sorted(m.person for m in self.cleared.plan.moves or () if id in m.clauses)
                go = sum(n * base.answer.values[i] for i, n in base.problem.terms(EVERYBODY, [id]).items())
                parts = {"named": len(taken), "open": go - len(taken), "not_on_list": len(move.selected) - go}
                cells, selected = guarded(parts), len(move.selected)
                own = self._mine(move.context.power) or self._mine(move.context.destination or "")
                shown = taken if own and cells.get("named") == len(taken) else []
                names = tuple(self._name(id, p) for p in shown)
                yield _Row(id, self._sentence(self._filled(id)), "few" if selected < FEW else selected, cells, names)

    def _may_count(self, clause: str, giver: str) -> bool:
        """Whether a number may be shown: two that differ by those who refuse to go are never on one copy."""
        base = self.cleared.readings.base.clauses
        apart = {k.clause for k in base if isinstance(k, cl.ConsentAsked) and k.refusal == "counts_as_delivered"}
        apart |= {k.id for k in base if isinstance(k, cl.Release | cl.Include) and _same_as(k) in apart}
        return clause not in apart or self._mine(giver)

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
        cells = [self._number(row.cells[k]) if k in row.cells else NOTHING for k in _PARTS]
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


_PARTS = ("named", "open", "not_on_list")


def guarded(parts: Mapping[str, int]) -> dict[str, Shown]:
    """The parts of a shown total: `few` for a number below 5, `hidden` where subtraction could give that one back.

    Where one part alone is hidden, the next smallest is hidden too. Of `named` and `open` nobody's number, 0, is a
    part that there is not; 0 *not on this list* is a number of people, and as small as any.
    """
    real = {k: n for k, n in parts.items() if n or k == "not_on_list"}
    found: dict[str, Shown] = {k: "few" if n < FEW else n for k, n in real.items()}
    open_ = [k for k, n in found.items() if n != "few"]
    if len(real) - len(open_) == 1 and open_:
        found[min(open_, key=lambda k: (real[k], k))] = "hidden"
    return found


def _same_as(clause: cl.Release | cl.Include) -> str | None:
    count = clause.selection.count
    return count.same_as if isinstance(count, cl.SameAs) else None


def _about_nobody(s: Statement) -> bool:
    """Whether a statement is about no record, and no record speaks it."""
    about = [getattr(s.claim, f, None) for f in ("subject", "left", "right")]
    return not any("#" in x for x in (s.by, *about) if isinstance(x, str))


def _selectors(clause: cl.Clause) -> Iterable[cl.Selector]:
    for name in ("selection", "left", "right", "unless"):
        found = getattr(clause, name, None)
        if isinstance(found, cl.Selector):
            yield found
    if isinstance(clause, cl.Rate):
        yield from (s.selection for s in (clause.per, *clause.give))


def _plain(selector: cl.Selector) -> bool:
    """Whether a selector names nobody one by one, and sorts by columns that may be shown."""
    more = (*selector.union, *((selector.minus,) if selector.minus else ()))
    shown = all(w.column in SHOWN_COLUMNS for w in selector.where)
    return not selector.named and shown and all(_plain(s) for s in more)
