"""Who signs what is recorded: keys made, retired and revoked, and said in the log itself.

- The first key says so itself. Every later one is named in an entry that a key which counts has signed.
- A key that is no longer used is *retired*; one that others may have is *revoked*. Either way its private part is
  destroyed here, and what it signed before stays signed.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from exeat.adapters.parcel import parcel_key
from exeat.adapters.vault import Cost, Pen, SecondKeys, Vault
from exeat.adapters.vault.doors import EVERYTHING
from exeat.core.case import KEEPER
from exeat.core.claims import SigningKey
from exeat.core.errors import Problem, Refused
from exeat.core.statement import Statement
from exeat.ledger.note import is_name

from .books import Books


def make_vault(path: Path, ask: Callable[[], str], cost: Cost | None = None) -> Vault:
    """The keys of a ledger, made where there are none. `ask`: for the passphrase that will open them."""
    if path.exists():
        raise Refused([Problem("vault-there", path.name)])
    return Vault.create(path, ask(), cost)


def new_pen(books: Books, name: str, recorder: str) -> Pen:
    """Another key that signs what is recorded from now on. Raises Refused for a name that names no key, or one of ours.

    The case needs a vault. Where something was recorded already, the key is said at once, signed by the one before.
    """
    vault = vault_of(books)
    if not is_name(name) or name in {p.name for p in vault.pens()}:
        raise Refused([Problem("key-name", values={"name": name})])
    pen = Pen.new(name)
    said = Statement(KEEPER, "states", SigningKey(str(pen.key), "trusted"))
    if books.recorded:
        books.say(lambda facts: [said], recorder, books.pen or pen)
    vault.keep(pen)
    return pen


def end_pen(books: Books, name: str, recorder: str, reason: str | None, revoked: bool) -> Pen:
    """A key that signs nothing any more: retired, or revoked where others may have it. Its private part is destroyed.

    Another key says it, where there is one; a key that is revoked does not sign its own end unless it is the only one.
    Raises Refused for a name under which nobody signs here.
    """
    vault = vault_of(books)
    pens = {p.name: p for p in vault.recorders}
    if name not in pens:
        raise Refused([Problem("pen-unknown", values={"name": name, "known": ", ".join(pens) or "-"})])
    others = [p for n, p in pens.items() if n != name]
    said = Statement(KEEPER, "states", SigningKey(str(pens[name].key), "revoked" if revoked else "retired", reason))
    if books.recorded:
        books.say(lambda facts: [said], recorder, others[-1] if others else pens[name])
    vault.burn(pens[name].key)
    return pens[name]


def vault_of(books: Books) -> Vault:
    """The keys of a ledger, opened. Raises Refused where it has none here."""
    books.check_opens()
    assert books.vault is not None
    return books.vault


def pens_of(books: Books) -> tuple[tuple[str, Literal["log", "signs", "accesses", "parcels"]], ...]:
    """The keys of a ledger, each with what it does: `log` (signs checkpoints), `signs`, or `accesses` (signs the
    checkpoints of the second log), or `parcels` (others seal parcels for it; only where this door opens everything)."""
    vault = vault_of(books)
    second = str(SecondKeys(vault).log.key)
    parcels = ((str(parcel_key(vault)), "parcels"),) if vault.opens(EVERYTHING) else ()
    signing = ((str(p.key), "signs") for p in vault.recorders)
    return ((str(vault.log.key), "log"), *signing, (second, "accesses"), *parcels)
