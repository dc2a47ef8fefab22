"""Splink 5 on DuckDB, three ways: `docs` (the settings of its readme), `tuned`, `expert` (keys fed to it).

- `docs`: first name, surname, date of birth and place as they stand in the list, in lower case; the library's own
  comparisons, three blocking rules of two columns each.
- `tuned`: tidy parts of names with term frequencies, swapped and second surnames, dates with slips and years,
  documents, sex, town, father; nine blocking rules.
- `expert`: the same in Latin letters, with a level for equal consonant keys, and keys in the blocking.
- The probability is what it predicts; `decision` is a probability of at least one half.
"""

import contextlib
import logging
import sys
import warnings
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import cost
import parts
import polars as pl
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

logging.disable(logging.WARNING)
warnings.filterwarnings("ignore")


def docs(frame: pl.DataFrame) -> pl.DataFrame:
    """Four columns, hardly touched."""
    given, family = (pl.coalesce(c, o).str.to_lowercase() for c, o in (("given_names", "name"), ("surname", "name")))
    first = given.str.split(" ").list.get(0, null_on_oob=True)
    last = (
        pl.when(pl.col("surname").is_null())
        .then(family.str.split(" ").list.get(-1, null_on_oob=True))
        .otherwise(family)
    )
    whole = pl.when(pl.col("birth_date").str.len_chars() == 10).then("birth_date")
    return frame.select(
        "id", first.alias("first_name"), last.alias("surname"), whole.alias("dob"), pl.col("place").alias("city")
    )


def docs_settings() -> dict[str, Any]:
    """As the readme has them."""
    return {
        "comparisons": [
            cl.NameComparison("first_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
        ],
        "rules": [block_on("first_name", "dob"), block_on("surname", "dob"), block_on("first_name", "surname")],
        "sure": [block_on("first_name", "surname", "dob")],
        "learn": [block_on("first_name", "surname"), block_on("dob")],
    }


def _name(column: str, keyed: bool, *more: Any) -> Any:
    exact = cll.ExactMatchLevel(column, term_frequency_adjustments=True)
    key = [cll.ExactMatchLevel(f"{column}_key")] if keyed else []
    first = cll.CustomLevel(f"left({column}_l, 1) = {column}_r or left({column}_r, 1) = {column}_l", "initial")
    levels = [cll.NullLevel(column), exact, cll.JaroWinklerLevel(column, 0.92), *key,
              cll.JaroWinklerLevel(column, 0.85), first, *more, cll.ElseLevel()]  # fmt: skip
    return cl.CustomComparison(output_column_name=column, comparison_levels=levels)


def _dates() -> Any:
    null = cll.CustomLevel("year_l is null or year_r is null", "missing")
    swapped = cll.CustomLevel(
        "left(dob_l, 4) = left(dob_r, 4) and substr(dob_l, 6, 2) = substr(dob_r, 9, 2) "
        "and substr(dob_l, 9, 2) = substr(dob_r, 6, 2)", "day and month")  # fmt: skip
    year = cll.CustomLevel("(dob_l is null or dob_r is null) and year_l = year_r", "year alone")
    near = cll.CustomLevel("(dob_l is null or dob_r is null) and abs(year_l::int - year_r::int) <= 1", "about the year")
    levels = [null.configure(is_null_level=True), cll.ExactMatchLevel("dob"), swapped,
              cll.LevenshteinLevel("dob", 1), year, near, cll.ExactMatchLevel("year"), cll.ElseLevel()]  # fmt: skip
    return cl.CustomComparison(output_column_name="dob", comparison_levels=levels)


def tuned_settings(keyed: bool = False) -> dict[str, Any]:
    """Comparisons and blocking of someone who knows the lists."""
    k = "_key" if keyed else ""
    g, s, t = f"given1{k}", f"surname1{k}", f"surname2{k}"
    crossed = cll.CustomLevel(f"{s}_l = {t}_r or {t}_l = {s}_r or {s}_l = {g}_r or {g}_l = {s}_r", "in another place")
    crossed_given = cll.CustomLevel(f"{g}_l = given2{k}_r or given2{k}_l = {g}_r or {g}_l = {s}_r", "in another place")
    return {
        "comparisons": [
            _name("given1", keyed, crossed_given), _name("given2", keyed),
            _name("surname1", keyed, crossed), _name("surname2", keyed),
            _dates(), cl.LevenshteinAtThresholds("doc", [1, 2]), cl.ExactMatch("sex"),
            cl.JaroWinklerAtThresholds("town", [0.9]), cl.JaroWinklerAtThresholds("father", [0.9, 0.75]),
            cl.ExactMatch("place").configure(term_frequency_adjustments=True),
        ],
        "rules": [block_on(g, s), block_on(s, t), block_on(s, "year"), block_on(g, "dob"), block_on(s, "dob"),
                  block_on("doc"), block_on("dob", "town"), block_on(g, t), block_on(g, "year", "town")],
        "sure": [block_on("doc"), block_on(g, s, "dob")],
        "learn": [block_on(g, s), block_on("dob")],
    }  # fmt: skip


WAYS = {
    "docs": (docs, docs_settings),
    "tuned": (parts.tidy, tuned_settings),
    "expert": (parts.keyed, lambda: tuned_settings(True)),
}


def link(way: str, left: Path, right: Path) -> pl.DataFrame:
    """The pairs of one way."""
    prepare, settings = WAYS[way]
    said, api = settings(), DuckDBAPI()
    tables = [
        api.register(prepare(parts.read(p)).to_arrow(), dataset_display_name=n) for p, n in ((left, "l"), (right, "r"))
    ]
    asked = SettingsCreator(
        link_type="link_only",
        unique_id_column_name="id",
        comparisons=said["comparisons"],
        blocking_rules_to_generate_predictions=said["rules"],
        retain_matching_columns=False,
    )
    linker = Linker(tables, asked, log_level=None)
    linker.training.estimate_probability_two_random_records_match(said["sure"], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in said["learn"]:
        with contextlib.suppress(ValueError):  # a level that none of the block's pairs has: the other rules teach it
            linker.training.estimate_parameters_using_expectation_maximisation(rule, max_pairs=1e6)
    found = pl.from_arrow(linker.inference.predict(threshold_match_weight=-10).as_pyarrow_table())
    assert isinstance(found, pl.DataFrame)
    names = {"left": "id_l", "right": "id_r", "score": "match_weight", "probability": "match_probability"}
    return found.select(pl.col(theirs).alias(ours) for ours, theirs in names.items())


def answer(left: Path, right: Path) -> tuple[pl.DataFrame, dict[str, float]]:
    """The pairs of the way named fourth on the command line, and their cost."""
    return cost.timed(lambda: link(sys.argv[4], left, right))


if __name__ == "__main__":
    cost.main(answer)
