"""A list that does not fit into memory: a plain CSV file, read some rows at a time.

- Its columns are told by its first rows, as those of any list; then every batch is read the same way.
- Plain: UTF-8, the headings in the first line, no line longer than the headings. A row that is cut short has empty
  cells. What is otherwise is a problem, and nothing is half read.
- Every row has an id of its own: that is looked at over the whole list.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from exeat.core.errors import Problem, Refused

from .paired import Listed, read_pair
from .recognised import ours

if TYPE_CHECKING:
    import polars as pl

HEAD = 20_000  # lines by which the columns are told
BATCH = 500_000
LARGE = 1 << 29  # bytes: a CSV file from this size on is read in batches
ENDS = {".csv", ".tsv", ".txt"}


@dataclass(slots=True)
class Batched:
    """A long list. `head`: its first rows, and what is known of its columns; `rows`: how many, once it was read."""

    file: str
    head: Listed
    also: dict[str, str]  # ours to theirs, of the columns that both lists have beside ours
    size: int = BATCH
    _ids: "list[Any]" = field(default_factory=list)

    def parts(self) -> "Iterator[pl.DataFrame]":
        """The list from its beginning, under our names. Raises Refused where it cannot be read on."""
        import polars as pl

        self._ids = []
        columns = {c.ours: c for c in self.head.columns}
        try:
            for part in self._scan().collect_batches(chunk_size=self.size, maintain_order=True):
                made = ours(part, columns).with_columns(part[b].alias(a) for a, b in self.also.items())
                if not self.head.numbered:
                    self._check(made["id"])
                yield made
        except pl.exceptions.PolarsError as error:
            why = str(error).partition("\n")[0]
            raise Refused([Problem("csv-broken", self.file, values={"why": why})]) from None
        self._no_id_twice()

    def _scan(self) -> "pl.LazyFrame":
        import polars as pl

        with Path(self.file).open(encoding="utf-8-sig") as file:
            first = file.readline()
        separator = max(",;\t", key=first.count)
        return pl.scan_csv(self.file, separator=separator, infer_schema=False)

    def _check(self, ids: "pl.Series") -> None:
        from exeat.identity.sides import stable

        heading = next(c.theirs[0] for c in self.head.columns if c.ours == "id")
        if ids.null_count():
            line = sum(map(len, self._ids)) + int(ids.is_null().arg_true()[0]) + 2
            raise Refused([Problem("row-id-missing", self.file, line, None, heading, {"column": heading})])
        self._ids.append(stable(ids))

    def _no_id_twice(self) -> None:
        import numpy as np

        if not self._ids:
            return
        every = np.concatenate(self._ids)
        self._ids = []
        ordered = np.sort(every)
        if (ordered[1:] == ordered[:-1]).any():
            twice = ordered[1:][ordered[1:] == ordered[:-1]][0]
            one, two = (int(n) + 2 for n in np.flatnonzero(every == twice)[:2])
            raise Refused([self._twice(one, two)])

    def _twice(self, one: int, two: int) -> Problem:
        heading = next(c.theirs[0] for c in self.head.columns if c.ours == "id")
        id = self._scan().slice(two - 2, 1).select(heading).collect().item()
        values = {"column": heading, "id": str(id), "before": f"line {one}"}
        return Problem("match-id-twice", self.file, two, None, heading, values)


def long_one(left: str, right: str, batch: int | None) -> int | None:
    """Which of two files is read in batches: 0 the left, 1 the right; None = neither, they are not that large.

    `batch`: rows of a batch, if somebody asks for batches; else the file must be LARGE.
    """
    sizes = [_size(file) for file in (left, right)]
    longer = 0 if sizes[0] > sizes[1] else 1
    fit = Path((left, right)[longer]).suffix.lower() in ENDS
    return longer if fit and (batch is not None or sizes[longer] >= LARGE) else None


def _size(file: str) -> int:
    return Path(file).stat().st_size if Path(file).is_file() else 0


def read_pair_in_batches(
    files: tuple[str, str], long: int, batch: int | None, columns: str | None = None, sheet: str | None = None
) -> tuple[Listed, Batched]:
    """The short list whole, and the long one (0 the left, 1 the right file) in batches. Raises Refused."""
    with TemporaryDirectory(prefix="exeat-") as folder:
        head = Path(folder) / Path(files[long]).name
        _copy_head(files[long], head)
        named = tuple(str(head) if n == long else f for n, f in enumerate(files))
        try:
            lists = read_pair(named[0], named[1], columns, sheet)
        except Refused as refused:
            raise Refused([_renamed(p, str(head), files[long]) for p in refused.problems]) from None
    short, first = lists[1 - long], replace(lists[long], file=files[long])
    if first.notes:
        raise Refused([Problem("csv-broken", files[long], 1, values={"why": "headings not in the first line"})])
    also = dict(zip(first.rows.columns[first.rows.width - len(first.also) :], first.also, strict=True))
    return short, Batched(files[long], first, also, batch or BATCH)


def _copy_head(file: str, head: Path) -> None:
    with Path(file).open("rb") as source, head.open("wb") as target:
        for _ in range(HEAD):
            target.write(source.readline())


def _renamed(problem: Problem, head: str, file: str) -> Problem:
    values = {k: file if v == head else v for k, v in problem.values.items()}
    return replace(problem, file=file if problem.file == head else problem.file, values=values)
