"""The ledger of a case, looked at from outside: whether everything in it is as it was recorded.

- Nothing is believed that can be worked out: leaves, hashes of words, roots of lists, the tree, every signature.
- Three audits: of hashes (entries, tree, checkpoints), which needs no key; of words (each opened, and hashed); and of
  signatures. Each goes over the whole store as it lies; only lists and what is said of keys become objects.
- A key counts where the log itself says so: see `ledger.registry`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from exeat.adapters.signatures import Check, hold
from exeat.adapters.stamps import Unstamped, read_certificates
from exeat.adapters.store import SqliteStore
from exeat.adapters.store.audit import Line, lines, said_at, still, words
from exeat.adapters.store.stamps import stamps
from exeat.adapters.vault import SecondKeys
from exeat.core.claims import CaseKept, Erasure, SigningKey, Submitted
from exeat.core.entry import BodyRef, entry_text, is_time
from exeat.core.errors import Problem, Refused
from exeat.core.merkle import leaf as leaf_of
from exeat.core.message import Message
from exeat.core.statement import Statement
from exeat.ledger.bundle import signed_text
from exeat.ledger.checkpoint import read_checkpoint
from exeat.ledger.note import Note, Signature, encoded, read_signatures
from exeat.ledger.policy import Policy, read_policy
from exeat.ledger.registry import Elsewhere, Registry
from exeat.ledger.tree import Tree

from .books import Books
from .kept import against, kept_note, of_log
from .reading import ACCESSES, accesses
from .stamp import Stamped, held, shown
from .unsaid import Unsaid

TELLING = (SigningKey.kind.encode(), Erasure.kind.encode(), b'"kind":"case"', b"\\u", b"\0")
"""Words without any of these say nothing of keys, erasures or the case: their kind has no other way to be written."""
LIST = f'"kind":"{Submitted.kind}"'.encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What `verify` found. `words`: how many entries' words were opened; `problems`: none = all of it holds.

    `stamps`: time-stamps that hold. `origin`, `root` (base 64): the name of the log and its root, as its last
    checkpoint has them; None = it has none.
    `accesses`: the same of the second log; None = nothing was noted, or this is it. `begun_again`: there was another
    before it, which is gone.
    `afterwards`: who answers for what was gone before anybody said so.
    `kept`: of how many entries the checkpoints are that somebody kept elsewhere, and that the log grew out of.
    `withheld`: entries whose words are there and not open here: their hashes, places and signatures hold, and whether
    their words do is for somebody who opens them.
    """

    entries: int = 0
    words: int = 0
    signed: int = 0
    erased: int = 0
    withheld: int = 0
    rows: int = 0
    rows_erased: int = 0
    checkpoints: int = 0
    cosigned: int = 0
    stamps: tuple[Stamped, ...] = ()
    kept: tuple[int, ...] = ()
    problems: tuple[Message, ...] = ()
    origin: str | None = None
    root: str | None = None
    begun_again: bool = False
    afterwards: tuple[Message, ...] = ()
    accesses: "Verified | None" = None

    @property
    def holds(self) -> bool:
        return not self.problems and (self.accesses is None or self.accesses.holds)


def verify(
    books: Books, policy: Path | None = None, authority: Path | None = None, checkpoints: Iterable[Path] = ()
) -> Verified:
    """Check all that was recorded. `policy`: a file that says whose signatures the last checkpoint must have.

    `checkpoints`: of either log, that somebody kept elsewhere: the log must have grown out of them.

    `authority`: certificates by which time-stamps are to hold; None = those that lie beside them. Raises Refused where
    nothing was recorded, for a line that is not of a policy, and where a file has no certificate.
    """
    if not books.recorded:
        raise Refused([Problem("not-recorded", values={"folder": str(books.folder)})])
    wanted = None if policy is None else read_policy(policy.read_bytes().decode("utf-8", "replace"), str(policy))
    given = None if authority is None else authority.read_bytes()
    if given is not None:
        read_certificates(given, str(authority))
    notes = [kept_note(file) for file in checkpoints]
    second = of_log(notes, None if books.vault is None else SecondKeys(books.vault).log.key.name)
    with books.store() as store, still(store):
        first = Verifying(store)
        found = first.run(wanted, given, [n for n in notes if n not in second])
    return replace(found, accesses=_accesses(books, first.registry, second))


def _accesses(books: Books, keys: Registry, kept: Iterable[Note]) -> Verified | None:
    """The same of the second log; which keys sign it is said in the first.

    No policy is asked for: whoever verifies is noted in it, and nobody has seen that yet.
    """
    if not (books.folder / ACCESSES).is_file():
        return None
    with accesses(books) as log, still(log):
        found = Verifying(log, Elsewhere(keys.reigns)).run(None, None, kept)
        return replace(found, begun_again=log.begun_again)


