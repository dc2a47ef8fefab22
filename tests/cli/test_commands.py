"""The commands as somebody at a terminal meets them: exit codes, documents, errors, and lines that fit."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.folders import NOON, OFFER, WITH_LISTS, exchange, recorded, said, say

from exeat.faces import cli
from exeat.house import STORE, ClearingHouse, open_case

COMMANDS = sorted(cli.cli.commands)
BOTH = pytest.mark.parametrize("case", [OFFER, WITH_LISTS], ids=["words", "lists"])
ROW = "sv-roster#SV-001"


class Ran:
    """One run of a command: its exit code, and what it printed."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def document(self) -> Any:
        return json.loads(self.out)

    @property
    def codes(self) -> list[str]:
        return [e["code"] for e in self.document["errors"]]


Exeat = Callable[..., Ran]


@pytest.fixture
def exeat(capsys: pytest.CaptureFixture[str]) -> Exeat:
    def run(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        code = cli.run([str(a) for a in arguments])
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return exchange(tmp_path / "case")


@pytest.fixture(autouse=True)
def nothing_is_written_to_an_example() -> Iterator[None]:
    yield
    assert not [path for case in (OFFER, WITH_LISTS) for path in case.glob(f"{STORE}*")]


# ------------------------------------------------------------ yes and no


def test_yes_is_0(exeat: Exeat, folder: Path) -> None:
    assert exeat("clear", folder).code == 0


def test_no_exchange_is_1_and_no_error(exeat: Exeat) -> None:
    ran = exeat("clear", OFFER, "--json")
    assert (ran.code, ran.document["status"], ran.err) == (1, "none", "")


def test_reading_one_point_otherwise_can_turn_yes_into_no(exeat: Exeat, folder: Path) -> None:
    say(folder, "one", said("dead", "press-one", {"kind": "death", "subject": "aro-roster#1"}))
    offer = json.loads((folder / "offers/offer.yaml").read_text("utf-8"))
    offer["clauses"][0]["selection"] = {"list": "aro-roster"}
    (folder / "offers/offer.yaml").write_text(json.dumps(offer), "utf-8")
    assert exeat("clear", folder, "--read", "aro-some/blocked=excused").code == 0
    assert exeat("clear", folder, "--read", "aro-some/blocked=stop").code == 1


@pytest.mark.parametrize("command", ["differences", "questions", "said", "terms", "impediments"])
@BOTH
def test_looking_is_always_0_and_gives_a_document(command: str, case: Path, exeat: Exeat) -> None:
    ran = exeat(command, case, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.document["exeat"] == f"{command}/1"


def test_every_command_gives_its_document(exeat: Exeat, folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    calls: dict[str, list[str | Path]] = {
        "init/1": ["init", tmp_path / "new"],
        "plan/1": ["clear", folder],
        "why/1": ["why", folder, "aro-roster#1"],
        "note/1": ["questions", folder, "--to", "aro"],
        "report/1": ["report", folder, "-o", page],
        "record/1": ["record", folder],
    }
    for name, call in calls.items():
        ran = exeat(*call, "--json")
        assert (ran.code, ran.document["exeat"]) == (0, name), ran.err


def test_recording_says_what_it_did(exeat: Exeat, folder: Path) -> None:
    first, second = (exeat("record", folder, "--json").document for _ in range(2))
    assert len(first["new"]) == first["entries"] == second["known"] == second["entries"]
    assert (second["new"], second["corrected"], second["gone"]) == ([], [], [])


# ------------------------------------------------------------ mistakes


@pytest.mark.parametrize("command", ["clear", "terms", "record", "why", "check", "report"])
def test_a_folder_that_is_no_case_is_2_and_nothing_is_made(command: str, exeat: Exeat, tmp_path: Path) -> None:
    more = {"why": [ROW], "check": ["plan.json"]}.get(command, [])
    ran = exeat(command, tmp_path / "nowhere", *more, "--json")
    assert (ran.code, ran.codes) == (2, ["case-not-found"])
    assert list(tmp_path.iterdir()) == []


def test_somebody_on_no_list_is_2(exeat: Exeat) -> None:
    ran = exeat("why", WITH_LISTS, "sv-roster#SV-999", "--json")
    assert (ran.code, ran.codes) == (2, ["person-unknown"])


@pytest.mark.parametrize("option", [["--on", "yesterday"], ["--known", "noon"], ["--on", "2025-02-30"]])
def test_a_time_that_is_none_is_2(option: list[str], exeat: Exeat) -> None:
    ran = exeat("clear", OFFER, *option, "--json")
    assert (ran.code, ran.codes) == (2, ["time-wrong"])


def test_a_time_before_the_first_entry_is_2_and_no_answer(exeat: Exeat, folder: Path) -> None:
    recorded(folder, NOON)
    ran = exeat("clear", folder, "--known", "2025-05-31T12:00", "--json")
    assert (ran.code, ran.codes) == (2, ["time-wrong"])
    assert exeat("clear", folder, "--known", "2025-06-01T12:00", "--json").code == 0
    assert exeat("clear", folder, "--known", "2025-05-31", "--on", "2025-06-01").code == 2


def test_a_reading_that_is_none_is_2(exeat: Exeat) -> None:
    for read in ("sv-all/blocked=perhaps", "sv-all/nothing=stop"):
        ran = exeat("clear", WITH_LISTS, "--read", read, "--json")
        assert (ran.code, ran.codes) == (2, ["reading-unknown"])


@pytest.mark.parametrize("call", [["clear"], ["nothing"], ["clear", "x", "--nothing"], ["clear", "x", "--read", "a"]])
def test_a_wrong_call_is_2(call: list[str], exeat: Exeat) -> None:
    if call[-1] == "a":
        call[1] = str(OFFER)
    ran = exeat(*call, "--json")
    assert (ran.code, ran.codes) == (2, ["usage"])


def test_every_mistake_of_the_files_comes_out_at_once(exeat: Exeat, folder: Path) -> None:
    dead = {"kind": "death", "subject": "aro-roster#9"}
    say(folder, "one", said("a", "nobody", dead), said("b", "aro", {"kind": "no"}))
    ran = exeat("clear", folder, "--json")
    assert ran.code == 2
    assert sorted(ran.codes) == ["kind-unknown", "reference-unknown", "reference-unknown"]
    for error in ran.document["errors"]:
        assert set(error) >= {"code", "file", "line", "message", "remedy"}
        assert (error["file"], type(error["line"])) == ("statements/one.yaml", int)


def test_mistakes_for_people_go_to_stderr_and_show_no_trace(exeat: Exeat, tmp_path: Path) -> None:
    ran = exeat("clear", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    assert fitting(ran.err)


def test_our_own_mistake_is_70_and_never_a_no(exeat: Exeat, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*given: object, **more: object) -> None:
        raise ZeroDivisionError("on purpose")

    monkeypatch.setattr(ClearingHouse, "plan", broken)
    monkeypatch.delenv("EXEAT_TRACE", raising=False)
    ran = exeat("clear", folder)
    assert ran.code == 70
    assert "ZeroDivisionError" in ran.err
    assert "Traceback" not in ran.err
    assert exeat("clear", folder, "--json").codes == ["internal"]
    monkeypatch.setenv("EXEAT_TRACE", "1")
    assert "Traceback" in exeat("clear", folder).err


def test_a_case_is_not_made_over_another(exeat: Exeat, folder: Path) -> None:
    before = (folder / "case.yaml").read_bytes()
    ran = exeat("init", folder, "--json")
    assert (ran.code, ran.codes, (folder / "case.yaml").read_bytes()) == (2, ["case-exists"], before)


def test_real_people_are_recorded_nowhere_yet(exeat: Exeat, folder: Path) -> None:
    case = json.loads((folder / "case.yaml").read_text("utf-8"))
    (folder / "case.yaml").write_text(json.dumps({**case, "people": "real"}), "utf-8")
    ran = exeat("record", folder, "--json")
    assert (ran.code, ran.codes) == (2, ["real-people"])
    assert not (folder / STORE).exists()


def test_a_new_case_can_be_recorded_as_it_is(exeat: Exeat, tmp_path: Path) -> None:
    assert exeat("init", tmp_path / "my-case").code == 0
    assert exeat("record", tmp_path / "my-case").code == 0
    assert exeat("clear", tmp_path / "my-case").code == 1
    assert open_case(tmp_path / "my-case").facts().case.people == "invented"


def test_a_new_case_around_lists_says_how_their_columns_were_read(exeat: Exeat, tmp_path: Path) -> None:
    sheet, odd = tmp_path / "Who is held.csv", tmp_path / "mission.csv"
    sheet.write_text("Nro,Apellido,Fecha de nacimiento,Señas: particulares\n1,Quelmoraz,24/4/1980,-\n", "utf-8")
    odd.write_text("id,surname\n1,Ulmirazo\n", "utf-8")
    ran = exeat("init", tmp_path / "case", sheet, odd, "--lang", "es")
    assert ran.code == 0
    assert "Nro = id" in ran.out
    assert "Señas: particulares" in ran.out
    assert fitting(ran.out.replace(str(tmp_path), "."))
    assert sheet.read_bytes() == (tmp_path / "case/lists/who-is-held.csv").read_bytes()
    assert exeat("record", tmp_path / "case").code == 0
    table = open_case(tmp_path / "case").facts().current["who-is-held"][1]
    assert dict(table.header.columns) == {"id": "Nro", "surname": "Apellido", "birth_date": "Fecha de nacimiento"}
    assert table.header.dates == "day_first"
    assert table.ours()["birth_date"].to_list() == ["1980-04-24"]
    assert table.rows["Fecha de nacimiento"].to_list() == ["24/4/1980"]
    assert table.header.guessed == ()  # written out, and so for the keeper to correct
    assert set(open_case(tmp_path / "case").facts().current) == {"who-is-held", "mission-2"}


def test_a_list_that_cannot_be_read_makes_no_case(exeat: Exeat, tmp_path: Path) -> None:
    ran = exeat("init", tmp_path / "case", tmp_path / "nowhere.csv", tmp_path, "--json")
    assert (ran.code, sorted(ran.codes)) == (2, ["file-missing", "file-unreadable"])
    assert not (tmp_path / "case").exists()


# ------------------------------------------------------------ what is printed


def fitting(text: str) -> bool:
    """Whether no line is wider than a terminal."""
    return max((len(line) for line in text.splitlines()), default=0) <= 80


@pytest.mark.parametrize("command", ["terms", "differences", "questions", "said", "clear", "impediments"])
@pytest.mark.parametrize("lang", ["en", "es"])
@BOTH
def test_no_line_runs_off_the_page(command: str, lang: str, case: Path, exeat: Exeat) -> None:
    ran = exeat(command, case, "--lang", lang)
    assert [line for line in ran.out.splitlines() if len(line) > 80] == []
    assert ran.out.strip()


@pytest.mark.parametrize("lang", ["en", "es"])
def test_no_line_about_one_person_runs_off_the_page(lang: str, exeat: Exeat) -> None:
    for record in (ROW, "sv-roster#SV-128", "monitor-list#M-0412", "press-roster#P-003"):
        ran = exeat("why", WITH_LISTS, record, "--lang", lang)
        assert (ran.code, fitting(ran.out)) == (0, True), ran.out


def test_no_line_of_the_demo_runs_off_the_page(exeat: Exeat) -> None:
    ran = exeat("demo")
    assert ran.code == 0, ran.err
    assert [line for line in ran.out.splitlines() if len(line) > 80] == []
    assert "INVENTED" in ran.out


def test_the_help_names_every_command(exeat: Exeat) -> None:
    ran = exeat("--help")
    assert ran.code == 0
    assert [name for name in COMMANDS if name not in ran.out] == []
    assert {"clear", "check", "why", "record", "demo"} <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does(command: str, exeat: Exeat) -> None:
    ran = exeat(command, "--help")
    assert ran.code == 0
    assert fitting(ran.out)
    assert len(ran.out.splitlines()) > 3
