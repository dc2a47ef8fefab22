"""Tables of counts, one after the other: what somebody has is looked at together, and the log remembers it."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from tests.folders import NOON, Clock, exchange, recorded, write, write_rows

from exeat.core.claims import Accessed
from exeat.faces.cli import run
from exeat.house import copies, open_case
from exeat.house.erase import Asked, erase
from exeat.house.reading import readings

LATER = Clock("2025-06-08T12:00")
PEOPLE = [("hall", "F")] * 9 + [("ward", "F")] * 3 + [("hall", "M")] * 4 + [("ward", "M")] * 2
CAMP = {"id": "camp", "by": "aro", "kind": "holds", "purpose": "proposal", "file": "lists/camp.csv"}


def declared(folder: Path, people: list[tuple[str, str]], **of: str) -> None:
    """One more list of the case: so many invented people, by place and sex."""
    one = {**CAMP, **of}
    case = json.loads((folder / "case.yaml").read_text("utf-8"))
    write(folder, "case.yaml", {**case, "lists": [*case["lists"], one]})
    write_rows(folder, one["file"], [{"id": f"c{n}", "place": p, "sex": s} for n, (p, s) in enumerate(people)])


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = exchange(tmp_path / "case")
    declared(folder, PEOPLE)
    recorded(folder, NOON)
    return folder


def table(capsys: pytest.CaptureFixture[str], who: str | None, *columns: str, of: str = "camp") -> Any:
    """A table that is asked for: its numbers by place; or where it is refused what is said."""
    words = ["export", "case", of, "n.csv", "--force", *(w for c in columns for w in ("--counts-by", c))]
    Path("n.csv").unlink(missing_ok=True)
    code = run([*words, "--for", who] if who else words)
    out, err = capsys.readouterr()
    assert all(len(line) <= 80 for line in (out + err).splitlines())
    if code:
        assert not Path("n.csv").exists()
        return " ".join(err.split())
    _, *rows = csv.reader(Path("n.csv").read_text("utf-8").splitlines())
    return {tuple(r[: len(columns)]): r[len(columns)] for r in rows}


def test_a_table_beside_which_others_give_small_numbers_away_names_them(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = table(capsys, "counsel", "place", "sex")
    assert "*" in alone.values(), "for somebody who has no other table"
    assert table(capsys, "mission", "place") == {("(all)",): "18", ("hall",): "13", ("ward",): "5"}
    assert table(capsys, "mission", "sex") == {("(all)",): "18", ("F",): "12", ("M",): "6"}
    told = table(capsys, "mission", "place", "sex")
    assert "by place of" in told
    assert "by sex of" in told
    assert "(for: mission)" in told
    assert table(capsys, "mission", "sex") == {("(all)",): "18", ("F",): "12", ("M",): "6"}, (
        "the same again is nothing new"
    )


def test_an_office_and_its_power_are_one_and_what_is_for_nobody_everybody_has(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert table(capsys, "bel", "place")
    assert table(capsys, None, "sex")
    assert "(for: -)" in table(capsys, "bel-office", "place", "sex")
    assert "(for: bel)" in table(capsys, None, "place", "sex"), "what is for nobody in particular may come to bel"
    assert table(capsys, "aro-office", "place")["hall",] == "13", "bel's tables are not in the way of aro's"


@pytest.mark.parametrize("name", ["Belona", " BELONA", "Bel", "an office of belona."])
def test_a_party_that_is_called_by_its_name_is_that_party(
    name: str, case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "is not for" in table(capsys, name, "sex", of="aro-consents")
    assert run(["export", "case", "aro-roster", "to.csv", "--for", name]) == 0
    assert "is no party" not in " ".join(capsys.readouterr().out.split())
    asked = readings(open_case(case))[-2].asked
    assert asked is not None
    assert str(asked.party).startswith("bel")


def test_somebody_else_is_the_same_however_they_are_spelled(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert table(capsys, "Dr. Quelmoraz", "place")
    assert table(capsys, "dr Quelmoraz", "sex")
    assert "by place of" in table(capsys, "DR. QUELMORAZ ", "sex", "place")


def test_two_weeks_tables_do_not_tell_who_came_between(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert table(capsys, "mission", "sex")
    declared(case, [*PEOPLE, ("ward", "F")], id="camp-2", file="lists/camp-2.csv", supersedes="camp")
    recorded(case, LATER)
    told = table(capsys, "mission", "sex", of="camp-2")
    assert "The table of camp by sex" in told
    assert "can be one person" in told
    assert "The table of camp" in table(capsys, "mission", "sex", "place", of="camp-2")
    assert table(capsys, "counsel", "sex", of="camp-2")["F",] == "13"
    assert table(capsys, "mission", "place", of="camp-2")["ward",] == "6", "nothing of it was counted before"
    assert "The table of camp-2 by sex" in table(capsys, "counsel", "sex"), "nor backwards"


def test_another_version_with_the_same_people_in_what_is_counted_is_no_other(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = table(capsys, "mission", "sex")
    declared(case, PEOPLE[::-1], id="camp-2", file="lists/camp-2.csv", supersedes="camp")
    recorded(case, LATER)
    assert table(capsys, "mission", "sex", of="camp-2") == first


def test_who_was_erased_is_not_the_difference_of_two_tables(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert table(capsys, "mission", "sex")
    house = open_case(case, LATER)
    erase(house, Asked(person="camp#c0", by="the person", reason="asked for it", only=True), "desk")
    assert "The table of camp by sex" in table(capsys, "mission", "sex")


def test_a_table_of_which_the_log_does_not_say_what_it_hides_is_in_the_way(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = Accessed("export", list="camp", rows=3, columns=("sex",), party="mission", asked=(("counts", "yes"),))
    open_case(case).noted(old)
    assert "by sex of" in table(capsys, "mission", "place", "sex")
    assert table(capsys, "mission", "place")


def test_the_log_says_what_a_table_hides_and_names_nobody(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table(capsys, "mission", "place", "sex")
    (asked,) = (a.asked for a in readings(open_case(case)) if a.asked is not None and a.asked.list)
    told = dict(asked.asked)
    assert told["counts_people"] == "18"
    assert set(told) == {"counts", "counts_hidden", "counts_people", "counts_version", "made"}
    assert all(n.isdigit() for n in told["counts_hidden"].split())


def test_of_two_tables_at_the_same_moment_one_is_not_written(
    case: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between looking what somebody has and noting the new table another process notes one."""
    code, other = (
        copies._code,
        Accessed("export", list="camp", columns=("sex",), party="mission", asked=(("counts", "yes"),)),
    )

    def meanwhile(books: Any, copy: Accessed) -> str:
        open_case(case).noted(other)
        return code(books, copy)

    monkeypatch.setattr(copies, "_code", meanwhile)
    assert "meanwhile" in table(capsys, "mission", "place")
