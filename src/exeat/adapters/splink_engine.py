"""Splink 5 on DuckDB as the engine: its Fellegi-Sunter, its expectation and maximisation, on our levels.

- Splink compares records: so each candidate goes in as two records, one a side, that meet in one block of their own;
  the left one carries the level of every comparison.
- What strangers show (`u`) and the prior are ours, counted over pairs drawn evenly; what one person's records show
  (`m`) Splink learns. An agreement that is worth as much as it is rare goes in as a term frequency.
- Of our kin and namesakes Splink knows nothing: two brothers score higher than with us. The guard is ours all the same.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exeat.identity.scoring.evidence import Evidence

if TYPE_CHECKING:
    import polars as pl

    from exeat.identity.comparisons import Level
    from exeat.identity.scoring.weights import Weights

PAIR = "l.pair = r.pair"
LEAST_TO_LEARN = 2_000  # pairs: below, its m is ours
DECIMALS = 2  # of the bits of a term frequency: so many fewer of them are different


@dataclass(frozen=True, slots=True)
class SplinkEngine:
    """See `identity.engine.Engine`. `learn`: whether Splink learns its own m; False = it takes ours."""

    learn: bool = True

    def scores(self, evidence: Evidence, weights: "Weights", size: tuple[int, int]) -> Any:
        """The match weight that Splink gives each pair."""
        import numpy as np
        import polars as pl

        if not evidence.size:
            return np.empty(0, np.float32)
        linker = _linker(evidence, weights, size)
        if self.learn and evidence.size >= LEAST_TO_LEARN:
            linker.training.estimate_parameters_using_expectation_maximisation(
                PAIR, fix_probability_two_random_records_match=True, max_pairs=float(evidence.size)
            )
        found = pl.DataFrame(pl.from_arrow(linker.inference.predict().as_pyarrow_table()))
        return found.sort("pair_l")["match_weight"].to_numpy().astype(np.float32)


def _linker(evidence: Evidence, weights: "Weights", size: tuple[int, int]) -> Any:
    import logging

    from splink import DuckDBAPI, Linker, SettingsCreator
    from splink.blocking_rule_library import CustomRule

    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI()
    tables = [api.register(_side(evidence, s).to_arrow(), dataset_display_name=s) for s in ("a", "b")]
    pairs = size[0] * size[1] / max(1, min(size))
    asked = SettingsCreator(
        link_type="link_only",
        unique_id_column_name="pair",
        probability_two_random_records_match=weights.match / pairs,
        comparisons=[_comparison(name, weights.levels[name], name in evidence.bits) for name in evidence.levels],
        blocking_rules_to_generate_predictions=[CustomRule(PAIR)],
        additional_columns_to_retain=[],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )
    linker = Linker(tables, asked, log_level=None)
    for name in evidence.bits:
        table = api.register(_frequencies(evidence, name).to_arrow(), dataset_display_name=f"tf_{name}")
        linker.table_management.register_term_frequency_lookup(table, f"bits_{name}")
    return linker


def _side(evidence: Evidence, side: str) -> "pl.DataFrame":
    """One record for each pair; both sides carry the same."""
    import polars as pl

    levels = {f"level_{name}": codes for name, codes in evidence.levels.items()}
    return pl.DataFrame({"pair": range(evidence.size), **levels}).with_columns(
        pl.Series(f"bits_{name}", _bits(evidence, name)) for name in evidence.bits
    )


def _bits(evidence: Evidence, name: str) -> "pl.Series":
    """The rarity of what each pair shares as a text, one for each rarity; null where it counts for nothing."""
    import polars as pl

    bits = pl.Series("bits", evidence.bits[name], dtype=pl.Float64).round(DECIMALS)
    return pl.select(pl.when(bits >= 0).then(bits.cast(pl.String))).to_series()


def _frequencies(evidence: Evidence, name: str) -> "pl.DataFrame":
    """How rare each rarity is: what Splink looks up."""
    import polars as pl

    column = f"bits_{name}"
    texts = _bits(evidence, name).drop_nulls().unique().sort().alias(column)
    return texts.to_frame().with_columns((2.0 ** -pl.col(column).cast(pl.Float64)).alias(f"tf_{column}"))


def _comparison(name: str, levels: "tuple[Level, ...]", rare: bool) -> Any:
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl

    made: list[Any] = [cll.CustomLevel(f"level_{name}_l = 0", "missing").configure(is_null_level=True)]
    for number, level in enumerate(levels[1:], 1):
        one = cll.CustomLevel(f"level_{name}_l = {number}", level.id) if number + 1 < len(levels) else cll.ElseLevel()
        told: dict[str, Any] = {"m_probability": level.m, "u_probability": level.u}
        if rare and number + 1 < len(levels):
            told |= {"tf_adjustment_column": f"bits_{name}", "disable_tf_exact_match_detection": True}
        made.append(one.configure(**told))
    return cl.CustomComparison(output_column_name=name, comparison_levels=made)
