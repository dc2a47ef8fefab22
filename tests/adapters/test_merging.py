"""Two offices, two ledgers, one case: nothing is lost, said twice or told of the wrong office."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.folders import ROOT, exchange, said, say, write

from exeat.adapters.vault import Cost, Vault
from exeat.core import claims as c
from exeat.core.errors import Refused
from exeat.core.facts import Facts
from exeat.core.statement import Statement
from exeat.faces.cli import run
from exeat.house import ClearingHouse, open_case
from exeat.house.ledger import origin_proof
from exeat.house.merging import merge
from exeat.house.pens import new_pen
from exeat.house.recorded import recorded
from exeat.house.verify import verify

PASSPHRASE = "eleven green kettles"
KEEPING = (c.SigningKey, c.Accessed, c.CaseKept, c.RecordedElsewhere)
WORDS = ("a delay", "a refusal", "a visit", "silence")


def office(folder: Path, name: str, people: str = "real") -> Path:
    """The folder of an office with keys of its own, nothing recorded yet."""
    exchange(folder)
    case = json.loads((folder / "case.yaml").read_text("utf-8"))
    write(folder, "case.yaml", {**case, "people": people})
    Vault.create(folder / "exeat.keys", PASSPHRASE, Cost(8, 1, 1)).close()
    new_pen(house_of(folder), f"{name}.example/pen", name)
    return folder


def house_of(folder: Path) -> ClearingHouse:
    return open_case(folder, unlock=lambda: PASSPHRASE)


def record(folder: Path, name: str) -> None:
    house_of(folder).record(name)


def standing(folder: Path) -> list[bytes]:
    """What stands, in words: a reference is read as the words to which it leads."""
    facts = house_of(folder).facts()
    return sorted(_words(facts, i) for i, s in facts.statements.items() if not isinstance(s.claim, KEEPING))


def _words(facts: Facts, id: str) -> bytes:
    statement = facts.bodies[id].statement
    body = statement.body()
    if isinstance(statement.claim, c.Submitted):
        body = b"list " + statement.claim.list.encode()
    for other in facts.bodies:
        if other.encode() in body and other != id:
            body = body.replace(other.encode(), b"<" + _words(facts, other) + b">")
    return body


def spoken(key: str, words: str) -> dict[str, object]:
    return said(key, "aro", {"kind": "characterisation", "of": "the talks", "words": words})


@pytest.fixture
def offices(tmp_path: Path) -> tuple[Path, Path]:
    one, two = office(tmp_path / "one", "ilse"), office(tmp_path / "two", "teodor")
    say(one, "a", spoken("both", WORDS[0]), spoken("one-only", WORDS[1]))
    back = said("back", "aro", {"kind": "withdrawal", "statement": "both"})
    say(two, "a", spoken("both", WORDS[0]), spoken("two-only", WORDS[2]), back)
    record(one, "ilse")
    record(two, "teodor")
    return one, two


def test_each_statement_keeps_where_it_was_recorded_and_by_whom(offices: tuple[Path, Path]) -> None:
    one, two = offices
    done = merge(house_of(one), house_of(two), "ilse")
    assert (done.new, done.before, done.problems) == (2, 0, ())  # two-only, back
    house = house_of(one)
    bodies = house.facts().bodies
    made = {bodies[r.statement].key: r for r in recorded(house, bodies.keys())}
    here, there = made["both"], made["two-only"]
    assert (here.recorded_by, [(o.recorded_by, o.signed_by) for o in here.origins]) == (
        "ilse", [("teodor", "teodor.example/pen")],
    )  # fmt: skip
    assert there.recorded_by == "ilse"
    assert [o.recorded_by for o in there.origins] == ["teodor"]
    assert {o.origin for o in there.origins} == {done.origin}
    assert made["one-only"].origins == ()
    assert verify(house).holds


def test_a_withdrawal_there_reaches_the_words_as_they_are_known_here(offices: tuple[Path, Path]) -> None:
    one, two = offices
    before = house_of(one).facts()
    both = next(i for i in before.statements if before.key(i) == "both")
    assert both not in house_of(two).facts().bodies, "each office drew a salt of its own"
    merge(house_of(one), house_of(two), "ilse")
    after = house_of(one).facts()
    assert both in after.bodies
    assert both not in after.statements


def test_a_stranger_can_check_that_the_other_log_had_it(offices: tuple[Path, Path], tmp_path: Path) -> None:
    one, two = offices
    log = merge(house_of(one), house_of(two), "ilse").log
    vault = house_of(two).vault
    assert vault is not None
    found = origin_proof(house_of(one), "both", vault.log.key.name)
    (tmp_path / "proof").write_text(found, "utf-8", newline="\n")
    verifier = [sys.executable, str(ROOT / "docs/spec/ledger_verify.py"), str(tmp_path / "proof")]
    call = [*verifier, "--log", log, "--recorder", str(vault.recorders[0].key)]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_merging_twice_changes_nothing(offices: tuple[Path, Path]) -> None:
    one, two = offices
    merge(house_of(one), house_of(two), "ilse")
    before = [e.body for e in house_of(one).entries]
    done = merge(house_of(one), house_of(two), "ilse")
    assert (done.new, done.known) == (0, 0)
    assert len(house_of(one).entries) == len(before)


def test_nothing_is_taken_of_a_ledger_that_was_changed(
    offices: tuple[Path, Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = offices
    with house_of(two).ledger() as store:
        store.db.execute("DROP TRIGGER entries_stay")
        store.db.execute("UPDATE entries SET recorded_by = 'nobody' WHERE idx > 2")
    before = len(house_of(one).entries)
    monkeypatch.setenv("EXEAT_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("EXEAT_OTHER_PASSPHRASE", PASSPHRASE)
    assert run(["merge", str(one), str(two)]) == 1
    assert "Nothing was taken" in capsys.readouterr().out
    assert len(house_of(one).entries) == before


def test_two_declarations_are_shown_and_never_mixed(offices: tuple[Path, Path]) -> None:
    one, two = offices
    case = json.loads((two / "case.yaml").read_text("utf-8"))
    write(two, "case.yaml", {**case, "on": "2025-07-01", "title": "As the second office has it"})
    record(two, "teodor")
    with pytest.raises(Refused) as refused:
        merge(house_of(one), house_of(two), "ilse")
    assert [p.code for p in refused.value.problems] == ["merge-declared"] * 2
    merge(house_of(one), house_of(two), "ilse", "ours")
    assert str(house_of(one).facts().case.on) != str(house_of(two).facts().case.on)
    merge(house_of(one), house_of(two), "ilse", "theirs")
    assert house_of(one).facts().case == house_of(two).facts().case


def test_a_list_that_is_another_there_is_refused_by_its_name(offices: tuple[Path, Path]) -> None:
    one, two = offices
    (two / "lists/petitioners.csv").write_text("id,surname\np9,Ulmirazo\n", "utf-8")
    house_of(two).record("teodor", ["petitioners"])
    with pytest.raises(Refused) as refused:
        merge(house_of(one), house_of(two), "ilse")
    assert [(p.code, p.values) for p in refused.value.problems] == [("merge-twice", {"name": "petitioners"})]


def test_a_key_of_the_other_office_does_not_sign_here(offices: tuple[Path, Path]) -> None:
    one, two = offices
    merge(house_of(one), house_of(two), "ilse")
    thief = house_of(two).pen
    house_of(one).say(lambda f: [Statement("aro", "states", c.Quotation("a thief's words"))], "recorder", thief)
    assert [m.id for m in verify(house_of(one)).problems] == ["proof.entry_signature_wrong"]


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from("abt"), st.sampled_from(WORDS), st.booleans()), max_size=5))
def test_either_way_the_same_stands(
    tmp_path_factory: pytest.TempPathFactory, world: list[tuple[str, str, bool]]
) -> None:
    tmp = tmp_path_factory.mktemp("world")
    folders = {"a": office(tmp / "a", "ilse"), "b": office(tmp / "b", "teodor")}
    for name, folder in folders.items():
        words = {w: back for where, w, back in world if where in (name, "t")}
        for n, (w, back) in enumerate(words.items()):
            taken = [said(f"back-{n}", "aro", {"kind": "withdrawal", "statement": f"s-{n}"})] if back else []
            say(folder, f"f{n}", spoken(f"s-{n}", w), *taken)
        record(folder, name)
    merge(house_of(folders["a"]), house_of(folders["b"]), "ilse")
    merge(house_of(folders["b"]), house_of(folders["a"]), "teodor")
    assert standing(folders["a"]) == standing(folders["b"])
    assert merge(house_of(folders["a"]), house_of(folders["b"]), "ilse").new == 0
    assert standing(folders["a"]) == standing(folders["b"])


def test_a_group_that_the_other_office_declares_covers_what_was_recorded_here_before(
    offices: tuple[Path, Path],
) -> None:
    one, two = offices
    case = json.loads((two / "case.yaml").read_text("utf-8"))
    write(two, "case.yaml", {**case, "visibility": [{"id": "talks", "kinds": ["characterisation"]}]})
    assert house_of(two).record("teodor").moved == ("talks: 2",)
    assert merge(house_of(one), house_of(two), "ilse", "theirs").moved == 2
    for folder, number in ((one, 3), (two, 2)):  # one has taken what was said in the other alone
        with house_of(folder).store() as store:
            assert store.db.execute("SELECT COUNT(*) FROM bodies WHERE grp = 'talks'").fetchone() == (number,)
            assert store.db.execute("SELECT COUNT(*) FROM ledger WHERE name = 'moving'").fetchone() == (0,)
        assert verify(house_of(folder)).holds
    assert standing(one)
