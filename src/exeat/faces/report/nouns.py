"""What a page shows: nouns for the template, every text made already. They hold no facts.

- A copy shows a section when it has one: None, or nothing in it, leaves the section out.
"""

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. `number`: set to the right, in figures of one width."""

    html: Markup
    number: bool = False
    loud: bool = False


NOTHING = Cell(Markup("\N{EN DASH}"), True)
"""A cell for a number that there is not."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption. `head` are plain texts; the first cell of a row is the row's own heading."""

    caption: Markup
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """A table that opens on demand, and in print. `summary` says what is in it."""

    summary: Markup
    table: Table


@dataclass(frozen=True, slots=True)
class Said:
    """A statement: its id (the place on the page), its key, the sentence, and its document below."""

    id: str
    key: str
    sentence: Markup
    small: Markup


@dataclass(frozen=True, slots=True)
class Told:
    """What was said in one part (who may bind whom, who pays); `under` each: items of criteria, and who disputes it."""

    label: Markup
    said: tuple[tuple[Said, tuple[Markup, ...]], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to fill an open point; `chosen` by the case's protocol."""

    label: Markup
    chosen: bool


@dataclass(frozen=True, slots=True)
class Point:
    """An open point as the question it raises. `matters`: a sentence on whether it changes the answer, or None."""

    id: str
    question: Markup
    choices: tuple[Choice, ...]
    none: Markup
    matters: Markup | None = None
    loud: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as a sentence, with what it leaves open."""

    id: str
    state: Markup
    sentence: Markup
    points: tuple[Point, ...]
    text: Markup | None = None  # the clause's own words, in the whole copy only


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer: who makes it, through whom, where it stands, and its clauses."""

    title: Markup
    small: Markup
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements side by side, in what they differ, and on what it rests."""

    left: Said
    right: Said
    conditions: tuple[Markup, ...]
    dimensions: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs that stand to each other in one way. `folded`: they open on demand."""

    relation: str
    label: Markup
    pairs: tuple[Pair, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: the sentence, since when, whether it was answered, and the answers."""

    sentence: Markup
    since: Markup
    state: Markup
    silent: bool
    answers: tuple[Markup, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """What to ask next, of whom."""

    whom: Markup
    questions: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Clauses that clash, and what stands behind them."""

    title: Markup
    reasons: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer, from the status down to who is held back by what."""

    status: str
    sentence: Markup
    notes: tuple[Markup, ...] = ()
    tables: tuple[Table, ...] = ()
    places: tuple[Markup, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    relaxations: tuple[Markup, ...] = ()
    named: tuple[Folded, ...] = ()
    held: tuple[tuple[Table, Folded], ...] = ()
    held_note: Markup | None = None
    folded: tuple[Folded, ...] = ()
    parties: tuple[Markup, ...] = ()
    picture: "Picture | None" = None


@dataclass(frozen=True, slots=True)
class Glance:
    """A number at the top of the page, what it counts, and where on the page it comes from."""

    number: str
    label: Markup
    at: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, what it shows, and the same in words, each with the statements under it. `name`: a plain text."""

    name: str
    svg: Markup
    caption: Markup
    words: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page. `marks` stand at its top and on every printed sheet; `loud` before everything else."""

    language: str
    title: Markup
    plain_title: str
    marks: tuple[Markup, ...]
    copy: Markup
    facts: Table
    sheet: str
    glance: tuple[Glance, ...] = ()
    loud: tuple[Markup, ...] = ()
    warnings: tuple[Markup, ...] = ()
    offers: tuple[Offer, ...] = ()
    pictures: tuple[Picture, ...] = ()
    pairs: tuple[Pairs, ...] = ()
    asked: tuple[Asked, ...] = ()
    asks: tuple[Ask, ...] = ()
    answer: Answer | None = None
    process: tuple[Table, ...] = ()
    told: tuple[Told, ...] = ()
    statements: tuple[tuple[Markup, tuple[Said, ...]], ...] = ()
    notes: tuple[Markup, ...] = ()
