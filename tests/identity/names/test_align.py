"""Which word stands for which: who is lost where a list turns names round, and who is taken for whom."""

import polars as pl
import pytest

from exeat.identity.explain import Waterfall, explain


def explained(left: dict[str, str], right: dict[str, str]) -> Waterfall:
    """Of two records, on lists with one other each."""
    one, two = (pl.DataFrame([{"id": "1", **told}, {"id": "2"}]) for told in (left, right))
    return explain(one, two, "1", "1")


def levels(told: Waterfall) -> dict[str, str]:
    return {b.comparison: b.level for b in told.bars if b.level != "rarity"}


@pytest.mark.parametrize("slip", ["Calmaruv", "Calmraú", "Kalmarou"])
def test_a_slip_in_a_name_that_is_turned_round_does_not_make_it_another_name(slip: str) -> None:
    straight = {"given_names": "Nicanor", "surname": "Calmarú"}
    turned = explained(straight, {"given_names": slip, "surname": "Nicanor"})
    found = levels(turned)
    assert found["given"] == "crossed"
    assert "different" not in (found["family"], found["family_second"])
    assert turned.score < explained(straight, {"given_names": "Nicanor", "surname": slip}).score


def test_a_given_name_is_not_taken_for_a_surname_that_is_only_like_it() -> None:
    """Without another word that says so, nobody turned the name round."""
    found = levels(
        explained({"given_names": "Calmara", "surname": "Wolmaren"}, {"given_names": "Ciro", "surname": "Calmarú"})
    )
    assert (found["given"], found["family"]) == ("different", "different")
