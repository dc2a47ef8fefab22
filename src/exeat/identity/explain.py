"""Why two records come to their score: the waterfall of a pair, bar by bar, from what was held before to the odds.

- The bars add up to the score: what was held before anything was compared, what each comparison says, what the rarity
  of a shared name or text adds to it, what close kin and namesakes take away, the calibration, and what people judged
  of other pairs.
- What only one side says has a bar of 0, so that it is seen what is missing, and on which side.
- Any two records can be explained, also those that nothing brought together: `proposed` is False then.
- Words are messages; the faces turn them into sentences.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from exeat.core.errors import Problem, Refused
from exeat.core.message import Message

from .names.others import COMPARISONS as NAMES
from .names.others import KNOWN_AS
from .names.spoken import Spoken, spoken

if TYPE_CHECKING:
    import polars as pl

    from .match import Explicable
    from .scoring.evidence import Evidence

Decision = Literal["no", "review", "match"]
NAME_COLUMNS = ("name", "given_names", "surname", "second_surname", "patronymic", "other_names")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "birth": ("birth_date", "age", "as_of"),
    "document": ("document_number",),
    "sex": ("sex",),
    "birth_place": ("birth_place", "origin"),
    "place": ("place",),
    "father": ("father",),
    "mother": ("mother",),
    "held": ("held_since",),
    "nationality": ("nationality",),
}
"""The columns of ours that a comparison reads, to be shown as they were received."""
ROLES = ("family", "given", "surname", "second_surname", "patronymic")
OTHERS, CALIBRATION, VERDICTS = "others", "calibration", "verdicts"
RIVAL = 3.0  # bits: who comes as near is named


@dataclass(frozen=True, slots=True)
class Bar:
    """One step of a waterfall. `weight`: bits for (+) or against (-) one person; `words`: what was seen.

    `comparison` and `level`: of the comparison; a bar of rarity has the level `rarity`, close kin and namesakes are
    the comparison `others`, the calibration is `calibration`, what judgements on other pairs teach is `verdicts`.
    `left_text`, `right_text`: what was compared, None where there is nothing.
    """

    comparison: str
    level: str
    weight: float
    words: Message
    left_text: str | None = None
    right_text: str | None = None


@dataclass(frozen=True, slots=True)
class Rival:
    """Another pair of one of the two records that comes near or above: who it is, and its score."""

    left: str
    right: str
    score: float


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Why a pair has its score. `prior`: log2 odds before anything is compared; `score`: after all bars.

    `left_name`, `right_name`: the names as received; `guard`: why a person must look whatever the score; `proposed`:
    whether blocking brought the two together; `rivals`: who fits one of the two as well or better.
    """

    left: str
    right: str
    left_name: str
    right_name: str
    prior: float
    bars: tuple[Bar, ...]
    score: float
    probability: float
    decision: Decision
    guard: tuple[Message, ...] = ()
    proposed: bool = True
    rivals: tuple[Rival, ...] = ()


def waterfall(
    found: "Explicable", left: str, right: str, rows: "tuple[pl.DataFrame, pl.DataFrame] | None" = None
) -> Waterfall:
    """The waterfall of two records, by their ids. `rows`: both lists as received, to show what was compared.

    Raises Refused where a list has no record of that id.
    """
    pair = _Pair(found, left, right, rows)
    bars = tuple(pair.bars())
    number, score = pair.number, pair.score
    decision: Decision = "no" if number is None else DECIDED[int(found.decision[number])]
    likely = 1 / (1 + 2.0 ** -max(-500.0, min(500.0, score))) if number is None else float(found.probability[number])
    guard, rivals = pair.guard(), pair.rivals(score)
    names = (pair.name(0), pair.name(1))
    return Waterfall(left, right, *names, pair.prior, bars, score, likely, decision, guard, number is not None, rivals)


DECIDED: tuple[Decision, ...] = ("no", "review", "match")


def explain(left: Any, right: Any, left_id: str, right_id: str, **how: Any) -> Waterfall:
    """The waterfall of a record of each list; the lists and `how` as `match` takes them."""
    from .match import matching

    return waterfall(matching(left, right, **how), left_id, right_id, (_frame(left), _frame(right)))


