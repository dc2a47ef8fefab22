"""Counts: a source's words must not be made to say more, or less, than they do."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exeat.core.counts import Count, read_count

NUMBERS = st.integers(0, 10**15)
WORDINGS = st.sampled_from(
    [
        "{}", "nearly {}", "casi {}", "about {}", "around {}", "some {}", "unos {}", "alrededor de {}",
        "cerca de {}", "more than {}", "over {}", "más de {}", "fewer than {}", "less than {}", "menos de {}",
        "at least {}", "al menos {}", "por lo menos {}", "at most {}", "up to {}", "hasta {}", "{}..",
    ]
)  # fmt: skip


def bounds(words: str) -> tuple[int, int | None] | None:
    count = read_count(words)
    return None if count is None else (count.least, count.most)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("252", (252, 252)), ("1,697", (1697, 1697)), ("1.697", (1697, 1697)), ("0", (0, 0)),
        ("1.234.567", (1234567, 1234567)),
        ("nearly 300", (270, 299)), ("casi 255", (230, 254)), ("nearly 10", (9, 9)),
        ("about 250", (225, 275)), ("around 255", (230, 280)), ("some 1,697", (1528, 1866)),
        ("unos 20", (18, 22)), ("alrededor de 100", (90, 110)), ("cerca de 100", (90, 110)),
        ("more than 1.697", (1698, None)), ("over 5", (6, None)), ("más de 5", (6, None)),
        ("fewer than 5", (0, 4)), ("less than 5", (0, 4)), ("menos de 5", (0, 4)), ("menos de 1", (0, 0)),
        ("at least 5", (5, None)), ("al menos 5", (5, None)), ("por lo menos 5", (5, None)),
        ("at most 5", (0, 5)), ("up to 5", (0, 5)), ("hasta 5", (0, 5)),
        ("3..5", (3, 5)), ("5..5", (5, 5)), ("5..", (5, None)), ("1.697..2.000", (1697, 2000)),
        ("thousands", (2000, None)), ("thousands of", (2000, None)), ("miles de", (2000, None)),
        ("hundreds", (200, None)), ("cientos", (200, None)), ("centenares", (200, None)),
        ("dozens", (24, None)), ("docenas", (24, None)), ("a dozen", (12, 12)),
        ("none", (0, 0)), ("no", (0, 0)), ("zero", (0, 0)), ("ninguno", (0, 0)), ("ninguna", (0, 0)),
        ("one", (1, 1)), ("four", (4, 4)), ("twenty", (20, 20)), ("cuatro", (4, 4)), ("veinte", (20, 20)),
        ("dieciséis", (16, 16)), ("more than a dozen", (13, None)), ("más de veinte", (21, None)),
    ],
)  # fmt: skip
def test_a_wording_is_read_as_more_or_fewer_people(words: str, expected: tuple[int, int | None]) -> None:
    assert bounds(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "100 %", "100%", "about 100 %", "", " ", "-5", "5.5", "1,69", "16,97", "1,6970", "1,697.123", "0.123",
        "0,123", "007", "1e3", "٤", "5..3", "..5", "..", "5...", "about", "about thousands", "more than none",
        "no more than 5", "several", "252 people", "fewer than 0", "nearly 0", "nearly 9", "1" * 19,
        "1" * 5000, "some people",
    ],
)  # fmt: skip
def test_something_that_is_no_count_becomes_a_number_of_people(words: str) -> None:
    assert read_count(words) is None


@pytest.mark.parametrize(("words", "most"), [("MÁS  de 5", None), ("ma\u0301s de\u00a05", None), ("Hasta 5\n", 5)])
def test_a_count_is_lost_for_its_typing(words: str, most: int | None) -> None:
    count = read_count(words)
    assert count is not None
    assert (count.most, count.words) == (most, words)


@given(NUMBERS)
def test_a_thousands_separator_changes_a_number(n: int) -> None:
    assert bounds(f"{n:,}") == bounds(f"{n:,}".replace(",", ".")) == bounds(str(n)) == (n, n)


@given(NUMBERS)
def test_a_rounded_number_reaches_beyond_a_tenth(n: int) -> None:
    about = read_count(f"about {n}")
    assert about is not None
    assert about.most is not None
    low, high = Fraction(9 * n, 10), Fraction(11 * n, 10)
    assert about.least - 1 < low <= about.least <= n <= about.most <= high < about.most + 1


@given(NUMBERS)
def test_nearly_as_many_includes_as_many(n: int) -> None:
    nearly = read_count(f"nearly {n}")
    assert (nearly is None) == (n < 10)
    assert nearly is None or (not nearly.contains(n) and nearly.contains(n - 1))


@given(WORDINGS, NUMBERS)
def test_a_count_runs_backwards_or_loses_its_words(wording: str, n: int) -> None:
    count = read_count(wording.format(n))
    if count is not None:
        assert count.words == wording.format(n)
        assert count.least >= 0
        assert count.most is None or (type(count.most) is int and count.most >= count.least)
        assert count.exact == (count.least == count.most)


COUNTS = st.builds(
    lambda least, more: Count("", least, None if more is None else least + more),
    st.integers(0, 30),
    st.none() | st.integers(0, 10),
)


@given(COUNTS, COUNTS)
def test_two_sources_are_wrongly_said_to_contradict_each_other(a: Count, b: Count) -> None:
    # 45 is beyond every closed end drawn, so it stands for all the numbers of two open ends.
    shared = any(a.contains(n) and b.contains(n) for n in range(46))
    assert a.overlaps(b) == b.overlaps(a) == shared


@given(st.text())
def test_any_text_stops_the_reader(words: str) -> None:
    read_count(words)


def test_nobody_is_counted_below_zero() -> None:
    for least, most in ((-1, 5), (5, 4)):
        with pytest.raises(ValueError, match="cannot run from"):
            Count("", least, most)
