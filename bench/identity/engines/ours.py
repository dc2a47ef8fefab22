"""exeat itself, in a process of its own: reading both files, matching, the pairs it proposes; then all it compared."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "src"))
sys.path.insert(1, str(Path(__file__).resolve().parent))

import cost
import polars as pl

from exeat.identity.match import Matching, matching

WARM = {"id": ["1"], "name": ["a b"], "birth_date": ["2000-01-01"]}


def answer(left: Path, right: Path) -> tuple[pl.DataFrame, dict[str, float]]:
    """All pairs that were compared, with the decisions; the time is that of the proposals alone."""
    matching(pl.DataFrame(WARM), pl.DataFrame(WARM))  # imports what is imported late, and reads the tables

    def work() -> Matching:
        lists = [pl.read_csv(path, infer_schema=False) for path in (left, right)]
        found = matching(*lists)
        found.pairs()
        return found

    found, spent = cost.timed(work)
    return found.pairs(all_pairs=True), spent


if __name__ == "__main__":
    cost.main(answer)
