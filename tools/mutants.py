"""Break exeat on purpose and see that the tests notice.

Each tests/mutants/*.patch is a unified diff against src/ under a short header:

    harm: a person is proposed who said no
    tests: tests/test_consent.py::test_who_said_no_is_never_proposed
    --- a/src/exeat/...

For each of them the named tests must pass on a copy of this tree as it is, and
fail once the patch is applied to another copy. Standard library only.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 80
PATIENCE = 600  # seconds for one run of the named tests

PASSED, FAILED = 0, 1  # pytest's exit codes; all others mean that it could not do its work


class BrokenHarness(Exception):
    """The mutant proves nothing either way; the message says why and what to do."""


@dataclass(frozen=True)
class Mutant:
    path: Path
    harm: str
    tests: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    mutant: str
    word: str  # caught, MISSED or BROKEN
    text: str  # the harm, or what is broken
    detail: str = ""


@dataclass(frozen=True)
class Run:
    code: int
    output: str


def read_mutant(path: Path) -> Mutant:
    harms: list[str] = []
    tests: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(("diff ", "--- ")):
            break
        key, _, value = line.partition(":")
        if key == "harm":
            harms.append(value.strip())
        elif key == "tests":
            tests.extend(value.split())
    if not any(harms):
        raise BrokenHarness("no 'harm:' line above the diff; say who is hurt and how")
    if not tests:
        raise BrokenHarness("no 'tests:' line above the diff; name the tests that must fail")
    return Mutant(path, " ".join(harms), tuple(tests))


def list_tree() -> list[str]:
    """The tracked files, and the new ones that git does not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.decode()
    names = sorted({name for name in listed.split("\0") if name})
    return [name for name in names if (ROOT / name).is_file() or (ROOT / name).is_symlink()]


def copy_tree(source: Path, names: Sequence[str], target: Path) -> None:
    for name in names:
        there = target / name
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source / name, there, follow_symlinks=False)


def environment(copy: Path) -> Mapping[str, str]:
    env = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PYTEST_"))}
    env["PYTHONPATH"] = str(copy / "src")
    env["PYTHONDONTWRITEBYTECODE"] = "1"
    # Without this, git would take a repository around the copy for the copy's own.
    env["GIT_CEILING_DIRECTORIES"] = str(copy.parent)
    return env


def run(copy: Path, *command: str) -> Run:
    try:
        done = subprocess.run(
            command,
            cwd=copy,
            env=environment(copy),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired as late:
        raise BrokenHarness(f"no answer in {PATIENCE} seconds from: {' '.join(command[:6])}") from late
    return Run(done.returncode, done.stdout)


def require_own_exeat(copy: Path) -> None:
    """Fail unless the copy's exeat is what Python imports there, and not an installed one."""
    found = run(copy, sys.executable, "-c", "import exeat; print(exeat.__file__)")
    where = found.output.strip()
    if found.code != 0 or not Path(where).resolve().is_relative_to((copy / "src").resolve()):
        raise BrokenHarness(f"the copy's exeat is not the one imported: {where[-300:]}")


def run_tests(copy: Path, tests: Sequence[str]) -> Run:
    require_own_exeat(copy)
    return run(copy, sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests)


def apply_patch(copy: Path, patch: Path) -> None:
    listed = run(copy, "git", "apply", "--numstat", str(patch))
    if listed.code != 0:
        raise BrokenHarness(f"not a patch that git can read; write it anew: {listed.output.strip()}")
    touched = [line.split("\t")[-1] for line in listed.output.splitlines()]
    if not touched or not all(name.startswith("src/") for name in touched):
        raise BrokenHarness(f"a mutant may change src/ and nothing else; this one: {' '.join(touched)}")
    before = {name: _bytes(copy / name) for name in touched}
    applied = run(copy, "git", "apply", str(patch))
    if applied.code != 0:
        raise BrokenHarness(f"no longer applies; write it anew: {applied.output.strip()}")
    if all(_bytes(copy / name) == before[name] for name in touched):
        raise BrokenHarness("applies and changes nothing; write it anew")


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


class Bench:
    """One unpatched copy, and the verdicts of the named tests on it."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._names = list_tree()
        self._whole = scratch / ".unpatched"
        copy_tree(ROOT, self._names, self._whole)
        self._baselines: dict[tuple[str, ...], Run] = {}
        self._lock = threading.Lock()

    def _baseline(self, tests: tuple[str, ...]) -> Run:
        with self._lock:
            known = self._baselines.get(tests)
        if known is None:
            known = run_tests(self._whole, tests)
            with self._lock:
                self._baselines[tests] = known
        return known

    def judge(self, path: Path) -> Verdict:
        try:
            return self._judge(path)
        except BrokenHarness as broken:
            return Verdict(path.stem, "BROKEN", str(broken), str(broken))

    def _judge(self, path: Path) -> Verdict:
        mutant = read_mutant(path)
        copy = self._scratch / path.stem
        copy_tree(self._whole, self._names, copy)
        apply_patch(copy, path)
        whole = self._baseline(mutant.tests)
        if whole.code != PASSED:
            text = f"its tests do not pass unpatched (pytest exit {whole.code})"
            return Verdict(path.stem, "BROKEN", text, whole.output)
        hurt = run_tests(copy, mutant.tests)
        shutil.rmtree(copy, ignore_errors=True)
        if hurt.code == FAILED:
            return Verdict(path.stem, "caught", mutant.harm)
        if hurt.code == PASSED:
            tests = "\n".join(mutant.tests)
            return Verdict(path.stem, "MISSED", mutant.harm, f"{mutant.harm}\nThese still pass:\n{tests}")
        text = f"its tests cannot run (pytest exit {hurt.code})"
        return Verdict(path.stem, "BROKEN", text, hurt.output)


def one_line(verdict: Verdict) -> str:
    line = f"{verdict.word}  {verdict.mutant}: {' '.join(verdict.text.split())}"
    return line if len(line) <= WIDTH else line[: WIDTH - 3].rstrip() + "..."


def main() -> int:
    parser = argparse.ArgumentParser(description="Break exeat on purpose; the tests must notice.")
    parser.add_argument("-j", "--jobs", type=int, default=2, help="how many at once (default 2)")
    parser.add_argument("patches", nargs="*", type=Path, help="default: tests/mutants/*.patch")
    options = parser.parse_args()

    patches = sorted(path.resolve() for path in options.patches or ROOT.glob("tests/mutants/*.patch"))
    if not patches:
        print("No mutants: tests/mutants/ holds no *.patch. See CONTRIBUTING.md.", file=sys.stderr)
        return 1

    verdicts: list[Verdict] = []
    with tempfile.TemporaryDirectory(prefix="exeat-mutants-", ignore_cleanup_errors=True) as scratch:
        bench = Bench(Path(scratch).resolve())
        with ThreadPoolExecutor(max_workers=max(1, options.jobs)) as pool:
            for verdict in pool.map(bench.judge, patches):
                print(one_line(verdict), flush=True)
                verdicts.append(verdict)

    bad = [verdict for verdict in verdicts if verdict.word != "caught"]
    for verdict in bad:
        print(f"\n{verdict.word} {verdict.mutant}\n{verdict.detail.strip()[-3000:]}", file=sys.stderr)
    print(f"{len(verdicts) - len(bad)} of {len(verdicts)} mutants caught")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
