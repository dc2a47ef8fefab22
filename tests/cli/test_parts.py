"""What is withheld is said wherever a part is shown, on the page and in the document, and never reads as nothing."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.adapters.test_vault import CHEAP
from tests.cli.test_documents import CALLS
from tests.folders import WITH_LISTS, copied

from exeat.adapters.vault import VAULT, Pen, Vault
from exeat.faces import schemas
from exeat.faces.cli import run
from exeat.house import open_case
from exeat.house.doors import open_door

HERS, HIS = "eleven green kettles", "nine grey herons"
APART = "visibility: [{id: replies, kinds: [answer, due_process]}]\n"
SHOWN = {"differences", "questions", "said", "today", "audit", "review", "agreement"}  # of a part
OF_FILES = {"init", "match", "waterfall", "draw-verify", "errors"}  # they answer from no ledger
ALIKE = {"record", "export", "draw-show"}  # what is open, or nothing of persons, as it is for everybody


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recorded case in which answers are apart, and a passphrase that does not open them."""
    case = copied(WITH_LISTS, tmp_path_factory.mktemp("parts") / "case")
    declared = (case / "case.yaml").read_text("utf-8")
    (case / "case.yaml").write_text(declared + APART, "utf-8")
    vault = Vault.create(case / VAULT, HERS, CHEAP)
    vault.keep(Pen.new("monitor.example/desk"))
    vault.close()
    house = open_case(case, unlock=lambda: HERS)
    house.record()
    open_door(house, "interpreter", HIS, ["replies"], CHEAP)
    house.shut()
    return case


@pytest.fixture
def case(sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EXEAT_PASSPHRASE", HIS)
    monkeypatch.chdir(tmp_path)
    return shutil.copytree(sealed, tmp_path / "case")


def document(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    run([*words, "--json"])
    return json.loads(capsys.readouterr().out)


def page(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run([*words]) == 0
    out = capsys.readouterr().out
    assert all(len(line) <= 80 for line in out.splitlines())
    return " ".join(out.split())


def hidden(case: Path) -> dict[str, int]:
    found = open_case(case, unlock=lambda: HIS).facts().withheld
    assert found.keys() == {"replies"}
    return found


@pytest.mark.parametrize("name", sorted(n for n, words in CALLS.items() if "SEALED" not in words))
def test_no_document_of_a_part_passes_for_the_whole(
    name: str, case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "names.csv").write_text("clause,record\nsv-all,sv-roster#SV-036\n", "utf-8")
    files = {"CASE": "case", "NAMES": "names.csv", "NEW": "new", "OUT": "out.html", "TABLE": "table.csv",
             "LIST": "out.pfif", "ROSTER": "case/lists/invented-sv-roster.csv", "TRANSCRIPT": "nothing.json",
             "PRESS": "case/lists/invented-press-roster.csv"}  # fmt: skip
    found = document(capsys, *(files.get(word, word) for word in CALLS[name]))
    if name in SHOWN:
        assert found["withheld"] == [{"group": "replies", "entries": hidden(case)["replies"]}]
        assert Draft202012Validator(schemas.load(name)).is_valid(found)
    elif name not in OF_FILES | ALIKE:
        assert [e["code"] for e in found["errors"]] == ["withheld"]
    else:
        assert "withheld" not in found


@pytest.mark.parametrize("words", [["differences"], ["questions"], ["said"], ["today"], ["review", "--list"]])
def test_a_page_that_is_kept_says_what_is_not_on_it(
    words: list[str], case: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command, *options = words
    found = page(capsys, command, "case", *options)
    assert f"Withheld: {hidden(case)['replies']} entries of the group replies." in found
    assert "what is withheld may say it" in found
    monkeypatch.setenv("EXEAT_PASSPHRASE", HERS)
    assert "ithheld" not in page(capsys, command, "case", *options)
    assert document(capsys, command, "case", *options)["withheld"] == []


def test_a_question_with_a_withheld_answer_is_not_said_to_have_none(
    case: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is anything asked next of what may have been said already."""
    part, told = page(capsys, "questions", "case"), document(capsys, "questions", "case")
    assert "no answer recorded" not in part
    assert "[no answer in the open part; one may be withheld]" in part
    assert "Not worked out: what is withheld may have said it already." in part
    assert told.keys() == {"exeat", "asked", "withheld"}
    monkeypatch.setenv("EXEAT_PASSPHRASE", HERS)
    whole, all_of_it = page(capsys, "questions", "case"), document(capsys, "questions", "case")
    assert "[answered]" in whole
    assert "[no answer recorded]" in whole
    assert [q["question"] for q in told["asked"]] == [q["question"] for q in all_of_it["asked"]]
    assert sum(map(len, (q["answers"] for q in all_of_it["asked"]))) > 0
    assert {"gaps", "raised", "process"} < all_of_it.keys()


def test_a_note_to_a_party_is_of_the_whole(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A part of it would ask the party what it has answered, or of somebody who died."""
    assert run(["questions", "case", "--to", "ve", "--out", "note.md"]) == 2
    assert "withheld" in capsys.readouterr().err
    assert not Path("note.md").exists()
