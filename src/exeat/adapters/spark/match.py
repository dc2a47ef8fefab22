"""Two lists matched on Spark: prepared and keyed where they lie, cogrouped by partitions of the keys, scored there.

- What is learnt of the wholes (how the lists are written, how rare things are, the largest block, the weights) is made
  once, then sent to every worker: so the scores are those of one machine.
- A pair that meets in several partitions is scored in each and kept once.
- The lists are read by the driver, and the pairs come back to it: decisions, margins and one to one are made there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from exeat.identity.blocking.candidates import BUDGET, Candidates, Contribution, largest_block, pairs_allowed
from exeat.identity.blocking.keys import kinds_of
from exeat.identity.customs import Customs
from exeat.identity.judged import judged_rows
from exeat.identity.large import DRAWN, found_of, together
from exeat.identity.match import LEARN_FROM, Found
from exeat.identity.names.words import Rarity
from exeat.identity.partition import Bench, Met, dealt, keys_in, met
from exeat.identity.prepare import prepared_part, texts_of
from exeat.identity.scoring.evidence import Evidence, level_table
from exeat.identity.scoring.learn import Lesson, drawn, drawn_pairs, share_of, taught
from exeat.identity.scoring.weights import Weights, shipped_weights
from exeat.identity.whole import rare, words_in

from .frames import ddl, inward, mapped, outward

if TYPE_CHECKING:
    import polars as pl
    from pyspark.sql import DataFrame, SparkSession

PARTITIONS = 16
PAIRS = "left long, right long, kinds long, score float, guard short"
SHOWN = "left long, right long, levels array<short>, bits array<float>"
COUNTS = "side int, what string, of string, text string, count long"


@dataclass(slots=True)
class Laid:
    """One list on the cluster. `rows`: as texts, on the driver; `frame`: prepared, on the workers; `schema`: of it."""

    rows: "pl.DataFrame"
    customs: Customs
    schema: dict[str, Any]
    comparisons: tuple[Any, ...]
    frame: "DataFrame"


def match_on_spark(
    spark: "SparkSession",
    left: Any,
    right: Any,
    *,
    as_of: date | None = None,
    weights: Weights | None = None,
    start: Weights | None = None,
    judged: "pl.DataFrame | None" = None,
    budget: int = BUDGET,
    partitions: int = PARTITIONS,
) -> Found:
    """Two lists matched on a cluster; as `identity.match.matching`, with the same scores."""
    one, two = texts_of(left), texts_of(right)
    ends = [(f.height, f["id"].head(1).to_list(), f["id"].tail(1).to_list()) for f in (one, two)]
    flipped = ends[0] > ends[1]
    one, two = (two, one) if flipped else (one, two)
    sides = _laid(spark, one, two, as_of), _laid(spark, two, one, as_of)
    kinds = kinds_of(two.height)
    work = _Work(sides, kinds, partitions, pairs_allowed(one.height, two.height, budget), as_of)
    known = judged_rows(judged, one["id"], two["id"], within=False)
    weights = weights or work.weights(known, start)
    candidates, score, guard = work.scores(weights)
    return found_of((one["id"], two["id"]), candidates, known, weights, score, guard, flipped)


def _laid(spark: "SparkSession", rows: "pl.DataFrame", other: "pl.DataFrame", as_of: date | None) -> Laid:
    """Settle how a list is written by rows drawn from it; then prepare it on the workers."""
    import polars as pl

    customs: Customs = {}
    drawn_rows, others = (f.gather_every(max(1, f.height // DRAWN)) for f in (rows, other))
    sample, comparisons = prepared_part(drawn_rows, as_of, customs, others)
    numbered = rows.with_row_index("row").cast({"row": pl.Int64})
    empty = sample.head(0).with_columns(row=pl.lit(0, pl.Int64))

    def prepare(part: "pl.DataFrame") -> "pl.DataFrame":
        made, _ = prepared_part(part.drop("row"), as_of, dict(customs))
        return made.with_columns(part["row"]).select(empty.columns)

    texts = spark.createDataFrame(outward(numbered))
    frame = texts.mapInArrow(mapped(prepare, dict(numbered.schema)), ddl(empty)).cache()
    return Laid(rows, customs, dict(empty.schema), comparisons, frame)


class _Work:
    """The jobs of one match."""

    def __init__(
        self, sides: tuple[Laid, Laid], kinds: tuple[str, ...], partitions: int, pairs: int, as_of: date | None
    ) -> None:
        self.sides, self.kinds, self.partitions, self.as_of = sides, kinds, partitions, as_of
        self.size = sides[0].rows.height, sides[1].rows.height
        self.sizes = self._sizes()
        largest = largest_block([self.sizes], pairs)
        rarity, told = self._whole()
        self.bench = Bench(words_in(rarity), rarity, told, self.size, largest)
        self.dealt = [self._dealt(s) for s in sides]

    def _sizes(self) -> "pl.DataFrame":
        """How many blocks there are of each size: `kind`, `left`, `right`, one row a block of both lists."""
        kinds = self.kinds
        keyed = []
        for number, side in enumerate(self.sides):

            def keys(part: "pl.DataFrame") -> "pl.DataFrame":
                return keys_in(part, kinds).select("kind", "key")

            frame = side.frame.mapInArrow(mapped(keys, side.schema), "kind short, key long")
            keyed.append(frame.groupBy("kind", "key").count().withColumnRenamed("count", ("left", "right")[number]))
        both = keyed[0].join(keyed[1], ["kind", "key"]).groupBy("kind", "left", "right").count()
        return _arrived(both)

    def _whole(self) -> tuple[Rarity, tuple[Any, ...]]:
        """How rare things are in both lists together, and the comparisons about which both say something."""
        import polars as pl

        comparisons = self.sides[0].comparisons
        columns = rare(comparisons)
        counted = None
        for number, side in enumerate(self.sides):

            def count(part: "pl.DataFrame", number: int = number) -> "pl.DataFrame":
                return _counts(part, columns, number)

            frame = side.frame.mapInArrow(mapped(count, side.schema), COUNTS)
            counted = frame if counted is None else counted.union(frame)
        assert counted is not None
        table = _arrived(counted.groupBy("side", "what", "of", "text").sum("count"))
        table = table.rename({"sum(count)": "count"})
        said = {(s, c) for s, c in table.filter(pl.col("what") == "said").select("side", "of").iter_rows()}
        told = tuple(c for c in comparisons if all((0, n) in said and (1, n) in said for n in c.needs))
        words = _summed(table.filter(pl.col("what") == "word"), "word")
        texts = {}
        for column in columns:
            cells = table.filter((pl.col("what") == "text") & (pl.col("of") == column))
            texts[column] = (_summed(cells, "text"), int(cells["count"].sum()))
        return Rarity(words, sum(self.size), texts), told

    def _dealt(self, side: Laid) -> "DataFrame":
        """A list, each record once for each partition that a key of it falls into."""
        import polars as pl

        kinds, partitions = self.kinds, self.partitions

        def deal(part: "pl.DataFrame") -> "pl.DataFrame":
            return dealt(part, kinds, partitions)

        head: dict[str, Any] = {"part": pl.Int64, "kinds": pl.List(pl.Int16), "keys": pl.List(pl.Int64)}
        return side.frame.mapInArrow(mapped(deal, side.schema), ddl(pl.DataFrame(schema=head | side.schema)))

    def _cogrouped(self, work: Any, schema: str) -> "DataFrame":
        """`work(left, right, pairs)` over every partition of the keys."""
        import polars as pl

        head: dict[str, Any] = {"kinds": pl.List(pl.Int16), "keys": pl.List(pl.Int64)}
        left, right = (head | s.schema for s in self.sides)
        largest = self.bench.largest

        def over(one: Any, two: Any) -> Any:
            a, b = inward(one, left), inward(two, right)
            return outward(work(a, b, met(a, b, largest)))

        one, two = (d.groupBy("part") for d in self.dealt)
        return one.cogroup(two).applyInArrow(over, schema)

    def scores(self, weights: Weights) -> tuple[Candidates, Any, Any]:
        """All pairs of all partitions, each once, with their scores and the guard's flags."""
        import numpy as np
        import polars as pl
        from pyspark.sql import functions as f

        sent = self.sides[0].frame.sparkSession.sparkContext.broadcast((self.bench, weights))

        def work(a: "pl.DataFrame", b: "pl.DataFrame", pairs: Met) -> "pl.DataFrame":
            bench, told = sent.value
            score, guard = bench.scores(a, b, pairs, told)
            rows = {"left": a["row"].gather(pairs.left), "right": b["row"].gather(pairs.right)}
            return pl.DataFrame({**rows, "kinds": pairs.kinds, "score": score, "guard": guard})

        found = self._cogrouped(work, PAIRS).groupBy("left", "right")
        once = found.agg(f.bit_or("kinds").alias("kinds"), f.first("score").alias("score"), f.first("guard").alias("g"))
        table = _arrived(once).sort("left", "right")
        left, right = (table[c].to_numpy().astype(np.int32) for c in ("left", "right"))
        hits = np.bitwise_count(table["kinds"].to_numpy()).astype(np.int32)
        candidates = Candidates(left, right, hits, self.bench.largest, self._report(table["kinds"].to_numpy()))
        return candidates, table["score"].to_numpy(), table["g"].to_numpy().astype(np.uint8)

    def _report(self, masks: Any) -> tuple[Contribution, ...]:
        import polars as pl

        size = pl.max_horizontal("left", "right")
        told = []
        for n, kind in enumerate(self.kinds):
            blocks = self.sizes.filter(pl.col("kind") == n)
            large = int(blocks.filter(size > self.bench.largest)["count"].sum())
            mine = masks >> n & 1 == 1
            new = int((mine & (masks & ((1 << n) - 1) == 0)).sum())
            told.append(Contribution(kind, int(mine.sum()), new, int(blocks["count"].sum()), large))
        return tuple(told)

    def weights(self, known: Any, start: Weights | None) -> Weights:
        """Weights learnt on the driver, from the evidence of the same pairs from which one machine learns."""
        import numpy as np

        start = start or shipped_weights(level_table(self.bench.comparisons))
        if sum(self.size) < LEARN_FROM:
            return start
        total = self._count()
        if not total:
            return start
        share = share_of(total)
        table = self._seen(share)
        left, right = (table[c].to_numpy().astype(np.int32) for c in ("left", "right"))
        more = known.brought(left, right)
        at = drawn(more[0], share) if share < 1 else slice(None)
        more = more[0][at], more[1][at]
        (one, la), (two, lb) = (self._some(s, m) for s, m in zip(self.sides, more, strict=True))
        evidence = together([self._evidence(table), self.bench.evidence(one, two, Met(la, lb, None))])
        left, right = np.concatenate([left, more[0]]), np.concatenate([right, more[1]])
        lesson = Lesson(left, right, evidence, share, known.among(left, right))
        a, b = drawn_pairs(*self.size)
        rows = [self._some(s, at) for s, at in zip(self.sides, (a, b), strict=True)]
        (one, la), (two, lb) = rows
        unlike = self.bench.evidence(one, two, Met(la, lb, None)) if len(a) else None
        return taught(lesson, unlike, self.size, start)

    def _count(self) -> int:
        """How many pairs there are."""
        import polars as pl

        def work(a: "pl.DataFrame", b: "pl.DataFrame", pairs: Met) -> "pl.DataFrame":
            return pl.DataFrame({"left": a["row"].gather(pairs.left), "right": b["row"].gather(pairs.right)})

        return int(self._cogrouped(work, "left long, right long").distinct().count())

    def _seen(self, share: float) -> "pl.DataFrame":
        """The evidence of the drawn pairs, each once, in their order."""
        import polars as pl

        sent = self.sides[0].frame.sparkSession.sparkContext.broadcast(self.bench)

        def work(a: "pl.DataFrame", b: "pl.DataFrame", pairs: Met) -> "pl.DataFrame":
            rows = a["row"].gather(pairs.left).to_numpy()
            at = drawn(rows, share)
            mine = Met(pairs.left[at], pairs.right[at], None)
            shown = sent.value.evidence(a, b, mine)
            cells = {"left": rows[at], "right": b["row"].gather(mine.right)}
            return pl.DataFrame(
                {**cells, "levels": _lists(shown.levels, pl.Int16), "bits": _lists(shown.bits, pl.Float32)}
            )

        return _arrived(self._cogrouped(work, SHOWN).dropDuplicates(["left", "right"])).sort("left", "right")

    def _evidence(self, table: "pl.DataFrame") -> Evidence:
        """The collected evidence, comparison by comparison."""
        import numpy as np

        one, two = (self._some(s, np.empty(0, np.int32))[0] for s in self.sides)
        empty = self.bench.evidence(one, two, _nobody())
        levels = {n: table["levels"].list.get(i).to_numpy().astype(np.uint8) for i, n in enumerate(empty.levels)}
        bits = {n: table["bits"].list.get(i).to_numpy().astype(np.float32) for i, n in enumerate(empty.bits)}
        return Evidence(levels, bits, table.height)

    def _some(self, side: Laid, at: Any) -> "tuple[pl.DataFrame, Any]":
        """Some rows of a list, prepared on the driver, and which of them each of `at` is."""
        import numpy as np

        named, where = np.unique(at, return_inverse=True)
        rows = side.rows[named] if len(named) else side.rows.head(1)
        made, _ = prepared_part(rows, self.as_of, dict(side.customs))
        return made, where.astype(np.int32)


