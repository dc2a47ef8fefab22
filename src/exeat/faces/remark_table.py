"""The table that both sides could sign: one line per name and side, the same columns and words whoever it is.

- It holds the names of the lists, and what the sides themselves remarked on them, first hand or through the
  intermediary. No reason, no refusal, fear or health, no third party's words, no free text, no proposal of who is who.
- A remark in a list whose purpose is not `proposal` was not meant for the other side. It is not shown, and its name is
  not shown as without a remark.
- It rests on the lists whose roots stand under it; a signature confirms receipt.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exeat.adapters.signed_table import SignedTable
from exeat.core.claims import Submitted
from exeat.core.entry import time_text
from exeat.core.facts import Facts
from exeat.disclosure.sides import may_show, shared

from .remark_document import AdditionalName, ListRemarked, NameRemarked, RemarkSaid
from .remark_sentences import word, words
from .texts import Speaker

COLUMNS = (
    "number", "list", "record", "name", "birth_date", "listed_by", "side", "remark", "on", "place", "day", "round",
    "before", "awaited", "since",
)  # fmt: skip
DATED, PLACED = frozenset({"released", "dead"}), frozenset({"held_elsewhere"})
Line = dict[str, str]


@dataclass(frozen=True, slots=True)
class Made:
    """The table, the lists in it, and how many standing remarks of the sides it may not show."""

    table: SignedTable
    lists: tuple[str, ...]
    withheld: int
    sides: tuple[str, ...] = ()


def remark_table(speaker: Speaker, facts: Facts, lists: Sequence[ListRemarked]) -> Made:
    """The table of these lists, all of the same sides."""
    made = [_Lines(speaker, facts, found) for found in lists]
    rows = [line for one in made for line in one.lines()]
    numbered = ({**line, "number": str(n)} for n, line in enumerate(rows, 1))
    s, names = speaker, tuple(one.found.versions[-1].list for one in made)
    sides = sorted({p for one in lists for p in (one.power, *one.asked)})
    invented = [s.text("remarks.table_invented")] if facts.case.people == "invented" else []
    table = SignedTable(
        title=s.text("remarks.table_title", on=facts.as_of.on.isoformat()),
        before=(*invented, s.text("remarks.table_about"), _moment(s, facts)),
        head=tuple(s.text(f"remarks.col_{c}") for c in COLUMNS),
        rows=tuple(tuple(line.get(c, "") for c in COLUMNS) for line in numbered),
        after=(*(one.total() for one in made), s.text("remarks.total_all", rows=len(rows)), *_rests(s, facts, made)),
        signatures=tuple(s.text("remarks.signature", power=s.name(p)) for p in sides),
        page=s.text("remarks.page"),
        day=facts.as_of.on,
    )
    return Made(table, names, sum(one.withheld for one in made), tuple(map(s.name, sides)))


def _moment(speaker: Speaker, facts: Facts) -> str:
    on, times = facts.as_of.on.isoformat(), [e.recorded_at for e in facts.entries if e.recorded_at]
    if not times:
        return speaker.text("remarks.as_read", on=on)
    return speaker.text("remarks.as_of", on=on, known=time_text(facts.as_of.known or max(times)))


def _rests(speaker: Speaker, facts: Facts, made: "Sequence[_Lines]") -> Iterator[str]:
    """The lists that the table rests on, each with its rows and its root."""
    for id in dict.fromkeys(i for one in made for i in one.used):
        claim = facts.statements[id].claim
        if isinstance(claim, Submitted):
            yield speaker.text("remarks.rests_on", list=claim.list, rows=claim.rows, root=claim.root)


class _Lines:
    """The lines of one list."""

    def __init__(self, speaker: Speaker, facts: Facts, found: ListRemarked) -> None:
        self.speaker, self.facts, self.found = speaker, facts, found
        self.used = [v.statement for v in found.versions[-1:]]
        self.withheld = self.silent = self.count = 0

    def lines(self) -> Iterator[Line]:
        for name in self.found.names:
            for line in self._of(name) if name.listed else ():
                self.count += 1
                yield line
        for more in self.found.additional:
            if more.current and shared(self.facts, more.statement) and more.power == more.teller:
                self.count += 1
                yield self._additional(more)

    def total(self) -> str:
        """How many names and lines, and how many lines without a remark."""
        newest = self.found.versions[-1]
        return self.speaker.text(
            "remarks.total", list=newest.list, names=newest.rows, rows=self.count, silent=self.silent
        )

    def _of(self, name: NameRemarked) -> Iterator[Line]:
        """A line for each power asked and each of its standing remarks; the submitter's own remarks, too."""
        asked = [o.asked for o in name.owed if o.asked is not None]
        for side in [*asked, *({self.found.power} - set(asked))]:
            own = [r for r in name.said if r.power == r.teller == side and r.act != "denies"]
            shown = [r for r in own if r.standing and self._may_show(r)]
            hidden = sum(r.standing for r in own) - len(shown)
            self.withheld += hidden
            lines = [self._remark(r, all(map(self._may_show, own))) for r in shown]
            if not shown and (side in asked or hidden):
                lines = [self._without(hidden)]
            owed = self._owed(name, side, bool(hidden and not shown))
            yield from ({**self._name(name), "side": self.speaker.name(side), **line, **owed} for line in lines)

    def _without(self, hidden: int) -> Line:
        self.silent += not hidden
        return {"remark": self.speaker.text("remarks.not_shared" if hidden else "remarks.no_remark")}

    def _name(self, name: NameRemarked) -> Line:
        return {
            "list": self.found.versions[-1].list,
            "record": name.record.partition("#")[2],
            "name": name.name or self.speaker.text("remarks.no_name"),
            "birth_date": name.birth_date or "",
            "listed_by": self.speaker.name(self.found.power),
        }

    def _remark(self, said: RemarkSaid, whole: bool) -> Line:
        """One remark; what was said before only where all of it may be shown."""
        self.used += [i for i in said.statements if i not in self.used]
        before = said.before if whole and said.before != said.remark else None
        return {
            **self._word(said),
            "day": said.day or "",
            "round": str(said.round or ""),
            "before": words(self.speaker, before) if before else "",
        }

    def _word(self, said: RemarkSaid | AdditionalName) -> Line:
        on = said.on if said.remark in DATED else None
        place = said.place if said.remark in PLACED else None
        return {"remark": word(self.speaker, said.remark), "on": on or "", "place": place or ""}

    def _owed(self, name: NameRemarked, side: str, hidden: bool) -> Line:
        owed = next((o for o in name.owed if o.asked == side and o.owes), None)
        if owed is None or hidden:
            return {}
        return {"awaited": self.speaker.name(owed.owes or ""), "since": owed.since or ""}

    def _additional(self, more: AdditionalName) -> Line:
        self.used += [more.statement] if more.statement not in self.used else []
        return {
            "list": self.found.versions[-1].list,
            "record": self.speaker.text("remarks.not_on_list"),
            "name": more.name or self.speaker.text("remarks.no_name"),
            "birth_date": more.birth_date or "",
            "side": self.speaker.name(more.power),
            **self._word(more),
            "day": more.day or "",
        }

    def _may_show(self, said: RemarkSaid) -> bool:
        return may_show(self.facts, said.via, said.statements)
