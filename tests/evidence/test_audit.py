"""An audit proposes where to look: nobody is joined, taken off or corrected, and nothing is said in our own voice."""

import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import exeat
from exeat.core import claims as c
from exeat.core.counts import read_count
from exeat.core.facts import Facts
from exeat.evidence.audit import KINDS, Audit, Findings, Listed, audit, of_case
from exeat.evidence.audit.totals import totals
from exeat.evidence.audit.writing import bare, dates, key, name_key
from exeat.identity.people import people
from exeat.testing.memory import CASE, facts_of, list_of_rows, says

DAY = date(2025, 6, 1)
NAMED = "given_names|surname|birth_date"
TEXTS = Path(exeat.__file__).parent / "texts"
OURS = ("id", "name", "given_names", "surname", "second_surname", "sex", "birth_date", "age", "category", "rank",
        "document_number", "held_since", "since", "until", "on", "finding")  # fmt: skip


def of(name: str, headings: str, *rows: str, **more: Any) -> Listed:
    """A list of our own columns, a row as `a|b|c`; an empty cell is none."""
    columns = headings.split("|")
    cells = [[cell or None for cell in row.split("|")] for row in rows]
    frame = pl.DataFrame(cells, schema=dict.fromkeys(columns, pl.String()), orient="row")
    return Listed(name, frame, tuple((h, h) for h in columns if h in OURS), **more)


def kinds(found: Audit) -> dict[str, int]:
    return {f.kind: f.number for f in found.findings}


def rows(found: Findings) -> list[list[int]]:
    """The rows of each finding, of any list."""
    one = found.cells.select("finding", "list", "row").unique(maintain_order=True)
    return [g["row"].to_list() for _, g in one.group_by("finding", maintain_order=True)]


def only(found: Audit, kind: str) -> Findings:
    (one,) = [f for f in found.findings if f.kind == kind]
    return one


# ------------------------------------------------------------ who may be one person


def test_namesakes_with_other_birth_dates_stay_two_people() -> None:
    listed = of("l", NAMED, "Ana|Quelmoraz|1980-04-23", "Ana|Quelmoraz|1981-02-03")
    assert kinds(audit([listed], DAY)) == {}


def test_one_person_twice_is_proposed_however_the_name_is_typed() -> None:
    listed = of("l", NAMED, "José María|Fruvaldés|1980-04-23", "JOSE-MARIA|fruvaldes |23/04/1980")
    found = audit([listed], DAY)
    assert (kinds(found), rows(only(found, "same_names_birth"))) == ({"same_names_birth": 1}, [[0, 1]])


def test_given_names_and_surname_in_each_others_columns_are_the_same_names() -> None:
    listed = of("l", NAMED, "Ana|Norbelúa|1980-04-23", "Norbelúa|Ana|1980-04-23")
    assert kinds(audit([listed], DAY)) == {"same_names_birth": 1}


def test_two_surnames_the_other_way_round_are_another_name() -> None:
    listed = of("l", "given_names|surname|second_surname|birth_date", "Ana|Calmarú|Galdruña|1980-04-23",
                "Ana|Galdruña|Calmarú|1980-04-23")  # fmt: skip
    assert kinds(audit([listed], DAY)) == {}


def test_nobody_without_a_birth_date_is_called_a_double_but_in_weaker_words() -> None:
    listed = of("l", NAMED, "Ana|Quelmoraz|1980-04-23", "Ana|Quelmoraz|")
    assert kinds(audit([listed], DAY)) == {"same_names_weak": 1, "missing": 1}
    apart = of("l", NAMED, "Ana|Quelmoraz|1980-04-23", "Ana|Quelmoraz|1981")
    assert kinds(audit([apart], DAY)) == {}


def test_day_and_month_changed_is_a_guess_and_no_double() -> None:
    listed = of("l", NAMED, "Ana|Quelmoraz|1980-04-03", "Ana|Quelmoraz|1980-03-04")
    assert kinds(audit([listed], DAY)) == {"same_names_swapped": 1}


def test_nobody_is_compared_by_half_a_name() -> None:
    listed = of("l", NAMED, "Ana|unknown|1980-04-23", "Ana||1980-04-23", "Ana|N/A|1980-04-23")
    assert kinds(audit([listed], DAY)) == {"missing": 1}
    whole = of("l", "name|birth_date", "Ana|1980-04-23", "Ana|1980-04-23")
    assert kinds(audit([whole], DAY)) == {}


def test_a_document_number_typed_with_other_signs_is_the_same() -> None:
    listed = of("l", "document_number|surname|given_names", "X-99.1|Calmarú|Luz", "x 991|Galdruña|Eva", "|Ulmirazo|Ana")
    found = audit([listed], DAY)
    assert rows(only(found, "same_document")) == [[0, 1]]


