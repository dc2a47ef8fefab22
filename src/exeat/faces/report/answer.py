"""The answer: the status, who would go in numbers, reading by reading, and what stands against whom.

- Where no reading is chosen there are no names; what stands against people is shown for the first choice of every
  open point, and the page says that nobody has chosen it.
- Every number stands beside the statements that it rests on.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from markupsafe import Markup

from exeat.clearing.document import PersonHeldBack, ReadingCleared
from exeat.clearing.held import held_back
from exeat.clearing.plan import Cleared
from exeat.clearing.problem import EVERYBODY
from exeat.clearing.readings import Reading
from exeat.core.clauses import Clause, Selector
from exeat.core.facts import Facts
from exeat.core.message import Message
from exeat.faces.because_sentences import relaxation_sentence
from exeat.faces.count_sentences import in_numbers
from exeat.faces.party_sentences import many, sentences
from exeat.faces.texts import Speaker

from .flows import exchange_picture
from .nouns import NOTHING, Answer, Cell, Conflict, Folded, Table
from .offer import choice
from .staged import staged_tables
from .words import Words, markup, value

LOUD = frozenset({"impediments.order_not_linked", "impediments.order_covers_a_group", "clearing.permitted",
                  "clearing.designated_held", "evidence.mandate_disputed"})  # fmt: skip


def answer(words: Words, facts: Facts, cleared: Cleared) -> Answer:
    """The whole answer, for the intermediary."""
    return _Answering(words, facts, cleared).answer()


def warnings(words: Words, found: Sequence[Message], loud: bool) -> tuple[Markup, ...]:
    """The warnings that stop somebody or let something pass; or the others, to be known."""
    return tuple(words.said(_named(words, m)) for m in found if (m.id in LOUD) == loud)


def _named(words: Words, message: Message) -> Message:
    """A warning about a rule, with the rule's name."""
    if "rule" not in message.values:
        return message
    return Message(message.id, {**message.values, "rule": words.text(f"impediments.{message.values['rule']}")})


def moved(reading: Reading, move: str) -> int | None:
    """How many people a move takes in a reading; None where the reading has no plan."""
    if not reading.answer.values:
        return None
    terms = reading.problem.terms(EVERYBODY, [move])
    return sum(n * reading.answer.values[i] for i, n in terms.items())


