"""The rules: columns in, (person, rule, verdict, statements, rows) out. The table is in `docs/spec/clearing.md`.

- Two verdicts: `recorded` and `not_established`; a person without a row of a rule has *none recorded* there.
- Not established is not permission. A rule never calls anything lawful.
- Who counts as having said something is part of the rule: a consent in a holder's list is that holder's statement.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from exeat.core import claims as c
from exeat.core.dates import in_force, read_date, read_dates

from .told import Context, Told

if TYPE_CHECKING:
    import polars as pl

RECORDED, NOT_ESTABLISHED = "recorded", "not_established"
RELEASE_ACTS = ("release_order", "pardon", "commutation")
TRANSFER_ACTS = ("transfer_order", "pardon", "release_order")
ADULT = 18


def findings(said: "pl.LazyFrame", rule: str, verdict: str) -> "pl.LazyFrame":
    """One finding per person of `said`, resting on all its statements."""
    import polars as pl

    return said.group_by("person").agg(
        pl.lit(rule).alias("rule"),
        pl.lit(verdict).alias("verdict"),
        pl.col("statement").drop_nulls().unique().sort().alias("statements"),
        pl.col("row").drop_nulls().unique().sort().alias("rows"),
    )


def _missing(told: Told, have: "pl.LazyFrame") -> "pl.LazyFrame":
    """The persons who are not in a frame: on them nothing was said."""
    import polars as pl

    nothing = [pl.lit(None, dtype=pl.String).alias(c) for c in ("statement", "row")]
    everybody = pl.LazyFrame({"person": told.among}).with_columns(nothing)
    return everybody.join(have.select("person").unique(), on="person", how="anti")


def _both(rule: str, said: "pl.LazyFrame", denied: "pl.LazyFrame") -> "pl.LazyFrame":
    """Said and denied by nobody: recorded. Said and denied: not established."""
    import polars as pl

    disputed = _slim(said, denied).join(said.select("person").unique(), on="person", how="semi")
    disputed = disputed.join(denied.select("person").unique(), on="person", how="semi")
    plain = said.join(denied.select("person").unique(), on="person", how="anti")
    return pl.concat([findings(plain, rule, RECORDED), findings(disputed, rule, NOT_ESTABLISHED)])


def _slim(*frames: "pl.LazyFrame") -> "pl.LazyFrame":
    import polars as pl

    return pl.concat([f.select("person", "statement", "row") for f in frames])


# ------------------------------------------------------------ both acts


def court_order(told: Told, move: Context) -> "pl.LazyFrame":
    """An order in force that halts this act, binds this power, and covers a record of this person."""
    import polars as pl

    orders = [(i, o) for i, o in standing_orders(told) if binds(told, o, move)]
    lifted = {(o.court, p) for _, o in orders if o.effect == "lifts" and _force(told, o) for p in covered(told, o)}
    rows = [
        {"person": p, "statement": i, "sure": _force(told, o) is True}
        for i, o in orders
        if o.effect == "halts" and _force(told, o) is not False
        for p in covered(told, o)
        if (o.court, p) not in lifted
    ]
    found = pl.LazyFrame(rows, schema={"person": pl.String, "statement": pl.String, "sure": pl.Boolean})
    among = pl.col("person").is_in(told.among.implode())
    found = found.filter(among).with_columns(pl.lit(None, dtype=pl.String).alias("row"))
    sure = found.filter(pl.col("sure"))
    return pl.concat(
        [
            findings(sure, "court_order", RECORDED),
            findings(found.join(sure, on="person", how="anti"), "court_order", NOT_ESTABLISHED),
        ]
    )


def standing_orders(told: Told) -> list[tuple[str, c.CourtOrder]]:
    """Every court order that somebody states and nobody took back, with its statement."""
    said = told.facts.of(c.CourtOrder)
    return [(i, s.claim) for i, s in said if isinstance(s.claim, c.CourtOrder) and s.act != "denies"]


def binds(told: Told, order: c.CourtOrder, move: Context) -> bool:
    """Whether an order binds the power that would act, in what it would do."""
    powers = {told.case.power_of(p) for p in order.binds}
    return order.act in (move.act, "both") and told.case.power_of(move.power) in powers


def covered(told: Told, order: c.CourtOrder) -> set[str]:
    """The persons whose records an order names. A group that it covers is not resolved into persons."""
    return {told.people.person(s) for s in order.covers if "#" in s}


def _force(told: Told, order: c.CourtOrder) -> bool | None:
    return True if order.in_force is None else in_force(order.in_force, told.on)


def custody(told: Told, move: Context) -> "pl.LazyFrame":
    """Held by the power when somebody says so and nobody denies it of that person."""
    import polars as pl

    power = told.powers(move.power)
    mine = pl.col("power").is_in(power) & (pl.col("role").fill_null("physical_holder") == "physical_holder")
    claims = told.frame(c.Custody).lazy().filter(mine)
    claims = claims.filter(~(pl.col("until_last") <= told.on).fill_null(False))
    remarks = told.said(c.Remark).filter(pl.col("power").is_in(power))
    said = _slim(
        told.rows.lazy().filter(pl.col("holder").is_in(power)).with_columns(pl.col("record").alias("row")),
        claims.filter(pl.col("act") != "denies"),
        remarks.filter(pl.col("remark") == "held"),
    )
    denied = _slim(
        claims.filter(pl.col("act") == "denies"),
        remarks.filter(pl.col("remark").is_in(["not_held", "held_elsewhere"])),
    )
    only_denied = denied.join(said, on="person", how="anti")
    disputed = _slim(said.join(denied, on="person", how="semi"), denied.join(said, on="person", how="semi"))
    return pl.concat(
        [
            findings(only_denied, "custody", RECORDED),
            findings(disputed, "custody", NOT_ESTABLISHED),
            findings(_missing(told, _slim(said, denied)), "custody", NOT_ESTABLISHED),
        ]
    )


def _gone(told: Told, rule: str, claim: type, remark: str) -> "pl.LazyFrame":
    import polars as pl

    remarks = told.said(c.Remark)
    said = _slim(told.said(claim), remarks.filter(pl.col("remark") == remark))
    denied = _slim(told.denied(claim), remarks.filter(pl.col("remark") == "held"))
    return _both(rule, said, denied)


def death(told: Told, move: Context) -> "pl.LazyFrame":
    """Somebody says that the person is dead."""
    return _gone(told, "death", c.Death, "dead")


def released(told: Told, move: Context) -> "pl.LazyFrame":
    """Somebody says that the person was released already."""
    return _gone(told, "released", c.Released, "released")


def identity(told: Told, move: Context) -> "pl.LazyFrame":
    """Who the person is, is unresolved: contradicting or unsure judgements, no name, or an unjudged double."""
    import polars as pl

    doubts = [{"person": d.person, "statement": s, "row": None} for d in told.people.doubts for s in d.statements]
    schema = {"person": pl.String, "statement": pl.String, "row": pl.String}
    found = pl.LazyFrame(doubts, schema=schema).filter(pl.col("person").is_in(told.among.implode()))
    return findings(_slim(found, _nameless(told), _doubles(told)), "identity", NOT_ESTABLISHED)


def _nameless(told: Told) -> "pl.LazyFrame":
    """Persons in whose own rows no name stands, or no surname where the list has a column for it."""
    import polars as pl

    names = [n for n in ("name", "given_names", "surname") if n in told.rows.columns]
    rows = told.rows.lazy().with_columns(pl.col("record").alias("row"))
    if not names:
        return _slim(rows)
    headed = {n: {x for x, (_, t) in told.facts.current.items() if n in dict(t.header.columns)} for n in names}
    given = pl.any_horizontal(pl.col(n).is_not_null() for n in names)
    surname = pl.lit(True)
    if "surname" in names:
        surname = ~pl.col("list").is_in(list(headed["surname"])) | pl.col("surname").is_not_null()
    named = rows.filter(given & surname).select("person")
    return _slim(rows.join(named, on="person", how="anti"))


def _doubles(told: Told) -> "pl.LazyFrame":
    """Two persons with the same names and the same birth date, on whom nobody has judged: each may be the other."""
    import polars as pl

    names = [n for n in ("name", "given_names", "surname", "second_surname") if n in told.rows.columns]
    if "birth_date" not in told.rows.columns or not names:
        return _slim(told.rows.lazy().head(0).with_columns(pl.lit(None, pl.String).alias("row")))
    full = pl.concat_str([_folded(pl.col(n)) for n in names], separator="|", ignore_nulls=True)
    rows = told.rows.with_columns(full.alias("_name"), pl.col("record").alias("row"))
    rows = rows.filter(pl.col("birth_date").is_not_null() & (pl.col("_name") != ""))
    many = pl.col("person").n_unique().over("_name", "birth_date") > 1
    twins = rows.filter(many)
    return _slim(twins.filter(pl.Series(_unjudged(told, twins), dtype=pl.Boolean)).lazy())


def _folded(name: "pl.Expr") -> "pl.Expr":
    """A name without case, accents and doubled spaces (see `core.values.fold`)."""
    plain = name.str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_lowercase()
    return plain.str.replace_all(r"[\s_-]+", " ").str.strip_chars()


def _unjudged(told: Told, twins: "pl.DataFrame") -> list[bool]:
    """For each row, whether a row of another person with the same name and date has no verdict with it."""
    groups: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for name, born, record, person in twins.select("_name", "birth_date", "record", "person").iter_rows():
        groups.setdefault((name, born), []).append((record, person))

    def open_(record: str, person: str, others: list[tuple[str, str]]) -> bool:
        return any(p != person and tuple(sorted((r, record))) not in told.people.judged for r, p in others)

    return [
        open_(record, person, groups[name, born])
        for name, born, record, person in twins.select("_name", "birth_date", "record", "person").iter_rows()
    ]


def legal_act(told: Told, move: Context) -> "pl.LazyFrame":
    """No domestic legal act of the power is said on which the release or transfer could rest."""
    import polars as pl

    acts = RELEASE_ACTS if move.act == "release" else TRANSFER_ACTS
    mine = pl.col("power").is_in(told.powers(move.power)) & pl.col("legal_act").is_in(acts)
    said = told.said(c.LegalAct).filter(mine)
    return findings(_missing(told, said), "legal_act", NOT_ESTABLISHED)


# ------------------------------------------------------------ transfers only


def consent(told: Told, move: Context) -> "pl.LazyFrame":
    """The person's own answer for this destination: refused, or not validly given."""
    import polars as pl

    words = _interviews(told, c.Consent, move, "answer", ("yes",))
    last = told.last_words(words, ["withdrawn", "no", "undecided", "yes"], "answer")
    return pl.concat(
        [
            findings(last.filter(pl.col("answer").is_in(["no", "withdrawn"])), "consent", RECORDED),
            findings(last.filter(pl.col("answer") == "undecided"), "consent", NOT_ESTABLISHED),
            findings(_missing(told, last), "consent", NOT_ESTABLISHED),
        ]
    )