def test_unknown_documents_are_not_the_same_document() -> None:
    listed = of("l", "document_number|surname|given_names", "S/D|Calmarú|Luz", "s/d|Galdruña|Eva")
    assert kinds(audit([listed], DAY)) == {"missing": 1}


PERSON = st.tuples(
    st.sampled_from(("Ana", "ANA", "Ana María", "")),
    st.sampled_from(("Quelmoraz", "quel-moraz", "Fruvaldés", "")),
    st.sampled_from(("1980-04-23", "23/04/1980", "1980", "1981-02-03", "", "perhaps")),
    st.sampled_from(("", "X-1", "x1", "X-2")),
)


@given(st.lists(PERSON, min_size=1, max_size=5), st.lists(PERSON, min_size=1, max_size=5))
def test_no_audit_changes_a_list_or_leaves_anybody_out_of_it(one: list[Any], two: list[Any]) -> None:
    heads = "given_names|surname|birth_date|document_number"
    lists = [of(name, heads, *("|".join(p) for p in some)) for name, some in (("one", one), ("two", two))]
    before = [listed.rows.clone() for listed in lists]
    found = audit(lists, DAY)
    assert all(listed.rows.equals(rows) for listed, rows in zip(lists, before, strict=True))
    for compared in found.compared:
        total = compared.same + compared.names + compared.namesakes + compared.none + compared.unnamed
        assert total == len(one)


@given(st.lists(PERSON, min_size=2, max_size=6))
def test_two_rows_are_proposed_as_one_only_where_nothing_in_them_differs(some: list[Any]) -> None:
    listed = of("l", "given_names|surname|birth_date|document_number", *("|".join(p) for p in some))
    read = dates(listed.rows["birth_date"]).rows(named=True)
    keys = name_key(listed.ours("given_names", "surname", "second_surname", "name")).to_list()
    for found in audit([listed], DAY).findings:
        for together in rows(found) if found.kind == "same_names_birth" else ():
            assert len({keys[r] for r in together}) == 1
            assert len({(read[r]["first"], read[r]["last"]) for r in together}) == 1
            assert read[together[0]]["first"] == read[together[0]]["last"] is not None


@given(st.text(max_size=8))
def test_a_name_is_compared_the_same_however_often_it_is_made_plain(text: str) -> None:
    once = bare(pl.Series([text], dtype=pl.String))
    assert bare(once).to_list() == once.to_list()


def test_letters_of_other_scripts_are_not_lost() -> None:
    written = pl.Series(["कि", "का", "محمد", "مُحَمَّد", "Ñandú", "nandu", "日本"])
    made = key(written).to_list()
    assert made[0] != made[1]
    assert made[2] == made[3]
    assert made[4] == made[5]
    assert None not in made


# ------------------------------------------------------------ cells


@pytest.mark.parametrize(
    ("headings", "row", "kind"),
    [
        ("birth_date", "1980-02-30", "date_unread"),
        ("birth_date", "spring 1980", "date_unread"),
        ("birth_date", "2031", "date_future"),
        ("held_since", "2025-06-02", "date_future"),
        ("birth_date", "1901-01-01", "over_120"),
        ("age", "121", "over_120"),
        ("birth_date|held_since", "1990-05-01|1990-04-30", "born_after_held"),
        ("birth_date|age", "1990-05-01|31", "age_not_birth"),
        ("held_since|on", "2024-05|2024-04-30", "released_before_held"),
        ("since|until", "2024|2023", "ends_before"),
        ("sex", "Q", "sex_unknown"),
        ("surname", "Quelm0raz", "digits_in_name"),
        ("category|birth_date", "under 25|1993-10-01", "not_under_age"),
        ("category|birth_date", "menores|2007-06-01", "not_under_age"),
        ("category|age", "mayores de 60|41", "not_over_age"),
        ("category|sex", "Mujeres|M", "other_sex"),
        ("category|rank", "civilian|Sgt", "rank_among_civilians"),
        ("category|finding", "heridos|apto", "fit_among_wounded"),
    ],
)
def test_what_cannot_be_is_shown(headings: str, row: str, kind: str) -> None:
    assert kinds(audit([of("l", headings, row)], DAY)) == {kind: 1}


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        ("birth_date", "1980"),
        ("birth_date", "198X"),
        ("held_since", "2025-06-01"),
        ("held_since", "2025"),
        ("birth_date", "1906-01-01"),
        ("birth_date|held_since", "1990|1990-04-30"),
        ("birth_date|age", "1990-05-01|34"),
        ("since|until", "2024|2024"),
        ("sex", "Mujer"),
        ("category|birth_date", "under 25|2000"),
        ("category|birth_date", "menores|2007-06-02"),
        ("category|sex", "men and women|M"),
        ("category|rank", "non-civilian|Sgt"),
        ("category|rank", "civil|civil"),
    ],
)
def test_what_may_be_is_not_called_impossible(headings: str, row: str) -> None:
    assert kinds(audit([of("l", headings, row)], DAY)) == {}


