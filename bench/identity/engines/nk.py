"""nomenklatura's logic-v2, over pairs that share two words of a name, a document, or a birth date and a word.

- Each record is a Person of followthemoney: names in parts, birth date, sex, id number, birth place, nationality.
- It scores some thousands of pairs a second: for lists of a thousand.
"""

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import cost
import parts
import polars as pl
from followthemoney import model
from nomenklatura.matching import LogicV2


def entity(row: dict[str, Any]) -> Any:
    """A record as their entity."""
    given = " ".join(w for w in (row["given_names"], row["patronymic"]) if w)
    last = " ".join(w for w in (row["surname"], row["second_surname"]) if w)
    told = {"name": row["name"] or f"{given} {last}".strip(), "firstName": row["given_names"], "lastName": last,
            "birthDate": row["birth_date"], "gender": {"M": "male", "F": "female"}.get(row["sex"] or ""),
            "idNumber": row["document_number"], "birthPlace": row["birth_place"],
            "fatherName": row["patronymic"]}  # fmt: skip
    made = model.make_entity("Person")
    made.id = row["id"]
    for prop, value in told.items():
        if value:
            made.add(prop, value)
    return made


def blocks(frame: pl.DataFrame) -> pl.DataFrame:
    """id, key: pairs of words of a name, documents, birth dates with a word."""
    tidy = parts.keyed(frame)
    keys = [c for c in tidy.columns if c.endswith("_key")]
    words = (
        tidy.select("id", "dob", pl.concat_list(keys).list.drop_nulls().list.unique().alias("word"))
        .explode("word")
        .drop_nulls("word")
    )
    two = words.join(words, on="id").filter(pl.col("word") < pl.col("word_right"))
    return pl.concat([
        two.select("id", key=pl.col("word") + " " + pl.col("word_right")),
        tidy.select("id", key=pl.col("doc")).drop_nulls(),
        words.drop_nulls("dob").select("id", key=pl.col("dob") + " " + pl.col("word")),
    ]).unique()  # fmt: skip


def link(left: Path, right: Path) -> pl.DataFrame:
    """The pairs that share a block, scored."""
    lists = [parts.read(p) for p in (left, right)]
    pairs = (
        blocks(lists[0])
        .join(blocks(lists[1]), on="key")
        .select(left="id", right="id_right")
        .unique()
        .sort("left", "right")
    )
    one, two = ({r["id"]: entity(r) for r in frame.iter_rows(named=True)} for frame in lists)
    config = LogicV2.default_config()
    scores = [LogicV2.compare(one[a], two[b], config).score for a, b in pairs.iter_rows()]
    score = pl.Series("score", scores, dtype=pl.Float64)
    return pairs.with_columns(score, score.alias("probability")).with_columns(
        decision=pl.when(pl.col("score") >= 0.7).then(pl.lit("match")).otherwise(pl.lit("no"))
    )


def answer(left: Path, right: Path) -> tuple[pl.DataFrame, dict[str, float]]:
    """The pairs and their cost."""
    return cost.timed(lambda: link(left, right))


if __name__ == "__main__":
    cost.main(answer)