class Verifying:
    """An audit. `case`: the id of the case, as the log has it. `registry`: None = what the log itself says."""

    def __init__(self, store: SqliteStore, registry: Registry | None = None) -> None:
        self.store, self.case, self.registry = store, "", registry or Registry()
        self.unsaid = Unsaid(
            looked_for=registry is None
        )  # what is erased of the second log is said in the first, as a whole
        self.times: list[str] = []
        self.digests: list[str] = []
        self.tree, self.leaves = Tree(), list[bytes]()
        self.count: Counter[str] = Counter()
        self.problems: list[tuple[int, Message]] = []
        self.key_words: dict[int, Statement] = {}
        self.signatures: list[bytes | None] = []
        self._late: list[tuple[Check, int, str, dict[str, object]]] = []

    def run(self, policy: Policy | None, authority: bytes | None = None, kept: Iterable[Note] = ()) -> Verified:
        """All of it. `kept`: checkpoints of this log from elsewhere."""
        self.hashes()
        self.words()
        for index, wrong in self.unsaid.found():
            self._wrong(index, wrong, index=index)
        self.signed()
        if policy is not None:
            self._witnessed(policy)
        stamps, grown = tuple(self.stamped(authority)), tuple(self._grown(kept))
        found = (m for _, m in sorted(self.problems, key=lambda p: p[0]))
        last = self.store.checkpoint()
        head = None if last is None else read_checkpoint(last.text)
        origin, root = (None, None) if head is None else (head.origin, encoded(head.root))
        counted = Verified(**self.count)  # type: ignore[arg-type]  # its counts alone
        late = tuple(Message("proof.said_afterwards", _answering(c)) for c in self.unsaid.said if c.afterwards)
        return replace(
            counted, afterwards=late, stamps=stamps, kept=grown, problems=tuple(found), origin=origin, root=root
        )

    def _wrong(self, at: int, id: str, **values: object) -> None:
        """Something does not hold. `at`: the index of the entry, by which all that was found is put in order."""
        self.problems.append((at, _message(id, **values)))

    # -------------------------------------------------------- hashes

    def hashes(self) -> None:
        """Every entry's leaf, the tree over them, and the checkpoints, by their roots."""
        for some in lines(self.store):
            self._hashed(some)
        self.count["entries"] = len(self.tree)
        for note in self.store.checkpoints():
            self._checkpoint(note)

    def _hashed(self, some: list[Line]) -> None:
        first = len(self.tree)
        found = [leaf_of(entry_text(at, by, body.hex())) for _, at, by, body, _, _ in some]
        self.tree.extend(found)
        self.leaves += found
        self.signatures += [line[5] for line in some]
        self.times += [line[1] for line in some]
        self.digests += [line[3].hex() for line in some]
        for place, (line, leaf) in enumerate(zip(some, found, strict=True), first):
            if line[0] != place:
                self._wrong(place, "entry_missing", index=place)
            if leaf != line[4] or not is_time(line[1]):
                self._wrong(place, "leaf_differs", index=place)

    def _checkpoint(self, note: Note) -> None:
        self.count["checkpoints"] += 1
        head = read_checkpoint(note.text)
        if head.size > len(self.tree) or self.tree.root(head.size) != head.root:
            self._wrong(self._end, "checkpoint_differs", size=head.size)
        self.count["cosigned"] += len(note.signatures) > 1

    def _grown(self, kept: Iterable[Note]) -> Iterator[int]:
        """The sizes of the checkpoints from elsewhere that the log grew out of."""
        log = None if self.store.vault is None else self.store.vault.log.key
        for note in kept:
            wrong = against(note, log, self.tree)
            if wrong is None:
                yield read_checkpoint(note.text).size
            else:
                self.problems.append((self._end, wrong))

    @property
    def _end(self) -> int:
        return len(self.tree)

    # -------------------------------------------------------- words

    def words(self) -> None:
        """The words of every entry that has any, and the rows of lists."""
        lists = []
        for index, said, holds, is_list, shut in words(self.store):
            if index >= len(self.digests):
                continue  # an entry that stands where none can: that one is missing was said
            if not holds:
                self._wrong(index, "words_changed", index=index)
            elif said is None:
                self.count["withheld" if shut else "erased"] += 1
                if not shut:
                    self.unsaid.entries[index] = self.digests[index]
            else:
                self.count["words"] += 1
                if is_list or LIST in said:
                    lists.append(index)
                if any(telling in said for telling in TELLING):
                    self._read(index)
        for index in lists:
            self._rows(index)

    def _read(self, index: int) -> None:
        """Words that make a difference here: what is said of keys, and of the case."""
        body = said_at(self.store, index, rows=False)
        claim = body.statement.claim if isinstance(body, BodyRef) else None
        if isinstance(body, BodyRef) and isinstance(claim, SigningKey):
            self.key_words[index] = body.statement
        if isinstance(claim, CaseKept):
            self.case = claim.case.id
        if isinstance(claim, Erasure):
            self.unsaid.said.append(claim)

    def _rows(self, index: int) -> None:
        """The rows of a list, if the words submit one: also where somebody took all of them, or put something else."""
        bare = said_at(self.store, index, rows=False)
        claim = bare.statement.claim if isinstance(bare, BodyRef) else None
        if not isinstance(claim, Submitted):
            return
        try:
            body = said_at(self.store, index)
            table = body.table if isinstance(body, BodyRef) else None
            holds = table is not None and table.root(self.case) == claim.root
        except (Refused, ValueError, StopIteration, RuntimeError):  # no rows, or not as many as salts and leaves
            table, holds = None, False
        if not holds:
            self._wrong(index, "rows_differ", index=index, list=claim.list)
        if table is not None:
            self.count["rows"] += table.rows.height
            self.count["rows_erased"] += len(table.gone)
            self.unsaid.rows[index] = (self.digests[index], {place for place, _ in table.gone})

    # -------------------------------------------------------- signatures

    def signed(self) -> None:
        """Every signature of an entry, by a key that counts there, and the log's own under its checkpoints.

        What is said of keys counts for what comes after it, and is looked at on the way; all others at once.
        """
        for index, (leaf, kept) in enumerate(zip(self.leaves, self.signatures, strict=True)):
            self.registry.at(self.times[index])
            self._signature(self.registry, index, leaf, kept)
        entries = len(self._late)
        for note in self.store.checkpoints():
            self._signed_by_log(note)
        for place, well in enumerate(hold([late[0] for late in self._late])):
            self.count["signed"] += well and place < entries
            if not well:
                _, index, wrong, values = self._late[place]
                self._wrong(index, wrong, **values)

    def _signature(self, registry: Registry, index: int, leaf: bytes, kept: bytes | None) -> None:
        said, signature = self.key_words.get(index), signature_of(kept)
        if kept is None:
            if registry.trusted:
                self._wrong(index, "entry_not_signed", index=index)
            return
        wrong: dict[str, object] = {"index": index, "name": "?" if signature is None else signature.name}
        named = () if signature is None else registry.named(signature, said)
        if signature is not None and said is None and len(named) == 1:
            check = named[0], signed_text(leaf).encode(), signature.signature
            self._late.append((check, index, "entry_signature_wrong", wrong))
            return
        signer = None if signature is None else registry.signer(leaf, signature, said)
        self.count["signed"] += signer is not None
        if signer is None:
            self._wrong(index, "entry_signature_wrong", **wrong)
        elif said is not None:
            registry.hear(said, signer)

    def _signed_by_log(self, note: Note) -> None:
        head, log = read_checkpoint(note.text), self.store.log_key
        if log is None:
            return
        wrong, found = "checkpoint_not_signed", note.by(log)
        if found is None or head.origin != log.name:
            self._wrong(self._end, wrong, size=head.size)
        else:
            self._late.append(((log, note.text.encode(), found.signature), self._end, wrong, {"size": head.size}))

    def stamped(self, authority: bytes | None) -> Iterator[Stamped]:
        """The time-stamps that hold, by the certificates given or by those that lie beside them."""
        for stamp in stamps(self.store):
            given = stamp if authority is None else replace(stamp, authority=authority)
            try:
                yield shown(stamp.size, held(self.store, given))
            except Unstamped as e:
                self._wrong(self._end, f"stamp_{e.why}", size=stamp.size, by=e.by)
            except Refused:
                self._wrong(self._end, "stamp_unreadable", size=stamp.size)

    def _witnessed(self, policy: Policy) -> None:
        """Whether the last checkpoint is of the whole log, and signed by as many as a policy asks for."""
        note = self.store.checkpoint()
        seen = None if note is None else policy.seen(note)
        if note is None or seen is None or read_checkpoint(note.text).size != len(self.tree):
            self._wrong(self._end, "no_last_checkpoint", size=len(self.tree))
            return
        for name in seen.spoiled:
            self._wrong(self._end, "signature_wrong", name=name)
        if not seen.signed:
            self._wrong(self._end, "log_not_signed", origin=read_checkpoint(note.text).origin)
        elif not seen.enough and not seen.spoiled:
            who = ", ".join(sorted(seen.when)) or "-"
            self._wrong(self._end, "too_few_witnesses", seen=who, quorum=policy.quorum)


def _answering(claim: Erasure) -> dict[str, str]:
    """Who answers for what is gone, why, and how much it is."""
    rows = sum(len(x.rows) for x in claim.lists)
    numbers = {"entries": str(len(claim.entries)), "rows": str(rows)}
    return {"asked_by": claim.asked_by, "reason": claim.reason, **numbers}


def _message(id: str, **values: object) -> Message:
    return Message(f"proof.{id}", {k: str(v) for k, v in values.items()})


def signature_of(kept: bytes | None) -> Signature | None:
    """The recorder's signature of an entry, as it lies in the store; None where there is none that can be read."""
    try:
        return None if kept is None else read_signatures([kept.decode()])[0]
    except (Refused, UnicodeDecodeError):
        return None
