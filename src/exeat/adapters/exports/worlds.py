"""Looks by HiGHS for people who are like what tables of counts show: see `disclosure.together`.

The search is limited in steps and not in time, so that the same tables are shown on every machine.
"""

from collections.abc import Sequence

from exeat.adapters.highs import Highs
from exeat.clearing.model import Model, Row
from exeat.disclosure.together import Sums


def world(sums: Sums) -> Sequence[int] | None:
    """Numbers that answer the question, at little cost; None where none were found."""
    rows = [Row("", terms, least, most) for terms, least, most in sums.rows]
    model = Model([0] * len(sums.most), sums.most, rows)
    return Highs().search(model, {i: -n for i, n in sums.cost.items()}, 0).values or None
