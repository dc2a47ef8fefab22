"""The names of a list through its versions: since when each stands there, and when its row last changed.

- A name is shown as the list gives it; `words_of` is its words without case, accents, marks and order, for finding
  the same words elsewhere. The same words are not the same person.
- The day of a version is the day it speaks of (`as_of`), else the day of its document; else unknown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exeat.core.dates import PartialDate
from exeat.core.facts import Facts
from exeat.core.tables import Table

from .sayings import Background, Saying

if TYPE_CHECKING:
    import polars as pl

PARTS = ("given_names", "surname", "second_surname")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a list: its id, its statement, its Merkle root, how many rows, its day (None = unknown)."""

    list: str
    statement: str
    root: str
    rows: int
    day: PartialDate | None


def versions(facts: Facts, name: str) -> tuple[Version, ...]:
    """The versions of a list, the first one first; `name` is any of them."""
    chain = [facts.newest(name)]
    while (before := facts.lists[chain[-1]][1].header.supersedes) in facts.lists and before not in chain:
        assert before is not None
        chain.append(before)
    background = Background(facts)
    return tuple(_version(facts, background, n) for n in reversed(chain))


def _version(facts: Facts, background: Background, name: str) -> Version:
    i, table = facts.lists[name]
    day = background.day(Saying(i, facts.key(i), facts.statements[i]))
    return Version(name, i, table.header.root, table.header.rows, day)


def names_listed(facts: Facts, chain: Sequence[Version]) -> "pl.DataFrame":
    """Every name that a version has or had, those of the newest first, in its order.

    Columns: `record`, `name`, `birth_date` (texts as received; null = not given), `listed` (in the newest version),
    `since` (the last day that the first version with this name allows), `changed` (the first day that the last version
    that changed the row allows; null = no version did, or its day is unknown), `since_text`.
    """
    import polars as pl

    origin = facts.origin(chain[0].list)
    rows = pl.concat([list_cells(facts.lists[v.list][1], origin, n) for n, v in enumerate(chain)])
    rows = rows.with_columns(before=pl.col("cells").shift(1).over("record"))
    changed = pl.col("before").is_not_null() & (pl.col("before") != pl.col("cells"))
    newest = rows.sort("version", "at", descending=[True, False]).group_by("record", maintain_order=True)
    found = newest.agg(
        pl.col("name", "birth_date").first(),
        listed=pl.col("version").max() == len(chain) - 1,
        first=pl.col("version").min(),
        turned=pl.col("version").filter(changed).max(),
    )
    days = pl.DataFrame(
        [(n, v.day and v.day.text, v.day and v.day.first, v.day and v.day.last) for n, v in enumerate(chain)],
        schema={"n": pl.Int64, "since_text": pl.String, "changed": pl.Date, "since": pl.Date},
        orient="row",
    )
    found = found.join(days.drop("changed"), left_on="first", right_on="n", how="left", maintain_order="left")
    found = found.join(days.select("n", "changed"), left_on="turned", right_on="n", how="left", maintain_order="left")
    return found.select("record", "name", "birth_date", "listed", "since", "changed", "since_text")


def list_cells(table: Table, origin: str, version: int = 0) -> "pl.DataFrame":
    """The rows of one version: `record`, `name`, `birth_date`, `version`, `at` (its place) and `cells`, which is one
    text, the same for the same cells in whatever order of columns.
    """
    import polars as pl

    ours = table.ours()
    cells = [pl.lit(f"{c}=") + pl.col(c) for c in sorted(ours.columns)]
    birth = pl.col("birth_date") if "birth_date" in ours.columns else pl.lit(None, dtype=pl.String)
    return ours.select(
        table.records(origin),
        written(ours.columns).alias("name"),
        birth.alias("birth_date"),
        pl.concat_str(cells, separator="\x1f", ignore_nulls=True).alias("cells"),
        pl.lit(version, dtype=pl.Int64).alias("version"),
        pl.int_range(pl.len()).alias("at"),
    )


def written(columns: Sequence[str]) -> "pl.Expr":
    """The name of a row as one text: as given whole, else surnames, then given names; null where there is none."""
    import polars as pl

    def part(*names: str) -> pl.Expr:
        have = [pl.col(n) for n in names if n in columns]
        joined = pl.concat_str(have, separator=" ", ignore_nulls=True) if have else pl.lit(None, dtype=pl.String)
        return pl.when(joined != "").then(joined)

    whole = part("surname", "second_surname"), part("given_names")
    joined = pl.concat_str(whole, separator=", ", ignore_nulls=True)
    return pl.coalesce(part("name"), pl.when(joined != "").then(joined))


def words_of(name: "pl.Expr") -> "pl.Expr":
    """The words of a name, sorted, without case, accents and marks; null where there are none."""
    plain = name.str.normalize("NFKD").str.replace_all(r"\p{M}+", "").str.to_lowercase()
    words = plain.str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars().str.split(" ").list.sort().list.join(" ")
    return words.replace("", None)
