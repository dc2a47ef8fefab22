"""Terms that pull in several directions: the clauses of a drawn world, and the choices that fill what they leave open.

- Two releases, the second perhaps of as many as the first, and up to three clauses more of any kind.
- A transfer may leave it to destination clauses where people go; then one of them is drawn with it.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st

from exeat.core import clauses as k
from exeat.core.counts import Count

from .memory import count
from .stains import EVERY_HOLDER, HOLDERS, OTHER


def rarely(draw: st.DrawFn, one_in: int) -> bool:
    """True once in so many draws; what shrinks goes to False."""
    return draw(st.integers(0, one_in - 1)) == one_in - 1


@st.composite
def _selectors(draw: st.DrawFn, name: str, records: list[str], whole: bool = False) -> k.Selector:
    """Some people of a list: mostly all of it, else a category, the old, some by name, all but some."""
    mine = [r for r in records if r.startswith(f"{name}#")]
    some = tuple(sorted(draw(st.lists(st.sampled_from(mine), min_size=1, max_size=2, unique=True))))
    all_of_it = k.Selector(list=name)
    choices = [
        all_of_it,
        replace(all_of_it, where=(k.Condition("category", "is", draw(st.sampled_from(("old", "young")))),)),
        replace(all_of_it, where=(k.Condition("birth_date", "before", "1990"),)),
        k.Selector(named=some),
        replace(all_of_it, minus=k.Selector(named=some)),
        replace(all_of_it, where=(k.Condition("family", "known", "no"),), union=(k.Selector(named=some),)),
    ]
    return all_of_it if whole else draw(st.sampled_from(choices))


@dataclass(slots=True)
class Terms:
    """The clauses of a world so far, and the choices that fill what they leave open."""

    records: list[str]
    deaths: bool = False  # whether there are dead to hand over
    clauses: list[Any] = field(default_factory=list)
    choices: dict[str, str] = field(default_factory=dict)

    def leave_open(self, draw: st.DrawFn, id: str, parameter: str, value: Any) -> Any:
        """A value, or None with the value among the choices."""
        if draw(st.booleans()):
            return value
        self.choices[f"{id}/{parameter}"] = value
        return None


@st.composite
def _release(draw: st.DrawFn, terms: Terms, name: str, new: bool) -> None:
    id, holder = f"{name}-go", HOLDERS[name]
    few = (None, "1", "2", "1..2", "2..3", "at least 1", "0..1")
    words = draw(st.sampled_from((None, "0..2", "0..3", "0..3", "0..1", "1", "1..2") if new else few))
    number: Count | k.SameAs | None = count(words) if words else None
    if name == "right" and draw(st.booleans()):
        number = k.SameAs("left-go")
    people = draw(_selectors(name, terms.records, whole=draw(st.booleans())))
    acts: Any = (("transfer", OTHER[holder]), ("release", None), ("transfer", "ce"))
    act, to = draw(st.sampled_from(acts))
    if new and rarely(draw, 3):
        act, to, terms.choices[f"{id}/receives"] = "transfer", None, OTHER[holder]  # asked only if nobody says where
        if not rarely(draw, 5):
            draw(_destination(terms, f"{name}-where", name))
    elif draw(st.booleans()):
        terms.choices[f"{id}/receives"] = to or "stay"
        act = to = None
    blocked = terms.leave_open(draw, id, "blocked", draw(st.sampled_from(("excused", "excused", "stop"))))
    agree: tuple[str, ...] | None = (OTHER[holder],) if rarely(draw, 6) else ()
    if not agree and draw(st.booleans()):
        agree, terms.choices[f"{id}/agree"] = None, "nobody"
    selection = replace(people, count=number)
    terms.clauses.append(k.Release(id, holder, selection, act, to, blocked, agree))


@st.composite
def _include(draw: st.DrawFn, terms: Terms, id: str) -> None:
    name = draw(st.sampled_from(("left", "right")))
    people = draw(_selectors(name, terms.records))
    if rarely(draw, 3):
        people = replace(people, count=count(draw(st.sampled_from(("1", "2", "0..1")))))
    force: Any = draw(st.sampled_from(("must", "should", "should")))
    inside = terms.leave_open(draw, id, "inside", draw(st.sampled_from(("inside", "inside", "outside"))))
    from_ = terms.leave_open(draw, id, "from", HOLDERS[name])
    acts: Any = (("release", None), ("transfer", OTHER[HOLDERS[name]]))
    act, to = draw(st.sampled_from(acts))
    order = draw(st.sampled_from((None, 1, 2)))
    terms.clauses.append(k.Include(id, people, force, from_, to, act, inside, order=order))


@st.composite
def _exclude(draw: st.DrawFn, terms: Terms, id: str) -> None:
    terms.clauses.append(k.Exclude(id, k.Selector(named=(draw(st.sampled_from(terms.records)),))))


@st.composite
def _balance(draw: st.DrawFn, terms: Terms, id: str) -> None:
    left, right = (draw(_selectors(name, terms.records)) for name in ("left", "right"))
    terms.clauses.append(k.Balance(id, left, right, draw(st.sampled_from((None, "category")))))


@st.composite
def _equivalence(draw: st.DrawFn, terms: Terms, id: str) -> None:
    """Mostly a scale with everybody's category on it, and two for one; now and then one that somebody is not on."""
    left, right = (draw(_selectors(name, terms.records)) for name in draw(st.permutations(("left", "right"))))
    weights = [k.Weight("old", draw(st.sampled_from((2, 1, 3)))), k.Weight("young", 1)]
    tolerance, like = draw(st.sampled_from((0, 0, 1, 2))), not rarely(draw, 3)
    ours, theirs = draw(st.sampled_from(((None, None), (None, None), (1, 2), (3, 2))))
    exceed: Any = draw(st.sampled_from((None, None, "left", "right")))
    scale = tuple(weights[: 1 if rarely(draw, 5) else 2])
    terms.clauses.append(k.Equivalence(id, left, right, "category", scale, tolerance, like, ours, theirs, exceed))


