"""The brute-force twin of the draw: leximin over best plans that are written out, in fractions from end to end.

- The linear programs are solved by a simplex tableau in fractions (Bland's rule); it shares nothing with the draw.
- A kind is fixed where a program of its own says that its chance cannot rise; no multiplier is looked at.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product

from exeat.clearing.model import Model

Row = tuple[dict[int, Fraction], Fraction]  # sum of terms = right
ONE = Fraction(1)


def plans_of(model: Model) -> list[tuple[int, ...]]:
    """Every whole-number point of a small model."""
    spans = [range(a, b + 1) for a, b in zip(model.least, model.most, strict=True)]
    return [v for v in product(*spans) if all(_within(v, r.terms, r.least, r.most) for r in model.rows)]


def _within(values: Sequence[int], terms: Mapping[int, int], least: int | None, most: int | None) -> bool:
    n = sum(a * values[i] for i, a in terms.items())
    return (least is None or n >= least) and (most is None or n <= most)


def chances(plans: Sequence[Sequence[int]], sizes: Sequence[int]) -> list[Fraction]:
    """Each kind's chance in the leximin lottery over plans (how many units of each kind go)."""
    different = sorted(set(map(tuple, plans)))
    fixed: dict[int, Fraction] = {}
    while len(fixed) < len(sizes):
        least = _most(different, sizes, fixed, None, Fraction(0))
        stuck = [
            k for k in range(len(sizes))
            if k not in fixed and _most(different, sizes, fixed, k, least) == least
        ]  # fmt: skip
        assert stuck, "in every stage somebody's chance cannot rise"
        fixed |= dict.fromkeys(stuck, least)
    return [fixed[k] for k in range(len(sizes))]


def _most(
    plans: Sequence[Sequence[int]], sizes: Sequence[int], fixed: Mapping[int, Fraction], of: int | None, least: Fraction
) -> Fraction:
    """The most that the least chance can be (`of` None), or one kind's while nobody left has less than `least`."""
    raised, rows = len(plans), list[Row]()
    for k, size in enumerate(sizes):
        terms = {j: Fraction(p[k], size) for j, p in enumerate(plans) if p[k]}
        terms[raised + 1 + k] = -ONE  # what is above the bound
        free = k not in fixed and of in (None, k)
        rows.append(({**terms, raised: -ONE} if free else terms, Fraction(0) if free else fixed.get(k, least)))
    rows.append((dict.fromkeys(range(len(plans)), ONE), ONE))
    return _simplex(rows, raised + 1 + len(sizes), raised)


def _simplex(rows: Sequence[Row], columns: int, aim: int) -> Fraction:
    """The most of one column under equations with right sides of at least 0, all columns at least 0."""
    made, none = len(rows), Fraction(0)
    table = [
        [*(terms.get(j, none) for j in range(columns)), *(ONE if i == n else none for i in range(made)), right]
        for n, (terms, right) in enumerate(rows)
    ]
    basis = list(range(columns, columns + made))
    first = [sum((r[j] for r in table), none) for j in range(columns + made + 1)]
    first[columns:-1] = [none] * made
    _pivoted(table, basis, first, columns)
    assert first[-1] == 0, "there is a lottery"
    for i, b in enumerate(basis):
        enter = next((j for j in range(columns) if table[i][j]), None)
        if b >= columns and enter is not None:
            _exchange(table, basis, first, i, enter)
    second = [Fraction(0)] * (columns + made + 1)
    second[aim] = ONE
    for row, b in zip(table, basis, strict=True):
        if second[b]:
            second = [s - second[b] * x for s, x in zip(second, row, strict=True)]
    _pivoted(table, basis, second, columns)
    return -second[-1]


def _pivoted(table: list[list[Fraction]], basis: list[int], gains: list[Fraction], columns: int) -> None:
    """Exchange columns until none gains (Bland: the first that gains, against the first that binds)."""
    while (enter := next((j for j in range(columns) if gains[j] > 0), None)) is not None:
        bound = [(row[-1] / row[enter], basis[i], i) for i, row in enumerate(table) if row[enter] > 0]
        assert bound, "chances are bounded"
        _exchange(table, basis, gains, min(bound)[2], enter)


def _exchange(table: list[list[Fraction]], basis: list[int], gains: list[Fraction], at: int, enter: int) -> None:
    table[at] = [x / table[at][enter] for x in table[at]]
    for other in (*(r for i, r in enumerate(table) if i != at), gains):
        if factor := other[enter]:
            other[:] = [x - factor * y for x, y in zip(other, table[at], strict=True)]
    basis[at] = enter
