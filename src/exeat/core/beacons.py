"""Public beacons of randomness: the round that is promised before a lottery, and the signature on its pulse.

- `drand`: the network *quicknet* of the League of Entropy. A pulse every three seconds, each signed by BLS12-381
  (`bls-unchained-g1-rfc9380`); its value is the SHA-256 of the signature. The key is the network's, and stands here.
- `nist`: NIST's Randomness Beacon 2.0. A pulse every minute, each signed by RSA (PKCS #1 v1.5) with SHA-512; its value
  is the SHA-512 of its fields and the signature. NIST changes its certificate each year, so it is named in the promise.
- A pulse is that of the moment and of the key that were promised, and signed by it, or it is none.
- Whose a certificate is, nobody can tell from its bytes: its fingerprint is compared with the one that NIST publishes.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256, sha512
from typing import Any, Literal

from .canonical import plain

Name = Literal["drand", "nist"]
Why = Literal["format", "round", "key", "signature", "value"]

QUICKNET_KEY = (
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
QUICKNET_CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
QUICKNET_START, QUICKNET_PERIOD = 1692803367, 3  # seconds since 1970, and from round to round
QUICKNET_DOMAIN = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
NIST_MINUTE = 60
LISTED = ("previous", "hour", "day", "month", "year")  # earlier values in a pulse of NIST, in the order signed


class NotThePulse(ValueError):
    """A pulse that is not the one promised, or not signed. `why`: what is wrong with it."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


@dataclass(frozen=True, slots=True)
class Beacon:
    """A round that is promised: whose, the moment when it is published (UTC, whole seconds), and by which key.

    `key`: hexadecimal; drand's public key, or the certificate of NIST (DER). `round`: drand's number of it.
    """

    beacon: Name
    at: str
    key: str
    round: int | None = None

    @property
    def moment(self) -> datetime:
        """When it is published."""
        return datetime.fromisoformat(self.at)

    @property
    def fingerprint(self) -> str:
        """By which a key is told: drand's hash of its chain, NIST's SHA-512 of the certificate."""
        return QUICKNET_CHAIN if self.beacon == "drand" else sha512(bytes.fromhex(self.key)).hexdigest()

    @property
    def address(self) -> str:
        """Where its pulse is published."""
        if self.beacon == "drand":
            return f"https://api.drand.sh/{QUICKNET_CHAIN}/public/{self.round}"
        return f"https://beacon.nist.gov/beacon/2.0/pulse/time/{int(self.moment.timestamp()) * 1000}"


