"""A shelf on disk, for what a long list leaves while it is read part by part: Arrow files in a folder that goes away.

- The folder is the user's alone, below the system's own for such things (TMPDIR moves it), and is removed at the end,
  whatever happens; after a kill it stays.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


@dataclass(slots=True)
class DiskShelf:
    """Frames in files, by number; see `identity.large.Shelf`."""

    folder: Path
    _count: int = 0

    def put(self, frame: "pl.DataFrame") -> int:
        """Write a frame."""
        frame.write_ipc(self._file(self._count), compression="lz4")
        self._count += 1
        return self._count - 1

    def get(self, number: int) -> "pl.DataFrame":
        """Read a frame."""
        import polars as pl

        return pl.read_ipc(self._file(number))

    def drop(self, number: int) -> None:
        """Forget a frame."""
        self._file(number).unlink()

    def _file(self, number: int) -> Path:
        return self.folder / f"{number}.arrow"


@contextmanager
def disk_shelf() -> Iterator[DiskShelf]:
    """A shelf that is there inside, and gone afterwards."""
    with TemporaryDirectory(prefix="exeat-") as folder:
        yield DiskShelf(Path(folder))
