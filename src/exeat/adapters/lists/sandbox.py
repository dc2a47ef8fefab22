"""Readers of anything that is not plain text run in a process of their own, with limits.

- The child gets the bytes of the file and what is asked, by pipe; it answers with lines of JSON (`raw`), never with
  objects. It is told no path of the case and inherits no environment.
- It limits its own memory, processor time and files before it looks at the bytes; the parent limits the clock and the
  length of the answer.
- A child that dies, hangs or answers nonsense is a refusal in words. Where the system knows no such limits
  (Windows), the clock is all that is left.

How to use it: `run(module, function, data, ask)`; the function is `read(data: bytes, ask: Ask) -> Raw`.
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import IO

from . import raw
from .limits import Limits
from .raw import Ask, Fault, Raw, Unreadable

SOURCE = str(Path(__file__).parents[3])
BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from exeat.adapters.lists.sandbox import child; child()"
KEPT = ("SYSTEMROOT",)  # without it Python does not start on Windows
PIECE = 1 << 16


def run(module: str, function: str, data: bytes, ask: Ask) -> Raw:
    """What a reader makes of a file's bytes, read in a child; only `faults` where it cannot be read."""
    call = [sys.executable, "-I", "-B", "-c", BOOT, SOURCE, module, function, json.dumps(asdict(ask))]
    env = {k: os.environ[k] for k in KEPT if k in os.environ}
    with subprocess.Popen(
        call, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env
    ) as process:
        return _Watch(process, ask.limits).answer(data)


class _Watch:
    """The parent's side: feeds the child, reads its answer, and stops it in time."""

    def __init__(self, process: "subprocess.Popen[bytes]", limits: Limits) -> None:
        self.process, self.limits = process, limits
        self.pieces: list[bytes] = []
        self.why = "crashed"

    def answer(self, data: bytes) -> Raw:
        feeder = Thread(target=self._feed, args=(data,), daemon=True)
        reader = Thread(target=self._read, daemon=True)
        feeder.start()
        reader.start()
        reader.join(self.limits.wall)
        if reader.is_alive():
            self.why = "time"
        self.process.kill()
        reader.join()
        feeder.join()
        return self._made()

    def _feed(self, data: bytes) -> None:
        assert self.process.stdin is not None
        left = memoryview(data)
        try:
            while left:
                left = left[self.process.stdin.write(left) :]
            self.process.stdin.close()
        except OSError:
            pass  # the child has gone; its answer, or the lack of one, says why

    def _read(self) -> None:
        assert self.process.stdout is not None
        left = self.limits.output
        while piece := self.process.stdout.read(PIECE):
            left -= len(piece)
            if left < 0:
                self.why = "answer"
                return
            self.pieces.append(piece)
        self.process.wait()
        if self.process.returncode == -24:  # SIGXCPU
            self.why = "time"

    def _made(self) -> Raw:
        if self.why == "crashed":
            try:
                return raw.read(b"".join(self.pieces).splitlines())
            except ValueError:
                pass
        return Raw(faults=[Fault("file-hostile", values={"why": self.why})])


# ------------------------------------------------------------ in the child


def child() -> None:
    """Limit oneself, read the bytes, answer, and end without a word."""
    module, function, asked = sys.argv[2:]
    ask = _asked(json.loads(asked))
    _limit(ask.limits)
    raw.write(read_with(module, function, sys.stdin.buffer, ask), sys.stdout.buffer)
    sys.stdout.buffer.flush()
    os._exit(0)


def read_with(module: str, function: str, file: IO[bytes], ask: Ask) -> Raw:
    """What a reader makes of a file; whatever goes wrong in it is a fault."""
    try:
        found: Raw = getattr(import_module(module), function)(file.read(), ask)
    except Unreadable as e:
        return Raw(faults=[e.fault])
    except MemoryError:
        return Raw(faults=[Fault("file-hostile", values={"why": "memory"})])
    except BaseException as e:  # a panic of a library derives from nothing else
        words = f"{type(e).__name__}: {e}"[:200]
        return Raw(faults=[Fault("sheet-broken", values={"why": "reader", "words": words})])
    return found if not found.faults else Raw(faults=found.faults)


def _asked(plain: dict[str, object]) -> Ask:
    limits = plain.pop("limits")
    assert isinstance(limits, dict)
    return Ask(**plain, limits=Limits(**limits))  # type: ignore[arg-type]


def _limit(limits: Limits) -> None:
    """Memory, processor time, no files written, no core dumped."""
    try:
        import resource
    except ImportError:
        return
    for what, most, more in (
        (resource.RLIMIT_AS, limits.memory, 0),
        (resource.RLIMIT_CPU, limits.cpu, 1),  # a second in which the system says why it ends
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        hard = resource.getrlimit(what)[1]
        free = hard == resource.RLIM_INFINITY
        resource.setrlimit(what, (most, most + more) if free or most + more <= hard else (min(most, hard), hard))