@st.composite
def _together(draw: st.DrawFn, terms: Terms, id: str) -> None:
    name, other = draw(st.sampled_from((("left", "left"), ("right", "right"), ("left", "right"))))
    force: Any = draw(st.sampled_from((None, "must", "should", "should")))
    order = draw(st.sampled_from((None, 1, 2)))
    if draw(st.booleans()):
        terms.clauses.append(k.Together(id, k.Selector(list=name), "family", None, force, order))
        return
    few = [
        k.Selector(named=(draw(st.sampled_from([r for r in terms.records if r.startswith(n)])),)) for n in (name, other)
    ]
    if draw(st.booleans()):
        terms.clauses.append(k.Together(id, few[0], None, few[1], force, order))
    else:
        terms.clauses.append(k.Together(id, replace(few[0], union=(few[1],)), None, None, force, order))


@st.composite
def _consents(draw: st.DrawFn, terms: Terms, id: str) -> None:
    answers = ("substitute", "counts_as_delivered", "reduces", "neutral_custody", "stops")
    refusal = terms.leave_open(draw, id, "refusal", draw(st.sampled_from(answers)))
    clause = draw(st.sampled_from(("left-go", "right-go")))
    terms.clauses.append(k.ConsentAsked(id, clause, "red", refusal))


@st.composite
def _designate(draw: st.DrawFn, terms: Terms, id: str) -> None:
    name = draw(st.sampled_from(("left", "right")))
    ours, theirs = HOLDERS[name], OTHER[HOLDERS[name]]
    if draw(st.booleans()):
        turns = draw(st.sampled_from(((ours, theirs), (theirs, "red"), (ours, theirs, theirs))))
        terms.clauses.append(k.Designate(id, f"{name}-go", "alternating", turns=turns))
        return
    by = draw(st.sampled_from((theirs, theirs, ours, "red")))
    terms.clauses.append(k.Designate(id, f"{name}-go", "party", by))


# ------------------------------------------------------------ bounds, and where people go


@st.composite
def _limit(draw: st.DrawFn, terms: Terms, id: str) -> None:
    """At most so many, in all, to each place or to one; now and then at least one."""
    people = draw(_selectors(draw(st.sampled_from(tuple(HOLDERS))), terms.records))
    least = 1 if rarely(draw, 8) else None
    most = draw(st.sampled_from((2, 1, 2, 3, None if least else 2)))
    per: Any = draw(st.sampled_from(("plan", "plan", "destination", "destination", "stage")))
    to = draw(st.sampled_from(("ce", "ax-office", "be"))) if rarely(draw, 3) else None
    terms.clauses.append(k.Limit(id, people, least, most, per, to))