def promised(name: Name, moment: datetime, certificate: bytes | None = None) -> Beacon:
    """The first round at a moment or after it. Raises ValueError for NIST without a certificate that is valid then."""
    seconds = -int(-moment.timestamp() // 1)
    if name == "drand":
        number = max(-(-(seconds - QUICKNET_START) // QUICKNET_PERIOD), 0) + 1
        return Beacon(name, _text(QUICKNET_START + (number - 1) * QUICKNET_PERIOD), QUICKNET_KEY, number)
    at = -(-seconds // NIST_MINUTE) * NIST_MINUTE
    return Beacon(name, _text(at), _certificate(certificate or b"", at).hex())


def read_beacon(found: Any) -> Beacon | None:
    """A promised round as it stands in a sealed document; None where it is none that can be checked."""
    try:
        made = Beacon(**found)
        usable = made.at == _text(int(made.moment.timestamp())) and bool(bytes.fromhex(made.key))
        right = made.key == QUICKNET_KEY and type(made.round) is int if made.beacon == "drand" else made.round is None
        return made if usable and right and made.beacon in ("drand", "nist") else None
    except (TypeError, ValueError, AttributeError, OverflowError):
        return None


def value(beacon: Beacon, pulse: str) -> str:
    """What a pulse (JSON, as published) comes to, in hexadecimal, its signature checked. Raises NotThePulse."""
    try:
        found = plain(pulse.encode())
        return _drand(beacon, found) if beacon.beacon == "drand" else _nist(beacon, found)
    except NotThePulse:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, struct.error, RecursionError):
        raise NotThePulse("format") from None


def holds(promise: Any, pulse: str | None, said: str) -> bool:
    """Whether a pulse is the one promised in a sealed document, signed, and comes to what was said."""
    beacon = read_beacon(promise)
    if beacon is None or pulse is None:
        return False
    try:
        return value(beacon, pulse) == said
    except NotThePulse:
        return False


def _text(seconds: int) -> str:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


# ------------------------------------------------------------ drand


def _drand(beacon: Beacon, pulse: Any) -> str:
    signature = bytes.fromhex(pulse["signature"])
    if type(pulse["round"]) is not int or pulse["round"] != beacon.round:
        raise NotThePulse("round")
    if not _signed_by_bls(bytes.fromhex(beacon.key), sha256(struct.pack(">Q", beacon.round)).digest(), signature):
        raise NotThePulse("signature")
    found = sha256(signature).hexdigest()
    if pulse.get("randomness", found) != found:
        raise NotThePulse("value")
    return found


def _signed_by_bls(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether e(H(message), key) = e(signature, G2); the library refuses points outside of the subgroups."""
    from py_arkworks_bls12381 import GT, G1Point, G2Point

    try:
        signed, by = G1Point.from_compressed_bytes(signature), G2Point.from_compressed_bytes(key)
    except ValueError:
        return False
    return signed.is_in_subgroup() and GT.pairing_check(
        [G1Point.hash_to_curve(message, QUICKNET_DOMAIN), -signed], [by, G2Point()]
    )


# ------------------------------------------------------------ NIST


def _nist(beacon: Beacon, found: Any) -> str:
    pulse = found.get("pulse", found)
    if pulse["timeStamp"] != beacon.at.replace("Z", ".000Z"):
        raise NotThePulse("round")
    if pulse["certificateId"].lower() != beacon.fingerprint:
        raise NotThePulse("key")
    fields, signature = _fields(pulse), bytes.fromhex(pulse["signatureValue"])
    if pulse["cipherSuite"] != 0 or not _signed_by_rsa(bytes.fromhex(beacon.key), fields, signature):
        raise NotThePulse("signature")
    output = sha512(fields + signature).hexdigest()
    if pulse["outputValue"].lower() != output:
        raise NotThePulse("value")
    return output


def _fields(pulse: Mapping[str, Any]) -> bytes:
    """What is signed: numbers of four or eight bytes, the highest first; texts and bytes after their length."""
    external, listed = pulse["external"], {v["type"]: v["value"] for v in pulse["listValues"]}
    earlier = b"".join(_sized(bytes.fromhex(listed[kind])) for kind in LISTED)
    return b"".join((
        _sized(pulse["uri"].encode()), _sized(pulse["version"].encode()),
        struct.pack(">II", pulse["cipherSuite"], pulse["period"]), _sized(bytes.fromhex(pulse["certificateId"])),
        struct.pack(">QQ", pulse["chainIndex"], pulse["pulseIndex"]), _sized(pulse["timeStamp"].encode()),
        _sized(bytes.fromhex(pulse["localRandomValue"])), _sized(bytes.fromhex(external["sourceId"])),
        struct.pack(">I", external["statusCode"]), _sized(bytes.fromhex(external["value"])), earlier,
        _sized(bytes.fromhex(pulse["precommitmentValue"])), struct.pack(">I", pulse["statusCode"]),
    ))  # fmt: skip


def _sized(value: bytes) -> bytes:
    return struct.pack(">I", len(value)) + value


def _signed_by_rsa(certificate: bytes, fields: bytes, signature: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.hashes import SHA512
    from cryptography.x509 import load_der_x509_certificate

    key = load_der_x509_certificate(certificate).public_key()
    if not isinstance(key, RSAPublicKey):
        return False
    try:
        key.verify(signature, fields, PKCS1v15(), SHA512())
    except InvalidSignature:
        return False
    return True


def _certificate(file: bytes, at: int) -> bytes:
    """The DER bytes of a certificate (PEM or DER) that has an RSA key and is valid then. Raises ValueError."""
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509 import load_der_x509_certificate, load_pem_x509_certificate

    found = (load_pem_x509_certificate if b"-----BEGIN" in file else load_der_x509_certificate)(file)
    if not isinstance(found.public_key(), RSAPublicKey):
        raise ValueError("no RSA key")
    if not found.not_valid_before_utc.timestamp() <= at <= found.not_valid_after_utc.timestamp():
        raise ValueError("not valid then")
    return found.public_bytes(Encoding.DER)
