"""By what kinds of difference pairs go wrong: what differs between two records, from their texts alone.

- Every pair gets one word for each field: the document, the birth date, the given names, the surname, the script.
- The table says how often a kind is met among all true pairs, and how many of the missed and of the wrongly matched
  pairs show it: a kind that is common among the missed and rare among all is where recall is lost.
- Read with simple means of its own (letters without accents, rapidfuzz on Latin letters), not with ours.
"""

from __future__ import annotations

import unicodedata

import numpy as np
import polars as pl
from bench.identity.scores import Answer, greedy
from rapidfuzz.distance import JaroWinkler

FIELDS = ("document", "birth", "given", "surname", "script")


def described(pairs: pl.DataFrame, left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """The pairs (left, right), with a column of kinds for each of FIELDS."""
    both = pairs.join(_texts(left), left_on="left", right_on="id", how="left").join(
        _texts(right), left_on="right", right_on="id", how="left", suffix="_r"
    )
    rows = both.rows(named=True)
    told = {f: [_KINDS[f](r) for r in rows] for f in FIELDS}
    return pairs.with_columns(pl.Series(f, told[f], dtype=pl.String) for f in FIELDS)


def table(
    found: Answer, pairs: pl.DataFrame, truth: pl.DataFrame, left: pl.DataFrame, right: pl.DataFrame
) -> pl.DataFrame:
    """`field`, `kind`, how many true pairs show it, how many of the missed, how many of the wrong."""
    matched = greedy(found.take(np.flatnonzero(found.match)))
    ids = [pl.concat([pairs[k].cast(pl.String), truth[k]]).unique().sort() for k in ("left", "right")]
    given = pl.DataFrame({"left": ids[0].gather(matched.left), "right": ids[1].gather(matched.right)})
    missed = truth.join(given, on=["left", "right"], how="anti")
    wrong = given.join(truth, on=["left", "right"], how="anti")
    sampled = truth.sample(min(truth.height, 20_000), seed=1)
    named = ((sampled, "true"), (missed, "missed"), (wrong, "wrong"))
    counts = [_count(described(p.select("left", "right"), left, right), n) for p, n in named]
    joined = counts[0]
    for other in counts[1:]:
        joined = joined.join(other, on=["field", "kind"], how="full", coalesce=True)
    return joined.fill_null(0).sort("field", "kind")


def why_missed(pairs: pl.DataFrame, truth: pl.DataFrame) -> dict[str, int]:
    """How many true pairs were never compared, thought unlikely, left for a person, or given away to another."""
    keys = ["left", "right"]
    told = truth.join(pairs, on=keys, how="left")
    decided = (
        told["decision"].fill_null("not compared") if "decision" in told.columns else pl.Series(["-"] * told.height)
    )
    return dict(sorted(decided.value_counts().iter_rows()))


def _count(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    parts = [
        frame.group_by(pl.col(f).alias("kind")).len(name).select(pl.lit(f).alias("field"), "kind", name) for f in FIELDS
    ]
    return pl.concat(parts)


def _texts(frame: pl.DataFrame) -> pl.DataFrame:
    wanted = ("name", "given_names", "surname", "second_surname", "patronymic", "birth_date", "age", "document_number")
    return frame.select("id", *(pl.col(c) if c in frame.columns else pl.lit(None, pl.String).alias(c) for c in wanted))


Row = dict[str, str | None]


def _folded(text: str | None) -> str:
    plain = unicodedata.normalize("NFD", (text or "").lower())
    return " ".join(
        "".join(c if c.isalnum() or c == "." else " " for c in plain if not unicodedata.combining(c)).split()
    )


def _both(row: Row, column: str) -> tuple[str, str]:
    return _folded(row[column]), _folded(row[column + "_r"])


def _document(row: Row) -> str:
    a, b = ("".join(c for c in row[k] or "" if c.isdigit()) for k in ("document_number", "document_number_r"))
    if not a or not b:
        return "missing"
    if a == b:
        return "equal"
    near = len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) <= 2
    return "a slip" if near or abs(len(a) - len(b)) == 1 else "another"


def _birth(row: Row) -> str:
    a, b = row["birth_date"], row["birth_date_r"]
    if not a or not b:
        return "age only" if (a or row["age"]) and (b or row["age_r"]) else "missing"
    if a == b:
        return "equal"
    if a.startswith(b) or b.startswith(a):
        return "coarser"
    if sorted(a) == sorted(b) and a[:4] == b[:4]:
        return "day and month"
    differ = sum(x != y for x, y in zip(a, b, strict=False))
    return "a slip" if differ <= 2 else "another"


def _words(a: str, b: str) -> str:
    """How two names of one column differ."""
    one, two = a.split(), b.split()
    if not one or not two:
        return "missing"
    if one == two:
        return "equal"
    if sorted(one) == sorted(two):
        return "other order"
    if set(one) < set(two) or set(two) < set(one):
        return "a word fewer"
    if any(len(w.strip(".")) == 1 for w in one + two):
        return "initial"
    if not (a + b).replace(" ", "").replace(".", "").isascii():
        return "other script"
    best = [max(JaroWinkler.similarity(w, v) for v in two) for w in one]
    if min(best) > 0.86:
        return "spelt otherwise" if len(one) == len(two) else "spelt otherwise, a word fewer"
    return "partly another" if max(best) > 0.86 else "another"


def _given(row: Row) -> str:
    a, b = _both(row, "given_names")
    return _words(a, b) if a and b else _words(*_whole(row))


def _surname(row: Row) -> str:
    a, b = (
        " ".join(x for x in both if x) for both in zip(_both(row, "surname"), _both(row, "second_surname"), strict=True)
    )
    return _words(a, b) if a and b else "in one column" if row["name"] or row["name_r"] else "missing"


def _whole(row: Row) -> tuple[str, str]:
    names = ("name", "given_names", "patronymic", "surname", "second_surname")
    return (_folded(" ".join(row[n] or "" for n in names)), _folded(" ".join(row[n + "_r"] or "" for n in names)))


def _script(row: Row) -> str:
    a, b = (_of(t) for t in _whole(row))
    return a if a == b else " and ".join(sorted((a, b)))


def _of(text: str) -> str:
    letter = next((c for c in text if c.isalpha()), "a")
    return unicodedata.name(letter).split()[0].lower()


_KINDS = {"document": _document, "birth": _birth, "given": _given, "surname": _surname, "script": _script}
