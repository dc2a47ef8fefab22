"""A question to a program beside us: its process and its files, gone when we are done, whatever happened.

- A plan that comes back is believed only if it is of whole numbers that satisfy every row and every column's bounds.
- It runs at a place of its own that nobody else can read. A polite order to end (SIGTERM) takes it along.
"""

import contextlib
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Self

from exeat.clearing.model import Model, Solved, Terms, total

from .mps import mps

WHOLE = 1e-5  # how far from a whole number a program's rounding may leave a value


class Asked:
    """The most of an aim, asked of a program; use it as a context. Without `start` it never ends."""

    name = ""

    def __init__(self, model: Model, aim: Terms) -> None:
        self.model, self.aim = model, aim
        self.folder = tempfile.TemporaryDirectory(prefix="exeat-solve-")
        self.place = Path(self.folder.name)
        self.model_file = self.place / "model.mps"
        self.model_file.write_text(mps(model, aim), encoding="ascii")
        self.process: subprocess.Popen[bytes] | None = None
        self.nothing = Solved("limit", 0, sum(n * model.most[i] for i, n in aim.items() if n > 0))
        self.infeasible = Solved("infeasible", 0, self.nothing.bound, by=(self.name,))

    def start(self, call: Sequence[str]) -> None:
        """Start the program; one that cannot be started has nothing to say."""
        quiet: Any = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with contextlib.suppress(OSError):
            self.process = subprocess.Popen(call, cwd=self.place, **quiet)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        self.folder.cleanup()

    def wait(self, seconds: float) -> bool:
        """Whether it came to its end within a time."""
        if self.process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(max(0.0, seconds))
        return self.ended

    @property
    def ended(self) -> bool:
        """Whether it came to its end, well or not."""
        return self.process is None or self.process.poll() is not None

    @property
    def ended_well(self) -> bool:
        """Whether it came to its end by itself and without an error."""
        return self.process is not None and self.process.poll() == 0

    def said(self) -> Solved:
        """What it proved; *limit* where it proved nothing that can be believed."""
        raise NotImplementedError

    def plan(self, values: Sequence[float], bound: int | None = None) -> Solved:
        """A plan in whole numbers, the best there is where no bound is given; nothing where it is none."""
        from exeat.clearing.matrix import Matrix

        whole = [round(v) for v in values]
        if any(abs(v - n) > WHOLE for v, n in zip(values, whole, strict=True)):
            return self.nothing
        if not Matrix.of(self.model).holds(whole):
            return self.nothing
        value = total(self.aim, whole)
        if bound is None or bound == value:
            return Solved("optimal", value, value, tuple(whole), (self.name,))
        return Solved("limit", value, bound, tuple(whole))


@contextlib.contextmanager
def taken_along() -> Iterator[None]:
    """As long as programs run beside us, an order to end unwinds, so that they end too."""
    main = threading.current_thread() is threading.main_thread()
    if not main or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _end(number: int, _: object) -> None:
    raise SystemExit(128 + number)
