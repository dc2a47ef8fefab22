"""How many small changes of the ledger's code its tests notice: `PYTHONPATH=src:. python bench/mutation.py [FILE]...`

- Each mutant (bench/changes.py) runs in a copy of this process that has loaded the tests, and has the changed function
  in the place of the one it was; where no function was changed, the copy loads everything anew. A test that fails, or
  cannot begin, has noticed it.
- Only tests that run the changed function are tried: the others cannot notice. The quickest first, the long ones last.
- A test that takes ten times as long as without a change, and 5 seconds, has noticed it by time; that is counted apart.
- Examples by chance are the same in every run. `--kept FILE` keeps what was found, a line each, and goes on from there;
  `--again` tries those once more that nobody noticed; `--quick` leaves the long tests out.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib.machinery
import json
import os
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from cProfile import Profile
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType

import pytest
from _pytest.runner import runtestprotocol
from bench.changes import Mutant, mutants

ROOT = Path(__file__).resolve().parent.parent
TESTS, VERIFIER = "tests/ledger", "docs/spec/ledger_verify.py"
LONG = {
    "1024": ("tree.py", "merkle.py"),
    "no_byte": ("ledger_verify.py",),
}  # words in the names of tests; what they try
OPTIONS = ["-x", "-q", "--tb=no", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:xdist"]
LONGEST, TIMES, LEAST = (
    1800,
    10,
    5,
)  # seconds of the clock for a mutant; of a processor for a test: times its own, or so
ASSUMED = 60  # seconds of a long test
MEMORY, BROKEN = 6 << 30, 70
NOBODY = "nobody"
Place = tuple[str, int]  # a file, and where a function begins in it
Known = dict[str, tuple[float, set[Place]]]  # by test: its seconds, and what it runs


def is_long(test: str) -> bool:
    return any(word in test for word in LONG)


class Running:
    """The tests, loaded once, and the mutants that are tried on them."""

    def __init__(self, wanted: list[tuple[Path, Mutant]], jobs: int, quick: bool) -> None:
        self.wanted, self.jobs, self.quick = wanted, jobs, quick
        self.found: Iterator[tuple[Path, Mutant, str]] = iter(())
        self.keep = lambda path, mutant, by: None

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        _settle()
        items = {i.nodeid: i for i in session.items}
        known = _watched(items, {str(path) for path, _ in self.wanted})
        for path, mutant, by in _tried(self.wanted, items, known, self.jobs, self.quick):
            self.keep(path, mutant, by)
        return True


def _settle() -> None:
    """Examples by chance are the same in every run, and none is made smaller."""
    from hypothesis import Phase, settings

    kept = settings.get_profile("exeat")
    settings.register_profile("mutation", kept, phases=[Phase.explicit, Phase.generate], derandomize=True)
    settings.load_profile("mutation")


def _watched(items: dict[str, pytest.Item], files: set[str]) -> Known:
    """What the tests do without a change, seen in a copy of this process. Exits where one fails."""
    ours, theirs = os.pipe()
    if os.fork() == 0:
        silent()
        with os.fdopen(theirs, "w") as out:
            json.dump([(t, *_watch(i, files)) for t, i in items.items() if not is_long(t)], out)
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as read:
        found = json.load(read)
    if wrong := [test for test, passed, *_ in found if not passed]:
        sys.exit(f"the tests fail without any change: {wrong}")
    return {test: (seconds, {(f, at) for f, at in runs}) for test, _, seconds, runs in found}


def _watch(item: pytest.Item, files: set[str]) -> tuple[bool, float, list[Place]]:
    calls, begun = Profile(builtins=False), time.process_time()
    calls.enable()
    passed = all(r.passed for r in runtestprotocol(item, log=False, nextitem=None))
    calls.disable()
    codes = [call.code for call in calls.getstats() if isinstance(call.code, CodeType)]
    runs = [(c.co_filename, c.co_firstlineno) for c in codes if c.co_filename in files]
    return passed, time.process_time() - begun, runs


def near(path: Path, mutant: Mutant, known: Known, items: dict[str, pytest.Item], quick: bool) -> list[str]:
    """The tests that can notice a mutant, the quickest first."""
    file, whole = str(path), path == ROOT / VERIFIER and mutant.function is None
    runs = [t for t, (_, at) in known.items() if (file, mutant.function) in at or (whole and file in dict(at))]
    long = [t for t in items for word, files in LONG.items() if word in t and path.name in files and not quick]
    return [*sorted(runs, key=lambda t: known[t][0]), *long]


@dataclass
class One:
    """A mutant that is being tried."""

    path: Path
    mutant: Mutant
    out: int
    end: float


def _tried(
    wanted: list[tuple[Path, Mutant]], items: dict[str, pytest.Item], known: Known, jobs: int, quick: bool
) -> Iterator[tuple[Path, Mutant, str]]:
    """Each mutant, and who noticed it."""
    running, waiting = dict[int, One](), list(reversed(wanted))
    while waiting or running:
        while waiting and len(running) < jobs:
            path, mutant = waiting.pop()
            child, one = _begin(path, mutant, {t: items[t] for t in near(path, mutant, known, items, quick)}, known)
            running[child] = one
        child, status = os.waitpid(-1, os.WNOHANG)
        if child in running:
            one = running.pop(child)
            yield one.path, one.mutant, _ended(status, one)
        else:
            time.sleep(0.01)
        for pid in [p for p, one in running.items() if time.monotonic() > one.end]:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)


def _begin(path: Path, mutant: Mutant, items: dict[str, pytest.Item], known: Known) -> tuple[int, One]:
    """Try a mutant in a copy of this process."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        code = BROKEN
        try:
            code = _try(path, mutant, items, known, theirs)
        finally:
            os._exit(code)
    os.close(theirs)
    return child, One(path, mutant, ours, time.monotonic() + LONGEST)


