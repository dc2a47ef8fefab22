"""Writes the test vectors of the draw (`tests/vectors/draw/`), by which another program can be tried.

- `streams.json`: numbers below a bound, and orders, from a seed and a purpose; promises and seeds.
- `transcript.json`: a lottery of invented people from its seal to the names.

Run from the root of the repository: `python -m tools.make_draw_vectors`.
"""

import json
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

from exeat.clearing.draw.luck import Stream
from exeat.clearing.draw.outcome import promise, read_document, seed_of
from exeat.clearing.draw.said import Said
from exeat.clearing.draw.sealed import Proof, Sealed, SealedClass, SealedPlan
from exeat.clearing.draw.transcript import transcript
from exeat.core.shape import encode

FOLDER = Path(__file__).resolve().parents[1] / "tests/vectors/draw"
SEED = sha256(b"a seed").digest()
BOUNDS = (1, 2, 3, 6, 255, 256, 257, 10**6, 2**64, 10**40)
SECRETS = {"aro": "heron on the third pier", "bel": "dos faroles, una barca ñ"}
DICE = "3 1 6 6 2 4 1 5 5 2 6 3"


def streams() -> dict[str, Any]:
    """Numbers, orders, a promise and a seed."""
    below = [{"purpose": "plan", "below": str(m), "first": _first(m)} for m in BOUNDS]
    orders = [
        {"purpose": f"class {n}", "of": n, "order": Stream(SEED, f"class {n}").order(list(range(n)))}
        for n in (1, 2, 5, 40)
    ]
    sealed = sha256(b"a document").hexdigest()
    promises = {p: promise(sealed, p, s) for p, s in SECRETS.items()}
    seed = seed_of(sealed, SECRETS, DICE).hex()
    told = {"sealed": sealed, "secrets": SECRETS, "promises": promises, "public": DICE, "seed": seed}
    return {"seed": SEED.hex(), "below": below, "orders": orders, "seeds": [told]}


def _first(most: int) -> list[str]:
    stream = Stream(SEED, "plan")
    return [str(stream.below(most)) for _ in range(5)]


def document() -> Sealed:
    """A table by hand: classes of whom three plans take some, by two clauses; the last three are of families."""
    units: list[tuple[tuple[str, ...], ...]] = [
        tuple((f"roster#{c}{n}",) for n in range(1, size + 1)) for c, size in zip("ABC", (4, 3, 1), strict=True)
    ]
    units[1] = (("roster#B1", "roster#B2"), ("roster#B3",), ("roster#B4",))
    families = tuple((f"roster#D{n}", f"roster#E{n}") for n in (1, 2, 3))  # whole families, then each kind of member
    units += [families, tuple((d,) for d, _ in families), tuple((e,) for _, e in families)]
    plans = [
        (5, ((2, 0), (0, 1), (0, 0), (1, 0), (1, 0), (0, 0)), 1),
        (4, ((1, 1), (1, 0), (1, 0), (0, 1), (0, 0), (0, 0)), 0),
        (3, ((0, 2), (2, 0), (0, 0), (0, 0), (1, 0), (1, 1)), 2),
    ]
    total = sum(weight for weight, _, _ in plans)
    classes = []
    for k, found in enumerate(units):
        of = 3 if k > 3 else k  # the members go with whole families too
        gone = sum(weight * (sum(counts[k]) + (sum(counts[of]) if of != k else 0)) for weight, counts, _ in plans)
        chance = None if k == 3 else str(Fraction(gone, total * len(found)))
        classes.append(SealedClass(found, chance, 4 if k > 3 else None))
    return Sealed(
        exeat="draw/1", case="vector", facts=(("on", "2031-03-01"),), terms="0" * 64, readings=(),
        clauses=("one", "two"),
        classes=tuple(classes),
        plans=tuple(SealedPlan(n, str(w), c, (0, 0, 0, s, 0, 0)) for n, (w, c, s) in enumerate(plans, 1)),
        total=str(total), parties=tuple(SECRETS), public="twelve dice", proof=Proof((), "0", ()),
    )  # fmt: skip


def drawn() -> Any:
    """The transcript of that table."""
    sealed = document()
    found = read_document(sealed.text)
    assert found is not None
    promises = {p: promise(sealed.hash, p, s) for p, s in SECRETS.items()}
    said = Said(sealed.hash, sealed.clauses, found, promises, SECRETS, DICE, ())
    return encode(transcript(said, sealed.text), True)


def vectors() -> dict[str, str]:
    """The files and their texts."""
    made = {"streams.json": streams(), "transcript.json": drawn()}
    return {name: json.dumps(v, ensure_ascii=False, indent=1, sort_keys=True) + "\n" for name, v in made.items()}


def main() -> None:
    """Write them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in vectors().items():
        (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
