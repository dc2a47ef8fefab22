"""Facts: the statements that stand at a moment, and the columns that rules read.

- A view, never stored: a pure function of the entries and of what was known by when, about which day.
- A withdrawal by the speaker ends the words, whoever relays them; by a relay, only that relay's report.
  A recording error undoes the statement it names. A withdrawal can itself be withdrawn.
- A list that another list supersedes still stands as a statement; its rows are read no more.
- `frame` gives single statements and the rows of lists the same columns: a rule reads both alike.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from . import claims as c
from .case import Case
from .elsewhere import resolved
from .entry import BodyRef, Entry, Erased, Withheld
from .ids import derived_salt, statement_id
from .merkle import leaf, merkle_root
from .shape import encode, fields_of
from .statement import Statement
from .tables import Table
from .values import choices, clean

if TYPE_CHECKING:
    import polars as pl

ROWS_OF: Mapping[str, type] = {
    "released": c.Released,
    "deceased": c.Death,
    "consents": c.Consent,
    "fears": c.Fear,
    "custody": c.Custody,
    "medical": c.Medical,
    "accepted": c.Acceptance,
    "documents": c.Document,
    "legal_acts": c.LegalAct,
    "guardianship": c.Guardianship,
    "remarks": c.Remark,
    "verified": c.Verification,
    "due_process": c.DueProcess,
    "judgements": c.SamePerson,
    "proofs_of_life": c.ProofOfLife,
    "family_links": c.FamilyLink,
}  # a list of this kind makes this claim in every row; holds, seeks and offers list people

PEOPLE_LISTS = frozenset({"holds", "seeks", "offers", "released", "deceased"})
SPEAKER_FIELDS = frozenset({"power", "receiver", "interviewer"})  # in a list without this column: its speaker


@dataclass(frozen=True, slots=True)
class AsOf:
    """What had been recorded by `known` (None = everything), about the day `on`."""

    known: datetime | None
    on: date


class Facts:
    """The statements that stand as of a moment. `case` is the newest declaration of the case's keeper."""

    def __init__(self, entries: Iterable[Entry], as_of: AsOf) -> None:
        self.as_of = as_of
        self.entries = tuple(e for e in entries if _known(e, as_of))
        said = {e.body.id: e.body for e in self.entries if isinstance(e.body, BodyRef)}
        self.bodies: dict[str, BodyRef] = resolved(said)

    def supposing(self, more: Sequence[tuple[str, Statement]], instead: Mapping[str, Statement]) -> "Facts":
        """These facts with more statements (key, statement), and some statements in other words under their ids.

        In memory alone: nothing of it can be recorded. What it does not touch is shared with these facts.
        """
        kept = [replace(e, body=_other_words(e.body, instead)) for e in self.entries]
        said = [Entry(len(kept) + i, None, "", _supposed(self.case.id, *m)) for i, m in enumerate(more)]
        found = Facts([*kept, *said], self.as_of)
        stand = {e.body.id: e.body.statement for e in said if isinstance(e.body, BodyRef)}  # taken back or not
        found.__dict__["statements"] = dict(sorted({**found.statements, **stand}.items()))
        told = self.statements.keys() ^ found.statements.keys() | instead.keys()
        kinds = {type(found.bodies[i].statement.claim) for i in told}
        if not kinds & {c.Submitted, c.CaseKept}:
            shared = {name: getattr(self, name) for name in ("lists", "current", "people")}
            frames = {claim: frame for claim, frame in self._frames.items() if claim not in kinds}
            found.__dict__.update(shared, _frames=frames)
        return found

    @cached_property
    def erased(self) -> int:
        """How many bodies of these entries are no more."""
        return sum(isinstance(e.body, Erased) for e in self.entries)

    @cached_property
    def withheld(self) -> dict[str, int]:
        """How many bodies of these entries are there and not open here, by their visibility group."""
        groups = sorted(e.body.group for e in self.entries if isinstance(e.body, Withheld))
        return {g: groups.count(g) for g in groups}

    @cached_property
    def erased_rows(self) -> int:
        """How many rows of the lists of these entries are no more."""
        return sum(len(b.table.gone) for b in self.bodies.values() if b.table is not None)

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """The statements that stand, by id, in the order of their ids."""
        ended = _Ended({i: b.statement for i, b in self.bodies.items()})
        return {i: b.statement for i, b in sorted(self.bodies.items()) if not ended.has_ended(i)}

    @cached_property
    def root(self) -> str:
        """The Merkle root over the sorted ids of the standing statements, in hexadecimal.

        The id of a list of which rows were erased comes with their places: other facts have another root.
        """
        return merkle_root(leaf((i + self._gone(i)).encode()) for i in self.statements).hex()

    def _gone(self, id: str) -> str:
        table = self.bodies[id].table
        return "".join(f" {place + 1}" for place, _ in table.gone) if table is not None else ""

    @cached_property
    def case(self) -> Case:
        """The case as its keeper declares it now."""
        kept = {i: s.claim for i, s in self.statements.items() if isinstance(s.claim, c.CaseKept)}
        replaced = {k.replaces for k in kept.values()}
        newest = [k.case for i, k in kept.items() if i not in replaced]
        assert newest, "facts without a case"
        return newest[-1]

    def of(self, *classes: type) -> list[tuple[str, Statement]]:
        """The standing statements whose claim is of these kinds, with their ids."""
        return [(i, s) for i, s in self.statements.items() if isinstance(s.claim, classes)]

    def key(self, id: str) -> str:
        """The key that the files gave a statement, or its id."""
        body = self.bodies.get(id)
        return (body.key if body is not None else None) or id

    # -------------------------------------------------------- lists

    @cached_property
    def lists(self) -> dict[str, tuple[str, Table]]:
        """Every standing list: its statement's id and its table, by list id."""
        found = {}
        for i, s in self.of(c.Submitted):
            table = self.bodies[i].table
            if table is not None and isinstance(s.claim, c.Submitted):
                found[s.claim.list] = (i, table)
        return found

    @cached_property
    def current(self) -> dict[str, tuple[str, Table]]:
        """The lists that no other standing list supersedes."""
        gone = {t.header.supersedes for _, t in self.lists.values()}
        return {name: held for name, held in self.lists.items() if name not in gone}

    def origin(self, name: str) -> str:
        """The first list in the chain of versions to which a list belongs: its records keep that name."""
        seen = {name}
        while name in self.lists and (before := self.lists[name][1].header.supersedes) and before not in seen:
            seen.add(before)
            name = before
        return name

    def address(self, record: str) -> str:
        """A record under the list that its versions began with; anything else as it is."""
        name, mark, row = record.partition("#")
        return f"{self.origin(name)}#{row}" if mark and "@" not in name else record

    def newest(self, name: str) -> str:
        """The list that stands for this one today: the last of the versions after it."""
        after = {t.header.supersedes: n for n, (_, t) in sorted(self.lists.items()) if t.header.supersedes}
        seen = {name}
        while (later := after.get(name)) is not None and later not in seen:
            seen.add(later)
            name = later
        return name

    @cached_property
    def people(self) -> "pl.DataFrame":
        """Every record of the current lists of people: `record`, `list`, `statement`, and our columns as text.

        A list with a `record` column is about the records of another list and adds none.
        """
        import polars as pl

        frames = [
            t.ours().with_columns(
                t.records(self.origin(name)), pl.lit(name).alias("list"), pl.lit(i).alias("statement")
            )
            for name, (i, t) in sorted(self.current.items())
            if t.header.of in PEOPLE_LISTS and "record" not in dict(t.header.columns)
        ]
        empty = pl.DataFrame(schema={"record": pl.String, "list": pl.String, "statement": pl.String})
        return pl.concat([empty, *frames], how="diagonal")

    # -------------------------------------------------------- columns

    def frame(self, claim: type) -> "pl.DataFrame":
        """Everything said with this kind of claim, one row each, every value a text.

        Columns: the claim's fields, then `by`, `via`, `act`, `hedge`, `statement` (its id), `row` (the address of
        the row of a list, null for a single statement). A claim's own `act` gives way to the statement's.
        """
        if claim not in self._frames:
            self._frames[claim] = self._frame(claim)
        return self._frames[claim]

    @cached_property
    def _frames(self) -> "dict[type, pl.DataFrame]":
        return {}

    def _frame(self, claim: type) -> "pl.DataFrame":
        import polars as pl

        keys = [f.key for f in fields_of(claim)]
        columns = [*(k for k in keys if k != "act"), "by", "via", "act", "hedge", "statement", "row"]
        schema = dict.fromkeys(columns, pl.String())
        singles = [_row(i, s) for i, s in self.of(claim)]
        frames = [pl.DataFrame([r for r in singles if r], schema=schema)]
        for name, (_, table) in sorted(self.current.items()):
            if ROWS_OF.get(table.header.of) is claim:
                frames.append(self._said_in(name).select(columns))
        return self._addressed(pl.concat(frames))

    def said_in(self, name: str) -> "pl.DataFrame":
        """What one list says, whether or not another supersedes it: the columns of `frame`.

        A row that names no record says nothing of any, and is left out.
        """
        return self._addressed(self._said_in(name))

    def _said_in(self, name: str) -> "pl.DataFrame":
        import polars as pl

        i, table = self.lists[name]
        said = self._table_frame(ROWS_OF[table.header.of], name, i, table)
        return said.filter(pl.col("subject").is_not_null()) if "subject" in said.columns else said

    def _addressed(self, said: "pl.DataFrame") -> "pl.DataFrame":
        """Records named under a later version of a list get the address that they began with."""
        import polars as pl

        later = {n: self.origin(n) for n in self.lists if self.origin(n) != n}
        for column in {"subject", "left", "right"} & set(said.columns) if later else ():
            head = pl.col(column).str.extract(r"^([^#@]+)#")
            tail = pl.col(column).str.strip_prefix(head)
            moved = head.replace_strict(later, default=None, return_dtype=pl.String) + tail
            said = said.with_columns(pl.coalesce(moved, pl.col(column)).alias(column))
        return said

    def _table_frame(self, claim: type, name: str, i: str, table: Table) -> "pl.DataFrame":
        import polars as pl

        said = self.statements[i]
        ours = table.ours().with_columns(table.records(self.origin(name)).alias("row"))
        about = self.origin(table.header.about) if table.header.about else None
        have = set(ours.columns)
        given: dict[str, Any] = {
            "by": said.by,
            "via": said.via,
            "act": said.act,
            "hedge": said.hedge,
            "statement": i,
        }
        columns = [pl.lit(v, dtype=pl.String).alias(k) for k, v in given.items()]
        for f in fields_of(claim):
            key = f.key
            if key in ("subject", "left", "right"):
                columns.append(_subject(key, have, about, table.header.of in PEOPLE_LISTS).alias(key))
            elif key in have:
                allowed = choices(f.type)
                columns.append(clean(pl.col(key), ours[key], allowed) if allowed else pl.col(key))
            else:
                default = self.case.power_of(said.by) if key in SPEAKER_FIELDS else None
                columns.append(pl.lit(default, dtype=pl.String).alias(key))
        return ours.select("row", *columns)


