"""What a list is settled to mean by how it is written: its order of names, of day and month, its calendar, its letters.

- A list read whole settles each such matter for itself, each time.
- A list read in parts settles it once, on the first rows in which it comes up, and keeps to it: else one part of a
  register would read 03/04 as March and the next as April. Rows drawn evenly from the whole list come first.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
Customs = dict[str, Any]
"""What is settled, by the name of the matter (and of the column)."""

_kept: ContextVar[Customs | None] = ContextVar("_kept", default=None)
_column: ContextVar[str] = ContextVar("_column", default="")


@contextmanager
def keeping(customs: Customs) -> Iterator[None]:
    """Inside, what `customs` holds is settled; what it does not hold yet is settled once and put there."""
    token = _kept.set(customs)
    try:
        yield
    finally:
        _kept.reset(token)


@contextmanager
def of_column(name: str) -> Iterator[None]:
    """Inside, what is settled is settled for this column."""
    token = _column.set(name)
    try:
        yield
    finally:
        _column.reset(token)


def settled(matter: str, look: Callable[[], T]) -> T:
    """What the list is settled to mean in a matter; `look` finds out where it is not settled yet.

    Where `look` returns None, these rows show nothing of it, and it stays open.
    """
    kept = _kept.get()
    if kept is None:
        return look()
    key = f"{matter} {_column.get()}".strip()
    if kept.get(key) is None:
        kept[key] = look()
    found: T = kept[key]
    return found
