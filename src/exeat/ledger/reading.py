"""Reading a bundle: every line in its order, and written as it would be written again.

- The first line that is not of the format stops the reading: after it nothing is where it should be.
- `docs/spec/ledger_verify.py` reads the same and takes the same: whatever passes here passes there.
"""

from base64 import b64decode
from collections.abc import Callable, Iterable

from exeat.core.canonical import canonical, plain
from exeat.core.entry import entry_text, is_time
from exeat.core.errors import Problem, Refused
from exeat.core.ids import SALT_BYTES
from exeat.core.marked import Plain

from .bundle import HEAD, TLOG, Bundle, Row, as_hex
from .checkpoint import read_checkpoint
from .note import DASH, is_bytes, is_number, read_note, read_signatures

HASH_BYTES = 32
Fits = Callable[[str], bool]
ENTRY_FIELDS = {"body", "recorded_at", "recorded_by", "v"}
WORDS_FIELDS = {"body", "salt"}


def read_bundle(text: str, file: str = "") -> Bundle:
    """A bundle. Raises Refused where a line is not of the format; the line and what was wanted there are named."""
    lines = Lines(text, file)
    lines.exactly(HEAD)
    words = lines.after("words ", _is_words)
    row = _row(lines) if words is not None else None
    entry = lines.after("entry ", _is_entry)
    if entry is None:
        raise lines.wrong("entry {...}")
    signature = read_signatures([lines.next()], file, lines.at)[0] if lines.peek().startswith(DASH) else None
    lines.exactly(TLOG)
    index = lines.after("index ", is_number)
    if index is None:
        raise lines.wrong("index NUMBER")
    path = tuple(lines.hashes(""))
    lines.exactly("")
    note = read_note(lines.rest(), file, lines.at + 1)
    read_checkpoint(note.text, file, lines.at + 1)
    return Bundle(entry, int(index), path, note, signature, words, row)


def _row(lines: "Lines") -> Row | None:
    found = lines.after("row ", _is_row)
    if found is None:
        return None
    index, salt, cells = found.split(" ", 2)
    return Row(int(index), b64decode(salt), cells, tuple(lines.hashes("path ")))


class Lines:
    """The lines of a file, one after another. `at`: the number of the line read last."""

    def __init__(self, text: str, file: str) -> None:
        self.lines, self.file, self.at = text.split("\n"), file, 0

    def peek(self) -> str:
        """The next line, still unread; nothing at the end."""
        return self.lines[self.at] if self.at < len(self.lines) else ""

    def next(self) -> str:
        """Read a line."""
        self.at += 1
        return self.lines[self.at - 1]

    def rest(self) -> str:
        """Everything that was not read."""
        return "\n".join(self.lines[self.at :])

    def wrong(self, wanted: str) -> Refused:
        """The next line is not what was wanted there."""
        values = {"found": self.peek(), "wanted": wanted}
        return Refused([Problem("bundle-malformed", self.file, self.at + 1, values=values)])

    def exactly(self, wanted: str) -> None:
        """Read a line that can only be one."""
        if self.at >= len(self.lines) or self.peek() != wanted:
            raise self.wrong(wanted or "an empty line")
        self.at += 1

    def after(self, head: str, fits: "Fits") -> str | None:
        """What follows a word on the next line; None where the line does not begin with it."""
        if not self.peek().startswith(head):
            return None
        if not fits(self.peek().removeprefix(head)):
            raise self.wrong(f"{head}..., in its canonical form")
        return self.next().removeprefix(head)

    def hashes(self, head: str) -> Iterable[bytes]:
        """The hashes that follow, one a line."""
        while self.peek() and self.peek().startswith(head):
            if not is_bytes(self.peek().removeprefix(head), HASH_BYTES):
                raise self.wrong(f"{head}32 bytes in base 64")
            yield b64decode(self.next().removeprefix(head))


def _is_entry(text: str) -> bool:
    held = _canonical(text)
    if not isinstance(held, dict) or set(held) != ENTRY_FIELDS:
        return False
    at, by, body = held["recorded_at"], held["recorded_by"], as_hex(held["body"])
    if not isinstance(at, str) or not isinstance(by, str) or body is None or len(body) != HASH_BYTES or not is_time(at):
        return False
    return entry_text(at, by, body.hex()) == text.encode()


def _is_words(text: str) -> bool:
    held = _canonical(text)
    return isinstance(held, dict) and set(held) == WORDS_FIELDS and as_hex(held["salt"]) is not None


def _is_row(text: str) -> bool:
    index, _, rest = text.partition(" ")
    salt, _, cells = rest.partition(" ")
    return is_number(index) and is_bytes(salt, SALT_BYTES) and isinstance(_canonical(cells), list)


def _canonical(text: str) -> Plain:
    """The value of canonical JSON; None where it is not what would be written."""
    try:
        held = plain(text.encode())
        return held if canonical(held) == text.encode() else None
    except (ValueError, RecursionError):
        return None
