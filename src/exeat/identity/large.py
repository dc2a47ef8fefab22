"""A list against one that does not fit into memory: read part by part, compared with the whole in mind.

- The long list is read twice: once for its size and for rows drawn evenly, which settle how it is written; once to
  prepare it. Of its records only those stay that share a key with somebody of the short list, on a shelf outside.
- Weights are learnt once, from records of the short list with all their candidates, or given; then they are fixed.
- A pair has the score that it would have if both lists were in memory, with these weights: rarity is counted over the
  whole. One to one, margins and decisions are made of all pairs together, at the end.
- Where the long list has fewer than `DRAWN` rows, what it settles and teaches is what it does in memory.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from .blocking.candidates import BUDGET, Candidates, pairs_allowed
from .blocking.keys import facts_alone, kinds_of
from .blocking.parts import ShortList, Taken
from .customs import Customs
from .judged import Judged, judged_rows
from .match import LEARN_FROM, Found, scored, with_verdicts
from .names.words import NameRows, Rarity, Words, names_of
from .prepare import prepared_part, texts_of
from .scoring.evidence import Evidence, Witness, level_table
from .scoring.learn import Lesson, drawn, share_of, strangers, taught
from .scoring.weights import Weights, shipped_weights
from .sides import Side, Sides
from .whole import Census, rare, rarity_of, told_by_both, words_in

if TYPE_CHECKING:
    import polars as pl

    from .sides import Ints

DRAWN = 100_000
Parts = Callable[[], Iterable[Any]]
"""The long list from its beginning, as often as it is asked for: frames of our columns, in the order of the list."""


class Shelf(Protocol):
    """Where what a part leaves is put aside."""

    def put(self, frame: "pl.DataFrame") -> int:
        """Keep a frame; the number by which it is found again."""

    def get(self, number: int) -> "pl.DataFrame":
        """A frame that was kept."""

    def drop(self, number: int) -> None:
        """It is not needed any more."""


@dataclass(slots=True)
class Memory:
    """A shelf in memory, for lists that are small after all."""

    frames: "list[pl.DataFrame]" = field(default_factory=list)

    def put(self, frame: "pl.DataFrame") -> int:
        """Keep a frame."""
        self.frames.append(frame)
        return len(self.frames) - 1

    def get(self, number: int) -> "pl.DataFrame":
        """A frame that was kept."""
        return self.frames[number]

    def drop(self, number: int) -> None:
        """Forget a frame."""
        self.frames[number] = self.frames[number].clear()


@dataclass(slots=True)
class Kept:
    """What a part left on the shelf: its records that share keys (`rows`), and which keys those are (`hits`)."""

    rows: int
    hits: int


@dataclass(slots=True)
class Drawn:
    """Pairs of a part: rows of the short list, rows of `frame` on the shelf (whose first has the number `start`)."""

    left: "Ints"
    right: "Ints"
    hits: "Ints"
    frame: int
    start: int


@dataclass(slots=True)
class Whole:
    """Both lists after they were read."""

    short: "pl.DataFrame"
    sample: "pl.DataFrame"
    keys: ShortList
    census: tuple[Census, Census]
    kept: list[Kept]
    named: "list[pl.DataFrame]"  # records of the long list that a judgement names

    @property
    def size(self) -> tuple[int, int]:
        """How many records either list has."""
        return self.census[0].records, self.census[1].records


def match_large(
    short: Any,
    parts: Parts,
    *,
    as_of: date | None = None,
    weights: Weights | None = None,
    rarity: Rarity | None = None,
    judged: "pl.DataFrame | None" = None,
    start: Weights | None = None,
    budget: int = BUDGET,
    shelf: Shelf | None = None,
    flipped: bool = False,
) -> Found:
    """A short list against a long one that comes in parts; otherwise as `match.matching`.

    `flipped`: the caller named the long one first. `shelf`: where the parts leave what is still needed.
    """
    shelf = Memory() if shelf is None else shelf
    whole = _read(texts_of(short), parts, as_of, shelf, judged)
    taken = Taken(whole.keys, whole.keys.largest(pairs_allowed(*whole.size, budget)))
    gathered = _gathered(whole, taken, shelf)
    known = judged_rows(judged, whole.short["id"], gathered.ids, within=False)
    court = Court.of(whole, rarity)
    weights = weights or court.weights(gathered, shelf, known, start)
    score, guard = court.scores(gathered, shelf, weights)
    return _found(whole, taken, gathered, known, weights, score, guard, flipped)


def _read(
    short: "pl.DataFrame", parts: Parts, as_of: date | None, shelf: Shelf, judged: "pl.DataFrame | None"
) -> Whole:
    """Prepare both lists, count over the whole of them, and shelve what shares a key."""
    import polars as pl

    drawn_rows, records = sampled(parts())
    ours: Customs = {}
    theirs: Customs = {}
    one, comparisons = prepared_part(short, as_of, ours, drawn_rows)
    sample, _ = prepared_part(texts_of(drawn_rows), as_of, theirs, short)
    keys = ShortList.of(facts_alone(one), kinds_of(max(short.height, records)))
    mine = Census(comparisons)
    mine.add(one)
    other = Census(comparisons, {c: one[c].drop_nulls().unique() for c in rare(comparisons)})
    whole = Whole(one, sample, keys, (mine, other), [], [])
    named = None if judged is None else pl.concat([judged["left"], judged["right"]]).unique().implode()
    for rows in _prepared(parts(), as_of, theirs):
        other.add(rows)
        whole.kept.append(_kept(rows, keys, shelf))
        if named is not None:
            whole.named.append(rows.filter(rows["id"].is_in(named)))
    return whole


def _prepared(parts: Iterable[Any], as_of: date | None, customs: Customs) -> "Iterator[pl.DataFrame]":
    before = 0
    for part in parts:
        rows, _ = prepared_part(part, as_of, customs, before=before)
        before += rows.height
        yield rows


def _kept(rows: "pl.DataFrame", keys: ShortList, shelf: Shelf) -> Kept:
    """Shelve the rows that share a key, and the keys that they share."""
    hits = keys.hits(facts_alone(rows))
    rows, hits = _only(rows, hits)
    return Kept(shelf.put(rows), shelf.put(hits))


def _only(rows: "pl.DataFrame", hits: "pl.DataFrame") -> "tuple[pl.DataFrame, pl.DataFrame]":
    """The rows that `hits` name in `r`, in their order, and `hits` with their new numbers."""
    import numpy as np
    import polars as pl

    named, r = np.unique(hits["r"].to_numpy(), return_inverse=True)
    return rows[named], hits.with_columns(r=pl.Series(r.astype(np.uint32)))


def sampled(parts: Iterable[Any], least: int = DRAWN) -> "tuple[pl.DataFrame, int]":
    """Rows drawn evenly from a list: all, or at least so many; and how many rows the list has."""
    import polars as pl

    kept: list[pl.DataFrame] = []
    step, seen, held = 1, 0, 0
    for part in parts:
        frame = part if isinstance(part, pl.DataFrame) else pl.DataFrame(pl.from_arrow(part))
        kept.append(frame.gather_every(step, -seen % step))
        seen, held = seen + frame.height, held + kept[-1].height
        while held >= 2 * least:
            kept = [pl.concat(kept).gather_every(2)]
            step, held = step * 2, kept[0].height
    return (pl.concat(kept) if kept else pl.DataFrame()), seen


@dataclass(slots=True)
class Gathered:
    """The pairs of all parts. `ids`: of the records of the long list that have any, in their order.

    `place`: where in `ids` each of these records stands, as the parts name them one after the other.
    """

    groups: list[Drawn]
    ids: "pl.Series"
    place: Any

    def right(self, group: Drawn, rows: "Ints") -> "Ints":
        """The places of rows of a group."""
        placed: Ints = self.place[rows + group.start]
        return placed


def _gathered(whole: Whole, taken: Taken, shelf: Shelf) -> Gathered:
    """The pairs of every part, with only the rows that have any on the shelf."""
    import numpy as np
    import polars as pl

    groups: list[Drawn] = []
    ids: list[pl.Series] = [whole.short["id"].clear()]
    start = 0
    for kept in whole.kept:
        left, right, hits = taken.of(shelf.get(kept.hits))
        if len(left):
            named, r = np.unique(right, return_inverse=True)
            rows = shelf.get(kept.rows)[named]
            groups.append(Drawn(left, r.astype(np.int32), hits, shelf.put(rows), start))
            ids.append(rows["id"])
            start += rows.height
        shelf.drop(kept.rows)
        shelf.drop(kept.hits)
    return _placed(groups, pl.concat(ids), [rows["id"] for rows in whole.named])


def _placed(groups: list[Drawn], ids: "pl.Series", named: "list[pl.Series]") -> Gathered:
    """All records that have pairs, and those that a judgement names, in the order of their ids."""
    import numpy as np
    import polars as pl

    more = pl.concat([ids.clear(), *named])
    every = pl.concat([ids, more.filter(~more.is_in(ids.implode()))])
    order = every.arg_sort() if every.is_unique().all() else pl.Series(np.arange(len(every)))
    place = np.empty(len(every), np.int32)
    place[order.to_numpy()] = np.arange(len(every), dtype=np.int32)
    return Gathered(groups, every.gather(order), place)


@dataclass(slots=True)
class Court:
    """Everything that scoring pairs of any part needs of the whole."""

    whole: Whole
    rarity: Rarity
    words: Words
    named: NameRows
    comparisons: tuple[Any, ...]

    @classmethod
    def of(cls, whole: Whole, rarity: Rarity | None) -> "Court":
        """`rarity`: the counts of a still larger whole, in the place of the lists' own where they are larger."""
        own = rarity_of(*whole.census)
        counts = own if rarity is None else larger(own, rarity)
        words = words_in(counts)
        return cls(whole, counts, words, names_of(whole.short, words), told_by_both(*whole.census))

    def witness(self, rows: "pl.DataFrame") -> Witness:
        """A witness of the short list and some rows of the long one."""
        sides = Sides(Side(self.whole.short), Side(rows))
        names = (self.named, names_of(rows, self.words))
        return Witness(sides, self.words, names, self.comparisons, self.rarity, self.whole.size)

    def weights(self, gathered: Gathered, shelf: Shelf, known: Judged, start: Weights | None) -> Weights:
        """Weights learnt from records of the short list, drawn evenly, with all their candidates; or the shipped."""
        start = start or shipped_weights(level_table(self.comparisons))
        total = sum(len(g.left) for g in gathered.groups)
        if sum(self.whole.size) < LEARN_FROM or not total:
            return start
        share = share_of(total)
        seen = [self._seen(gathered, g, shelf, share) for g in gathered.groups]
        seen.append(self._brought(gathered, known, share, seen))
        left, right = (_joined([s[n] for s in seen]) for n in (0, 1))
        lesson = Lesson(left, right, together([s[2] for s in seen]), share, known.among(left, right))
        return taught(lesson, strangers(self.witness(self.whole.sample)), self.whole.size, start)

    def _seen(self, gathered: Gathered, group: Drawn, shelf: Shelf, share: float) -> "tuple[Ints, Ints, Evidence]":
        at = drawn(group.left, share)
        left, right = group.left[at], group.right[at]
        evidence = self.witness(shelf.get(group.frame)).evidence(left, right)
        return left, gathered.right(group, right), evidence

    def _brought(
        self, gathered: Gathered, known: Judged, share: float, seen: "list[tuple[Ints, Ints, Evidence]]"
    ) -> "tuple[Ints, Ints, Evidence]":
        """Pairs that share no key, and were judged the same."""
        import numpy as np
        import polars as pl

        left, right = known.brought(*(_joined([s[n] for s in seen]) for n in (0, 1)))
        at = drawn(left, share) if share < 1 else np.ones(len(left), bool)
        left, right = left[at], right[at]
        rows = pl.concat([self.whole.sample.clear(), *self.whole.named])
        number = dict(zip(rows["id"].to_list(), range(rows.height), strict=True))
        there = np.array([number[id] for id in gathered.ids.gather(pl.Series(right)).to_list()], np.int32)
        return left, right, self.witness(rows).evidence(left, there)

    def scores(self, gathered: Gathered, shelf: Shelf, weights: Weights) -> tuple[Any, Any]:
        """The score and the guard's flags of the pairs of all parts, one part after the other."""
        found = [scored(self.witness(shelf.get(g.frame)), g.left, g.right, weights) for g in gathered.groups]
        return _joined([f[0] for f in found]), _joined([f[1] for f in found])


