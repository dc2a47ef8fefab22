"""The lotteries of a case: what they would be, how far they have come, and what is entered into them."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from exeat.adapters.highs import Highs
from exeat.clearing.draw.entering import Words, drawing, promising, revealing, sealing
from exeat.clearing.draw.said import Said, lotteries
from exeat.clearing.draw.seal import seal
from exeat.clearing.draw.transcript import Transcript, transcript
from exeat.core.beacons import Beacon, Name, promised
from exeat.core.claims import DrawSealed
from exeat.core.errors import Problem, Refused
from exeat.core.facts import Facts

if TYPE_CHECKING:
    from exeat.clearing.draw.sealed import Sealed

    from .house import ClearingHouse


class Draws:
    """The lotteries of one case. What is entered is recorded at once, or refused."""

    def __init__(self, house: "ClearingHouse") -> None:
        self.house = house

    def table(self, facts: Facts, parties: Sequence[str], public: str, beacon: Beacon | None = None) -> "Sealed":
        """What would be sealed now. Raises Refused where no clause that stands asks for a lottery, or nobody goes."""
        unknown = [p for p in parties if facts.case.party(p) is None]
        if unknown:
            known = ", ".join(p.id for p in facts.case.parties)
            raise Refused([Problem("draw-party", values={"party": p, "parties": known}) for p in unknown])
        found = seal(self.house.plan(facts), Highs(), parties, public, beacon)
        if found is None:
            raise Refused([Problem("draw-none")])
        return found

    def under_way(self, facts: Facts) -> tuple[Said, ...]:
        """The lotteries that are sealed."""
        return lotteries(facts)

    def transcripts(self, facts: Facts) -> tuple[Transcript, ...]:
        """The transcript of each lottery that is sealed, as far as it has come."""
        claims = [s.claim for _, s in facts.of(DrawSealed)]
        texts = {c.sealed: c.text for c in claims if isinstance(c, DrawSealed)}
        return tuple(transcript(said, texts[said.sealed]) for said in lotteries(facts))

    def round(self, name: Name, moment: datetime, certificate: bytes | None = None) -> Beacon:
        """The round of a beacon to be sealed. Raises Refused for one that is past, and without NIST's certificate."""
        if moment <= self.house.clock.now():
            raise Refused([Problem("beacon-past", values={"at": moment.isoformat()})])
        try:
            return promised(name, moment, certificate)
        except ValueError:
            raise Refused([Problem("beacon-certificate", values={"at": moment.isoformat()})]) from None

    # -------------------------------------------------------- entering

    def seal(self, by: str, document: "Sealed", recorder: str | None = None) -> None:
        """Record the document of a lottery, before anything is drawn. Raises Refused: see `sealing`."""
        self._enter(by, sealing(by, document, self.house.clock.now()), recorder)

    def promise(self, by: str, hashed: str, recorder: str | None = None) -> None:
        """Record a party's promise of a secret, by its hash. Raises Refused: see `promising`."""
        self._enter(by, promising(by, hashed, self.house.clock.now()), recorder)

    def randomness(self, by: str, words: str, recorder: str | None = None) -> None:
        """Record the public randomness. Raises Refused: see `drawing`."""
        self._enter(by, drawing(by, words, self.house.clock.today()), recorder)

    def pulse(self, by: str, pulse: str, recorder: str | None = None) -> None:
        """Record what the beacon published, its signature checked. Raises Refused: see `drawing`."""
        self._enter(by, drawing(by, None, self.house.clock.today(), pulse), recorder)

    def secret(self, by: str, words: str, recorder: str | None = None) -> None:
        """Record a party's secret. Raises Refused: see `revealing`."""
        self._enter(by, revealing(by, words, self.house.clock.today()), recorder)

    def _enter(self, by: str, words: Words, recorder: str | None) -> None:
        self.house.whole(self.house.facts())
        self.house.say(words, recorder or by)
