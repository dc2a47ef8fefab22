"""The keys of the second log of a ledger, the accesses, in the same vault under names of their own."""

from collections.abc import Iterable
from functools import cached_property
from hashlib import sha256

from .pens import Pen
from .vault import SECOND, Vault


class SecondKeys(Vault):
    """A vault as the second log has it; who records is the same, and the doors are."""

    _ours = f"part LIKE '{SECOND}%'"

    def __init__(self, vault: Vault) -> None:
        super().__init__(vault.path, vault.db, vault.bunch)
        self.base = 0  # the key of this log's first entry; more where a log before it was lost

    def made(self) -> int:
        """How many entries have had keys, some of them ahead."""
        return self.last_made() + 1

    def secret(self, name: str, group: str | None = None) -> bytes:
        return super().secret(SECOND + name, group)

    def body_key(self, entry: int, part: str = "words", group: str | None = None) -> bytes:
        return super().body_key(self.base + entry, SECOND + part, group)

    def known_key(self, entry: int, part: str = "words", group: str | None = None) -> bytes | None:
        return super().known_key(self.base + entry, SECOND + part, group)

    def has_key(self, entry: int, part: str = "words", group: str | None = None) -> bool:
        return super().has_key(self.base + entry, SECOND + part, group)

    def last_made(self) -> int:
        return super().last_made() - self.base

    def make_up(self, first: int) -> None:
        super().make_up(self.base + first)

    def _group_of(self, name: str) -> str | None:
        return super()._group_of(name.removeprefix(SECOND))

    def destroy(self, entries: Iterable[int]) -> None:
        super().destroy(self.base + i for i in entries)

    @cached_property
    def log(self) -> Pen:
        """The pen that signs this log's checkpoints; its name follows from its key, and says nothing of the case."""
        private = self.secret("log")
        return Pen(f"exeat/{sha256(Pen('', private).key.public).hexdigest()[:16]}", private)
