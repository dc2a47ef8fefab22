"""The fields of a record beside its names, with their errors: dates, documents, sex, places."""

from __future__ import annotations

import numpy as np
from bench.identity.hand import Array, Hand
from bench.identity.language import Columns, Language, written
from bench.identity.population import People

AS_OF = ("2025-03-01", "2025-06-01")
"""The days at which the ages of the left and of the right list held."""


def fields(people: People, hand: Hand, language: Language) -> Columns:
    """The columns beside the names, as texts; "" where nothing is said."""
    birth, age = _birth(people, hand)
    moved = np.where(hand.some("moved"), (people.place + 1 + hand.rng.integers(0, 3, hand.size)), people.place)
    born_at = np.where(
        hand.some("birth_place_other"), hand.rng.integers(0, len(language.towns), hand.size), people.birth_place
    )
    return {
        "sex": _gone(hand, np.where(people.female ^ hand.some("sex_wrong"), "F", "M").astype(object), "sex_missing"),
        "birth_date": birth, "age": age, "as_of": np.where(age != "", AS_OF[hand.right], "").astype(object),
        "document_number": _document(people, hand, language),
        "birth_place": _gone(hand, written(language.towns, born_at, hand.some("place_written")), "birth_place_missing"),
        "place": _gone(hand, written(language.places, moved, hand.some("place_written")), "place_missing"),
        "held_since": _held(people, hand),
        "nationality": _gone(hand, np.full(hand.size, language.nationality, dtype=object), "nationality_missing"),
    }  # fmt: skip


def _gone(hand: Hand, column: Array, error: str) -> Array:
    column[hand.some(error)] = ""
    return column


def _birth(people: People, hand: Hand) -> tuple[Array, Array]:
    """Birth dates as written, and the ages that stand instead of some."""
    rng = hand.rng
    near = rng.choice(np.array([-1, 1, 1, -1, 365, -365]), hand.size)
    days = people.born + np.where(hand.some("date_near"), near, 0)
    date = np.asarray(days, "int64").astype("datetime64[D]")
    text = np.datetime_as_string(date).astype("U10")
    month, day = _month_day(date)
    swapped = hand.some("day_month", (day <= 12) & (day != month))
    text[swapped] = [f"{t[:4]}-{t[8:]}-{t[5:7]}" for t in text[swapped]]
    for row in np.flatnonzero(hand.some("date_digit")):
        text[row] = _digit(str(text[row]), float(rng.random()))
    new_year = hand.some("first_january")
    text[new_year] = [t[:4] + "-01-01" for t in text[new_year]]
    text = np.where(hand.some("month_only"), text.astype("U7"), text)
    text = np.where(hand.some("year_only"), text.astype("U4"), text).astype(object)
    aged, missing = hand.some("age_instead"), hand.some("date_missing")
    age = _age(people.born, hand)
    text[aged | missing] = ""
    return text, np.where(aged & ~missing, age, "").astype(object)


def _month_day(date: Array) -> tuple[Array, Array]:
    month = date.astype("datetime64[M]")
    return month.astype(np.int64) % 12 + 1, (date - month.astype("datetime64[D]")).astype(np.int64) + 1


def _digit(text: str, at: float) -> str:
    """A date with one digit of it another; left as it is where that would be no date."""
    where = (2, 3, 3, 6, 9, 9, 8)[int(at * 7)]
    new = text[:where] + str((int(text[where]) + 1 + int(at * 7000) % 9) % 10) + text[where + 1 :]
    try:
        np.datetime64(new)
    except ValueError:
        return text
    return new if (new[:2] == "20" and new < "2010") or new[:2] == "19" else text


def _age(born: Array, hand: Hand) -> Array:
    at = int(np.datetime64(AS_OF[hand.right]).astype("datetime64[D]").astype(np.int64))
    wrong = np.where(hand.some("age_wrong"), hand.rng.choice(np.array([-1, 1]), hand.size), 0)
    return np.array(((at - born) / 365.2425).astype(np.int64) + wrong).astype("U3").astype(object)


def _document(people: People, hand: Hand, language: Language) -> Array:
    """National numbers outside of every issued range, as written."""
    letters, first, digits = language.document
    number = (people.document * 10**digits).astype(np.int64) % (10**digits - 2) + people.step
    text = np.array([first + str(n).zfill(digits) for n in number.tolist()], dtype=object)
    for error, change in (("document_digit", _other_digit), ("document_swapped", _swapped), ("document_cut", _cut)):
        rows = np.flatnonzero(hand.some(error))
        for row, at in zip(rows, hand.rng.random(len(rows)), strict=True):
            text[row] = change(text[row], float(at))
    dotted = np.flatnonzero(hand.some("document_dotted"))
    for row, how in zip(dotted, hand.rng.random(len(dotted)), strict=True):
        text[row] = _dotted(text[row], letters, float(how))
    text[hand.some("document_missing")] = ""
    return text


def _other_digit(text: str, at: float) -> str:
    where = int(at * len(text))
    return text[:where] + str((int(text[where]) + 1 + int(at * 99991) % 9) % 10) + text[where + 1 :]


def _swapped(text: str, at: float) -> str:
    where = int(at * (len(text) - 1))
    return text[:where] + text[where + 1] + text[where] + text[where + 2 :]


def _cut(text: str, at: float) -> str:
    return text[1:] if at < 0.5 else text[:-1]


def _dotted(text: str, letters: str, how: float) -> str:
    groups = f"{int(text):,}".replace(",", ".")
    if letters:
        return letters + (text if how < 0.4 else groups) if how < 0.8 else letters[0] + text
    return groups if how < 0.3 else f"{text[:3]}-{text[3:]}" if how < 0.6 else f"No {text}"


def _held(people: People, hand: Hand) -> Array:
    beside = np.where(hand.some("held_other"), hand.rng.integers(-12, 25, hand.size), 0)
    text = np.datetime_as_string(np.asarray(people.held + beside, "int64").astype("datetime64[D]")).astype(object)
    text[hand.some("held_missing")] = ""
    return text
