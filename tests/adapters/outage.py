"""A small ledger that is written to while its disk is watched, and what must be true of it after any power cut."""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.adapters.ledgers import PASSPHRASE, add, new_ledger, opener, pen_of, words
from tests.folders import NOON, exchange

from exeat.adapters.folder import CASE_KEY, read_folder
from exeat.adapters.said import FromWords, Said, identified
from exeat.adapters.store import Receipt, SqliteStore
from exeat.adapters.vault import VAULT
from exeat.core.case import KEEPER
from exeat.core.claims import Death, SigningKey
from exeat.core.entry import BodyRef, Entry
from exeat.core.errors import Refused
from exeat.core.statement import Statement
from exeat.house import STORE, open_case
from exeat.house.ledger import verify
from exeat.ledger.checkpoint import read_checkpoint
from exeat.ledger.tree import Tree
from exeat.testing.cuts import Image, Record, images
from exeat.testing.watched import watched


@dataclass
class Life:
    """A ledger's life so far. `made`: the moment when the empty ledger was there; `answered`: what was acknowledged,
    each with its moment and the entries that it made; `words`: the number that an entry speaks of; `burnt`: entries
    whose keys were destroyed, each with its moment."""

    record: Record = field(default_factory=Record)
    made: int = 0
    answered: list[tuple[int, range]] = field(default_factory=list)
    words: dict[int, int] = field(default_factory=dict)
    burnt: list[tuple[int, int]] = field(default_factory=list)


@contextmanager
def place() -> Iterator[Path]:
    """A folder in memory where there is one: what is to be cut is recorded, and the real disk need not turn."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="exeat-", dir=memory if os.access(memory, os.W_OK) else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def live(folder: Path, sealed: bool, seed: str, commits: int) -> Life:
    """Write to a new ledger, with its disk watched: groups large and small, checkpoints, and a few closings."""
    life, draw = Life(), Random(seed)
    (folder / "case").mkdir()
    said = [s for s in read_folder(exchange(folder / "files"))[1] if s.key in (CASE_KEY, "petitioners")]
    with watched(folder / "case") as life.record:
        ledger, left = new_ledger(folder / "case", sealed), commits
        life.made = life.record.now
        while left > 0:
            with opener(ledger)() as store:
                store.db.execute(f"PRAGMA wal_autocheckpoint = {draw.choice([5, 20, 1000])}")
                if left == commits:
                    _answered(life, store.receive([*_keys(store), *said], NOON.now(), "recorder", pen_of(store)))
                for _ in range(draw.randint(1, 6)):
                    _commit(store, life, draw)
                    left -= 1
    return life


def _keys(store: SqliteStore) -> list[Said]:
    """With what a sealed log begins."""
    pen = pen_of(store)
    claims = [] if pen is None else [SigningKey(str(pen.key), "trusted")]
    return [identified(FromWords("small"), "", Statement(KEEPER, "states", claim)) for claim in claims]


def _commit(store: SqliteStore, life: Life, draw: Random) -> None:
    known = len(life.words)
    numbers = range(known, known + draw.choice([1, 1, 1, 3, 8]))
    made = store.receive([words(n) for n in numbers], NOON.now(), "recorder", pen_of(store))
    _answered(life, made)
    life.words.update({r.index: n for r, n in zip(made, numbers, strict=True)})
    if store.vault is not None and draw.random() < 0.2:
        store.vault.destroy([made[-1].index])
        life.burnt.append((life.record.now, made[-1].index))


def _answered(life: Life, made: Sequence[Receipt]) -> None:
    life.answered.append((life.record.now, range(made[0].index, made[-1].index + 1)))


def cuts(life: Life, count: int, seed: str) -> Iterator[tuple[int, Image]]:
    """Images after cuts at moments by chance, half of them just after an answer."""
    draw = Random(seed)
    last = [at for at, _ in (*life.answered, *life.burnt)]
    anywhere = range(life.record.now + 1)
    moments = (draw.choice(last) if draw.random() < 0.5 else draw.choice(anywhere) for _ in range(count))
    return images(life.record, Counter(moments), seed)


# ------------------------------------------------------------ after the cut


def wrong(life: Life, moment: int, image: Image, thorough: bool = True) -> list[str]:
    """What is not as it must be, after a cut at a moment; nothing = all is well. `thorough`: all of it is verified."""
    with place() as folder:
        for name, data in image.items():
            (folder / name).write_bytes(data)
        if moment < life.made and not {STORE, VAULT} <= set(image):
            return []  # the ledger was never there
        try:
            return list(_wrong(life, moment, folder, thorough))
        except (Refused, KeyError) as e:
            return [f"cannot be opened: {e}"]


def _wrong(life: Life, moment: int, folder: Path, thorough: bool) -> Iterator[str]:
    house = open_case(folder, NOON, unlock=lambda: PASSPHRASE)
    with house.store() as store:
        entries = store.entries()
        if [(e.index, e.leaf()) for e in entries] != list(enumerate(store.leaves())):
            yield "an entry is another one"
        yield from _groups_wrong(life, moment, len(entries))
        yield from (w for e in entries for w in _entry_wrong(life, moment, e))
        if thorough and entries:
            burnt = {("proof.erased_unsaid", str(index)) for _, index in life.burnt}  # by hand, and so it is told
            found = ((m.id, m.values.get("index")) for m in verify(house).problems)
            yield from (f"verify: {id}" for id, index in found if (id, index) not in burnt)
        add(store, 100_000)  # and the ledger goes on
        last, tree = store.checkpoint(), Tree(store.leaves())
        if last is not None and read_checkpoint(last.text).root != tree.root():
            yield "the last checkpoint is of another log"
        if len(tree) != len(entries) + 1:
            yield "nothing can be added"


def _groups_wrong(life: Life, moment: int, count: int) -> Iterator[str]:
    for at, group in life.answered:
        there = sum(index < count for index in group)
        if at <= moment and there < len(group):
            yield f"acknowledged, and lost: {group}"
        elif 0 < there < len(group):
            yield f"half a transaction: {group}"


def _entry_wrong(life: Life, moment: int, entry: Entry) -> Iterator[str]:
    """An entry that says what another should say, or whose key is gone or back against the answers."""
    if not isinstance(entry.body, BodyRef):
        if entry.index not in {index for _, index in life.burnt}:
            yield f"the key of entry {entry.index} is lost"
        return
    if (moment, entry.index) >= next(((at, i) for at, i in life.burnt if i == entry.index), (moment + 1, 0)):
        yield f"the destroyed key of entry {entry.index} is back"
    said, number = entry.body.statement.claim, life.words.get(entry.index)
    if number is not None and said != Death(f"aro-roster#{number}"):
        yield f"other words: {entry.index}"
