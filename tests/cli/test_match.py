"""Matching by hand: whoever is joined wrongly waits on, and whoever joins must be able to see why."""

import csv
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from exeat.faces.cli import run

LISTS = Path(__file__).parents[2] / "examples" / "2025-offer-with-lists" / "lists"
ROSTER, PRESS = str(LISTS / "invented-sv-roster.csv"), str(LISTS / "invented-press-roster.csv")
LEFT = """id,name,father,birth_date,document_number
a1,أحمد يوسف سروينت,يوسف,1990-03-12,X-99123
a2,Luis Norbelúa Gil,Pedro Norbelúa,1975-05-06,
a3,<Eva> & Sarvunte,,1991,
"""
RIGHT = """ref,Full name,Father's name,DateOfBirth,ID No.
7,Ahmad Yousef Sarvunte,Yusuf,12/03/1990,X99123
8,Luisa Norbelua Gil,Pedro Norbelua,06/05/1975,
9,Zulema Ostravin,,1960-01-01,
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    for name, text in (("a.csv", LEFT), ("b.csv", RIGHT)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return str(tmp_path / "a.csv"), str(tmp_path / "b.csv")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# ------------------------------------------------------------ pairs.csv


def test_pairs_are_what_the_contract_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "pairs.csv"
    assert run(["match", ROSTER, PRESS, "--out", str(out)]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    text = out.read_bytes().decode("utf-8")
    assert text.startswith("left,right,score,probability,decision\n")
    assert "\r" not in text
    found = rows(text)
    order = [(r["left"].encode(), r["right"].encode()) for r in found]
    assert order == sorted(order)
    assert {r["decision"] for r in found} == {"match", "review"}
    for row in found:
        assert len(row["score"].partition(".")[2]) == len(row["probability"].partition(".")[2]) == 6
        odds = 2 ** float(row["score"])
        assert abs(float(row["probability"]) - odds / (1 + odds)) < 1e-5
    assert all(len(line) <= 80 for line in told.err.splitlines())
    assert "a guess" in told.err


def test_nobody_found_is_an_answer_and_no_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text("id,name\n1,Ana Quelmoraz\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("id,name\n2,Oleh Zulvacín\n", encoding="utf-8")
    (tmp_path / "c.csv").write_text("id,name\n", encoding="utf-8")
    for right in ("b.csv", "c.csv"):
        assert run(["match", str(tmp_path / "a.csv"), str(tmp_path / right)]) == 0
        assert capsys.readouterr().out == "left,right,score,probability,decision\n"


def test_what_is_decided_no_is_there_only_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    counts = []
    for more in ([], ["--all"], ["--one-to-one"]):
        assert run(["match", ROSTER, PRESS, *more]) == 0
        counts.append(rows(capsys.readouterr().out))
    some, every, single = counts
    assert {r["decision"] for r in every} == {"match", "review", "no"}
    assert [r for r in every if r["decision"] != "no"] == some
    assert len({r["left"] for r in single}) == len({r["right"] for r in single}) == len(single)


def test_which_list_is_named_first_changes_no_score(capsys: pytest.CaptureFixture[str]) -> None:
    found = []
    for a, b, left, right in ((ROSTER, PRESS, "left", "right"), (PRESS, ROSTER, "right", "left")):
        assert run(["match", a, b]) == 0
        found.append({(r[left], r[right]): (r["score"], r["decision"]) for r in rows(capsys.readouterr().out)})
    assert found[0] == found[1]


def test_a_duplicate_id_stops_everything_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text("id,name\n1,Ana Gil\n1,Eva Mar\n", encoding="utf-8")
    out = tmp_path / "pairs.csv"
    assert run(["match", str(tmp_path / "a.csv"), str(tmp_path / "nowhere.csv"), "--out", str(out), "--json"]) == 2
    errors = json.loads(capsys.readouterr().out)["errors"]
    assert [e["code"] for e in errors] == ["audit-file", "match-id-twice"]
    assert "line 2" in errors[1]["message"]
    assert errors[1]["line"] == 3
    assert not out.exists()


def test_a_file_that_cannot_be_written_is_said(files: tuple[str, str], tmp_path: Path) -> None:
    assert run(["match", *files, "--out", str(tmp_path / "no" / "pairs.csv")]) == 2


# ------------------------------------------------------------ why


def explained(capsys: pytest.CaptureFixture[str], files: tuple[str, str], left: str, right: str) -> dict[str, object]:
    assert run(["match", *files, "--explain", left, right, "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize(("left", "right"), [("a1", "7"), ("a2", "8"), ("a2", "9"), ("a3", "7")])
def test_the_bars_add_up_to_the_score_so_that_nothing_is_hidden(
    left: str, right: str, files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    found = explained(capsys, files, left, right)
    bars = found["bars"]
    assert isinstance(bars, list)
    total = float(str(found["prior"])) + sum(float(b["bits"]) for b in bars)
    assert total == pytest.approx(float(str(found["score"])), abs=1e-3)


def test_the_explanation_of_a_pair_is_of_the_score_in_the_pairs(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    for a, b in (files, files[::-1]):
        assert run(["match", a, b, "--all"]) == 0
        for row in rows(capsys.readouterr().out):
            found = explained(capsys, (a, b), row["left"], row["right"])
            assert (found["score"], found["decision"]) == (row["score"], row["decision"])
            assert found["proposed"] is True


def test_what_the_left_says_stands_on_the_left_whichever_list_is_longer(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    for order, ids in ((files, ("a3", "7")), (files[::-1], ("7", "a3"))):
        found = explained(capsys, order, *ids)
        bars = found["bars"]
        assert isinstance(bars, list)
        texts = {ids[0]: "left", ids[1]: "right"}
        given = next(b for b in bars if b["comparison"] == "given")
        assert given[texts["a3"]] == "eva"
        assert str(given[texts["7"]]).startswith("ahm")
        father = next(b for b in bars if b["comparison"] == "father")
        assert father["words"]["id"] == f"match.missing-{texts['a3']}"
        assert father[texts["7"]] == "Yusuf"


def test_two_whom_nothing_brought_together_can_be_explained_and_it_is_said(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    found = explained(capsys, files, "a1", "9")
    assert (found["proposed"], found["decision"]) == (False, "no")
    assert run(["match", *files, "--explain", "a1", "9"]) == 0
    assert "Nothing brought the two together" in capsys.readouterr().out


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_explanation_fits_a_terminal_and_keeps_the_sides_apart(
    language: str, files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["match", *files, "--explain", "a1", "7", "--lang", language]) == 0
    text = capsys.readouterr().out
    assert all(len(line) <= 80 for line in text.splitlines())
    assert not re.search(r"match\.[a-z]", text)
    arabic = [line for line in text.splitlines() if "يوسف" in line]
    assert arabic
    assert not [line for line in arabic if "Y" in line], "two scripts on one line change places"


def test_both_ids_that_are_nowhere_are_named_at_once(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["match", *files, "--explain", "a9", "x", "--json"]) == 2
    errors = json.loads(capsys.readouterr().out)["errors"]
    assert [e["code"] for e in errors] == ["match-record", "match-record"]
    assert run(["match", *files, "--svg", "x.svg"]) == 2


# ------------------------------------------------------------ the picture


def test_the_picture_says_in_words_all_that_it_draws_and_runs_nothing(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "why.svg"
    assert run(["match", *files, "--explain", "a3", "7", "--svg", str(out)]) == 0
    told = capsys.readouterr().out
    root = ElementTree.fromstring(out.read_text("utf-8"))
    names = {e.tag.rpartition("}")[2] for e in root.iter()}
    assert names <= {"svg", "title", "desc", "style", "defs", "pattern", "rect", "line", "text"}
    assert not [a for e in root.iter() for a in e.attrib if a.startswith("on") or "href" in a]
    described = next(e.text for e in root.iter() if e.tag.endswith("desc"))
    assert described is not None
    assert described.split() == told.split()
    assert "<Eva> & Sarvunte" in "".join(e.text or "" for e in root.iter())


def test_a_name_from_right_to_left_moves_nothing_beside_it(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "why.svg"
    assert run(["match", *files, "--explain", "a1", "7", "--svg", str(out)]) == 0
    texts = [e for e in ElementTree.fromstring(out.read_text("utf-8")).iter() if e.tag.endswith("text")]
    turned = [e for e in texts if e.get("direction") == "rtl"]
    assert {e.text for e in turned} >= {"أحمد يوسف سروينت", "يوسف"}
    assert all(e.get("text-anchor") == "end" for e in turned)


# ------------------------------------------------------------ words


def test_no_level_of_any_comparison_lacks_words_in_either_language() -> None:
    from exeat.faces.texts import area
    from exeat.identity.explain import ROLES
    from exeat.identity.guard import REASONS
    from exeat.identity.names.compare import COMPARISONS

    sided = {("given", "part"), ("given", "initial")}
    wanted = [f"level-{n}-{lv.id}" for n, levels in COMPARISONS for lv in levels[1:] if lv.id != "dropped"]
    keys = {k for k in wanted if tuple(k.split("-")[1:]) not in sided}
    keys |= {f"level-{n}-{lv}-{side}" for n, lv in sided for side in ("left", "right")}
    keys |= {f"of-{role}" for role in ROLES} | {f"guard-{why}" for why in REASONS.values()}
    for language in ("en", "es"):
        assert sorted(keys - set(area(language, "match"))) == []
    assert set(area("en", "match")) == set(area("es", "match"))
