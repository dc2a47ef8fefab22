"""What a world says of its people: all that anybody needs, and *stains*, of which some only look like one.

- A stain is one thing said, or left unsaid, of one person: an order on another power, a consent that the holder tells.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from exeat.core import claims as c

from .memory import Part, day, says

HOLDERS: Mapping[str, str] = {"left": "ax", "right": "be"}
OTHER: Mapping[str, str] = {"ax": "be", "be": "ax"}
POWERS = ("ax", "be", "ce")
EVERY_HOLDER: Mapping[str, str] = {**HOLDERS, "third": "ce"}


@dataclass(slots=True)
class Told:
    """What a world says so far: rows of its lists, and single statements."""

    rows: dict[str, list[dict[str, str | None]]] = field(default_factory=dict)
    statements: list[Part] = field(default_factory=list)

    def row(self, table: str, **cells: str | None) -> None:
        self.rows.setdefault(table, []).append({"id": str(len(self.rows.get(table, [])) + 1), **cells})

    def say(self, by: str, claim: c.Claim, act: Any = "states", via: str | None = None) -> None:
        self.statements.append(says(by, claim, act, via))


def cleared(told: Told, record: str, act: str, on: str | None = None) -> None:
    """Everything that a release or a transfer to anybody needs; `on`: the day of the act of the power."""
    told.row("acts", record=record, power=EVERY_HOLDER[record.partition("#")[0]], legal_act=act, on=on)
    told.row("fitness", record=record, finding="fit", on="2025-05-01")
    told.row("papers", record=record, document="passport", valid="../2026-12-31")
    for to in POWERS:
        told.row("wishes", record=record, destination=to, answer="yes", private="yes", on="2025-05-10")
        told.row("fears", record=record, destination=to, state="none", private="yes", on="2025-05-10")
        told.row(f"answers-{to}", record=record, receiver=to, answer="accepted")


Stain = Callable[[Told, str, str], None]  # told, the record, its holder


def _lacks(*tables: str) -> Stain:
    """Nothing is said in these lists about the person."""

    def stain(told: Told, record: str, holder: str) -> None:
        for table in tables:
            told.rows[table] = [row for row in told.rows[table] if row["record"] != record]

    return stain


def _said(by: str, make: Callable[[str, str], c.Claim], act: str = "states", via: str | None = None) -> Stain:
    def stain(told: Told, record: str, holder: str) -> None:
        told.say(holder if by == "holder" else record if by == "person" else by, make(record, holder), act, via)

    return stain


def _both(*stains: Stain) -> Stain:
    def stain(told: Told, record: str, holder: str) -> None:
        for one in stains:
            one(told, record, holder)

    return stain


def _consent(answer: Any, on: str | None, to: str | None = None, by: str | None = None) -> Stain:
    private = True if by else None
    when = day(on) if on else None
    return _said(by or "holder", lambda r, h: c.Consent(r, to or OTHER[h], answer, by, private, when))


def _fear(state: Any, on: str, by: str | None = None) -> Stain:
    return _said(by or "holder", lambda r, h: c.Fear(r, OTHER[h], state, by, bool(by), day(on)))


def _order(court: str = "court", binds: str | None = None, **given: Any) -> Stain:
    given = {k: day(v) if k == "in_force" else v for k, v in given.items()}
    return _said(court, lambda r, h: c.CourtOrder(court, (r,), (binds or h,), **given), "orders")


def _remark(remark: Any, power: str | None = None) -> Stain:
    return _said(power or "holder", lambda r, h: c.Remark(r, power or h, remark))


STAINS: Mapping[str, Stain] = {
    "no consent": _lacks("wishes"),
    "no word on fear": _lacks("fears"),
    "never examined": _lacks("fitness"),
    "no papers": _lacks("papers"),
    "no legal act": _lacks("acts"),
    "not accepted": _lacks(*(f"answers-{to}" for to in POWERS)),
    "refused, said by the holder": _consent("no", "2025-05-20"),
    "refused before consenting": _consent("no", "2025-05-05"),
    "refused on the same day": _consent("no", "2025-05-10"),
    "refused in May": _consent("no", "2025-05"),
    "refused, nobody knows when": _consent("withdrawn", None),
    "refused to go elsewhere": _consent("no", "2025-05-20", "ce"),
    "will refuse": _consent("withdrawn", "2025-07-01"),
    "undecided": _consent("undecided", "2025-05-11", by="red"),
    "consent as the holder tells it": _both(_lacks("wishes"), _consent("yes", "2025-05-20")),
    "refused and consented again": _both(
        _consent("no", "2025-05-20"), _said("person", lambda r, h: c.Consent(
            r, OTHER[h], "yes", "red", True, day("2025-05-25")), via="red")
    ),
    "fears": _fear("expressed", "2025-05-20"),
    "feared once": _fear("expressed", "2025-05-01"),
    "no longer fears, says the holder": _both(_fear("expressed", "2025-05-20"), _fear("resolved", "2025-05-25")),
    "no longer fears": _both(_fear("expressed", "2025-05-20"), _fear("resolved", "2025-05-25", "red")),
    "unfit": _said("be", lambda r, h: c.Medical(r, "unfit", day("2025-05-20"))),
    "was unfit": _said("be", lambda r, h: c.Medical(r, "unfit", day("2025-04-20"))),
    "fit with care": _said("be", lambda r, h: c.Medical(r, "fit_with_care", day("2025-05-20"))),
    "paper expired": _both(
        _lacks("papers"), _said("red", lambda r, h: c.Document(r, "passport", day("../2025-05-01")))
    ),
    "paper without an end": _both(
        _lacks("papers"), _said("red", lambda r, h: c.Document(r, "nationality_confirmed"))
    ),
    "transfer ordered only": _both(
        _lacks("acts"), _said("holder", lambda r, h: c.LegalAct(r, h, "transfer_order"))
    ),
    "pardoned by another": _both(
        _lacks("acts"), _said("ce", lambda r, h: c.LegalAct(r, "ce", "pardon"))
    ),
    "commuted by an office": _both(
        _lacks("acts"), _said("ax-office", lambda r, h: c.LegalAct(r, "ax-office", "commutation"))
    ),
    "refused at the border": _said("be", lambda r, h: c.Acceptance(r, OTHER[h], "refused")),
    "order": _order(),
    "order on an office": _order(binds="ax-office"),
    "order on any act": _order(act="both"),
    "order on release": _order(act="release"),
    "order on another power": _order(binds="ce", act="both"),
    "order ended": _order(in_force="2025-01-01/2025-03-01", act="both"),
    "order that may have ended": _order(in_force="2025-01-01/2025", act="both"),
    "order lifted": _both(_order(act="both"), _order(act="both", effect="lifts")),
    "order lifted by another court": _both(_order(act="both"), _order("other-court", act="both", effect="lifts")),
    "order will be lifted": _both(_order(act="both"), _order(effect="lifts", act="both", in_force="2025-07-01/..")),
    "dead": _said("ce", lambda r, h: c.Death(r)),
    "dead, and not": _both(_said("ce", lambda r, h: c.Death(r)), _said("ax", lambda r, h: c.Death(r), "denies")),
    "dead by a remark": _remark("dead", "ce"),
    "not dead": _said("ax", lambda r, h: c.Death(r), "denies"),
    "released": _said("ce", lambda r, h: c.Released(r)),
    "released, and not": _both(_remark("released", "ce"), _remark("held")),
    "held says the holder": _remark("held"),
    "not held": _remark("not_held"),
    "held elsewhere": _remark("held_elsewhere"),
    "another does not hold": _remark("not_held", "ce"),
    "custody denied": _said("holder", lambda r, h: c.Custody(r, h), "denies"),
    "custody ended": _said("holder", lambda r, h: c.Custody(r, h, until=day("2025-05-01"))),
    "paid for by another": _said("ce", lambda r, h: c.Custody(r, "ce", "paying_power")),
}  # fmt: skip


# ------------------------------------------------------------ what only some clauses look at


def _act(kind: Any, on: str | None = None, by: str = "holder", act: str = "states") -> Stain:
    when = day(on) if on else None
    return _said(by, lambda r, h: c.LegalAct(r, h if by == "holder" else by, kind, when), act)


def _alive(on: str, act: str = "states") -> Stain:
    return _said("red", lambda r, h: c.ProofOfLife(r, day(on)), act)


def _verified(state: str, on: str | None = None, act: str = "states", by: str = "red") -> Stain:
    return _said(by, lambda r, h: c.Verification(r, state, on=day(on) if on else None), act)


def _handed(outcome: Any, on: str | None = None, act: str = "states") -> Stain:
    return _said("red", lambda r, h: c.HandoverRecord(r, outcome, None, day(on) if on else None), act)


ASKED_STAINS: Mapping[str, Stain] = {
    "pardoned": _act("pardon"),
    "pardoned last week": _act("pardon", "2025-05-25"),
    "pardoned, and denied": _both(_act("pardon"), _act("pardon", by="holder", act="denies")),
    "pardon by another denied": _both(_act("pardon"), _act("pardon", by="ce", act="denies")),
    "commuted": _act("commutation", "2025-03"),
    "ordered last week only": _both(_lacks("acts"), _act("release_order", "2025-05-26")),
    "ordered some time in May": _both(_lacks("acts"), _act("release_order", "2025-05")),
    "will be ordered": _both(_lacks("acts"), _act("pardon", "2025-07-01")),
    "ordered long ago, and last week": _both(_act("release_order", "2024"), _act("release_order", "2025-05-29")),
    "ordered and denied": _act("release_order", act="denies"),
    "seen long ago": _alive("2025-02-01"),
    "seen last week": _alive("2025-05-27"),
    "seen today": _alive("2025-06-01"),
    "seen some time in May": _alive("2025-05"),
    "will be seen": _alive("2025-06-02"),
    "seen last week, and denied": _both(_alive("2025-05-27"), _alive("2025-05", "denies")),
    "seen last week, another day denied": _both(_alive("2025-05-27"), _alive("2025-04-03", "denies")),
    "handed over before": _handed("handed_over", "2025-05-01"),
    "handed over, nobody knows when": _handed("handed_over"),
    "will be handed over": _handed("handed_over", "2025-06-02"),
    "not handed over": _handed("refused", "2025-05-01"),
    "handed over, and denied": _both(_handed("handed_over"), _handed("handed_over", "2025-05-03", "denies")),
    "verified at home": _verified("arrived", "2025-05-02"),
    "verified as released": _verified("released", by="ce"),
    "verified as detained": _verified("detained", "2025-05-02"),
    "verified, and denied": _both(_verified("released"), _verified("released", act="denies", by="ax")),
    "wants to go to Ceria only": _both(_lacks("wishes"), _consent("yes", "2025-05-12", "ce", "red")),
    "fears Ceria": _said("holder", lambda r, h: c.Fear(r, "ce", "expressed", on=day("2025-05-20"))),
    "refused by Ceria": _said("ce", lambda r, h: c.Acceptance(r, "ce", "refused")),
    "a pardon of all": _said("holder", lambda r, h: c.StatusLabel("everybody", "pardoned")),
}  # fmt: skip