class _Answering:
    def __init__(self, words: Words, facts: Facts, cleared: Cleared) -> None:
        self.words, self.facts, self.cleared = words, facts, cleared
        self.plan, self.base = cleared.plan, cleared.readings.base
        self.clauses = {c.id: c for c in (*self.base.clauses, *self.base.fallen, *self.base.unplanned)}
        self.offered = {t.clause.id: t.statement for t in cleared.terms}

    def answer(self) -> Answer:
        held = self.plan.held_back if self.plan.held_back is not None else held_back(self.cleared.world, self.base)
        return Answer(
            self.plan.status,
            self.words.html(f"clearing.{self.plan.status}"),
            tuple(self._notes()),
            tuple(t for t in (self._moves(), *self._staged(), self._counts(), *self._open_readings()) if t.rows),
            tuple(self._places()),
            tuple(self._conflicts()),
            tuple(self._relaxations()),
            tuple(self._named()),
            tuple(self._held(held)),
            self._held_note(held),
            tuple(self._folded_readings()),
            tuple(map(markup, sentences(self.words, self.plan))) if many(self.plan) else (),
            exchange_picture(self.words, self.plan),
        )

    def _notes(self) -> Iterable[Markup]:
        if self.plan.reading is None:
            yield self.words.html("report.no_reading")
        yield self.words.html(f"report.cross_{self.plan.cross_checked}")

    # -------------------------------------------------------- how many for how many

    def _moves(self) -> Table:
        rows = tuple(self._move(move) for move in sorted(self.base.problem.moves))
        return Table(self.words.html("report.moves"), self._head("clause", "selected", "free", "go", "rests"), rows)

    def _move(self, id: str) -> tuple[Cell, ...]:
        move, number = self.base.problem.moves[id], moved(self.base, id)
        go = NOTHING if number is None or not self._possible else _number(number)
        selection = getattr(self.clauses[id], "selection", None)
        if isinstance(selection, Selector) and not any(_of(selection)) and not selection.named:
            nobody = Cell(self.words.html("report.nobody_listed"), True)
            return (self._clause(id), nobody, NOTHING, go, Cell(self._under(id)))
        return (self._clause(id), _number(len(move.selected)), _number(len(move.free)), go, Cell(self._under(id)))

    @property
    def _possible(self) -> bool:
        return self.base.answer.status in ("optimal", "feasible")

    def _under(self, clause: str) -> Markup:
        """The statements under a clause's number: the offer that makes it, and the lists that it reads."""
        clauses = [self.clauses[clause], *(c for c in self.base.clauses if getattr(c, "within", None) == clause)]
        lists = {name for c in clauses for name in lists_of(c)}
        ids = [self.facts.lists[n][0] for n in sorted(lists) if n in self.facts.lists]
        return self.words.links(dict.fromkeys([self.offered[clause], *ids]))

    def _staged(self) -> Iterable[Table]:
        return staged_tables(self.words, self.plan, self.offered)

    def _counts(self) -> Table:
        counts = self.plan.counts or ()
        rows = tuple(
            (
                self._clause(c.clause),
                Cell(value(number), True) if number else NOTHING,
                Cell(self.words.html(f"report.count_{c.state}"), loud=c.state == "broken"),
                Cell(self.words.links([self.offered[c.clause]]) if c.clause in self.offered else Markup("")),
            )
            for c, number in in_numbers(Speaker(self.facts, self.words.language), counts, self.clauses)
        )
        return Table(self.words.html("report.counts"), self._head("clause", "number", "state", "rests"), rows)

    def _clause(self, id: str) -> Cell:
        clause = self.clauses.get(id)
        sentence = Markup("") if clause is None else Markup(" ") + self.words.clause(clause)
        return Cell(Markup("<strong>{}</strong>").format(value(id)) + sentence)

    # -------------------------------------------------------- readings

    def _readings(self) -> Table:
        moves = sorted({m for r in self.cleared.readings.all for m in r.problem.moves})
        pairs = zip(self.plan.readings, self.cleared.readings.all, strict=True)
        rows = tuple(self._reading(stated, reading, moves) for stated, reading in pairs)
        head = (*self._head("reading", "answer", "people"), *moves)
        return Table(self.words.html("report.readings", number=len(rows)), head, rows if len(rows) > 1 else ())

    def _open_readings(self) -> Iterable[Table]:
        """The readings, where some of them let people go."""
        if any(r.status != "none" for r in self.plan.readings):
            yield self._readings()

    def _folded_readings(self) -> Iterable[Folded]:
        """The readings, where all of them come to no."""
        table = self._readings()
        if table.rows and all(r.status == "none" for r in self.plan.readings):
            yield Folded(self.words.html("report.readings_none", number=len(table.rows)), table)

    def _reading(self, stated: ReadingCleared, reading: Reading, moves: list[str]) -> tuple[Cell, ...]:
        yes = stated.status in ("optimal", "feasible")
        people = _number(stated.aims[0].value) if yes else NOTHING
        numbers = [moved(reading, m) if yes and m in reading.problem.moves else None for m in moves]
        cells = [NOTHING if n is None else _number(n) for n in numbers]
        status = Cell(self.words.html(f"report.status_{stated.status}"))
        return (Cell(self._differs(reading)), status, people, *cells)

    def _differs(self, reading: Reading) -> Markup:
        base = self.base.choices
        changed = [(p, c) for p, c in sorted(reading.choices.items()) if base.get(p) != c]
        if not changed:
            return self.words.html("report.base_chosen" if self.plan.reading else "report.base_unchosen")
        shown = [Markup("{}: <strong>{}</strong>").format(value(p), choice(self.words, c)) for p, c in changed]
        return Markup("<br>").join(shown)

    # -------------------------------------------------------- places, names

    def _places(self) -> Iterable[Markup]:
        for p in self.plan.open_places or ():
            who = (
                self.words.text("report.nobody_said")
                if p.designates is None
                else str(choice_text(self.words, p.designates))
            )
            values = {"clause": p.clause, "number": p.number, "among": p.among, "who": who}
            yield self.words.html("report.open_places", **values)

    def _named(self) -> Iterable[Folded]:
        moves = self.plan.moves or ()
        for clause in dict.fromkeys(m.clauses[0] for m in moves):
            mine = [m for m in moves if m.clauses[0] == clause]
            rows = tuple(
                (
                    self._person(m.person),
                    Cell(self.words.html(f"report.act_{m.act}")),
                    Cell(self.words.html(f"report.why_{m.why}")),
                )
                for m in mine
            )
            table = Table(self.words.html("report.named", clause=clause), self._head("person", "act", "why"), rows)
            yield Folded(self.words.html("report.named_of", clause=clause, number=len(mine)), table)

    def _person(self, who: str) -> Cell:
        return person(who, self._names.get(who, ""))

    @cached_property
    def _names(self) -> dict[str, str]:
        return dict(names_of(self.facts))

    # -------------------------------------------------------- held back

    def _held(self, held: Sequence[PersonHeldBack]) -> Iterable[tuple[Table, Folded]]:
        """Clause by clause: how many each rule holds back, and then who."""
        for clause in sorted({h.clause for h in held}):
            mine = [h for h in held if h.clause == clause]
            yield self._rules(clause, mine), self._persons(clause, mine)

    def _rules(self, clause: str, held: Sequence[PersonHeldBack]) -> Table:
        people: Counter[tuple[str, str]] = Counter()
        rests: dict[tuple[str, str], dict[str, None]] = {}
        for h in held:
            for r in h.reasons:
                people[r.rule, r.verdict] += 1
                rests.setdefault((r.rule, r.verdict), {}).update(dict.fromkeys(r.statements))
        rows = tuple(self._rule(key, people[key], rests[key]) for key in sorted(people))
        head = self._head("against", "verdict", "people", "ends", "rests")
        return Table(self.words.html("report.held", clause=clause), head, rows)

    def _rule(self, key: tuple[str, str], number: int, rests: Iterable[str]) -> tuple[Cell, ...]:
        rule, verdict = key
        say = self.words.html
        under = self.words.links(rests) or say("report.nothing_said")
        cells = (Cell(say(f"impediments.{rule}")), Cell(say(f"impediments.{verdict}")))
        return (*cells, _number(number), Cell(say(f"impediments.ends_{rule}")), Cell(under))

    def _held_note(self, held: Sequence[PersonHeldBack]) -> Markup | None:
        if not held:
            return None
        number = len({h.person for h in held})
        key = "report.held_back" if self.plan.reading else "report.held_back_unchosen"
        return self.words.html(key, number=number)

    def _persons(self, clause: str, held: Sequence[PersonHeldBack]) -> Folded:
        rows = tuple((self._person(h.person), Cell(self._reasons(h))) for h in held)
        table = Table(self.words.html("report.persons", clause=clause), self._head("person", "reasons"), rows)
        return Folded(self.words.html("report.persons_of", clause=clause, number=len(held)), table)

    def _reasons(self, held: PersonHeldBack) -> Markup:
        lines = []
        for r in held.reasons:
            rests = ", ".join([*(self.words.name(i) for i in r.statements), *r.rows])
            under = Markup(' <span class="small">{}</span>').format(markup(rests)) if rests else ""
            lines.append(self.words.html(f"impediments.{r.rule}_{r.verdict}") + under)
        return Markup("<br>").join(lines)

    # -------------------------------------------------------- no, because

    def _conflicts(self) -> Iterable[Conflict]:
        for c in self.plan.conflicts:
            title = self.words.html("report.conflict", clauses=", ".join(c.clauses))
            yield Conflict(title, tuple(self.words.said(_named(self.words, m)) for m in c.reasons))

    def _relaxations(self) -> Iterable[Markup]:
        for r in self.plan.relaxations:
            values = {"change": relaxation_sentence(self.words, r), "number": r.allows}
            of = {"remains": r.remains} if r.remains else {}
            yield self.words.html(f"report.would_allow{'_remains' if of else ''}", **values, **of)

    def _head(self, *names: str) -> tuple[str, ...]:
        return tuple(self.words.plain(f"report.head_{n}") for n in names)


def choice_text(words: Words, name: str) -> str:
    """Who designates, or how, as a marked text."""
    found = words.text(f"report.choice_{name}")
    return words.name(name) if found == f"report.choice_{name}" else found


def _number(number: int) -> Cell:
    return Cell(value(number), True)


def person(record: str, name: str) -> Cell:
    """A person: the name as its list gives it, and the record's address."""
    return Cell(value(name) + Markup(' <span class="small">{}</span>').format(value(record)))


def lists_of(clause: Clause) -> Iterable[str]:
    """The lists by which a clause means people."""
    selection = getattr(clause, "selection", None)
    return _of(selection) if isinstance(selection, Selector) else ()


def _of(selector: Selector) -> Iterable[str]:
    yield from (selector.list,) if selector.list else ()
    for other in (*selector.union, *((selector.minus,) if selector.minus else ())):
        yield from _of(other)


def names_of(facts: Facts) -> Iterable[tuple[str, str]]:
    """The names of each record, as its list gives them."""
    have = [c for c in ("given_names", "surname", "second_surname") if c in facts.people.columns]
    for record, *names in facts.people.select("record", *have).iter_rows():
        yield record, " ".join(n for n in names if n)
