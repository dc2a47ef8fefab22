"""Classes: persons whom no clause and no aim tells apart, as one; people who go together, as one unit.

- What a clause says of a person is a tag. Persons with the same tags are alike; units alike in all their members are
  one class. The order is fixed: by the tags, then by the units' names.
- By columns: half a million persons are a few group-bys. Only those who go together are looked at one by one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .moves import in_any

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

Tag = tuple[str, ...]
Tagged = tuple["pl.Series", Tag]
WORD = 62  # tags to a whole number


@dataclass(frozen=True, slots=True)
class Class:
    """Units alike: `members` are the tags of each member of one unit, `units` the units (tuples of persons)."""

    members: tuple[frozenset[Tag], ...]
    units: tuple[tuple[str, ...], ...]

    def number(self, tag: Tag) -> int:
        """How many members of one unit carry a tag."""
        return sum(tag in m for m in self.members)


def classes(tagged: Sequence[Tagged], units: "pl.DataFrame") -> tuple[Class, ...]:
    """The classes of persons by their tags; `units`: `person` and `unit` of those who go together."""
    import polars as pl

    if not tagged:
        return ()
    kinds = _kinds(tagged)
    alone = kinds.join(units, on="person", how="anti").with_columns(pl.col("person").alias("unit"))
    groups = kinds.join(units, on="person").sort("unit", "kind", "person").group_by("unit", maintain_order=True)
    together = groups.agg("kind", "person")
    single = together.filter(pl.col("person").list.len() == 1).select(
        pl.col("person").list.first(), pl.col("kind").list.first(), "unit"
    )
    several = together.filter(pl.col("person").list.len() > 1).with_columns(pl.col("kind").list.join("\x00"))
    ones = _alike(pl.concat([alone.select("person", "kind", "unit"), single]))
    made = [(key, tuple(zip(people, strict=True))) for key, people in ones]
    made += [(key, tuple(map(tuple, people))) for key, people in _alike(several)]
    return tuple(Class(_members(key), found) for key, found in sorted(made))


def _alike(units: "pl.DataFrame") -> "Iterable[tuple[str, list[Any]]]":
    """The units of each kind, sorted by their names: persons, or lists of persons."""
    alike = units.sort("unit").group_by("kind", maintain_order=True).agg("person")
    return zip(alike["kind"].to_list(), alike["person"].to_list(), strict=True)


def _members(key: str) -> tuple[frozenset[Tag], ...]:
    return tuple(frozenset(tuple(t.split("\t")) for t in kind.split("\n")) for kind in key.split("\x00"))


def _kinds(tagged: "Sequence[Tagged]") -> "pl.DataFrame":
    """`person`, `kind`: each person once, sorted, and all its tags, sorted, as one text."""
    import polars as pl

    tags = sorted({"\t".join(tag) for _, tag in tagged})
    persons = in_any([mine for mine, _ in tagged])
    bits = _bits([(mine, tags.index("\t".join(tag))) for mine, tag in tagged], -(-len(tags) // WORD))
    of = pl.DataFrame({str(w): word[persons.to_physical().to_numpy()] for w, word in enumerate(bits)})
    distinct = of.unique()
    named = ["\n".join(t for n, t in enumerate(tags) if row[n // WORD] >> n % WORD & 1) for row in distinct.rows()]
    kinds = of.join(distinct.with_columns(pl.Series("kind", named)), on=of.columns, maintain_order="left")
    return pl.DataFrame([persons, kinds["kind"]])


def _bits(tagged: "Sequence[tuple[pl.Series, int]]", words: int) -> "list[NDArray[np.int64]]":
    """Whole numbers by the number of a person, each of whose tags is a bit in one of them."""
    import numpy as np

    numbers = [(mine.to_physical().to_numpy(), tag) for mine, tag in tagged]
    found = [np.zeros(1 + max(int(at.max()) for at, _ in numbers), np.int64) for _ in range(words)]
    for at, tag in numbers:
        found[tag // WORD][at] |= 1 << tag % WORD
    return found
