"""The linear program of many families: those that are split come in only when prices say that it is worth it.

- Every family may go whole or stay; that needs no row. A family that may be split needs a row for itself and one for
  each kind of member, and few ever do.
- The bound is for all families, those outside too (`blocks`), and in whole numbers: see `certificate`.
- What is *closed* no plan left can do: leave a family, take it whole, split it; move a member of a split one (`never`),
  leave one (`must`).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from .blocks import NOTHING, Blocks
from .certificate import Certificate, ends, priced
from .coarse import Coarse
from .matrix import Matrix, Truth, Whole
from .model import Linear, LinearSession, Model, Row, Terms

AT_ONCE = 1000  # families let in at once
DEAR = 1000.0  # what a row broken by one costs until families that mend it have come in
BROKEN = 1e-7
NO_PROOF = Certificate(0, 0, np.zeros(0, dtype=np.int64))
Relax = Callable[[Model], LinearSession]


class Master:
    """The linear program with those split families that came in so far."""

    def __init__(
        self, found: Blocks, everything: Matrix, rows: Sequence[Row], relaxed: Relax, must: Truth, never: Truth
    ) -> None:
        self.blocks = b = found
        self.must, self.never = must, never
        self.coupling = Matrix.of(Model(everything.least.tolist(), everything.most.tolist(), rows))
        self.closed = np.zeros((3, len(b.split)), dtype=bool)  # by block: that one is left, goes whole, is split
        self.closed[0, b.group_block[b.part_group[must[b.part]]]] = True
        self.closed[1, b.whole_block[never[b.whole]]] = True
        self.come = self.closed[0] & self.closed[1]  # who came in; to begin with, those who are split in any case
        self.least, self.most = self._bounds(everything)
        self.block_rows: list[Row] = []
        self.linear = relaxed(Model(self.least.tolist(), self.most.tolist(), rows))
        self.at = list(range(len(rows)))  # where the rows of the certificate are in the linear program
        self.dear = self._dear(rows)

    def _bounds(self, everything: Matrix) -> tuple[Whole, Whole]:
        """The bounds of each column, with no family split but those that are in any case."""
        b, least, most = self.blocks, everything.least.copy(), everything.most.copy()
        least[self.must], most[self.never] = most[self.must], 0
        inside, number = self.come, b.number
        most[b.whole] = np.where(inside[b.whole_block] | self.never[b.whole], 0, number[b.whole_block])
        least[b.whole] = np.where(self.closed[0][b.whole_block], most[b.whole], 0)
        least[b.split] = most[b.split] = np.where(inside, number, 0)
        block = b.group_block[b.part_group]
        size = np.where(inside[block], b.times[b.part_group] * number[block], 0)
        most[b.part] = np.where(self.never[b.part], 0, size)
        least[b.part] = np.where(self.must[b.part], size, 0)
        return least, most

    def _dear(self, rows: Sequence[Row]) -> list[int]:
        """Columns that mend a row at a price: until families that do come in, the others might not hold it."""
        found = []
        for n, row in enumerate(rows):
            found += [self.linear.add_column(0.0, None, {n: 1.0})] if row.least is not None else []
            found += [self.linear.add_column(0.0, None, {n: -1.0})] if row.most is not None else []
        return found

    def hold(self, row: Row) -> None:
        """An aim that holds from now on."""
        self.coupling = self.coupling.more(row)
        self.at.append(self.linear.add_row(row.terms, row.least, row.most))

    @property
    def matrix(self) -> Matrix:
        """The model of the families that came in."""
        found = Matrix.of(Model(self.least.tolist(), self.most.tolist(), self.block_rows))
        c = self.coupling
        return Matrix(
            self.least,
            self.most,
            np.concatenate([c.row, found.row + len(c.low)]),
            np.concatenate([c.column, found.column]),
            np.concatenate([c.value, found.value]),
            (*c.low, *found.low),
            (*c.high, *found.high),
        )

    def relaxed(self, aim: Terms, wanted: Whole) -> tuple[Linear, Certificate]:
        """The linear program of an aim, with every family that is worth splitting in it; and the bound for all."""
        asked = {**aim, **dict.fromkeys(self.dear, -DEAR)}
        while True:
            solved = self.linear.maximise(asked)
            if solved.outcome != "optimal":
                return solved, NO_PROOF
            proof, gain = self._priced(wanted, [solved.prices[i] for i in self.at])
            worthy = np.flatnonzero(gain > (1 << proof.shift) >> 20)
            if not len(worthy):
                return self._without_dear(solved), proof
            self._let_in(worthy[np.argsort(-gain[worthy], kind="stable")][:AT_ONCE])

    def among(self, aim: Terms, wanted: Whole) -> tuple[Linear, Certificate]:
        """The same for those who came in so far alone; the bound is for all."""
        for i in self.dear:
            self.linear.bound_column(i, 0.0, 0.0)
        solved = self.linear.maximise(aim)
        if solved.outcome != "optimal":
            return solved, NO_PROOF
        return self._without_dear(solved), self._priced(wanted, [solved.prices[i] for i in self.at])[0]

    def _without_dear(self, solved: Linear) -> Linear:
        if any(solved.values[i] > BROKEN for i in self.dear):
            return Linear("infeasible", 0.0)
        return replace(solved, values=solved.values[: self.coupling.width])

    def _priced(self, wanted: Whole, prices: Sequence[float]) -> tuple[Certificate, Whole]:
        """The bound that prices give, over all families; and by block what splitting gains over what is in."""
        proof, b = priced(self.coupling, wanted, prices), self.blocks
        options = self._options(proof)
        value = options.max(axis=0)
        left = proof.reduced.copy()
        left[b.columns] = 0
        single = replace(self.coupling, least=self.least, most=self.most)
        families = sum(v * n for v, n in zip(value.tolist(), b.number.tolist(), strict=True))
        bound = proof.bound + ends(single, left) + families
        gain = np.where(self.come | self.closed[2], 0, options[2] - options[:2].max(axis=0))
        return Certificate(bound, proof.shift, proof.reduced), gain

    def _options(self, proof: Certificate) -> Whole:
        """By block what one family comes to: left, whole, split."""
        found = np.array(self.blocks.options(proof.reduced, self.must, self.never))
        found[self.closed] = NOTHING
        return found

    def close(self, proof: Certificate, value: int) -> bool:
        """Close what no plan that reaches a value can do; whether there was anything to close."""
        gap, before = max(0, proof.bound - (value << proof.shift)), self._open
        self._close_single(proof, gap)
        options = self._options(proof)
        shut = (options.max(axis=0) - options > gap) & ~self.closed
        self.closed |= shut
        self._close_members(proof, gap)
        for i in self.blocks.split[shut[2] & self.come].tolist():
            self._bound(i, 0, 0)
        self._stay_no_more(shut[0])
        return before != self._open

    @property
    def _open(self) -> int:
        """A measure of what is still open."""
        return int((self.most - self.least).sum()) - int(self.closed.sum() + self.never.sum())

    def _close_members(self, proof: Certificate, gap: int) -> None:
        """Wholes of families that cannot go whole, and members of split ones that cannot go."""
        b, closed = self.blocks, np.zeros(len(self.never), dtype=bool)
        closed[b.whole] = self.closed[1][b.whole_block]
        closed[b.part] = (-proof.reduced[b.part] > gap) & ~self.must[b.part]
        for i in np.flatnonzero(closed & ~self.never).tolist():
            self._bound(i, 0, 0)
        self.never |= closed

    def _stay_no_more(self, chosen: Truth) -> None:
        """Families that have to go, whole or split."""
        b, out = self.blocks, chosen & ~self.come
        for i, k in zip(b.whole.tolist(), b.whole_block.tolist(), strict=True):
            if out[k] and not self.closed[1][k]:
                self._bound(i, int(b.number[k]), int(b.number[k]))
        self._let_in(np.flatnonzero(out & self.closed[1]))
        go = chosen & ~out
        terms = {k: {int(b.split[k]): 1} for k in np.flatnonzero(go).tolist()}
        for i, k in zip(b.whole[go[b.whole_block]].tolist(), b.whole_block[go[b.whole_block]].tolist(), strict=True):
            terms[k][i] = 1
        self._more([Row("", t, int(b.number[k]), None) for k, t in terms.items()])

    def _close_single(self, proof: Certificate, gap: int) -> None:
        """Columns of no family: only so far from their better end."""
        single = np.ones(len(self.most), dtype=bool)
        single[self.blocks.columns] = False
        room = np.where(proof.reduced == 0, np.iinfo(np.int64).max, gap // np.maximum(np.abs(proof.reduced), 1))
        room = np.minimum(room, self.most - self.least)
        least = np.where(single & (proof.reduced > 0), self.most - room, self.least)
        most = np.where(single & (proof.reduced < 0), self.least + room, self.most)
        for i in np.flatnonzero((least > self.least) | (most < self.most)).tolist():
            self._bound(i, int(least[i]), int(most[i]))

    def let_all_in(self) -> None:
        """Every family that may still be split."""
        self._let_in(np.flatnonzero(~self.come & ~self.closed[2]))

    def _let_in(self, chosen: Whole) -> None:
        """Let families be split."""
        b, some = self.blocks, np.zeros(len(self.come), dtype=bool)
        some[chosen] = True
        self.come |= some
        terms: dict[int, dict[int, int]] = {k: {int(b.split[k]): 1} for k in chosen.tolist()}
        for k in terms:
            self._bound(int(b.split[k]), 0, int(b.number[k]))
        for i, k in zip(
            b.whole[some[b.whole_block]].tolist(), b.whole_block[some[b.whole_block]].tolist(), strict=True
        ):
            terms[k][i] = 1
            self._bound(i, 0, 0 if self.never[i] else int(b.number[k]))
        ends = [(int(b.number[k]) if self.closed[0][k] else None, int(b.number[k])) for k in terms]
        rows = [Row("", t, *e) for t, e in zip(terms.values(), ends, strict=True)]
        self._more(rows + list(self._members(some)))

    def _members(self, some: Truth) -> Iterator[Row]:
        """The rows of the members of families that may be split."""
        b = self.blocks
        inside = some[b.group_block[b.part_group]] & ~self.never[b.part]
        for i, g in zip(b.part[inside].tolist(), b.part_group[inside].tolist(), strict=True):
            k, times = int(b.group_block[g]), int(b.times[g])
            self._bound(i, 0, times * int(b.number[k]))
            yield Row("", {i: 1, int(b.split[k]): -times}, 0 if self.must[i] else None, 0)

    def _more(self, rows: Sequence[Row]) -> None:
        if rows:
            self.linear.add_rows(rows)
            self.block_rows += rows

    def _bound(self, column: int, least: int, most: int) -> None:
        self.least[column], self.most[column] = least, most
        self.linear.bound_column(column, least, most)


def settled(simple: Coarse, left: Matrix, found: Blocks) -> tuple[Truth, Truth]:
    """The columns that are at their most in every plan left, and those that are nothing: as their classes are."""
    of, most = simple.of, np.array(simple.model.most)
    known = of >= 0
    must, never = np.zeros(len(of), dtype=bool), np.zeros(len(of), dtype=bool)
    must[known] = ((left.least == most) & (most > 0))[of[known]]
    never[known] = (left.most == 0)[of[known]]
    closed = np.zeros(len(found.split), dtype=bool)
    closed[found.group_block[found.part_group[never[found.part]]]] = True
    never[found.whole] = closed[found.whole_block]
    return must, never
