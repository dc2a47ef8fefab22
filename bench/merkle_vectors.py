"""Trees made by another program, for the tests: `tests/vectors/ledger/trees.json` and `proofs.json`.

- *Trees*: of 1 to 1,024 leaves (leaf i is the four bytes of i, big-endian), the root, and the SHA-256 over all
  inclusion paths one after another, by pymerkle 7 (GPL: a black box in an environment of its own).
- *Proofs*: the public vectors of https://github.com/transparency-dev/merkle (Apache 2.0), proofs that hold and many
  that must not, collected into one file.

Run: `pip install --target DIR pymerkle`, fetch that repository, then
`PYTHONPATH=DIR python bench/merkle_vectors.py REPOSITORY`.
"""

import io
import json
import sys
import tarfile
from hashlib import sha256
from pathlib import Path
from subprocess import run

from pymerkle import InmemoryTree  # type: ignore[import-not-found]

FOLDER = Path(__file__).parents[1] / "tests/vectors/ledger"
MOST = 1024


def trees() -> dict[str, object]:
    """Roots, and a hash over all paths, by size."""
    tree, roots, paths = InmemoryTree(algorithm="sha256"), [], []
    for i in range(MOST):
        tree.append_entry(i.to_bytes(4, "big"))
    for size in range(1, MOST + 1):
        hashed = sha256()
        for index in range(1, size + 1):
            for step in tree.prove_inclusion(index, size).path[1:]:  # its first is the leaf itself
                hashed.update(step)
        roots.append(tree.get_root(size).hex())
        paths.append(hashed.hexdigest())
    return {"made_by": "pymerkle 7.0.0", "roots": roots, "inclusion": paths}


def proofs(repository: Path) -> dict[str, object]:
    """The vectors of another project, as they are, but for their sentences."""
    packed = run(["git", "-C", str(repository), "archive", "HEAD", "testdata"], capture_output=True, check=True).stdout
    found: dict[str, list[object]] = {"inclusion": [], "consistency": []}
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in sorted(archive.getmembers(), key=lambda m: m.name):
            file = archive.extractfile(member) if member.name.endswith(".json") else None
            if file is not None and member.name.split("/")[1] in found:
                vector = json.load(file)
                vector.pop("desc", None)
                found[member.name.split("/")[1]].append(vector)
    return {"made_by": "https://github.com/transparency-dev/merkle, testdata", **found}


for name, made in (("trees", trees()), ("proofs", proofs(Path(sys.argv[1])))):
    (FOLDER / f"{name}.json").write_text(json.dumps(made, indent=0) + "\n", "utf-8")
