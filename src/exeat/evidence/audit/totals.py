"""Tables of numbers, such as a monitor's weekly totals: which sums do not come out.

- Read are columns of whole numbers under headings, or pairs of a label and a number. Labels are known by their words
  in English and Spanish: all, men and women, civilians and military, convicted and not, adults and minors.
- The two halves of a whole are added up and held against the whole; without a whole, against the other halves. A row
  called *total* is held against the sum of the rows above it. One number of several may be wrong: which, is not said.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from exeat.core.values import fold

from .nouns import Findings, Listed

LABELS: Sequence[tuple[str, str]] = (
    (
        "not_convicted",
        r"\b(not convicted|unconvicted|no condenad[oa]s?|sin condena|sin sentencia|awaiting trial|procesad[oa]s?)\b",
    ),
    ("convicted", r"\b(convicted|sentenced|condenad[oa]s?|sentenciad[oa]s?|con condena)\b"),
    ("unknown_place", r"\b(whereabouts unknown|paradero desconocido|sin ubicacion|desaparecid[oa]s?|missing)\b"),
    ("women", r"\b(women|woman|females?|mujer(es)?|femenin[oa]s?)\b"),
    ("men", r"\b(men|man|males?|hombres?|varon(es)?|masculin[oa]s?)\b"),
    ("civilians", r"\b(civilians?|civil(es)?)\b"),
    ("military", r"\b(military|militar(es)?|soldiers?|servicemen)\b"),
    ("minors", r"\b(minors?|children|adolescentes?|menor(es)?|ninos?|under 18)\b"),
    ("adults", r"\b(adults?|adult[oa]s|mayor(es)? de edad)\b"),
    ("total", r"\b(total(es)?|sum|suma|all|todos|overall|general)\b"),
)
"""What a heading or label means, the first that fits; a total of a part is that part."""
HALVES = (("men", "women"), ("civilians", "military"), ("convicted", "not_convicted"), ("adults", "minors"))
PARTS = (*(p for pair in HALVES for p in pair), "unknown_place")
NUMBER = re.compile(r"\d+|\d{1,3}([.,  ]\d{3})+")
Cell = tuple[int, str, str, int]  # row, column, label, number


def number(text: str | None) -> int | None:
    """A whole number, with or without marks between thousands; None where the text is none."""
    plain = (text or "").strip()
    return int(re.sub(r"\D", "", plain)) if NUMBER.fullmatch(plain) else None


def meaning(label: str) -> str | None:
    """What a label counts; None where its words are not known."""
    return next((name for name, words in LABELS if re.search(words, fold(label))), None)


MOST_ROWS = 1000  # a table of totals is short; a longer list is one of people


def is_totals(listed: Listed) -> bool:
    """Whether a list is a table of numbers: it names nobody, and counts two things or more that we know."""
    if {"surname", "name", "given_names"} & listed.theirs.keys() or listed.rows.height > MOST_ROWS:
        return False
    return any(len({meaning(c[2]) for c in line} - {None}) > 1 for line in _lines(listed))


def totals(listed: Listed) -> Iterator[Findings]:
    """The sums of a table of numbers that do not come out; nothing where the list is none."""
    if not is_totals(listed):
        return
    wrong = [found for line in _lines(listed) for found in _line(line)] + list(_columns(listed))
    for kind in ("sum_differs", "part_over_total"):
        some = [(cells, more) for k, cells, more in wrong if k == kind]
        if some:
            yield _findings(kind, listed, some)


Wrong = tuple[str, list[Cell], dict[str, str]]


def _lines(listed: Listed) -> list[list[Cell]]:
    """What is counted of the same people: the cells of a row; in a table of pairs, all of its numbers."""
    numeric = _numeric(listed)
    rows = list(listed.rows.iter_rows(named=True))
    if len(numeric) == 1 and listed.rows.width > 1:
        column = numeric[0]
        label = next(c for c in listed.rows.columns if c != column)
        cells = [(i, column, str(r[label] or ""), number(r[column])) for i, r in enumerate(rows)]
        return [[(i, c, label, n) for i, c, label, n in cells if n is not None]]
    read = [[(i, c, c, number(r[c])) for c in numeric] for i, r in enumerate(rows)]
    return [[(i, c, label, n) for i, c, label, n in line if n is not None] for line in read]


def _numeric(listed: Listed) -> list[str]:
    """The columns with whole numbers in every cell that is not empty."""
    found = []
    for column in listed.rows.columns:
        cells = listed.rows[column].drop_nulls().to_list()
        if cells and all(number(c) is not None for c in cells) and listed.theirs.get("id") != column:
            found.append(column)
    return found


def _line(line: list[Cell]) -> Iterator[Wrong]:
    by: dict[str, Cell] = {}
    for cell in line:
        known = meaning(cell[2])
        if known is not None:
            by.setdefault(known, cell)
    whole, halves = by.get("total"), [[by[p] for p in pair] for pair in HALVES if all(p in by for p in pair)]
    if whole is not None:
        yield from (_differs(pair, [whole]) for pair in halves if _sum(pair) != whole[3])
        over = (by[p] for p in PARTS if p in by and by[p][3] > whole[3])
        told = [c for pair in halves for c in pair]
        yield from (("part_over_total", [c, whole], {}) for c in over if c not in told)
        return
    yield from (_differs(a, b) for a, b in combinations(halves, 2) if _sum(a) != _sum(b))


def _sum(cells: Sequence[Cell]) -> int:
    return sum(c[3] for c in cells)


def _differs(parts: Sequence[Cell], against: Sequence[Cell]) -> Wrong:
    left, right = _sum(parts), _sum(against)
    more = {"sum": _written(parts), "against": _written(against), "by": str(abs(left - right))}
    return "sum_differs", [*parts, *against], more


def _written(cells: Sequence[Cell]) -> str:
    terms = " + ".join(f"{c[2]} {c[3]}" for c in cells)
    return f"{terms} = {_sum(cells)}" if len(cells) > 1 else terms


def _columns(listed: Listed) -> Iterator[Wrong]:
    """Rows called *total* against the sum of the other rows, column by column."""
    numeric = _numeric(listed)
    texts = [c for c in listed.rows.columns if c not in numeric]
    if not texts or len(numeric) == 1:
        return
    rows = list(listed.rows.iter_rows(named=True))
    named = [i for i, r in enumerate(rows) if meaning(str(r[texts[0]] or "")) == "total"]
    if len(named) != 1 or len(rows) < 3 or named[0] != len(rows) - 1:
        return
    for column in numeric:
        parts = [
            (i, column, str(r[texts[0]]), n) for i, r in enumerate(rows[:-1]) if (n := number(r[column])) is not None
        ]
        whole = number(rows[-1][column])
        if parts and whole is not None and _sum(parts) != whole:
            more = {"sum": f"{column} = {_sum(parts)}", "against": f"{rows[-1][texts[0]]} {whole}"}
            cell = (len(rows) - 1, column, column, whole)
            yield "sum_differs", [cell], {**more, "by": str(abs(_sum(parts) - whole))}


def _findings(kind: str, listed: Listed, wrong: Sequence[tuple[list[Cell], Mapping[str, str]]]) -> Findings:
    import polars as pl

    from .frames import schema

    rows = [
        (i, listed.name, row, column, listed.rows[column][row])
        for i, (cells, _) in enumerate(wrong)
        for row, column, _, _ in cells
    ]
    frame = pl.DataFrame(rows, schema=schema(), orient="row")
    return Findings(kind, listed.name, frame, {i: more for i, (_, more) in enumerate(wrong) if more})  # type: ignore[arg-type]