def _try(path: Path, mutant: Mutant, items: dict[str, pytest.Item], known: Known, out: int) -> int:
    os.setpgid(0, 0)
    silent()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    exchange(path, mutant.source)
    if mutant.function is not None and not items:
        return 0
    if path == ROOT / VERIFIER or put(path, mutant):
        return _run(items, known, out)
    signal.setitimer(signal.ITIMER_PROF, ASSUMED * 2)
    return _anew(out)


def silent() -> None:
    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)


def _run(items: dict[str, pytest.Item], known: Known, out: int) -> int:
    """Run the tests; 1 = one noticed, and its name is the last that was said."""
    for test, item in items.items():
        os.write(out, f"{test}\n".encode())
        own = known[test][0] if test in known else ASSUMED
        signal.setitimer(signal.ITIMER_PROF, LEAST + TIMES * own)
        if any(r.failed for r in runtestprotocol(item, log=False, nextitem=None)):
            return 1
    return 0


def _anew(out: int) -> int:
    """Run all tests but the long ones on what is loaded anew."""
    for name in [n for n in sys.modules if n.split(".")[0] in ("exeat", "tests")]:
        del sys.modules[name]
    code = int(pytest.main([*OPTIONS, "-k", " and ".join(f"not {word}" for word in LONG), TESTS], [Saying(out)]))
    return code


class Saying:
    """Says which test is run, and which could not be loaded."""

    def __init__(self, out: int) -> None:
        self.out = out

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            os.write(self.out, f"{report.nodeid} (when it is loaded)\n".encode())

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        _settle()
        os.write(self.out, f"{item.nodeid}\n".encode())


def exchange(path: Path, source: str) -> None:
    """Let a module be another one when it is loaded."""
    kept = importlib.machinery.SourceFileLoader.get_code

    def get_code(self: importlib.machinery.SourceFileLoader, name: str) -> object:
        return compile(source, str(path), "exec") if Path(self.path).resolve() == path else kept(self, name)

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[assignment,method-assign]


