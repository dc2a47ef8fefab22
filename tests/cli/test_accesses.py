"""Who looked at whose file: whatever shows what was recorded is noted first, and can be asked for."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click
import pytest
from tests.folders import OFFER, ROOT, WITH_LISTS, copied

from exeat.adapters.vault import Cost, Vault
from exeat.adapters.vault.sealing import is_sealed
from exeat.core.claims import Accessed
from exeat.faces.cli import cli, run
from exeat.house import ClearingHouse, open_case
from exeat.house.ledger import verify
from exeat.house.pens import end_pen, new_pen
from exeat.house.reading import ACCESSES, Reader, accesses, forget, readings

VERIFIER = ROOT / "docs/spec/ledger_verify.py"
PERSON = "sv-roster#SV-036"
WORDS = {
    "audit": ["CASE"],
    "check": ["CASE", "FILE"],
    "backup": ["CASE", "BACKUP"],
    "merge": ["CASE", "CASE"],
    "parcel": ["CASE", "OUT.parcel", "--for", "mission", "--key", "KEY"],
    "restore": ["FILE", "CASE"],
    "report": ["CASE", "-o", "OUT"],
    "export": ["CASE", "roster", "OUT.csv"],
    "whose": ["CASE", "FILE"],
    "review": ["CASE", "--list"],
    "proof": ["CASE", "a9-us-pays"],
    "erase": ["CASE", "roster#1", "--by", "somebody", "--reason", "a request"],
    "cosign add": ["CASE", "SIGNED"],
    "stamp ask": ["CASE", "--out", "OUT.tsq"],
    "stamp add": ["CASE", "SIGNED", "--authority", "SIGNED"],
    "stamp give": ["CASE", "--out", "STAMP"],
    "draw table": ["CASE", "--party", "sv"],
    "draw seal": ["CASE", "--party", "sv", "--public", "dice", "--as", "sv"],
    "draw enter": ["CASE", "--promise", "0" * 64, "--as", "sv"],
}
"""How a command is called, where `CASE` alone is not enough. Its answer may be an error: who looked is noted before."""
SHOWS_NOTHING = {"init", "match", "demo", "schema", "cosign key", "cosign sign", "draw promise", "draw verify"}
"""These open no case that was recorded."""
OPENS_KEYS_ONLY = {"key new", "key list", "key retire", "key doors", "key open", "key change", "key close"}
"""Where there are no keys, these open nothing."""


def commands(group: click.Group = cli, before: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        else:
            yield before + name, command


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EXEAT_RECORDER", "ilse")
    folder = copied(OFFER, tmp_path / "CASE")
    (tmp_path / "FILE").write_text("clause,record\n", "utf-8")
    (tmp_path / "SIGNED").write_text("— w AAAAAAAA\n", "utf-8")
    assert run(["record", "CASE"]) == 0
    capsys.readouterr()
    return folder


def house_of(folder: Path) -> ClearingHouse:
    return open_case(folder, reader=Reader("test"), unlock=lambda: "eleven green kettles")


def noted(folder: Path) -> list[tuple[str, str]]:
    """Who asked what, as the log has it; looking at it here is noted too."""
    return [(a.by, a.asked.command) for a in readings(house_of(folder)) if a.asked is not None and a.by != "test"]


ASKING = [name for name, _ in commands() if name not in SHOWS_NOTHING | OPENS_KEYS_ONLY]


@pytest.mark.parametrize("name", ASKING)
def test_no_command_shows_what_was_recorded_unnoted(name: str, case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = noted(case)
    run([*name.split(), *WORDS.get(name, ["CASE"])])
    assert noted(case) == [*before, ("ilse", name)], capsys.readouterr()


def test_what_is_asked_from_the_files_of_a_folder_writes_nothing(tmp_path: Path) -> None:
    folder = copied(OFFER, tmp_path / "case")
    assert run(["differences", str(folder)]) == 0
    assert not (folder / ACCESSES).exists()


def test_whoever_asks_for_a_person_is_named_to_whoever_asks_who_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EXEAT_RECORDER", "ilse")
    case = str(copied(WITH_LISTS, tmp_path / "case"))
    run(["record", case])
    run(["said", case, PERSON, "--on", "2025-05-01"])
    run(["said", case, "sv-roster#SV-001"])
    run(["terms", case])
    capsys.readouterr()
    assert run(["accesses", case, PERSON, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    asked = [(a["by"], a["asked"]["command"], a["asked"].get("on")) for a in found["accesses"]]
    assert asked == [("ilse", "said", "2025-05-01"), ("ilse", "accesses", None)]
    assert found["everybody"] == 2  # record, terms
    assert run(["accesses", case, "sv-roster#nobody"]) == 2
    assert "sv-roster#nobody" in capsys.readouterr().err


def test_the_same_question_twice_is_two_readings(case: Path) -> None:
    run(["terms", "CASE"])
    run(["terms", "CASE"])
    assert noted(case)[-2:] == [("ilse", "terms")] * 2


def test_a_secret_of_a_draw_is_not_among_the_words_of_a_question(case: Path) -> None:
    run(["draw", "enter", "CASE", "--as", "sv", "--secret", "7f" * 32])
    asked = readings(house_of(case))[-2].asked
    assert asked is not None
    assert "7f7f" not in str(asked)


def test_real_people_are_shown_to_nobody_who_cannot_be_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EXEAT_PASSPHRASE", "eleven green kettles")
    folder = copied(OFFER, tmp_path / "case")
    file = folder / "case.yaml"
    file.write_text(re.sub(r"(?m)^people: .*$", "people: real", file.read_text("utf-8")), "utf-8")
    assert run(["key", "new", str(folder), "desk.example/1"]) == 0
    assert run(["record", str(folder)]) == 0
    (folder / ACCESSES).unlink()
    (folder / ACCESSES).mkdir()  # nothing can be written under that name
    capsys.readouterr()
    assert run(["differences", str(folder)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "it cannot be noted who looks" in err


def test_invented_people_are_shown_with_a_line_that_it_was_not_noted(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (case / ACCESSES).unlink()
    (case / ACCESSES).mkdir()
    assert run(["differences", "CASE"]) == 0
    out, err = capsys.readouterr()
    assert out
    assert "It could not be noted who looks" in err


@pytest.fixture
def sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EXEAT_PASSPHRASE", "eleven green kettles")
    folder = copied(WITH_LISTS, tmp_path / "case")
    Vault.create(folder / "exeat.keys", "eleven green kettles", Cost(8, 1, 1)).close()
    new_pen(house_of(folder), "desk.example/1", "ilse")
    house_of(folder).record("ilse")
    return folder


def test_whose_file_was_asked_for_does_not_lie_open(sealed: Path) -> None:
    house = house_of(sealed)
    house.noted(Accessed("said", (PERSON,)))
    lies = b"".join(p.read_bytes() for p in sealed.glob(f"{ACCESSES}*"))
    assert b"SV-036" not in lies
    with accesses(house) as log:  # nor without the encryption of the whole file
        rows = log.db.execute("SELECT stored FROM bodies").fetchall()
    assert rows
    assert all(is_sealed(stored) for (stored,) in rows)


def test_an_access_is_erased_with_the_person_and_the_first_log_keeps_its_keys(sealed: Path) -> None:
    house = house_of(sealed)
    house.noted(Accessed("said", (PERSON,)), "ilse")
    house.noted(Accessed("said", ("sv-roster#SV-001",)), "ilse")
    before = list(house.facts().bodies)
    assert forget(house, [PERSON]) == 1
    found = readings(house_of(sealed))
    assert [a.asked.about if a.asked else None for a in found if a.by == "ilse"] == [None, ("sv-roster#SV-001",)]
    assert list(house_of(sealed).facts().bodies) == before


def test_many_who_look_at_once_are_all_noted_and_nobody_waits_in_vain(sealed: Path) -> None:
    house_of(sealed).facts()
    before = len(readings(house_of(sealed)))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: house_of(sealed).noted(Accessed("said"), f"r{n}"), range(24)))
    after = readings(house_of(sealed))
    assert len(after) == before + 24 + 1
    assert {a.by for a in after} >= {f"r{n}" for n in range(24)}


def test_both_logs_are_verified_and_a_changed_access_is_seen(sealed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["terms", str(sealed)])
    capsys.readouterr()
    assert run(["verify", str(sealed), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["accesses"]["entries"], found["accesses"]["signed"]) == (2, 2)  # terms, verify
    assert found["accesses"]["origin"] != found["origin"]
    with accesses(house_of(sealed)) as log:
        log.db.execute("DROP TRIGGER entries_stay")
        log.db.execute("UPDATE entries SET recorded_by = 'nobody' WHERE idx = 0")
    assert run(["verify", str(sealed)]) == 1
    assert "Entry 0 is not what it was" in capsys.readouterr().out


def test_who_looked_is_not_signed_by_a_key_that_ended(sealed: Path) -> None:
    house = house_of(sealed)
    ended = house.pen
    new_pen(house, "desk.example/2", "ilse")
    end_pen(house, "desk.example/1", "ilse", None, True)
    with accesses(house) as log:
        log.note(Accessed("said"), house.clock.now(), "thief", ended)
    found = verify(house_of(sealed)).accesses
    assert found is not None
    assert [m.id for m in found.problems] == ["proof.entry_signature_wrong"]


def test_a_log_of_accesses_that_was_lost_is_missed(sealed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    house = house_of(sealed)
    house.noted(Accessed("said", (PERSON,)), "ilse")
    forget(house, [PERSON])  # its key is gone, and is never made again
    for file in sealed.glob(f"{ACCESSES}*"):
        file.unlink()
    assert run(["verify", str(sealed)]) == 0
    assert "another log of accesses before this one" in " ".join(capsys.readouterr().out.split())


def test_a_stranger_and_a_witness_check_accesses_as_they_check_statements(
    sealed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(sealed)
    run(["said", ".", PERSON])
    capsys.readouterr()
    run(["key", "list", ".", "--json"])
    held = {k["state"]: k["key"] for k in json.loads(capsys.readouterr().out)["keys"]}
    desk, log = held["signs"], held["accesses"]
    assert run(["proof", ".", "#0", "--accesses", "--out", "p"]) == 0
    done = subprocess.run(
        [sys.executable, str(VERIFIER), "p", "--log", log, "--recorder", desk], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert PERSON in done.stdout
    run(["cosign", "key", "w.keys", "court-watch.example/1"])
    witness = capsys.readouterr().out.splitlines()[1].strip()
    assert run(["cosign", "ask", ".", "--accesses", "--out", "request"]) == 0
    assert run(["cosign", "sign", "w.keys", "request", "--log", log, "--out", "signature"]) == 0
    assert run(["cosign", "add", ".", "signature", "--accesses"]) == 2
    assert run(["cosign", "add", ".", "signature", "--accesses", "--witness", witness]) == 0
    found = verify(house_of(sealed)).accesses
    assert found is not None
    assert found.holds
    assert found.cosigned == 1
