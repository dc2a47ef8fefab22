"""Two lists beside one another: which rows of one stand on the other, exactly as written.

- The same names and the same full birth date; weaker, the same names while a birth date is missing or not complete;
  the same names and a birth date with day and month changed; the same document number.
- Where the other list is of the dead, of the released, or of people that another holds, it is said in the words of
  whoever submitted it: *a record of the same names and birth date on the list L of the dead, submitted by X*.
- Namesakes with other birth dates are counted and not listed. Nobody is joined.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .duplicates import people
from .frames import SHOWN, cells
from .nouns import Compared, Findings, Listed
from .writing import key, names

if TYPE_CHECKING:
    import polars as pl

SHOWN_OTHERS = 3
WEIGHT = {"deceased": 2, "released": 1}
FATES = {"deceased": "dead", "released": "released"}


def between(one: Listed, two: Listed) -> "tuple[list[Findings], Compared | None]":
    """What stands on both lists; nothing, and None, where one of them names nobody."""
    left, right = (two, one) if WEIGHT.get(one.of or "", 0) > WEIGHT.get(two.of or "", 0) else (one, two)
    if not all(_named(listed) for listed in (left, right)):
        return [], None
    pair = _Pair(left, right)
    return list(pair.findings()), pair.compared()


def _named(listed: Listed) -> bool:
    return bool({"name", "surname", "document_number"} & listed.theirs.keys())


class _Pair:
    """The rows of `left` looked up on `right`."""

    def __init__(self, left: Listed, right: Listed) -> None:
        import polars as pl

        self.left, self.right = left, right
        both = ("surname" in left.theirs) == ("surname" in right.theirs)
        self.rows, self.others = ((_dated(people(x)) if both else _dated(_either_way(x))) for x in (left, right))
        self.rows = self.rows.filter(pl.col("key").is_not_null())
        self.others = self.others.join(self.rows.select("key").unique(), on="key", how="semi")
        self.same = self._same()
        self.swapped = self._swapped()
        self.weak = self._weak()

    # -------------------------------------------------------- looking up

    def _same(self) -> "pl.DataFrame":

        full = _gathered(self.others.filter("full"), "key", "first")
        found = self.rows.filter("full").join(full, on=["key", "first"]).unique("row")
        return found.select("row", "others", "number").sort("row")

    def _swapped(self) -> "pl.DataFrame":
        """The same names, and day and month of birth changed; rows found as they are, left out."""
        import polars as pl

        y, a, b = (getattr(pl.col("first").dt, part)() for part in ("year", "month", "day"))
        turned = pl.date(y, b, a)
        mine = self.rows.filter(pl.col("full") & (a != b) & (b <= 12)).with_columns(first=turned)
        full = _gathered(self.others.filter("full"), "key", "first")
        found = mine.join(full, on=["key", "first"]).join(self.same, on="row", how="anti").unique("row")
        return found.select("row", "others", "number").sort("row")

    def _weak(self) -> "pl.DataFrame":
        """The same names where a birth date is missing or not complete, and none excludes the other."""
        import polars as pl

        others = self.others
        without = _gathered(others.filter(pl.col("year").is_null()), "key")
        partial = _gathered(others.filter(pl.col("year").is_not_null() & ~pl.col("full")), "key", "year")
        in_year, anyhow = _gathered(others.drop_nulls("year"), "key", "year"), _gathered(others, "key")
        mine = self.rows.join(self.same, on="row", how="anti").join(self.swapped, on="row", how="anti")
        undated, dated = mine.filter(pl.col("year").is_null()), mine.drop_nulls("year")
        frames = [
            undated.join(anyhow, on="key"),
            dated.join(without, on="key"),
            dated.filter("full").join(partial, on=["key", "year"]),
            dated.filter(~pl.col("full")).join(in_year, on=["key", "year"]),
        ]
        found = pl.concat([f.select("row", "others", "number") for f in frames])
        first = pl.col("others").explode(empty_as_null=False).unique().sort().head(SHOWN_OTHERS)
        return found.group_by("row").agg(first, pl.col("number").sum()).sort("row")

    # -------------------------------------------------------- what is said

    def findings(self) -> Iterator[Findings]:
        kind = _kind(self.left, self.right)
        yield from self._said(kind, self.same)
        yield from self._said("on_both_swapped", self.swapped)
        yield from self._said("on_both_weak" if kind == "on_both" else f"{kind}_weak", self.weak)
        yield from self._documents()

    def _said(self, kind: str, found: "pl.DataFrame", shown: tuple[str, ...] = SHOWN) -> Iterator[Findings]:
        import polars as pl

        if found.is_empty():
            return
        numbered = found.with_row_index("finding")
        theirs = numbered.select("finding", pl.col("others").alias("row")).explode("row", empty_as_null=False)
        frame = pl.concat([cells(self.left, numbered, shown), cells(self.right, theirs, shown)])
        more = {
            f: {"number": str(n)}
            for f, n in numbered.filter(pl.col("number") > SHOWN_OTHERS).select("finding", "number").iter_rows()
        }
        values = {"other": self.right.name, "speaker": self.right.by or self.right.name}
        yield Findings(kind, self.left.name, frame.sort("finding", maintain_order=True), more, values)  # type: ignore[arg-type]

    def _documents(self) -> Iterator[Findings]:
        """The same document number: beside other names, or beside the same names that were not found by themselves."""
        import polars as pl

        mine, theirs = (_numbered(x) for x in (self.left, self.right))
        found = mine.join(_gathered(theirs, "number_key", keep="key"), on="number_key").unique("row").sort("row")
        apart = (
            ~pl.col("keys").list.contains(pl.col("key"))
            & pl.col("key").is_not_null()
            & (pl.col("keys").list.drop_nulls().list.len() > 0)
        )
        shown = ("document_number", *SHOWN)
        yield from self._said("document_other_names", found.filter(apart).select("row", "others", "number"), shown)
        told = pl.concat([self.same, self.swapped, self.weak])
        plain = found.filter(~apart).join(told, on="row", how="anti")
        yield from self._said("document_on_both", plain.select("row", "others", "number"), shown)

    def compared(self) -> Compared:
        """How many rows of `left` stand on `right`, and how."""
        import polars as pl

        mine = self.rows.select("row", "key").unique("row")
        same = self.same.height
        weak = self.weak.height
        told = pl.concat([self.same, self.weak])
        namesakes = mine.join(told, on="row", how="anti").join(self.others, on="key", how="semi").height
        unnamed = self.left.rows.height - mine.height
        none = mine.height - same - weak - namesakes
        return Compared(self.left.name, self.right.name, same, weak, namesakes, none, unnamed)


def _kind(left: Listed, right: Listed) -> str:
    if right.of in FATES and left.of != right.of:
        return f"maybe_{FATES[right.of]}"
    if left.of == right.of == "holds" and left.by != right.by:
        return "maybe_elsewhere"
    return "on_both"


def _dated(found: "pl.DataFrame") -> "pl.DataFrame":
    """With `year`: that of the birth date where it lies within one year, else null."""
    import polars as pl

    year, last = pl.col("first").dt.year(), pl.col("last").dt.year()
    return found.with_columns(year=pl.when((year == last).fill_null(False)).then(year))


def _either_way(listed: Listed) -> "pl.DataFrame":
    """As `people`, with a row for each order of given names and surnames: for a list that has them in one column."""
    import polars as pl

    found = people(listed).drop("key")
    both = names(listed.ours("given_names", "surname", "second_surname", "name"))
    ways = [
        pl.concat([found, both.select(pl.col(way).alias("key"))], how="horizontal") for way in ("forward", "backward")
    ]
    return pl.concat(ways).unique(["row", "key"], maintain_order=True)


def _gathered(rows: "pl.DataFrame", *by: str, keep: str = "") -> "pl.DataFrame":
    """Rows that have a key in common: the first few, and how many there are."""
    import polars as pl

    kept = [pl.col(keep).unique().alias("keys")] if keep else []
    row = pl.col("row")
    return (
        rows.drop_nulls(list(by))
        .group_by(*by)
        .agg(row.unique().sort().head(SHOWN_OTHERS).alias("others"), row.n_unique().alias("number"), *kept)
    )


def _numbered(listed: Listed) -> "pl.DataFrame":
    document = key(listed.ours("document_number")["document_number"]).alias("number_key")
    return people(listed).select("row", "key").with_columns(document).drop_nulls("number_key")
