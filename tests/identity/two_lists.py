"""Two invented lists: the second has half of the people of the first, with slips, among many others."""

import random

import polars as pl
from tools.example_people import MEN, SURNAMES, WOMEN


def two_lists(short: int, long: int, seed: int = 1) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A short list and a long one, ids S-n and R-n, the rows of the long one in no order."""
    draw = random.Random(seed)
    everybody = [_person(draw) for _ in range(short + long - short // 2)]
    one = [{"id": f"S-{n:04}", **p} for n, p in enumerate(everybody[:short])]
    two = [{"id": f"R-{n:05}", **_slip(draw, p)} for n, p in enumerate(everybody[short - short // 2 :])]
    draw.shuffle(two)
    return pl.DataFrame(one), pl.DataFrame(two)


def _person(draw: random.Random) -> dict[str, str | None]:
    given = MEN + WOMEN
    return {
        "given_names": f"{draw.choice(given)} {draw.choice(given)}",
        "surname": draw.choice(SURNAMES),
        "second_surname": draw.choice(SURNAMES),
        "birth_date": f"{draw.randint(1950, 2003)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}",
        "document_number": f"X-99{draw.randrange(10**7):07d}",
        "birth_place": f"Pueblo {draw.randrange(12)}",
    }


def _slip(draw: random.Random, person: dict[str, str | None]) -> dict[str, str | None]:
    """The same person in other hands."""
    gone = draw.choice(["document_number", "second_surname", "birth_place", None])
    names = str(person["given_names"])
    turned = " ".join(reversed(names.split())) if draw.random() < 0.1 else names.upper()
    return {**person, "given_names": turned, **({gone: None} if gone else {})}
