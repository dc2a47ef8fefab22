"""Whoever reads why two records were joined reads it in words, in either language."""

import pytest

from exeat.faces.texts import area
from exeat.identity.comparisons import Comparison
from exeat.identity.fields import dates, documents, held, nationality, other, places, relatives, sex

MODULES = (dates, documents, sex, places, relatives, held, nationality)
ALL = (*(c for module in MODULES for c in module.COMPARISONS), other.comparison("street"))


@pytest.mark.parametrize("comparison", ALL, ids=lambda c: c.name)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_reviewer_is_never_shown_a_level_without_words(comparison: Comparison, language: str) -> None:
    texts, named = area(language, "match"), comparison.name.replace("other_street", "other")
    assert [level.id for level in comparison.levels if f"level-{named}-{level.id}" not in texts] == []


@pytest.mark.parametrize("comparison", ALL, ids=lambda c: c.name)
def test_no_likeness_speaks_against_a_person_and_no_difference_for_one(comparison: Comparison) -> None:
    levels = {level.id: level for level in comparison.levels}
    assert comparison.levels[0].id == "missing"
    assert levels["same"].m > levels["same"].u
    assert levels["different"].m < levels["different"].u
    for shares in ("m", "u", "kin"):
        assert sum(getattr(level, shares) for level in comparison.levels[1:]) == pytest.approx(1, abs=0.03)
