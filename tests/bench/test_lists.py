"""The lists that identity is measured on: a wrong truth would make a wrong matcher look right."""

from pathlib import Path

import polars as pl
import pytest
from bench.identity.lists import LANGUAGES, make, save
from bench.identity.profiles import PROFILES


@pytest.mark.parametrize("language", [*LANGUAGES, "mixed"])
def test_a_figure_can_be_had_again_because_the_same_seed_gives_the_same_bytes(language: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        save(make(language, 300, 5, "harsh"), tmp_path / name)
    save(make(language, 300, 6, "harsh"), tmp_path / "c")
    for file in ("left.csv", "right.csv", "truth.csv", "hard.csv"):
        same, other = (tmp_path / "b" / file).read_bytes(), (tmp_path / "c" / file).read_bytes()
        assert (tmp_path / "a" / file).read_bytes() == same != other


@pytest.mark.parametrize("language", [*LANGUAGES, "mixed"])
def test_no_pair_called_true_is_of_two_people(language: str) -> None:
    lists = make(language, 400, 2, "tidy")
    assert lists.truth.height == 200
    assert lists.truth["left"].is_unique().all()
    assert lists.truth["right"].is_unique().all()
    assert set(lists.truth["left"]) <= set(lists.left["id"])
    assert set(lists.truth["right"]) <= set(lists.right["id"])
    documents = _joined(lists.truth, lists.left, lists.right, "document_number").drop_nulls()
    digits = pl.col("document_number", "document_number_right").str.replace_all(r"\D", "")
    alike = documents.select(digits).filter(pl.col("document_number") == pl.col("document_number_right"))
    assert alike.height > 0.9 * documents.height


@pytest.mark.parametrize("language", [*LANGUAGES, "mixed"])
def test_those_who_are_alike_are_planted_and_are_never_called_one(language: str) -> None:
    lists = make(language, 2000, 3, "tidy")
    assert set(lists.hard["sort"]) == {"sibling", "parent", "twin", "namesake"}
    assert lists.hard.join(lists.truth, on=["left", "right"], how="semi").is_empty()
    shares = {sort: n / 2000 for sort, n in lists.hard["sort"].value_counts().iter_rows()}
    assert 0.06 < shares["sibling"] < 0.13
    assert shares["twin"] > 0.005
    assert shares["namesake"] > 0.01


def test_twins_share_the_day_of_birth_and_namesakes_do_not() -> None:
    lists = make("spanish", 4000, 4, "tidy")
    dates = _joined(lists.hard, lists.left, lists.right, "birth_date").drop_nulls()
    same = dates.filter(pl.col("birth_date") == pl.col("birth_date_right"))
    share = {sort: (same["sort"] == sort).sum() / (dates["sort"] == sort).sum() for sort in dates["sort"].unique()}
    assert share["twin"] > 0.75
    assert share["namesake"] < 0.05
    assert share["sibling"] < 0.05


def test_a_profile_does_what_it_says() -> None:
    plain, sparse, names = (make("mixed", 1000, 1, p) for p in ("plain", "sparse", "names_only"))
    assert sparse.left["birth_date"].null_count() > 400 > plain.left["birth_date"].null_count()
    assert set(names.right.columns) <= {"id", *PROFILES["names_only"].own, "given_names", "surname", "second_surname",
                                        "patronymic", "other_names"}  # fmt: skip


def test_names_stand_in_one_column_or_in_several() -> None:
    full, mixed = make("slavic", 200, 1, layout="full"), make("slavic", 200, 1, layout="mixed")
    assert "name" in full.left.columns
    assert "surname" not in full.right.columns
    assert ("name" in mixed.left.columns, "name" in mixed.right.columns) == (True, False)


def test_the_other_script_is_on_the_list_that_has_it() -> None:
    lists = make("arabic", 300, 1, "scripts")
    arabic = r"\p{Arabic}"
    assert lists.right["given_names"].str.contains(arabic).all()
    assert not lists.left["given_names"].str.contains(arabic).any()


def _joined(pairs: pl.DataFrame, left: pl.DataFrame, right: pl.DataFrame, column: str) -> pl.DataFrame:
    return pairs.join(left.select("id", column), left_on="left", right_on="id").join(
        right.select("id", column), left_on="right", right_on="id"
    )
