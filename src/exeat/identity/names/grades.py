"""How near two words of names are, as one of a few grades, for whole columns of pairs.

- `same`: equal; `variant`: equal but for spelling (one close key), or forms of one name; `near`: one slip of a hand;
  `far`: the same consonants, or much alike; `initial`: one is the first letter of the other; `different`.
- Symmetric: which word stands left changes nothing.
"""

from typing import TYPE_CHECKING, Any

from .skeleton import close, far

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    Grades = np.ndarray[Any, np.dtype[np.uint8]]

GRADES = ("same", "variant", "near", "far", "initial", "different")
SAME, VARIANT, NEAR, FAR, INITIAL, DIFFERENT = range(6)
ALIKE = 0.88
"""The Jaro-Winkler similarity from which on two words are `far` and not `different`."""


def grades(left: "pl.Series", right: "pl.Series") -> "Grades":
    """The grade of each pair of folded words (codes of GRADES); a null is different from everything."""
    import numpy as np
    import polars as pl

    frame = pl.DataFrame({"a": left, "b": right})
    for column in ("a", "b"):
        words = frame.select(pl.col(column).unique())
        keys = words.with_columns(
            close(words[column]).alias(f"{column}_close"), far(words[column]).alias(f"{column}_far")
        )
        frame = frame.join(keys, on=column, how="left", maintain_order="left")
    found = np.full(frame.height, DIFFERENT, np.uint8)
    for code, rule in ((FAR, _far), (INITIAL, _initial), (NEAR, _near), (VARIANT, _variant), (SAME, _same)):
        found[rule(frame)] = code
    return found


def _same(frame: "pl.DataFrame") -> "Any":
    return (frame["a"] == frame["b"]).fill_null(False).to_numpy()


def _variant(frame: "pl.DataFrame") -> "Any":
    return (frame["a_close"] == frame["b_close"]).fill_null(False).to_numpy()


def _near(frame: "pl.DataFrame") -> "Any":
    import numpy as np
    from rapidfuzz.distance import OSA

    shorter = _shorter(frame, "a", "b")
    slips = _distance(OSA.distance, frame, "a", "b")
    sounds = _distance(OSA.distance, frame, "a_close", "b_close")
    allowed = np.where(shorter >= 8, 2, 1)
    return (shorter >= 4) & ((slips <= allowed) | (sounds <= 1) & (_shorter(frame, "a_close", "b_close") >= 4))


def _far(frame: "pl.DataFrame") -> "Any":
    from rapidfuzz.distance import JaroWinkler

    equal = (frame["a_far"] == frame["b_far"]).fill_null(False).to_numpy() & (_shorter(frame, "a_far", "b_far") >= 2)
    return equal | (_distance(JaroWinkler.normalized_similarity, frame, "a", "b") >= ALIKE)


def _initial(frame: "pl.DataFrame") -> "Any":
    first = frame["a"].str.head(1) == frame["b"].str.head(1)
    return first.fill_null(False).to_numpy() & (_shorter(frame, "a", "b") == 1)


def _shorter(frame: "pl.DataFrame", a: str, b: str) -> "Any":
    import polars as pl

    return frame.select(pl.min_horizontal(pl.col(a).str.len_chars(), pl.col(b).str.len_chars()).fill_null(0))[
        a
    ].to_numpy()


def _distance(scorer: "Any", frame: "pl.DataFrame", a: str, b: str) -> "Any":
    from rapidfuzz.process import cpdist

    return cpdist(frame[a].fill_null("").to_list(), frame[b].fill_null("").to_list(), scorer=scorer)