@st.composite
def _rate(draw: st.DrawFn, terms: Terms, id: str) -> None:
    """Mostly one for one or one for two; what went before counts or does not."""
    left, right = draw(st.permutations(tuple(HOLDERS)))
    spans: Any = (count("1..2"), count("2..3"), count("at least 1"))
    per = k.Share(draw(_selectors(left, terms.records)), draw(st.sampled_from((1, 1, 1, 2, spans[0]))))
    numbers = draw(st.lists(st.sampled_from((1, 1, 2, *spans)), min_size=1, max_size=2 if rarely(draw, 4) else 1))
    give = tuple(k.Share(draw(_selectors(right, terms.records)), n) for n in numbers)
    basis = terms.leave_open(draw, id, "basis", draw(st.sampled_from(("agreed", "delivered", "verified"))))
    terms.clauses.append(k.Rate(id, per, give, basis))


@st.composite
def _status(draw: st.DrawFn, terms: Terms, id: str) -> None:
    kinds = ("full_liberty", "full_liberty", "pardon", "commutation", "parole", None)
    people = draw(_selectors(draw(st.sampled_from(tuple(HOLDERS))), terms.records))
    terms.clauses.append(k.Status(id, people, draw(st.sampled_from(kinds))))


@st.composite
def _destination(draw: st.DrawFn, terms: Terms, id: str, name: str | None = None) -> None:
    """A place, quotas of several, the choice of each, or only for how long. `name`: all of this list."""
    side = name or draw(st.sampled_from(tuple(HOLDERS)))
    people = draw(_selectors(side, terms.records, whole=name is not None))
    there = OTHER[HOLDERS[side]]
    to = draw(st.sampled_from((None, None, there, there, "ce")))
    wide, narrow = ((None, 2), (None, None), (0, 3), (None, 1)), ((1, 2), (1, None), (1, 1))
    some = draw(st.permutations((there, "ce", "ax-office")))[: draw(st.integers(0, 2))]
    sizes = narrow if rarely(draw, 6) else wide
    quotas = tuple(k.Quota(p, *draw(st.sampled_from(sizes))) for p in some) if to is None or rarely(draw, 4) else ()
    choice = rarely(draw, 3) if to or quotas else not rarely(draw, 5)
    terms.clauses.append(k.Destination(id, people, to, choice, quotas))


@st.composite
def _proof(draw: st.DrawFn, terms: Terms, id: str) -> None:
    """A message about somebody: mostly that they live, of late; now and then it bears on nothing."""
    what = "report" if rarely(draw, 6) else "proof_of_life"
    clause = draw(st.sampled_from(("left-go", "right-go", "left-go", "right-go", None)))
    days = draw(st.sampled_from((5, 30, 30, 120, None)))
    terms.clauses.append(k.Inform(id, "red", what, clause=clause, days=days))


@st.composite
def _window(draw: st.DrawFn, terms: Terms, id: str) -> None:
    event = "truce" if rarely(draw, 6) else "petition_window_passed"
    clause, days = draw(st.sampled_from(("left-go", "right-go"))), draw(st.sampled_from((2, 7, 31, 60, None)))
    severable = None if event != "truce" and days is not None else False  # a condition says whether the rest stands
    terms.clauses.append(k.When(id, event, clause, severable, days))


EVENTS = (
    "1 of {} delivered", "2 of {} delivered", "1 of {} verified", "All of {} delivered", "1 of nobody delivered",
    "decree_signed", "decree_signed", "deadline missed: by one", "list left received", "c9 done",
)  # fmt: skip


@st.composite
def _phase(draw: st.DrawFn, terms: Terms, id: str) -> None:
    """A stage for the people of one side, mostly the second; now and then an event opens it."""
    clause, other = draw(st.permutations(("left-go", "right-go")))
    opens = draw(st.sampled_from(EVENTS)).format(other) if rarely(draw, 3) else None
    terms.clauses.append(k.Phase(id, clause, draw(st.sampled_from((2, 2, 1, 3))), opens=opens))


