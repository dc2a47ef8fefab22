"""Checkpoints that somebody kept elsewhere: whether a log grew out of them.

- A log that was cut short verifies like a young one. Only what others hold shows it.
- A checkpoint is of the log of what was said, or of the log of accesses, by the name in its first line.
"""

from collections.abc import Iterable
from pathlib import Path

from exeat.core.message import Message
from exeat.ledger.checkpoint import holds, read_checkpoint
from exeat.ledger.note import Key, Note, read_note
from exeat.ledger.tree import Tree


def kept_note(file: Path) -> Note:
    """A checkpoint in a file. Raises Refused for what is none."""
    note = read_note(file.read_bytes().decode("utf-8", "replace"), str(file))
    read_checkpoint(note.text, str(file))
    return note


def of_log(notes: Iterable[Note], name: str | None) -> tuple[Note, ...]:
    """Those that are of the log of this name."""
    return tuple(note for note in notes if read_checkpoint(note.text).origin == name)


def against(note: Note, log: Key | None, tree: Tree) -> Message | None:
    """What shows that a log did not grow out of a checkpoint. `log`: the key of the log; None = it has none."""
    head = read_checkpoint(note.text)
    if log is None or head.origin != log.name or not holds(note, log):
        return Message("proof.log_not_signed", {"origin": head.origin})
    if head.size > len(tree):
        values = {"size": head.size, "held": len(tree), "missing": head.size - len(tree)}
        return Message("proof.kept_short", {k: str(v) for k, v in values.items()})
    if tree.root(head.size) != head.root:
        return Message("proof.kept_not_grown", {"old": str(head.size), "size": str(len(tree))})
    return None
