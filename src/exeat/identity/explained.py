"""Why the machine says what it says of a pair of a case: its waterfall, over all lists of the case.

- It is the score of the proposal: counted over the same lists, with the same weights, taught by the same judgements.
"""

from typing import TYPE_CHECKING

from exeat.core.errors import Problem, Refused
from exeat.core.facts import Facts

from .proposals import everywhere, rows_of
from .review import list_of

if TYPE_CHECKING:
    from .among import Among
    from .explain import Waterfall


def explained(facts: Facts, compared: "Among | None", left: str, right: str) -> "Waterfall":
    """The waterfall of two records, by their addresses. Raises Refused for a record that has no name on a list."""
    from .explain import waterfall

    if compared is None:
        raise Refused([Problem("match-record", values={"id": i, "list": list_of(i)}) for i in (left, right)])
    rows = rows_of(facts, everywhere(facts))
    return waterfall(compared, left, right, (rows, rows))
