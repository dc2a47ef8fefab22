"""Lists that arrive as a PDF: every row of every page, in its column, with its place; else a refusal in words."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from reportlab.lib import pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from exeat.adapters.lists import pdf
from exeat.adapters.lists.raw import Ask, Unreadable
from exeat.adapters.lists.read import read_sheet
from exeat.adapters.lists.sandbox import read_with
from exeat.core.errors import Problem

HEAD = ["No", "Apellidos", "Nombres", "Fecha de nacimiento", "Sexo"]
NAMES = ("Aldoverra Brisquén", "Calmarú", "Dorvaneño Elquimar", "Vendúriz Obrascal")
GIVEN = ("José Luis", "Ana", "Sofía del Carmen", "Óscar")


def people(number: int) -> list[list[str]]:
    """Rows of invented people; every seventh has no day of birth."""
    return [
        [f"{n:03}", NAMES[n % 4], GIVEN[n * 7 % 4], f"{n % 28 + 1:02}/05/19{n % 40 + 50}" if n % 7 else "", "MF"[n % 2]]
        for n in range(1, number + 1)
    ]


@cache
def printed(number: int, ruled: bool = True, repeat: int = 1, head: Sequence[str] = tuple(HEAD)) -> bytes:
    """A list as a program prints it, over as many pages as it needs."""
    held = io.BytesIO()
    style = [("GRID", (0, 0), (-1, -1), 0.5, "black")] if ruled else []
    table = Table([list(head), *people(number)], repeatRows=repeat, style=style)
    SimpleDocTemplate(held, pagesize=A4).build([Paragraph("Lista de personas (inventada)"), table])
    return held.getvalue()


@pytest.mark.parametrize("ruled", [True, False], ids=["lines", "white-space"])
@pytest.mark.parametrize("repeat", [1, 0], ids=["headings-repeated", "headings-once"])
def test_no_row_of_four_hundred_is_lost_or_shifted(ruled: bool, repeat: int) -> None:
    raw = pdf.read(printed(400, ruled, repeat), Ask())
    assert raw.headings == HEAD
    assert [[c or "" for c in row] for row in raw.rows] == people(400)
    assert raw.cells is not None
    assert len(raw.cells) == 401
    assert raw.cells[0][0].startswith("page 1, ")
    assert int(raw.cells[-1][0].split()[1].strip(",")) > 5
    assert any(id == "lists.pdf_guessed" for id, _ in raw.notes) == (not ruled)
    assert any(id == "lists.pdf_tables" for id, _ in raw.notes)


def test_a_mistake_in_a_printed_list_is_shown_at_its_page(tmp_path: Path) -> None:
    problems: list[Problem] = []
    (tmp_path / "list.pdf").write_bytes(printed(80))
    sheet = read_sheet(tmp_path / "list.pdf", "list.pdf", problems)
    assert sheet is not None, problems
    assert sheet.rows.height == 80
    assert (sheet.places.cell(79, "Apellidos") or "").startswith("page 3, ")


def test_nobody_is_dropped_for_having_nothing_but_a_name() -> None:
    held = io.BytesIO()
    rows = [HEAD, *people(3), ["", "Norbelúa", "", "", ""], *people(2)]
    SimpleDocTemplate(held).build([Paragraph("Lista"), Table(rows), Paragraph("Fin")])
    raw = pdf.read(held.getvalue(), Ask())
    assert [[c or "" for c in row] for row in raw.rows] == rows[1:]
    assert ("lists.pdf_alone", {"number": "1"}) in raw.notes
    assert ("lists.pdf_outside", {"number": "2", "texts": "Lista; Fin"}) in raw.notes


def two_tables() -> bytes:
    held = io.BytesIO()
    grid = [("GRID", (0, 0), (-1, -1), 0.5, "black")]
    notes = Table([["Código", "Significado", "a", "b", "c"], ["X", "Y", "1", "2", "3"]], style=grid)
    broken = [[Paragraph("002"), Paragraph("Aldoverra<br/>Brisquén"), "Ana", "1985", "F"]]
    SimpleDocTemplate(held).build([notes, PageBreak(), Table([HEAD, *broken], style=grid)])
    return held.getvalue()


def test_a_table_of_something_else_is_no_person() -> None:
    raw = pdf.read(two_tables(), Ask())
    assert raw.rows == [["002", "Aldoverra Brisquén", "Ana", "1985", "F"]]
    assert dict(raw.notes) == {"lists.pdf_other": {"tables": "1 (page 1)"}, "lists.pdf_broken_lines": {"number": "1"}}
    assert pdf.read(two_tables(), Ask(sheet="1")).rows == [["X", "Y", "1", "2", "3"]]
    with pytest.raises(Unreadable) as refused:
        pdf.read(two_tables(), Ask(sheet="3"))
    assert refused.value.fault.values["known"] == "1, 2"


# ------------------------------------------------------------ refused in words


def drawn(**more: Any) -> bytes:
    """A page with a square on it and nothing to read."""
    held = io.BytesIO()
    canvas = Canvas(held, **more)
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.showPage()
    canvas.save()
    return held.getvalue()


def locked() -> bytes:
    return drawn(encrypt=pdfencrypt.StandardEncryption("secret", "owner"))


def prose() -> bytes:
    held = io.BytesIO()
    SimpleDocTemplate(held).build([Paragraph("Nobody is listed here.")])
    return held.getvalue()


def cut_off() -> bytes:
    return b"%PDF-1.7"


@pytest.mark.parametrize(
    ("make", "why"),
    [(drawn, "pdf image"), (locked, "pdf password"), (prose, "pdf table"), (cut_off, "pdf broken")],
)
def test_a_pdf_without_a_readable_list_is_refused_in_words(make: Any, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        pdf.read(make(), Ask())
    assert refused.value.fault.values["why"] == why


def test_a_heading_printed_twice_is_a_mistake_and_no_guess() -> None:
    raw = pdf.read(printed(3, True, 1, ("No", "Nombre", "Nombre", "Fecha", "Sexo")), Ask())
    assert [(f.code, dict(f.values)) for f in raw.faults] == [("csv-column-twice", {"column": "Nombre"})]


def test_no_damaged_pdf_gives_rows_of_another_width() -> None:
    whole, chance = printed(5), Random(5)
    for n in range(150):
        data = bytearray(whole)
        at = chance.randrange(len(data))
        if n % 3 == 0:
            del data[at:]
        else:
            data[at] = chance.randrange(256)
        raw = read_with(pdf.__name__, "read", io.BytesIO(bytes(data)), Ask())
        assert all(len(row) == len(raw.headings) for row in raw.rows)
        assert bool(raw.faults) != bool(raw.rows)
