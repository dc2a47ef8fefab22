"""Two reviewers who only seem to agree are seen; a verdict that somebody contradicts teaches nothing."""

import polars as pl
import pytest

from exeat.core.claims import SamePerson
from exeat.identity.agreement import agreement
from exeat.identity.labels import labels
from exeat.testing.memory import CASE, facts_of, says


def judged(*rows: tuple[str, str, str, str]) -> pl.DataFrame:
    """Judgements of (left, right, verdict, by)."""
    schema = dict.fromkeys(("left", "right", "verdict", "by", "statement", "row"), pl.String())
    return pl.DataFrame([(*r, f"st_{n}", None) for n, r in enumerate(rows)], schema, orient="row")


def both(same: int, different: int, only_a: int, only_b: int) -> pl.DataFrame:
    """Two who both say *same*, both *different*, and of whom one alone says *same*."""
    said = [("same", "same")] * same + [("different", "different")] * different
    said += [("same", "different")] * only_a + [("different", "same")] * only_b
    rows = [(f"a#{n}", f"b#{n}", v, by) for n, two in enumerate(said) for v, by in zip(two, ("p", "q"), strict=True)]
    return judged(*rows)


def test_kappa_as_printed() -> None:
    """20 and 15 agreed, 5 and 10 not: 0.70 against 0.50 by chance, as textbooks have it."""
    (found,), differing = agreement(both(20, 15, 5, 10))
    assert (found.pairs, found.agreed, found.share, found.kappa) == (50, 35, "0.7000", "0.4000")
    assert len(differing) == 15


def test_two_who_always_say_the_same_word_have_not_shown_that_they_agree() -> None:
    (found,), _ = agreement(both(0, 9, 0, 0))
    assert (found.share, found.kappa) == ("1.0000", None)


def test_two_who_say_no_to_nearly_all_agree_less_than_their_share_tells() -> None:
    (found,), _ = agreement(both(0, 96, 2, 2))
    assert found.share == "0.9600"
    assert found.kappa is not None
    assert float(found.kappa) < 0


def test_who_contradicts_themselves_agrees_with_nobody() -> None:
    known = judged(("a#1", "b#1", "same", "p"), ("a#1", "b#1", "different", "p"), ("a#1", "b#1", "same", "q"))
    assert agreement(known) == ((), ())


def test_a_disagreement_names_both_and_their_statements() -> None:
    _, (one,) = agreement(judged(("a#1", "b#1", "same", "p"), ("a#1", "b#1", "unsure", "q")))
    assert (one.one, one.one_says, one.other, one.other_says) == ("p", "same", "q", "unsure")
    assert one.statements == ("st_0", "st_1")


@pytest.mark.parametrize(
    ("said", "taught"),
    [
        ([("red", "a#1", "b#1", "same")], [("a#1", "b#1", True)]),
        ([("red", "b#1", "a#1", "different")], [("a#1", "b#1", False)]),
        ([("red", "a#1", "b#1", "unsure")], []),
        ([("red", "a#1", "b#1", "same"), ("blue", "b#1", "a#1", "different")], []),
        ([("red", "a#1", "b#1", "same"), ("blue", "a#1", "b#1", "unsure")], [("a#1", "b#1", True)]),
        ([("red", "a#1", "b#1", "same"), ("red", "b#1", "a#2", "same"), ("red", "a#1", "a#2", "different")], []),
    ],
)
def test_a_verdict_in_doubt_teaches_nothing(
    said: list[tuple[str, str, str, str]], taught: list[tuple[str, str, bool]]
) -> None:
    facts = facts_of(CASE, [says(by, SamePerson(a, b, v)) for by, a, b, v in said])  # type: ignore[arg-type]
    assert labels(facts).rows() == taught
