"""What a party's copy may carry, on a case with lists of every kind: a reason about a person is on none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.folders import WITH_LISTS

from exeat.core import claims as c
from exeat.core.facts import Facts
from exeat.disclosure.numbers import FEW, move_shown
from exeat.disclosure.recipient import IN_CONFIDENCE, PASSED_ON, SHOWN_COLUMNS, Recipient
from exeat.house import open_case

PARTIES = ("sv", "ve", "us", "us-supreme-court", "ve-president", "monitor", "press", "rights-organisations")


@pytest.fixture(scope="module")
def facts() -> Facts:
    return open_case(WITH_LISTS).facts()


@pytest.mark.parametrize("party", PARTIES)
def test_no_list_of_reasons_goes_to_a_party_that_did_not_submit_it(facts: Facts, party: str) -> None:
    recipient = Recipient.of(facts, party)
    for name, (statement, table) in facts.lists.items():
        own = facts.case.power_of(facts.statements[statement].by) == facts.case.power_of(party)
        assert recipient.may_have(name) == (
            own or (table.header.of in PASSED_ON and table.header.purpose == "proposal")
        ), name
    assert not PASSED_ON & IN_CONFIDENCE


def test_the_lists_of_the_case_put_it_to_the_test(facts: Facts) -> None:
    kinds = {table.header.of for _, table in facts.lists.values()}
    assert kinds >= {"consents", "fears", "medical", "guardianship", "deceased", "released", "documents", "holds"}
    assert {n for n in facts.lists if Recipient.of(facts, "ve").may_have(n)} >= {"sv-roster", "monitor-list", "remarks"}


def test_what_a_holder_writes_of_consent_is_not_for_the_other_side(facts: Facts) -> None:
    theirs = ["id", "given_names", "surname", "birth_date", "Consentimiento según el custodio", "remark", "health"]
    assert Recipient.of(facts, "ve").withheld("sv-roster", theirs) == tuple(theirs[-3:])
    assert Recipient.of(facts, "sv-president").withheld("sv-roster", theirs) == ()


@pytest.mark.parametrize("party", PARTIES)
def test_no_statement_about_a_person_is_on_a_partys_copy(facts: Facts, party: str) -> None:
    recipient = Recipient.of(facts, party)
    read = [s for s in facts.statements.values() if recipient.may_read(s)]
    for s in read:
        assert not isinstance(s.claim, c.Consent | c.Fear | c.Medical | c.Guardianship | c.Allegation | c.Death)
        subject = getattr(s.claim, "subject", "") or ""
        assert "#" not in subject
        assert "#" not in s.by


def test_the_intermediarys_copy_is_whole(facts: Facts) -> None:
    whole = [p for p in (*PARTIES, "caseworker", "mission", "Dr. Fruvaldés") if Recipient.of(facts, p).whole]
    assert whole == ["caseworker", "mission", "Dr. Fruvaldés"]


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.sampled_from(["sv", "ve", "us"]))
def test_no_small_number_and_no_name_beside_one(named: int, more: int, left: int, party: str) -> None:
    facts = open_case_once()
    found = move_shown(Recipient.of(facts, party), "c", "sv", "ve", named, named + more, named + more + left)
    numbers = [n for n in (found.selected, *found.cells.values()) if isinstance(n, int)]
    assert all(n >= FEW for n in numbers)
    assert not found.names or (party in ("sv", "ve") and found.cells.get("named") == named)
    assert sum(not isinstance(n, int) for n in found.cells.values()) != 1 or len(found.cells) == 1


def open_case_once(kept: list[Facts] = []) -> Facts:  # noqa: B006 - a case is read once for all examples
    if not kept:
        kept.append(open_case(WITH_LISTS).facts())
    return kept[0]


def test_columns_that_sort_people_are_not_their_reasons() -> None:
    assert not {"consent", "health", "fear", "charge", "remark"} & SHOWN_COLUMNS
