"""Two sides answer one another's lists: nothing that one says is lost, overwritten, joined or taken for an answer."""

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from exeat.core.errors import Refused
from exeat.evidence.remarks import Remarks
from exeat.faces.cli import run
from exeat.house import open_case
from tests.folders import EXAMPLES, said, say, write, write_rows

EXAMPLE = EXAMPLES / "remarks-round"
NAMES = [("1", "Quelmoraz"), ("2", "Fruvaldés"), ("3", "Ulmirazo")]
PARTIES = [
    {"id": "olm", "name": "Olmeria", "kind": "state", "roles": ["detaining_power"]},
    {"id": "olm-office", "name": "An office of Olmeria", "kind": "office", "of": "olm"},
    {"id": "tar", "name": "Tarnavia", "kind": "state", "roles": ["detaining_power"]},
    {"id": "third", "name": "Thirdland", "kind": "state", "roles": ["detaining_power"]},
    {"id": "monitor", "name": "A monitor", "kind": "monitor", "roles": ["monitor"]},
    {"id": "mission", "name": "A mission", "kind": "intermediary", "roles": ["intermediary", "neutral"]},
]


class Rounds:
    """A case in which Tarnavia asks Olmeria about three names, and what is said of them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.lists, self.said = folder, [], []  # type: ignore[var-annotated]
        self.protocol: dict[str, str] = {}
        rows = [{"id": i, "surname": s} for i, s in NAMES]
        self.list("asked", rows, by="tar", kind="seeks", holder="olm", as_of="2031-03-01")

    def list(self, id: str, rows: list[dict[str, str]], **declared: str) -> "Rounds":
        write_rows(self.folder, f"lists/{id}.csv", rows)
        self.lists.append({"id": id, "file": f"lists/{id}.csv", "purpose": "proposal", **declared})
        return self

    def answers(self, id: str, day: str, *rows: dict[str, str], by: str = "olm", **declared: str) -> "Rounds":
        keys = dict.fromkeys(k for row in rows for k in row)
        full = [{"id": str(n), **{k: row.get(k, "") for k in keys}} for n, row in enumerate(rows, 1)]
        dated = {"as_of": day} if day else {}
        return self.list(id, full, by=by, kind="remarks", about="asked", **dated, **declared)

    def told(self, key: str, by: str, remark: str, day: str, of: str = "1", **more: str) -> "Rounds":
        power = more.pop("power", by)
        claim = {"kind": "remark", "subject": f"asked#{of}", "power": power, "remark": remark}
        self.said.append({**said(key, by, claim, **more), "said_on": {"date": day}})
        return self

    def made(self) -> Path:
        case = {"exeat": "1", "id": "rounds", "people": "invented", "on": "2031-04-01", "parties": PARTIES}
        write(self.folder, "case.yaml", {**case, "lists": self.lists, "protocol": self.protocol})
        say(self.folder, "said", *self.said)
        return self.folder

    def found(self) -> Remarks:
        (one,) = open_case(self.made()).remarks()
        return one

    def stand(self, record: str = "1") -> set[tuple[str, str]]:
        """The standing remarks on a name: power, remark."""
        here = self.found().said.filter(pl.col("record") == f"asked#{record}", "standing")
        return set(here.select("power", "remark").iter_rows())

    def owed(self, record: str = "1") -> dict[str, Any]:
        (row,) = self.found().owed.filter(pl.col("record") == f"asked#{record}").iter_rows(named=True)
        return dict(row)


@pytest.fixture
def rounds(tmp_path: Path) -> Rounds:
    return Rounds(tmp_path / "case")


# ------------------------------------------------------------ silence


def test_a_silence_is_never_an_answer(rounds: Rounds) -> None:
    owed = rounds.answers("a", "2031-03-10", {"record": "2", "remark": "held"}).owed()
    assert (owed["remarks"], owed["owes"], owed["what"], owed["days"]) == (None, "olm", "remark", 31)


def test_unknown_is_an_answer_and_no_silence(rounds: Rounds) -> None:
    owed = rounds.answers("a", "2031-03-10", {"record": "1", "remark": "unknown"}).owed()
    assert (owed["remarks"], owed["owes"], owed["days"]) == (["unknown"], None, None)


def test_what_another_says_breaks_no_silence(rounds: Rounds) -> None:
    rounds.told("m", "monitor", "held", "2031-03-12").told("n", "monitor", "held", "2031-03-12", power="olm")
    assert rounds.owed()["owes"] == "olm"


def test_an_office_answers_for_its_power(rounds: Rounds) -> None:
    assert rounds.told("o", "olm-office", "held", "2031-03-12", power="olm-office").owed()["remarks"] == ["held"]


def test_since_when_nobody_knows_is_not_made_up(rounds: Rounds) -> None:
    del rounds.lists[0]["as_of"]
    owed = rounds.owed()
    assert (owed["owes"], owed["since"], owed["days"]) == ("olm", None, None)


def test_a_name_left_out_of_the_next_answers_is_without_a_remark_again(rounds: Rounds) -> None:
    rounds.answers("a", "2031-03-10", {"record": "1", "remark": "held"}, {"record": "2", "remark": "held"})
    rounds.answers("b", "2031-03-20", {"record": "2", "remark": "held"}, supersedes="a")
    owed = rounds.owed()
    assert (owed["owes"], owed["left_out"]) == ("olm", True)
    assert rounds.found().said.filter(pl.col("record") == "asked#1")["remark"].to_list() == ["held"]


# ------------------------------------------------------------ whose word, and which is the last


def test_a_remark_by_one_side_never_overwrites_the_others(rounds: Rounds) -> None:
    rounds.answers("a", "2031-03-10", {"record": "1", "remark": "not_held"})
    rounds.told("t", "tar", "held", "2031-03-25").told("m", "monitor", "dead", "2031-03-26")
    assert rounds.stand() == {("olm", "not_held"), ("tar", "held"), ("monitor", "dead")}
    assert rounds.owed()["differ"]


def test_what_another_tells_of_a_powers_remark_never_replaces_its_own(rounds: Rounds) -> None:
    rounds.answers("a", "2031-03-10", {"record": "1", "remark": "held"})
    rounds.told("m", "monitor", "not_held", "2031-03-25", power="olm")
    assert rounds.owed()["remarks"] == ["held"]


def test_a_changed_remark_shows_what_was_said_before(rounds: Rounds) -> None:
    rounds.answers("a", "2031-03-10", {"record": "1", "remark": "not_held"})
    rounds.answers("b", "2031-03-20", {"record": "1", "remark": "held"})
    rows = rounds.found().said.filter(pl.col("record") == "asked#1").sort("round")
    assert rows.select("round", "remark", "before", "standing").rows() == [
        (1, "not_held", None, False),
        (2, "held", "not_held", True),
    ]


def test_two_remarks_of_one_day_stand_side_by_side(rounds: Rounds) -> None:
    rounds.answers("a", "2031-03-10", {"record": "1", "remark": "held"})
    rounds.answers("b", "2031-03-10", {"record": "1", "remark": "dead"})
    assert rounds.stand() == {("olm", "held"), ("olm", "dead")}
    assert rounds.found().rounds.select("round", "remarks").rows() == [(1, 1)]


@pytest.mark.parametrize("vague", ["2031-03", "2031", ""])
def test_an_older_answer_is_not_dropped_for_one_that_may_be_older_still(rounds: Rounds, vague: str) -> None:
    rounds.answers("a", "2031-03-10", {"record": "1", "remark": "held"})
    rounds.answers("b", vague, {"record": "1", "remark": "dead"})
    assert rounds.stand() == {("olm", "held"), ("olm", "dead")}


def test_a_remark_taken_back_stands_no_more(rounds: Rounds) -> None:
    rounds.told("one", "olm", "held", "2031-03-10")
    rounds.said.append(said("back", "olm", {"kind": "withdrawal", "statement": "one"}))
    assert rounds.owed()["owes"] == "olm"


def test_a_denial_is_no_remark(rounds: Rounds) -> None:
    assert rounds.told("one", "olm", "held", "2031-03-10", act="denies").owed()["owes"] == "olm"


# ------------------------------------------------------------ needs data


def test_who_asks_for_data_waits_for_the_submitter_until_the_row_changes(rounds: Rounds) -> None:
    rounds.answers("a", "2031-03-10", {"record": "1", "remark": "needs_data"})
    owed = rounds.owed()
    assert (owed["owes"], owed["what"], owed["days"]) == ("tar", "data", 22)
    rows = [{"id": i, "surname": s} for i, s in NAMES]
    more = {"by": "tar", "kind": "seeks", "holder": "olm"}
    rounds.list("same", rows, **more, as_of="2031-03-15", supersedes="asked")
    assert rounds.owed()["owes"] == "tar"
    changed = [{**row, "birth_date": "1971" if row["id"] == "1" else ""} for row in rows]
    rounds.list("more", changed, **more, as_of="2031-03-22", supersedes="same")
    owed = rounds.owed()
    assert (owed["owes"], owed["what"], owed["days"], owed["data_given"]) == ("olm", "remark", 10, True)


# ------------------------------------------------------------ names that do not match


def test_a_name_that_does_not_match_is_never_dropped_and_never_joined(rounds: Rounds) -> None:
    rounds.answers(
        "a", "2031-03-10", {"surname": "QUELMORAZ", "remark": "held"}, {"surname": "Sarvunte", "remark": "dead"}
    )
    found = rounds.found()
    assert found.additional.select("name", "candidates", "counts_as", "agreed").rows() == [
        ("QUELMORAZ", ["asked#1"], "unknown", False),
        ("Sarvunte", [], "unknown", False),
    ]
    assert found.said.is_empty()
    assert rounds.owed()["owes"] == "olm"


def test_the_same_name_with_another_birth_date_is_not_even_proposed(rounds: Rounds) -> None:
    rounds.lists.clear()
    rows = [{"id": "1", "surname": "Quelmoraz", "birth_date": "1971-04-01"}]
    rounds.list("asked", rows, by="tar", kind="seeks", holder="olm", as_of="2031-03-01")
    rounds.answers("a", "2031-03-10", {"surname": "Quelmoraz", "birth_date": "1971-04-02", "remark": "held"})
    assert rounds.found().additional["candidates"].to_list() == [[]]


def test_what_an_unmatched_name_counts_as_is_the_protocols_word(rounds: Rounds) -> None:
    rounds.protocol["unmatched"] = "needs_data"
    rounds.answers("a", "2031-03-10", {"surname": "Sarvunte", "remark": "held"})
    assert rounds.found().additional.select("counts_as", "agreed").rows() == [("needs_data", True)]


def test_a_slip_in_a_record_becomes_no_name_of_its_own(rounds: Rounds) -> None:
    rounds.answers("a", "2031-03-10", {"record": "9", "surname": "Quelmoraz", "remark": "held"})
    with pytest.raises(Refused) as refused:
        rounds.found()
    assert [p.code for p in refused.value.problems] == ["row-record-unknown"]


def test_an_additional_name_holds_back_nobody_and_the_plan_is_still_made(rounds: Rounds) -> None:
    rounds.answers(
        "a", "2031-03-10", {"record": "", "surname": "Quelmoraz", "remark": "dead"}, {"record": "2", "remark": "held"}
    )
    house = open_case(rounds.made())
    assert house.facts().frame(_remark())["subject"].to_list() == ["asked#2"]
    assert house.plan().plan.status == "none"  # there is no offer


def _remark() -> type:
    from exeat.core.claims import Remark

    return Remark


# ------------------------------------------------------------ who is asked


def test_on_a_list_without_a_holder_those_are_asked_who_are_said_to_hold(rounds: Rounds) -> None:
    del rounds.lists[0]["holder"]
    held = {"kind": "custody", "subject": "asked#1", "power": "third"}
    rounds.said.append(said("held", "monitor", held))
    assert rounds.owed("1")["owes"] == "third"
    assert rounds.owed("2")["asked"] is None
    assert rounds.owed("2")["owes"] is None


def test_a_list_for_tracing_asks_nobody(rounds: Rounds) -> None:
    rounds.lists[0]["purpose"] = "tracing"
    assert open_case(rounds.made()).remarks() == ()


# ------------------------------------------------------------ the table for both sides


def table(rounds: Rounds, name: str = "table.csv") -> list[list[str]]:
    out = rounds.folder / name
    assert run(["remarks", str(rounds.made()), "--out", str(out)]) == 0
    return list(csv.reader(out.open(encoding="utf-8", newline="")))


def test_no_third_partys_words_and_no_free_text_reach_the_other_side(rounds: Rounds) -> None:
    rounds.answers(
        "a", "2031-03-10", {"record": "1", "remark": "held", "words": "ill, in ward four", "place": "Brasque"}
    )
    rounds.told("m", "monitor", "dead", "2031-03-12").told("v", "olm", "not_held", "2031-03-20", of="2", via="monitor")
    text = (table(rounds), (rounds.folder / "table.csv").read_text("utf-8"))[1]
    assert not [w for w in ("ward", "Brasque", "monitor", "dead", "not held") if w in text]


def test_an_answer_that_was_not_meant_for_the_other_side_is_not_shown_as_a_silence(rounds: Rounds) -> None:
    rounds.answers("a", "2031-03-10", {"record": "1", "remark": "dead"})
    rounds.lists[-1]["purpose"] = "tracing"
    first, second, *_ = table(rounds)[1:]
    assert "dead" not in first
    assert "no remark" not in first
    assert "not for this table" in first
    assert "no remark" in second


def test_lists_of_three_sides_are_not_put_into_one_table(rounds: Rounds, capsys: pytest.CaptureFixture[str]) -> None:
    rounds.list("other", [{"id": "1", "surname": "Calmarú"}], by="third", kind="seeks", holder="olm")
    out = rounds.folder / "table.csv"
    assert run(["remarks", str(rounds.made()), "--out", str(out), "--json"]) == 2
    assert [e["code"] for e in json.loads(capsys.readouterr().out)["errors"]] == ["table-of-many"]
    assert not out.exists()
    assert run(["remarks", str(rounds.folder), "--list", "asked", "--out", str(out)]) == 0
    assert "Calmarú" not in out.read_text("utf-8")


def test_names_of_a_list_for_tracing_reach_nobody(rounds: Rounds) -> None:
    rounds.lists[0]["purpose"] = "tracing"
    rounds.answers("a", "2031-03-10", {"record": "1", "remark": "held"})
    house = open_case(rounds.made())
    found = house.remarks()
    with pytest.raises(Refused):
        house.for_both_sides(found)


FORMULAS = ["=1+1", "+58 414", "-Perez", "@SUM", "  =1", "\uff1d1", " \uff0b1", "\u200b=1", "\u00ad=1", "\u22121"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_name_is_calculated(rounds: Rounds, text: str) -> None:
    rounds.lists.clear()
    rounds.list("asked", [{"id": "1", "surname": text}], by="tar", kind="seeks", holder="olm")
    cell = table(rounds)[1][3]
    assert cell == f"'{text}"
    out = rounds.folder / "table.xlsx"
    assert run(["remarks", str(rounds.folder), "--out", str(out)]) == 0
    sheet = openpyxl.load_workbook(out).worksheets[0]
    (found,) = [c for row in sheet.iter_rows() for c in row if c.value == text]
    assert (found.data_type, found.quotePrefix) == ("s", True)


def test_both_sides_get_the_same_columns_and_a_line_to_sign() -> None:
    text = run_text("remarks", str(EXAMPLE), "--out")
    head = text.splitlines()[0].count(",")
    assert all(row.count(",") >= head for row in text.splitlines())
    assert "For Olmeria" in text
    assert "For Tarnavia" in text


def run_text(*call: str) -> str:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "t.csv"
        assert run([*call, str(out)]) == 0
        return out.read_text("utf-8")


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_line_fits_and_every_sentence_is_there(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    for call in (["remarks", str(EXAMPLE)], ["remarks", str(EXAMPLES / "2025-offer-with-lists")]):
        assert run([*call, "--lang", language]) == 0
        shown = capsys.readouterr().out
        assert "remarks." not in shown
        assert "{" not in shown
        assert all(len(line) <= 80 for line in shown.splitlines())