def _nobody() -> Met:
    import numpy as np

    none = np.empty(0, np.int32)
    return Met(none, none, none)


def _lists(columns: Any, kind: Any) -> "pl.Series":
    """Several arrays as one column of lists."""
    import polars as pl

    frame = pl.DataFrame(dict(columns))
    return frame.select(pl.concat_list(pl.all().cast(kind))).to_series()


def _counts(part: "pl.DataFrame", columns: Iterable[str], side: int) -> "pl.DataFrame":
    """What a part of a list adds to the counts of the whole."""
    import polars as pl

    from exeat.identity.names.words import word_counts

    words = word_counts(part).select(what=pl.lit("word"), of=pl.lit(""), text="word", count="count")
    made = [words]
    for column in (c for c in columns if c in part.columns):
        cells = part.select(text=pl.col(column)).drop_nulls().group_by("text").agg(count=pl.len().cast(pl.Int64))
        made.append(cells.select(what=pl.lit("text"), of=pl.lit(column), text="text", count="count"))
    said = [c for c in part.columns if part[c].null_count() < part.height]
    told = pl.DataFrame({"of": said}, schema={"of": pl.String})
    made.append(told.select(what=pl.lit("said"), of="of", text=pl.lit(""), count=pl.lit(1, pl.Int64)))
    return pl.concat(made).select(side=pl.lit(side, pl.Int32), what="what", of="of", text="text", count="count")


def _summed(table: "pl.DataFrame", name: str) -> "pl.DataFrame":
    import polars as pl

    return table.group_by(pl.col("text").alias(name)).agg(pl.col("count").sum()).sort(name)


def _arrived(frame: "DataFrame") -> "pl.DataFrame":
    """What a job gives, on the driver."""
    import polars as pl

    return pl.DataFrame(pl.from_arrow(frame.toArrow()))
