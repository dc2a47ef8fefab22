"""An audit in words: what a kind of finding is called, where a row stands, what is said of one finding.

- Rows are named as their list names them: the record in a case, else the line and the id. Cells are as received.
- Speakers are named by the case; a file that nobody gave a speaker to speaks for itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from exeat.evidence.audit import Audit, Findings, Listed

from .texts import Speaker

if TYPE_CHECKING:
    import polars as pl

SPEAKERS = ("speaker", "denied", "source", "group")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a finding. `column`, `value` None: the row as a whole; `row` None: the list as a whole."""

    list: str
    row: int | None
    column: str | None
    value: str | None


class Words:
    """The sentences of one audit in one language."""

    def __init__(self, audit: Audit, speaker: Speaker) -> None:
        self.audit, self.speaker = audit, speaker
        self.lists = audit.named()

    def kind(self, found: Findings) -> str:
        """What these findings are."""
        return self.speaker.text(f"audit.{found.kind}", **self._named(found.values))

    def about(self, found: Findings) -> str:
        """What they say, and what they do not."""
        return self.speaker.text(f"audit.{found.kind}_about", **self._named(found.values))

    def heading(self, found: Findings) -> str:
        """What they are, of which list, how many."""
        number = f"{found.number:,}".replace(",", "\u202f")
        return self.speaker.text("audit.heading", kind=self.kind(found), list=found.list, number=number)

    def one(self, found: Findings, finding: int) -> str:
        """What is said of one finding beside its cells; empty where there is nothing."""
        more = self._named(found.more.get(finding, {}))
        own = self.speaker.text(f"audit.{found.kind}_one", **more)
        if not own.startswith("audit."):
            shown = own.strip("“”«»") == more.get("words") and "category" in self.lists[found.list].theirs
            return "" if shown else own
        if "source" in more:
            return self.speaker.text("audit.said_by_denied" if "denied" in more else "audit.said_by", **more)
        return self.speaker.text("audit.others", **more) if int(more.get("number", "0")) > 2 else ""

    def _named(self, values: Mapping[str, str]) -> dict[str, str]:
        plain = dict(values)
        named = {k: ", ".join(self.speaker.name(v) for v in plain[k].split(", ")) for k in SPEAKERS if k in plain}
        return {**plain, **named}

    # -------------------------------------------------------- places

    def row(self, listed: Listed, row: int, column: str | None = None) -> str:
        """Where a row stands: its record, or its line or cell and its id."""
        if listed.addresses is not None:
            return str(listed.addresses[row] or self.speaker.text("audit.row", row=row + 1))
        place = self.place(listed, row, column)
        id = listed.rows[listed.theirs["id"]][row] if "id" in listed.theirs else None
        return f"{place} ({listed.theirs['id']} {id})" if id else place

    def place(self, listed: Listed, row: int, column: str | None = None) -> str:
        """The line of a row, or the address of a cell; without either, the number of the row."""
        if listed.places is not None:
            line = listed.places.line(row)
            if line is not None:
                return self.speaker.text("audit.line", line=line)
            cell = listed.places.cell(row, column or listed.rows.columns[0])
            if cell is not None:
                return cell
        return self.speaker.text("audit.row", row=row + 1)

    def rows(self, listed: Listed, rows: "pl.Series", most: int | None = None) -> str:
        """Rows in short: records in a case, else ranges of lines or rows; `most`: no more of these, then `...`."""
        if listed.addresses is not None:
            return _cut([str(r) for r in listed.addresses.gather(rows)], most)
        runs = _runs(rows)
        first = runs["first"][0]
        line = None if listed.places is None else listed.places.line(first)
        key = "audit.line" if line is not None else "audit.row"
        texts = [self._run(listed, a, b) for a, b in (runs if most is None else runs.head(most + 1)).iter_rows()]
        if len(texts) == 1 and texts[0].isdigit():
            return self.speaker.text(key, line=texts[0], row=texts[0])
        return self.speaker.text(f"{key}s", rows=_cut(texts, most))

    def _run(self, listed: Listed, first: int, last: int) -> str:
        a, b = (row + 1 if listed.places is None else listed.places.line(row) or row + 1 for row in (first, last))
        return f"{a}" if a == b else f"{a}-{b}"

    # -------------------------------------------------------- findings, one by one

    def findings(self, found: Findings, most: int | None = None) -> Iterator[tuple[int, list[Cell]]]:
        """Every finding with its cells; `most`: no more than this many."""
        import polars as pl

        first = found.cells["finding"].unique(maintain_order=True)
        frame = found.cells if most is None else found.cells.filter(pl.col("finding").is_in(first.head(most).implode()))
        rows = frame.select("finding", "list", "row", "column", "value").iter_rows()
        for finding, cells in groupby(rows, key=lambda r: r[0]):
            yield finding, [Cell(*c[1:]) for c in cells]

    def lines(self, found: Findings, cells: Sequence[Cell]) -> list[str]:
        """A finding row by row: where it stands, and its cells; under their headings where one row is shown."""
        rows = [list(of) for _, of in groupby(cells, key=lambda c: (c.list, c.row))]
        return [self._line(found, row, len(rows) == 1) for row in rows]

    def _line(self, found: Findings, cells: Sequence[Cell], headed: bool) -> str:
        first = cells[0]
        if first.row is None:
            return first.list
        listed = self.lists[first.list]
        place = self.row(listed, first.row, first.column)
        other = f"{first.list}, " if first.list != found.list and listed.addresses is None else ""
        values = [f"{c.column} “{c.value}”" if headed else str(c.value) for c in cells if c.value is not None]
        if found.kind == "changed":
            values = [f"{c.column} “{c.value or ''}”" for c in cells]
        return f"{other}{place}: {', '.join(values)}" if values else f"{other}{place}"


def _cut(texts: list[str], most: int | None) -> str:
    return ", ".join(texts if most is None or len(texts) <= most else [*texts[:most], "..."])


def _runs(rows: "pl.Series") -> "pl.DataFrame":
    """Runs of neighbouring rows: `first` and `last` of each."""
    import polars as pl

    row = pl.col("row").cast(pl.Int64)
    frame = rows.sort().to_frame("row").with_columns(run=(row.diff() != 1).fill_null(True).cum_sum())
    ends = [row.first().alias("first"), row.last().alias("last")]
    return frame.group_by("run", maintain_order=True).agg(ends).drop("run")
