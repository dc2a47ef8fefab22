"""HiGHS in a process of its own, so that it can be stopped at once: a script, started with a model, a place, a time.

It prints nothing; it writes what it found as JSON: `outcome`, `bound` of what was to be minimised, `values`.
Started by the path of this file, it knows nothing of exeat.
"""

import json
import sys
from pathlib import Path


def main(model: str, place: str, seconds: str) -> None:
    """Solve a model and write what came of it."""
    import highspy

    highs = highspy.Highs()
    for name, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0)):
        highs.setOptionValue(name, value)
    if float(seconds) > 0:
        highs.setOptionValue("time_limit", float(seconds))
    highs.readModel(model)
    highs.run()
    status, kinds = highs.getModelStatus(), highspy.HighsModelStatus
    ended = {kinds.kOptimal: "optimal", kinds.kInfeasible: "infeasible", kinds.kUnboundedOrInfeasible: "infeasible"}
    info = highs.getInfo()
    found = {
        "outcome": ended.get(status, "limit"),
        "bound": info.mip_dual_bound,
        "values": list(highs.getSolution().col_value) if info.primal_solution_status == 2 else [],
    }
    Path(place).write_text(json.dumps(found), encoding="ascii")


if __name__ == "__main__":
    main(*sys.argv[1:])
