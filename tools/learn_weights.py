"""Writes the shipped weights of matching from invented lists: `python -m tools.learn_weights`.

- The lists are those of `bench/identity`, of every language, with several profiles of errors, so that the weights lean
  to none; each list counts the same. What strangers show is counted over pairs drawn evenly, what kin show over the
  planted kin that are no twins (who are weighed by themselves), what one person's records show over the true pairs.
- The calibration is fitted on the pairs that stand one to one, of other seeds, by logistic regression.
- Nothing is fitted to any other list; lists that are large enough teach their own weights anyway.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from bench.identity.lists import Lists, make

from exeat.identity.comparisons import Level
from exeat.identity.match import Matching, matching
from exeat.identity.names.compare import COMPARISONS as NAMES
from exeat.identity.names.compare import TAKEN
from exeat.identity.names.others import KNOWN_AS
from exeat.identity.scoring.evidence import Evidence
from exeat.identity.scoring.learn import strangers
from exeat.identity.scoring.weights import Weights, as_toml, shipped_weights

TARGET = Path(__file__).resolve().parent.parent / "src/exeat/identity/scoring/weights.toml"
LANGUAGES = ("spanish", "arabic", "slavic", "persian", "hebrew")
PROFILES = ("plain", "harsh", "sparse", "ocr")
SIZE, SEED = 3_000, 9_001
CALIBRATED = ("plain", "harsh")
KIN = ("sibling", "parent")
START = 5.0  # pairs of each list's starting values that count beside its own
Shares = dict[str, dict[str, list[float]]]  # by comparison and level: its share in each list


def main() -> None:
    """Learn, calibrate, write; `--calibrate`: keep what was learnt."""
    weights = kept() if "--calibrate" in sys.argv else learnt(SEED)
    slope, offset = calibration(weights, SEED + 1)
    weights = replace(weights, slope=slope, offset=offset).rounded()
    counted = {name: table for name, table in weights.levels.items() if name != KNOWN_AS}
    TARGET.write_text(HEAD + as_toml(replace(weights, levels=counted)), "utf-8")


HEAD = "# Made by `python -m tools.learn_weights` from invented lists; level = [one person, strangers, close kin].\n"


def kept() -> Weights:
    """The shipped weights as they are."""
    lists = make("mixed", 1_000, SEED)
    done = matching(lists.left, lists.right)
    return shipped_weights(done.weights.levels)


def learnt(seed: int) -> Weights:
    """The weights of all lists together."""
    found: dict[str, Shares] = {"m": {}, "u": {}, "kin": {}}
    tables: dict[str, tuple[Level, ...]] = {}
    for lists in _lists(seed):
        done = matching(lists.left, lists.right)
        tables |= done.weights.levels
        _take(found["m"], done, _evidence(done, lists.truth))
        _take(found["kin"], done, _evidence(done, lists.hard.filter(pl.col("sort").is_in(KIN))))
        _take(found["u"], done, strangers(done.witness))
    levels = {name: tuple(_level(found, name, level) for level in table) for name, table in tables.items()}
    return Weights(levels, match=0.5, kin=0.15, namesake=0.03)


def _lists(seed: int, profiles: Sequence[str] = PROFILES) -> Iterator[Lists]:
    for language in LANGUAGES:
        for profile in profiles:
            yield make(language, SIZE, seed, profile)


def _evidence(done: Matching, pairs: pl.DataFrame) -> Evidence:
    one, two = (done.right_ids, done.left_ids) if done.flipped else (done.left_ids, done.right_ids)
    left, right = _rows(one, pairs["left"]), _rows(two, pairs["right"])
    left, right = (right, left) if done.flipped else (left, right)
    return done.witness.evidence(left, right)


def _rows(ids: pl.Series, wanted: pl.Series) -> Any:
    return wanted.replace_strict(ids, pl.int_range(len(ids), eager=True)).to_numpy().astype(np.int32)


def _take(shares: Shares, done: Matching, evidence: Evidence | None) -> None:
    """The share of each level among the pairs of one list that say something."""
    if evidence is None:
        return
    for name, codes in evidence.levels.items():
        table = done.weights.levels[name]
        if name == KNOWN_AS:
            continue
        counts = np.bincount(codes, minlength=len(table)).astype(float)
        said = counts[1:].sum()
        if said >= START:
            for level, count in zip(table[1:], counts[1:], strict=True):
                shares.setdefault(name, {}).setdefault(level.id, []).append(count / said)


def _level(found: dict[str, Shares], name: str, level: Level) -> Level:
    if level.id == "missing":
        return level
    if (name, level.id) in TAKEN:
        found = {**found, "u": {}}
        level = dict(NAMES)[name][[lv.id for lv in dict(NAMES)[name]].index(level.id)]
    return Level(
        level.id, *(_mean(found[s].get(name, {}).get(level.id, ()), getattr(level, s)) for s in ("m", "u", "kin"))
    )


def _mean(shares: Iterable[float], start: float) -> float:
    """The mean over the lists; the starting value counts as one list in twenty."""
    told = list(shares)
    return float((sum(told) + start * 1.0) / (len(told) + 1.0)) if told else start


def calibration(weights: Weights, seed: int) -> tuple[float, float]:
    """Slope and offset of the log2 odds, by logistic regression over the pairs that stand one to one."""
    score, true = [], []
    for lists in _lists(seed, CALIBRATED):
        done = matching(lists.left, lists.right, start=replace(weights, slope=1.0, offset=0.0))
        pairs = done.pairs(one_to_one_only=True, all_pairs=True)
        told = pairs.join(lists.truth.with_columns(true=1.0), on=["left", "right"], how="left")
        told = told.filter(pl.col("score").abs() < 12)
        score.append(told["score"].to_numpy())
        true.append(told["true"].fill_null(0.0).to_numpy())
    return _logistic(np.concatenate(score), np.concatenate(true))


def _logistic(score: Any, true: Any) -> tuple[float, float]:
    """Newton's method with short steps; log2 odds in, log2 odds out."""
    beta, x = np.array([1.0, 0.0]), np.stack([score * np.log(2.0), np.ones(len(score))], 1)
    for _ in range(100):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + 1e-6 * np.eye(2), x.T @ (true - p))
        beta += np.clip(step, -0.1, 0.1)
    return float(beta[0]), float(beta[1] / np.log(2.0))


if __name__ == "__main__":
    main()
