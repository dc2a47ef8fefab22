"""Who opens a ledger: passphrases given, changed and taken away, each with what it opens.

- Nobody gives more than they have: a passphrase opens what that of whoever gives it opens, or less.
- Whoever forgot theirs is given another one by somebody else; without any passphrase nothing is opened.
"""

from collections.abc import Iterable
from difflib import get_close_matches

from exeat.adapters.vault import Cost, Door, Vault
from exeat.core.errors import Problem, Refused

from .books import Books
from .pens import vault_of


def doors(books: Books) -> tuple[Door, ...]:
    """Every passphrase of a ledger: whose it is, and what it opens."""
    return vault_of(books).doors


def groups(books: Books) -> tuple[str, ...]:
    """The visibility groups that have a key."""
    return vault_of(books).groups


def open_door(books: Books, name: str, passphrase: str, without: Iterable[str] = (), cost: Cost | None = None) -> Door:
    """Give somebody a passphrase. `without`: groups that it does not open; with one, it opens none made later either.

    Raises Refused for a name that has one, a passphrase that somebody has, and a group that the case does not have.
    """
    vault, without = vault_of(books), tuple(without)
    found = {d.name: d for d in vault.doors}
    problems = [Problem("door-there", values={"name": name})] if name in found else []
    known = sorted({*vault.groups, *declared(books)})
    problems += [_unknown(g, known) for g in without if g not in known]
    _check(vault, passphrase, problems)
    vault.open_door(name, passphrase, cost, without, declared(books))
    return next(d for d in vault.doors if d.name == name)


def change_door(books: Books, passphrase: str, cost: Cost | None = None) -> str:
    """Give whoever is here another passphrase in the place of theirs; whose it is. Raises Refused where it is taken."""
    vault = vault_of(books)
    _check(vault, passphrase, [])
    vault.open_door(vault.door.name, passphrase, cost)
    return vault.door.name


def close_door(books: Books, name: str) -> None:
    """Take somebody's passphrase away. Raises Refused where there is none, or it is the last that opens everything."""
    vault = vault_of(books)
    if not vault.close_door(name):
        known = ", ".join(d.name for d in vault.doors)
        raise Refused([Problem("door-unknown", values={"name": name, "known": known})])


def declared(books: Books) -> tuple[str, ...]:
    """The visibility groups that the case declares: as it was recorded, or in its files."""
    case = books.facts().case if books.recorded else books.files[0]
    return tuple(g.id for g in case.visibility)


def _check(vault: Vault, passphrase: str, problems: list[Problem]) -> None:
    """Raises Refused with the problems, and where somebody has this passphrase already."""
    taken = [Problem("passphrase-taken")] if vault.has_passphrase(passphrase) else []
    if problems or taken:
        raise Refused([*problems, *taken])


def _unknown(group: str, known: list[str]) -> Problem:
    near = next(iter(get_close_matches(group, known, 1, 0.6)), "")
    return Problem("group-unknown", values={"group": group, "known": ", ".join(known) or "-", "near": near})
