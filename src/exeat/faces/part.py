"""What a document of a part says that it lacks.

- Every document that a command prints where something is withheld has a field `withheld`: see `cli.frame.View.shown`.
- Empty, nothing is withheld. Where it names a group, nothing in the document says that there is nothing of anything.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GroupWithheld:
    """A visibility group that is not open to whoever asked, and how many entries of it are not in the answer."""

    group: str
    entries: int


Lacks = tuple[GroupWithheld, ...]