def _subject(key: str, have: set[str], about: str | None, of_people: bool) -> "pl.Expr":
    """Whom a row is about: the record it names, whole or by its id in the list `about`.

    In a list of people without such a column the row itself; in any other list nobody (null).
    """
    import polars as pl

    column = "record" if key == "subject" else key
    if column not in have:
        return pl.col("row") if of_people else pl.lit(None, dtype=pl.String)
    plain = ~pl.col(column).str.contains("#", literal=True)
    return pl.when(plain).then(pl.lit(f"{about or ''}#") + pl.col(column)).otherwise(pl.col(column))


def _other_words(body: BodyRef | Erased | Withheld, instead: Mapping[str, Statement]) -> BodyRef | Erased | Withheld:
    if isinstance(body, BodyRef) and body.id in instead:
        return replace(body, statement=instead[body.id])
    return body


def _supposed(case: str, key: str, statement: Statement) -> BodyRef:
    body = statement.body()
    return BodyRef("", statement_id(derived_salt(case, body), body), statement, key)


def _known(entry: Entry, as_of: AsOf) -> bool:
    return as_of.known is None or entry.recorded_at is None or entry.recorded_at <= as_of.known


def _row(i: str, s: Statement) -> dict[str, str | None]:
    plain = encode(s.claim)
    assert isinstance(plain, dict)
    values = {k: _text(v) for k, v in plain.items() if k != "kind"}
    return {**values, "by": s.by, "via": s.via, "act": s.act, "hedge": s.hedge, "statement": i}


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if isinstance(value, list | dict) else str(value)