def fear(told: Told, move: Context) -> "pl.LazyFrame":
    """A fear of return to this destination: expressed, or never validly asked (CAT art. 3, ICCPR art. 7)."""
    import polars as pl

    words = _interviews(told, c.Fear, move, "state", ("none", "resolved"))
    last = told.last_words(words, ["expressed", "resolved", "none"], "state")
    expressed = last.filter(pl.col("state") == "expressed")
    unasked = _missing(told, last)
    return pl.concat([findings(expressed, "fear", RECORDED), findings(unasked, "fear", NOT_ESTABLISHED)])


def _interviews(told: Told, claim: type, move: Context, word: str, easing: tuple[str, ...]) -> "pl.LazyFrame":
    """The words for this destination that count: those that ease only from a private interview by a neutral."""
    import polars as pl

    neutral = [p.id for p in told.case.parties if told.case.is_neutral(p.id)]
    acting = told.powers(move.power)
    own = pl.col("by").str.contains("#", literal=True) & (pl.col("via") == pl.col("interviewer"))
    valid = (
        (pl.col("private") == "yes")
        & pl.col("interviewer").is_in(neutral)
        & ~pl.col("interviewer").is_in(acting)
        & ((pl.col("by") == pl.col("interviewer")) | (own & _speaks_for_self(told)))
    )
    here = pl.col("destination").is_in(told.powers(move.destination or ""))
    return told.said(claim).filter(here & (~pl.col(word).is_in(easing) | valid.fill_null(False)))


