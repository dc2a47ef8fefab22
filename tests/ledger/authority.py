"""A time-stamping authority that anybody could be: certificates, and answers as RFC 3161 writes them, byte by byte."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)
YEAR = timedelta(days=365)
SHA256, SIGNED, INFO = "2.16.840.1.101.3.4.2.1", "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
ECDSA, TYPE, DIGEST = "1.2.840.10045.4.3.2", "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
CERTIFICATE = "1.2.840.113549.1.9.16.2.47"
SEQUENCE, SET, OCTETS, UTF8, INTEGER, OID, TIME = 0x30, 0x31, 0x04, 0x0C, 0x02, 0x06, 0x18


def der(tag: int, *parts: bytes) -> bytes:
    """A value of DER."""
    body = b"".join(sorted(parts) if tag == SET else parts)
    size = len(body)
    length = bytes([size]) if size < 128 else bytes([0x80 | (n := (size.bit_length() + 7) // 8)]) + size.to_bytes(n)
    return bytes([tag]) + length + body


def whole(number: int) -> bytes:
    return der(INTEGER, number.to_bytes(number.bit_length() // 8 + 1))


def oid(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    out = bytes([40 * first + second])
    for part in rest:
        some = [part & 0x7F]
        while part := part >> 7:
            some.insert(0, part & 0x7F | 0x80)
        out += bytes(some)
    return der(OID, out)


def attribute(kind: str, value: bytes) -> bytes:
    return der(SEQUENCE, oid(kind), der(SET, value))


@dataclass(frozen=True)
class Answering:
    """What an answer says; None = what it should."""

    status: int = 0
    nonce: int | None = None
    text: bytes | None = None
    at: datetime = NOON
    said: str = ""


class Authority:
    """A root, and one who stamps under it. `use`: what the certificate is for; `critical`: as the RFC asks."""

    def __init__(
        self,
        name: str = "Time of Tarnavia (invented)",
        use: x509.ObjectIdentifier | None = ExtendedKeyUsageOID.TIME_STAMPING,
        critical: bool = True,
        until: datetime = NOON + YEAR,
    ) -> None:
        self._root, self._key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        top = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Root of {name}")])
        own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        made = x509.CertificateBuilder().issuer_name(top).not_valid_before(NOON - YEAR)
        root = made.subject_name(top).public_key(self._root.public_key()).serial_number(1).not_valid_after(NOON + YEAR)
        root = root.add_extension(x509.BasicConstraints(True, None), critical=True)
        leaf = made.subject_name(own).public_key(self._key.public_key()).serial_number(2).not_valid_after(until)
        if use is not None:
            leaf = leaf.add_extension(x509.ExtendedKeyUsage([use]), critical=critical)
        self.root, self.leaf = (c.sign(self._root, hashes.SHA256()) for c in (root, leaf))

    @property
    def pem(self) -> bytes:
        """The certificate of the root, as it is given away."""
        return self.root.public_bytes(serialization.Encoding.PEM)

    def answer(self, text: bytes, nonce: int, says: Answering | None = None) -> bytes:
        """The answer to a request for a stamp on a text."""
        says = says or Answering()
        status = [whole(says.status), *([der(SEQUENCE, der(UTF8, says.said.encode()))] if says.said else [])]
        head = der(SEQUENCE, *status)
        if says.status:
            return der(SEQUENCE, head)
        info = der(
            SEQUENCE, whole(1), oid("1.2.3.4.1"),
            der(SEQUENCE, der(SEQUENCE, oid(SHA256)), der(OCTETS, sha256(says.text or text).digest())),
            whole(7), der(TIME, says.at.strftime("%Y%m%d%H%M%SZ").encode()), whole(says.nonce or nonce),
        )  # fmt: skip
        return der(SEQUENCE, head, der(SEQUENCE, oid(SIGNED), der(0xA0, self._signed(info))))

    def _signed(self, info: bytes) -> bytes:
        leaf = self.leaf.public_bytes(serialization.Encoding.DER)
        said = [
            attribute(TYPE, oid(INFO)),
            attribute(DIGEST, der(OCTETS, sha256(info).digest())),
            attribute(CERTIFICATE, der(SEQUENCE, der(SEQUENCE, der(SEQUENCE, der(OCTETS, sha256(leaf).digest()))))),
        ]
        signature = self._key.sign(der(SET, *said), ec.ECDSA(hashes.SHA256()))
        of = der(SEQUENCE, self.leaf.issuer.public_bytes(), whole(self.leaf.serial_number))
        algorithm, attributes = der(SEQUENCE, oid(SHA256)), bytes([0xA0]) + der(SET, *said)[1:]
        signer = der(SEQUENCE, whole(1), of, algorithm, attributes, der(SEQUENCE, oid(ECDSA)), der(OCTETS, signature))
        content = der(SEQUENCE, oid(INFO), der(0xA0, der(OCTETS, info)))
        return der(SEQUENCE, whole(3), der(SET, algorithm), content, der(0xA0, leaf), der(SET, signer))


def nonce_of(request: bytes) -> int:
    """The number by chance in a request of exeat's: the last whole number in it."""
    body = request[: request.rindex(b"\x01\x01\xff")]  # what follows: that certificates are wanted
    at = max(i for i in range(len(body)) if body[i] == INTEGER and i + 2 + body[i + 1] == len(body))
    return int.from_bytes(body[at + 2 :])
