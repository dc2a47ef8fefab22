"""Small faces made by hand: kinds of so many persons, a column each, and rows; and a case in which lots are drawn."""

import json
from collections.abc import Sequence
from pathlib import Path

from hypothesis import strategies as st

from exeat.clearing.draw.face import Face, Listed, Part
from exeat.clearing.model import Model, Row
from tests.folders import exchange, said, say

CLAUSES = [{"kind": "designate", "id": f"who-{c}", "clause": f"{c}-some", "how": "lottery"} for c in ("aro", "bel")]


def lottery_case(folder: Path) -> Path:
    """Three people a side; one of `bel` is dead, so one of `aro` stays behind: lots are drawn."""
    exchange(folder)
    offer = json.loads((folder / "offers/offer.yaml").read_text("utf-8"))
    offer["clauses"] += CLAUSES
    (folder / "offers/offer.yaml").write_text(json.dumps(offer), "utf-8")
    say(folder, "dead", said("dead", "press-one", {"kind": "death", "subject": "bel-roster#2"}))
    return folder


def face(sizes: Sequence[int], *rows: Row) -> Face:
    """Kinds of these sizes with a column each, drawn for one clause."""
    parts = [Part(tuple((f"l#{k}-{i}",) for i in range(n)), ({k: 1},), {k: 1}) for k, n in enumerate(sizes)]
    return Face(("go",), tuple(parts), Model([0] * len(sizes), list(sizes), rows), listed(parts))


def listed(parts: Sequence[Part]) -> tuple[Listed, ...]:
    """Each kind as the class that it is drawn from."""
    return tuple(Listed(p.units, p.by, p.all, k) for k, p in enumerate(parts))


@st.composite
def faces(draw: st.DrawFn) -> Face:
    """Up to four kinds of up to three persons, and rows with small coefficients; sometimes one of two columns."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    number = st.integers(0, 3)
    rows = []
    for n in range(draw(st.integers(0, 3))):
        terms = {i: draw(st.sampled_from((1, 1, 2, 3, -1))) for i in range(len(sizes)) if draw(st.booleans())}
        most = draw(number)
        rows.append(Row(f"c{n}", terms, draw(st.sampled_from((None, most, 0))), most))
    made = face(sizes, *rows)
    if not draw(st.booleans()):
        return made
    first, *rest = made.parts  # the first kind may also go by another clause, by a column that moves two
    parts = (Part(first.units, ({0: 1}, {len(sizes): 2}), {0: 1, len(sizes): 2}),
             *(Part(p.units, (p.by[0], {}), p.all) for p in rest))  # fmt: skip
    once = Row("", {0: 1, len(sizes): 2}, None, sizes[0])
    some = [Row(r.clause, {**r.terms, **({len(sizes): 2} if 0 in r.terms else {})}, r.least, r.most) for r in rows]
    return Face(("go", "other"), parts, Model([0] * (len(sizes) + 1), [*sizes, sizes[0]], (*some, once)), listed(parts))
