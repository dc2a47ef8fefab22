"""The guard: a namesake, a brother or a twin is never called a match, and nobody waits for a doubt that is none."""

import random
from typing import Any

import polars as pl
import pytest
from tools.example_people import MEN, SURNAMES

from exeat.identity.guard import REASONS
from exeat.identity.match import matching

from .two_lists import two_lists

COLUMNS = (
    *("id", "given_names", "surname", "second_surname", "sex", "birth_date", "document_number"),
    *("father", "mother", "birth_place", "place", "held_since"),
)
ASKED = {"given_names": "Nicanor", "surname": "Calmarú", "second_surname": "Brisquén", "sex": "M"}
PLACES = {"birth_place": "Pueblo Tres", "place": "Penal Uno"}
BORN = {"birth_date": "1988-03-27"}
Cells = dict[str, str]


def lists(left: Cells, *right: Cells) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Who is asked for (L-00), and the records that may be the same person (R-00, ...), among others."""
    draw = random.Random(5)
    others = [stranger(draw) for _ in range(80)]
    return frame([left, *others[:40]], "L"), frame([*right, *others[40:]], "R")


def stranger(draw: random.Random) -> Cells:
    where = draw.choice(("Uno", "Dos", "Tres"))
    return {
        **{"given_names": draw.choice(MEN), "surname": draw.choice(SURNAMES), "second_surname": draw.choice(SURNAMES)},
        **{"sex": "M", "birth_date": f"19{draw.randint(50, 99)}-03-{draw.randint(2, 28):02}"},
        **{"document_number": f"X-99{draw.randrange(10**7):07d}", "father": draw.choice(MEN)},
        **{"mother": draw.choice(("Delia", "Irma", "Zoila")), "held_since": f"2023-{draw.randint(1, 12):02}-11"},
        **{"birth_place": f"Pueblo {draw.choice(('Uno', 'Dos', 'Tres'))}", "place": f"Penal {where}"},
    }


def frame(rows: list[Any], side: str) -> pl.DataFrame:
    cells = [{"id": f"{side}-{n:02}", **row} for n, row in enumerate(rows)]
    return pl.DataFrame(cells, schema=dict.fromkeys(COLUMNS, pl.String))


def decided(left: Cells, *right: Cells) -> list[str]:
    """The decision on L-00 with R-00, R-01, ..."""
    pairs = matching(*lists(left, *right)).pairs(all_pairs=True).filter(left="L-00")
    told = dict(pairs.select("right", "decision").iter_rows())
    return [told.get(f"R-{n:02}", "not compared") for n in range(len(right))]


def reasons(left: Cells, right: Cells) -> set[str]:
    found = matching(*lists(left, right))
    ids = found.left_ids.gather(found.candidates.left), found.right_ids.gather(found.candidates.right)
    at = next(n for n, pair in enumerate(zip(*ids, strict=True)) if set(pair) == {"L-00", "R-00"})
    return {name for flag, name in REASONS.items() if found.guard[at] & flag}


def person(*parts: Cells, **cells: str) -> Cells:
    made: Cells = {}
    for part in (ASKED, *parts, cells):
        made |= part
    return made


def test_a_namesake_of_the_same_village_is_not_freed_for_the_other() -> None:
    same = person(PLACES)
    assert decided(same, same) == ["review"]
    assert "name_and_place" in reasons(same, same)


def test_a_namesake_whose_father_has_the_same_name_is_not_freed_for_the_other() -> None:
    """In many usages the father's name is part of the name: who has the one has the other."""
    same = person(PLACES, father="Ulises Calmarú")
    assert decided(same, same) == ["review"]


@pytest.mark.parametrize("more", [
    BORN, {"document_number": "X-991234567"}, {"held_since": "2024-02-03"}, {"mother": "Zenobia Brisquén"},
])  # fmt: skip
def test_nobody_waits_for_a_reviewer_where_more_than_name_and_place_speaks(more: Cells) -> None:
    same = person(PLACES, more)
    assert decided(same, same) == ["match"]


def test_who_has_a_first_of_january_for_a_birthday_is_found_and_another_day_is_a_namesakes() -> None:
    asked, placeholder, another = (person(PLACES, birth_date=d) for d in ("1988-05-27", "1988-01-01", "1988-11-14"))
    assert decided(asked, placeholder) == ["match"]
    assert decided(asked, another) == ["review"]


@pytest.mark.parametrize("number", ["X-991234568", "X-991234566", "X-991234569"])
def test_a_twin_registered_next_is_not_taken_for_the_other_by_a_slip(number: str) -> None:
    asked = person(PLACES, BORN, document_number="X-991234567", held_since="2024-02-03")
    twin = {**asked, "given_names": "Evaristo Nicanor", "document_number": number}
    assert decided(asked, twin)[0] in ("review", "no")
    assert "given_names" in reasons(asked, twin)


def test_a_name_that_only_sounds_alike_beside_another_is_a_brothers() -> None:
    asked = person(PLACES, BORN, given_names="Héctor")
    assert decided(asked, {**asked, "given_names": "Víctor Evaristo"})[0] in ("review", "no")


def test_an_initial_needs_a_birth_date() -> None:
    asked = person(PLACES, held_since="2024-02-03")
    initial = {**asked, "given_names": "N."}
    assert "given_names" in reasons(asked, initial)
    assert decided({**asked, **BORN}, {**initial, **BORN}) == ["match"]


def test_who_stands_in_the_wrong_columns_is_found_and_his_brother_is_not() -> None:
    asked = person(PLACES, BORN)
    turned = {**asked, "given_names": "Calmarú", "surname": "Nicanor"}
    assert decided(asked, turned) == ["match"]
    brother = {**asked, "given_names": "Calmarú", "surname": "Evaristo"}
    assert decided(asked, brother)[0] in ("review", "no")


def test_where_two_records_of_a_list_are_as_likely_neither_is_called_a_match() -> None:
    """One of the two is somebody else: a twin, or a double that somebody must see."""
    asked = person(PLACES, BORN)
    assert decided(asked, asked, asked) == ["review", "review"]
    assert decided(asked, asked) == ["match"]


def peoples(names: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Two lists of 1,200 people of so many peoples, each with names, prisons and a nationality of its own."""
    sides: tuple[list[pl.DataFrame], list[pl.DataFrame]] = ([], [])
    for n in range(2):
        other = n < names - 1
        for side, frame_ in zip(sides, two_lists(600, 600, seed=n + 1), strict=True):
            prison = pl.lit("Penal " + "AB"[other]) + (pl.int_range(pl.len()) % 7).cast(pl.String)
            own = [pl.col(c).str.reverse() for c in ("given_names", "surname", "second_surname")] if other else []
            cells = {"place": prison, "nationality": pl.lit(("VE", "CO")[other])}
            side.append(frame_.with_columns(*own, pl.col("id") + f"-{n}", **cells))
    return pl.concat(sides[0]), pl.concat(sides[1])


def test_strangers_of_one_people_are_not_joined_for_what_their_people_shares() -> None:
    assert matching(*peoples(1)).weights.crowd < 0.1
    assert 0.6 < matching(*peoples(2)).weights.crowd < 1.4