def _frame(rows: Any) -> "pl.DataFrame":
    import polars as pl

    return rows if isinstance(rows, pl.DataFrame) else pl.DataFrame(pl.from_arrow(rows))


class _Pair:
    """Two records, and what the matching found on them. Sides count as the caller named them: 0 left, 1 right."""

    def __init__(
        self, found: "Explicable", left: str, right: str, rows: "tuple[pl.DataFrame, pl.DataFrame] | None"
    ) -> None:
        import numpy as np

        from .scoring.likelihood import likelihoods, log2_odds

        self.found, self.ids = found, (left, right)
        inner = (right, left) if found.flipped else (left, right)
        at = _rows_of(found, *inner)
        self.l, self.r = (np.array([n], np.int32) for n in at)
        self.received = tuple(_received(r, i) for r, i in zip(rows, self.ids, strict=True)) if rows else ({}, {})
        self.evidence: Evidence = found.witness.evidence(self.l, self.r)
        self.likely = likelihoods(self.evidence, found.weights)
        self.weights, self.size = found.weighed(*at)
        moved = float(found.taught.moves(self.evidence.levels, 1)[0]) if found.taught else 0.0
        self.taught, self.score = moved, float(log2_odds(self.likely, self.weights, *self.size)[0]) + moved
        at_both = (found.candidates.left == self.l[0]) & (found.candidates.right == self.r[0])
        where = np.flatnonzero(at_both)
        self.number = int(where[0]) if len(where) else None
        self.prior = float(np.log2(self.weights.match * min(self.size) / (self.size[0] * self.size[1] or 1)))

    def bars(self) -> Iterator[Bar]:
        """The bars in the order of the comparisons, what else could explain the likeness, and what set it right."""
        told = spoken(self.found.witness, int(self.l[0]), int(self.r[0]), self.found.flipped)
        for name, levels in self.evidence.levels.items():
            yield from self._compared(name, int(levels[0]), told)
        yield from self._others()

    def _compared(self, name: str, number: int, told: Spoken) -> Iterator[Bar]:
        import numpy as np

        from .scoring.likelihood import rarity

        level = self.found.weights.levels[name][number]
        texts = told.texts(name) if name in NAMED else self._texts(name)
        if not number and (name in ("order", KNOWN_AS) or texts == (None, None)):
            return  # neither side says anything
        weight = float(np.log2(np.float32(level.m)) - np.log2(np.float32(level.u))) if number else 0.0
        yield Bar(name, level.id, weight, _words(name, level.id, texts, told), *texts)
        bits = float(rarity(self.evidence, self.found.weights, name)[0]) if name in self.evidence.bits else -1.0
        if bits >= 0:
            more = bits + float(np.log2(np.float32(level.u)))
            yield Bar(name, "rarity", more, _rarity(name, level.id, bits, more), *texts)

    def _texts(self, name: str) -> tuple[str | None, str | None]:
        columns = COLUMNS.get(name, (name.removeprefix("other_"),))
        cells = [[r[c] for c in columns if r.get(c)] for r in self.received]
        left, right = ("; ".join(found) if found else None for found in cells)
        return left, right

    def _others(self) -> Iterator[Bar]:
        """What close kin and namesakes take away, and what the calibration changes."""
        import numpy as np

        weights, pairs = self.weights, self.size[0] * self.size[1] / (min(self.size) or 1)
        stranger = float(self.likely.stranger[0])
        kin = float(self.likely.kin[0]) + np.log2(max(weights.kin, 1e-30) / pairs)
        namesake = float(self.likely.namesake[0]) + np.log2(max(weights.namesake, 1e-30) / pairs)
        less = stranger - float(np.logaddexp2(stranger, np.logaddexp2(kin, namesake)))
        level = "none" if less > -LITTLE else "kin" if kin >= namesake else "namesake"
        yield Bar(OTHERS, level, less, Message(f"match.others-{level}"))
        raw = self.prior + float(self.likely.match[0]) - stranger + less
        change = raw * (weights.slope - 1) + weights.offset
        if abs(change) > TINY:
            yield Bar(CALIBRATION, CALIBRATION, change, Message("match.calibration"))
        if self.found.taught is not None:
            level = "more" if self.taught > 0 else "less"
            words = Message(f"match.verdicts-{level}", {"number": str(self.found.taught.verdicts)})
            yield Bar(VERDICTS, level, self.taught, words)

    def guard(self) -> tuple[Message, ...]:
        """Why a person must look, whatever the score."""
        from .guard import REASONS

        flags = int(self.found.held_back(self.evidence, self.likely)[0])
        return tuple(Message(f"match.guard-{why}") for flag, why in REASONS.items() if flags & flag)

    def rivals(self, score: float) -> tuple[Rival, ...]:
        """The best other pair of each of the two records, where it comes near."""
        import numpy as np

        left, right = self.found.shared(int(self.l[0]), int(self.r[0]))
        near = np.flatnonzero((left ^ right) & (self.found.score >= max(score - RIVAL, 0)))
        best = sorted(near.tolist(), key=lambda n: -float(self.found.score[n]))[:MOST_RIVALS]
        return tuple(self._rival(n) for n in best)

    def _rival(self, number: int) -> Rival:
        one = str(self.found.left_ids[int(self.found.candidates.left[number])])
        two = str(self.found.right_ids[int(self.found.candidates.right[number])])
        left, right = (two, one) if self.found.flipped else (one, two)
        return Rival(left, right, float(self.found.score[number]))

    def name(self, side: int) -> str:
        """The names of a record as received, in one line."""
        cells = self.received[side]
        return " ".join(cells[c] for c in NAME_COLUMNS[:-1] if cells.get(c))


