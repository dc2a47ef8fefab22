"""Does a plan hold, do designated names hold? A second implementation, which trusts nothing that it checks.

- Written from `docs/spec/clearing.md`; it imports the nouns of core alone, and uses plain Python throughout.
- `people` (who is who) -> `rules`, `impediments` (who is free) -> `reading` (which clauses) -> `selection`, `setting`
  (who is meant) -> `counts` (does every clause hold) -> `verdict` (a plan), `names` (somebody else's names).
- What it does not do: it looks for no better plan; a lottery is drawn again, but its chances are not worked out again.
"""

from .finding import CODES, Finding
from .names import check_names
from .verdict import check_plan

__all__ = ["CODES", "Finding", "check_names", "check_plan"]
