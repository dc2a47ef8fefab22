"""Classes by columns are the classes of the definition, one person at a time."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from exeat.clearing.classes import Class, Tag, classes
from exeat.identity.people import person_column

PERSONS = st.sampled_from([f"list#{n}" for n in ("1", "2", "3", "ñ", "🙂", "10")])
TAGS = st.tuples(st.sampled_from(["free", "of", "alone"]), st.text("ab", min_size=1, max_size=2))
UNITS = st.dictionaries(PERSONS, st.sampled_from(["list#0", "list#9"]))


@given(st.lists(st.tuples(st.lists(PERSONS, min_size=1), TAGS), max_size=12), UNITS, st.integers(0, 70))
def test_two_who_differ_are_never_one_class(said: list[tuple[list[str], Tag]], unit: dict[str, str], more: int) -> None:
    """However many tags there are, and whoever goes together."""
    said = [*said, *((["list#1"], ("many", str(n))) for n in range(more))]
    frame = pl.DataFrame([person_column(unit), person_column(unit.values()).alias("unit")])
    assert classes([(person_column(p), t) for p, t in said], frame) == _by_hand(said, unit)


def _by_hand(said: list[tuple[list[str], Tag]], unit: dict[str, str]) -> tuple[Class, ...]:
    kinds: dict[str, list[str]] = {}
    for person in sorted({p for persons, _ in said for p in persons}):
        kinds[person] = sorted({"\t".join(tag) for persons, tag in said if person in persons})
    units: dict[str, list[tuple[str, str]]] = {}
    for person, tags in kinds.items():
        units.setdefault(unit.get(person, person), []).append(("\n".join(tags), person))
    alike: dict[str, list[tuple[str, ...]]] = {}
    for name in sorted(units):
        members = sorted(units[name])
        alike.setdefault("\x00".join(kind for kind, _ in members), []).append(tuple(p for _, p in members))
    return tuple(
        Class(
            tuple(frozenset(tuple(t.split("\t")) for t in kind.split("\n")) for kind in key.split("\x00")), tuple(found)
        )
        for key, found in sorted(alike.items())
    )