NAMED = frozenset(name for name, _ in NAMES)
TINY, LITTLE, MOST_RIVALS = 1e-6, 0.05, 3


def _rows_of(found: "Explicable", left: str, right: str) -> tuple[int, int]:
    """The inner row numbers of two ids. Raises Refused where a list has none such."""
    numbers = [ids.index_of(id) for ids, id in ((found.left_ids, left), (found.right_ids, right))]
    sides = ("right", "left") if found.flipped else ("left", "right")
    missing = [
        Problem("match-record", values={"id": id, "list": side})
        for n, id, side in zip(numbers, (left, right), sides, strict=True)
        if n is None
    ]
    if missing:
        raise Refused(missing)
    return numbers[0] or 0, numbers[1] or 0


def _received(rows: "pl.DataFrame", id: str) -> dict[str, str]:
    """The cells of a record as received, those that hold something."""
    import polars as pl

    number = pl.int_range(1, pl.len() + 1).cast(pl.String)
    ids = pl.col("id").cast(pl.String).fill_null(number) if "id" in rows.columns else number
    found = rows.filter(ids == id).head(1).to_dicts()
    return {c: str(v) for c, v in (found[0] if found else {}).items() if v is not None and str(v).strip()}


# ------------------------------------------------------------ words


def _words(name: str, level: str, texts: tuple[str | None, str | None], told: Spoken) -> Message:
    """What a comparison saw."""
    if level == "missing":
        return Message(f"match.missing-{_side(texts)}", {"of": name})
    if level == "dropped":
        role, side = told.dropped(name)
        return Message(f"match.dropped-{side}", {"of": ROLES[role]})
    if name == KNOWN_AS:
        which = {(True, False): "left", (False, True): "right"}.get(told.other, "both")
        return Message(f"match.known_as-{which}", {"number": str(told.tries)})
    if name == "given" and level in ("part", "initial"):
        return Message(f"match.level-given-{level}-{told.fuller}")
    if name.startswith("other_"):
        return Message(f"match.level-other-{level}", {"column": name.removeprefix("other_")})
    return Message(f"match.level-{name}-{level}")


def _side(texts: tuple[str | None, str | None]) -> str:
    """On which side something is missing."""
    return {(False, True): "left", (True, False): "right"}.get((bool(texts[0]), bool(texts[1])), "unread")


def _rarity(name: str, level: str, bits: float, more: float) -> Message:
    """How rare what both share is among all records: 1 in so many."""
    how = "rare" if more > 0 else "common"
    kind = "same" if level in ("same", "part") else "alike"
    return Message(f"match.{how}-{kind}", {"of": name, "number": _about(2**bits)})


def _about(number: float) -> str:
    """A number as it is said: 4,100, not 4,096."""
    if number < 10:
        return f"{number:.1f}".removesuffix(".0")
    size = 10 ** max(0, len(str(int(number))) - 2)
    return f"{round(number / size) * size:,}"
