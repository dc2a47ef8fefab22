"""A parcel for another office: it merges it with its own passphrase, and nobody else reads a word."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.adapters.test_merging import WORDS, spoken
from tests.folders import exchange, say, write

from exeat.adapters.parcel import MAGIC, opened_by, parcel_key, read_parcel_key, sealed_for
from exeat.adapters.vault import Cost, Vault
from exeat.core.entry import BodyRef
from exeat.core.errors import Refused
from exeat.faces.cli import run
from exeat.house import ClearingHouse, open_case
from exeat.house.erase import Asked, erase
from exeat.house.merging import merge
from exeat.house.parcels import ParcelBooks, pack
from exeat.house.pens import new_pen, pens_of
from exeat.house.reading import readings
from exeat.house.recorded import recorded
from exeat.house.verify import verify

PASSPHRASES = {"one": "eleven green kettles", "two": "nine borrowed umbrellas"}
GROUP = {"id": "health", "lists": ["aro-fitness"]}


def house_of(folder: Path) -> ClearingHouse:
    return open_case(folder, unlock=lambda: PASSPHRASES[folder.name])


def office(folder: Path, name: str) -> Path:
    exchange(folder)
    case = json.loads((folder / "case.yaml").read_text("utf-8"))
    write(folder, "case.yaml", {**case, "people": "real", "visibility": [GROUP]})
    Vault.create(folder / "exeat.keys", PASSPHRASES[folder.name], Cost(8, 1, 1)).close()
    new_pen(house_of(folder), f"{name}.example/pen", name)
    return folder


@pytest.fixture
def offices(tmp_path: Path) -> tuple[Path, Path]:
    one, two = office(tmp_path / "one", "ilse"), office(tmp_path / "two", "teodor")
    say(one, "a", spoken("both", WORDS[0]), spoken("one-only", WORDS[1]))
    say(two, "a", spoken("both", WORDS[0]))
    house_of(one).record("ilse")
    house_of(two).record("teodor")
    return one, two


def key(folder: Path) -> str:
    return next(text for text, state in pens_of(house_of(folder)) if state == "parcels")


def parcel(one: Path, two: Path, **more: object) -> Path:
    file = one.parent / f"parcel-{len(list(one.parent.iterdir()))}"
    pack(house_of(one), file, "the second office", key(two), **more)  # type: ignore[arg-type]
    return file


def told(inside: bytes) -> str:
    """The words in a parcel that was opened."""
    return " ".join(e.get("words", "") for e in json.loads(inside)["entries"])


def taken(two: Path, file: Path) -> object:
    books = house_of(two)
    return merge(books, ParcelBooks(books, file), "teodor")


def test_the_other_office_merges_it_with_its_own_passphrase(offices: tuple[Path, Path]) -> None:
    one, two = offices
    file = parcel(one, two)
    books = house_of(two)
    done = merge(books, ParcelBooks(books, file), "teodor")
    house = house_of(one)
    assert house.vault is not None
    assert (done.origin, done.log, done.problems) == (house.vault.log.key.name, str(house.vault.log.key), ())
    assert (done.new, done.withheld) == (1, 0)
    after = house_of(two)
    bodies = after.facts().bodies
    made = {bodies[r.statement].key: r for r in recorded(after, bodies.keys())}
    assert [(o.recorded_by, o.signed_by) for o in made["one-only"].origins] == [("ilse", "ilse.example/pen")]
    assert verify(after).holds
    books = house_of(two)
    again = merge(books, ParcelBooks(books, file), "teodor")
    assert (again.new, again.known) == (0, 0)


def test_what_a_parcel_brings_is_what_the_ledger_itself_would(offices: tuple[Path, Path], tmp_path: Path) -> None:
    one, two = offices
    books = house_of(two)
    there = ParcelBooks(books, parcel(one, two))
    mine = {e.leaf(): (e.body.id, e.body.key) for e in house_of(one).entries if isinstance(e.body, BodyRef)}
    assert {e.leaf(): (e.body.id, e.body.key) for e in there.entries if isinstance(e.body, BodyRef)} == mine
    assert verify(there).holds
    assert verify(there).signed == verify(house_of(one)).signed


def test_nobody_else_opens_a_parcel_and_it_shows_nothing(offices: tuple[Path, Path]) -> None:
    one, two = offices
    file = parcel(one, two)
    data = file.read_bytes()
    assert not any(word.encode() in data for word in ("Quelmoraz", "aro-roster", "ilse", "recorded_at", WORDS[1]))
    for other in (one,):
        books = house_of(other)
        with pytest.raises(Refused) as refused:
            merge(books, ParcelBooks(books, file), "ilse")
        assert [p.code for p in refused.value.problems] == ["parcel-unreadable"]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_parcel_that_was_changed_is_not_taken(offices: tuple[Path, Path], data: st.DataObject) -> None:
    one, two = offices
    made = next(iter(one.parent.glob("parcel-*")), None) or parcel(one, two)
    held = bytearray(made.read_bytes())
    at = data.draw(st.integers(len(MAGIC), len(held) - 1))
    held[at] ^= data.draw(st.integers(1, 255))
    (one.parent / "changed").write_bytes(bytes(held))
    vault = house_of(two).vault
    assert vault is not None
    with pytest.raises(Refused):
        opened_by(vault, one.parent / "changed")


def test_words_that_the_other_log_never_signed_are_not_taken(offices: tuple[Path, Path]) -> None:
    """Anybody can seal for a key that is known: what is inside proves itself, or is refused."""
    one, two = offices
    vault = house_of(two).vault
    assert vault is not None
    held = json.loads(opened_by(vault, parcel(one, two)))
    place = next(n for n, e in enumerate(held["entries"]) if WORDS[1] in e.get("words", ""))

    def other_words(h: dict[str, list[dict[str, str]]]) -> None:
        h["entries"][place]["words"] = h["entries"][place]["words"].replace(WORDS[1], WORDS[2])

    def other_recorder(h: dict[str, list[dict[str, str]]]) -> None:
        h["entries"][place]["by"] = "somebody"

    for change in (other_words, other_recorder):
        forged = json.loads(json.dumps(held))
        change(forged)
        (one.parent / "forged").write_bytes(sealed_for(parcel_key(vault), json.dumps(forged).encode()))
        done = taken(two, one.parent / "forged")
        assert getattr(done, "problems")  # noqa: B009
    for junk in (b"", b"[]", b"{}", b"\xff", json.dumps({**held, "entries": held["entries"][:-1]}).encode()):
        (one.parent / "forged").write_bytes(sealed_for(parcel_key(vault), junk))
        with pytest.raises(Refused):
            taken(two, one.parent / "forged")
    assert verify(house_of(two)).holds


def test_what_is_withheld_stays_withheld(offices: tuple[Path, Path]) -> None:
    one, two = offices
    file = parcel(one, two, without=("health",))
    vault = house_of(two).vault
    assert vault is not None
    inside = opened_by(vault, file)
    assert b'"withheld":"health"' in inside
    assert '"list":"aro-roster"' in told(inside)
    assert '"list":"aro-fitness"' not in told(inside)
    books = house_of(two)
    there = ParcelBooks(books, file)
    done = merge(books, there, "teodor")
    assert (done.withheld, done.problems) == (1, ())
    assert verify(there).withheld == 1
    books = house_of(two)
    later = merge(books, ParcelBooks(books, parcel(one, two)), "teodor")
    assert (later.withheld, later.known) == (0, 1)


def test_a_door_that_does_not_open_a_group_gives_nothing_of_it_away(offices: tuple[Path, Path]) -> None:
    one, two = offices
    mine = house_of(one).vault
    assert mine is not None
    mine.open_door("helper", "seven painted bicycles", Cost(8, 1, 1), ("health",))
    part = open_case(one, unlock=lambda: "seven painted bicycles")
    made = pack(part, one.parent / "part", "the second office", key(two))
    assert made.withheld == 1
    assert not any(state == "parcels" for _, state in pens_of(part)), "who opens a part opens no parcel"
    back = two.parent / "back"
    pack(house_of(two), back, "the first office", key(one))
    assert part.vault is not None
    with pytest.raises(Refused):
        opened_by(part.vault, back)
    vault = house_of(two).vault
    assert vault is not None
    assert '"list":"aro-fitness"' not in told(opened_by(vault, one.parent / "part"))


def test_what_a_group_covers_that_nobody_could_seal_yet_stays_too(offices: tuple[Path, Path]) -> None:
    """Somebody who opens a part declares a group; until somebody who opens it records, the words lie under none."""
    one, two = offices
    mine = house_of(one).vault
    assert mine is not None
    mine.open_door("helper", "seven painted bicycles", Cost(8, 1, 1), ("health",))
    case = json.loads((one / "case.yaml").read_text("utf-8"))
    write(one, "case.yaml", {**case, "visibility": [GROUP, {"id": "talks", "kinds": ["characterisation"]}]})
    (one / "lists/aro-fitness.csv").unlink()
    done = open_case(one, unlock=lambda: "seven painted bicycles").record("helper")
    assert done.left_open == ("talks: 2",)
    vault = house_of(two).vault
    assert vault is not None
    assert WORDS[1] in told(opened_by(vault, parcel(one, two)))
    inside = opened_by(vault, parcel(one, two, without=("talks",)))
    assert WORDS[1] not in told(inside)
    assert inside.count(b'"withheld":"talks"') == 2


def test_a_party_to_the_exchange_gets_no_parcel(offices: tuple[Path, Path]) -> None:
    one, two = offices
    for party in ("aro", "bel-office", "ARONIA"):
        with pytest.raises(Refused) as refused:
            pack(house_of(one), one.parent / "no", party, key(two), ("helth",))
        assert {p.code for p in refused.value.problems} == {"parcel-party", "group-unknown"}
    assert not (one.parent / "no").exists()


def test_a_key_with_a_slip_in_it_seals_nothing(offices: tuple[Path, Path]) -> None:
    text = key(offices[1])
    assert str(read_parcel_key(text)) == text
    for wrong in (
        text[:-3] + "AAA",
        text.replace("exeat", "exeas"),
        "",
        key(offices[0])[:20],
        pens_of(house_of(offices[0]))[0][0],
    ):
        with pytest.raises(Refused):
            read_parcel_key(wrong)


def test_a_parcel_is_noted_and_named_when_somebody_is_erased(offices: tuple[Path, Path]) -> None:
    one, two = offices
    parcel(one, two)
    noted = [a.asked for a in readings(house_of(one)) if a.asked is not None and a.asked.command == "parcel"]
    assert [(a.party, dict(a.asked)["key"]) for a in noted] == [("the second office", key(two))]
    found = erase(house_of(one), Asked(person="aro-roster#1", by="the person", reason="a request", only=True))
    assert [m.values["party"] for m in found.elsewhere if m.id == "erase.parcel"] == ["the second office"]


def test_both_commands_fit_together(
    offices: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = offices
    monkeypatch.setenv("EXEAT_PASSPHRASE", PASSPHRASES["one"])
    file, to = str(one.parent / "for-two"), key(two)
    call = ["parcel", str(one), file, "--for", "the second office", "--key", to]
    assert run(call) == 0
    assert run(call) == 2, "a file that is there stays"
    monkeypatch.setenv("EXEAT_PASSPHRASE", PASSPHRASES["two"])
    monkeypatch.delenv("EXEAT_OTHER_PASSPHRASE", raising=False)
    assert run(["merge", str(two), file]) == 0
    out = capsys.readouterr().out
    assert "New here: 1" in out
    assert all(len(x) <= 80 or "+" in x for x in out.splitlines())
    assert os.environ["EXEAT_PASSPHRASE"] not in out
