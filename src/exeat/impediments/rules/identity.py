"""Who a person is: judgements that contradict, names that are missing, doubles and matches that nobody judged.

- The one rule that depends on who else is in the problem.
"""

from typing import TYPE_CHECKING

from exeat.impediments.told import Context, Told

from .finding import NOT_ESTABLISHED, columns, findings, slim

if TYPE_CHECKING:
    import polars as pl


def identity(told: Told, move: Context) -> "pl.LazyFrame":
    """Who the person is, is unresolved: see `docs/spec/clearing.md`."""
    found = slim(_doubts(told), _nameless(told), _doubles(told), _proposed(told))
    return findings(found, "identity", NOT_ESTABLISHED)


def _doubts(told: Told) -> "pl.LazyFrame":
    """Contradicting or unsure judgements, and chains of links that contradict: what each rests on."""
    import polars as pl

    mine = told.those(d.person for d in told.people.doubts)
    doubts = [d for d in told.people.doubts if d.person in mine]
    said = [{"person": d.person, "statement": s, "row": None} for d in doubts for s in d.statements]
    rows = [{"person": d.person, "statement": None, "row": r} for d in doubts for r in d.records]
    return pl.LazyFrame([*said, *rows], schema=columns())


def _proposed(told: Told) -> "pl.LazyFrame":
    """Two persons of whom the machine says that they match, and nobody judged: both, with the rows of both."""
    import polars as pl

    if told.people.open is None or told.people.open.is_empty():
        return pl.LazyFrame(schema=columns())
    match = told.people.open.filter(pl.col("decision") == "match")
    ends = [told.people.persons(match[end]).alias(f"{end}_person") for end in ("left", "right")]
    both = match.select("left", "right").with_columns(ends).filter(pl.col("left_person") != pl.col("right_person"))
    for end in ("left", "right"):
        both = both.join(told.among.to_frame(), left_on=f"{end}_person", right_on="person", how="semi")
    found = [
        both.select(pl.col(f"{of}_person").alias("person"), pl.lit(None, pl.String).alias("statement"), row=row)
        for of in ("left", "right")
        for row in ("left", "right")
    ]
    return pl.concat(found).lazy()


def _nameless(told: Told) -> "pl.LazyFrame":
    """Persons in whose own rows no name stands, or no surname where the list has a column for it."""
    import polars as pl

    names = [n for n in ("name", "given_names", "surname") if n in told.rows.columns]
    rows = told.rows.lazy().with_columns(pl.col("record").alias("row"))
    if not names:
        return slim(rows)
    headed = {n: {x for x, (_, t) in told.facts.current.items() if n in dict(t.header.columns)} for n in names}
    given = pl.any_horizontal(pl.col(n).is_not_null() for n in names)
    surname = pl.lit(True)
    if "surname" in names:
        surname = ~pl.col("list").is_in(list(headed["surname"])) | pl.col("surname").is_not_null()
    named = rows.filter(given & surname).select("person")
    return slim(rows.join(named, on="person", how="anti"))


def _doubles(told: Told) -> "pl.LazyFrame":
    """Two persons with the same names and the same birth date, whom nobody told apart: each may be the other."""
    import polars as pl

    names = [n for n in ("name", "given_names", "surname", "second_surname") if n in told.rows.columns]
    if "birth_date" not in told.rows.columns or not names:
        return slim(told.rows.lazy().head(0).with_columns(pl.lit(None, pl.String).alias("row")))
    full = pl.concat_str([_folded(told.rows[n]) for n in names], separator="|", ignore_nulls=True)
    rows = told.rows.with_columns(full.alias("_name"), pl.col("record").alias("row"))
    rows = rows.filter(pl.col("birth_date").is_not_null() & (pl.col("_name") != ""))
    rows = rows.filter(pl.concat_str("birth_date", "_name", separator="|").is_duplicated())
    twins = rows.filter(pl.col("person").n_unique().over("_name", "birth_date") > 1)
    return slim(twins.filter(pl.Series(_unjudged(told, twins), dtype=pl.Boolean)).lazy())


def _folded(names: "pl.Series") -> "pl.Series":
    """Names without case, accents and doubled spaces (see `core.values.fold`); each distinct one is folded once."""
    distinct = names.drop_nulls().unique()
    plain = distinct.str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_lowercase()
    return names.replace_strict(distinct, plain.str.replace_all(r"[\s_-]+", " ").str.strip_chars(), default=None)


def _unjudged(told: Told, twins: "pl.DataFrame") -> list[bool]:
    """For each row, whether a row of another person with the same names and date was not told apart from it."""
    groups: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for name, born, record, person in twins.select("_name", "birth_date", "record", "person").iter_rows():
        groups.setdefault((name, born), []).append((record, person))

    def open_(record: str, person: str, others: list[tuple[str, str]]) -> bool:
        return any(p != person and not told.people.apart(r, record) for r, p in others)

    return [
        open_(record, person, groups[name, born])
        for name, born, record, person in twins.select("_name", "birth_date", "record", "person").iter_rows()
    ]
