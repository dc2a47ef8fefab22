"""What a power cut leaves on a disk: of what was written, all that was synced, and anything of the rest.

- A disk keeps a file's bytes when the file was synced after they were written, and a name when its folder was synced.
- Of what was not synced any part may be there: some writings and not others, in any order, each torn between sectors;
  where bytes were to follow that did not come, there are zeroes or anything else. A name that was given or taken away
  may be as it was before.
- The first moment is taken to be on the disk as a whole.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random  # noqa: TID251 - seeded: what a disk keeps is nobody's choice
from typing import TypeVar

SECTOR = 512
Image = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Wrote:
    """Bytes written to a file; `data` None = the file was cut to end at `offset`."""

    file: int
    offset: int
    data: bytes | None


@dataclass(frozen=True, slots=True)
class Named:
    """Names that changed together; None = no longer a name of anything."""

    names: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Synced:
    """A file is on the disk as it was after so many operations; `file` None = the names in the folder are."""

    file: int | None
    upto: int


Operation = Wrote | Named | Synced
_Told = TypeVar("_Told", Wrote, Named)


@dataclass
class Record:
    """What happened to the files of one folder, in its order. `files`, `names`: as it began; files go by number."""

    files: dict[int, bytes] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    operations: list[Operation] = field(default_factory=list)

    @property
    def now(self) -> int:
        """How many operations there were so far: a moment at which the power may go."""
        return len(self.operations)


class _Disk:
    """The disk at one moment: what it holds for sure, and what it was told since."""

    def __init__(self, record: Record) -> None:
        self.held = {number: bytearray(data) for number, data in record.files.items()}
        self.names: dict[str, int] = dict(record.names)
        self.told: dict[int, list[tuple[int, Wrote]]] = {}
        self.renamed: list[tuple[int, Named]] = []

    def hear(self, at: int, operation: Operation) -> None:
        """Go on by one operation."""
        if isinstance(operation, Wrote):
            self.told.setdefault(operation.file, []).append((at, operation))
        elif isinstance(operation, Named):
            self.renamed.append((at, operation))
        elif operation.file is None:
            for named in _before(self.renamed, operation.upto):
                _name(self.names, named)
            self.renamed = [(at, n) for at, n in self.renamed if at >= operation.upto]
        else:
            told, held = self.told.get(operation.file, []), self.held.setdefault(operation.file, bytearray())
            for wrote in _before(told, operation.upto):
                _write(held, wrote, 0, len(wrote.data or b""))
            self.told[operation.file] = [(at, w) for at, w in told if at >= operation.upto]

    def image(self, draw: Random) -> Image:
        """What may be left when the power goes now."""
        keeps, names = draw.choice(KEEPS), dict(self.names)
        kept = draw.choice([0.0, 0.5, 1.0])
        for _, named in self.renamed:
            if draw.random() < kept:
                _name(names, named)
        return {name: self._left(number, keeps, draw) for name, number in names.items()}

    def _left(self, number: int, keeps: "Keep", draw: Random) -> bytes:
        left, told = bytearray(self.held.get(number, b"")), [w for _, w in self.told.get(number, [])]
        rubbish = draw.random() < 0.2
        for place, wrote in enumerate(told):
            for low, high in keeps(draw, wrote, place == len(told) - 1):
                _write(left, wrote, low, high, draw if rubbish else None)
        return bytes(left)


def _before(some: list[tuple[int, _Told]], upto: int) -> Iterator[_Told]:
    return (one for at, one in some if at < upto)


def _name(names: dict[str, int], named: Named) -> None:
    for name, number in named.names:
        if number is None:
            names.pop(name, None)
        else:
            names[name] = number


def _write(held: bytearray, wrote: Wrote, low: int, high: int, draw: Random | None = None) -> None:
    """Write the bytes from `low` to `high` of one writing. `draw`: what lies where nothing was written is by chance."""
    if wrote.data is None:
        del held[wrote.offset :]
        return
    start = wrote.offset + low
    if start > len(held):
        gap = start - len(held)
        held.extend(bytes(gap) if draw is None else draw.randbytes(gap))
    held[start : start + high - low] = wrote.data[low:high]


# ------------------------------------------------------------ what is left of one writing

Keep = Callable[[Random, Wrote, bool], Sequence[tuple[int, int]]]


def _whole(wrote: Wrote) -> tuple[int, int]:
    return (0, len(wrote.data or b""))


def _nothing(draw: Random, wrote: Wrote, last: bool) -> Sequence[tuple[int, int]]:
    return ()


def _all(draw: Random, wrote: Wrote, last: bool) -> Sequence[tuple[int, int]]:
    return (_whole(wrote),)


def _some(draw: Random, wrote: Wrote, last: bool) -> Sequence[tuple[int, int]]:
    return (_whole(wrote),) if draw.random() < 0.5 else ()


def _most(draw: Random, wrote: Wrote, last: bool) -> Sequence[tuple[int, int]]:
    return (_whole(wrote),) if draw.random() < 0.9 else ()


def _sectors(draw: Random, wrote: Wrote, last: bool) -> Sequence[tuple[int, int]]:
    if wrote.data is None:
        return _some(draw, wrote, last)
    return [part for part in _parts(wrote) if draw.random() < 0.5]


def _torn(draw: Random, wrote: Wrote, last: bool) -> Sequence[tuple[int, int]]:
    """Everything but the end of the last writing."""
    parts = _parts(wrote)
    return (_whole(wrote),) if not last or not parts else parts[: draw.randrange(len(parts))]


def _parts(wrote: Wrote) -> list[tuple[int, int]]:
    """A writing sector by sector."""
    size, first = len(wrote.data or b""), SECTOR - wrote.offset % SECTOR
    edges = [0, *range(first, size, SECTOR), size]
    return [(low, high) for low, high in pairwise(edges) if low < high]


KEEPS: tuple[Keep, ...] = (_nothing, _all, _some, _most, _sectors, _torn)


def images(record: Record, moments: Mapping[int, int], seed: str) -> Iterator[tuple[int, Image]]:
    """What may be left after cuts at some moments, earliest first. `moments`: how many images of each.

    The same record, moments and seed give the same images.
    """
    disk, at = _Disk(record), 0
    for moment in sorted(moments):
        while at < moment:
            disk.hear(at, record.operations[at])
            at += 1
        for number in range(moments[moment]):
            yield moment, disk.image(Random(f"{seed}/{moment}/{number}"))