def _speaks_for_self(told: Told) -> "pl.Expr":
    import polars as pl

    known = told.people.person_of
    speaker = pl.col("by").replace(list(known), list(known.values())) if known else pl.col("by")
    return speaker == pl.col("person")


def medical(told: Told, move: Context) -> "pl.LazyFrame":
    """Found unfit to travel, or never examined."""
    import polars as pl

    last = told.last_words(told.said(c.Medical), ["unfit", "fit_with_care", "fit"], "finding")
    unfit = last.filter(pl.col("finding") == "unfit")
    unseen = _missing(told, last)
    return pl.concat([findings(unfit, "medical", RECORDED), findings(unseen, "medical", NOT_ESTABLISHED)])


def guardianship(told: Told, move: Context) -> "pl.LazyFrame":
    """A child, or somebody who may be one, without a decision on who is responsible."""
    import polars as pl

    decided = told.said(c.Guardianship).filter(pl.col("state") == "decided")
    least, most = _ages(told)
    rows = told.rows.lazy().with_columns(least, most, pl.col("record").alias("row"))
    says = [(pl.col("most") < ADULT).any().alias("child"), (pl.col("least") >= ADULT).any().alias("grown")]
    ages = rows.group_by("person").agg(says).fill_null(False)
    child = ages.filter(pl.col("child") & ~pl.col("grown")).select("person")
    adult = ages.filter(pl.col("grown") & ~pl.col("child")).select("person")
    open_ = rows.join(adult, on="person", how="anti").join(decided, on="person", how="anti")
    return pl.concat(
        [
            findings(open_.join(child, on="person", how="semi"), "guardianship", RECORDED),
            findings(open_.join(child, on="person", how="anti"), "guardianship", NOT_ESTABLISHED),
        ]
    )


