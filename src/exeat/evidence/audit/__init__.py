"""The audit of lists: what may be missing, impossible, double, or said otherwise by somebody else.

Findings are proposals to look, in the words of whoever says them. Nobody is joined, removed or corrected.
"""

from .nouns import KINDS, Audit, Compared, Findings, Kind, Listed
from .of_case import of_case
from .owed import owed
from .survey import audit
from .totals import is_totals
from .versions import alike

__all__ = ["KINDS", "Audit", "Compared", "Findings", "Kind", "Listed", "alike", "audit", "is_totals", "of_case", "owed"]
