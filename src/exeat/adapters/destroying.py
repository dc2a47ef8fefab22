"""Destroying files for good, keys first: a case with all that exeat made of it, or a draft.

- A file is overwritten by chance, synced, cut to nothing, synced, and then loses its name. A disk may keep what a
  sector had before (flash does, as a rule; so do snapshots and journals): what was sealed stays shut all the same,
  unless the disk keeps the keys too.
- That a case is being destroyed is written down before the first key goes, and stays until the last file is gone:
  whoever begins again after a power cut ends it.

What it does not do: it follows no link, and touches no file that exeat did not make.
"""

import json
import os
import re
from collections.abc import Iterable
from pathlib import Path

from exeat.core.case import CASE_FILE

from .durable import appearing, synced
from .yaml_file import read_yaml

MARKER = "exeat.destroying"
STORES = ("exeat.db", "exeat.accesses")
MADE = re.compile(r"\.new$|before-restore")
BESIDE = ("-wal", "-shm", "-journal")
PARTS = ("offers", "statements", "lists", "sources")
BLOCK = 1 << 20


def begun(folder: Path) -> str | None:
    """The id of the case that is being destroyed in a folder; None = none is."""
    try:
        return str(json.loads((folder / MARKER).read_text("utf-8"))["case"])
    except (OSError, ValueError, KeyError):
        return None


def begin(folder: Path, case: str) -> None:
    """Write down that a case is being destroyed."""
    with appearing(folder / MARKER) as made:
        made.write_text(json.dumps({"case": case}), "utf-8")


def finish(folder: Path, keys: Path) -> tuple[str, ...]:
    """Destroy the keys, then the stores and what lies beside them; the names of what is gone."""
    places = (keys, *(folder / name for name in STORES))
    gone = [path.name for place in places for path in _with_its_own(place) if shred(path)]
    shred(folder / MARKER)
    return tuple(gone)


def _with_its_own(place: Path) -> list[Path]:
    """A file, and what lies beside it while it is written or made."""
    own = [place, *(place.with_name(place.name + more) for more in BESIDE)]
    made = [p for p in place.parent.iterdir() if p.name.startswith(place.stem) and MADE.search(p.name)]
    return [*own, *sorted(made)]


def is_draft(file: Path) -> bool:
    """Whether a file is a draft: an offer, suppositions or a document of exeat's, and none of the files of a case."""
    in_case = file.absolute().parent.name in PARTS and (file.absolute().parents[1] / CASE_FILE).exists()
    if in_case or file.name == CASE_FILE or file.is_symlink() or not file.is_file():
        return False
    node = read_yaml(file, file.name, [])
    if node is None or not isinstance(node.value, dict | list):
        return False
    if isinstance(node.value, list):
        return bool(node.value) and all(item.get("claim") is not None for item in node.items())
    return {"id", "by", "clauses"} <= node.value.keys() or "/" in (node.text("exeat") or "")


def shred(path: Path) -> bool:
    """Overwrite a file and take its name away; whether it was there. Raises OSError where that cannot be done."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("r+b", buffering=0) as file:
        left = os.fstat(file.fileno()).st_size
        while left > 0:
            left -= file.write(os.urandom(min(BLOCK, left)))
        os.fsync(file.fileno())
        file.truncate(0)
        os.fsync(file.fileno())
    nameless = path.with_name(f"exeat.{os.urandom(8).hex()}")
    path.rename(nameless)
    nameless.unlink()
    synced(path.parent)
    return True


def others(folder: Path, gone: Iterable[str]) -> tuple[str, ...]:
    """The files that stay in a folder, by their paths in it."""
    names = {*gone, MARKER}
    found = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() or p.is_symlink())
    return tuple(sorted(name for name in found if name not in names))
