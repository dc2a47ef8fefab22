"""Mistakes as values.

- A reader never raises for a user's mistake: it collects a `Problem` and goes on, so that all come out at once.
- A problem carries a stable code and the values of its sentence; the sentence and its remedy live in the
  texts (`exeat/texts/*.toml`), so that they can be translated.
- `CODES` is the registry: every code, and where a mistake of that kind can be made.

What this module does not do: it prints nothing and decides no exit code.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Where = Literal["case", "call", "store", "plan", "proof"]

CODES: Mapping[str, Where] = {
    # the case folder: its files
    "file-missing": "case",
    "file-unreadable": "case",
    "yaml-broken": "case",
    "yaml-key-twice": "case",
    "csv-broken": "case",
    "csv-column-missing": "case",
    "csv-column-twice": "case",
    "file-too-large": "case",
    "file-hostile": "case",
    "file-format-unknown": "case",
    "sheet-broken": "case",
    "sheet-missing": "case",
    "cell-error": "case",
    "row-id-missing": "case",
    "row-id-twice": "case",
    "row-record-unknown": "case",
    "row-value-unknown": "case",
    # the case folder: what the files say
    "key-unknown": "case",
    "key-missing": "case",
    "kind-unknown": "case",
    "kind-elsewhere": "case",
    "value-wrong": "case",
    "date-wrong": "case",
    "count-wrong": "case",
    "id-wrong": "case",
    "id-twice": "case",
    "category-twice": "case",
    "reference-unknown": "case",
    "reference-circular": "case",
    "version-unknown": "case",
    "selector-empty": "case",
    "column-unknown": "case",
    "rule-never-relaxed": "case",
    "visibility-twice": "case",
    "reading-unknown": "case",
    "statement-twice": "case",
    "real-people": "case",
    # a call of a command or of the library
    "usage": "call",
    "case-not-found": "call",
    "time-wrong": "call",
    "person-unknown": "call",
    "subject-unknown": "call",
    "reviewer-unknown": "call",
    "not-recorded": "call",
    "extra-missing": "call",
    "case-exists": "call",
    "list-unknown": "call",
    "table-of-nothing": "call",
    "table-of-many": "call",
    "export-list-unknown": "call",
    "export-format-unknown": "call",
    "export-in-confidence": "call",
    "export-column-unknown": "call",
    "export-exists": "call",
    "export-unwritable": "call",
    "out-kept": "call",
    "export-too-large": "call",
    "export-row-unknown": "call",
    "export-id-black": "call",
    "export-id-needed": "call",
    "export-not-for": "call",
    "export-counts-by": "call",
    "export-counts-columns": "call",
    "export-counts-few": "call",
    "export-counts-format": "call",
    "export-counts-large": "call",
    "export-counts-meanwhile": "call",
    "export-counts-state": "call",
    "export-counts-together": "call",
    "copy-unreadable": "call",
    "copy-unrecorded": "call",
    "audit-file": "call",
    "audit-column": "call",
    "match-column": "call",
    "match-no-names": "call",
    "match-id-twice": "call",
    "match-record": "call",
    "what-if-unknown": "call",
    "what-if-refusal": "call",
    "what-if-order": "call",
    "what-if-detainee": "call",
    "what-if-kind": "call",
    "draw-none": "call",
    "draw-party": "call",
    "draw-step": "call",
    "draw-secret": "call",
    "beacon-certificate": "call",
    "beacon-past": "call",
    "pulse-missing": "call",
    "pulse-unpromised": "call",
    "pulse-format": "call",
    "pulse-round": "call",
    "pulse-key": "call",
    "pulse-signature": "call",
    "pulse-value": "call",
    # the store
    "file-tracked": "store",
    "store-unreadable": "store",
    "store-later": "store",
    "store-encrypted": "store",
    "vault-missing": "store",
    "vault-none": "call",
    "vault-there": "store",
    "vault-unreadable": "store",
    "passphrase-wrong": "call",
    "passphrase-missing": "call",
    "passphrase-taken": "call",
    "passphrase-short": "call",
    "door-last": "call",
    "door-there": "call",
    "door-unknown": "call",
    "group-unknown": "call",
    "destroy-another": "call",
    "destroy-no-draft": "call",
    "group-shut": "call",
    "withheld": "call",
    "key-name": "call",
    "pen-unknown": "call",
    "statement-unknown": "call",
    "not-proved": "call",
    "size-unknown": "call",
    "size-unproved": "call",
    "log-unknown": "call",
    "witness-none": "call",
    "signature-wrong": "proof",
    "stamp-malformed": "proof",
    "stamp-refused": "proof",
    "stamp-unasked": "proof",
    "stamp-other": "proof",
    "stamp-purpose": "proof",
    "stamp-expired": "proof",
    "stamp-untrusted": "proof",
    "stamp-none": "call",
    "certificate-malformed": "proof",
    "store-unwritable": "store",
    "store-busy": "store",
    "backup-there": "store",
    "backup-unwritten": "store",
    "backup-unreadable": "store",
    "access-unwritten": "store",
    "merge-unsigned": "store",
    "merge-other-case": "store",
    "merge-part": "store",
    "merge-declared": "store",
    "merge-twice": "store",
    "merge-erasures": "store",
    "parcel-key": "store",
    "parcel-party": "store",
    "parcel-unreadable": "store",
    "key-known": "store",
    "erased-back": "store",
    "keys-older": "store",
    "record-erased": "call",
    "row-erased": "call",
    "erase-names": "call",
    "nothing-unsaid": "store",
    "gone-and-wrong": "store",
    "erase-held": "call",
    # documents to be checked
    "plan-unreadable": "plan",
    "names-unreadable": "plan",
    "transcript-unreadable": "plan",
    # keys, checkpoints, policies and proofs
    "key-malformed": "proof",
    "note-malformed": "proof",
    "request-malformed": "proof",
    "answer-malformed": "proof",
    "policy-malformed": "proof",
    "bundle-malformed": "proof",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: a code of `CODES`, its place, and the values of its sentence.

    `line` and `column` count from 1; None where the place has none. `cell` is a cell's address in a list.
    """

    code: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    cell: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        assert self.code in CODES, f"{self.code} is not in the registry of errors"


class Refused(Exception):
    """The input or the call is wrong; nothing was written. `problems` holds every mistake found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(", ".join(p.code for p in self.problems))
