"""Small ledgers to write to: one that is open, one that is sealed and signed; and statements to hand in."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.adapters.test_vault import CHEAP
from tests.folders import NOON

from exeat.adapters.said import FromWords, Said, Salts, identified
from exeat.adapters.store import Drawn, SqliteStore
from exeat.adapters.vault import VAULT, Pen, Vault
from exeat.core.claims import Death
from exeat.core.statement import Statement
from exeat.house import STORE

PASSPHRASE = "eleven green kettles"
Opened = Callable[[], AbstractContextManager[SqliteStore]]


def new_ledger(folder: Path, sealed: bool) -> Path:
    """A ledger without entries."""
    folder.mkdir(parents=True, exist_ok=True)
    vault = None
    if sealed:
        vault = Vault.create(folder / VAULT, PASSPHRASE, CHEAP)
        vault.keep(Pen.new("monitor.example/desk"))
    SqliteStore.create(folder / STORE, vault).close()
    if vault is not None:
        vault.close()
    return folder


def opener(folder: Path) -> Opened:
    """What opens a ledger in whichever thread asks for it."""

    @contextmanager
    def opened() -> Iterator[SqliteStore]:
        vault = Vault.open(folder / VAULT, PASSPHRASE) if (folder / VAULT).is_file() else None
        store = SqliteStore(folder / STORE, vault)
        try:
            yield store
        finally:
            store.close()
            if vault is not None:
                vault.close()

    return opened


def pen_of(store: SqliteStore) -> Pen | None:
    """Who signs what is recorded."""
    return None if store.vault is None else store.vault.recorders[-1]


def words(number: int, salts: Salts | None = None) -> Said:
    """A statement of its own for each number."""
    said = Statement("press-one", "states", Death(f"aro-roster#{number}"))
    return identified(salts or FromWords("small"), f"key-{number}", said)


def add(store: SqliteStore, *numbers: int) -> None:
    """Record statements, in one transaction."""
    store.receive([words(n) for n in numbers], NOON.now(), "recorder", pen_of(store))


def drawn_words(number: int) -> Callable[[SqliteStore], list[Said]]:
    """The same statement, salted by the store as real people's are."""
    return lambda store: [words(number, Drawn(store))]
