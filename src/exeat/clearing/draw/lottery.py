"""The leximin lottery: chances, and whole plans with weights that give everybody just these chances.

- First the chances with fractions of plans allowed. If whole plans can be mixed so that everybody has them, no lottery
  can do better: there are no more lotteries over whole plans than over their fractions.
- Where they cannot (a gap between the two), the chances are raised stage by stage over whole plans alone.
- Plans are found one by one: the prices of the mixture so far say which plan is missing, and a whole-number solve over
  all best plans finds it, or proves that none is (column generation).
- The weights are solved for in fractions, exactly, and every chance is what the weights give.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from fractions import Fraction
from math import lcm

from exeat.clearing.model import Linear, LinearSession, Model, Session, Solver

from .exact import solved
from .face import Face, Shape
from .stages import Stage, Stages

ENOUGH = 1e-9  # a difference of chances that only the rounding of floats makes
FINE = 1 << 27  # steps in which prices are told to a solver of whole numbers
MOST = 10**15  # the largest total of exact weights; beyond it they are rounded to this many parts


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan of the table, and its weight."""

    weight: int
    shape: Shape


@dataclass(frozen=True, slots=True)
class Lottery:
    """Numbered plans with weights that sum to `total`; each kind's chance; and the stages that led there.

    `exact`: the weights give the very chances of leximin; otherwise they are rounded, by less than 1/`total` each.
    """

    plans: tuple[Plan, ...]
    total: int
    chances: tuple[Fraction, ...]
    stages: tuple[Stage, ...]
    exact: bool


class Unproven(Exception):
    """The solver stopped before it had proven something that a lottery rests on."""


def leximin(face: Face, solver: Solver) -> Lottery:
    """The leximin lottery over the best plans. Raises Unproven where the solver stops at its limit."""
    mixture = _Mixture(face, solver)
    mixed = mixture.mixed(_relaxed(face, solver)) or mixture.mixed(mixture.raised())
    if mixed is None:
        raise Unproven
    return _lottery(face, mixture.plans, mixed)


def _relaxed(face: Face, solver: Solver) -> tuple[Stage, ...]:
    """The stages with fractions of plans allowed."""
    terms = [{i: float(n) for i, n in p.all.items()} for p in face.parts]
    stages, made = Stages(solver.relaxed(face.model), face.sizes, terms), []
    while not stages.done:
        found = stages.best()
        if found.outcome != "optimal":
            raise Unproven
        made.append(stages.fix(found))
    return tuple(made)


@dataclass(slots=True)
class _Mixture:
    """Whole plans found so far: how many units of each kind go, and by which clause; and how they are mixed."""

    face: Face
    solver: Solver
    plans: dict[tuple[int, ...], Shape] = field(default_factory=dict)
    session: Session = field(init=False)

    def __post_init__(self) -> None:
        self.session = self.face.open(self.solver)
        self._find([0] * len(self.face.parts))

    def mixed(self, stages: Sequence[Stage]) -> "_Mixed | None":
        """The plans mixed so that each kind has the chance of its stage; None where whole plans cannot be."""
        chances = {k: s.chance for s in stages for k in s.fixed}
        master = _Master(self.solver, self.face.sizes, self.plans)
        for k, row in enumerate(master.stages.above):
            master.program.bound_row(row, chances[k] * self.face.sizes[k], None)
        master.program.bound_column(master.stages.raised, -1.0, 0.0)
        found = self._generate(master)
        shares = [(p, found.values[c]) for p, c in master.columns.items()]
        return None if found.value < -ENOUGH else _Mixed(tuple((p, n) for p, n in shares if n > ENOUGH), tuple(stages))

    def raised(self) -> tuple[Stage, ...]:
        """The stages over whole plans alone."""
        master, made = _Master(self.solver, self.face.sizes, self.plans), []
        while not master.stages.done:
            made.append(master.stages.fix(self._generate(master)))
        return tuple(made)

    def _generate(self, master: "_Master") -> Linear:
        """The best mixture, when no plan that is missing makes it better."""
        while True:
            found = master.stages.best()
            if found.outcome != "optimal":
                raise Unproven
            prices = [max(0.0, -found.prices[a]) + max(0.0, -found.prices[b]) for a, b in master.stages.rows]
            plan = self._find(prices)
            worth = sum(p * n for p, n in zip(prices, plan, strict=True))
            if worth <= found.prices[master.one] + ENOUGH or plan in master.columns:
                return found
            master.add(plan)

    def _find(self, prices: Sequence[float]) -> tuple[int, ...]:
        """The plan that is worth most at these prices."""
        scale = FINE / (max(prices, default=0.0) or 1.0)
        found = self.session.maximise(self.face.priced([round(p * scale) for p in prices]))
        if found.outcome != "optimal":
            raise Unproven
        plan = self.face.goes(found.values)
        self.plans.setdefault(plan, self.face.shape(found.values))
        return plan


