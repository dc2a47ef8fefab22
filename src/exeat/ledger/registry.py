"""Which keys sign entries of a log, entry by entry: what the log itself says of them.

- The first key says so itself: nobody was there before. Every later word about a key counts only in an entry that a key
  which counts has signed.
- What is no key says nothing, whoever signed it.
- A key that was retired or revoked signs nothing after that entry; what it signed before stays signed.
"""

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
        else:
            self._keys.pop(claim.key, None)


def _key(text: str) -> Key | None:
    """A key; None where a text is none."""
    try:
        return read_key(text)
    except Refused:
        return None
