"""Mentions: whether a text holds the name, an id or the address of one person.

- Case, accents and the order of a name's words make no difference; other words between them do.
- An id of fewer than four characters is looked for in addresses alone (`list#7`): "7" says nothing of anybody.
- A name that another record bears too is not looked for: it would find somebody else.

What it does not do: it reads no pictures, knows no nicknames and no other scripts. What it finds is a place to look at;
what it does not find may be there.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from exeat.core.values import fold

if TYPE_CHECKING:
    import polars as pl

SHORTEST_ID = 4  # characters of an id that is looked for by itself
APART = re.compile(r"[\W_]+")
ID_COLUMNS = ("id", "document_number")


@dataclass(frozen=True)
class Wanted:
    """What is looked for: names as words, ids, and addresses of records."""

    names: frozenset[tuple[str, ...]]
    ids: frozenset[str]
    addresses: frozenset[str]

    def in_text(self, text: str) -> bool:
        """Whether a text holds any of it."""
        plain = fold(text)
        if self._tokens is not None and self._tokens.search(plain):
            return True
        words = _words(plain) if any(n[0] in plain for n in self.names) else ()
        return any(_together(name, words) for name in self.names)

    def and_(self, other: "Wanted") -> "Wanted":
        """What either looks for."""
        return Wanted(self.names | other.names, self.ids | other.ids, self.addresses | other.addresses)

    @cached_property
    def _tokens(self) -> "re.Pattern[str] | None":
        texts = sorted(fold(t) for t in (*self.ids, *self.addresses))
        return re.compile(rf"(?<![\w#.]){_any(texts)}(?!\w)") if texts else None

    @cached_property
    def hints(self) -> list[str]:
        """Texts of which at least one, folded, is in every text that holds any of it."""
        ids = [APART.split(fold(t))[-1] or fold(t) for t in (*self.ids, *self.addresses)]
        return sorted({*ids, *(name[0] for name in self.names)})


def _any(texts: Iterable[str]) -> str:
    return "(" + "|".join(re.escape(t) for t in texts) + ")"


def _words(plain: str) -> tuple[str, ...]:
    return tuple(w for w in APART.split(plain) if w)


def _together(name: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether the words of a name stand side by side, in any order."""
    size = len(name)
    return any(tuple(sorted(words[n : n + size])) == name for n in range(len(words) - size + 1))


def by_name(*names: str) -> Wanted:
    """What somebody gives as names."""
    return Wanted(frozenset(w for n in names if (w := _name(n))), frozenset(), frozenset())


def _name(text: str) -> tuple[str, ...]:
    return tuple(sorted(_words(fold(text))))


def of_rows(rows: "pl.DataFrame") -> Wanted:
    """The names and ids in rows of people, under our column names."""
    names, ids = set(), set()
    for row in rows.iter_rows(named=True):
        names |= {w for n in _names(row) if (w := _name(n))}
        ids |= {str(row[c]).strip() for c in ID_COLUMNS if row.get(c)}
    return Wanted(frozenset(names), frozenset(i for i in ids if len(i) >= SHORTEST_ID), frozenset())


def _names(row: Mapping[str, str | None]) -> Iterable[str]:
    """The names of a row as people write them: in full, and with the surname alone where there is nothing else."""
    given, one, two = (row.get(c) or "" for c in ("given_names", "surname", "second_surname"))
    yield row.get("name") or ""
    yield f"{given} {one}" if one else f"{given} {two}"
    yield f"{given} {one} {two}"
    yield from re.split(r"[|;]", row.get("other_names") or "")


def borne(rows: "pl.DataFrame", among: Collection[tuple[str, ...]]) -> frozenset[tuple[str, ...]]:
    """Which of these names rows of other people bear too."""
    import polars as pl

    columns = [c for c in ("name", "given_names", "surname", "second_surname", "other_names") if c in rows.columns]
    if not columns or not among:
        return frozenset()
    text = plain(pl.concat_str([pl.col(c).fill_null("") for c in columns], separator=" "))
    like = rows.filter(text.str.contains_any(sorted({n[0] for n in among})))
    return of_rows(like).names & frozenset(among)


def plain(text: "pl.Expr") -> "pl.Expr":
    """A column of texts without case and accents."""
    return text.str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_lowercase()
