"""A proof is read twice, by exeat and by the verifier that stands alone: what one takes, the other takes.

Whoever makes the proofs here has the keys of the log and of the recorder: every hash and every signature is right. What
they wish is that two readers see two things, or that one sees what nobody recorded.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.keys import Pen
from tests.ledger.test_bundle import LOG, OTHER, POLICY, RECORDER, ROWS, SALTS, WITNESS, stranger

from exeat.core.canonical import canonical
from exeat.core.errors import Refused
from exeat.core.marked import Plain
from exeat.core.merkle import leaf, merkle_root
from exeat.ledger.bundle import check, entry_signature
from exeat.ledger.checkpoint import LAST, Checkpoint, cosigned
from exeat.ledger.note import Note, Signature, encoded, signed
from exeat.ledger.policy import read_policy
from exeat.ledger.reading import read_bundle
from exeat.ledger.tree import Tree

__all__ = ["stranger"]
ALONE = Path(__file__).parents[2] / "docs/spec/ledger_verify.py"
ROOT = merkle_root([leaf(s + r.encode()) for s, r in zip(SALTS, ROWS, strict=True)]).hex()
WORDS = '{"body":{"claim":{"kind":"submitted","list":"roster","root":"ROOT","rows":3}},"salt":"00"}'
ENTRY = '{"body":"BODY","recorded_at":"2026-01-02T03:04:05.000006Z","recorded_by":"desk","v":1}'
OTHERS = LOG.key, RECORDER.key, WITNESS.key, OTHER.key


def house(text: str) -> bool:
    """Whether exeat takes a proof."""
    try:
        return not check(read_bundle(text), POLICY, [RECORDER.key])
    except Refused:
        return False


def alone(stranger: ModuleType, text: str) -> bool:
    """Whether the verifier that stands alone takes it."""
    keys = [[stranger.key(str(p.key), p.key.kind)] for p in (LOG, RECORDER)]
    witnesses = [stranger.key(str(p.key), 4) for p in (WITNESS, OTHER)]
    try:
        stranger.verify(text, *keys, witnesses, 2)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return False
    return True


def proof(words: str = WORDS, row: str = ROWS[1], entry: str = ENTRY) -> str:
    """A proof of a list of one row or of three; `row` empty = it shows none. Its hashes and signatures are right."""
    one = row not in ("", ROWS[1])
    tree = Tree([leaf(s + r.encode()) for s, r in zip(SALTS, [row] if one else ROWS, strict=not one)])
    words = words.replace("ROOT", tree.root().hex()).replace('"rows":3', '"rows":1' if one else '"rows":3')
    place = 0 if one else 1
    path = "".join(f"path {encoded(h)}\n" for h in tree.inclusion(place))
    shown = f"row {place} {encoded(SALTS[place])} {row}\n{path}" if row else ""
    said = entry.replace("BODY", sha256(words.encode()).hexdigest())
    mine = leaf(said.encode())
    head = f"{proof_head(words, shown, said)}{entry_signature(mine, RECORDER)}\nc2sp.org/tlog-proof@v1\nindex 0\n"
    return f"{head}\n{noted(mine)}"


def proof_head(words: str, shown: str, said: str) -> str:
    return f"exeat/proof@v1\nwords {words}\n{shown}entry {said}\n"


def noted(root: bytes) -> Note:
    """The checkpoint of a log of one entry, which two witnesses saw."""
    head = Checkpoint(LOG.key.name, 1, root)
    return Note(str(head), (signed(str(head), LOG), cosigned(head, 7, WITNESS), cosigned(head, 7, OTHER)))


def test_what_is_forged_here_is_taken_where_nothing_is_forged(stranger: ModuleType) -> None:
    for text in (proof(), proof(row=""), proof(row='["a"]')):
        assert house(text)
        assert alone(stranger, text)


FORGED = {
    "words with a field twice": proof(WORDS.replace('"salt"', '"salt":"11","salt"')),
    "words with spaces": proof(WORDS.replace(":", ": ")),
    "words in another order": proof('{"salt":"00","body":1}', row=""),
    "words with one field more": proof(WORDS.replace('"salt"', '"more":1,"salt"')),
    "words of half a letter": proof(WORDS.replace("roster", "\\ud800")),
    "words of a letter that need not be escaped": proof(WORDS.replace("roster", "\\u0041")),
    "words that are no JSON": proof("the prisoner was released", row=""),
    "no words": proof("", row=""),
    "a number that is none": proof(WORDS.replace('"kind"', '"a":NaN,"kind"')),
    "less than nothing": proof(WORDS.replace('"kind"', '"a":-0,"kind"')),
    "a part of a number": proof(WORDS.replace('"kind"', '"a":1.0,"kind"')),
    "a number that readers round": proof(WORDS.replace('"kind"', '"a":9007199254740992,"kind"')),
    "a number without end": proof(WORDS.replace('"kind"', '"a":' + "9" * 5000 + ',"kind"')),
    "true for one": proof(WORDS.replace('"rows":3', '"rows":true'), row='["a"]'),
    "a salt that is none": proof(WORDS.replace('"00"', '"zz"')),
    "a root in capitals": proof(WORDS.replace("ROOT", ROOT.upper())),
    "a root that is none": proof(WORDS.replace("ROOT", "zz")),
    "a list without a root": proof(WORDS.replace('"root":"ROOT",', "")),
    "a list without a name": proof(WORDS.replace('"list":"roster",', "")),
    "cells that are none": proof(row="released on 3 May"),
    "cells of an object": proof(row='{"name":"Quorle"}'),
    "cells written otherwise": proof(row='["a", "b"]'),
    "cells that clear the screen": proof(row="\x1b[2J[]"),
    "an entry with a field twice": proof(entry=ENTRY.replace('"v":1', '"v":2,"v":1')),
    "an entry in another order": proof(entry='{"v":1,' + ENTRY[1:-7] + "}"),
    "an entry of version true": proof(entry=ENTRY.replace('"v":1', '"v":true')),
    "an entry of version one point nothing": proof(entry=ENTRY.replace('"v":1', '"v":1.0')),
    "recorded by a number": proof(entry=ENTRY.replace('"desk"', "5")),
    "recorded at no time": proof(entry=ENTRY.replace("2026-01-02", "soon after")),
    "recorded on 30 February": proof(entry=ENTRY.replace("01-02", "02-30")),
    "recorded by another clock": proof(entry=ENTRY.replace("Z", "+02:00")),
    "a hash of words with a list in it": proof(entry=ENTRY.replace('"BODY"', '["BODY"]')),
    "ends of lines of another machine": proof().replace("\n", "\r\n"),
    "a mark in front": "\ufeff" + proof(),
    "something behind": proof() + "\n",
    "nothing behind": proof() + "\0",
    "a place without end": proof().replace("index 0", "index " + "9" * 5000),
    "a size without end": proof().replace("\n1\n", "\n" + "9" * 5000 + "\n"),
    "a row without end": proof().replace("row 1", "row " + "1" * 5000),
    "a number in other digits": proof().replace("index 0", "index \u0660"),
    "a line that is not known": proof().replace("index 0", "extra AAAA\nindex 0"),
}


@pytest.mark.parametrize("forged", FORGED)
def test_what_has_two_readings_is_taken_by_neither_reader(forged: str, stranger: ModuleType) -> None:
    assert not house(FORGED[forged]), "exeat"
    assert not alone(stranger, FORGED[forged]), "the verifier that stands alone"


@pytest.mark.parametrize("size", [0, 31, 32, 33])
def test_words_that_are_not_shown_have_a_hash_of_32_bytes(size: int, stranger: ModuleType) -> None:
    text = proof(row="", entry=ENTRY.replace("BODY", "ab" * size))
    hidden = "\n".join(line for line in text.split("\n") if not line.startswith("words "))
    assert house(hidden) == alone(stranger, hidden) == (size == 32)


def under(change: Callable[[Note, Checkpoint], tuple[Signature, ...]]) -> str:
    """A proof with other signatures under its checkpoint."""
    b = read_bundle(proof())
    return str(replace(b, note=Note(b.note.text, change(b.note, b.checkpoint))))


SIGNED = {
    "twice by one witness, whose second word is false": lambda n, c: (
        *n.signatures, replace(n.signatures[2], signature=n.signatures[1].signature)),
    "twice by one witness, at two times": lambda n, c: (*n.signatures, cosigned(c, 8, OTHER)),
    "at a time that no calendar has": lambda n, c: (*n.signatures[:2], cosigned(c, LAST + 1, OTHER)),
    "at a time that no clock has": lambda n, c: (*n.signatures[:2], cosigned(c, 2**64 - 1, OTHER)),
    "by one witness in the place of two": lambda n, c: n.signatures[:2],
    "by nobody": lambda n, c: (),
}  # fmt: skip


@pytest.mark.parametrize("how", SIGNED)
def test_a_checkpoint_is_signed_for_both_readers_or_for_none(how: str, stranger: ModuleType) -> None:
    text = under(SIGNED[how])
    assert (house(text), alone(stranger, text)) == (False, False)


def test_no_log_speaks_for_another(stranger: ModuleType) -> None:
    """Who is given the keys of two logs trusts each for its own: one of them can make up nothing of the other."""
    second = Pen("exeat/00ff00ff00ff00ff")
    b = read_bundle(proof())
    forged = replace(b, note=Note(b.note.text, (signed(b.note.text, second),)))
    honest = replace(b, note=Note(b.note.text, (b.note.signatures[0], signed(b.note.text, second))))
    policy = read_policy(f"log {LOG.key}\nlog {second.key}\nquorum none\n")
    logs = [stranger.key(str(p.key), 1) for p in (LOG, second)]
    recorder = [stranger.key(str(RECORDER.key), 1)]
    assert [m.id for m in check(forged, policy, [RECORDER.key])] == ["proof.log_not_signed"]
    assert check(honest, policy, [RECORDER.key]) == ()
    with pytest.raises(ValueError, match="not signed by its own log"):
        stranger.verify(str(forged), logs, recorder, [], 0)
    assert stranger.verify(str(honest), logs, recorder, [], 0)


# ------------------------------------------------------------ what is seen


def seen(tmp_path: Path, text: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """What somebody sees who runs the verifier that stands alone."""
    file = tmp_path / "proof.txt"
    file.write_bytes(text.encode())
    options = ("--log", "--recorder", "--witness", "--witness")
    keys = [word for option, key in zip(options, OTHERS, strict=True) for word in (option, str(key))]
    call = [sys.executable, str(ALONE), str(file), *keys]
    return subprocess.run(call, capture_output=True, check=False, env={**os.environ, **env}, timeout=60)


LIES = ["desk\nseen by parish.example/9 at 2020-01-01", "desk\x1b[2K\r", 'desk: {"body":"lies"}', "ksed\u202e"]


@pytest.mark.parametrize("name", LIES)
def test_a_recorder_whose_name_says_more_is_seen_to_be_one(name: str, tmp_path: Path) -> None:
    """A line that nobody signed, a screen cleared, words in the place of the words, letters turned around."""
    found = seen(tmp_path, proof(entry=ENTRY.replace('"desk"', canonical(name).decode())))
    assert found.returncode == 0
    said = found.stdout.decode().rstrip("\n")
    assert all(c.isprintable() or c == "\n" for c in said)
    lines = said.split("\n")
    assert [line.split(" ")[0] for line in lines] == ["row", "recorded", "signed", "entry", "seen", "seen"]
    assert lines[1].startswith('recorded 2026-01-02T03:04:05.000006Z by "')
    quoted = lines[1].partition(" by ")[2]
    assert json.JSONDecoder().raw_decode(quoted)[0] == name
    assert quoted[json.JSONDecoder().raw_decode(quoted)[1] :].startswith(': {"body":{"claim"')


def test_a_name_that_a_terminal_cannot_show_is_proved_all_the_same(tmp_path: Path) -> None:
    found = seen(tmp_path, proof(), PYTHONIOENCODING="ascii")
    assert found.returncode == 0
    assert b'["2","M\\xe9ndova, Ilse",null]' in found.stdout


@pytest.mark.parametrize("text", [proof(f'{{"body":{"[" * 90000}{"]" * 90000},"salt":"00"}}', row=""),
                                  under(SIGNED["at a time that no clock has"]), "\x1b[2K", "\xff"])  # fmt: skip
def test_what_is_not_proved_is_said_in_one_line(text: str, tmp_path: Path) -> None:
    found = seen(tmp_path, text)
    assert (found.returncode, found.stdout) == (1, b"")
    (line,) = found.stderr.decode().splitlines()
    assert line.startswith("NOT PROVED: ")
    assert line.isprintable()


# ------------------------------------------------------------ whatever else somebody thinks of

names = st.text(st.sampled_from('ab\u00e9\ue000\uffff\U00010000\U0010ffff\x7f\u2028\\"/\n'), max_size=3)
numbers = st.sampled_from([0, 1, -1, 2**53 - 1, -(2**53) + 1, True, None])
odd = st.sampled_from([2**53, -(2**53), 1.5, 1e16, -0.0, float("inf")])
values: "st.SearchStrategy[Plain]" = st.recursive(
    names | numbers, lambda v: st.lists(v, max_size=3) | st.dictionaries(names, v, max_size=3)
)
writers: "list[Callable[[Plain], str]]" = [
    lambda v: json.dumps(v, ensure_ascii=False, separators=(",", ":"), sort_keys=True),
    lambda v: json.dumps(v, ensure_ascii=False, separators=(",", ":")),
    lambda v: json.dumps(v, separators=(",", ":"), sort_keys=True),
    lambda v: canonical(v).decode(),
]


@given(values, odd | st.none(), st.sampled_from(writers))
def test_two_readers_of_one_proof_agree(
    stranger: ModuleType, value: Plain, rest: float | None, write: Callable[[Plain], str]
) -> None:
    said = write([value]).removesuffix("]") + ("]" if rest is None else f",{json.dumps(rest)}]")
    words, cells = f'{{"body":{said},"salt":"00"}}', said
    assert house(proof(words, row="")) == alone(stranger, proof(words, row="")), words
    assert house(proof(row=cells)) == alone(stranger, proof(row=cells)), cells


@given(st.data())
def test_two_readers_of_one_proof_agree_where_lines_move(stranger: ModuleType, data: st.DataObject) -> None:
    """Lines taken out, doubled, moved, and joined: whoever makes it up signs nothing anew."""
    lines = proof().split("\n")
    for _ in range(data.draw(st.integers(1, 3))):
        at, to = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        change = data.draw(st.sampled_from(["out", "twice", "move", "join", "blank", "space"]))
        taken = lines[at]
        if change in ("out", "move"):
            del lines[at]
        if change in ("twice", "move"):
            lines.insert(to, taken)
        if change == "blank":
            lines.insert(at, "")
        if change == "space":
            lines[at] += " "
        if change == "join" and at + 1 < len(lines):
            lines[at : at + 2] = [lines[at] + lines[at + 1]]
        if not lines:
            return
    text = "\n".join(lines)
    assert house(text) == alone(stranger, text), text
