"""The invented instances: the same seed gives the same, and classes lose nothing against a binary for every person."""

import pytest
from bench.clearing.instances import instance
from bench.clearing.models import classed, naive

from exeat.adapters.highs import Highs
from exeat.clearing.model import Model, Row, Terms
from exeat.clearing.sifting import proving


def test_the_same_seed_gives_the_same_instance() -> None:
    one, two, other = instance(300, 3, 7), instance(300, 3, 7), instance(300, 3, 8)
    assert one.people.equals(two.people)
    assert classed(one, True) == classed(two, True)
    assert not one.people.equals(other.people)


@pytest.mark.parametrize(("people", "parties", "families"), [(60, 2, True), (90, 3, True), (400, 4, False)])
def test_classes_free_as_many_as_a_binary_for_everybody(people: int, parties: int, families: bool) -> None:
    drawn = instance(people, parties, 3)
    model, aims = classed(drawn, families)
    known = proving(model, Highs(), [a for _, a in aims])
    assert [known.best(a).value for _, a in aims] == one_by_one(*naive(drawn, families))


def one_by_one(model: Model, aims: tuple[tuple[str, Terms], ...]) -> list[int]:
    """The aims by HiGHS alone, on the model of binaries."""
    session, found = Highs().open(model), []
    for _, aim in aims:
        found.append(session.maximise(aim).value)
        session.add(Row("", aim, found[-1], None))
    return found
