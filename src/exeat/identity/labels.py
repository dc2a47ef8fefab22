"""What verdicts teach: pairs that people judged, as labelled pairs for the scoring of the case's other pairs.

- *Unsure* teaches nothing. Nor does a pair of which two standing verdicts differ, nor any within a person whose
  judgements contradict one another through a chain: one of them is wrong, and nobody knows which.
- Only what somebody judged is a label, never what follows from it.
- Reviewers are asked about the pairs that are hardest to tell: labels are no sample of all pairs, and how often they
  say *same* says nothing of how often records meet.
"""

from typing import TYPE_CHECKING

from exeat.core.facts import Facts

from .judgements import judgements
from .people import people

if TYPE_CHECKING:
    import polars as pl


def labels(facts: Facts) -> "pl.DataFrame":
    """`left`, `right` (addresses of records, sorted by UTF-8) and `same`: one row a judged pair, sorted."""
    import polars as pl

    told = judgements(facts).filter(pl.col("verdict") != "unsure")
    if told.is_empty():
        return told.select("left", "right", (pl.col("verdict") == "same").alias("same"))
    found = (
        told.group_by("left", "right")
        .agg((pl.col("verdict") == "same").first().alias("same"), pl.col("verdict").n_unique().alias("verdicts"))
        .filter(pl.col("verdicts") == 1)
        .sort("left", "right")
    )
    known = people(facts)
    doubtful = {d.person for d in known.doubts if d.kind == "contradiction"}
    ends = pl.DataFrame({"l": known.persons(found["left"]), "r": known.persons(found["right"])})
    inside = ends.select((pl.col("l") == pl.col("r")) & pl.col("l").is_in(doubtful)).to_series()
    return found.filter(~inside).select("left", "right", "same")
