"""Somebody was erased here, and another office recorded them itself: they do not come back unseen."""

from pathlib import Path

import pytest
from tests.adapters.test_merging import WORDS, house_of, office, record, spoken
from tests.folders import said, say

from exeat.core import claims as c
from exeat.core.errors import Refused
from exeat.faces.cli import run
from exeat.house.erase import Asked, erase
from exeat.house.merging import Merged, merge
from exeat.house.verify import verify

ONE = "aro-roster#1"
SEEN = ("ilse", "nothing of them is in it")


@pytest.fixture
def offices(tmp_path: Path) -> tuple[Path, Path]:
    one, two = office(tmp_path / "one", "ilse"), office(tmp_path / "two", "teodor")
    dead = said("dead", "press-one", {"kind": "death", "subject": ONE})
    say(one, "a", spoken("both", WORDS[0]), dead)
    say(two, "a", spoken("both", WORDS[0]), spoken("two-only", WORDS[2]), dead,
        said("other", "press-one", {"kind": "death", "subject": "aro-roster#2"}),
        said("back", "press-one", {"kind": "withdrawal", "statement": "dead"}))  # fmt: skip
    record(one, "ilse")
    record(two, "teodor")
    return one, two


def erased(folder: Path) -> None:
    found = erase(house_of(folder), Asked(person=ONE, by="the person", reason="a request", only=True))
    assert found.rows
    assert ONE not in set(house_of(folder).facts().people["record"])


def taken(one: Path, two: Path) -> Merged:
    return merge(house_of(one), house_of(two), "ilse", although=SEEN)


def keys(folder: Path) -> set[str | None]:
    return {b.key for b in house_of(folder).facts().bodies.values()}


def test_nothing_new_comes_in_beside_an_erasure_unseen(offices: tuple[Path, Path]) -> None:
    one, two = offices
    erased(one)
    before = len(house_of(one).entries)
    with pytest.raises(Refused) as refused:
        merge(house_of(one), house_of(two), "ilse")
    (problem,) = refused.value.problems
    assert (problem.code, problem.values["number"], problem.values["new"]) == ("merge-erasures", "1", "2")
    assert "the person: a request" in problem.values["erasures"]
    assert len(house_of(one).entries) == before


def test_what_names_an_erased_row_is_kept_out_whoever_says_that_they_looked(offices: tuple[Path, Path]) -> None:
    one, two = offices
    erased(one)
    done = taken(one, two)
    assert {"two-only", "other"} <= keys(one)
    assert not {"dead", "back"} & keys(one)
    assert done.new == 2
    lists = [s.claim.list for _, s in house_of(two).facts().of(c.Submitted) if isinstance(s.claim, c.Submitted)]
    about = [name for name in lists if name.startswith("aro-")]
    assert done.held == len(about) + 2
    assert [m.id for m in done.erasures] == ["erase.erased"]
    after = house_of(one).facts()
    assert ONE not in set(after.people["record"])
    tables = [b.table for b in after.bodies.values() if b.table is not None]
    assert not any((t.records(after.origin(t.header.list)) == ONE).any() for t in tables)
    assert verify(house_of(one)).holds


def test_who_let_words_in_beside_an_erasure_stays_known(offices: tuple[Path, Path]) -> None:
    one, two = offices
    erased(one)
    taken(one, two)
    claims = [s.claim for _, s in house_of(one).facts().of(c.RecordedElsewhere)]
    let_in = {x.although for x in claims if isinstance(x, c.RecordedElsewhere) and x.although is not None}
    assert let_in == {"ilse: nothing of them is in it"}
    again = merge(house_of(one), house_of(two), "ilse")  # nothing new: nobody has to look again
    assert (again.new, again.held) == (0, taken(one, two).held)


def test_where_nobody_was_erased_nobody_is_asked(offices: tuple[Path, Path]) -> None:
    done = merge(house_of(offices[0]), house_of(offices[1]), "ilse")
    assert (done.held, done.erasures) == (0, ())
    assert "back" in keys(offices[0])


def test_a_person_erased_in_both_offices_stands_in_nobodys_way(offices: tuple[Path, Path]) -> None:
    one, two = offices
    erased(one)
    erased(two)
    done = taken(one, two)
    assert done.held == 0
    assert {"two-only", "other"} <= keys(one)
    assert not {"dead"} & keys(one)


def test_it_is_said_in_both_languages(
    offices: tuple[Path, Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = offices
    erased(one)
    monkeypatch.setenv("EXEAT_PASSPHRASE", "eleven green kettles")
    monkeypatch.setenv("EXEAT_OTHER_PASSPHRASE", "eleven green kettles")
    assert run(["merge", str(one), str(two)]) == 2
    assert "--erasures-seen" in capsys.readouterr().err
    assert run(["merge", str(one), str(two), "--erasures-seen", *SEEN, "--lang", "es"]) == 0
    out = capsys.readouterr().out
    assert "pueden ser de esa persona" in " ".join(out.split())
    assert all(len(x) <= 80 or "+" in x for x in out.splitlines())
