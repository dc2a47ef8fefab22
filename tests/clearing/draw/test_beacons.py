"""Nobody is drawn by a value that the beacon promised did not sign: not another round's, nor another key's.

The pulses in `tests/vectors/beacons` are public: rounds 1000 and 657413 of drand's quicknet, pulse 1884240 of chain 2
of NIST's beacon (31 July 2026, 23:20 UTC), and the certificate it was signed by. Other pulses of NIST's form are signed
by a key made here.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from exeat.clearing.draw.entering import _said as statement
from exeat.clearing.draw.outcome import promise
from exeat.clearing.draw.transcript import Transcript, wrong
from exeat.core import beacons
from exeat.core.beacons import Beacon, NotThePulse, promised, value
from exeat.core.claims import Draw, DrawPromise
from exeat.core.errors import Refused
from exeat.core.shape import encode
from exeat.faces.cli import run
from exeat.house import ClearingHouse
from exeat.house.draws import Draws
from tests.clearing.draw.made import lottery_case
from tests.folders import NOON, Clock, recorded

FOLDER = Path(__file__).resolve().parents[2] / "vectors/beacons"
ALONE = Path(__file__).resolve().parents[3] / "docs/spec/draw_verify.py"
ROUNDS = json.loads((FOLDER / "drand-quicknet.json").read_text("utf-8"))
PULSE = json.loads((FOLDER / "nist-1884240.json").read_text("utf-8"))
CERTIFICATE = (FOLDER / "nist-certificate.pem").read_bytes()
START = datetime.fromtimestamp(beacons.QUICKNET_START, UTC)
MINUTE = datetime(2025, 6, 1, 12, 30, tzinfo=UTC)  # half an hour after `NOON`


def why(beacon: Beacon, pulse: Any) -> str:
    with pytest.raises(NotThePulse) as found:
        value(beacon, pulse if isinstance(pulse, str) else json.dumps(pulse))
    return found.value.why


# ------------------------------------------------------------ what the beacons published


@pytest.mark.parametrize("pulse", ROUNDS, ids=lambda p: p["round"])
def test_rounds_of_drand_are_signed_by_its_key(pulse: dict[str, Any]) -> None:
    found = promised("drand", START + timedelta(seconds=3 * (pulse["round"] - 1)))
    assert (found.round, value(found, json.dumps(pulse))) == (pulse["round"], pulse["randomness"])


def test_the_key_of_drand_is_that_of_its_chain() -> None:
    """The hash of the chain that is known everywhere: of its period, start, key, founders and name."""
    founders = "f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e"
    parts = (3).to_bytes(4, "big"), beacons.QUICKNET_START.to_bytes(8, "big"), bytes.fromhex(beacons.QUICKNET_KEY)
    assert sha256(b"".join(parts) + bytes.fromhex(founders) + b"quicknet").hexdigest() == beacons.QUICKNET_CHAIN


def test_a_pulse_of_nist_is_signed_by_its_certificate() -> None:
    found = promised("nist", datetime(2026, 7, 31, 23, 19, 1, tzinfo=UTC), CERTIFICATE)
    assert (found.at, found.fingerprint) == ("2026-07-31T23:20:00Z", PULSE["pulse"]["certificateId"])
    assert value(found, json.dumps(PULSE)) == PULSE["pulse"]["outputValue"].lower()


@pytest.mark.parametrize("change", ["round", "signature", "randomness", "short", "infinity", "rubbish", "list"])
def test_no_other_pulse_of_drand_passes(change: str) -> None:
    first, other = ROUNDS
    beacon = promised("drand", START + timedelta(seconds=3 * 999))
    forged = {
        "round": (other, "round"),
        "signature": ({**other, "round": 1000}, "signature"),
        "randomness": ({**first, "randomness": other["randomness"]}, "value"),
        "short": ({**first, "signature": first["signature"][:-2]}, "signature"),
        "infinity": ({**first, "signature": "c0" + "00" * 47}, "signature"),
        "rubbish": ('{"round": 1000, "signature": 3}', "format"),
        "list": ("[]", "format"),
    }
    pulse, wanted = forged[change]
    assert why(beacon, pulse) == wanted


@pytest.mark.parametrize(
    "field", ["uri", "version", "period", "chainIndex", "pulseIndex", "localRandomValue", "precommitmentValue",
              "statusCode", "signatureValue", "external", "listValues", "cipherSuite"]
)  # fmt: skip
def test_no_field_of_a_pulse_of_nist_can_be_changed(field: str) -> None:
    beacon = promised("nist", datetime(2026, 7, 31, 23, 20, tzinfo=UTC), CERTIFICATE)
    pulse = json.loads(json.dumps(PULSE))["pulse"]
    match pulse[field]:
        case int(number):
            pulse[field] = number + 1
        case str(text):
            pulse[field] = text[:-1] + ("1" if text[-1] != "1" else "2")
        case dict(external):
            external["value"] = "1" + external["value"][1:]
        case list(listed):
            listed[0]["value"], listed[1]["value"] = listed[1]["value"], listed[0]["value"]
    assert why(beacon, {"pulse": pulse}) == "signature"


def test_no_other_minute_key_or_value_of_nist_passes() -> None:
    beacon = promised("nist", datetime(2026, 7, 31, 23, 20, tzinfo=UTC), CERTIFICATE)
    assert why(replace(beacon, at="2026-07-31T23:21:00Z"), PULSE) == "round"
    assert why(replace(beacon, key=own_key()[1].hex()), PULSE) == "key"
    assert why(beacon, {"pulse": {**PULSE["pulse"], "outputValue": "00" * 64}}) == "value"


def test_no_certificate_is_promised_for_a_time_when_it_is_not_valid() -> None:
    for file in (CERTIFICATE, b"", b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"):
        with pytest.raises(ValueError):  # noqa: PT011 - each in words of its own
            promised("nist", datetime(2026, 9, 6, tzinfo=UTC), file)


# ------------------------------------------------------------ a lottery that is drawn by one


@cache
def own_key() -> tuple[rsa.RSAPrivateKey, bytes]:
    """A key made here, and its certificate (DER)."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "an invented beacon")])
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, MINUTE - timedelta(1), MINUTE + timedelta(1))
    return key, made.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