@dataclass(slots=True)
class _Master:
    """The mixture as a linear program: a column for each plan, whose values sum to one."""

    solver: Solver
    sizes: Sequence[int]
    plans: InitVar[Iterable[tuple[int, ...]]]
    program: LinearSession = field(init=False)
    stages: Stages = field(init=False)
    one: int = field(init=False)
    columns: dict[tuple[int, ...], int] = field(default_factory=dict)

    def __post_init__(self, plans: Iterable[tuple[int, ...]]) -> None:
        self.program = self.solver.relaxed(Model((), (), ()))
        self.stages = Stages(self.program, self.sizes, [{} for _ in self.sizes])
        self.one = self.program.add_row({}, 1.0, 1.0)
        for plan in plans:
            self.add(plan)

    def add(self, plan: tuple[int, ...]) -> None:
        """One more plan that may be mixed in."""
        rows = {row: float(n) for pair, n in zip(self.stages.rows, plan, strict=True) if n for row in pair}
        self.columns[plan] = self.program.add_column(0.0, None, {**rows, self.one: 1.0})


@dataclass(frozen=True, slots=True)
class _Mixed:
    """Plans and their shares, as floats; and the stages whose chances they give."""

    shares: tuple[tuple[tuple[int, ...], float], ...]
    stages: tuple[Stage, ...]

    def weights(self, sizes: Sequence[int]) -> tuple[list[int], int, bool]:
        """Whole weights, their total, and whether they are exact."""
        exact = self._exact(sizes)
        if exact is not None and (total := lcm(*(f.denominator for f in exact))) <= MOST:
            return [int(f * total) for f in exact], total, True
        return _rounded(exact or [Fraction(n) for _, n in self.shares]), MOST, False

    def _exact(self, sizes: Sequence[int]) -> list[Fraction] | None:
        """The shares in fractions: kinds whose chances are one level have one chance, whatever it is exactly."""
        level = _levels(self.stages)
        plans = [p for p, _ in self.shares]
        rows = [[*(p[k] for p in plans), *_unit(level[k], -n, level)] for k, n in enumerate(sizes)]
        found = solved([*rows, [1] * len(plans) + _unit(-1, 0, level)], [0] * len(rows) + [1])
        shares = None if found is None else list(found[: len(plans)])
        return shares if shares is not None and min(shares) >= 0 else None


def _levels(stages: Sequence[Stage]) -> dict[int, int]:
    """The number of each kind's level: stages with one chance are one level."""
    values: list[float] = []
    found: dict[int, int] = {}
    for stage in sorted(stages, key=lambda s: s.chance):
        if not values or stage.chance - values[-1] > 1e-7:
            values.append(stage.chance)
        found |= dict.fromkeys(stage.fixed, len(values) - 1)
    return found


def _unit(at: int, value: int, level: dict[int, int]) -> list[int]:
    return [value if i == at else 0 for i in range(max(level.values()) + 1)]


def _rounded(shares: Sequence[Fraction]) -> list[int]:
    """Weights of `MOST` parts in all: rounded down, and what is left given to the largest remainders."""
    whole = sum(shares)
    parts = [f / whole * MOST for f in shares]
    down = [int(p) for p in parts]
    more = sorted(range(len(parts)), key=lambda i: (down[i] - parts[i], i))[: MOST - sum(down)]
    return [n + (i in set(more)) for i, n in enumerate(down)]


def _lottery(face: Face, plans: Mapping[tuple[int, ...], Shape], mixed: _Mixed) -> Lottery:
    weights, total, exact = mixed.weights(face.sizes)
    weighed = [(n, p) for n, (p, _) in zip(weights, mixed.shares, strict=True) if n]
    gone = [sum(n * p[k] for n, p in weighed) for k in range(len(face.parts))]
    chances = tuple(Fraction(n, total * size) for n, size in zip(gone, face.sizes, strict=True))
    table = sorted(
        (Plan(n, plans[p]) for n, p in weighed), key=lambda p: (p.shape.counts, p.shape.split, p.weight), reverse=True
    )
    return Lottery(tuple(table), total, chances, mixed.stages, exact)
