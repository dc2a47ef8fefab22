"""Which keys sign entries of a log, entry by entry: what the log itself says of them.

- The first key says so itself: nobody was there before. Every later word about a key counts only in an entry that a key
  which counts has signed.
- What is no key says nothing, whoever signed it.
- A key that was retired or revoked signs nothing after that entry; what it signed before stays signed.
"""

from collections.abc import Mapping

from exeat.core.claims import SigningKey
from exeat.core.errors import Refused
from exeat.core.statement import Statement

from .bundle import signed_by
from .note import ED25519, Key, Signature, read_key


class Registry:
    """The keys that count so far."""

    def __init__(self) -> None:
        self._keys: dict[str, Key] = {}
        self._ever = False
        self._now = ""
        self.reigns: dict[Key, tuple[str, str | None]] = {}  # from when to when a key counted; None = it does

    def at(self, moment: str) -> None:
        """When the entry was recorded that is looked at next, as the entry has it: texts that sort as times do."""
        self._now = moment

    @property
    def trusted(self) -> tuple[Key, ...]:
        """The keys that count now, in the order in which they were named."""
        return tuple(self._keys.values())

    def signer(self, leaf: bytes, signature: Signature, statement: Statement | None) -> Key | None:
        """Whose signature of an entry it is, of the keys that count; None = of none of them."""
        return next((k for k in self.named(signature, statement) if signed_by(leaf, signature, [k])), None)

    def named(self, signature: Signature, statement: Statement | None) -> tuple[Key, ...]:
        """The keys that count and that a signature says it is by: one, or none; several where ids are alike."""
        return tuple(k for k in self._asked(statement) if k.kind == ED25519 and signature.claims(k))

    def _asked(self, statement: Statement | None) -> tuple[Key, ...]:
        claim = None if statement is None else statement.claim
        if not self._ever and isinstance(claim, SigningKey) and claim.state == "trusted":
            return tuple(filter(None, [_key(claim.key)]))
        return self.trusted

    def hear(self, statement: Statement, signer: Key | None) -> None:
        """What an entry says of keys. `signer`: whose signature it has, see `signer`."""
        claim = statement.claim
        if not isinstance(claim, SigningKey) or signer is None or statement.act == "denies":
            return
        key = _key(claim.key)
        if claim.state == "trusted" and key is not None:
            self._keys[claim.key], self._ever = key, True
            self.reigns[key] = self.reigns.get(key, (self._now, None))[0], None
        else:
            ended = self._keys.pop(claim.key, None)
            if ended is not None:
                self.reigns[ended] = self.reigns[ended][0], self._now


class Elsewhere(Registry):
    """The keys that count in a log that names none itself: those that another log of the same house names, by time.

    A key counts until it ended there. Where the clock went back it counts before it began; but only from then on an
    entry must be signed.
    """

    def __init__(self, reigns: Mapping[Key, tuple[str, str | None]]) -> None:
        super().__init__()
        self.reigns = dict(reigns)

    @property
    def trusted(self) -> tuple[Key, ...]:
        return tuple(k for k, (first, last) in self.reigns.items() if first < self._now and not self._ended(last))

    def _asked(self, statement: Statement | None) -> tuple[Key, ...]:
        return tuple(k for k, (_, last) in self.reigns.items() if not self._ended(last))

    def _ended(self, last: str | None) -> bool:
        return last is not None and last < self._now

    def hear(self, statement: Statement, signer: Key | None) -> None:
        """Nothing that this log says counts."""


def _key(text: str) -> Key | None:
    """A key; None where a text is none."""
    try:
        return read_key(text)
    except Refused:
        return None