def own_pulse(at: datetime = MINUTE, key: rsa.RSAPrivateKey | None = None) -> str:
    """A pulse of NIST's form for a minute, signed by the key made here, or another."""
    own, certificate = own_key()
    stamp = at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    pulse = {**PULSE["pulse"], "timeStamp": stamp, "certificateId": sha512(certificate).hexdigest()}
    fields = beacons._fields(pulse)
    signature = (key or own).sign(fields, padding.PKCS1v15(), hashes.SHA512())
    output = sha512(fields + signature).hexdigest().upper()
    return json.dumps({"pulse": {**pulse, "signatureValue": signature.hex(), "outputValue": output}})


@pytest.fixture
def sealed(tmp_path: Path) -> Draws:
    """A lottery sealed with the pulse of half past twelve."""
    draws = Draws(recorded(lottery_case(tmp_path / "case")))
    beacon = draws.round("nist", MINUTE, own_key()[1])
    draws.seal("mission", draws.table(draws.house.facts(), ("aro",), "the pulse", beacon))
    return draws


def promise_of(draws: Draws) -> None:
    (said,) = draws.under_way(draws.house.facts())
    draws.promise("aro", promise(said.sealed, "aro", "a secret of sixteen"))


def finished(draws: Draws) -> Transcript:
    promise_of(draws)
    draws.pulse("mission", own_pulse())
    draws.secret("aro", "a secret of sixteen")
    (found,) = draws.transcripts(draws.house.facts())
    return found


def by_lot(house: ClearingHouse) -> list[str]:
    return [m.person for m in house.plan().plan.moves or () if m.why == "draw"]


def test_the_signed_pulse_draws_and_says_by_which_key(sealed: Draws, tmp_path: Path, capsys: Any) -> None:
    found = finished(sealed)
    assert (found.signature, len(by_lot(sealed.house))) == ("checked", 2)
    assert sealed.house.check(encode(sealed.house.plan().plan, True)) == ()
    plain = encode(found, True)
    assert list(wrong(plain)) == []
    (tmp_path / "t.json").write_text(json.dumps(plain), "utf-8")
    assert run(["draw", "verify", str(tmp_path / "t.json")]) == 0
    assert sha512(own_key()[1]).hexdigest() in "".join(capsys.readouterr().out.split())


def test_the_verifier_of_one_file_says_that_it_checks_no_signature(sealed: Draws, tmp_path: Path) -> None:
    plain: Any = encode(finished(sealed), True)
    other = {**plain, "pulse": own_pulse(MINUTE + timedelta(minutes=1))}
    for transcript, code in ((plain, 0), (other, 1)):
        (tmp_path / "t.json").write_text(json.dumps(transcript), "utf-8")
        call = [sys.executable, "-I", str(ALONE), str(tmp_path / "t.json")]
        done = subprocess.run(call, check=False, capture_output=True, text=True)
        assert (done.returncode, "Not checked here: the beacon's signature" in done.stdout) == (code, True)


def test_no_transcript_says_checked_of_what_is_not(sealed: Draws) -> None:
    plain: Any = encode(finished(sealed), True)
    forged = {**plain, "pulse": own_pulse(key=rsa.generate_private_key(65537, 2048))}
    assert set(wrong(forged)) == {"signature"}
    assert set(wrong({k: v for k, v in plain.items() if k != "pulse"})) == {"signature"}
    dice = json.loads((FOLDER.parent / "draw/transcript.json").read_text("utf-8"))
    assert dice["signature"] == "none"
    assert list(wrong({**dice, "signature": "checked"})) == ["signature"]


