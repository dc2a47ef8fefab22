"""Whose signatures under a checkpoint are enough: a policy, in the format of C2SP tlog-policy.

- It names logs, witnesses, groups of them (all, any, or so many of) and the quorum; what it does not name says nothing.
- A name is defined before it is used, once, and is a member at most once: nobody counts twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from exeat.core.errors import Problem, Refused

from .checkpoint import holds, seen_at
from .note import COSIGNATURE, ED25519, Key, Note, is_number, read_key

NONE = "none"
WANTED = {
    "log": "log KEY [URL], each key once",
    "witness": "witness NAME KEY [URL], each name and key once",
    "group": "group NAME all|any|NUMBER MEMBER..., members defined above, each once",
    "quorum": "quorum NAME, once, of a witness or group defined above, or none",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What a policy makes of a note: whether the log that it names signed, which witnesses did, and if it is enough.

    `spoiled`: names of keys whose signature does not hold. `when`: seconds since 1970, by witness.
    """

    signed: bool
    when: Mapping[str, int]
    spoiled: tuple[str, ...]
    enough: bool


@dataclass(frozen=True, slots=True)
class Policy:
    """`witnesses`: keys by name; `groups`: how many of which names; `quorum`: a name, or `none`."""

    logs: tuple[Key, ...]
    witnesses: Mapping[str, Key] = field(default_factory=dict)
    groups: Mapping[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    quorum: str = NONE

    def seen(self, note: Note) -> Seen:
        """What the signatures under a checkpoint come to; the note's text must be one."""
        logs = {str(k): holds(note, k) for k in self.logs}
        theirs = {name: holds(note, k) for name, k in self.witnesses.items()}
        spoiled = tuple(sorted(n for n, well in (logs | theirs).items() if well is False))
        when = {n: seen_at(found) for n, k in self.witnesses.items() if theirs[n] and (found := note.by(k))}
        origin = note.text.partition("\n")[0]
        signed = any(logs[str(k)] for k in self.logs if k.name == origin)  # no log speaks for another
        return Seen(signed, when, spoiled, signed and not spoiled and self._witnessed(self.quorum, when))

    def _witnessed(self, name: str, when: Mapping[str, int]) -> bool:
        if name not in self.groups:
            return name == NONE or name in when
        least, members = self.groups[name]
        return sum(self._witnessed(m, when) for m in members) >= least


def read_policy(text: str, file: str = "") -> Policy:
    """A policy. Raises Refused with every mistake, each with its line."""
    reader = _Reader(file)
    for number, line in enumerate(text.split("\n"), 1):
        words = line.replace("\t", " ").split(" ")
        words = [w for w in words if w]
        if words and not words[0].startswith("#"):
            reader.line(number, words)
    return reader.policy()


class _Reader:
    def __init__(self, file: str) -> None:
        self.file, self.problems = file, list[Problem]()
        self.logs: dict[bytes, Key] = {}
        self.witnesses: dict[str, Key] = {}
        self.groups: dict[str, tuple[int, tuple[str, ...]]] = {}
        self.members: set[str] = set()
        self.quorum = ""  # none was named yet

    def line(self, number: int, words: list[str]) -> None:
        """One line that says something."""
        try:
            if not self._taken(words):
                values = {"found": " ".join(words), "wanted": WANTED.get(words[0], "log, witness, group or quorum")}
                self.problems.append(Problem("policy-malformed", self.file, number, values=values))
        except Refused as refused:
            self.problems += [Problem(p.code, self.file, number, values=p.values) for p in refused.problems]

    def _taken(self, words: list[str]) -> bool:
        """Take what a line says; False where it says nothing that can be taken."""
        match words:
            case ["log", key] | ["log", key, _]:
                return self._log(read_key(key))
            case ["witness", name, key] | ["witness", name, key, _]:
                return self._witness(name, read_key(key))
            case ["group", name, count, *members]:
                return self._group(name, count, tuple(members))
            case ["quorum", name]:
                return self._quorum(name)
        return False

    def policy(self) -> Policy:
        """What the lines say; raises Refused with every mistake."""
        if not self.quorum:
            self.problems.append(Problem("policy-malformed", self.file, values={"found": "", "wanted": "quorum NAME"}))
        if self.problems:
            raise Refused(self.problems)
        return Policy(tuple(self.logs.values()), self.witnesses, self.groups, self.quorum)

    def _log(self, key: Key) -> bool:
        if key.kind != ED25519 or key.public in self.logs:
            return False
        self.logs[key.public] = key
        return True

    def _witness(self, name: str, key: Key) -> bool:
        known = {k.public for k in self.witnesses.values()}
        if key.kind != COSIGNATURE or key.public in known or not self._new(name):
            return False
        self.witnesses[name] = key
        return True

    def _group(self, name: str, count: str, members: tuple[str, ...]) -> bool:
        least = int(count) if is_number(count) else {"all": len(members), "any": 1}.get(count, 0)
        known = all(m in self.witnesses or m in self.groups for m in members)
        once = len(set(members)) == len(members) and not self.members & set(members)
        if not (1 <= least <= len(members) and known and once and self._new(name)):
            return False
        self.members |= set(members)
        self.groups[name] = (least, members)
        return True

    def _quorum(self, name: str) -> bool:
        if self.quorum or self._new(name):
            return False
        self.quorum = name
        return True

    def _new(self, name: str) -> bool:
        return name != NONE and name not in self.witnesses and name not in self.groups
