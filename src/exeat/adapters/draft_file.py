"""A draft of an offer as a file of `offers/`: plain YAML that somebody can read, change, and make their own.

- What it says stands in quotes, as JSON would have it, so that no word of a party turns into a number, a day or a no.
- Comments are one line after another, each begun with `#`: no text of a party can step out of them.
"""

import json
import textwrap
from collections.abc import Iterable, Mapping, Sequence

from exeat.core.clauses import Clause
from exeat.core.shape import encode

WIDTH = 100


def offer_text(
    id: str, by: str, to: Sequence[str], clauses: Sequence[Clause], head: Sequence[str], notes: Mapping[str, str]
) -> str:
    """The file. `head`: comments at the top; `notes`: a comment before a clause, by its id."""
    lines = [*_comment(head, ""), f"id: {_plain(id)}", f"by: {_plain(by)}", f"to: {_plain(list(to))}", "clauses:"]
    for clause in clauses:
        lines += _comment([notes[clause.id]] if clause.id in notes else [], "  ")
        lines += _clause(clause)
    return "\n".join(lines if clauses else [*lines[:-1], "clauses: []"]) + "\n"


def _clause(clause: Clause) -> Iterable[str]:
    plain = encode(clause)
    assert isinstance(plain, dict)
    for n, (key, value) in enumerate(plain.items()):
        yield f"  {'- ' if n == 0 else '  '}{key}: {_plain(value)}"


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _comment(texts: Sequence[str], indent: str) -> Iterable[str]:
    for text in texts:
        yield from textwrap.wrap(
            " ".join(text.split()), WIDTH, initial_indent=f"{indent}# ", subsequent_indent=f"{indent}# "
        )
