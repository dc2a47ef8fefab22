"""Nobody can bend a lottery: what is drawn follows from what was sealed, promised and thrown, and from nothing else."""

import json
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from hashlib import sha256
from importlib import util
from itertools import permutations
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tools.make_draw_vectors import FOLDER, document, vectors

from exeat.clearing.draw.luck import Stream
from exeat.clearing.draw.outcome import outcome, promise, read_document, seed_of
from exeat.clearing.draw.transcript import wrong
from exeat.faces.cli import run

ALONE = Path(__file__).resolve().parents[3] / "docs/spec/draw_verify.py"
STREAMS = json.loads((FOLDER / "streams.json").read_text("utf-8"))
TRANSCRIPT = (FOLDER / "transcript.json").read_text("utf-8")
DRAWS = 20_000


@pytest.fixture(scope="module")
def alone() -> ModuleType:
    """The verifier of one file."""
    spec = util.spec_from_file_location("draw_verify", ALONE)
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def seed(n: int) -> bytes:
    return sha256(n.to_bytes(8, "big")).digest()


def chi_square(counts: Counter[Any], expected: dict[Any, float]) -> float:
    assert counts.keys() <= expected.keys()
    return sum((counts[key] - e) ** 2 / e for key, e in expected.items())


# ------------------------------------------------------------ the vectors


def test_the_vectors_are_what_the_script_makes() -> None:
    assert {p.name: p.read_text("utf-8") for p in FOLDER.glob("*.json")} == vectors()


@pytest.mark.parametrize("case", STREAMS["below"], ids=lambda c: c["below"])
def test_numbers_are_those_of_the_vectors(case: dict[str, Any], alone: ModuleType) -> None:
    for streams in (Stream, alone.Stream):
        stream = streams(bytes.fromhex(STREAMS["seed"]), case["purpose"])
        assert [str(stream.below(int(case["below"]))) for _ in case["first"]] == case["first"]


@pytest.mark.parametrize("case", STREAMS["orders"], ids=lambda c: str(c["of"]))
def test_orders_are_those_of_the_vectors(case: dict[str, Any], alone: ModuleType) -> None:
    for streams in (Stream, alone.Stream):
        assert streams(bytes.fromhex(STREAMS["seed"]), case["purpose"]).order(list(range(case["of"]))) == case["order"]


def test_promises_and_seeds_are_those_of_the_vectors(alone: ModuleType) -> None:
    told = STREAMS["seeds"][0]
    for of, promised in ((seed_of, promise), (alone.seed_of, alone.promise)):
        assert {p: promised(told["sealed"], p, s) for p, s in told["secrets"].items()} == told["promises"]
        assert of(told["sealed"], told["secrets"], told["public"]).hex() == told["seed"]


def test_the_page_shows_the_lottery_of_the_vectors() -> None:
    page = ALONE.with_name("draw.md").read_text("utf-8")
    shown, full = json.loads(page.split("```json\n")[1].split("```")[0]), json.loads(TRANSCRIPT)
    assert full["text"].startswith(shown.pop("text").removesuffix("…"))
    assert shown == {key: full[key] for key in shown}


# ------------------------------------------------------------ the chances


def test_no_number_is_likelier_than_another() -> None:
    """Six of eight: a remainder would make 0 and 1 twice as likely. The limit is passed once in a million."""
    stream = Stream(seed(0), "plan")
    counts = Counter(stream.below(6) for _ in range(60_000))
    assert chi_square(counts, dict.fromkeys(range(6), 10_000)) < 36


def test_no_order_is_likelier_than_another() -> None:
    counts = Counter(tuple(Stream(seed(n), "class 1").order("abcd")) for n in range(24_000))
    assert chi_square(counts, dict.fromkeys(permutations("abcd"), 1_000)) < 75