def put(path: Path, mutant: Mutant) -> bool:
    """Put a changed function in the place of the one that is loaded; False where there is none to put."""
    held = [
        f for f in gc.get_objects() if isinstance(f, FunctionType)
        and (f.__code__.co_filename, f.__code__.co_firstlineno) == (str(path), mutant.function)
    ]  # fmt: skip
    new = {c.co_qualname: c for c in _codes(compile(mutant.source, str(path), "exec"))}
    if not held or any(f.__code__.co_freevars != new[f.__code__.co_qualname].co_freevars for f in held):
        return False
    for function in held:
        function.__code__ = new[function.__code__.co_qualname]
    return True


def _codes(code: CodeType) -> Iterator[CodeType]:
    for held in code.co_consts:
        if isinstance(held, CodeType):
            yield held
            yield from _codes(held)


def _ended(status: int, one: One) -> str:
    """Who noticed a mutant."""
    with os.fdopen(one.out) as read:
        last = (read.read().splitlines() or ["(before any test)"])[-1]
    code = os.waitstatus_to_exitcode(status)
    if code in (-signal.SIGPROF, -signal.SIGKILL):
        return f"by time: {last}"
    if code == BROKEN:
        sys.exit(f"{one.path}:{one.mutant.line}: {one.mutant.what}: could not be tried")
    return f"{last}{'' if code in (1, 2) else f' (ended: {code})'}" if code else NOBODY


def told(rows: list[list[str]]) -> None:
    """Print what nobody noticed, and how many there were, by file."""
    for row in rows:
        if row[3] == NOBODY:
            print(f"  {row[1]}: {row[2]}")
    made, left, late = (
        Counter(r[1].split(":")[0] for r in rows if fits(r[3]))
        for fits in (lambda by: True, lambda by: by == NOBODY, lambda by: by.startswith("by time"))
    )
    for path in made:
        print(f"{path}: {made[path] - left[path]} of {made[path]} noticed, {late[path]} of them by time")
    total, lost = made.total(), left.total()
    print(f"in all: {total - lost} of {total} noticed ({100 * (total - lost) / total:.1f} %), {late.total()} by time")


def distinct(path: Path) -> list[Mutant]:
    """The mutants of a file, each once."""
    return list({m.name: m for m in mutants(path.read_text("utf-8"))}.values())


def asked() -> argparse.Namespace:
    call = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    call.add_argument("files", nargs="*", metavar="FILE")
    call.add_argument("--every", type=int, default=1, help="only every Nth mutant")
    call.add_argument("--jobs", type=int, default=1, help="how many at once")
    call.add_argument("--kept", type=Path, help="where what was found is kept")
    call.add_argument("--again", action="store_true", help="try those once more that nobody noticed")
    call.add_argument("--quick", action="store_true", help="without the long tests")
    return call.parse_args()


def main() -> None:
    """Try every mutant that was not tried, and tell what is known of all."""
    given = asked()
    files = [Path(f).resolve() for f in given.files] or [
        *sorted((ROOT / "src/exeat/ledger").glob("[!_]*.py")), ROOT / "src/exeat/core/merkle.py", ROOT / VERIFIER
    ]  # fmt: skip
    os.environ["CI"] = "true"  # the same examples in every run
    os.chdir(ROOT)
    made = [(path, m) for path in files for m in distinct(path)[:: given.every]]
    old = given.kept.read_text("utf-8").splitlines() if given.kept and given.kept.exists() else []
    done = {row[0]: row for row in (text.split("\t") for text in old) if not (given.again and row[3] == NOBODY)}
    left = sorted((m.function is None, i) for i, (_, m) in enumerate(made) if m.name not in done)  # the slow ones last
    running = Running([made[i] for _, i in left], given.jobs, given.quick)
    print(f"{len(made)} mutants, {len(running.wanted)} of them not tried yet", flush=True)

    def keep(path: Path, mutant: Mutant, by: str) -> None:
        done[mutant.name] = [mutant.name, f"{path.relative_to(ROOT)}:{mutant.line}", mutant.what, by]
        if given.kept:
            with given.kept.open("a", encoding="utf-8") as out:
                out.write("\t".join(done[mutant.name]) + "\n")

    running.keep = keep
    if running.wanted and pytest.main([*OPTIONS, TESTS], [running]):
        sys.exit("the tests cannot be loaded")
    told([done[m.name] for _, m in made])


if __name__ == "__main__":
    main()
