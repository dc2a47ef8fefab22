"""Proposals: which records of the people in a case's lists may be one person, as the machine has it.

- A derived table: it follows from the rows of the lists and from what people judged, may always be thrown away, and
  joins nobody by itself.
- What was judged of some pairs teaches how the others are scored; which pairs are proposed although somebody judged
  them is no matter here: see `people`.
- The newest version of each list counts. A row with the same id in a later version is the same record.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from exeat.core.facts import PEOPLE_LISTS, Facts

from .labels import labels

if TYPE_CHECKING:
    import polars as pl

    from .among import Among

READ = (
    "name", "given_names", "surname", "second_surname", "patronymic", "other_names", "father", "mother", "sex",
    "birth_date", "age", "as_of", "document_number", "birth_place", "origin", "nationality", "place", "held_since",
)  # fmt: skip
NAMES = ("name", "given_names", "surname")
COLUMNS = ("left", "right", "score", "probability", "decision", "margin")
TEXTS, NUMBERS = ("left", "right", "decision"), ("score", "probability", "margin")
GONE = frozenset({"released", "deceased"})


def everywhere(facts: Facts) -> tuple[str, ...]:
    """The current lists that list people by themselves."""
    return tuple(
        name
        for name, (_, t) in sorted(facts.current.items())
        if t.header.of in PEOPLE_LISTS and "record" not in dict(t.header.columns)
    )


def bearing(facts: Facts) -> tuple[str, ...]:
    """Those of them that bear on a plan: from which clauses may select, and who is gone; all, where a threshold stands.

    With a threshold people can be joined through any list.
    """
    if facts.case.protocol.identity_threshold is not None:
        return everywhere(facts)
    headers = {name: facts.current[name][1].header for name in everywhere(facts)}
    return tuple(n for n, h in headers.items() if h.purpose == "proposal" or h.of in GONE)


def key(facts: Facts, lists: Iterable[str]) -> tuple[tuple[str, str, str], ...]:
    """What the proposals between lists depend on: their statements, and the names under which their records go."""
    return tuple((name, facts.origin(name), facts.current[name][0]) for name in lists)


def proposals(facts: Facts, lists: Iterable[str] | None = None) -> "pl.DataFrame":
    """The pairs of records that may be one person, as the judgements of the case teach. None = all people's lists."""
    compared = compared_of(facts, everywhere(facts) if lists is None else tuple(lists))
    return pairs_of(compared and compared.with_verdicts(labels(facts)))


def compared_of(facts: Facts, lists: Iterable[str]) -> "Among | None":
    """The records of lists, compared; nothing that anybody judged is looked at. None = there is nobody to compare."""
    from .among import among

    rows = rows_of(facts, tuple(lists))
    return among(rows) if rows.height > 1 else None


def pairs_of(compared: "Among | None") -> "pl.DataFrame":
    """The pairs of records that may be one person, each once: `left` sorts before `right`.

    Columns: `left`, `right` (addresses), `score` (log2 odds), `probability`, `decision` (match | review), `margin`
    (bits to the next best of either record). The probability is that of this pair set against the others of its two
    records in the same two lists, with six decimals.
    """
    import polars as pl

    if compared is None:
        types = dict.fromkeys(TEXTS, pl.String()) | dict.fromkeys(NUMBERS, pl.Float64())
        return pl.DataFrame(schema=types).select(COLUMNS)
    found = compared.pairs()
    low, high = pl.min_horizontal("left", "right"), pl.max_horizontal("left", "right")
    return found.with_columns(low.alias("left"), high.alias("right")).select(COLUMNS).sort("left", "right")


def rows_of(facts: Facts, lists: tuple[str, ...]) -> "pl.DataFrame":
    """The records of some lists: `list`, `id` (the address), what is compared, and the day at which an age held."""
    import polars as pl

    days = {n: facts.current[n][1].header.as_of for n in lists}
    texts = {n: d.text for n, d in days.items() if d is not None}
    rows = facts.people.filter(pl.col("list").is_in(lists)).unique("record", keep="first", maintain_order=True)
    day = pl.col("list").replace_strict(texts, default=None, return_dtype=pl.String)
    day = pl.coalesce("as_of", day) if "as_of" in rows.columns else day
    read = [n for n in READ if n in rows.columns and n != "as_of"]
    some = rows.select("list", pl.col("record").alias("id"), *read, day.alias("as_of"))
    named = [n for n in NAMES if n in read]
    return some.filter(pl.any_horizontal(pl.col(n).is_not_null() for n in named)) if named else some.head(0)