def test_everybody_is_drawn_as_often_as_the_table_says() -> None:
    sealed = document()
    found = read_document(sealed.text)
    assert found is not None
    drawn = [outcome(found, seed(n)) for n in range(DRAWS)]
    plans = Counter(o.plan for o in drawn)
    weights = {p.number: DRAWS * int(p.weight) / int(sealed.total) for p in sealed.plans}
    assert chi_square(plans, weights) < 28
    families = {unit for c in sealed.classes if c.chance is None for unit in c.units}
    taken = Counter(
        u for o in drawn for _, unit in o.taken for u in ([(p,) for p in unit] if unit in families else [unit])
    )
    for own in sealed.classes:
        if own.chance is None:
            continue
        chance = float(Fraction(own.chance))
        for unit in own.units:
            assert abs(taken[unit] - DRAWS * chance) < 5 * (DRAWS * chance * (1 - chance)) ** 0.5


def test_everybody_in_a_table_is_drawn_or_a_substitute() -> None:
    found = read_document(document().text)
    assert found is not None
    everybody = sorted(p for c in found["classes"] if "chance" in c for u in c["units"] for p in u)
    for n in range(50):
        o = outcome(found, seed(n))
        assert sorted(p for u in (*(u for _, u in o.taken), *o.substitutes) for p in u) == everybody


def test_a_family_that_a_plan_leaves_whole_is_not_split_by_lot() -> None:
    found = read_document(document().text)
    assert found is not None
    families = [set(u) for u in found["classes"][3]["units"]]
    for n in range(200):
        o = outcome(found, seed(n))
        split = {1: 1, 2: 0, 3: 2}[o.plan]
        going = {p for _, u in o.taken for p in u}
        assert sum(0 < len(f & going) < len(f) for f in families) <= split


# ------------------------------------------------------------ the transcript


def _changed(transcript: dict[str, Any], part: str) -> None:
    match part:
        case "text":
            transcript["text"] = (
                transcript["text"].replace('"weight":"5"', '"weight":"4"').replace('"total":"12"', '"total":"11"')
            )
        case "secrets":
            transcript["secrets"]["aro"] = "heron on the fourth pier"
        case "public":
            transcript["public"] = transcript["public"].replace("3 1 6", "3 1 5")
        case "taken":
            transcript["taken"][0], transcript["substitutes"][0] = (
                {"clause": "one", "people": transcript["substitutes"][0]}, transcript["taken"][0]["people"]
            )  # fmt: skip
        case "substitutes":
            transcript["substitutes"] = transcript["substitutes"][::-1]
        case _:
            transcript[part] = transcript["plan"] % 3 + 1


PARTS = {
    "text": "sealed",
    "secrets": "promise",
    "public": "seed",
    "taken": "taken",
    "substitutes": "substitutes",
    "plan": "plan",
}


def test_an_honest_transcript_holds(alone: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert list(wrong(json.loads(TRANSCRIPT))) == []
    assert alone.wrong(json.loads(TRANSCRIPT)) == []
    assert run(["draw", "verify", str(FOLDER / "transcript.json")]) == 0
    done = subprocess.run([sys.executable, "-I", str(ALONE), str(FOLDER / "transcript.json")], check=False)
    assert done.returncode == 0


@pytest.mark.parametrize("part", PARTS)
def test_no_changed_transcript_holds(part: str, alone: ModuleType, tmp_path: Path) -> None:
    transcript = json.loads(TRANSCRIPT)
    _changed(transcript, part)
    assert PARTS[part] in set(wrong(transcript))
    assert alone.wrong(transcript)
    (tmp_path / "t.json").write_text(json.dumps(transcript), "utf-8")
    assert run(["draw", "verify", str(tmp_path / "t.json")]) == 1


RUBBISH: tuple[object, ...] = (
    None,
    [],
    {},
    *({"exeat": "draw-transcript/1", "text": t} for t in ("{}", "[" * 100_000)),
)


@pytest.mark.parametrize("found", RUBBISH, ids=range(len(RUBBISH)))
def test_no_rubbish_holds_and_none_is_a_traceback(found: object) -> None:
    assert list(wrong(found))
