"""What a party could change of a condition: fewer people to wait for, the rest without it, or not to wait at all.

- A number that is waited for stays a number of people: at least one.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from exeat.core import clauses as cl
from exeat.terms.asked import is_rule
from exeat.terms.events import event

from .give import Give, Number, taken_back

_NUMBER = re.compile(r"^\s*[0-9]+")


def of_condition(clause: cl.When | cl.Phase) -> Iterable[Give]:
    """The changes of a `when`, or of a phase that an event opens; none of one that asks a rule."""
    if isinstance(clause, cl.When) and not is_rule(clause):
        yield from _fewer(clause, clause.event)
        if clause.severable is False:
            yield Give(clause.id, "severable", lambda n: replace(clause, severable=True))
        yield Give(clause.id, "not_waited", taken_back)
    elif isinstance(clause, cl.Phase) and clause.opens is not None:
        yield from _fewer(clause, clause.opens)
        yield Give(clause.id, "not_waited", lambda n: replace(clause, opens=None))


def _fewer(clause: cl.When | cl.Phase, words: str) -> Iterable[Give]:
    number = event(words, ()).number
    if number is None or number < 2:
        return

    def at(n: Number) -> cl.When | cl.Phase:
        said = _NUMBER.sub(str(n), words)
        return replace(clause, event=said) if isinstance(clause, cl.When) else replace(clause, opens=said)

    yield Give(clause.id, "sooner", at, range(number - 1, 0, -1))
