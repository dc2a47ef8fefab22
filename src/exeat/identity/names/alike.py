"""Whether two names, and nothing else, are one name: how likely, pair by pair.

- Asked of a pair of names by itself: no list, no other record, no other pair makes a difference. `match` asks another
  question, with everything that two records say and with how rare that is on these lists.
- What has no counterpart weighs as much as what agrees: where either name has a word that the other lacks, and the
  other has another in its place, these are two people, however much else is the same. A word that only one of them
  has says little.
- Words stand for one another in any order; an order that is no turning round (father and son changed places) counts
  against it. What is left over on both sides is compared once more as one piece: names are glued, parted, and written
  in scripts of which every syllable is a word.
- One word alone is only part of a name of several, which many others share.
- How rare a word is plays no part: that two people bear one rare name tells of the people, not of the name. The weights
  are in `data/alike.tsv`; `tools/fit_alike.py` fits them on invented lists.
- Symmetric. A name without words is as unlikely as likely: log2 odds 0.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from .align import FAR, Aligned, aligned
from .words import WIDTH, NameRows, Words

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    Floats = np.ndarray[Any, np.dtype[np.float64]]

FEATURES = ("one", "far", "far_across", "apart", "apart_two", "left_over", "tangled", "part")
"""What a pair shows, as numbers. `one`: 1 for every pair; `far`: how many words have that grade (`far_across`: across
scripts); `apart`, `apart_two`: the first word that faces another one, and the further ones, each less as what is left
over is alike (`left_over`); `tangled`: an order that is no turning round; `part`: one word against several. That a
word is near, an initial, or missing on one side was found to weigh nothing beside these."""
BEYOND = 12.0  # log2 odds are never more than this, either way: names alone are not certain


CHANCE, GLUED = 0.6, 0.9
"""How much alike what is left over is by chance, and how much it is where it is the same, glued or parted."""


@dataclass(slots=True)
class Shown:
    """What pairs of names show: `features`, pairs x FEATURES; `told`: which pairs have a word on both sides."""

    features: "Floats"
    told: "Any"


def alike(left: "pl.Series", right: "pl.Series") -> "pl.DataFrame":
    """How likely each pair of names (left[i], right[i]), as received, is one name: `score`, `probability`.

    `score`: log2 odds, for as many pairs of one as of two names among those that look alike at all.
    """
    import numpy as np
    import polars as pl

    shown = show(left, right)
    weights = np.array([parameters().get(name, 0.0) for name in FEATURES])
    most = min(BEYOND, weights[0])  # what is left over and alike is never worth more than if it were the same
    score = np.where(shown.told, np.clip(shown.features @ weights, -BEYOND, most), 0.0)
    return pl.DataFrame({"score": np.round(score, 6), "probability": np.round(1 / (1 + np.exp2(-score)), 6)})


@lru_cache
def parameters() -> dict[str, float]:
    """The weight of each feature, in bits."""
    from .tables import rows

    return {name: float(weight) for name, weight in rows("alike")}


def show(left: "pl.Series", right: "pl.Series") -> Shown:
    """What each pair of names shows."""
    import numpy as np

    from .fold import script

    words, a, b = _numbered(left, right)
    rows = np.arange(len(left), dtype=np.int32)
    features, told = np.zeros((len(left), len(FEATURES))), np.zeros(len(left), bool)
    across = (script(left) != script(right)).fill_null(False).to_numpy()
    for pairs in aligned(words, a, b, rows, rows):
        features[pairs.at] = _features(words, pairs, across[pairs.at])
        told[pairs.at] = True
    return Shown(features, told)


def _numbered(left: "pl.Series", right: "pl.Series") -> tuple[Words, NameRows, NameRows]:
    """The words of the names in the order in which they are written, without what is no name."""
    import numpy as np
    import polars as pl

    from .flat import flat, marked

    texts = marked(pl.DataFrame({"name": pl.concat([left.cast(pl.String).alias("name"), right.cast(pl.String)])}))
    distinct = texts.drop_nulls().unique()
    found = flat(distinct)
    texts_ = found.texts.unique().sort().rename("tokens")
    words = Words(texts_, np.ones(len(texts_), np.int32), len(texts_))
    at = found.texts.replace_strict(words.texts, pl.int_range(len(words.texts), eager=True)).to_numpy()
    first = np.searchsorted(found.rows, np.arange(found.height))
    place = np.arange(len(found.rows)) - first[found.rows]
    grid = np.full((found.height + 1, WIDTH), -1, np.int32)
    kept = place < WIDTH
    grid[found.rows[kept], place[kept]] = at[found.ids[kept]]
    codes = texts.replace_strict(distinct, pl.int_range(len(distinct), eager=True), default=len(distinct)).to_numpy()
    rows = grid[codes]
    names = NameRows(rows, np.zeros(rows.shape, np.uint8), (rows >= 0).sum(1).astype(np.int32))
    n = len(left)
    one, two = (NameRows(rows[s], names.roles[s], names.many[s]) for s in (slice(0, n), slice(n, 2 * n)))
    return words, one, two


def _features(words: Words, pairs: Aligned, across: "Any") -> "Floats":
    import numpy as np

    stands = pairs.partner >= 0
    partner = np.maximum(pairs.partner, 0).astype(np.int64)
    taken = np.zeros(pairs.words_b.shape, bool)
    x, i = np.nonzero(stands)
    taken[x, partner[x, i]] = True
    alone_a, alone_b = (~stands).sum(1), (~taken).sum(1)
    facing = np.minimum(alone_a, alone_b)
    rest = np.where(facing > 0, _rest(words, pairs, stands, taken), 0.0)
    far = (stands & (pairs.grade == FAR)).sum(1)
    columns = {
        "one": np.ones(len(stands)),
        "far": np.where(across, 0, far),
        "far_across": np.where(across, far, 0),
        "apart": np.minimum(facing * (1 - rest), 1),
        "apart_two": np.maximum(facing * (1 - rest) - 1, 0),
        "left_over": rest,
        "tangled": _tangled(stands, partner),
        "part": stands.any(1) & (pairs.words_a.shape[1] == 1) & (pairs.words_b.shape[1] > 1),
    }
    return np.stack([np.asarray(columns[name], np.float64) for name in FEATURES], axis=1)


def _tangled(stands: "Any", partner: "Any") -> "Any":
    """Which pairs have their words in another order that is no turning round (the surname first, the rest after it)."""
    import numpy as np

    falls = np.zeros(len(stands), np.int64)  # how often the words of the right go back as those of the left go on
    first, last = np.full(len(stands), -1, np.int64), np.full(len(stands), -1, np.int64)
    for i in range(stands.shape[1]):
        here, at = stands[:, i], partner[:, i]
        falls += here & (last > at)
        first = np.where(here & (first < 0), at, first)
        last = np.where(here, at, last)
    return (falls > 1) | (falls == 1) & (last > first)


def _rest(words: Words, pairs: Aligned, stands: "Any", taken: "Any") -> "Any":
    """How much more alike than by chance what is left over on both sides is, as one piece: 0 to 1."""
    import numpy as np

    alike = _similar(_piece(words, pairs.words_a, ~stands), _piece(words, pairs.words_b, ~taken))
    return np.clip((alike - CHANCE) / (GLUED - CHANCE), 0, 1)


def _piece(words: Words, rows: "Any", kept: "Any") -> "Any":
    """The sounds of the kept words of each row, as one piece."""
    import numpy as np

    from .skeleton import close

    sounds = np.array(close(words.texts).to_list(), dtype=object)
    return np.where(kept, sounds[rows], "").sum(axis=1)


def _similar(one: "Any", two: "Any") -> "Any":
    """How much alike two pieces are, 0 to 1: the mean over their sounds, the families of sounds, the consonants."""
    import numpy as np
    import polars as pl
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cpdist

    from .skeleton import far, joined

    a, b = (pl.Series(list(piece), dtype=pl.String) for piece in (one, two))
    forms = ((a, b), (joined(a), joined(b)), (far(a), far(b)))
    told = [cpdist(p.to_list(), q.to_list(), scorer=OSA.normalized_similarity) for p, q in forms]
    return np.mean(np.array(told, np.float64), axis=0)