@st.composite
def _when(draw: st.DrawFn, terms: Terms, id: str) -> None:
    """One side goes when something happened; now and then it is another clause, or a clause is waited for in vain."""
    clause, other = draw(st.permutations(("left-go", "right-go")))
    then = draw(st.sampled_from([c.id for c in terms.clauses])) if rarely(draw, 4) else clause
    event = draw(st.sampled_from(EVENTS)).format(other)
    severable = draw(st.sampled_from((True, True, False)))
    if draw(st.booleans()):
        terms.choices[f"{id}/severable"] = "severable" if severable else "all_or_nothing"
        terms.clauses.append(k.When(id, event, then))
    else:
        terms.clauses.append(k.When(id, event, then, severable))


@st.composite
def _handover(draw: st.DrawFn, terms: Terms, id: str) -> None:
    terms.clauses.append(k.Handover(id, "a bridge", exposure=draw(st.sampled_from((0, 1, 1, 2, None)))))


@st.composite
def _loose(draw: st.DrawFn, terms: Terms, name: str) -> None:
    """A side that lets people go where they are, as many as can: so that stages have something to be about."""
    words = draw(st.sampled_from(("0..3", "0..3", "0..2", "1..3", None)))
    selection = k.Selector(list=name, count=count(words) if words else None)
    terms.clauses.append(k.Release(f"{name}-go", HOLDERS[name], selection, "release", None, "excused", ()))


@st.composite
def _stage_limit(draw: st.DrawFn, terms: Terms, id: str) -> None:
    people = draw(_selectors(draw(st.sampled_from(tuple(HOLDERS))), terms.records))
    terms.clauses.append(k.Limit(id, people, 1 if rarely(draw, 5) else None, draw(st.sampled_from((1, 2))), "stage"))


@st.composite
def fallen(draw: st.DrawFn, terms: Terms, id: str, name: str | None = None) -> None:
    """The dead of a side handed over: all that can be, or a number of them."""
    side = name or draw(st.sampled_from(tuple(HOLDERS)))
    holder = EVERY_HOLDER[side]
    words = draw(st.sampled_from((None, None, "0..2", "1", "0..1")))
    people = replace(draw(_selectors(side, terms.records)), count=count(words) if words else None)
    there = "be" if holder == "ax" else "ax"
    acts: Any = (("transfer", there), ("transfer", there), ("release", None), ("transfer", "ce"))
    act, to = draw(st.sampled_from(acts))
    blocked: Any = draw(st.sampled_from(("excused", "excused", "excused", "stop")))
    terms.clauses.append(k.Release(id, holder, people, act, to, blocked, (), remains=True))


STAGED = (_when, _when, _when, _when, _phase, _phase, _handover, _stage_limit, _balance, _rate)
MORE = (_include, _include, _exclude, _balance, _together, _together, _consents, _consents, _designate)
NEW = (
    *(_equivalence, _equivalence, _limit, _limit, _limit, _rate, _rate),
    *(_status, _destination, _destination, _proof, _window),
)


@st.composite
def drawn_terms(draw: st.DrawFn, records: list[str], new: bool, deaths: bool = False) -> Terms:
    """Two releases, the second perhaps of as many as the first, and up to three clauses more.

    `deaths`: and one of remains, of whichever side.
    """
    terms = Terms(records, deaths)
    staged = new and rarely(draw, 3)
    for name in HOLDERS:
        draw(_loose(terms, name) if staged and not rarely(draw, 4) else _release(terms, name, new))
    for i in range(draw(st.integers(2, 4) if staged else st.integers(0, 3))):
        kinds = STAGED if staged and not rarely(draw, 3) else NEW if new and draw(st.booleans()) else MORE
        draw(draw(st.sampled_from(kinds))(terms, f"c{i + 1}"))
    if new and terms.deaths:
        draw(fallen(terms, "fallen"))
    if new and rarely(draw, 3):
        draw(_either(terms))
    return terms


@st.composite
def _either(draw: st.DrawFn, terms: Terms) -> None:
    """Two or three of the clauses are options of an alternative."""
    some = draw(st.lists(st.integers(0, len(terms.clauses) - 1), min_size=2, max_size=3, unique=True))
    for at, option in zip(some, ("one", "other", draw(st.sampled_from(("one", "other")))), strict=False):
        terms.clauses[at] = replace(terms.clauses[at], either=f"alt/{option}")
    terms.choices["alt/option"] = draw(st.sampled_from(("one", "other")))
