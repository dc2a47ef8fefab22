"""A clause as numbers, as people read it: both sides, whose destination it is, and a rate as its products."""

from collections.abc import Iterable, Mapping, Sequence

from exeat.clearing.bounds import comparisons
from exeat.clearing.document import ClauseCounted
from exeat.core import clauses as cl
from exeat.core.clauses import Clause

from .texts import Speaker

LESS = "\u2212"
TIMES = "\u00d7"


def in_numbers(
    speaker: Speaker, counts: Sequence[ClauseCounted], clauses: Mapping[str, Clause]
) -> Iterable[tuple[ClauseCounted, str]]:
    """Each count with its numbers in words; empty for one without numbers."""
    seen: dict[str, int] = {}
    for count in counts:
        nth = seen[count.clause] = seen.get(count.clause, -1) + 1
        yield count, _numbers(speaker, count, clauses.get(count.clause), nth)


def _numbers(speaker: Speaker, count: ClauseCounted, clause: Clause | None, nth: int) -> str:
    if count.left is None or count.right is None:
        return ""
    if isinstance(clause, cl.Rate):
        _, op, per, give = list(comparisons(clause))[nth]
        return _products(count.left, count.right, op, per, give)
    if isinstance(clause, cl.Together):
        return speaker.text("terms.groups_whole", left=count.left, right=count.right)
    if isinstance(clause, cl.Equivalence) and clause.tolerance:
        return _apart(count.left, count.op or "", count.right, clause.tolerance)
    to = f"{speaker.name(count.destination)}: " if count.destination else ""
    numbers = f"{to}{count.left} {count.op} {count.right}"
    return numbers if count.stage is None else speaker.text("stages.numbers", stage=count.stage, numbers=numbers)


def _apart(left: int, op: str, right: int, tolerance: int) -> str:
    """The two sums, and by how much one may miss the other."""
    sign, other = (LESS, right + tolerance) if op == ">=" else ("+", right - tolerance)
    return f"{left} {op} {other} {sign} {tolerance}"


def _products(left: int, right: int, op: str, per: int, give: int) -> str:
    """How many were given times the one number, and for how many times the other."""
    if not per or not give:
        return f"{left} {op} {right}"
    return f"{left // per} {TIMES} {per} {op} {right // give} {TIMES} {give}"