OTHERS: dict[str, Callable[[], str]] = {
    "pulse-round": lambda: own_pulse(MINUTE + timedelta(minutes=1)),
    "pulse-signature": lambda: own_pulse(key=rsa.generate_private_key(65537, 2048)),
    "pulse-key": lambda: json.dumps({"pulse": {**PULSE["pulse"], "timeStamp": "2025-06-01T12:30:00.000Z"}}),
    "pulse-format": lambda: "{}",
}


@pytest.mark.parametrize("code", OTHERS)
def test_another_pulse_is_refused_and_the_remedy_named(sealed: Draws, code: str) -> None:
    promise_of(sealed)
    with pytest.raises(Refused, match=code):
        sealed.pulse("mission", OTHERS[code]())
    with pytest.raises(Refused, match="pulse-missing"):
        sealed.randomness("mission", "6 6 6")
    (said,) = sealed.under_way(sealed.house.facts())
    assert (said.lacks, by_lot(sealed.house)) == ("randomness", [])


def test_a_forged_pulse_that_was_recorded_past_the_command_draws_nobody(sealed: Draws) -> None:
    """Somebody who writes statements by hand gets no further: neither the plan nor the checker takes it."""
    promise_of(sealed)
    (said,) = sealed.under_way(sealed.house.facts())
    pulse = own_pulse(key=rsa.generate_private_key(65537, 2048))
    output = json.loads(pulse)["pulse"]["outputValue"].lower()
    claim = Draw(said.clauses[0], output, said.sealed, pulse)
    sealed.house.say(lambda facts: [statement("mission", claim, MINUTE.date())], "mission")
    sealed.secret("aro", "a secret of sixteen")
    (said,) = sealed.under_way(sealed.house.facts())
    assert (said.unsigned, said.lacks, by_lot(sealed.house)) == (True, "randomness", [])
    sealed.pulse("mission", own_pulse())
    assert len(by_lot(sealed.house)) == 2
    assert sealed.house.check(encode(sealed.house.plan().plan, True)) == ()


def test_no_round_counts_that_was_known_when_it_was_sealed_or_promised(sealed: Draws) -> None:
    house = sealed.house
    with pytest.raises(Refused, match="beacon-past"):
        sealed.round("drand", NOON.now())
    house.clock = Clock("2025-06-01T12:30")
    with pytest.raises(Refused, match="beacon-past"):
        promise_of(sealed)
    with pytest.raises(Refused, match="draw-step"):
        sealed.pulse("mission", own_pulse())
    (said,) = sealed.under_way(house.facts())
    late = DrawPromise(said.sealed, promise(said.sealed, "aro", "a secret of sixteen"))
    house.say(lambda facts: [statement("aro", late, MINUTE.date())], "aro")
    assert [s.lacks for s in sealed.under_way(house.facts())] == ["promises"]


def test_a_pulse_is_no_randomness_where_dice_were_announced(tmp_path: Path) -> None:
    draws = Draws(recorded(lottery_case(tmp_path / "case")))
    draws.seal("mission", draws.table(draws.house.facts(), (), "dice"))
    with pytest.raises(Refused, match="pulse-unpromised"):
        draws.pulse("mission", own_pulse())


def test_the_commands_say_which_round_by_which_key_and_what_is_not_it(tmp_path: Path, capsys: Any) -> None:
    folder = str(recorded(lottery_case(tmp_path / "case")).folder)
    seal = ["draw", "seal", folder, "--as", "mission", "--beacon", "drand"]
    assert [run([*seal, *more]) for more in ([], ["--at", "2099-06-01T12:00"], ["--at", "2020-01-01T12:00Z"])] == [
        2
    ] * 3
    assert run(["draw", "seal", folder, "--as", "mission", "--beacon", "nist", "--at", "2099-06-01T12:00Z"]) == 2
    capsys.readouterr()
    assert run([*seal, "--at", "2099-06-01T14:00:01+02:00"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert beacons.QUICKNET_CHAIN in out
    assert "2099-06-01T12:00:03Z" in out
    for name, text in (("other.json", json.dumps(ROUNDS[0])), ("rubbish.json", "no pulse"), ("list.json", "[]")):
        (tmp_path / name).write_text(text, "utf-8")
        assert run(["draw", "enter", folder, "--as", "mission", "--pulse", str(tmp_path / name)]) == 2
    assert "2099-06-01T12:00:03Z" in capsys.readouterr().err
    assert run(["draw", "enter", folder, "--as", "mission", "--pulse", str(tmp_path / "none.json")]) == 2
    assert run(["draw", "show", folder]) == 0
    assert "--pulse" in capsys.readouterr().out