def _ages(told: Told) -> "tuple[pl.Expr, pl.Expr]":
    """The fewest and the most completed years that a row's birth date, or its age, allows on the day."""
    import polars as pl

    have = told.rows.columns
    age = pl.col("age").cast(pl.Int64, strict=False) if "age" in have else pl.lit(None, pl.Int64)
    if "birth_date" not in have:
        return age.alias("least"), age.alias("most")
    born = read_dates(told.rows["birth_date"])

    def years(day: "pl.Series") -> "pl.Expr":
        return pl.lit((told.on.year * 10000 + told.on.month * 100 + told.on.day - _number(day)) // 10000)

    return (
        pl.coalesce(years(born["last"]), age).alias("least"),
        pl.coalesce(years(born["first"]), age).alias("most"),
    )


def _number(day: "pl.Series") -> "pl.Series":
    import polars as pl

    return day.dt.year().cast(pl.Int64) * 10000 + day.dt.month().cast(pl.Int64) * 100 + day.dt.day().cast(pl.Int64)


def document(told: Told, move: Context) -> "pl.LazyFrame":
    """No travel document and no confirmed nationality is said that is valid on the day."""
    import polars as pl

    said = told.said(c.Document)
    days = {t: read_date(t) for t in told.frame(c.Document)["valid"].drop_nulls().unique().to_list()}
    over = [t for t, d in days.items() if d is None or in_force(d, told.on) is not True]
    valid = said.filter(pl.col("valid").is_null() | ~pl.col("valid").is_in(over))
    return findings(_missing(told, valid), "document", NOT_ESTABLISHED)


def acceptance(told: Told, move: Context) -> "pl.LazyFrame":
    """The receiver has refused this name, or has not answered to it."""
    import polars as pl

    receiver = told.powers(move.destination or "")
    own = (pl.col("answer") == "refused") | pl.col("by").is_in(receiver)
    words = told.said(c.Acceptance).filter(pl.col("receiver").is_in(receiver) & own)
    last = told.last_words(words, ["refused", "accepted"], "answer")
    refused = last.filter(pl.col("answer") == "refused")
    silent = _missing(told, last)
    return pl.concat([findings(refused, "acceptance", RECORDED), findings(silent, "acceptance", NOT_ESTABLISHED)])


Rule = Callable[[Told, Context], "pl.LazyFrame"]

BOTH: tuple[tuple[Rule, tuple[str, ...]], ...] = (
    (court_order, ("power", "act")),
    (custody, ("power",)),
    (death, ()),
    (released, ()),
    (legal_act, ("power", "act")),
)
"""The rules on both acts but identity, each with the parts of a move on which it depends: alike moves share it."""

IDENTITY: tuple[tuple[Rule, tuple[str, ...]], ...] = ((identity, ()),)
"""The one rule that depends on who else is in the problem."""

TRANSFER: tuple[tuple[Rule, tuple[str, ...]], ...] = (
    (consent, ("power", "destination")),
    (fear, ("power", "destination")),
    (medical, ()),
    (guardianship, ()),
    (document, ()),
    (acceptance, ("destination",)),
)