def larger(own: Rarity, whole: Rarity) -> Rarity:
    """The counts of a larger whole where they are larger; as `words_of` takes them."""
    import polars as pl

    words = pl.concat([own.words, whole.words.select("word", pl.col("count").cast(pl.Int64))])
    words = words.group_by("word").agg(pl.col("count").max())
    return replace(own, words=words, records=max(own.records, whole.records))


def together(parts: list[Evidence]) -> Evidence:
    """The evidence of several parts, one after the other."""
    if not parts:
        return Evidence({}, {}, 0)
    levels = {name: _joined([p.levels[name] for p in parts]) for name in parts[0].levels}
    bits = {name: _joined([p.bits[name] for p in parts]) for name in parts[0].bits}
    return Evidence(levels, bits, sum(p.size for p in parts))


def _joined(arrays: list[Any]) -> Any:
    import numpy as np

    return np.concatenate(arrays) if arrays else np.empty(0, np.int32)


def _found(
    whole: Whole,
    taken: Taken,
    gathered: Gathered,
    known: Judged,
    weights: Weights,
    score: Any,
    guard: Any,
    flipped: bool,
) -> Found:
    """All pairs together, in the order of the ids; what people judged goes before what the machine finds."""
    import numpy as np

    groups = gathered.groups
    left, hits = _joined([g.left for g in groups]), _joined([g.hits for g in groups])
    right = _joined([gathered.right(g, g.right) for g in groups])
    at = np.lexsort((right, left))
    found = Candidates(left[at], right[at], hits[at], taken.largest, taken.report())
    ids = whole.short["id"], gathered.ids
    made = found_of(ids, found, known, weights, score[at], guard[at], flipped)
    made.records = whole.size
    return made


def found_of(
    ids: "tuple[pl.Series, pl.Series]",
    found: Candidates,
    known: Judged,
    weights: Weights,
    score: Any,
    guard: Any,
    flipped: bool,
) -> Found:
    """Candidates that were scored elsewhere, with what people judged."""
    import numpy as np

    every = known.included(found)
    where = np.searchsorted(_keys(every), _keys(found))
    scores, guards = np.zeros(len(every.left), np.float32), np.zeros(len(every.left), np.uint8)
    scores[where], guards[where] = score, guard
    scores, guards = with_verdicts(known.among(every.left, every.right), scores, guards)
    return Found(*ids, every, weights, scores, guards, flipped)


def _keys(found: Candidates) -> Any:
    import numpy as np

    return found.left.astype(np.int64) << 32 | found.right.astype(np.int64)
