"""Two custody lists with known truth: `python bench/identity/lists.py --language mixed --n 10000 --seed 1 --out DIR`.

- Writes left.csv, right.csv, truth.csv (left,right) and hard.csv (left,right,sort: namesakes, twins and close kin that
  stand on the two lists and are two people). Half of each list is on the other.
- Invented people with common names at about their real frequencies; document numbers outside issued ranges.
- Knows nothing of what exeat knows about names. The errors are in `profiles.py`, README.md explains them.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import click
import numpy as np
import polars as pl
from bench.identity import arabic, hebrew, slavic, spanish
from bench.identity.hand import Array, Hand, words
from bench.identity.language import NAME_COLUMNS, Language
from bench.identity.population import KINDS, People, people
from bench.identity.profiles import PROFILES, Profile
from bench.identity.records import fields

LANGUAGES = {"spanish": spanish.language, "arabic": arabic.language, "slavic": slavic.language,
             "persian": arabic.persian, "hebrew": hebrew.language}  # fmt: skip
MIXED = {"spanish": 0.5, "arabic": 0.2, "slavic": 0.2, "persian": 0.05, "hebrew": 0.05}
LAYOUTS = ("split", "full", "mixed")
COLUMNS = ("id", "name", *NAME_COLUMNS, "other_names", "sex", "birth_date", "age", "as_of", "document_number",
           "birth_place", "father", "mother", "held_since", "place", "nationality")  # fmt: skip
HEADINGS = {
    "ours": {},
    "spanish": {"id": "Nro", "name": "Nombre completo", "given_names": "Nombres", "surname": "Primer apellido",
                "second_surname": "Segundo apellido", "sex": "Sexo", "birth_date": "Fecha de nacimiento", "age": "Edad",
                "document_number": "Cédula de identidad", "held_since": "Fecha de detención", "place": "Centro",
                "nationality": "Nacionalidad"},
    "english": {"id": "No.", "name": "Full name", "given_names": "First names", "surname": "Last name",
                "second_surname": "Second surname", "sex": "Gender", "birth_date": "DOB", "age": "Age",
                "document_number": "Identity number", "held_since": "Date of arrest", "place": "Facility",
                "nationality": "Citizenship"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lists:
    """`left` and `right` have the columns of COLUMNS that say something; texts, null where nothing is said."""

    left: pl.DataFrame
    right: pl.DataFrame
    truth: pl.DataFrame  # left, right
    hard: pl.DataFrame  # left, right, sort


@dataclass(frozen=True, slots=True)
class Part:
    """The people of one language: both lists, and the pairs as row numbers; `hard` has the kind as its third column."""

    left: pl.DataFrame
    right: pl.DataFrame
    truth: Array
    hard: Array


def make(language: str, n: int, seed: int = 1, profile: str = "plain", layout: str = "split") -> Lists:
    """Two lists of `n` records each. The same arguments give the same lists."""
    shares = MIXED if language == "mixed" else {language: 1.0}
    counts = _counts(shares, n)
    made = [
        _one(LANGUAGES[name](), count, seed * 100 + i, PROFILES[profile])
        for i, (name, count) in enumerate(counts.items())
    ]
    rng = np.random.default_rng([seed, n])
    orders = [rng.permutation(n), rng.permutation(n)]
    left = _numbered(pl.concat([m.left for m in made]), orders[0], "L", layout)
    right = _numbered(pl.concat([m.right for m in made]), orders[1], "R", layout)
    starts = np.cumsum([0, *counts.values()])
    truth = np.concatenate([m.truth + at for m, at in zip(made, starts, strict=False)])
    hard = np.concatenate([m.hard + np.array((at, at, 0)) for m, at in zip(made, starts, strict=False)])
    return Lists(left, right, _pairs(truth, orders), _pairs(hard, orders))


def _counts(shares: dict[str, float], n: int) -> dict[str, int]:
    counts = {name: int(n * share) // 2 * 2 for name, share in shares.items()}
    counts[next(iter(counts))] += n - sum(counts.values())
    return counts


def _one(language: Language, n: int, seed: int, profile: Profile) -> Part:
    """Both lists of one language."""
    rng = np.random.default_rng([seed, n])
    both = n // 2
    world = people(rng, both + 2 * (n - both), language.given, language.surnames, len(language.towns), language.two)
    order = rng.permutation(len(world.born))
    rows = (order[:n], np.concatenate([order[:both], order[n:]]))
    sides = [_written(world.take(rows[s]), Hand(rng, profile, bool(s), n), language) for s in (0, 1)]
    truth = np.stack([np.arange(both), np.arange(both)], axis=1)
    return Part(sides[0], sides[1], truth, _hard(world, rows))


def _written(who: People, hand: Hand, language: Language) -> pl.DataFrame:
    columns = language.write(who, hand, language.given, language.surnames) | fields(who, hand, language)
    nothing = words(hand.size)
    return pl.DataFrame({c: pl.Series(columns.get(c, nothing), dtype=pl.String) for c in COLUMNS if c != "id"})


def _hard(world: People, rows: tuple[Array, Array]) -> Array:
    """Left row, right row and kind of those who are kin, twin or namesake of one on the other list."""
    where = []
    for side in rows:
        at = np.full(len(world.born), -1, np.int64)
        at[side] = np.arange(len(side))
        where.append(at)
    who = np.flatnonzero(world.of >= 0)
    of, kind = world.of[who], world.kind[who].astype(np.int64)
    found = np.concatenate([np.stack([where[0][a], where[1][b], kind], axis=1) for a, b in ((who, of), (of, who))])
    return np.asarray(found[(found[:, 0] >= 0) & (found[:, 1] >= 0)])


def _numbered(frame: pl.DataFrame, order: Array, letter: str, layout: str) -> pl.DataFrame:
    """The rows in their order, with ids, in the layout; columns that say nothing are left out."""
    full = layout == "full" or (layout == "mixed" and letter == "L")
    kept = frame.drop(NAME_COLUMNS if full else "name")[order]
    texts = kept.select(pl.when(pl.all() != "").then(pl.all()))
    said = [c for c in texts.columns if texts[c].null_count() < texts.height]
    return texts.select(pl.Series("id", _ids(letter, len(order))), *said)


def _ids(letter: str, size: int) -> list[str]:
    return [f"{letter}{i:07d}" for i in range(1, size + 1)]


def _pairs(found: Array, orders: list[Array]) -> pl.DataFrame:
    columns = {}
    for side, name in enumerate(("left", "right")):
        at = np.empty(len(orders[side]), np.int64)
        at[orders[side]] = np.arange(1, len(at) + 1)
        columns[name] = pl.Series([f"{'LR'[side]}{i:07d}" for i in at[found[:, side]].tolist()], dtype=pl.String)
    if found.shape[1] > 2:
        columns["sort"] = pl.Series([KINDS[k] for k in found[:, 2].tolist()], dtype=pl.String)
    return pl.DataFrame(columns).sort("left", "right")


def save(lists: Lists, folder: Path, headings: str = "ours") -> None:
    """The four files."""
    folder.mkdir(parents=True, exist_ok=True)
    names = HEADINGS[headings]
    for name in ("left", "right"):
        frame = getattr(lists, name)
        frame.rename({c: names[c] for c in frame.columns if c in names}).write_csv(folder / f"{name}.csv")
    lists.truth.write_csv(folder / "truth.csv")
    lists.hard.write_csv(folder / "hard.csv")


@click.command()
@click.option("--language", type=click.Choice([*LANGUAGES, "mixed"]), default="spanish")
@click.option("--n", default=10_000, help="records a side")
@click.option("--seed", default=1)
@click.option("--profile", type=click.Choice(list(PROFILES)), default="plain")
@click.option(
    "--layout", type=click.Choice(LAYOUTS), default="split", help="names split, full, or full on the left only"
)
@click.option("--headings", type=click.Choice(list(HEADINGS)), default="ours")
@click.option("--out", type=click.Path(path_type=Path), required=True)
def main(language: str, n: int, seed: int, profile: str, layout: str, headings: str, out: Path) -> None:
    """Write two custody lists with known truth."""
    lists = make(language, n, seed, profile, layout)
    save(lists, out, headings)
    click.echo(
        f"{out}: {n} records a side, {lists.truth.height} pairs, {lists.hard.height} pairs of others who are alike"
    )


if __name__ == "__main__":
    main()
