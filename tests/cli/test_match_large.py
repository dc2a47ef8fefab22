"""A register that does not fit into memory: matched from its file, read in parts, with the same answer."""

from pathlib import Path

import pytest
from tests.identity.two_lists import two_lists

from exeat.faces.cli import run

HEADINGS = {"id": "Nro", "surname": "Primer apellido", "second_surname": "Segundo apellido", "given_names": "Nombres"}


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    short, register = two_lists(30, 120)
    files = str(tmp_path / "names.csv"), str(tmp_path / "register.csv")
    short.rename(HEADINGS).write_csv(files[0])
    register.write_csv(files[1], separator=";")
    return files


@pytest.mark.parametrize("turned", [False, True])
def test_a_register_read_in_parts_gives_the_same_pairs(
    files: tuple[str, str], turned: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["match", *(reversed(files) if turned else files), "--all"]
    assert run(given) == 0
    whole = capsys.readouterr()
    assert run([*given, "--batch", "7"]) == 0
    found = capsys.readouterr()
    assert found.out == whole.out
    told = " ".join(found.err.split())
    assert "batches of 7 rows" in told
    assert "rows: 120;" in told


def test_a_register_that_breaks_off_in_the_middle_is_no_answer(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with Path(files[1]).open("a", encoding="utf-8") as file:
        file.write("R-9;a;b;c;d;e;f;g;h;i;j\n")
    assert run(["match", *files, "--batch", "7"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "cannot be read" in " ".join(told.err.split())


def test_two_people_of_one_id_far_apart_in_a_register_are_noticed(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    text = Path(files[1]).read_text(encoding="utf-8").splitlines()
    text[100] = ";".join(["R-00003", *text[100].split(";")[1:]])
    Path(files[1]).write_text("\n".join(text) + "\n", encoding="utf-8")
    assert run(["match", *files, "--batch", "7"]) == 2
    assert "R-00003" in capsys.readouterr().err


def test_ways_that_exclude_each_other_are_a_mistake_of_the_call(files: tuple[str, str]) -> None:
    assert run(["match", *files, "--batch", "7", "--spark", "local[1]"]) == 2
    assert run(["match", *files, "--batch", "7", "--explain", "S-0000", "R-00000"]) == 2
