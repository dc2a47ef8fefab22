"""Whoever takes a key, or makes one up, signs nothing in the name of those who had it."""

import pytest
from tests.ledger.keys import Pen

from exeat.core.claims import Death, SigningKey
from exeat.core.merkle import leaf
from exeat.core.statement import Statement
from exeat.ledger.bundle import entry_signature
from exeat.ledger.note import COSIGNATURE, Key
from exeat.ledger.registry import Elsewhere, Registry

DESK, SECOND, THIEF = Pen("monitor.example/desk"), Pen("monitor.example/second"), Pen("monitor.example/third")
ENTRY = leaf(b"an entry")


def word(pen: Pen | str, state: str = "trusted", act: str = "states") -> Statement:
    text = pen if isinstance(pen, str) else str(pen.key)
    return Statement("keeper", act, SigningKey(text, state))  # type: ignore[arg-type]


def entry(registry: Registry, by: Pen, says: Statement | None, at: str = "2026-01-01") -> Key | None:
    """Record an entry: who signed it, of those who count."""
    registry.at(at)
    signer = registry.signer(ENTRY, entry_signature(ENTRY, by), says)
    if says is not None:
        registry.hear(says, signer)
    return signer


@pytest.fixture
def begun() -> Registry:
    """A log whose desk named itself first."""
    registry = Registry()
    assert entry(registry, DESK, word(DESK)) == DESK.key
    return registry


def test_nobody_counts_before_somebody_is_named() -> None:
    registry = Registry()
    assert entry(registry, DESK, None) is None
    assert entry(registry, DESK, Statement("keeper", "states", Death("a-list#1"))) is None
    for state in ("retired", "revoked"):
        assert entry(registry, DESK, word(DESK, state)) is None
    assert entry(registry, THIEF, word(DESK)) is None, "a key is first named by itself"
    assert registry.trusted == ()
    assert registry.reigns == {}


def test_a_key_that_nobody_who_counts_vouched_for_signs_nothing(begun: Registry) -> None:
    assert entry(begun, THIEF, word(THIEF)) is None
    assert entry(begun, THIEF, None) is None
    assert begun.trusted == (DESK.key,)
    assert entry(begun, DESK, word(SECOND)) == DESK.key
    assert entry(begun, SECOND, None) == SECOND.key
    assert [*begun.trusted] == [DESK.key, SECOND.key]


def test_a_key_that_ended_signs_nothing_more_and_ends_nobody_else(begun: Registry) -> None:
    entry(begun, DESK, word(SECOND), "2026-01-02")
    assert entry(begun, SECOND, word(DESK, "revoked"), "2026-01-03") == SECOND.key
    assert begun.trusted == (SECOND.key,)
    assert entry(begun, DESK, word(SECOND, "revoked"), "2026-01-04") is None
    assert begun.trusted == (SECOND.key,)


def test_where_every_key_ended_nobody_begins_anew_by_himself(begun: Registry) -> None:
    """Else a thief waits until the last key is retired, and is the first again."""
    assert entry(begun, DESK, word(DESK, "retired")) == DESK.key
    assert entry(begun, THIEF, word(THIEF)) is None
    assert entry(begun, DESK, word(DESK)) is None
    assert begun.trusted == ()


def test_what_is_denied_or_is_no_key_names_nobody(begun: Registry) -> None:
    assert entry(begun, DESK, Statement("keeper", "states", Death("a-list#1"))) == DESK.key
    entry(begun, DESK, word(SECOND, act="denies"))
    entry(begun, DESK, word(DESK, "revoked", act="denies"))
    entry(begun, DESK, word("no key"))
    entry(begun, DESK, word("no key", "revoked"))
    entry(begun, DESK, word(SECOND, "retired"))
    assert begun.trusted == (DESK.key,)
    assert [*begun.reigns] == [DESK.key]
    assert entry(Registry(), DESK, word("no key")) is None


def test_the_key_of_a_witness_signs_no_entries(begun: Registry) -> None:
    """The same private key may be used for both; what it says of a checkpoint is no word about an entry."""
    witness = Pen("monitor.example/desk", COSIGNATURE)
    assert entry(Registry(), witness, word(witness)) is None
    entry(begun, DESK, word(witness))
    assert begun.named(entry_signature(ENTRY, witness), None) == ()


def test_from_when_to_when_a_key_counted_is_kept(begun: Registry) -> None:
    """By it the other logs of a house are read: one day too many, and a stolen key counts."""
    assert begun.reigns == {DESK.key: ("2026-01-01", None)}
    entry(begun, DESK, word(SECOND), "2026-01-02")
    entry(begun, DESK, word(SECOND), "2026-01-03")
    assert begun.reigns[SECOND.key] == ("2026-01-02", None), "named twice, it counts from the first time"
    entry(begun, DESK, word(SECOND, "retired"), "2026-01-04")
    assert begun.reigns[SECOND.key] == ("2026-01-02", "2026-01-04")
    entry(begun, DESK, word(SECOND, "revoked"), "2026-01-05")
    assert begun.reigns[SECOND.key] == ("2026-01-02", "2026-01-04"), "what ended does not end later"
    entry(begun, DESK, word(SECOND), "2026-01-06")
    assert begun.reigns[SECOND.key] == ("2026-01-02", None)
    assert begun.reigns[DESK.key] == ("2026-01-01", None)


ELSEWHERE = {DESK.key: ("2026-01-02", "2026-01-05"), SECOND.key: ("2026-01-04", None)}


@pytest.mark.parametrize(
    ("at", "sign", "must"),
    [
        ("2026-01-01", (DESK, SECOND), ()),
        ("2026-01-02", (DESK, SECOND), ()),
        ("2026-01-03", (DESK, SECOND), (DESK,)),
        ("2026-01-05", (DESK, SECOND), (DESK, SECOND)),
        ("2026-01-06", (SECOND,), (SECOND,)),
    ],
)
def test_in_another_log_of_the_house_a_key_counts_until_it_ended_here(
    at: str, sign: tuple[Pen, ...], must: tuple[Pen, ...]
) -> None:
    """`sign`: who may, also where the clock went back; `must`: those who count from then on."""
    other = Elsewhere(ELSEWHERE)
    for pen in (DESK, SECOND, THIEF):
        assert entry(other, pen, None, at) == (pen.key if pen in sign else None)
    assert other.trusted == tuple(p.key for p in must)


def test_another_log_names_no_keys_itself() -> None:
    other = Elsewhere(ELSEWHERE)
    assert not other.trusted, "before any entry was looked at"
    assert entry(other, THIEF, word(THIEF), "2026-01-03") is None
    assert entry(other, SECOND, word(THIEF), "2026-01-03") == SECOND.key
    assert entry(other, SECOND, word(DESK, "revoked"), "2026-01-03") == SECOND.key
    assert other.trusted == (DESK.key,)
    assert other.reigns == ELSEWHERE
