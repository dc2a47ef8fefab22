"""Records dealt out over partitions of their keys: whoever shares a block meets in one of them, with the same score."""

import polars as pl
import pytest

from exeat.identity.blocking.keys import kinds_of
from exeat.identity.match import matching
from exeat.identity.partition import Bench, dealt, met
from exeat.identity.prepare import prepared_part, texts_of
from exeat.identity.whole import Census, rarity_of, told_by_both, words_in
from tests.identity.two_lists import two_lists


def also_known(rows: pl.DataFrame) -> pl.DataFrame:
    """The list, every third of it with other names: of the one before, and one that nobody else has."""
    before = pl.format("{} {}; Zurdo Wolmaren", pl.col("given_names").shift(), pl.col("surname").shift())
    return rows.with_columns(other_names=pl.when(pl.int_range(pl.len()) % 3 == 2).then(before))


@pytest.mark.parametrize("partitions", [1, 2, 5])
def test_a_pair_is_not_lost_between_two_partitions(partitions: int) -> None:
    lists = [texts_of(also_known(rows)) for rows in two_lists(40, 120)]
    whole = matching(*lists)
    one, two = (prepared_part(rows, None, {}, other) for rows, other in (lists, lists[::-1]))
    sides = [rows.with_row_index("row") for rows, _ in (one, two)]
    counts = [Census(one[1]) for _ in sides]
    for count, rows in zip(counts, sides, strict=True):
        count.add(rows)
    rarity = rarity_of(*counts)
    largest = whole.candidates.largest
    bench = Bench(words_in(rarity), rarity, told_by_both(*counts), (40, 120), largest)
    cards = [dealt(rows, kinds_of(120), partitions) for rows in sides]
    seen: dict[tuple[int, int], tuple[int, float]] = {}
    for part in range(partitions):
        a, b = (c.filter(pl.col("part") == part) for c in cards)
        pairs = met(a, b, largest)
        score, _ = bench.scores(a, b, pairs, whole.weights)
        for l, r, kinds, s in zip(a["row"][pairs.left], b["row"][pairs.right], pairs.kinds, score, strict=True):  # noqa: E741
            before = seen.get((l, r), (0, float(s)))
            assert before[1] == float(s)
            seen[l, r] = int(kinds) | before[0], float(s)
    told = zip(whole.candidates.left, whole.candidates.right, whole.candidates.hits, whole.score, strict=True)
    found = {key: (kinds.bit_count(), score) for key, (kinds, score) in seen.items()}
    assert found == {(int(a), int(b)): (int(hits), float(s)) for a, b, hits, s in told}