class _Ended:
    """Which statements no longer stand: worked out from the undoings that themselves stand."""

    def __init__(self, said: Mapping[str, Statement]) -> None:
        self.said = said
        self.memo: dict[str, bool] = {}
        self.undoings: dict[str, list[str]] = {}
        for i, s in said.items():
            if isinstance(s.claim, c.Withdrawal | c.RecordingError):
                self.undoings.setdefault(s.claim.statement, []).append(i)

    def has_ended(self, id: str) -> bool:
        if id not in self.memo:
            self.memo[id] = any(not self.has_ended(u) for u in self._bearing_on(id))
        return self.memo[id]

    def _bearing_on(self, id: str) -> list[str]:
        """The undoings that reach a statement: those that name it, and a speaker's own of the same words."""
        target = self.said[id]
        named = [u for u in self.undoings.get(id, []) if self._reaches(u, target)]
        return named + [u for t, us in self._same_words(target) if t != id for u in us if self._by_speaker(u, target)]

    def _same_words(self, target: Statement) -> Iterable[tuple[str, list[str]]]:
        for t, us in self.undoings.items():
            other = self.said.get(t)
            if other and (other.by, other.act, other.claim) == (target.by, target.act, target.claim):
                yield t, us

    def _reaches(self, undoing: str, target: Statement) -> bool:
        u = self.said[undoing]
        if isinstance(u.claim, c.RecordingError):
            return True
        return u.by == target.by or (target.via is not None and u.by == target.via)

    def _by_speaker(self, undoing: str, target: Statement) -> bool:
        u = self.said[undoing]
        return isinstance(u.claim, c.Withdrawal) and u.by == target.by
