"""Which files of a case git tracks: names and health of real people that would leave with the next push.

- The `git` program is asked, where there is one; without it, or where it refuses, the index of the repository is read
  here (versions 2 and 3 of its format, which hold every path whole).
- Where there is an index that nobody can read, every file is said to be tracked: not known is not permission.

What it does not do: it looks at what is tracked now. A file that was committed once stays in the history.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from exeat.core.case import Case

from .text_file import names_in

SECONDS = 20
INDEX, READABLE = b"DIRC", (2, 3)
QUIET = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")  # nothing of the repository's is run


def names_of(folder: Path, case: Case) -> tuple[str, ...]:
    """The files of a case that hold what is said of people: its lists and its statements."""
    return (*(declared.file for declared in case.lists), *names_in(folder, "statements", (".yaml", ".yml"), []))


def tracked(folder: Path, names: Sequence[str]) -> tuple[str, ...]:
    """Which of these names in a folder git tracks, or may track; none where no repository holds the folder."""
    top = _top(folder)
    if top is None or not names:
        return ()
    found = _asked(folder, names)
    return tuple(sorted(_read(top, folder, names) if found is None else found))


def _top(folder: Path) -> Path | None:
    """The folder with `.git` above a folder, or itself; None = there is none."""
    here = folder.resolve()
    return next((f for f in (here, *here.parents) if (f / ".git").exists()), None)


def _asked(folder: Path, names: Sequence[str]) -> set[str] | None:
    """What the program says; None where there is none, or it does not answer."""
    git = shutil.which("git")
    if git is None:
        return None
    call = [git, *QUIET, "-C", str(folder), "--literal-pathspecs", "ls-files", "-z", "--cached", "--", *names]
    own = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    try:
        done = subprocess.run(call, capture_output=True, timeout=SECONDS, check=False, env=own)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return None if done.returncode else {os.fsdecode(n) for n in done.stdout.split(b"\0") if n}


def _read(top: Path, folder: Path, names: Sequence[str]) -> set[str]:
    """What the index says: a path stands in it whole, and ends with a zero byte."""
    index = _index(top / ".git")
    if index is None:
        return set()
    within = folder.resolve().relative_to(top)
    try:
        held = index.read_bytes()
    except OSError:
        return set(names)
    if held[:4] != INDEX or int.from_bytes(held[4:8]) not in READABLE:
        return set(names)
    return {n for n in names if os.fsencode((within / n).as_posix()) + b"\0" in held}


def _index(git: Path) -> Path | None:
    """The index of a repository; None = nothing was ever added. A work tree beside it names its place in a file."""
    if git.is_file():
        words = git.read_text("utf-8", "replace").partition("gitdir:")[2].strip()
        git = (git.parent / words).resolve()
    return git / "index" if (git / "index").exists() else None
