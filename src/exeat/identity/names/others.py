"""The other names of people: aliases, maiden names, names of war, read as names and compared as names.

- A cell of `other_names` holds several with `;` between them. What repeats the name, or another one, is left out; of
  each record MOST are kept.
- One word alone is what somebody is called in place of the given names: the family names stay.
- Two records are compared by whichever of their names agree best, name or other name on either side. Who has many
  names agrees with more strangers by accident: an agreement of another name is worth less, by how many pairs of names
  there were to choose from. So it must agree better than the names themselves by that much, else these count.
- Nobody loses by other names: where none agrees better, everything is as if there were none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exeat.identity.comparisons import MISSING, Level
from exeat.identity.ordered import firsts

from .compare import COMPARISONS as NAMES
from .compare import NameLevels, compare_names
from .model import GIVEN
from .model import parse_each as parse_names
from .words import NameRows, Words

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    from exeat.identity.sides import Ints

    Floats = np.ndarray[Any, np.dtype[np.float32]]

COLUMN, BETWEEN, MOST = "other_names", ";", 15
KNOWN_AS = "known_as"
COMPARISONS = (
    *NAMES,
    (KNOWN_AS, (
        MISSING,
        Level("of_two", 0.25, 1.0, 1.0),
        Level("of_four", 0.125, 1.0, 1.0),
        Level("of_eight", 0.0625, 1.0, 1.0),
        Level("of_sixteen", 0.0312, 1.0, 1.0),
        Level("of_more", 0.0156, 1.0, 1.0),
    )),
)  # fmt: skip
"""The comparisons of names, and what it costs that another name agrees: a bit for each doubling of the pairs of names,
and one more because most people are listed under the name by which the other list knows them too. Never learnt."""
CHUNK = 400_000  # pairs of names compared at once


def parse_each(lists: "Sequence[pl.DataFrame]") -> "list[pl.DataFrame]":
    """As `model.parse_each`; of lists with other names also `other_tokens`, `other_roles`, a list for each name.

    Other names change nothing in how the names are read.
    """
    said = [_said(rows) if COLUMN in rows.columns else None for rows in lists]
    told = [s for s in said if s is not None]
    parsed = parse_names([*lists, *told])
    names, others = parsed[: len(lists)], iter(parsed[len(lists) :])
    return [n if s is None else _with_others(n, next(others), s["row"]) for n, s in zip(names, said, strict=True)]


def _said(rows: "pl.DataFrame") -> "pl.DataFrame":
    """Every other name of a list, with its row: `row`, `name`."""
    import polars as pl

    split = rows.select(row=pl.int_range(pl.len()), name=pl.col(COLUMN).cast(pl.String).str.split(BETWEEN))
    return split.drop_nulls().explode("name").filter(pl.col("name").str.strip_chars() != "")


def _with_others(names: "pl.DataFrame", others: "pl.DataFrame", row: "pl.Series") -> "pl.DataFrame":
    """The names of a list with the other names beside them, each once."""
    import polars as pl

    at = pl.int_range(pl.len()).alias("row")
    key = pl.col("tokens").list.sort().list.join(" ").alias("key")
    told = _filled(others.with_columns(row).filter(pl.col("tokens").list.len() > 0), names).with_columns(key)
    told = told.join(names.select(at, key), on=["row", "key"], how="anti", maintain_order="left")
    told = told.unique(["row", "key"], keep="first", maintain_order=True)
    each = told.group_by("row").agg(other_tokens=pl.col("tokens").head(MOST), other_roles=pl.col("roles").head(MOST))
    every = names.select(at).join(each, on="row", how="left", maintain_order="left")
    none = {"other_tokens": pl.List(pl.List(pl.String)), "other_roles": pl.List(pl.List(pl.UInt8))}
    return names.with_columns(every.select(pl.col(c).fill_null(pl.lit([], dtype=d)) for c, d in none.items()))


def _filled(others: "pl.DataFrame", names: "pl.DataFrame") -> "pl.DataFrame":
    """The other names; those of one word with the family names of the same record behind it."""
    import polars as pl

    one = pl.col("tokens").list.len() == 1
    long = names.select(pl.int_range(pl.len()).alias("row"), "tokens", "roles").join(
        others.select("row"), "row", "semi"
    )
    family = long.explode("tokens", "roles").filter(pl.col("roles") != GIVEN)
    kept = family.group_by("row", maintain_order=True).agg(pl.col("tokens", "roles").name.prefix("family_"))
    filled = others.join(kept, on="row", how="left", maintain_order="left")
    named = one & pl.col("family_tokens").is_not_null()
    given = pl.lit([GIVEN], dtype=pl.List(pl.UInt8))
    return filled.select(
        "row",
        tokens=pl.when(named).then(pl.concat_list("tokens", "family_tokens")).otherwise("tokens"),
        roles=pl.when(named).then(pl.concat_list(given, "family_roles")).otherwise("roles"),
    )


@dataclass(slots=True)
class Tried:
    """Pairs of names of pairs of records: `at`: which pair of records, in order; `a`, `b`: rows of `NameRows`.

    `tries`: how many pairs of names the pair of records has, its two names among them.
    """

    at: "Any"
    a: "Ints"
    b: "Ints"
    tries: "Any"


def compare_known(words: Words, left: NameRows, right: NameRows, l: "Ints", r: "Ints") -> NameLevels:  # noqa: E741
    """The levels of the pairs (row `l` of left, row `r` of right), by whichever of their names agree best."""
    import numpy as np

    found = compare_names(words, left, right, l, r)
    if left.first is None and right.first is None:
        return found
    found.levels[KNOWN_AS] = np.zeros(len(l), np.uint8)
    for tried in _tried(left, right, l, r):
        _take_best(words, left, right, tried, found)
    return found


def chosen(words: Words, left: NameRows, right: NameRows, l: int, r: int) -> tuple[int, int, int]:  # noqa: E741
    """The rows of the two names by which two records are compared, and how many pairs of names there were."""
    import numpy as np

    one, two = np.array([l], np.int32), np.array([r], np.int32)
    found = compare_names(words, left, right, one, two)
    for tried in _tried(left, right, one, two):
        at = _take_best(words, left, right, tried, found)
        if len(at):
            return int(tried.a[at[0]]), int(tried.b[at[0]]), int(tried.tries[at[0]])
        return l, r, int(tried.tries[0])
    return l, r, 1


def _tried(left: NameRows, right: NameRows, l: "Ints", r: "Ints") -> Iterator[Tried]:  # noqa: E741
    """The pairs of names of the pairs of records that have more than one, some pairs of records at a time."""
    import numpy as np

    of_a, of_b = left.others(l) + 1, right.others(r) + 1
    at = np.flatnonzero(of_a * of_b > 1)
    ends = np.cumsum((of_a * of_b)[at] - 1)
    for some in np.split(at, np.searchsorted(ends, np.arange(CHUNK, ends[-1], CHUNK))) if len(at) else []:
        many = of_a[some] * of_b[some]
        each = np.repeat(some, many - 1)
        number = np.arange(len(each)) - np.repeat(np.cumsum(many - 1) - (many - 1), many - 1) + 1
        i, j = number // of_b[each], number % of_b[each]
        yield Tried(each, left.named(l[each], i), right.named(r[each], j), np.repeat(many, many - 1))


def _take_best(words: Words, left: NameRows, right: NameRows, tried: Tried, found: NameLevels) -> "Any":
    """Put the levels of the best of the tried names in the place of those found, where it is worth it.

    Gives which of the tried were taken.
    """
    import numpy as np

    levels = dict(COMPARISONS)[KNOWN_AS]
    told = compare_names(words, left, right, tried.a, tried.b)
    code = np.minimum(np.ceil(np.log2(tried.tries)), len(levels) - 1).astype(np.uint8)
    cost = np.log2(np.array([lv.u / lv.m for lv in levels], np.float32))[code]
    worth = _worth(told) - cost
    order = np.lexsort((-worth, tried.at))
    best = order[firsts(tried.at[order])]
    best = best[worth[best] > _worth(found)[tried.at[best]]]
    at = tried.at[best]
    for name, _ in NAMES:
        found.levels[name][at] = told.levels[name][best]
        found.bits[name][at] = told.bits[name][best]
    if KNOWN_AS in found.levels:
        found.levels[KNOWN_AS][at] = code[best]
    return best


def _worth(told: NameLevels) -> "Floats":
    """How much each pair of names speaks for one person, by the shipped weights."""
    import numpy as np

    from exeat.identity.scoring.weights import shipped_weights

    table = shipped_weights(dict(NAMES)).levels
    found = np.zeros(len(told.levels[NAMES[0][0]]), np.float32)
    for name, _ in NAMES:
        m, u = (np.log2(np.array([getattr(lv, s) for lv in table[name]], np.float32)) for s in ("m", "u"))
        level, bits = told.levels[name], told.bits[name]
        found += m[level] + np.where(bits >= 0, bits, -u[level])
    return found
