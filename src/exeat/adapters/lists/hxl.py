"""HXL: a row of tags under (or instead of) the headings, which says what each column is.

- The row is looked for among the upper ones: every cell in it that is not empty is a tag, `#indiv +name`; spaces and
  the order of attributes do not matter.
- A tag is ours where its attributes are those below, and besides them only a language or what changes nothing. An
  attribute that we do not know might change what is meant (`#indiv+name+father`): that column keeps its heading.
- HXL 1.1 (hxlstandard.org) has no tags for detention: those of `#date` and `#loc` below are a usage, not a standard.
"""

import re
from collections.abc import Mapping, Sequence

TAG = re.compile(r"#[a-z][a-z0-9_]*(\s*\+\s*[a-z][a-z0-9_]*)*\s*", re.IGNORECASE)
HARMLESS = frozenset({"text", "label", "v_iso2", "v_iso3", "main", "full"})
LANGUAGES = frozenset(["ar", "de", "en", "es", "fa", "fr", "he", "it", "ku", "pt", "ru", "so", "tr", "uk"])

TAGS: Mapping[str, tuple[str, ...]] = {
    "id": ("#indiv+id", "#indiv+code", "#meta+id", "#item+id"),
    "name": ("#indiv+name", "#indiv", "#name+indiv"),
    "given_names": ("#indiv+name+given", "#indiv+name+first", "#indiv+given", "#indiv+first_name"),
    "surname": ("#indiv+name+family", "#indiv+name+last", "#indiv+name+surname", "#indiv+surname", "#indiv+last_name"),
    "sex": ("#indiv+gender", "#indiv+sex", "#gender", "#sex"),
    "age": ("#indiv+age", "#age"),
    "birth_date": ("#date+birth", "#date+dob", "#indiv+date+birth", "#indiv+birth", "#indiv+dob"),
    "nationality": ("#indiv+nationality", "#country+nationality", "#nationality"),
    "document_number": ("#indiv+document", "#indiv+document+id", "#indiv+document+code"),
    "family": ("#hhold+id", "#hh+id", "#indiv+family", "#indiv+hh", "#indiv+hhold"),
    "held_since": ("#date+arrest", "#date+detention", "#date+detained", "#date+arrested"),
    "place": ("#loc+detention", "#loc+prison", "#loc+detained"),
    "category": ("#indiv+category", "#indiv+type"),
    "rank": ("#indiv+rank",),
}


def parts(tag: str) -> tuple[str, frozenset[str]]:
    """A tag and its attributes, in small letters and without spaces."""
    name, *attributes = re.sub(r"\s", "", tag).lower().split("+")
    return name, frozenset(attributes)


_OURS = {parts(tag): ours for ours, tags in TAGS.items() for tag in tags}


def ours_of(tag: str) -> str | None:
    """Our column for a tag; None where we have none, or an attribute might change what it means."""
    name, attributes = parts(tag)
    meant = frozenset(a for a in attributes if a not in HARMLESS and a.removeprefix("i_") not in LANGUAGES)
    return _OURS.get((name, meant))


def tag_row(rows: Sequence[Sequence[str]]) -> int | None:
    """The first row in which every cell that is not empty is a tag; None where there is none."""
    for at, row in enumerate(rows):
        given = [c.strip() for c in row if c.strip()]
        if given and all(TAG.fullmatch(c) for c in given):
            return at
    return None


def told(tags: Sequence[str], headings: Sequence[str], columns: Sequence[int]) -> dict[str, str]:
    """Ours to theirs, as the tags say it; the first column where two have the same tag."""
    found: dict[str, str] = {}
    for column, heading in zip(columns, headings, strict=True):
        ours = ours_of(tags[column]) if column < len(tags) and tags[column].strip() else None
        if ours is not None:
            found.setdefault(ours, heading)
    return found
