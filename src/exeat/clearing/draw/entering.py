"""What may be entered into a lottery, and when: nothing out of its order, and no secret but the one promised."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from exeat.core.claims import Claim, Draw, DrawPromise, DrawReveal, DrawSealed
from exeat.core.errors import Problem, Refused
from exeat.core.facts import Facts
from exeat.core.statement import SaidOn, Statement

from .outcome import promise
from .said import Said, lotteries

if TYPE_CHECKING:
    from .sealed import Sealed

Words = Callable[[Facts], Sequence[Statement]]


def sealing(by: str, document: "Sealed", on: date) -> Words:
    """What sealing a lottery comes to. Raises Refused where one of its clauses is sealed already."""

    def words(facts: Facts) -> Sequence[Statement]:
        _check_party(facts, by)
        for said in lotteries(facts):
            if set(said.clauses) & set(document.clauses):
                raise _not_now("seal", said)
        return [_said(by, DrawSealed(document.clauses, document.hash, document.text), on)]

    return words


def promising(by: str, hashed: str, on: date) -> Words:
    """What a party's promise comes to. Raises Refused for a party that puts in no secret, and where it is too late."""

    def words(facts: Facts) -> Sequence[Statement]:
        said = _lottery(facts, by)
        if by in said.promises or said.randomness is not None or said.secrets:
            raise _not_now("promises", said)
        return [_said(by, DrawPromise(said.sealed, hashed), on)]

    return words


def drawing(by: str, randomness: str, on: date) -> Words:
    """What the public randomness comes to. Raises Refused before every promise, and where there is some already."""

    def words(facts: Facts) -> Sequence[Statement]:
        said = _lottery(facts, None)
        _check_party(facts, by)
        if said.lacks == "promises" or said.randomness is not None:
            raise _not_now("randomness", said)
        return [_said(by, Draw(said.clauses[0], randomness, said.sealed), on)]

    return words


def revealing(by: str, secret: str, on: date) -> Words:
    """What a party's secret comes to. Raises Refused before every promise, and for another than was promised."""

    def words(facts: Facts) -> Sequence[Statement]:
        said = _lottery(facts, by)
        if said.lacks == "promises" or by in said.secrets:
            raise _not_now("secrets", said)
        if promise(said.sealed, by, secret) != said.promises[by]:
            raise Refused([Problem("draw-secret", values={"party": by})])
        return [_said(by, DrawReveal(said.sealed, secret), on)]

    return words


def _lottery(facts: Facts, by: str | None) -> Said:
    """The one lottery that is under way. Raises Refused where there is none, or a party that is not in it."""
    under_way = [s for s in lotteries(facts) if s.lacks is not None]
    found = under_way or list(lotteries(facts))
    if not found:
        raise Refused([Problem("draw-step", values={"step": "seal", "next": "seal"})])
    said = found[-1]
    if by is not None and by not in said.parties:
        raise Refused([Problem("draw-party", values={"party": by, "parties": ", ".join(said.parties)})])
    return said


def _check_party(facts: Facts, by: str) -> None:
    if facts.case.party(by) is None:
        known = ", ".join(p.id for p in facts.case.parties)
        raise Refused([Problem("draw-party", values={"party": by, "parties": known})])


def _not_now(step: str, said: Said) -> Refused:
    return Refused([Problem("draw-step", values={"step": step, "next": said.lacks or "nothing"})])


def _said(by: str, claim: Claim, on: date) -> Statement:
    from exeat.core.dates import read_date

    return Statement(by, "states", claim, said_on=SaidOn(read_date(on.isoformat())))