def test_a_day_that_can_be_read_in_two_ways_is_read_in_none() -> None:
    assert kinds(audit([of("l", "birth_date", "03/04/1980")], DAY)) == {"date_unread": 1}
    found = audit([of("l", "birth_date", "03/04/1980", "23/04/1980")], DAY)
    assert kinds(found) == {}
    assert [m.id for m in found.notes] == ["audit.order_guess"]


def test_a_day_that_does_not_fit_its_column_is_a_guess_and_not_repaired() -> None:
    read = dates(pl.Series(["23/04/1980", "25/04/1980", "04/23/1980"]))
    assert read["swapped"].to_list() == [False, False, True]
    assert read["first"].to_list()[2] is None
    found = audit([of("l", "birth_date", "23/04/1980", "25/04/1980", "04/23/1980")], DAY)
    assert kinds(found) == {"day_month_guess": 1}


def test_empty_cells_are_counted_by_column() -> None:
    listed = of("l", "id|surname|birth_date|age", "1|Calmarú||30", "2|desconocido||", "3||1980|")
    found = only(audit([listed], DAY), "missing")
    assert found.cells.group_by("column", maintain_order=True).len().rows() == [("surname", 2), ("birth_date", 1)]


# ------------------------------------------------------------ between lists


def test_a_dead_person_s_record_is_asked_about_in_the_words_of_who_says_it() -> None:
    held = of("held", NAMED, "Ana|Quelmoraz|1980-04-23", "Eva|Calmarú|1981-01-01", of="holds")
    dead = of("dead", "name|birth_date", "QUELMORAZ, ANA|1980-04-23", of="deceased", by="monitor")
    for lists in ([held, dead], [dead, held]):
        found = only(audit(lists, DAY), "maybe_dead")
        assert (found.list, found.values, rows(found)) == ("held", {"other": "dead", "speaker": "monitor"}, [[0, 0]])


def test_a_namesake_of_the_dead_is_not_said_to_be_dead() -> None:
    held = of("held", NAMED, "Ana|Quelmoraz|1980-04-23")
    dead = of("dead", NAMED, "Ana|Quelmoraz|1944-01-01", of="deceased")
    found = audit([held, dead], DAY)
    assert kinds(found) == {}
    assert found.compared[0].namesakes == 1


def test_the_same_number_beside_other_names_is_told_apart() -> None:
    one = of("one", "document_number|given_names|surname", "X-1|Ana|Quelmoraz", "X-2|Eva|Calmarú")
    two = of("two", "document_number|given_names|surname", "X1|Luz|Galdruña", "X2|Eva|")
    assert kinds(audit([one, two], DAY)) == {"document_on_both": 1, "document_other_names": 1, "missing": 1}


def test_what_became_of_those_gone_is_not_known() -> None:
    old = of(
        "old",
        f"id|{NAMED}",
        "1|Ana|Quelmoraz|1980",
        "2|Eva|Calmarú|1981-01-01",
        "3|Luz|Galdruña|",
    )
    new = of(
        "new",
        f"id|{NAMED}",
        "1|Ana|Quelmoraz|1980-04-23",
        "9|Eva|Calmarú|1981-01-01",
        "4|Sol|Ulmirazo|1999",
    )
    found = audit([new], DAY, [(old, new)])
    told = {f.kind: rows(f) for f in found.findings}
    assert told == {"added": [[2]], "gone": [[2]], "renumbered": [[1, 1]], "changed": [[0, 0]]}
    assert only(found, "changed").cells["value"].to_list() == ["1980", "1980-04-23"]


# ------------------------------------------------------------ totals


def sums(*lines: str) -> list[str]:
    found = [m for f in totals(of("t", *lines)) for m in f.more.values()]
    return [f"{m['sum']} / {m['against']}" for m in found]


