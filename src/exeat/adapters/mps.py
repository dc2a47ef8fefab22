"""A model as an MPS file, for programs that are started beside us.

- Programs differ on the objective's sense in MPS, so what is written is always to be minimised: the aim, negated.
- FREE in the first line: without it CBC guesses where a line is cut.
- Columns are `c0`, `c1`...; rows `r0`, `r1`...; every column is whole, with both bounds written out.
"""

from collections.abc import Iterable, Iterator

from exeat.clearing.model import Model, Row, Terms


def mps(model: Model, aim: Terms) -> str:
    """The text of a model with an aim to maximise."""
    return "\n".join(_lines(model, aim)) + "\n"


def _lines(model: Model, aim: Terms) -> Iterator[str]:
    rows = [(f"r{n}", r) for n, r in enumerate(model.rows) if r.least is not None or r.most is not None]
    yield from ("NAME exeat FREE", "ROWS", " N aim")
    yield from (f" {_kind(row)} {name}" for name, row in rows)
    yield from ("COLUMNS", " M0 'MARKER' 'INTORG'")
    yield from _columns(model, aim, rows)
    yield " M1 'MARKER' 'INTEND'"
    yield from _section("RHS", [f" rhs {name} {_side(row)}" for name, row in rows if _side(row)])
    yield from _section("RANGES", [f" rng {name} {width}" for name, row in rows if (width := _width(row))])
    yield "BOUNDS"
    for i, (least, most) in enumerate(zip(model.least, model.most, strict=True)):
        yield from (f" FX b c{i} {least}",) if least == most else (f" LO b c{i} {least}", f" UP b c{i} {most}")
    yield "ENDATA"


def _columns(model: Model, aim: Terms, rows: Iterable[tuple[str, Row]]) -> Iterator[str]:
    found: list[list[str]] = [[] for _ in model.most]
    for name, row in rows:
        for i, n in row.terms.items():
            found[i].append(f"{name} {n}")
    for i, entries in enumerate(found):
        yield f" c{i} aim {-aim.get(i, 0)}"
        yield from (f" c{i} {entry}" for entry in entries)


def _section(name: str, lines: list[str]) -> list[str]:
    """A section; nothing where it is empty: CBC stumbles over the line after an empty one."""
    return [name, *lines] if lines else []


def _width(row: Row) -> int:
    """How far apart the two bounds of a row are; 0 where it has not two."""
    return row.most - row.least if row.least is not None and row.most is not None else 0


def _kind(row: Row) -> str:
    if row.least is not None and row.least == row.most:
        return "E"
    return "L" if row.least is None else "G"


def _side(row: Row) -> int:
    return (row.most if row.least is None else row.least) or 0
