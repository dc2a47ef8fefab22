"""Who takes part in a plan, and which clauses are then asked, written from `docs/spec/clearing.md`.

- A clause is its speaker's: the power of whoever made the offer around it.
- A party takes part if somebody is moved from it, to it, or by a clause of its own. The conditions of a party that
  could take part and does not are not asked. What bars persons, or ties them to one another, bears all the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from exeat.core.clauses import ConsentAsked, Designate, Exclude, Status, Together

from .setting import Setting

BEARING = (Exclude, Together, Status, ConsentAsked, Designate)


@dataclass(frozen=True, slots=True)
class Roles:
    """By clause its speaker, and by moving clause the parties that take part where it moves somebody anywhere."""

    setting: Setting

    def speaker(self, clause: str) -> str | None:
        """The power whose clause it is; None where nobody offers it."""
        offer = self.setting.reading.offers.get(clause)
        said = None if offer is None else self.setting.facts.statements.get(offer)
        return None if said is None else self.setting.facts.case.power_of(said.by)

    def of_move(self, clause: str, to: str | None) -> frozenset[str]:
        """Who takes part where a clause moves somebody to a destination (None = nowhere else)."""
        from_ = self.setting.contexts[clause][0].power
        return frozenset(p for p in (from_, to, self.speaker(clause)) if p is not None)

    @property
    def named(self) -> frozenset[str]:
        """The parties that a moving clause of the reading could concern."""
        contexts = self.setting.contexts
        return frozenset(p for c in contexts for x in contexts[c] for p in self.of_move(c, x.to))

    @property
    def everybody(self) -> frozenset[str]:
        """The parties of the reading: those named, and the speakers of its clauses."""
        said = {self.speaker(c) for c in self.setting.reading.clauses}
        return self.named | {p for p in said if p is not None}

    def not_asked(self, taking_part: Iterable[str]) -> frozenset[str]:
        """The clauses whose speakers stay out, and which bear on no person. Where nobody takes part, all are asked."""
        here = frozenset(taking_part)
        out = self.named - here if here else here
        clauses = self.setting.reading.clauses.items()
        return frozenset(i for i, c in clauses if not isinstance(c, BEARING) and self.speaker(i) in out)
