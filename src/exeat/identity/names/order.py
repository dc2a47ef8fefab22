"""The order of a name: how many of its words are given names, and whether they come first.

- Every way to split a name has a score: what its words lean to, and how usual the split is in the usage of the name.
- A patronymic stands behind the given names: that decides the order of a Slavic name.
- Words whose part a heading or a comma gives are never moved to another part.
- The order of a list counts where at least LIST names in it show one clearly, and nearly all the same.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .flat import Flat
from .hints import USAGES, Hints, hints

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    Grid = np.ndarray[Any, np.dtype[np.float32]]
    Codes = np.ndarray[Any, np.dtype[np.uint8]]

LIST = 20
"""How many names must show their order before the list's order counts for the others."""
UNKNOWN, GIVEN, SURNAME, SECOND_SURNAME, PATRONYMIC = range(5)


@dataclass(slots=True)
class Grids:
    """Names as rows of words, WIDTH wide: `ids` -1 pads; `parts`, `nasab` as in Flat; `size` words in each."""

    ids: "np.ndarray[Any, np.dtype[np.int32]]"
    parts: "Codes"
    nasab: "np.ndarray[Any, np.dtype[np.bool_]]"
    size: "Codes"


def ordered(found: Flat, width: int) -> "pl.DataFrame":
    """`tokens` and `roles` of each name, in the order in which its bearer says it."""
    import numpy as np

    grids = _grids(found, width)
    told = hints(found.texts)
    roles = _headed(grids, told)
    free = (grids.parts == 0).all(axis=1) & (grids.size > 0)
    if free.any():
        part = Grids(grids.ids[free], grids.parts[free], grids.nasab[free], grids.size[free])
        roles[free] = _split(part, told)
    place = np.array([0, 1, 3, 4, 2], np.uint8)[roles]
    place[grids.ids < 0] = 9
    return _lists(found.texts, grids.ids, roles, np.argsort(place, axis=1, kind="stable"), grids.size)


def _grids(found: Flat, width: int) -> Grids:
    import numpy as np

    sizes = np.bincount(found.rows, minlength=found.height)
    begun = np.cumsum(sizes) - sizes
    at = np.arange(len(found.ids)) - begun[found.rows]
    kept = at < width
    where = (found.rows[kept], at[kept])
    grids = Grids(
        np.full((found.height, width), -1, np.int32),
        np.zeros((found.height, width), np.uint8),
        np.zeros((found.height, width), bool),
        np.minimum(sizes, width).astype(np.uint8),
    )
    grids.ids[where], grids.parts[where], grids.nasab[where] = found.ids[kept], found.parts[kept], found.nasab[kept]
    return grids


def _headed(grids: Grids, told: Hints) -> "Codes":
    """The roles where headings or a comma give the parts: patronymics among given names, the second of two surnames."""
    import numpy as np

    roles = grids.parts.copy()
    father = _at(told.father, grids.ids)
    given = roles == GIVEN
    behind = np.cumsum(given, axis=1) > 1
    roles[given & behind & ((father > 0) | grids.nasab)] = PATRONYMIC
    surname = roles == SURNAME
    has_second = (roles == SECOND_SURNAME).any(axis=1, keepdims=True)
    slavic = (father > 0) & surname & (np.cumsum(surname, axis=1) > 1)
    roles[surname & ~has_second & (np.cumsum(surname, axis=1) == 2) & ~slavic] = SECOND_SURNAME
    return roles


def _at(values: "Any", ids: "Any") -> "Any":
    """The value of each word of a grid; 0 where it pads."""
    import numpy as np

    return np.where(ids >= 0, values[ids], 0)


def _split(grids: Grids, told: Hints) -> "Codes":
    """The roles of names without headings, by the best split."""
    import numpy as np

    father = np.where(grids.nasab, 2, _at(told.father, grids.ids))
    lean = np.where((father > 0) & (np.arange(father.shape[1]) > 0), 0, _at(told.lean, grids.ids))
    usage = _usage(_at(told.usage, grids.ids))
    first, last = _scores(grids, lean, father, usage)
    shown = first.max(axis=1) - last.max(axis=1)
    last = last + _listed(shown)
    best_first, best_last = first.max(axis=1), last.max(axis=1)
    reversed_ = best_last > best_first
    cut = np.where(reversed_, last.argmax(axis=1), first.argmax(axis=1)) + 1
    alone = np.select([lean[:, 0] > 0, lean[:, 0] < 0], [GIVEN, SURNAME], UNKNOWN)
    return _roles(grids, father, usage, reversed_, cut, alone)


