"""The verifier that stands alone, part by part and as a program: nothing in it may be otherwise without being seen.

It is one file that people read, copy and trust instead of us; what is wrong in it, nobody else finds.
"""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from tests.ledger.keys import Pen
from tests.ledger.test_bundle import LOG, OTHER, RECORDER, ROWS, WITNESS, bundle, by_stranger, stranger
from tests.ledger.test_stranger import ENTRY, alone

from exeat.core.merkle import leaf
from exeat.ledger.bundle import Bundle
from exeat.ledger.note import Note, Signature
from exeat.ledger.tree import Tree, includes

__all__ = ["stranger"]
PLACE = Path(__file__).parents[2] / "docs/spec/ledger_verify.py"
ORDER, P = 2**252 + 27742317777372353535851937790883648493, 2**255 - 19
KEYS = ("--log", LOG), ("--recorder", RECORDER), ("--witness", WITNESS), ("--witness", OTHER)


def program(monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[object, str]:
    """What running it says on an ASCII terminal, and how it ends."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", write_through=True)
    monkeypatch.setattr(sys, "argv", ["ledger_verify.py", *words])
    monkeypatch.setattr(sys, "stdout", out)
    loader = SourceFileLoader("__main__", str(PLACE))
    spec = spec_from_loader("__main__", loader)
    assert spec is not None
    try:
        loader.exec_module(module_from_spec(spec))
        code: object = 0
    except SystemExit as done:
        code = done.code
    return code, out.buffer.getvalue().decode()


def options(*some: tuple[str, Pen]) -> list[str]:
    return [word for option, pen in some for word in (option, str(pen.key))]


def test_run_as_a_program_it_says_all_that_a_proof_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "p").write_text(str(bundle()), "utf-8")
    code, said = program(monkeypatch, str(tmp_path / "p"), *options(*KEYS), "--quorum", "2")
    row = ROWS[1].replace("é", "\\xe9")
    entry = 'recorded 2026-01-02T03:04:05.000006Z by "desk": {"body":{"act":"states"'
    lines = said.splitlines()
    assert code == 0
    assert lines[0] == f'row 1 of the list "roster": {row}'
    assert lines[1].startswith(entry)
    assert lines[2:] == [
        "signed by monitor.example/recorder", f"entry 4 of 9 of the log {LOG.key.name}",
        "seen by court-watch.example/1 at 2026-09-21T14:13:20+00:00",
        "seen by parish.example/1 at 2026-09-21T14:13:21+00:00",
    ]  # fmt: skip


def test_run_as_a_program_it_asks_for_a_log_and_for_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "p").write_text(str(alone(ENTRY, recorder=False)), "utf-8")
    file = str(tmp_path / "p")
    assert program(monkeypatch, file, *options(("--log", LOG)))[0] == 0
    assert program(monkeypatch, file) == (2, "")
    assert "--log" in capsys.readouterr().err
    code, said = program(monkeypatch, file, *options(("--log", LOG)), "--quorum", "1")
    assert (code, said) == ("NOT PROVED: 'signed by too few, or twice by one'", "")
    code, said = program(monkeypatch, "--help")
    assert (code, "Check a proof of exeat without exeat" in said) == (0, True)


def test_run_as_a_program_it_takes_no_key_for_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "p").write_text(str(bundle()), "utf-8")
    for at, other in enumerate((WITNESS, WITNESS, LOG, LOG)):
        wrong = [(option, other if i == at else pen) for i, (option, pen) in enumerate(KEYS)]
        code, said = program(monkeypatch, str(tmp_path / "p"), *options(*wrong))
        assert str(code).startswith("NOT PROVED: 'no key, or one for something else")
        assert said == ""


@pytest.mark.parametrize("cut", ["", "exeat/1f2e3d4c5b6a7988", "exeat/1f2e3d4c5b6a7988+57eada26"])
def test_a_key_that_was_copied_in_part_is_named(cut: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "p").write_text(str(bundle()), "utf-8")
    code, _ = program(monkeypatch, str(tmp_path / "p"), "--log", cut)
    assert str(code).startswith("NOT PROVED: 'no")
    assert "unpack" not in str(code)


def test_a_letter_that_turns_a_line_around_is_written_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = json.dumps({**json.loads(ENTRY), "recorded_by": "ksed\u202e\u009b"}, ensure_ascii=False)
    entry = said.replace(": ", ":").replace(", ", ",")
    (tmp_path / "p").write_text(str(alone(entry)), "utf-8")
    code, shown = program(monkeypatch, str(tmp_path / "p"), *options(*KEYS))
    assert code == 0
    assert 'by "ksed\\u202e\\x9b": words' in shown


@pytest.mark.parametrize("data", [b"\xff", b"", b"exeat/proof@v1", b"x" * 100])
def test_what_is_no_proof_ends_in_one_line(data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "p").write_bytes(data)
    code, said = program(monkeypatch, str(tmp_path / "p"), *options(("--log", LOG)))
    assert str(code).startswith("NOT PROVED: ")
    assert said == ""


def test_a_signature_is_what_the_library_says_it_is(stranger: ModuleType) -> None:
    """Twenty keys and texts, and each with one bit turned in the key, in either half of the signature, in the text."""
    for n in range(20):
        pen, text = Pen(f"key {n}"), f"text {n}".encode() * n
        public, whole = pen.key.public, pen.sign(text)
        assert stranger.signed(public, whole, text)
        for key, found, said in (
            (public, _turned(whole, n), text), (public, _turned(whole, 63 - n), text),
            (_turned(public, n), whole, text), (public, whole, text + b"x"),
        ):  # fmt: skip
            assert not _holds(stranger.signed, key, found, said)


def _turned(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :]


def _holds(ask: Callable[..., object], *values: object) -> bool:
    try:
        return bool(ask(*values))
    except ValueError:
        return False


def test_nobody_makes_a_second_signature_out_of_one(stranger: ModuleType) -> None:
    """Who adds the order to the second half has another signature of the same words, without the key."""
    whole = LOG.sign(b"text")
    s = int.from_bytes(whole[32:], "little")
    for other in (s + ORDER, s + 2 * ORDER):
        assert not stranger.signed(LOG.key.public, whole[:32] + other.to_bytes(32, "little"), b"text")
    one = (1).to_bytes(32, "little")  # a key that signs everything: of it the second signature can be written down
    assert stranger.signed(one, one + bytes(32), b"text")
    assert not stranger.signed(one, one + ORDER.to_bytes(32, "little"), b"text")
    assert not stranger.signed(LOG.key.public, whole + b"\0", b"text")
    assert not _holds(stranger.signed, LOG.key.public, whole[:-1], b"text")


def test_a_key_has_one_writing_and_lies_on_the_curve(stranger: ModuleType) -> None:
    """Else two texts are one key, or a key is nobody's. Compared with the library where it tells."""
    one, sign = (1).to_bytes(32, "little"), 1 << 255
    assert stranger.point(one) == (0, 1, 1, 0)
    for y in (P, P + 1, P + 2, 1 + sign, P - 1 + sign, P + 1 + sign):
        with pytest.raises(ValueError, match="no point"):
            stranger.point(y.to_bytes(32, "little"))
    found = [y for y in range(40) if _holds(stranger.point, y.to_bytes(32, "little"))]
    assert found == [y for y in range(40) if _on_the_curve(y)]
    for data in (
        Pen("a").key.public,
        Pen("b").key.public,
        (3).to_bytes(32, "little"),
        (4 + sign).to_bytes(32, "little"),
    ):
        x, y, z, t = stranger.point(data)
        assert (y | (x & 1) << 255).to_bytes(32, "little") == data
        assert (z, t) == (1, x * y % P)


def _on_the_curve(y: int) -> bool:
    """By Euler's criterion, of the equation of RFC 8032: -x^2 + y^2 = 1 + d x^2 y^2."""
    d = -121665 * pow(121666, P - 2, P)
    square = (y * y - 1) * pow(d * y * y + 1, P - 2, P) % P
    return square == 0 or pow(square, (P - 1) // 2, P) == 1


def test_the_library_and_the_verifier_agree_on_keys_that_are_none(stranger: ModuleType) -> None:
    for y in (2, 7, P, P + 1):
        key = Ed25519PublicKey.from_public_bytes(y.to_bytes(32, "little"))
        with pytest.raises(InvalidSignature):
            key.verify(bytes(64), b"text")
        assert not _holds(stranger.signed, y.to_bytes(32, "little"), bytes(64), b"text")


@pytest.mark.parametrize("value", [0, 1, -1, 10, 2**53 - 1, -(2**53) + 1])
def test_a_number_is_one_of_canonical_json(value: int, stranger: ModuleType) -> None:
    assert stranger.number(str(value)) == value


@pytest.mark.parametrize("text", ["", "01", "+1", " 1", "1_0", "٣", "x", "-0", str(2**53), str(-(2**53)), "9" * 5000])
def test_what_is_no_such_number_is_refused(text: str, stranger: ModuleType) -> None:
    with pytest.raises(ValueError, match=r".+"):
        stranger.number(text)


def test_bytes_have_one_writing(stranger: ModuleType) -> None:
    assert stranger.raw("QUFBQUE=") == b"AAAAA"
    assert stranger.raw("QUFBQUE=", 5) == b"AAAAA"
    for text, size in (
        ("QUFBQUF=", None),
        ("QUFB QUE=", None),
        ("QUFBQUE", None),
        ("QUFBQUE=", 4),
        ("", 1),
        ("é", None),
    ):
        with pytest.raises(ValueError, match=r".+"):
            stranger.raw(text, size)


def test_every_place_of_every_small_log_is_found_by_its_path_and_by_no_other(stranger: ModuleType) -> None:
    leaves = [leaf(bytes([i])) for i in range(17)]
    for size in range(1, 18):
        tree = Tree(leaves[:size])
        for index in range(size):
            path = tree.inclusion(index)
            assert stranger.root(leaves[index], index, size, path) == tree.root()
            for other in (path[:-1], (*path, leaves[0])):
                assert len(other) == len(path) or not _holds(stranger.root, leaves[index], index, size, other)
            for place in range(-2, size + 3):
                found = _leads(stranger, leaves[index], place, size, path) == tree.root()
                assert found == includes(tree.root(), size, place, leaves[index], path)


def _leads(stranger: ModuleType, leaf: bytes, index: int, size: int, path: tuple[bytes, ...]) -> bytes | None:
    try:
        return bytes(stranger.root(leaf, index, size, path))
    except ValueError:
        return None


def test_what_is_missing_is_told_by_its_name(stranger: ModuleType) -> None:
    for lines in ([], ["entr"], ["", "entry "]):
        with pytest.raises(ValueError, match="wanted: entry "):
            stranger.after(lines, "entry ")
    rest = ["entry x", "y"]
    assert (stranger.after(rest, "entry "), rest) == ("x", ["y"])


def why(stranger: ModuleType, b: Bundle | str, quorum: int = 2) -> str:
    """Why it takes no proof; nothing = it does."""
    try:
        by_stranger(stranger, str(b).encode(), quorum)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        return str(error) or type(error).__name__
    return ""


def test_too_few_are_told_from_enough(stranger: ModuleType) -> None:
    b = bundle()
    log, one, two = b.note.signatures
    for some, quorum, wanted in (
        ((log, one, two), 2, ""), ((log, one, two), 3, "too few"), ((log, one), 1, ""), ((log, one), 2, "too few"),
        ((log,), 0, ""), ((log,), 1, "too few"), ((one, two), 0, "its own log"), ((log, one, one), 1, "twice by one"),
        ((log, log), 0, "twice by one"),
    ):  # fmt: skip
        assert wanted in why(stranger, replace(b, note=Note(b.note.text, some)), quorum)
        assert bool(wanted) == bool(why(stranger, replace(b, note=Note(b.note.text, some)), quorum))


def test_a_key_of_the_same_name_and_another_id_signed_nothing(stranger: ModuleType) -> None:
    b = bundle()
    log, *rest = b.note.signatures
    other = Signature(log.name, Pen("x").key.id, log.signature)
    assert "whose key was not given" in why(stranger, replace(b, note=Note(b.note.text, (other, *rest))))
    assert "is wrong" in why(stranger, replace(b, note=Note(b.note.text, (replace(log, signature=bytes(64)), *rest))))


def test_the_words_of_an_entry_are_hashed_whole(stranger: ModuleType) -> None:
    b = bundle(row=None)
    said = sha256(str(b.words).encode()).hexdigest()
    assert said in b.entry
    assert (
        why(stranger, replace(b, words=str(b.words).replace("monitor", "ministry")))
        == "the words are not those recorded"
    )
    assert "version 1" in why(stranger, replace(b, entry=b.entry.replace(said, said.upper())))
    assert why(stranger, str(b).replace("exeat/proof@v1\n", "exeat/proof@v1 \n")) == "another version"
    assert why(stranger, str(b).replace("tlog-proof@v1\n", "tlog-proof@v1 \n")) == "another version"
    assert why(stranger, replace(b, index=3)) == "the entry is not in the tree"


def test_a_key_under_the_id_of_another_is_none(stranger: ModuleType) -> None:
    other = str(LOG.key).replace(LOG.key.id.hex(), RECORDER.key.id.hex())
    with pytest.raises(ValueError, match="no key"):
        stranger.key(other, 1)
