"""Whose signatures are enough is what a policy says, and nobody counts twice."""

import pytest
from tests.ledger.keys import Pen

from exeat.core.errors import Refused
from exeat.ledger.checkpoint import Checkpoint, cosigned
from exeat.ledger.note import COSIGNATURE, Key, Note, read_key, read_note, signed
from exeat.ledger.policy import read_policy

LOG, A, B, C = Pen("exeat/a1"), *(Pen(f"w.example/{n}", COSIGNATURE) for n in "abc")
HEAD = Checkpoint(LOG.key.name, 3, bytes(32))
KEYS = f"log {LOG.key}\nwitness a {A.key}\nwitness b {B.key} https://b.example\nwitness c {C.key}\n"


def note(*pens: Pen) -> Note:
    return Note(str(HEAD), (signed(str(HEAD), LOG), *(cosigned(HEAD, 1_790_000_000, p) for p in pens)))


@pytest.mark.parametrize(
    ("quorum", "enough"),
    [
        ("quorum none", {(), ("a",)}),
        ("quorum a", {("a",), ("a", "b")}),
        ("group g all a b\nquorum g", {("a", "b"), ("a", "b", "c")}),
        ("group g any a b\nquorum g", {("a",), ("b",)}),
        ("group g 2 a b c\nquorum g", {("a", "b"), ("b", "c")}),
        ("group g any a b\ngroup h all g c\nquorum h", {("a", "c"), ("b", "c")}),
    ],
)
def test_a_quorum_is_what_it_says(quorum: str, enough: set[tuple[str, ...]]) -> None:
    policy, pens = read_policy(f"# ours\n{KEYS}\t{quorum}\n"), {"a": A, "b": B, "c": C}
    tried = [(), ("a",), ("b",), ("c",), ("a", "b"), ("b", "c"), ("a", "c"), ("a", "b", "c")]
    for some in tried:
        if some in enough:
            assert policy.seen(note(*(pens[n] for n in some))).enough
    assert quorum == "quorum none" or not policy.seen(note()).enough
    assert "2" not in quorum or not policy.seen(note(A)).enough
    assert "all" not in quorum or not policy.seen(note(A)).enough


def test_a_signature_that_does_not_hold_spoils_the_note() -> None:
    policy = read_policy(f"{KEYS}quorum a\n")
    whole = note(A, B)
    wrong = Note(str(Checkpoint(LOG.key.name, 4, bytes(32))), whole.signatures)
    seen = policy.seen(wrong)
    assert not seen.enough
    assert not seen.signed
    assert set(seen.spoiled) == {str(LOG.key), "a", "b"}


@pytest.mark.parametrize(
    "line",
    [
        "quorum d",
        "quorum none\nquorum none",
        "group g 4 a b c\nquorum g",
        "group g 0 a\nquorum g",
        "group g all a a\nquorum g",
        "group g any h\ngroup h any a\nquorum g",
        "group g any a\ngroup h any a\nquorum h",
        "group none any a\nquorum none",
        "witness a2 KEYA\nquorum none",
        "log KEYLOG\nquorum none",
        "witness d KEYLOG\nquorum none",
        "log KEYA\nquorum none",
        "witness d nonsense\nquorum none",
        "watch a\nquorum none",
        "",
    ],
)
def test_a_policy_that_counts_somebody_twice_or_nobody_is_refused_with_its_line(line: str) -> None:
    text = KEYS + line.replace("KEYA", str(A.key)).replace("KEYLOG", str(LOG.key)) + "\n"
    with pytest.raises(Refused) as refused:
        read_policy(text, "policy")
    assert {p.file for p in refused.value.problems} == {"policy"}


def test_a_key_is_written_and_read_as_c2sp_does() -> None:
    """The example of https://c2sp.org/signed-note, a public test vector."""
    text = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    key = read_key(text)
    assert str(key) == text
    note = read_note(
        "This is an example message.\n\n— example.com/foo "
        "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
    )
    (signature,) = note.signatures
    assert key.verifies(note.text.encode(), signature.signature)
    assert not key.verifies(b"This is an example message!\n", signature.signature)


PUBLIC = "530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"


@pytest.mark.parametrize("spoil", ["x", "a+b", "a+00000000+AQ==", f"+{PUBLIC}", f"example.com/fop+{PUBLIC}"])
def test_what_is_no_key_is_refused(spoil: str) -> None:
    with pytest.raises(Refused):
        read_key(spoil)


@pytest.mark.parametrize(
    "text", ["", "a", "a\n\n", "a\n\n— n", "a\n\n— n AAAA\n", "a\n\nn QUFBQUFB\n", "a\t\n\n— n QUFBQUFB\n"]
)
def test_what_is_no_note_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_note(text)


def test_names_that_look_alike_are_two_keys() -> None:
    one, two = Key("n", 1, A.key.public), Key("n", 4, A.key.public)
    assert one.id != two.id
