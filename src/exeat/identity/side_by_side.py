"""Two records side by side, for somebody who judges whether they are one person: what the lists say, and who says it.

- The texts are those received. Each field says how the two stand: `same` text; `alike` = the same words, whatever the
  case, the accents and the script, and of names whatever the order; `differ`; only the `left` or the `right` says it.
- Nothing of what the machine makes of them is here, and nothing of what anybody judged of this very pair.
- Who is said to be kin is shown: kin share surnames, parents and places, and are two people.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from exeat.core.claims import FamilyLink
from exeat.core.facts import Facts

from .judgements import pair
from .links import clusters
from .review import list_of

if TYPE_CHECKING:
    import polars as pl

    from exeat.core.tables import Table

Relation = Literal["same", "alike", "differ", "left", "right"]

FIELDS = (
    "name", "given_names", "surname", "second_surname", "patronymic", "other_names", "father", "mother", "sex",
    "birth_date", "age", "as_of", "document_number", "birth_place", "origin", "nationality", "place", "held_since",
)  # fmt: skip
"""The order of the fields; others follow as their lists have them."""
NAMES = FIELDS[:8]
NAME_PARTS = ("given_names", "patronymic", "surname", "second_surname")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of both records, as received; None = the list says nothing of it there."""

    column: str
    left: str | None
    right: str | None
    relation: Relation


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record stands: the list, who submitted it, as whom it came, the document, its row from 1."""

    record: str
    list: str
    by: str
    via: str | None
    source: str | None
    row: int


@dataclass(frozen=True, slots=True)
class Other:
    """Another record, beside one of the two (`of`): with its name and date of birth as received, where it has them."""

    of: Literal["left", "right"]
    record: str
    name: str
    born: str | None


@dataclass(frozen=True, slots=True)
class Kin:
    """Somebody says that a record of the one is kin to another record; `between`: to the other of the two."""

    record: str
    relative: str
    relation: str | None
    by: str
    act: str
    between: bool


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A pair as it is shown before anybody judges it.

    `joined`: other records of the same person, as judgements on other pairs make it; `rivals`: other records that are
    proposed for one of the two, in the order of their ids.
    """

    left: Origin
    right: Origin
    fields: tuple[Field, ...]
    joined: tuple[Other, ...]
    rivals: tuple[Other, ...]
    kin: tuple[Kin, ...]


def side_by_side(facts: Facts, left: str, right: str, judged: "pl.DataFrame", proposals: "pl.DataFrame") -> SideBySide:
    """Two records, shown. `judged`: the judgements that may be seen beside them (see `judgements`)."""
    rows = judged.filter(judged["verdict"] == "same").select("left", "right").iter_rows()
    persons = _joined(rows)
    of_left, of_right = persons.get(left, {left}), persons.get(right, {right})
    ends = (_Row(facts, left), _Row(facts, right))
    return SideBySide(
        ends[0].origin(),
        ends[1].origin(),
        tuple(_fields(ends[0].texts(), ends[1].texts())),
        (
            *(_other(facts, "left", r) for r in sorted(of_left - {left, right})),
            *(_other(facts, "right", r) for r in sorted(of_right - {left, right})),
        ),
        tuple(_rivals(facts, left, right, proposals)),
        tuple(_kin(facts, of_left - {right}, of_right - {left})),
    )


def may_be_seen(judged: "pl.DataFrame", left: str, right: str, reviewer: str, second: bool) -> "pl.DataFrame":
    """The judgements that tell a reviewer nothing of what others said of a pair.

    None on the pair itself; for a second opinion, only the reviewer's own.
    """
    import polars as pl

    one, two = pair(left, right)
    here = (pl.col("left") == one) & (pl.col("right") == two)
    return judged.filter(~here & (pl.col("by") == reviewer)) if second else judged.filter(~here)


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """By record: the records of its person, of those that judgements joined to another."""
    members: dict[str, set[str]] = {}
    person_of = clusters(pairs)
    for record, person in person_of.items():
        members.setdefault(person, set()).add(record)
    return {record: members[person] for record, person in person_of.items()}


