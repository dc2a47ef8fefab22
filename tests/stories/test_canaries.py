"""A canary for each person, in each thing that is said of them, and every command asked: where does it sing?

- Each person has words of their own: a name, an id, what a doctor and a lawyer wrote, a fear, a quotation, free text.
- `SHOWS` says which output may show which of them; what is not said there is none at all. The office's own views show
  what they are asked for; what leaves the office shows less; what proves, seals or witnesses shows nothing.
- A command that is not in the table fails the test.
"""

import csv
import json
import re
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest

from exeat.adapters.vault import VAULT, Cost, Vault
from exeat.faces.cli import cli, run
from exeat.house import open_case
from exeat.house.ledger import proof
from exeat.house.pens import new_pen
from tests.folders import exchange, said, say, write, write_rows

PASSPHRASE = "eleven green kettles"
PEOPLE = {"uno": "aro-roster", "dos": "aro-roster", "tres": "bel-roster", "cuatro": "petitioners"}
"""Who is on which list. Nothing stands against uno and tres; dos fears to return; a lawyer looks for cuatro."""
CALLED = {"uno": "Zquelbarnado", "dos": "Wofrimedda", "tres": "Kustilomor", "cuatro": "Yevraddin"}
GIVEN = {"uno": "Bruno", "dos": "Inés", "tres": "Teodoro", "cuatro": "Olga"}
"""Names so far apart that no machine takes one for another."""
NAME, ID, FINDING, FEAR, QUOTE, FREE, ASKED = "name", "id", "finding", "fear", "quote", "free", "asked"
KINDS = (NAME, ID, FINDING, FEAR, QUOTE, FREE, ASKED)
IDS, NAMES = frozenset({ID}), frozenset({ID, NAME})
TOLD = frozenset({ID, FINDING, FEAR, QUOTE, ASKED})
WHOLE = frozenset(KINDS)
NOTHING: frozenset[str] = frozenset()
Found = set[tuple[str, str]]


def canary(person: str, kind: str) -> str:
    """A word that stands nowhere else."""
    return f"zq-{person}-id" if kind == ID else CALLED[person] if kind == NAME else f"Zq{person}{kind}"


def sung(text: str) -> Found:
    """The canaries in a text, however its lines are broken."""
    flat = re.sub(r"[\s|]+", "", text).lower()
    return {(p, k) for p in PEOPLE for k in KINDS if canary(p, k).lower() in flat}


# ------------------------------------------------------------ the case


def made(folder: Path) -> Path:
    """The small exchange, with a canary in every thing that is said of four people."""
    exchange(folder)
    for holder, ids in (("aro", ["uno", "dos"]), ("bel", ["tres"])):
        names = {str(n + 1): p for n, p in enumerate(ids)}
        for path in sorted((folder / "lists").glob(f"{holder}-*.csv")):
            _renamed(path, names)
    write_rows(folder, "lists/petitioners.csv", [_row("cuatro", {"id": "", "surname": ""})])
    say(folder, "persons", *(s for p in PEOPLE for s in _of(p)))
    return folder


