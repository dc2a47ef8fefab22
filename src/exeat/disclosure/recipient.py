"""Who gets a copy, and what of the case may stand in it.

- A party, or an office of it, sees its own words, and those addressed to it; first hand or in print; about groups,
  powers and terms, never about a person.
- A list: its own, or one that its submitter meant as a proposal. Of another's list the columns that say who somebody
  is, and no more. A list that says something of records (the dead, the released, consents, papers) is made of
  reasons, and only its own submitter gets it back.
- A clause that names people, or sorts them by what is no party's business, is not shown in words.
- Whoever has the role or the kind of an intermediary or a neutral gets what the keeper gives. So does whoever the case
  does not know (a doctor, a lawyer, a family): exeat cannot judge them, and says so.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from exeat.core import claims as c
from exeat.core import clauses as cl
from exeat.core.facts import Facts
from exeat.core.statement import Statement
from exeat.core.values import fold

NOT_ON_LIST = "not_on_list"
"""All that a party's copy says of whoever is in no move."""

SHOWN_COLUMNS = frozenset({"nationality", "sex", "birth_date", "age", "held_since", "family", "place"})
"""Columns of lists that a clause's condition may name in a party's copy, and by which people are counted for it."""

NAMING = frozenset({
    "id", "record", "name", "given_names", "surname", "second_surname", "patronymic", "other_names", "father", "mother",
    "document_number",
})  # fmt: skip
"""Columns of another's list that say who somebody is."""

REMARKED = frozenset({"remark", "on", "place", "power"})
"""Columns of a list of remarks that one party addresses to the other."""

IN_CONFIDENCE = frozenset({"consents", "fears", "medical", "guardianship", "due_process", "judgements"})
"""Kinds of list that hold what people said in confidence, or what is said of them to nobody else."""

PASSED_ON = frozenset({"holds", "seeks", "offers", "remarks"})
"""Kinds of another's list that a party may have: names put forward, and remarks on them. All others are reasons."""

CARRIERS = frozenset({"intermediary", "neutral"})
SPOKEN = (
    c.Counted, c.SameGroup, c.Custody, c.Transferred, c.StatusLabel, c.Reason, c.Characterisation, c.Quotation,
    c.Policy, c.Question, c.Answer, c.Offer, c.Response, c.Agreement, c.Mandate, c.Payment, c.CameAbout,
    c.Dispute,
)  # fmt: skip
"""Kinds of claim about groups, powers and terms: of these alone a party is shown its own words."""