class _Row:
    """A row of a list as it was received."""

    def __init__(self, facts: Facts, record: str) -> None:
        self.facts, self.record = facts, record
        self.list = facts.newest(list_of(record))
        self.statement, self.table = facts.lists[self.list]
        row = _row_of(self.table, facts.origin(self.list), record)
        assert row is not None, f"{record} is in no row of {self.list}"
        self.row = row

    def origin(self) -> Origin:
        said = self.facts.statements[self.statement]
        return Origin(self.record, self.list, said.by, said.via, said.source, self.row + 1)

    def texts(self) -> dict[str, str]:
        """What the row says, under our column names; the empty cells left out."""
        ours = {theirs: name for name, theirs in self.table.header.columns}
        cells = self.table.rows.row(self.row, named=True).items()
        return {ours.get(c, c): text for c, text in cells if text and text.strip() and ours.get(c) != "id"}


def listed(facts: Facts, record: str) -> bool:
    """Whether a list that stands has this record in a row."""
    name = facts.newest(list_of(facts.address(record)))
    if name not in facts.lists:
        return False
    return _row_of(facts.lists[name][1], facts.origin(name), facts.address(record)) is not None


def _row_of(table: "Table", origin: str, record: str) -> int | None:
    """The row of a record, from 0; None where the table has none."""
    found = (table.records(origin) == record).arg_true()
    return int(found[0]) if len(found) else None


def _fields(left: Mapping[str, str], right: Mapping[str, str]) -> Iterable[Field]:
    whole = _whole(left), _whole(right)
    if all(whole) and ("name" in left) != ("name" in right):
        left, right = {"name": whole[0], **left}, {"name": whole[1], **right}
    rest = [c for c in (*left, *right) if c not in FIELDS]
    for column in dict.fromkeys((*FIELDS, *rest)):
        a, b = left.get(column), right.get(column)
        if a is not None or b is not None:
            yield Field(column, a, b, relation(a, b, column in NAMES))


def _whole(texts: Mapping[str, str]) -> str:
    """The name, or its parts in the order in which they are said together."""
    return texts.get("name") or " ".join(texts[p] for p in NAME_PARTS if p in texts)


def relation(left: str | None, right: str | None, names: bool = False) -> Relation:
    """How two texts stand to one another; one of them at least says something. Of names the order does not count.

    Of anything else it does: 04/12 is not 12/04.
    """
    if left is None or right is None:
        return "right" if left is None else "left"
    if left.strip() == right.strip():
        return "same"
    one, two = _words(left), _words(right)
    return "alike" if one and (one == two or (names and sorted(one) == sorted(two))) else "differ"


def _words(text: str) -> list[str]:
    """The words of a text in small Latin letters."""
    import polars as pl

    from .names.fold import fold

    return [w for w in (fold(pl.Series([text]))[0] or "").split() if w != ","]


def _other(facts: Facts, of: Literal["left", "right"], record: str) -> Other:
    if not listed(facts, record):
        return Other(of, record, "", None)
    texts = _Row(facts, record).texts()
    return Other(of, record, _whole(texts), texts.get("birth_date"))


def _rivals(facts: Facts, left: str, right: str, proposals: "pl.DataFrame") -> Iterable[Other]:
    """Other records of the other's list that are proposed for one of the two."""
    import polars as pl

    end, start = pl.col("right"), pl.col("left")
    both = pl.concat([proposals.select(start, end), proposals.select(end.alias("left"), start.alias("right"))])
    sides: tuple[tuple[Literal["left", "right"], str, str], ...] = (("left", left, right), ("right", right, left))
    for of, record, other in sides:
        found = both.filter(pl.col("left") == record)["right"].unique().sort()
        for rival in found:
            if rival != other and list_of(rival) == list_of(other):
                yield _other(facts, of, rival)


def _kin(facts: Facts, left: set[str], right: set[str]) -> Iterable[Kin]:
    said = facts.frame(FamilyLink).select("left", "right", "relation", "by", "act").drop_nulls(["left", "right"])
    for a, b, relation_, by, act in sorted(said.unique().iter_rows(), key=repr):
        if a in left | right or b in left | right:
            between = (a in left and b in right) or (a in right and b in left)
            near, far = (a, b) if a in left or (a in right and b not in left) else (b, a)
            yield Kin(near, far, relation_, by, act, between)
