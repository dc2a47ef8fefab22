"""What a problem is made of: classes of equal persons, columns by which they go, kinds of units alike, rows and aims.

- A column is a class and a way; columns above those are nobody: they count, or switch.
- Whoever speaks of persons asks the kinds: of a family that should go whole, one column moves several.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from exeat.core import clauses as cl
from exeat.core.clauses import Clause
from exeat.identity.people import person_column

from .classes import Class, Tag
from .families import Families
from .kin import Stuck
from .model import Model, Row, Terms
from .moves import Move, Way, in_any, without
from .parties import NO_SWITCHES, Parties, Switches
from .stages import Staging

if TYPE_CHECKING:
    import polars as pl

EVERYBODY: Tag = ("person",)
REMAINS = "remains"
"""The aim on the remains of the dead: they are never counted with the living, and come after them."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Units alike, and how many of them go: by moving clause, the units that one of a column moves.

    `members` are the tags of each member of one unit. `shared`: they are of families that should go whole, so that
    some of the columns move others with them.
    """

    members: tuple[frozenset[Tag], ...]
    units: tuple[tuple[str, ...], ...]
    by: Mapping[str, Terms]
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Classes, columns (class, way), rows and aims. `key` is equal for equal problems.

    `moves` are by clause, `ways` by their keys, `stuck` by way. `families`: those that should go whole. Columns of the
    model above those of classes are nobody: they count, or switch. `asked`: the rows as their clauses ask for them,
    before those of a party that stays out are let pass.
    """

    classes: tuple[Class, ...]
    moves: Mapping[str, Move]
    ways: Mapping[str, Way]
    columns: tuple[tuple[int, str], ...]
    model: Model
    aims: tuple[tuple[str, Terms], ...]
    stuck: Stuck
    parties: Parties
    families: Families = field(default_factory=Families)
    asked: tuple[Row, ...] = ()
    switches: Switches = NO_SWITCHES
    staging: Staging = field(default_factory=Staging)
    without: frozenset[str] = frozenset()  # moving clauses that are left out of every sum

    @property
    def key(self) -> tuple[object, ...]:
        """What two readings must share to be one problem: the same people, moves, rows and aims."""
        rows = tuple((r.clause, tuple(sorted(r.terms.items())), r.least, r.most) for r in self.model.rows)
        units = tuple((c.units, tuple(tuple(sorted(m)) for m in c.members)) for c in self.classes)
        contexts = tuple(
            sorted((k, w.context.power, w.context.act, w.context.destination or "") for k, w in self.ways.items())
        )
        aims = tuple((name, tuple(sorted(terms.items()))) for name, terms in self.aims)
        return (units, self.columns, rows, tuple(self.model.least), contexts, aims)

    def drop(self, clause: str) -> "Problem":
        """The same problem without the rows of a clause (its people may still move)."""
        rows = [r for r in self.model.rows if r.clause != clause]
        return replace(self, model=Model(self.model.least, self.model.most, rows))

    def terms(self, tag: Tag, clauses: Iterable[str] | None = None, destination: str | None = None) -> dict[int, int]:
        """Each column's number of members with a tag: by any clause or some, to anywhere or one destination."""
        wanted = None if clauses is None else set(clauses)
        found = {
            i: self.classes[c].number(tag)
            for i, (c, w) in enumerate(self.columns)
            if (wanted is None or self.ways[w].clause in wanted)
            and self.ways[w].clause not in self.without
            and (destination is None or self.ways[w].to == destination)
        }
        return {i: n for i, n in found.items() if n}

    @property
    def living(self) -> Terms:
        """Each column's number of people who go alive."""
        return self.terms(EVERYBODY, [c for c, m in self.moves.items() if not m.context.remains])

    @property
    def remains(self) -> Terms:
        """Each column's number of the dead whose remains are handed over."""
        return self.terms(EVERYBODY, self.of_remains)

    @property
    def of_remains(self) -> tuple[str, ...]:
        """The moving clauses that hand over remains."""
        return tuple(c for c, m in self.moves.items() if m.context.remains)

    @property
    def persons(self) -> set[str]:
        """The persons who could go by some clause."""
        return {p for c, _ in self.columns for u in self.classes[c].units for p in u}

    @property
    def destinations(self) -> tuple[str, ...]:
        """The powers to which a moving clause may take anybody."""
        return tuple(sorted({w.to for w in self.ways.values() if w.to is not None}))

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Everybody who could go, in kinds of units alike, in the order of the classes."""
        by: dict[int, dict[str, dict[int, int]]] = {}
        moved = {f.whole: f.parts for f in self.families.types}
        for i, (c, way) in enumerate(self.columns):
            for kind, number in moved.get(c, ((c, 1),)):
                by.setdefault(kind, {}).setdefault(self.ways[way].clause, {})[i] = number
        shared = self.families.classes
        found = ((self.classes[c], terms, c in shared) for c, terms in sorted(by.items()))
        return tuple(Kind(c.members, c.units, terms, both) for c, terms, both in found)

    def able(self, clause: str) -> "pl.Series":
        """The persons who can go by a clause in one of its ways, with those with whom they go together; sorted."""
        return in_any([without(w.free, person_column(self.stuck[w.key])) for w in self.moves[clause].ways])


def counted(problem: Problem, clauses: Sequence[Clause], clause: str) -> tuple[dict[int, int], int]:
    """n(c): the columns that count for a clause, and how many count without moving."""
    if clause not in problem.moves:
        return {}, 0
    move = problem.moves[clause]
    refused = set(move.refused) - set(move.after_cut_off)
    extra = len(refused) if refusal_of(clauses, clause) == "counts_as_delivered" else 0
    return problem.terms(("counts", clause), [clause]), extra


def refusal_of(clauses: Sequence[Clause], clause: str) -> str | None:
    """What the consent clause on a clause says of a refusal; None where there is none."""
    return next((c.refusal for c in clauses if isinstance(c, cl.ConsentAsked) and c.clause == clause), None)
