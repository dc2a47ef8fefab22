"""Whoever is erased is gone: from the store, its log and its keys; and what still holds them is named."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.adapters.test_sealed_store import PASSPHRASE, opened, real
from tests.adapters.test_vault import CHEAP
from tests.folders import exchange, recorded, said, say, write, write_rows
from tests.house.dictionary import disk, finds

from exeat.adapters.store import erasing
from exeat.adapters.vault import VAULT, Pen, Vault
from exeat.core.entry import BodyRef
from exeat.core.errors import Refused
from exeat.core.shape import encode
from exeat.house.erase import Asked, erase
from exeat.house.ledger import proof, verify

VERIFIER = Path(__file__).parents[2] / "docs/spec/ledger_verify.py"
BORN = "1963-11-23"
ONE = "aro-roster#1"
ASKED = Asked(person=ONE, by="the person", reason="their own request", only=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return sealed(tmp_path)


def sealed(tmp_path: Path) -> Path:
    """A recorded, sealed case of invented people who are treated as real."""
    folder = real(exchange(tmp_path / "case"))
    roster = folder / "lists/aro-roster.csv"  # a day of birth that nobody else has
    roster.write_text(roster.read_text("utf-8").replace("1970-04-01", BORN), "utf-8")
    death = {"kind": "death", "subject": ONE}
    say(folder, "one", said("their-death", "press-one", death, hedge="reportedly"))
    say(folder, "two", said("more", "press-two", {"kind": "death", "subject": "aro-roster#2"}))
    vault = Vault.create(folder / VAULT, PASSPHRASE, CHEAP)
    vault.keep(Pen.new("monitor.example/desk"))
    vault.close()
    opened(folder).record()
    return folder


def without_files(folder: Path) -> Path:
    """The plain files of lists and statements are gone, as they may be when they are recorded."""
    for path in (*folder.glob("lists/*"), *folder.glob("statements/*")):
        path.unlink()
    return folder


def test_every_row_and_statement_about_them_alone_is_gone(folder: Path) -> None:
    house = opened(without_files(folder))
    before = house.facts()
    found = erase(house, ASKED)
    assert (found.entries, found.rows) == (1, 7)
    assert found.gone, found
    after = opened(folder)
    facts = after.facts()
    assert ONE not in set(facts.people["record"])
    assert set(before.people["record"]) - set(facts.people["record"]) == {ONE}
    assert (facts.erased, facts.erased_rows) == (1, 7)
    assert verify(after).holds


# ------------------------------------------------------------ what is left on the disk


def secrets_of(folder: Path) -> tuple[list[str], list[bytes]]:
    """The true values: what the files said of the first person, as words and as whole rows and statements."""
    from exeat.adapters.folder import read_folder
    from exeat.adapters.said import known_list
    from exeat.core.tables import row_texts

    said = read_folder(folder)[1]
    tables = [s.table for s in said if s.table is not None]
    theirs = [t.rows.filter(t.rows["id"] == "1") for t in tables if t.header.list.startswith("aro")]
    texts = [text for rows in theirs for text in row_texts(rows)]
    texts += [known_list(t.header, t.rows) for t in tables if t.header.list.startswith("aro")]
    texts += [s.body for s in said if s.key == "their-death"]
    return [
        "Quelmoraz",
        "Ana,Quelmoraz",
        BORN,
        "aro-roster#1",
        *(s.key for s in said if s.key == "their-death"),
    ], texts


@pytest.mark.parametrize("whole", [True, False])
def test_nobody_finds_or_confirms_an_erased_person_with_every_true_word(
    tmp_path: Path, whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not whole:
        monkeypatch.setattr("exeat.adapters.store.store.encrypts", lambda: False)
    folder = sealed(tmp_path)
    house = opened(folder)
    house.said(ONE)  # somebody looks at the file: the log of accesses names the address
    words, texts = secrets_of(folder)
    before = disk(folder, PASSPHRASE)
    known = finds(before, words, texts)
    assert {"Quelmoraz", BORN, ONE, "their-death"} <= known, "the attack finds nothing where there is something"
    assert sum(k.startswith("hash of") for k in known) >= 7, "the attack confirms nothing where it could"
    without_files(folder)
    keeping = opened(folder)
    with keeping.store():  # another process has the file open: the write-ahead log is not removed with the last one
        assert erase(opened(folder), replace(ASKED, names=("Ana Quelmoraz",))).gone
        now = disk(folder, PASSPHRASE)
        assert finds(now, words, texts) == set()
    after = disk(folder, PASSPHRASE)
    assert finds(after, words, texts) == set()
    assert {"Fruvaldés", "aro-roster#2"} <= finds(after, ["Fruvaldés", "aro-roster#2"]), "others were lost"


def test_a_key_that_was_destroyed_is_in_no_page_of_the_vault(folder: Path) -> None:
    def sealed_keys() -> dict[tuple[int, str], bytes]:
        vault = Vault.open(folder / VAULT, PASSPHRASE)
        rows = vault.db.execute("SELECT entry, part, sealed FROM bodies").fetchall()
        vault.close()
        return {(e, p): s for e, p, s in rows}

    before = sealed_keys()
    assert erase(opened(without_files(folder)), ASKED).gone
    after = sealed_keys()
    gone = [s for place, s in before.items() if after.get(place) != s]
    assert len(gone) >= 8
    raw = b"".join(p.read_bytes() for p in folder.glob("exeat.keys*"))
    assert all(s in raw for s in after.values())
    assert not any(s in raw or s[13:45] in raw for s in gone)


# ------------------------------------------------------------ broken off


STEPS = ("take_out", "settle", "emptied", "clear")


@pytest.mark.parametrize("step", STEPS)
def test_an_erasure_that_broke_off_is_carried_out_by_whoever_opens_the_ledger_next(
    folder: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, texts = secrets_of(folder)
    without_files(folder)

    def cut(*_: object) -> bool:
        raise KeyboardInterrupt

    where = Vault if step == "settle" else erasing
    with monkeypatch.context() as broken:
        broken.setattr(where, step, cut)
        with pytest.raises(KeyboardInterrupt):
            erase(opened(folder), ASKED)
    after = opened(folder)
    assert ONE not in set(after.facts().people["record"])
    assert (after.facts().erased, after.facts().erased_rows) == (1, 7)
    assert verify(opened(folder)).holds
    assert finds(disk(folder, PASSPHRASE), words, texts) == set()
    assert erase(opened(folder), ASKED).gone


def test_an_erasure_that_was_not_said_took_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(erasing, "begin", cut)
        with pytest.raises(KeyboardInterrupt):
            erase(opened(folder), ASKED)
    after = opened(folder)
    assert ONE in set(after.facts().people["record"])
    assert after.facts().erased == 0


# ------------------------------------------------------------ what stops it, and what stays


def hold(until: str | None) -> dict[str, str]:
    return {"kind": "legal_hold", "subject": ONE, "reason": "a pending petition", **({"until": until} if until else {})}


@pytest.mark.parametrize(
    ("until", "stops"), [("2025-06-01", True), ("2025-05-31", False), ("2025-06", True), (None, True)]
)
def test_a_legal_hold_stops_it_to_its_last_day_and_nothing_is_written(
    folder: Path, until: str | None, stops: bool
) -> None:
    say(folder, "hold", said("kept", "counsel", hold(until), "asks"))
    opened(folder).record()
    without_files(folder)
    before = len(opened(folder).entries)
    found = erase(opened(folder), ASKED)
    assert [m.values["speaker"] for m in found.stopped] == (["counsel"] if stops else [])
    assert len(opened(folder).entries) == before + (not stops)
    assert found.gone is not stops


def test_a_hold_that_was_withdrawn_stops_nothing(folder: Path) -> None:
    kept, back = said("kept", "counsel", hold(None), "asks"), {"kind": "withdrawal", "statement": "kept"}
    say(folder, "hold", kept, said("not-kept", "counsel", back))
    opened(folder).record()
    found = erase(opened(without_files(folder)), ASKED)
    assert found.gone
    assert found.entries == 3  # the death, the hold, and its withdrawal


def test_what_names_others_too_stays_and_is_named_until_somebody_says_that_it_goes(folder: Path) -> None:
    both = {"kind": "manifest", "manifest": "first", "people": [ONE, "aro-roster#2"], "from": "aro", "to": "bel"}
    words = {"kind": "quotation", "words": "They asked for Quelmoráz, Ana, again."}
    say(folder, "both", said("bus", "mission", both), said("asked", "press-one", words))
    opened(folder).record()
    without_files(folder)
    found = erase(opened(folder), ASKED)
    assert {m.values["key"]: m.id for m in found.left} == {"bus": "erase.left_others", "asked": "erase.left_words"}
    assert not found.gone
    assert ONE in str(opened(folder).facts().statements)
    more = replace(ASKED, also=("bus", "asked"), names=("Ana Quelmoraz",))
    again = erase(opened(folder), more)
    assert (again.entries, again.rows, again.left) == (2, 0, ())
    assert finds(disk(folder, PASSPHRASE), *secrets_found(folder)) == set()
    assert verify(opened(folder)).holds


def secrets_found(folder: Path) -> tuple[list[str], list[bytes]]:
    return ["Quelmoraz", BORN, ONE], []


def test_files_that_still_hold_them_are_named_line_by_line_until_they_are_gone(folder: Path) -> None:
    (folder / "sources").mkdir()
    (folder / "sources/letter.txt").write_text("To whom it may concern,\nfor Ana QUELMORÁZ.\n", "utf-8")
    (folder / "sources/scan.pdf").write_bytes(b"%PDF-1.4\n\xff\xfe")
    found = erase(opened(folder), ASKED)
    places = {(m.values["file"], m.values.get("line")) for m in found.files}
    assert {("lists/aro-roster.csv", "2"), ("lists/aro-consents.csv", "2"), ("sources/letter.txt", "2")} <= places
    assert ("sources/scan.pdf", None) in places
    assert "statements/one.yaml" in {f for f, _ in places}
    assert not any(f.startswith("lists/bel") for f, _ in places)
    other = erase(opened(folder), replace(ASKED, settled=("sources/letter.txt:2",)))
    assert ("sources/letter.txt", "2") not in {(m.values["file"], m.values.get("line")) for m in other.files}
    assert [m.values for m in other.notes if m.id == "erase.settled"] == [{"what": "sources/letter.txt:2"}]
    (folder / "sources/letter.txt").unlink()
    asked = replace(ASKED, names=("Ana Quelmoraz",), settled=("sources/scan.pdf",))
    assert not erase(opened(folder), asked).gone
    assert erase(opened(without_files(folder)), asked).gone


def test_a_file_that_still_holds_them_brings_nobody_back(folder: Path) -> None:
    erase(opened(folder), ASKED)
    before = len(opened(folder).entries)
    with pytest.raises(Refused) as refused:
        opened(folder).record()
    assert {p.code for p in refused.value.problems} == {"erased-back"}
    (folder / "statements/one.yaml").unlink()
    for path in folder.glob("lists/aro-*.csv"):
        lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(lines[:1] + lines[2:]), "utf-8")
    assert opened(folder).record().new == ()
    assert opened(folder).unrecorded().new == opened(folder).unrecorded().changed == ()
    assert len(opened(folder).entries) == before
    assert ONE not in set(opened(folder).facts().people["record"])


def test_a_statement_in_the_files_brings_nobody_back(folder: Path) -> None:
    erase(opened(folder), ASKED)
    for path in folder.glob("lists/*"):
        path.unlink()
    with pytest.raises(Refused) as refused:
        opened(folder).record()
    assert [p.code for p in refused.value.problems] == ["reference-unknown"]


@pytest.mark.parametrize("asked", [{"by": "Ana Quelmoráz"}, {"reason": "asked for by aro-roster#1"}])
def test_words_that_stay_name_nobody(folder: Path, asked: dict[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        erase(opened(folder), replace(ASKED, **asked))  # type: ignore[arg-type]
    assert [p.code for p in refused.value.problems] == ["erase-names"]
    assert opened(folder).facts().erased == 0


def test_a_guess_of_the_machine_is_judged_first(folder: Path) -> None:
    roster = (folder / "lists/aro-roster.csv").read_text("utf-8").splitlines()
    twin = "\n".join([roster[0], roster[1].replace("1,", "9,", 1)]) + "\n"
    (folder / "lists/bel-roster.csv").write_text(twin, "utf-8")
    case = tmp_case(folder)
    found = erase(opened(case), replace(ASKED, only=False))
    assert [m.values["record"] for m in found.stopped] == ["bel-roster#9"]
    assert opened(case).facts().erased_rows == 0
    opened(case).judge("mission", ONE, "bel-roster#9", "same")
    joined = erase(opened(case), replace(ASKED, only=False))
    assert set(joined.records) == {ONE, "bel-roster#9"}
    assert "Quelmoraz" not in disk(case, PASSPHRASE).corpus.decode(errors="ignore")


def tmp_case(folder: Path) -> Path:
    """The same files, recorded anew."""
    for path in (*folder.glob("exeat.db*"), *folder.glob("exeat.accesses*"), *folder.glob("lists/bel-[!r]*")):
        path.unlink()
    case = json.loads((folder / "case.yaml").read_text("utf-8"))
    case["lists"] = [x for x in case["lists"] if (folder / x["file"]).exists()]
    write(folder, "case.yaml", case)
    opened(folder).record()
    return folder


def test_an_address_that_nobody_has_is_refused(folder: Path) -> None:
    with pytest.raises(Refused) as refused:
        erase(opened(folder), replace(ASKED, person="aro-roster#77"))
    assert [p.code for p in refused.value.problems] == ["person-unknown"]


# ------------------------------------------------------------ what others see


def test_proofs_made_before_and_after_are_checked_by_a_stranger(folder: Path, tmp_path: Path) -> None:
    house = opened(folder)
    assert house.vault is not None
    log, desk = str(house.vault.log.key), str(house.vault.recorders[0].key)
    made = {"before": proof(house, "aro-roster", "aro-roster#3"), "theirs": proof(house, "their-death")}
    erase(opened(without_files(folder)), ASKED)
    after = opened(folder)
    made |= {"after": proof(after, "aro-roster", "aro-roster#3"), "header": proof(after, "aro-consents")}
    index = next(e.index for e in after.entries if not isinstance(e.body, BodyRef))
    made["erased"] = proof(after, f"#{index}")
    for name, bundle in made.items():
        (tmp_path / name).write_text(str(bundle), "utf-8")
        call = [sys.executable, str(VERIFIER), str(tmp_path / name), "--log", log, "--recorder", desk]
        done = subprocess.run(call, capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode == 0, (name, done.stderr)
    assert made["after"].row == made["before"].row
    with pytest.raises(Refused) as refused:
        proof(after, "aro-roster", ONE)
    assert [p.code for p in refused.value.problems] == ["record-erased"]


def test_whoever_asks_for_an_erased_record_hears_since_when_and_at_whose_word(folder: Path) -> None:
    plan = opened(folder).plan().plan
    erase(opened(without_files(folder)), ASKED)
    house = opened(folder)
    for ask in (house.said, house.why):
        with pytest.raises(Refused) as refused:
            ask(ONE)
        (problem,) = refused.value.problems
        assert problem.code == "record-erased"
        assert (problem.values["day"], problem.values["asked_by"]) == ("2025-06-01", "the person")
    assert house.check(encode(plan)), "a plan made before does not hold any more, for the facts are others"
    assert house.today().said
    house.audit()
    house.differences()
    assert house.export("aro-roster", folder.parent / "out.csv").rows == 2


def test_the_answer_for_a_list_without_ids_names_the_very_row(folder: Path) -> None:
    case = json.loads((folder / "case.yaml").read_text("utf-8"))
    loose = {"id": "loose", "file": "lists/loose.csv", "by": "press-one", "kind": "seeks"}
    write(folder, "case.yaml", case | {"lists": [*case["lists"], loose]})
    write_rows(
        folder, "lists/loose.csv", [{"name": "Ilse Norbelúa"}, {"name": "Omar Calmarú"}, {"name": "Eva Galdruña"}]
    )
    opened(folder).record()
    one, two, three = sorted(r for r in opened(folder).facts().people["record"] if r.startswith("loose@"))
    erase(opened(without_files(folder)), replace(ASKED, person=two))
    left = [r for r in opened(folder).facts().people["record"] if r.startswith("loose@")]
    assert left == [one, three]
    with pytest.raises(Refused) as refused:
        opened(folder).said(two)
    assert [p.code for p in refused.value.problems] == ["row-erased"]
    assert erase(opened(folder), replace(ASKED, person=two)).before


def test_a_version_that_another_one_supersedes_forgets_them_too(folder: Path) -> None:
    case = json.loads((folder / "case.yaml").read_text("utf-8"))
    old = next(x for x in case["lists"] if x["id"] == "aro-roster")
    case["lists"].append({**old, "id": "aro-later", "file": "lists/aro-later.csv", "supersedes": "aro-roster"})
    write(folder, "case.yaml", case)
    shutil.copy(folder / "lists/aro-roster.csv", folder / "lists/aro-later.csv")
    opened(folder).record()
    found = erase(opened(without_files(folder)), ASKED)
    assert found.rows == 8
    tables = [e.body.table for e in opened(folder).entries if isinstance(e.body, BodyRef) and e.body.table]
    assert {len(t.gone) for t in tables if t.header.list in ("aro-roster", "aro-later")} == {1}
    assert finds(disk(folder, PASSPHRASE), ["Quelmoraz", BORN]) == set()


def test_a_ledger_without_keys_forgets_the_words_in_every_file_of_its_own(tmp_path: Path) -> None:
    folder = exchange(tmp_path / "case")
    say(folder, "one", said("their-death", "press-one", {"kind": "death", "subject": ONE}))
    recorded(folder)
    without_files(folder)
    reading = opened(folder)
    with reading.store() as store:  # another process has the file open
        assert store.db.execute("SELECT count(*) FROM entries").fetchone()
        found = erase(opened(folder), ASKED)
        raw = b"".join(p.read_bytes() for p in folder.glob("exeat.*"))
        assert b"their-death" not in raw
        assert ONE.encode() not in raw
    assert found.gone
    assert [m.id for m in found.notes] == ["erase.guessable"], "salts follow from words here, and the answer says so"
    assert verify(opened(folder)).holds
    assert ONE not in set(opened(folder).facts().people["record"])


def test_while_another_process_reads_what_was_before_the_answer_is_no(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as busy:
        busy.setattr(erasing, "emptied", lambda store: False)
        found = erase(opened(without_files(folder)), ASKED)
    assert [m.id for m in found.left] == ["erase.read_elsewhere"]
    assert erase(opened(folder), ASKED).gone


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(who=st.sets(st.sampled_from(range(6)), min_size=1, max_size=3), data=st.data())
def test_whoever_is_erased_everybody_else_stands_as_before(who: set[int], data: st.DataObject) -> None:
    with TemporaryDirectory() as place:
        folder = exchange(Path(place) / "case")
        records = [f"{holder}-roster#{n}" for holder in ("aro", "bel") for n in (1, 2, 3)]
        deaths = [said(f"d-{n}", "press-one", {"kind": "death", "subject": records[n]})
                  for n in data.draw(st.lists(st.sampled_from(range(6)), unique=True))]  # fmt: skip
        say(folder, "deaths", *deaths) if deaths else None
        before = recorded(folder)
        without_files(folder)
        gone = {records[n] for n in who}
        kept = [r for r in before.facts().people["record"] if r not in gone]
        told = {r: [(h.row or h.statement, h.said) for h in before.said(r)[1]] for r in kept}
        roots = {n: t.header.root for n, (_, t) in before.facts().lists.items()}
        for record in sorted(gone):
            assert erase(opened(folder), replace(ASKED, person=record)).gone
        after = opened(folder)
        assert list(after.facts().people["record"]) == kept
        assert {r: [(h.row or h.statement, h.said) for h in after.said(r)[1]] for r in kept} == told
        assert {n: t.root("small") for n, (_, t) in after.facts().lists.items()} == roots
        assert verify(after).holds
        assert not any(r in str(after.plan().plan) for r in gone)
