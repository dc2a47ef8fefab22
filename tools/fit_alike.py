"""Writes what `exeat.identity.alike` weighs by: `python -m tools.fit_alike `.

- `data/alike.tsv`: by logistic regression on the names of the invented lists of `bench/identity`, every language and
  several profiles of errors. One person's: the true pairs, and names glued, parted, turned round. Two people's: kin and
  twins of the lists, names of which one word is another person's, father and son changed places, and the most similar
  strangers. Nothing is fitted to any public list of names; those only measure.
"""

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from bench.identity.lists import make

from exeat.identity.names.alike import FEATURES, show
from exeat.identity.names.fold import fold
from exeat.identity.names.skeleton import close, far

DATA = Path(__file__).resolve().parent.parent / "src/exeat/identity/names/data"
LANGUAGES = ("spanish", "arabic", "slavic", "persian", "hebrew")
PROFILES = ("names_only", "scripts", "harsh", "ocr")
SIZE, SEED = 1_200, 7_001
SIGNS = {"one": 0, "left_over": 1}  # of the weights; all others are differences
"""A difference never speaks for one name: a weight that would is left out."""
Pairs = pl.DataFrame  # left, right: names; same: bool


def main() -> None:
    """Fit, write."""
    told = pl.concat([pairs(language, profile) for language in LANGUAGES for profile in PROFILES])
    beta = fitted(told)
    rows = [f"{name}\t{weight:.3f}" for name, weight in zip(FEATURES, beta, strict=True)]
    (DATA / "alike.tsv").write_text("\n".join(["feature\tweight", *rows]) + "\n", "utf-8")


def pairs(language: str, profile: str) -> Pairs:
    """Pairs of names of one language and profile, some of one person, some of two."""
    rng = np.random.default_rng([SEED, LANGUAGES.index(language), PROFILES.index(profile)])
    lists = make(language, SIZE, SEED, profile, "full")
    true, hard = (_names(lists.left, lists.right, frame) for frame in (lists.truth, lists.hard))
    kin = hard.filter(pl.col("sort") != "namesake")
    edited = true.filter(pl.col("left").str.count_matches(" ") > 0)
    left, right = edited["left"].to_list(), edited["right"].to_list()
    other = [right[i] for i in rng.permutation(len(right))]
    made = [
        _made(left, [_glued(name, rng) for name in right], True, rng, 0.15),
        _made(left, [_parted(name, rng) for name in right], True, rng, 0.05),
        _made(left, [_turned(name) for name in left], True, rng, 0.15),
        _made(left, left, True, rng, 0.1),
        _made(left, [_replaced(a, b, rng) for a, b in zip(right, other, strict=True)], False, rng, 0.5),
        _made(left, [_replaced(a, b, rng) for a, b in zip(left, other, strict=True)], False, rng, 0.5),
        _made(left, [_halved(a, b) for a, b in zip(right, other, strict=True)], False, rng, 0.2),
        _made(left, [_changed(name) for name in left], False, rng, 0.1),
        _made(left, _nearest(left), False, rng, 0.3),
        _made(left, _resembling(left, rng), False, rng, 0.5),
        _made([_one_word(name, rng) for name in left], right, True, rng, 0.05),
        _made(*_shared(left, rng), False, rng, 0.3),
        _made(left, _resembling(right, rng), False, rng, 0.3),
    ]
    some = [true.select("left", "right", same=True), kin.select("left", "right", same=False)]
    return pl.concat([*some, *made]).filter(pl.col("same") | (pl.col("left") != pl.col("right")))


