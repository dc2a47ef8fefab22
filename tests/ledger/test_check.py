"""What does not hold of a proof is said, all of it and nothing else: who reads it decides by these words."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields, replace

import pytest
from tests.ledger.keys import Pen
from tests.ledger.test_bundle import LOG, OTHER, POLICY, RECORDER, ROWS, SALTS, WITNESS, bundle

from exeat.core.canonical import canonical
from exeat.core.marked import Plain
from exeat.core.merkle import leaf
from exeat.ledger.bundle import Bundle, check, entry_signature, signed_by, signed_text
from exeat.ledger.checkpoint import Checkpoint, cosigned, holds
from exeat.ledger.note import COSIGNATURE, Note, Signature, signed
from exeat.ledger.policy import Policy, read_policy
from exeat.ledger.tree import Tree
from exeat.ledger.witness import Request, objections, request, with_signatures

ALONE = Policy((LOG.key,))


def said(
    b: Bundle, policy: Policy = POLICY, recorders: tuple[Pen, ...] = (RECORDER,)
) -> list[tuple[str, dict[str, str]]]:
    return [(m.id.removeprefix("proof."), dict(m.values)) for m in check(b, policy, [p.key for p in recorders])]


def noted(*signatures: Signature, b: Bundle | None = None, text: str = "") -> Bundle:
    """A proof under whose checkpoint these signatures stand."""
    b = b or bundle()
    return replace(b, note=Note(text or b.note.text, signatures))


def forged(signature: Signature) -> Signature:
    return replace(signature, signature=signature.signature[:-1] + bytes([signature.signature[-1] ^ 1]))


LOGS, ONE, TWO = bundle().note.signatures


def test_what_holds_has_nothing_said_of_it() -> None:
    bare = replace(bundle(), words=None, row=None)
    for b in (bundle(), bundle(row=None), bare, bundle(0, 1), bundle(row=0), bundle(row=2)):
        assert said(b) == []
    assert said(replace(bare, signature=None), recorders=()) == []
    assert said(noted(LOGS), ALONE) == []


@pytest.mark.parametrize(
    ("signatures", "wanted"),
    [
        ((), [("log_not_signed", {"origin": LOG.key.name})]),
        ((ONE, TWO), [("log_not_signed", {"origin": LOG.key.name})]),
        ((LOGS,), [("too_few_witnesses", {"seen": "", "quorum": "all"})]),
        ((LOGS, TWO), [("too_few_witnesses", {"seen": "two", "quorum": "all"})]),
        ((LOGS, ONE, forged(TWO)), [("signature_wrong", {"name": "two"})]),
        ((LOGS, forged(ONE), forged(TWO)), [("signature_wrong", {"name": n}) for n in ("one", "two")]),
        ((forged(LOGS), ONE, TWO),
         [("log_not_signed", {"origin": LOG.key.name}), ("signature_wrong", {"name": str(LOG.key)})]),
    ],
)  # fmt: skip
def test_whose_signature_is_missing_or_wrong_is_said(
    signatures: tuple[Signature, ...], wanted: list[tuple[str, dict[str, str]]]
) -> None:
    assert said(noted(*signatures)) == wanted


def test_a_known_log_does_not_speak_for_another() -> None:
    """Whoever is trusted with one log could else sign a checkpoint in the name of a second."""
    b = bundle()
    text = str(replace(b.checkpoint, origin="exeat/other"))
    assert said(noted(signed(text, LOG), b=b, text=text), ALONE) == [("log_not_signed", {"origin": "exeat/other"})]


def test_a_key_that_the_policy_does_not_name_is_said() -> None:
    stranger = signed(bundle().note.text, Pen("who/1"))
    assert said(noted(LOGS, ONE, TWO, stranger)) == [("key_unknown", {"name": "who/1"})]
    assert said(noted(LOGS, ONE), ALONE) == [("key_unknown", {"name": WITNESS.key.name})]


def test_who_signed_an_entry_is_one_of_those_who_may() -> None:
    b = bundle()
    assert b.signature is not None
    wrong = [("signature_wrong", {"name": RECORDER.key.name})]
    assert said(replace(b, signature=None)) == [("recorder_not_signed", {})]
    assert said(replace(b, signature=forged(b.signature))) == wrong
    assert said(b, recorders=()) == wrong
    assert said(b, recorders=(Pen("x/y"),)) == wrong
    assert said(b, recorders=(Pen("x/y"), RECORDER)) == []


def test_a_signature_in_the_name_of_another_is_not_theirs() -> None:
    """Its bytes may be right: what it says of whose they are must be, too."""
    mine = leaf(b"an entry")
    found, other = entry_signature(mine, RECORDER), Pen("x/y").key
    assert signed_by(mine, found, [RECORDER.key])
    assert not signed_by(mine, replace(found, name=other.name, id=other.id), [RECORDER.key])
    assert not signed_by(mine, replace(found, id=b"0000"), [RECORDER.key])
    assert not signed_by(mine, forged(found), [RECORDER.key])
    assert not signed_by(leaf(b"another"), found, [RECORDER.key])
    assert not signed_by(mine, found, [])


def test_a_key_for_checkpoints_signs_no_entry() -> None:
    cosigner, mine = Pen(RECORDER.key.name, COSIGNATURE), leaf(b"an entry")
    assert not signed_by(mine, entry_signature(mine, cosigner), [cosigner.key])
    assert signed_text(mine).startswith("exeat/entry@v1\n")


def test_a_witness_says_when_it_saw_a_log_and_of_no_other_moment() -> None:
    head = Checkpoint("exeat/a", 3, bytes(32))
    found = cosigned(head, 1_790_000_000, WITNESS)
    later = replace(found, signature=(1_790_000_001).to_bytes(8) + found.signature[8:])
    assert holds(Note(str(head), (found,)), WITNESS.key) is True
    assert holds(Note(str(head), (later,)), WITNESS.key) is False
    assert holds(Note(str(head), ()), WITNESS.key) is None
    assert holds(Note(str(head), (found,)), OTHER.key) is None


def test_the_last_moment_of_the_calendar_is_the_last_that_a_witness_can_name() -> None:
    """9999-12-31T23:59:59Z; a second later, the verifier that stands alone could not write it."""
    head = Checkpoint("exeat/a", 3, bytes(32))
    for time, well in ((0, True), (253_402_300_799, True), (253_402_300_800, False)):
        assert holds(Note(str(head), (cosigned(head, time, WITNESS),)), WITNESS.key) is well


def test_a_witness_alone_is_not_enough_and_one_that_is_wrong_is_not_counted() -> None:
    policy = read_policy(f"log {LOG.key}\nwitness one {WITNESS.key}\nwitness two {OTHER.key}\nquorum one\n")
    text = bundle().note.text
    seen = policy.seen(Note(text, (ONE,)))
    assert (seen.signed, seen.enough, dict(seen.when)) == (False, False, {"one": 1_790_000_000})
    seen = policy.seen(Note(text, (LOGS, ONE, forged(TWO))))
    assert (seen.signed, seen.enough, dict(seen.when), seen.spoiled) == (True, False, {"one": 1_790_000_000}, ("two",))
    seen = policy.seen(Note(text, (LOGS, ONE)))
    assert (seen.signed, seen.enough, seen.spoiled) == (True, True, ())


def shown(body: Plain, row: int = 1) -> list[str]:
    """What is said of a row whose words are these: recorded, so that only the row is at stake."""
    b = bundle(row=row)
    words = canonical({"body": body, "salt": "00" * 16}).decode()
    return [id for id, _ in said(replace(b, words=words)) if id != "words_differ"]


LIST: dict[str, Plain] = {
    "list": "roster",
    "rows": 3,
    "root": Tree(leaf(s + r.encode()) for s, r in zip(SALTS, ROWS, strict=True)).root().hex(),
}


@pytest.mark.parametrize(
    "body",
    [
        None, 1, "x", [], [LIST], {}, {"claim": None}, {"claim": []}, {"claim": {}}, {"claim": {"rows": 3}},
        {"claim": {"root": LIST["root"]}}, {"claim": {**LIST, "rows": "3"}}, {"claim": {**LIST, "rows": None}},
        {"claim": {**LIST, "rows": 2}}, {"claim": {**LIST, "rows": 5}}, {"claim": {**LIST, "rows": -1}},
        {"claim": {**LIST, "list": 1}}, {"claim": {**LIST, "rows": True}},
        {"claim": {**LIST, "rows": 2**53 - 1}}, {"claim": {**LIST, "root": ""}}, {"claim": {**LIST, "root": "no hash"}},
        {"claim": {**LIST, "root": str(LIST["root"]).upper()}}, {"claim": {**LIST, "root": None}},
    ],
)  # fmt: skip
def test_a_row_of_what_is_no_list_is_not_in_it(body: Plain) -> None:
    """Whatever the words are: a proof is a file from anybody, and breaks nothing."""
    assert shown(body) == ["row_not_in_the_list"]
    assert shown({"claim": {**LIST}}) == []


def test_true_is_not_how_many_rows_a_list_has() -> None:
    """It counts as one here, and as nothing elsewhere: nobody shows a proof that others cannot check."""
    b = bundle(row=0)
    assert b.row is not None
    alone = replace(b, row=replace(b.row, path=()))
    for rows, wanted in ((1, ["words_differ"]), (True, ["words_differ", "row_not_in_the_list"])):
        claim: Plain = {"list": "roster", "rows": rows, "root": leaf(SALTS[0] + ROWS[0].encode()).hex()}
        words = canonical({"body": {"claim": claim}, "salt": "00"}).decode()
        assert [id for id, _ in said(replace(alone, words=words))] == wanted


def test_nothing_of_a_proof_that_was_checked_can_be_changed_afterwards() -> None:
    b = bundle()
    assert b.row is not None
    for thing in (b, b.row, b.note, LOGS, LOG.key, b.checkpoint, POLICY, POLICY.seen(b.note), asked_of(b)):
        name = fields(thing)[0].name
        with pytest.raises(FrozenInstanceError):
            setattr(thing, name, None)
        with pytest.raises(AttributeError):
            object.__setattr__(thing, "remark", "nothing is hung onto it either")


def asked_of(b: Bundle) -> Request:
    return request(Tree([b.leaf] * b.checkpoint.size), b.note, 0)


def test_a_newer_signature_takes_the_place_of_that_key_alone() -> None:
    b, text = bundle(), bundle().note.text
    newer = cosigned(b.checkpoint, 1_790_000_099, WITNESS)
    assert with_signatures(b.note, (newer,)).signatures == (LOGS, TWO, newer)
    same = Signature(ONE.name, b"0000", ONE.signature)
    assert with_signatures(Note(text, (LOGS, same)), (newer,)).signatures == (LOGS, same, newer)


@pytest.mark.parametrize("spoil", [lambda n: n, lambda n: replace(n, text=n.text.replace("exeat/1f2e", "exeat/other"))])
def test_why_a_witness_does_not_sign_is_said(spoil: Callable[[Note], Note]) -> None:
    b = bundle()
    found = replace(request(Tree([b.leaf] * 9), spoil(b.note), 0), old=3)
    wanted = ("another_size", {"asked": "3", "seen": "0"})
    if found.note != b.note:
        wanted = ("log_not_signed", {"origin": found.checkpoint.origin})
    assert [(m.id.removeprefix("proof."), dict(m.values)) for m in objections(found, LOG.key, None)] == [wanted]


def test_a_witness_signs_nothing_of_a_log_in_the_name_of_another() -> None:
    b = bundle()
    text = str(replace(b.checkpoint, origin="exeat/other"))
    found = request(Tree([b.leaf] * 9), Note(text, (signed(text, LOG),)), 0)
    (message,) = objections(found, LOG.key, None)
    assert (message.id, message.values) == ("proof.log_not_signed", {"origin": "exeat/other"})
