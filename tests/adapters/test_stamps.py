"""Nobody can say later that a log is older than it is, or that somebody stamped it who did not."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from tests.ledger.authority import NOON, YEAR, Answering, Authority, nonce_of

from exeat.adapters.stamps import Unstamped, asked, read_answer, read_certificates, stamped
from exeat.core.errors import Refused
from exeat.ledger.reading import read_bundle

TEXT = b"exeat/1f2e3d4c5b6a7988\n11\n29wUdtO+O+vCWEIrXdhBm5PTIzeh2jmqbtccsh77dEM=\n"
NONCE = 0x7F00_0000_0000_0001
HONEST = Authority()


def test_what_an_authority_stamped_is_told_with_its_name_and_time() -> None:
    request, nonce = asked(TEXT)
    assert nonce_of(request) == nonce
    found = stamped(read_answer(HONEST.answer(TEXT, nonce)), TEXT, nonce, read_certificates(HONEST.pem))
    assert (found.by, found.at) == ("Time of Tarnavia (invented)", NOON)


def test_a_request_shows_a_hash_and_no_word_and_never_twice_the_same_number() -> None:
    (one, first), (two, second) = asked(TEXT), asked(TEXT)
    assert TEXT[:20] not in one
    assert first != second
    assert len(one) < 80 > len(two)


Case = tuple[Callable[[], Authority], Answering, str]
CASES: dict[str, Case] = {
    "another text": (Authority, Answering(text=b"another log"), "other"),
    "another request": (Authority, Answering(nonce=5), "unasked"),
    "for signing programs": (lambda: Authority(use=ExtendedKeyUsageOID.CODE_SIGNING), Answering(), "purpose"),
    "for nothing in particular": (lambda: Authority(use=None), Answering(), "purpose"),
    "not only for that": (lambda: Authority(critical=False), Answering(), "purpose"),
    "a certificate that had run out": (lambda: Authority(until=NOON - timedelta(days=1)), Answering(), "expired"),
    "a time after its certificate": (Authority, Answering(at=NOON + 2 * YEAR), "expired"),
    "a time before its certificate": (Authority, Answering(at=NOON - 2 * YEAR), "expired"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_stamp_that_does_not_hold_says_why(case: str) -> None:
    make, says, why = CASES[case]
    authority = make()
    with pytest.raises(Unstamped) as unstamped:
        stamped(read_answer(authority.answer(TEXT, NONCE, says)), TEXT, NONCE, read_certificates(authority.pem))
    assert unstamped.value.why == why


def test_an_authority_of_the_same_name_is_not_the_one_whose_certificates_were_given() -> None:
    with pytest.raises(Unstamped) as unstamped:
        stamped(read_answer(Authority().answer(TEXT, NONCE)), TEXT, NONCE, read_certificates(HONEST.pem))
    assert unstamped.value.why == "untrusted"


def test_certificates_are_read_one_or_several_and_what_is_none_is_refused() -> None:
    other = Authority("Clock of Olmeria (invented)")
    both: list[x509.Certificate] = read_certificates(other.pem + HONEST.pem)
    assert stamped(read_answer(HONEST.answer(TEXT, NONCE)), TEXT, NONCE, both).at == NOON
    assert read_certificates(HONEST.root.public_bytes(Encoding.DER)) == [HONEST.root]
    for nothing in (b"", b"-----BEGIN CERTIFICATE-----\n", b"certificate"):
        with pytest.raises(Refused) as refused:
            read_certificates(nothing, "a.pem")
        assert [(p.code, p.file) for p in refused.value.problems] == [("certificate-malformed", "a.pem")]


def test_what_is_no_answer_and_what_is_a_no_are_told_apart() -> None:
    whole = HONEST.answer(TEXT, NONCE)
    for data in (b"", b"no", whole[:-1], whole + b"0", TEXT):
        with pytest.raises(Refused) as refused:
            read_answer(data, "a.tsr")
        assert [p.code for p in refused.value.problems] == ["stamp-malformed"]
    with pytest.raises(Refused) as refused:
        read_answer(HONEST.answer(TEXT, NONCE, Answering(status=2, said="not today")))
    assert [(p.code, p.values["why"]) for p in refused.value.problems] == [("stamp-refused", "not today")]


def test_no_bit_of_what_is_stamped_can_be_turned() -> None:
    """What the signature covers, and what leads to it: the answer never tells another name, text, number or time."""
    data, roots = HONEST.answer(TEXT, NONCE), read_certificates(HONEST.pem)
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :]
        try:
            found = stamped(read_answer(changed), TEXT, NONCE, roots)
        except (Refused, Unstamped):
            continue
        assert (found.by, found.at) == ("Time of Tarnavia (invented)", NOON), at


VECTORS = Path(__file__).parents[1] / "vectors/ledger"


def test_a_stamp_that_was_given_away_still_holds() -> None:
    """The files beside docs/spec/timestamp.md, as another program checks them too."""
    text = read_bundle((VECTORS / "proof.txt").read_text("utf-8")).note.text.encode()
    answer, roots = (VECTORS / name for name in ("stamp.tsr", "authority.pem"))
    found = stamped(read_answer(answer.read_bytes()), text, 20250601, read_certificates(roots.read_bytes()))
    assert (found.by, found.at) == ("Time of Tarnavia (invented)", NOON)