CONFIDENTIAL = re.compile(
    r"\b(health|medic|sick|ill(ness)?\b|wound|injur|diseas|hospital|treat(ment|ed)|fit(ness)?\b|unfit|pregnan|fear|afraid"
    r"|refus|consent|willing|wish|asylum|persecut|tortur|guardian|suicid|salud|enferm|herid|lesion|tratamiento|embaraz"
    r"|apt[oa]s?\b|tem(or|e|en|ores)\b|miedo|rechaz|niega|nego\b|negaron|negativa|voluntad|quier|dese[ao]|asilo|persec"
    r"|tutel|tutor)"
)
"""Words of what is said in confidence, as `fold` makes them. Too many rather than too few: what stays behind is still
among the questions, where whoever keeps the case reads it."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A party as of a moment, or the power for which an office speaks."""

    facts: Facts
    party: str

    @classmethod
    def of(cls, facts: Facts, party: str) -> "Recipient":
        """The power for which a party or an office speaks."""
        return cls(facts, facts.case.power_of(party))

    @property
    def whole(self) -> bool:
        """Whether no rule for parties holds: an intermediary, a neutral, or somebody whom the case does not know."""
        found = self.facts.case.party(self.party)
        return found is None or bool(CARRIERS & {*found.roles, found.kind})

    def owns(self, speaker: str) -> bool:
        """Whether a speaker is this party or an office of it."""
        return self.facts.case.power_of(speaker) == self.party

    # -------------------------------------------------------- statements

    def may_read(self, s: Statement) -> bool:
        """Whether a statement is this party's own, or was addressed to it; told first hand, or in print."""
        if isinstance(s.claim, c.Submitted):
            return self.owns(s.by)
        told = s.via is None or self._in_print(s.via)
        return told and about_nobody(s) and (self._own(s) or self._addressed(s))

    def _in_print(self, who: str) -> bool:
        found = self.facts.case.party(who)
        return found is not None and found.kind == "press"

    def _own(self, s: Statement) -> bool:
        return self.owns(s.by) and isinstance(s.claim, SPOKEN)

    def _addressed(self, s: Statement) -> bool:
        match s.claim:
            case c.Offer(_, to):
                return any(self.owns(p) for p in to)
            case c.Question(to):
                return self.owns(to)
            case c.Answer(question):
                put = self.facts.statements.get(question)
                return put is not None and self.owns(put.by)
        return False

    # -------------------------------------------------------- lists

    def sees_list(self, name: str) -> bool:
        """Whether a standing list is this party's own, or was meant for others by whoever submitted it."""
        statement, table = self.facts.lists[name]
        return self.owns(self.facts.statements[statement].by) or table.header.purpose == "proposal"

    def may_have(self, name: str) -> bool:
        """Whether a copy of a standing list may go to this party."""
        statement, table = self.facts.lists[name]
        own = self.owns(self.facts.statements[statement].by)
        return own or (self.sees_list(name) and table.header.of in PASSED_ON)

    def withheld(self, name: str, columns: Sequence[str]) -> tuple[str, ...]:
        """The columns of a list, under our names, that a copy for this party leaves out."""
        statement, table = self.facts.lists[name]
        if self.owns(self.facts.statements[statement].by):
            return ()
        more = REMARKED if table.header.of == "remarks" else frozenset()
        return tuple(k for k in columns if k not in NAMING | SHOWN_COLUMNS | more)


def addressed(facts: Facts, words: str) -> str:
    """The party that is meant by what somebody calls a recipient: by its id, or its name, however it is spelled.

    As it is, where the case knows nobody of that name. Of several with one name, one for whom rules hold.
    """
    parties = facts.case.parties
    if any(p.id == words for p in parties):
        return words
    meant = [p.id for p in parties if same(words) in (same(p.id), same(p.name))]
    return min(meant, key=lambda p: Recipient.of(facts, p).whole, default=" ".join(words.split()))


def same(words: str) -> str:
    """A name without capital letters, accents, spaces and points."""
    return "".join(ch for ch in fold(words) if ch.isalnum())


# ------------------------------------------------------------ words and clauses


def about_nobody(s: Statement) -> bool:
    """Whether a statement is about no record, and no record speaks it."""
    about = [getattr(s.claim, f, None) for f in ("subject", "left", "right")]
    return not any("#" in x for x in (s.by, *about) if isinstance(x, str))


def confided(*texts: str) -> bool:
    """Whether one of these texts may speak of what is said in confidence."""
    return any(CONFIDENTIAL.search(fold(text)) for text in texts)


def names_nobody(clause: cl.Clause) -> bool:
    """Whether a clause names nobody one by one, and sorts by columns that may be shown."""
    return all(_plain(s) for s in _selectors(clause))


def _selectors(clause: cl.Clause) -> Iterable[cl.Selector]:
    for name in ("selection", "left", "right", "unless"):
        found = getattr(clause, name, None)
        if isinstance(found, cl.Selector):
            yield found
    if isinstance(clause, cl.Rate):
        yield from (s.selection for s in (clause.per, *clause.give))


def _plain(selector: cl.Selector) -> bool:
    more = (*selector.union, *((selector.minus,) if selector.minus else ()))
    known = all(w.column in SHOWN_COLUMNS for w in selector.where)
    return not selector.named and known and all(_plain(s) for s in more)
