"""A number that is somebody's own: short lists cannot make it common, and one that many have is nobody's."""

import polars as pl

from exeat.identity.explain import explain

NAMES = ["Calmarú", "Wolmaren", "Lembrúa", "Kardumel", "Esmorbán", "Quelmoraz"]


def lists(numbers: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    given = ["Nicanor", "Ciro", "Delfín", "Eloy", "Fabio", "Gil"]
    rows = {"name": [f"{g} {n}" for g, n in zip(given, NAMES, strict=True)], "document_number": numbers}
    one, two = (pl.DataFrame({"id": [f"{side}{n}" for n in range(6)], **rows}) for side in "ab")
    return one, two


def said(numbers: list[str]) -> dict[str, float]:
    one, two = lists(numbers)
    found = explain(one, two, "a0", "b0")
    return {bar.level: bar.weight for bar in found.bars if bar.comparison == "document"}


def test_in_short_lists_a_number_that_only_two_records_have_is_not_called_common() -> None:
    told = said([f"X-99{n}0{n}7{n}1{n}" for n in range(6)])
    assert set(told) == {"same"}
    assert told["same"] > 10


def test_a_number_that_half_a_list_has_says_little() -> None:
    told = said(["X-99101711"] * 3 + ["X-99404744", "X-99505755", "X-99606766"])
    assert told["same"] + told["rarity"] < 3
