"""A case of two parties and many invented people, written as a folder: what `bench/clear.py` and its readers time.

- Two lists of the people each side holds, and what a transfer asks of each of them: legal act, consent, fear, medical,
  document, acceptance, for most; some refuse, some were never asked.
- The offer: each side transfers as many as the other, category by category; some are excluded, families go together.
- Everybody is invented; the surnames are those of the example.
"""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl
from tools.example_people import MEN, SURNAMES, WOMEN

CATEGORIES = ("a", "b", "c", "d", "e", "reserved")
SIDES = ("north", "south")

CASE = """\
exeat: 1
id: invented-exchange-of-many
title: INVENTED exchange of many
people: invented
on: 2025-06-01
parties:
  - {id: north, name: North (invented), kind: state, roles: [detaining_power]}
  - {id: south, name: South (invented), kind: state, roles: [detaining_power]}
  - {id: mission, name: A neutral mission (invented), kind: intermediary, roles: [intermediary, neutral]}
sources: []
lists:
"""
OFFER = """\
id: exchange
by: mission
to: [north, south]
clauses:
  - {kind: release, id: north-out, from: north, to: south, act: transfer,
     selection: {list: north-holds, count: "at least LEAST"}}
  - {kind: release, id: south-out, from: south, to: north, act: transfer,
     selection: {list: south-holds, count: {same_as: north-out}}}
  - {kind: balance, id: like-for-like, left: {list: north-holds}, right: {list: south-holds}, within: category}
  - {kind: exclude, id: not-these, selection: {list: north-holds, where: {category: {is: reserved}}}}
  - {kind: together, id: families, selection: {list: south-holds}, column: family}
"""
"""`LEAST` stands for a tenth of the people of a side."""


def make(folder: Path, people: int, seed: int = 1) -> None:
    """Write a case of so many people, half on each side."""
    draw = random.Random(seed)
    (folder / "lists").mkdir(parents=True)
    (folder / "offers").mkdir()
    declared = [line for side in SIDES for line in _side(folder, side, people // 2, draw)]
    (folder / "case.yaml").write_text(CASE + "".join(declared), encoding="utf-8")
    (folder / "offers" / "exchange.yaml").write_text(OFFER.replace("LEAST", str(people // 20)), encoding="utf-8")


def _side(folder: Path, side: str, number: int, draw: random.Random) -> list[str]:
    """The lists of one side, each as the case declares it."""
    other = SIDES[1 - SIDES.index(side)]
    ids = [f"{side[0].upper()}-{i:07d}" for i in range(1, number + 1)]
    held = _held(ids, draw)
    lists = {
        f"{side}-holds": ("holds", side, held),
        f"{side}-legal-acts": ("legal_acts", side, _said(ids, 0.97, draw, legal_act="transfer_order")),
        f"{side}-documents": ("documents", side, _said(ids, 0.95, draw, document="nationality_confirmed")),
        f"{side}-accepted": ("accepted", other, _said(ids, 0.97, draw, answer="accepted")),
        f"{side}-consents": ("consents", "mission", _interviews(ids, draw, other, answer=("yes", "no"))),
        f"{side}-fears": ("fears", "mission", _interviews(ids, draw, other, state=("none", "expressed"))),
        f"{side}-medical": ("medical", "mission", _said(ids, 0.97, draw, finding="fit")),
    }
    for name, (_, _, rows) in lists.items():
        rows.write_csv(folder / "lists" / f"{name}.csv")
    return [_declared(side, name, kind, by) for name, (kind, by, _) in lists.items()]


def _declared(side: str, name: str, kind: str, by: str) -> str:
    about = "" if kind == "holds" else f", about: {side}-holds"
    return f"  - {{id: {name}, file: lists/{name}.csv, by: {by}, kind: {kind}, purpose: proposal{about}}}\n"


def _held(ids: list[str], draw: random.Random) -> pl.DataFrame:
    given, families = MEN + WOMEN, max(1, len(ids) // 200)
    return pl.DataFrame(
        {
            "id": ids,
            "given_names": [f"{draw.choice(given)} {draw.choice(given)}" for _ in ids],
            "surname": [draw.choice(SURNAMES) for _ in ids],
            "second_surname": [draw.choice(SURNAMES) for _ in ids],
            "birth_date": [
                f"{draw.randint(1950, 2003)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}" for _ in ids
            ],
            "held_since": [f"{draw.randint(2022, 2024)}-{draw.randint(1, 12):02}" for _ in ids],
            "category": [draw.choices(CATEGORIES, (30, 25, 20, 15, 9, 1))[0] for _ in ids],
            "family": [f"F{draw.randrange(families)}" if draw.random() < 0.01 else None for _ in ids],
        }
    )


def _said(ids: list[str], share: float, draw: random.Random, **same: str) -> pl.DataFrame:
    """A list that says the same of most people."""
    told = [i for i in ids if draw.random() < share]
    return pl.DataFrame({"id": range(1, len(told) + 1), "record": told}).with_columns(**_all(same))


def _interviews(ids: list[str], draw: random.Random, destination: str, **words: tuple[str, str]) -> pl.DataFrame:
    """What people said in private to the mission: one in fifty the second word."""
    told = _said(ids, 0.98, draw, destination=destination, private="yes", on="2025-05-15")
    ((column, (usual, rare)),) = words.items()
    return told.with_columns(pl.Series(column, [rare if draw.random() < 0.02 else usual for _ in range(told.height)]))


def _all(same: dict[str, str]) -> dict[str, pl.Expr]:
    return {column: pl.lit(value) for column, value in same.items()}
