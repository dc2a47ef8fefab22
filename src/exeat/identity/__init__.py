"""Who is who: records, and the persons that people's judgements make of them.

    from exeat.identity import explain, match

    pairs = match(left, right)                      # left, right, score, probability, decision
    print(explain(left, right, "SV-001", "P-126"))  # why a pair has its score, bar by bar
    alike(names, others)                            # score, probability: two names and nothing else, pair by pair

`left` and `right` are polars frames or Arrow tables with our columns. `matching` gives everything that pairs rest on.
"""

# Nothing heavy is loaded with these. They are bound here, and not when asked for: `match` is a module, too.
from .explain import Bar, Rival, Waterfall, explain, waterfall
from .match import Matching, match, matching
from .names.alike import alike

__all__ = ["Bar", "Matching", "Rival", "Waterfall", "alike", "explain", "match", "matching", "waterfall"]