def _renamed(path: Path, names: dict[str, str]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        person = names.get(row.get("record") or row["id"])
        if "record" in row:
            row["record"] = row["record"] if person is None else canary(person, ID)
        else:
            row.update({"remark": ""} if person is None else _row(person, row))
    write_rows(path.parent.parent, f"lists/{path.name}", rows)


def _row(person: str, row: dict[str, str]) -> dict[str, str]:
    mine = {"id": canary(person, ID), "given_names": GIVEN[person], "surname": canary(person, NAME)}
    born = {"birth_date": f"19{50 + 7 * list(PEOPLE).index(person)}-0{1 + list(PEOPLE).index(person)}-1{len(person)}"}
    return {**row, **mine, **born, "remark": canary(person, FREE)}


def _of(person: str) -> Iterator[dict[str, Any]]:
    record = f"{PEOPLE[person]}#{canary(person, ID)}"
    to = "bel" if PEOPLE[person] == "aro-roster" else "aro"
    finding = {"kind": "medical", "subject": record, "finding": "fit"}
    state = "expressed" if person == "dos" else "none"
    fear = {
        "kind": "fear",
        "subject": record,
        "destination": to,
        "state": state,
        "interviewer": "mission",
        "private": True,
    }
    question = {"kind": "question", "to": "aro", "topic": "health", "words": canary(person, ASKED), "subject": record}
    yield said(f"{person}-1", "mission", finding, hedge=canary(person, FINDING))
    yield said(f"{person}-2", "mission", fear, hedge=canary(person, FEAR))
    yield said(f"{person}-3", record, {"kind": "quotation", "words": canary(person, QUOTE), "language": "en"})
    yield said(f"{person}-4", "counsel", question, "asks")


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = made(tmp_path_factory.mktemp("canaries") / "CASE")
    Vault.create(folder / VAULT, PASSPHRASE, Cost(8, 1, 1)).close()
    house = open_case(folder, unlock=lambda: PASSPHRASE)
    new_pen(house, "mission.example/desk", "recorder")
    house.record()
    shutil.rmtree(folder / "lists")  # recorded whole: their plain files may be deleted
    shutil.rmtree(folder / "statements")
    return folder


@pytest.fixture
def place(sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A folder with the sealed case, and what commands are given besides."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EXEAT_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("EXEAT_TRACE", "1")
    shutil.copytree(sealed, tmp_path / "CASE")
    write(tmp_path, "PLAN", {})
    (tmp_path / "SIGNED").write_text("— w AAAAAAAA\n", "utf-8")
    (tmp_path / "PAIRS.csv").write_text("id,name\n1,Ana\n", "utf-8")
    return tmp_path


# ------------------------------------------------------------ which output may show what


@dataclass(frozen=True)
class Shows:
    """A call, and what its answer may show: these kinds, of these people (None = of all)."""

    call: str
    kinds: frozenset[str] = NOTHING
    people: tuple[str, ...] | None = None
    exit: tuple[int, ...] = (0,)
    files: frozenset[str] | None = None  # what the files that it writes may show; None = what it says, too

    def may(self, kinds: frozenset[str] | None = None) -> Found:
        return {(p, k) for p in self.people or PEOPLE for k in (self.kinds if kinds is None else kinds)}


UNO, DOS = f"aro-roster#{canary('uno', ID)}", f"aro-roster#{canary('dos', ID)}"
ARO, ENDINGS = ("uno", "dos"), ("csv", "pfif", "jsonl", "xlsx")
SHOWS: dict[str, Sequence[Shows]] = {
    # the office's own: what was said, and what follows from it
    "said": [Shows("CASE", NOTHING), Shows(f"CASE {UNO}", WHOLE, ("uno",)), Shows("CASE aro", TOLD - {FINDING, FEAR})],
    "differences": [Shows("CASE"), Shows("CASE --all", TOLD)],
    "questions": [Shows("CASE", IDS | {ASKED}), Shows("CASE --to aro", IDS, ("uno", "dos", "tres")),
                  Shows("CASE --to bel --out NOTE", IDS, ("uno", "dos", "tres"))],
    "today": [Shows("CASE --since 2025-01-01", TOLD)],
    "remarks": [Shows("CASE", NAMES), Shows("CASE --out TABLE.csv", NOTHING, files=NAMES, exit=(0, 2))],
    "audit": [Shows("CASE", WHOLE, exit=(0, 1)), Shows("CASE --xlsx AUDIT.xlsx", WHOLE, exit=(0, 1))],
    "impediments": [Shows("CASE", IDS), Shows(f"CASE {DOS}", IDS, ("dos",))],
    "terms": [Shows("CASE")],
    "clear": [Shows("CASE", IDS)],
    "check": [Shows("CASE PLAN", exit=(0, 1, 2))],
    "why": [Shows("CASE", IDS), Shows(f"CASE {UNO}", TOLD, ("uno",))],
    "what-if": [Shows(f"CASE --refuses {UNO}", IDS)],
    "effects": [Shows("CASE")],
    "draft": [Shows("CASE"), Shows("CASE --out DRAFTS")],
    "frontier": [Shows("CASE", exit=(0, 1, 2))],
    "match": [Shows("PAIRS.csv PAIRS.csv --all")],
    "review": [Shows("CASE --list", NAMES), Shows("CASE --agreement")],
    "accesses": [Shows("CASE")],
    "report": [Shows("CASE -o REPORT", NOTHING, files=WHOLE - {FREE}),
               Shows("CASE -o AT-BEL --for bel", NOTHING, files=NOTHING),
               Shows("CASE -o AT-ARO --for aro-office", NOTHING, files=NOTHING)],
    "export": [
        Shows("CASE aro-roster OWN.csv", files=NAMES | {FREE}, people=ARO),
        *(Shows(f"CASE aro-roster BEL.{e} --for bel", files=NAMES, people=ARO) for e in ENDINGS),
        Shows(f"CASE aro-roster ONE.csv --for bel --without-row {canary('dos', ID)}", files=NAMES, people=("uno",)),
        Shows("CASE aro-roster BLACK.xlsx --for mission --redact surname --redact remark", files=IDS, people=ARO),
        Shows("CASE petitioners NO.csv --for bel", exit=(2,)),
        Shows("CASE aro-fears NO.csv --for bel", exit=(2,)),
        Shows("CASE aro-roster NO.csv --counts-by surname", exit=(2,)),
    ],
    "whose": [Shows("CASE PAIRS.csv", exit=(1,))],
    # the draw: whoever is in it, by id
    "draw table": [Shows("CASE --party aro --party bel", NOTHING, exit=(0, 1, 2))],
    "draw seal": [Shows("CASE --party aro --public dice --as mission", NOTHING, exit=(0, 1, 2))],
    "draw enter": [Shows("CASE --promise 00 --as aro", exit=(0, 2))],
    "draw promise": [Shows(f"PLAN aro --secret {'7f' * 32}", exit=(0, 2))],
    "draw show": [Shows("CASE", exit=(0, 1, 2))],
    "draw verify": [Shows("PLAN", exit=(0, 1, 2))],
    # what proves, seals and witnesses
    "verify": [Shows("CASE")],
    "proof": [
        Shows("CASE uno-1", frozenset({ID, FINDING}), ("uno",)),
        Shows(f"CASE aro-roster --row {UNO}", NAMES | {FREE}, ("uno",)),
        Shows("CASE uno-1 --without-words"),
        Shows("CASE aro-roster --without-words --out BARE"),
    ],
    "cosign ask": [Shows("CASE"), Shows("CASE --out REQUEST")],
    "cosign key": [Shows("W.keys w.example/1", exit=(0, 2))],
    "cosign sign": [Shows("CASE/exeat.keys SIGNED", exit=(1, 2))],
    "cosign add": [Shows("CASE SIGNED", exit=(0, 2))],
    "key new": [Shows("CASE mission.example/second", exit=(0, 2))],
    "key list": [Shows("CASE")],
    "key doors": [Shows("CASE")],
    "key open": [Shows("CASE ilse", exit=(0, 2))],
    "key change": [Shows("CASE", exit=(0, 2))],
    "key close": [Shows("CASE ilse", exit=(0, 2))],
    "key retire": [Shows("CASE mission.example/desk", exit=(0, 2))],
    "backup": [Shows("CASE COPY.backup", exit=(0, 2))],
    "restore": [Shows("SIGNED OTHER", exit=(2,))],
    # keeping
    "init": [Shows("NEW PAIRS.csv")],
    "record": [Shows("CASE", exit=(0, 2))],
    "erase": [Shows(f"CASE {UNO} --by mission --reason asked", IDS, ("uno",), exit=(0, 1, 2))],
    "stamp ask": [Shows("CASE --out ASK.tsq", exit=(0, 2))],
    "stamp add": [Shows("CASE SIGNED --authority SIGNED", exit=(1, 2))],
    "stamp give": [Shows("CASE --out STAMPS", exit=(0, 2))],
    "destroy": [Shows("CASE --yes small", exit=(0, 1, 2))],
    "merge": [Shows("CASE OTHER", exit=(1, 2))],
    "parcel": [Shows("CASE COPY.parcel --for mission --key KEY", exit=(2,))],
    "demo": [],  # shows its own case
    "schema": [Shows("plan")],
}  # fmt: skip


def commands(group: click.Group = cli, before: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        else:
            yield before + name


def test_every_command_says_what_it_may_show() -> None:
    assert set(commands()) == set(SHOWS)


CALLS = [(name, shows) for name, calls in SHOWS.items() for shows in calls]


def ways(name: str) -> Iterator[list[str]]:
    """In both languages, and as a document, where the command has them."""
    command: click.Command = cli
    for word in name.split():
        assert isinstance(command, click.Group)
        command = command.commands[word]
    options = {o for p in command.params for o in p.opts}
    yield []
    yield from ([["--lang", "es"]] if "--lang" in options else [])
    yield from ([["--json"]] if "--json" in options else [])


@pytest.mark.parametrize(("name", "shows"), CALLS, ids=[f"{n} {s.call}" for n, s in CALLS])
def test_nobody_is_shown_where_nobody_asked(
    name: str, shows: Shows, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    for way in ways(name):
        before = {p: p.read_bytes() for p in _files(place)}
        code = run([*name.split(), *shows.call.split(), *way])
        out, err = capsys.readouterr()
        assert code in shows.exit, (way, out, err)
        assert sung(out + err) <= shows.may(), way
        assert sung(" ".join(str(p.relative_to(place)) for p in _files(place))) == set()
        fresh = [p for p in _files(place) if before.get(p) != p.read_bytes()]
        for path in fresh:
            allowed = NOTHING if _kept(path) else shows.files
            assert sung(_text(path)) <= shows.may(allowed), path.name
            if not _kept(path):
                path.unlink()


def _kept(path: Path) -> bool:
    """Whether a file is the case's own: sealed, whatever it holds."""
    return path.parent.name == "CASE" or path.suffix in (".keys", ".backup")


def _files(place: Path) -> list[Path]:
    return sorted(p for p in place.rglob("*") if p.is_file())


def _text(path: Path) -> str:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as book:
            return "".join(book.read(n).decode("utf-8", "replace") for n in book.namelist())
    return path.read_bytes().decode("utf-8", "replace")


def test_the_canaries_sing_where_they_may(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The test above can fail: what the office asks for is there."""
    heard: Found = set()
    for person, list_ in PEOPLE.items():
        run(["said", "CASE", f"{list_}#{canary(person, ID)}"])
        heard |= sung(capsys.readouterr().out)
    run(["report", "CASE", "-o", "REPORT"])
    heard |= sung((place / "REPORT").read_text("utf-8"))
    assert heard == {(p, k) for p in PEOPLE for k in KINDS}


# ------------------------------------------------------------ at rest, and in errors


def test_nothing_on_the_disk_sings(sealed: Path) -> None:
    for path in sorted(p for p in sealed.rglob("*") if p.is_file()):
        assert sung(_text(path)) == set(), path.name
        assert sung(path.name) == set()


def test_a_proof_of_one_row_is_silent_on_every_other(place: Path) -> None:
    house = open_case(place / "CASE", unlock=lambda: PASSPHRASE)
    assert {p for p, _ in sung(str(proof(house, "aro-roster", DOS)))} == {"dos"}
    assert sung(str(proof(house, "aro-roster", None, False))) == set()
    with house.store() as store:
        assert sung("".join(map(str, store.checkpoints()))) == set()


@pytest.mark.parametrize("way", [[], ["--json"]])
@pytest.mark.parametrize("name", sorted(SHOWS))
def test_without_the_passphrase_no_answer_and_no_error_names_anybody(
    name: str, way: list[str], place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXEAT_PASSPHRASE", "eleven red kettles")
    for shows in SHOWS[name]:
        asked = {(p, ID) for p in PEOPLE if canary(p, ID) in shows.call}
        run([*name.split(), *shows.call.split(), *(way if list(way) in list(ways(name)) else [])])
        out, err = capsys.readouterr()
        assert sung(out + err) <= asked, "an error may say again what it was asked, and no more"


@pytest.mark.parametrize("way", [[], ["--json"]])
def test_a_broken_cell_is_shown_to_whoever_wrote_it_and_nothing_beside_it(
    way: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = made(tmp_path / "case")
    path = case / "lists/aro-fitness.csv"
    path.write_text(
        path.read_text("utf-8").replace(f"{canary('uno', ID)},fit", f"{canary('uno', ID)},Zqbroken"), "utf-8"
    )
    assert run(["record", str(case), *way]) == 2
    out, err = capsys.readouterr()
    assert "Zqbroken" in out + err
    assert sung(out + err) <= {("uno", ID)}


def test_an_error_about_somebody_unknown_names_whoever_is_nearest_by_id_alone(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("why", "said", "impediments"):
        for way in ([], ["--json"]):
            run([name, "CASE", f"{UNO}x", *way])
            out, err = capsys.readouterr()
            assert {k for _, k in sung(out + err)} <= {ID}


def test_a_mistake_of_ours_shows_a_trace_and_no_words_of_anybody(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import exeat.clearing.plan

    def broken(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(exeat.house.house, "clear", broken)
    for way in ([], ["--json"]):
        assert run(["clear", "CASE", *way]) == 70
        out, err = capsys.readouterr()
        assert "Traceback" in err
        assert sung(out + err) == set()


def test_the_log_of_accesses_names_only_whom_somebody_asked_for(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["said", "CASE", UNO])
    capsys.readouterr()
    run(["accesses", "CASE", "--json"])
    out = capsys.readouterr().out
    assert sung(json.dumps(json.loads(out), ensure_ascii=False)) == {("uno", ID)}
