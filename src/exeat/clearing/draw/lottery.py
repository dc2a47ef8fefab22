"""The leximin lottery: chances, and whole plans with weights that give everybody just these chances.

- First the chances with fractions of plans allowed. If whole plans can be mixed so that everybody has them, no lottery
  can do better: there are no more lotteries over whole plans than over their fractions.
- Where they cannot (a gap between the two), the chances are raised stage by stage over whole plans alone.
- Plans are found one by one: the multipliers of the mixture so far say which plan is missing, and a whole-number solve
  over all best plans finds it, or proves that none is (column generation).
- The weights are solved for in fractions, exactly, and every chance is what the weights give.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import InitVar, dataclass, field, replace
from fractions import Fraction
from math import lcm

from exeat.clearing.model import Linear, LinearSession, Model, Session, Solver

from .exact import solved
from .face import Face, Shape
from .stages import Stage, Stages

ENOUGH = 1e-9  # a difference of chances that only the rounding of floats makes
NEAR = 1e-6  # how near to a whole number a solver's value is
TURNS = 4  # how often multipliers near the ones given are tried
HERD = 2  # plans sought around the point of fractions, for each kind
FINE = 1 << 27  # steps in which multipliers are told to a solver of whole numbers
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
    stages, point = _relaxed(face, solver)
    mixture.seed(point)
    mixed = mixture.mixed(stages) or mixture.mixed(mixture.raised())
    if mixed is None:
        raise Unproven
    return _lottery(face, mixture.plans, mixed)


def _relaxed(face: Face, solver: Solver) -> tuple[tuple[Stage, ...], Sequence[float]]:
    """The stages with fractions of plans allowed, and a point of fractions with these chances: units by column."""
    terms = [{i: float(n) for i, n in p.all.items()} for p in face.parts]
    stages, made = Stages(solver.relaxed(face.model), face.sizes, terms), []
    found = Linear("optimal", 0.0)
    while not stages.done:
        found = stages.best()
        if found.outcome != "optimal":
            raise Unproven
        made.append(stages.fix(found))
    return tuple(made), found.values[: len(face.model.most)]


@dataclass(slots=True)
class _Mixture:
    """Whole plans found so far: how many units of each kind go, and by which clause; and how they are mixed."""

    face: Face
    solver: Solver
    plans: dict[tuple[int, ...], Shape] = field(default_factory=dict)
    session: Session = field(init=False)
    fractions: LinearSession = field(init=False)

    def __post_init__(self) -> None:
        self.session = self.face.open(self.solver)
        self.fractions = self.solver.relaxed(self.face.model)
        first = self.session.maximise({})
        if first.outcome != "optimal":
            raise Unproven
        self._known(first.values)

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
            multipliers = [max(0.0, -found.prices[a]) + max(0.0, -found.prices[b]) for a, b in master.stages.rows]
            plan = self._find(multipliers, found.prices[master.one])
            if plan is None or plan in master.columns:
                return found
            master.add(plan)

    def seed(self, point: Sequence[float]) -> None:
        """Plans around a point of fractions: each is furthest towards where those before have fallen short of it.

        (Herding: M. Welling, "Herding dynamical weights to learn", 2009.)
        """
        goes = [sum(n * point[i] for i, n in p.all.items()) for p in self.face.parts]
        short = [n / size for n, size in zip(goes, self.face.sizes, strict=True)]
        around = self.solver.relaxed(tight(self.face.model, point))
        for _ in range(HERD * len(goes)):
            found = around.maximise(self.face.multiplied(short)).values
            plan = [sum(n * found[i] for i, n in p.all.items()) for p in self.face.parts]
            short = [s + (a - b) / n for s, a, b, n in zip(short, goes, plan, self.face.sizes, strict=True)]
            self._keep(found)

    def _find(self, multipliers: Sequence[float], beyond: float) -> tuple[int, ...] | None:
        """A plan whose units, times these multipliers, sum to more than so much; None where there is none.

        Often the best with fractions allowed is whole, with these multipliers or some near; else whole plans are asked.
        """
        for turn in range(TURNS):
            found = self.fractions.maximise(self.face.multiplied(_near(multipliers, turn)))
            if not turn and found.value <= beyond + ENOUGH:
                return None
            plan = self._keep(found.values)
            if plan is not None and _sum(multipliers, plan) > beyond + ENOUGH:
                return plan
        scale = FINE / (max(multipliers, default=0.0) or 1.0)
        whole = self.session.maximise({i: round(p * scale) for i, p in self.face.multiplied(multipliers).items()})
        if whole.outcome != "optimal":
            raise Unproven
        plan = self._known(whole.values)
        return plan if _sum(multipliers, plan) > beyond + ENOUGH else None

    def _keep(self, values: Sequence[float]) -> tuple[int, ...] | None:
        """A plan of whole numbers is one to mix; None where it is not whole."""
        whole = [round(v) for v in values]
        if (
            not whole
            or any(abs(v - n) > NEAR for v, n in zip(values, whole, strict=True))
            or not _holds(self.face, whole)
        ):
            return None
        return self._known(whole)

    def _known(self, values: Sequence[int]) -> tuple[int, ...]:
        plan = self.face.goes(values)
        if plan not in self.plans:
            self.plans[plan] = self.face.shape(values)
        return plan


def _sum(multipliers: Sequence[float], plan: Sequence[int]) -> float:
    return sum(p * n for p, n in zip(multipliers, plan, strict=True))


def _near(multipliers: Sequence[float], turn: int) -> Sequence[float]:
    """The multipliers themselves at first, then some near them: always the same ones."""
    return (
        multipliers
        if not turn
        else [p * (1 + (k * 7919 + turn * 104729) % 101 / 500) for k, p in enumerate(multipliers)]
    )


def _holds(face: Face, values: Sequence[int]) -> bool:
    for row in face.model.rows:
        n = sum(a * values[i] for i, a in row.terms.items())
        if (row.least is not None and n < row.least) or (row.most is not None and n > row.most):
            return False
    return True


def tight(model: Model, point: Sequence[float]) -> Model:
    """The plans that are as a point is wherever it is at a bound: only these can be mixed to it."""
    rows = []
    for row in model.rows:
        n = sum(a * point[i] for i, a in row.terms.items())
        low, high = ((b is not None and abs(n - b) < NEAR) for b in (row.least, row.most))
        rows.append(
            replace(row, least=row.most if high else row.least, most=row.least if low and not high else row.most)
        )
    least = [m if abs(v - m) < NEAR else a for a, m, v in zip(model.least, model.most, point, strict=True)]
    most = [a if abs(v - a) < NEAR else m for a, m, v in zip(model.least, model.most, point, strict=True)]
    return Model(least, most, rows)


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

    def weights(self, sizes: Sequence[int]) -> tuple[dict[tuple[int, ...], int], int, bool]:
        """Whole weights by plan, their total, and whether they are exact."""
        for least in (ENOUGH, 1e-7, 1e-5):  # a share that only the rounding of floats makes is none
            exact = self._exact(sizes, [p for p, n in self.shares if n > least])
            if exact is not None:
                total = lcm(*(f.denominator for f in exact.values()))
                if total <= MOST:
                    return {p: int(f * total) for p, f in exact.items()}, total, True
                return _rounded(exact), MOST, False
        return _rounded({p: Fraction(n) for p, n in self.shares}), MOST, False

    def _exact(self, sizes: Sequence[int], plans: Sequence[tuple[int, ...]]) -> dict[tuple[int, ...], Fraction] | None:
        """The shares in fractions: kinds whose chances are one level have one chance, whatever it is exactly."""
        level = _levels(self.stages)
        rows = [[*(p[k] for p in plans), *_unit(level[k], -n, level)] for k, n in enumerate(sizes)]
        found = solved([*rows, [1] * len(plans) + _unit(-1, 0, level)], [0] * len(rows) + [1])
        shares = None if found is None else dict(zip(plans, found, strict=False))
        return shares if shares and min(shares.values()) >= 0 else None


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


def _rounded(shares: Mapping[tuple[int, ...], Fraction]) -> dict[tuple[int, ...], int]:
    """Weights of `MOST` parts in all: rounded down, and what is left given to the largest remainders."""
    whole = sum(shares.values())
    parts = {p: f / whole * MOST for p, f in shares.items()}
    down = {p: int(n) for p, n in parts.items()}
    more = sorted(parts, key=lambda p: (down[p] - parts[p], p))[: MOST - sum(down.values())]
    return down | {p: down[p] + 1 for p in more}


def _lottery(face: Face, plans: Mapping[tuple[int, ...], Shape], mixed: _Mixed) -> Lottery:
    weights, total, exact = mixed.weights(face.sizes)
    weighed = [(n, p) for p, n in weights.items() if n]
    gone = [sum(n * p[k] for n, p in weighed) for k in range(len(face.parts))]
    chances = tuple(Fraction(n, total * size) for n, size in zip(gone, face.sizes, strict=True))
    table = sorted(
        (Plan(n, plans[p]) for n, p in weighed), key=lambda p: (p.shape.counts, p.shape.split, p.weight), reverse=True
    )
    return Lottery(tuple(table), total, chances, mixed.stages, exact)
