"""What clauses ask of a move beyond the rules: a recent proof of life, a petition window that has passed.

- They bear on the moves by the clause that they name, whoever makes the statements.
- Of several that ask, the fewest days of proof and the most days of window count.
"""

from collections.abc import Iterator, Sequence

from exeat.core import clauses as cl
from exeat.core.clauses import Clause

PROOF, WINDOW = "proof_of_life", "petition_window_passed"


def proof_days(clauses: Sequence[Clause], moving: str) -> int | None:
    """How old a proof of life may be for the moves by a clause; None where nothing asks for one."""
    return min((days for c in clauses if isinstance(c, cl.Inform) for days in _asked(c, moving)), default=None)


def petition_days(clauses: Sequence[Clause], moving: str) -> int | None:
    """How many days must lie between the legal act and the moves by a clause; None where nothing asks for any."""
    return max((days for c in clauses if isinstance(c, cl.When) for days in _asked(c, moving)), default=None)


def is_rule(clause: Clause) -> bool:
    """Whether a clause asks for a rule on the moves of another."""
    match clause:
        case cl.When():
            return clause.event == WINDOW and clause.days is not None
        case cl.Inform():
            return clause.what == PROOF and clause.clause is not None and clause.days is not None
    return False


def _asked(clause: cl.When | cl.Inform, moving: str) -> Iterator[int]:
    """The days for which a clause asks on the moves by another; nothing where it asks for none."""
    named = clause.then if isinstance(clause, cl.When) else clause.clause
    if is_rule(clause) and clause.days is not None and named == moving:
        yield clause.days
