"""What may be entered into a lottery, and when: nothing out of its order, and no secret but the one promised."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from exeat.core.beacons import Beacon, NotThePulse, value
from exeat.core.claims import Claim, Draw, DrawPromise, DrawReveal, DrawSealed
from exeat.core.errors import Problem, Refused
from exeat.core.facts import Facts
from exeat.core.statement import SaidOn, Statement

from .outcome import promise
from .said import Said, lotteries

if TYPE_CHECKING:
    from .sealed import Sealed

Words = Callable[[Facts], Sequence[Statement]]


def sealing(by: str, document: "Sealed", now: datetime) -> Words:
    """What sealing a lottery comes to. Raises Refused for a clause that is sealed, and a round that is over."""

    def words(facts: Facts) -> Sequence[Statement]:
        _check_party(facts, by)
        for said in lotteries(facts):
            if set(said.clauses) & set(document.clauses):
                raise _not_now("seal", said)
        _check_time(document.beacon, now)
        return [_said(by, DrawSealed(document.clauses, document.hash, document.text), now.date())]

    return words


def promising(by: str, hashed: str, now: datetime) -> Words:
    """What a party's promise comes to. Raises Refused for a party that puts in no secret, and where it is too late."""

    def words(facts: Facts) -> Sequence[Statement]:
        said = _lottery(facts, by)
        if by in said.promises or said.randomness is not None or said.secrets:
            raise _not_now("promises", said)
        _check_time(said.beacon, now)
        return [_said(by, DrawPromise(said.sealed, hashed), now.date())]

    return words


def drawing(by: str, randomness: str | None, on: date, pulse: str | None = None) -> Words:
    """What the public randomness comes to, a text or a beacon's pulse (JSON).

    Raises Refused before every promise, where there is some already, and for another than was sealed, or unsigned.
    """

    def words(facts: Facts) -> Sequence[Statement]:
        said = _lottery(facts, None)
        _check_party(facts, by)
        if said.lacks == "promises" or said.randomness is not None:
            raise _not_now("randomness", said)
        found = _checked(said, randomness, pulse)
        return [_said(by, Draw(said.clauses[0], found, said.sealed, pulse), on)]

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


def _checked(said: Said, randomness: str | None, pulse: str | None) -> str:
    """The randomness as it counts. Raises Refused where a beacon was sealed and this is not its signed pulse."""
    beacon = said.beacon
    if beacon is None:
        if randomness is None:
            raise Refused([Problem("pulse-unpromised", values={"public": said.document["public"]})])
        return randomness
    told = {"beacon": beacon.beacon, "at": beacon.at, "address": beacon.address}
    if pulse is None:
        raise Refused([Problem("pulse-missing", values=told)])
    try:
        return value(beacon, pulse)
    except NotThePulse as e:
        raise Refused([Problem(f"pulse-{e.why}", values=told)]) from None


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


def _check_time(beacon: Beacon | None, now: datetime) -> None:
    if beacon is not None and beacon.moment <= now:
        raise Refused([Problem("beacon-past", values={"at": beacon.at})])


def _check_party(facts: Facts, by: str) -> None:
    if facts.case.party(by) is None:
        known = ", ".join(p.id for p in facts.case.parties)
        raise Refused([Problem("draw-party", values={"party": by, "parties": known})])


def _not_now(step: str, said: Said) -> Refused:
    return Refused([Problem("draw-step", values={"step": step, "next": said.lacks or "nothing"})])


def _said(by: str, claim: Claim, on: date) -> Statement:
    from exeat.core.dates import read_date

    return Statement(by, "states", claim, said_on=SaidOn(read_date(on.isoformat())))
