"""What a reviewer reads before judging: as received, nothing left out, and nothing that calls two days one."""

import polars as pl
import pytest

from exeat.core.claims import FamilyLink, SamePerson
from exeat.core.facts import Facts
from exeat.identity.judgements import judgements
from exeat.identity.side_by_side import Field, SideBySide, listed, may_be_seen, relation, side_by_side
from exeat.testing.memory import CASE, Part, facts_of, list_of_rows, says

ROWS: dict[str, list[dict[str, str | None]]] = {
    "held": [
        {"id": "1", "name": "QUELMORAZ, José", "birth_date": "1990-04-12", "note": "two  spaces"},
        {"id": "2", "name": "Fruvaldés, Ana", "birth_date": None, "note": None},
    ],
    "asked": [
        {"id": "1", "given_names": "Jose", "surname": "Quelmoraz", "birth_date": "1990-12-04", "room": "4"},
        {"id": "2", "given_names": "Luis", "surname": "Quelmoraz", "birth_date": None, "room": None},
    ],
}
LEFT, RIGHT, OTHER = "held#1", "asked#1", "asked#2"
PROPOSED = pl.DataFrame({"left": [LEFT, LEFT], "right": [RIGHT, OTHER]})


def facts(*said: Part) -> Facts:
    lists = [list_of_rows(CASE, "held", "holds", "ax", ROWS["held"])]
    return facts_of(CASE, [*lists, list_of_rows(CASE, "asked", "seeks", "be", ROWS["asked"]), *said])


def shown(facts: Facts, by: str = "red", second: bool = False) -> SideBySide:
    seen = may_be_seen(judgements(facts), LEFT, RIGHT, by, second)
    return side_by_side(facts, LEFT, RIGHT, seen, PROPOSED)


def test_every_cell_is_shown_as_it_was_received() -> None:
    found = shown(facts())
    cells = {(f.column, f.left, f.right) for f in found.fields}
    assert cells == {
        ("name", "QUELMORAZ, José", "Jose Quelmoraz"), ("given_names", None, "Jose"), ("surname", None, "Quelmoraz"),
        ("birth_date", "1990-04-12", "1990-12-04"), ("note", "two  spaces", None), ("room", None, "4"),
    }  # fmt: skip
    assert (found.left.list, found.left.by, found.left.row, found.right.by) == ("held", "ax", 1, "be")


def test_a_day_and_a_month_in_the_other_order_are_not_alike() -> None:
    assert Field("birth_date", "1990-04-12", "1990-12-04", "differ") in shown(facts()).fields


@pytest.mark.parametrize(
    ("left", "right", "names", "found"),
    [
        ("Ana Ruz", "Ana Ruz ", True, "same"), ("RUZ, Ana", "ana ruz", True, "alike"), ("Лида", "Lida", True, "alike"),
        ("Ana Ruz", "Ana", True, "differ"), ("12 04", "04 12", False, "differ"), ("Caja 4", "CAJA 4", False, "alike"),
        (None, "x", False, "right"), ("x", None, False, "left"), ("...", "---", False, "differ"),
    ],
)  # fmt: skip
def test_how_two_texts_stand(left: str | None, right: str | None, names: bool, found: str) -> None:
    assert relation(left, right, names) == found


def test_kin_are_told_before_anybody_takes_them_for_one() -> None:
    found = shown(facts(says("be", FamilyLink(RIGHT, LEFT, "twins")), says("be", FamilyLink("held#2", LEFT))))
    assert [(k.record, k.relative, k.relation, k.between) for k in found.kin] == [
        (LEFT, RIGHT, "twins", True),
        (LEFT, "held#2", None, False),
    ]


def test_whoever_else_is_proposed_is_named() -> None:
    assert [(o.of, o.record, o.name) for o in shown(facts()).rivals] == [("left", OTHER, "Luis Quelmoraz")]


def test_other_records_of_the_person_are_shown_but_no_verdict_on_this_pair() -> None:
    said = [says("blue", SamePerson(LEFT, "held#2", "same")), says("blue", SamePerson(RIGHT, LEFT, "same"))]
    assert [o.record for o in shown(facts(*said)).joined] == ["held#2"]
    assert shown(facts(*said), second=True).joined == ()
    assert [o.record for o in shown(facts(*said), by="blue", second=True).joined] == ["held#2"]


def test_a_record_of_no_list_is_not_listed() -> None:
    found = facts()
    assert [listed(found, r) for r in (LEFT, "held#9", "nowhere#1")] == [True, False, False]
