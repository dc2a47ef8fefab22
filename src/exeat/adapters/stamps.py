"""Time-stamps (RFC 3161): somebody who keeps a clock says that a text existed by a time. Files go there and back.

- The authority sees a hash and a number by chance, no word and no name.
- A stamp holds by the certificates that somebody gives; none is believed by itself, and nobody is asked whether one was
  called back since.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from exeat.core.errors import Problem, Refused

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

GRANTED = 0
SHA256 = "2.16.840.1.101.3.4.2.1"


class Unstamped(Exception):
    """A stamp that does not hold. `why`: `other`, `unasked`, `purpose`, `expired` or `untrusted`."""

    def __init__(self, why: str, by: str = "?") -> None:
        super().__init__(why)
        self.why, self.by = why, by


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who says by when a text existed: the name in the certificate, and the time in UTC."""

    by: str
    at: datetime


def asked(text: bytes) -> tuple[bytes, int]:
    """A request for a stamp on a text, and the number by chance that its answer must have."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    made = TimestampRequestBuilder().data(text).hash_algorithm(HashAlgorithm.SHA256).build()
    assert made.nonce is not None
    return made.as_bytes(), made.nonce


def read_answer(data: bytes, file: str = "") -> "TimeStampResponse":
    """An answer. Raises Refused where it is none, and where the authority refused."""
    from rfc3161_client import decode_timestamp_response

    try:
        answer = decode_timestamp_response(data)
        status, said = answer.status, "; ".join(answer.status_string)
        if status == GRANTED:
            answer.tst_info.gen_time, answer.signed_data.signer_infos  # noqa: B018 - whether they can be read
    except (ValueError, TypeError) as e:
        raise Refused([Problem("stamp-malformed", file)]) from e
    if status != GRANTED:
        raise Refused([Problem("stamp-refused", file, values={"why": said or str(status)})])
    return answer


def read_certificates(data: bytes, file: str = "") -> "list[Certificate]":
    """The certificates of an authority: PEM, one or more, or one in DER. Raises Refused where there is none."""
    from cryptography import x509

    try:
        pem = b"-----BEGIN" in data
        return x509.load_pem_x509_certificates(data) if pem else [x509.load_der_x509_certificate(data)]
    except ValueError as e:
        raise Refused([Problem("certificate-malformed", file)]) from e


def stamped(answer: "TimeStampResponse", text: bytes, nonce: int, authorities: "list[Certificate]") -> Stamp:
    """What an answer says of a text. Raises Unstamped where it does not hold by these certificates."""
    from cryptography.x509 import InvalidVersion

    try:
        return _stamped(answer, text, nonce, authorities)
    except (ValueError, KeyError, TypeError, InvalidVersion) as e:  # certificates of which a part cannot be read
        raise Unstamped("untrusted") from e


def _stamped(answer: "TimeStampResponse", text: bytes, nonce: int, authorities: "list[Certificate]") -> Stamp:
    info = answer.tst_info
    signer = _signer(answer)
    by = "?" if signer is None else _name(signer)
    if info.message_imprint.hash_algorithm.dotted_string != SHA256 or info.message_imprint.message != _hash(text):
        raise Unstamped("other", by)
    if info.nonce != nonce:
        raise Unstamped("unasked", by)
    at = info.gen_time if info.gen_time.tzinfo is not None else info.gen_time.replace(tzinfo=UTC)
    if signer is None:
        raise Unstamped("untrusted", by)
    if not _stamps(signer):
        raise Unstamped("purpose", by)
    if not signer.not_valid_before_utc <= at <= signer.not_valid_after_utc:
        raise Unstamped("expired", by)
    _signed(answer, text, authorities, by)
    return Stamp(by, at)


def _hash(text: bytes) -> bytes:
    return sha256(text).digest()


def _signed(answer: "TimeStampResponse", text: bytes, authorities: "list[Certificate]", by: str) -> None:
    from rfc3161_client import VerificationError, VerifierBuilder

    try:
        VerifierBuilder(roots=authorities).build().verify(answer, _hash(text))
    except (VerificationError, ValueError) as e:
        raise Unstamped("untrusted", by) from e


def _signer(answer: "TimeStampResponse") -> "Certificate | None":
    """The certificate of whoever signed, from the answer."""
    from cryptography import x509

    signers = answer.signed_data.signer_infos
    if len(signers) != 1:
        return None
    (one,) = signers
    given = [x509.load_der_x509_certificate(c) for c in answer.signed_data.certificates]
    same = [c for c in given if (c.issuer, c.serial_number) == (one.issuer, one.serial_number)]
    return same[0] if same else None


def _name(certificate: "Certificate") -> str:
    from cryptography.x509.oid import NameOID

    named = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(named[0].value) if named else certificate.subject.rfc4514_string()


def _stamps(certificate: "Certificate") -> bool:
    """Whether a certificate is for stamping times and says so as RFC 3161, section 2.3, asks."""
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    try:
        uses = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except (x509.ExtensionNotFound, ValueError):
        return False
    return uses.critical and list(uses.value) == [ExtendedKeyUsageOID.TIME_STAMPING]
