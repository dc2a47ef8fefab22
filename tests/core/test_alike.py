"""Lists of what is alike but for the person: no other than the tuples they stand for, item by item and as JSON."""

import json
from collections import Counter
from dataclasses import dataclass
from typing import Annotated

from hypothesis import given
from hypothesis import strategies as st

from exeat.core.alike import PERSON, Alike, counted, json_text, persons_of
from exeat.core.shape import encode


@dataclass(frozen=True, slots=True)
class Item:
    person: str
    records: Annotated[tuple[str, ...], "sorted"]
    by: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    title: str
    items: "Alike[Item] | tuple[Item, ...] | None" = None
    others: tuple[Item, ...] = ()


TEXTS = st.text(max_size=6)
KINDS = st.builds(
    Item, st.just(PERSON), st.sampled_from([(PERSON,), ("a#1", "a#2"), ("",)]), TEXTS, st.none() | st.integers(0, 9)
)
LISTS = st.lists(KINDS, min_size=1, max_size=3).flatmap(
    lambda kinds: st.lists(st.tuples(TEXTS, st.integers(0, len(kinds) - 1)), max_size=6).map(
        lambda rows: Alike(kinds, [p for p, _ in rows], [k for _, k in rows])
    )
)


def plain(found: Alike[Item]) -> tuple[Item, ...]:
    """The same list, an object for everybody."""
    return tuple(
        Item(p, (p,) if found.kinds[k].records == (PERSON,) and found.kinds[k].records[0] is PERSON
             else found.kinds[k].records, found.kinds[k].by, found.kinds[k].number)
        for p, k in zip(found.persons, found.of, strict=True)
    )  # fmt: skip


@given(LISTS, TEXTS)
def test_a_list_by_kinds_is_the_list_of_everybody(found: Alike[Item], title: str) -> None:
    """Nobody's item is another's, and the document says of each the same."""
    wanted = plain(found)
    assert tuple(found) == wanted == found
    assert (len(found), found[1:], persons_of(found)) == (len(wanted), wanted[1:], persons_of(wanted))
    written = json.dumps(encode(Document(title, wanted), True), ensure_ascii=False, sort_keys=True)
    assert json_text(Document(title, found)) == json_text(Document(title, wanted)) == written
    assert json.dumps(encode(Document(title, found), True), ensure_ascii=False, sort_keys=True) == written


@given(LISTS)
def test_counting_kinds_counts_people(found: Alike[Item]) -> None:
    """A number printed beside a rule is the number of those of whom it is said."""
    by_kind, by_person = Counter[tuple[str, int | None]](), Counter[tuple[str, int | None]]()
    for kind, number in counted(found):
        by_kind[kind.by, kind.number] += number
    for item, number in counted(plain(found)):
        by_person[item.by, item.number] += number
    assert by_kind == by_person


def test_a_person_without_a_name_is_not_taken_for_the_place_of_one() -> None:
    """An empty text is no place: it stays what it is."""
    found = Alike([Item(PERSON, ("",), "", None)], ["l#1"], [0])
    assert found[0] == Item("l#1", ("",), "", None)
    assert json_text(Document("", found)).count("l#1") == 1