def _names(left: pl.DataFrame, right: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    one = left.select(left="id", a="name")
    two = right.select(right="id", b="name")
    both = pairs.join(one, on="left").join(two, on="right").drop("left", "right").rename({"a": "left", "b": "right"})
    return both.drop_nulls(["left", "right"])


def _made(left: list[str], right: list[str], same: bool, rng: Any, share: float) -> Pairs:
    kept = rng.random(len(left)) < share
    frame = pl.DataFrame({"left": left, "right": right, "same": [same] * len(left)})
    return frame.filter(pl.Series(kept), pl.col("same") | (pl.col("left") != pl.col("right")))


def _glued(name: str, rng: Any) -> str:
    words = name.replace(",", "").split(" ")
    at = int(rng.integers(len(words) - 1)) if len(words) > 1 else 0
    return " ".join([*words[:at], "".join(words[at : at + 2]), *words[at + 2 :]])


def _parted(name: str, rng: Any) -> str:
    words = name.split(" ")
    at = int(rng.integers(len(words)))
    middle = len(words[at]) // 2
    return " ".join([*words[:at], words[at][:middle], words[at][middle:], *words[at + 1 :]]) if middle > 1 else name


def _turned(name: str) -> str:
    words = name.replace(",", "").split(" ")
    return " ".join([words[-1], *words[:-1]])


def _changed(name: str) -> str:
    """The first two words have changed places, of three or more: the father is the son."""
    words = name.replace(",", "").split(" ")
    return " ".join([words[1], words[0], *words[2:]]) if len(words) > 2 else name


def _replaced(name: str, other: str, rng: Any) -> str:
    """One word is another person's: its last, its first, or any."""
    words, others = name.replace(",", "").split(" "), other.replace(",", "").split(" ")
    at = (len(words) - 1, 0, int(rng.integers(len(words))))[int(rng.integers(3))]
    new = others[-1 if at == len(words) - 1 else min(at, len(others) - 1)]
    return " ".join([*words[:at], new, *words[at + 1 :]])


def _one_word(name: str, rng: Any) -> str:
    words = name.replace(",", "").split(" ")
    return words[int(rng.integers(len(words)))]


def _shared(names: list[str], rng: Any) -> tuple[list[str], list[str]]:
    """One word of each name, and another person's name that has that word; the name itself where nobody has it."""
    bearers: dict[str, list[str]] = {}
    for name in names:
        for word in name.replace(",", "").split(" "):
            bearers.setdefault(word, []).append(name)
    words = [_one_word(name, rng) for name in names]
    return words, [bearers[w][int(rng.integers(len(bearers[w])))] for w in words]


def _halved(name: str, other: str) -> str:
    """The given names of one, the rest of another."""
    words, others = name.replace(",", "").split(" "), other.replace(",", "").split(" ")
    half = (len(words) + 1) // 2
    return " ".join([*words[:half], *others[half:]])


def _nearest(names: list[str]) -> list[str]:
    """Of each name, the most similar other name of the list."""
    from rapidfuzz.fuzz import token_sort_ratio
    from rapidfuzz.process import cdist

    lower = [n.lower() for n in names]
    alike = cdist(lower, lower, scorer=token_sort_ratio)
    same = np.array(lower)[:, None] == np.array(lower)[None, :]
    alike[same] = 0
    return [names[i] for i in alike.argmax(1)]


def _resembling(names: list[str], rng: Any) -> list[str]:
    """Of each name one word is the most similar other word of the list: Castillo for Castro."""
    from rapidfuzz.distance import JaroWinkler
    from rapidfuzz.process import cdist

    parted = [name.replace(",", "").split(" ") for name in names]
    folded = pl.Series("word", [word for words in parted for word in words], dtype=pl.String)
    counts = folded.value_counts().filter((pl.col("count") >= 3) & (pl.col("word").str.len_chars() > 3)).sort("word")
    usual = counts["word"]
    latin = fold(usual)
    similar = cdist(latin.to_list(), latin.to_list(), scorer=JaroWinkler.similarity)
    for key in (close(latin), far(latin)):
        codes = key.rank("dense").fill_null(0).to_numpy()
        similar[codes[:, None] == codes[None, :]] = 0
    nearest = dict(zip(usual, usual.gather(similar.argmax(1)), strict=True))
    made = []
    for words in parted:
        known = [i for i, word in enumerate(words) if word in nearest]
        at = known[int(rng.integers(len(known)))] if known else -1
        made.append(" ".join(nearest[w] if i == at else w for i, w in enumerate(words)))
    return made


def fitted(told: Pairs) -> Any:
    """The weights in bits, each of its sign; as many pairs of one person as of two, by their weights."""
    shown = show(told["left"], told["right"])
    x, y = shown.features[shown.told], told["same"].to_numpy()[shown.told].astype(float)
    weight = np.where(y > 0, 0.5 / y.mean(), 0.5 / (1 - y.mean()))
    sign = np.array([SIGNS.get(name, -1) for name in FEATURES])
    beta = np.zeros(x.shape[1])
    free = np.ones(x.shape[1], bool)
    while True:
        beta[:] = 0
        beta[free] = _logistic(x[:, free], y, weight)
        wrong = beta * sign
        if not (wrong < 0).any():
            p = 1 / (1 + np.exp2(-(x @ beta)))
            print(f"{len(y)} pairs, {int(y.sum())} of one person: right {((p > 0.5) == (y > 0.5)).mean():.4f}")
            return beta
        free[wrong.argmin()] = False


def _logistic(x: Any, y: Any, weight: Any, ridge: float = 1.0) -> Any:
    """Newton's method with short steps; weights in bits."""
    beta = np.zeros(x.shape[1])
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        hess = (x * (weight * p * (1 - p))[:, None]).T @ x + ridge * np.eye(x.shape[1])
        beta += np.clip(np.linalg.solve(hess, x.T @ (weight * (y - p)) - ridge * beta), -1, 1)
    return beta / np.log(2)


if __name__ == "__main__":
    main()