def _usage(usages: "Codes") -> "Codes":
    """The usage that most words of a name show; where none does, that of most names."""
    import numpy as np

    counts = np.stack([(usages == u).sum(axis=1) for u in range(1, len(USAGES))], axis=1)
    found = np.where(counts.max(axis=1) > 0, counts.argmax(axis=1) + 1, 0).astype(np.uint8)
    shown = np.bincount(found, minlength=len(USAGES))[1:]
    usual = int(shown.argmax()) + 1 if shown.sum() >= LIST else 0
    return np.where(found == 0, usual, found).astype(np.uint8)


def _listed(shown: "Any") -> float:
    """What the order of the list adds to "surname first": the list's order, where it has one."""
    clear = abs(shown) >= 2
    if clear.sum() < LIST:
        return 0.0
    share = float((shown[clear] < 0).mean())
    return 4.0 * (share - 0.5) + 1.0 if share > 0.6 else (-2.0 if share < 0.1 else 0.0)


def _scores(grids: Grids, lean: "Any", father: "Any", usage: "Codes") -> "tuple[Any, Any]":
    """The score of each split, given names first and surname first; column k - 1: k words before the cut."""
    import numpy as np

    width = lean.shape[1]
    upto = np.cumsum(lean, axis=1)
    total = upto[:, -1:]
    size = grids.size[:, None].astype(int)
    before = np.arange(1, width + 1)[None, :]
    first = upto - (total - upto)
    last = (total - upto) - upto
    first = np.where(before < np.maximum(size, 2), first + _usual(before, size - before, usage), -99)
    last = np.where(before < size, last + _usual(size - before, before, usage) - 1.0, -99)
    bonus = _fathers(father, grids.size)
    return first + bonus[:, :1], last + bonus[:, 1:]


def _usual(given: "Any", surnames: "Any", usage: "Codes") -> "Any":
    """How usual so many given names and so many surnames are, as a score of 0 or less."""
    import numpy as np

    spanish = (usage == USAGES.index("spanish"))[:, None]
    double = np.where(given >= 1, 0.0, -9) - 1.2 * abs(given - 2) * (given > 2) - 1.5 * (surnames > 2) * (surnames - 2)
    double = double - 0.7 * ((surnames == 1) & (given > 1))
    single = -0.6 * (surnames - 1) - 0.2 * (given > 3)
    return np.where(spanish, double, single)


def _fathers(father: "Any", size: "Codes") -> "Any":
    """What the place of a patronymic says: followed by more, given names first; last of three, surname first."""
    import numpy as np

    three = size >= 3
    at = np.where(father.any(axis=1), father.argmax(axis=1), -1)
    end = three & (at == size.astype(int) - 1) & (father.max(axis=1) > 0)
    middle = three & (at >= 1) & ~end
    return np.stack([3.0 * middle, 3.0 * end], axis=1)


def _roles(grids: Grids, father: "Any", usage: "Codes", reversed_: "Any", cut: "Any", alone: "Any") -> "Codes":
    """The roles that a split gives."""
    import numpy as np

    at = np.arange(grids.ids.shape[1])[None, :]
    size = grids.size[:, None].astype(int)
    before = at < cut[:, None]
    given = before != reversed_[:, None]
    surname = ~given & (at < size)
    roles = np.where(given, GIVEN, SURNAME)
    roles[surname & (np.cumsum(surname, axis=1) == 2)] = SECOND_SURNAME
    patronymic = ((father == 2) | ((father == 1) & (size > 2))) & (at > 0)
    arabic = np.isin(usage, [USAGES.index("arabic")])[:, None] & (size >= 3) & ~reversed_[:, None]
    roles[patronymic | (arabic & (at > 0) & (at < size - 1))] = PATRONYMIC
    roles[at >= size] = UNKNOWN
    roles[grids.size == 1, 0] = alone[grids.size == 1]
    return roles.astype(np.uint8)


def _lists(texts: "pl.Series", ids: "Any", roles: "Any", places: "Any", size: "Codes") -> "pl.DataFrame":
    """Rows of words as two list columns."""
    import numpy as np
    import polars as pl

    ids, roles = np.take_along_axis(ids, places, 1), np.take_along_axis(roles, places, 1)
    kept = ids >= 0
    row = np.repeat(np.arange(len(ids)), kept.sum(axis=1))
    frame = pl.DataFrame({"row": row, "tokens": texts.gather(ids[kept]), "roles": roles[kept]})
    lists = frame.group_by("row", maintain_order=True).agg("tokens", "roles")
    empty = {"tokens": pl.lit([], dtype=pl.List(pl.String)), "roles": pl.lit([], dtype=pl.List(pl.UInt8))}
    every = pl.DataFrame({"row": np.arange(len(ids))}).join(lists, on="row", how="left", maintain_order="left")
    return every.select(pl.col(name).fill_null(none) for name, none in empty.items())