def test_sums_that_do_not_come_out_are_shown_with_both_sides() -> None:
    assert sums("Total|Hombres|Mujeres", "900|800|99") == ["Hombres 800 + Mujeres 99 = 899 / Total 900"]
    assert sums(
        "Label|Number", "Total|1.000", "Civilians|700", "Military|300", "Not convicted|600", "Convicted|399"
    ) == ["Convicted 399 + Not convicted 600 = 999 / Total 1000"]
    assert sums("Men|Women|Civilians|Military", "8|2|7|4") == ["Men 8 + Women 2 = 10 / Civilians 7 + Military 4 = 11"]
    assert sums("Prison|Men|Women", "A|8|2", "B|1|1", "Total|9|4") == ["Women = 3 / Total 4"]


def test_sums_that_come_out_are_not_shown() -> None:
    assert sums("Total|Hombres|Mujeres|Civiles", "900|800|100|850") == []
    assert sums("Prison|Men|Women", "A|8|2", "B|1|1", "Total|9|3") == []


def test_a_part_larger_than_the_whole_is_shown() -> None:
    (found,) = totals(of("t", "Total|Paradero desconocido|Hombres", "9|10|5"))
    assert found.kind == "part_over_total"


# ------------------------------------------------------------ with a case


def world(*said: Any, rows: Iterable[Any] = ()) -> Audit:
    held = [{"id": str(i + 1), "given_names": "Ana", "surname": s} for i, s in enumerate(("Quelmoraz", "Calmarú"))]
    list_ = list_of_rows(CASE, "left", "holds", "ax", list(rows) or held, holder="ax")
    other = [{"id": "1", "given_names": "Ana", "surname": "Quelmoraz"}]
    facts = facts_of(CASE, [list_, list_of_rows(CASE, "right", "seeks", "red", other), *said])
    return audited(facts)


def audited(facts: Facts) -> Audit:
    who = people(facts)
    return of_case(facts, who.persons, who.judged)


def told(found: Audit, kind: str) -> list[tuple[int, str, str | None]]:
    """Of which row, who says it, who denies it."""
    one = only(found, kind)
    return [(rows(one)[n][0], m["speaker"], m.get("denied")) for n, m in one.more.items()]


def test_who_is_said_to_be_dead_is_said_so_by_somebody_and_stays_on_the_list() -> None:
    found = world(says("red", c.Death("left#2")), says("ax", c.Death("left#2"), "denies"))
    assert told(found, "said_dead") == [(1, "red", "ax")]
    assert found.named()["left"].rows.height == 2


def test_what_is_said_of_a_group_reaches_no_record() -> None:
    assert "said_dead" not in kinds(world(says("red", c.Death("g"))))


def test_what_is_said_of_another_record_reaches_it_only_through_somebody_s_judgement() -> None:
    dead = says("red", c.Death("right#1"))
    assert "left" not in [f.list for f in world(dead).findings if f.kind == "said_dead"]
    found = world(dead, says("red", c.SamePerson("left#1", "right#1", "same")))
    assert {f.list for f in found.findings if f.kind == "said_dead"} == {"left", "right"}


def test_what_people_have_judged_is_not_proposed_again() -> None:
    assert kinds(world())["on_both_weak"] == 1
    for verdict in ("same", "different"):
        judged: Any = verdict
        assert "on_both_weak" not in kinds(world(says("red", c.SamePerson("left#1", "right#1", judged))))


def test_a_holder_s_no_and_another_s_yes_are_said_as_they_are() -> None:
    found = world(says("be", c.Custody("left#1", "be")), says("ax", c.Custody("left#2", "ax"), "denies"))
    assert told(found, "said_elsewhere") == [(0, "be", None), (1, "ax", None)]
    assert "said_elsewhere" not in kinds(world(says("red", c.Custody("left#1", "ax"))))


def test_a_number_said_of_a_group_is_held_against_the_rows_of_its_list() -> None:
    number = read_count("3")
    assert number is not None
    said = says("red", c.Counted("g", number))
    table = list_of_rows(CASE, "left", "holds", "ax", [{"id": "1"}, {"id": "2"}], holder="ax", group="g")
    found = only(audited(facts_of(CASE, [table, said])), "count_differs")
    assert {k: found.more[0][k] for k in ("speaker", "words", "rows")} == {"speaker": "red", "words": "3", "rows": "2"}


# ------------------------------------------------------------ sentences


def texts(language: str) -> dict[str, str]:
    return tomllib.loads((TEXTS / language / "audit.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_kind_has_its_words(language: str) -> None:
    have = texts(language)
    assert {k for kind in KINDS for k in (kind, f"{kind}_about")} <= have.keys()


def test_both_languages_say_the_same_of_an_audit() -> None:
    def names(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    english, spanish = texts("en"), texts("es")
    assert list(english) == list(spanish)
    assert [k for k in english if names(english[k]) != names(spanish[k])] == []
