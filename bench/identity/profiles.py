"""How often each error is made in a list, and the profiles: lists of tidy and of careless hands.

- Each side of a comparison makes its errors by itself: an error at rate 0.05 touches about a tenth of the true pairs.
- A profile multiplies the errors of names and those of the other fields, and may set single ones by name.
- Nothing here was fitted to what finds the pairs again; the profiles are several so that nobody fits to one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

NAMES: Mapping[str, float] = MappingProxyType(
    {
        "slip": 0.025,  # of a name word: a key beside, a letter lost, doubled or moved
        "ocr": 0.006,  # of a name word: read wrongly by a machine
        "cut": 0.004,  # of a record: its last name word cut short
        "shouted": 0.0,  # of a record: written in capitals (a whole list may be, see `capitals`)
        "columns_swapped": 0.006,  # of a record: given names where the surname should be, and the reverse
        "surname_first": 0.04,  # of a record with one name column: surnames first, nothing says so
        "comma": 0.10,  # of a record with one name column: SURNAMES, GIVEN NAMES
        # Spanish
        "second_given_dropped": 0.2,
        "first_given_dropped": 0.02,
        "given_swapped": 0.015,
        "given_initial": 0.03,
        "nickname": 0.02,
        "second_surname_dropped": 0.2,
        "second_surname_initial": 0.03,
        "first_surname_dropped": 0.008,
        "surnames_swapped": 0.015,
        "surnames_together": 0.05,  # both in the column of the first
        "married": 0.05,  # of women: "de" and another surname instead of, or after, the second
        "particle": 0.15,  # of surnames with one: lost, or glued
        "misspelt": 0.04,  # of a word: b/v, s/z/c, h, ll/y, g/j, i/y, x/s
        "accents_lost": 0.4,  # of a record, on a list that has any
        # Arabic and Persian
        "article": 0.12,  # of names with al-: lost, or glued
        "father_dropped": 0.15,
        "grandfather_dropped": 0.40,
        "family_dropped": 0.05,
        "ibn": 0.08,  # bin or ibn written before the father's name
        "kunya": 0.03,  # Abu or Umm and another name before the name
        "other_system": 0.10,  # a word written by another system than the rest of the record
        # Slavic
        "patronymic_dropped": 0.20,
        "patronymic_initial": 0.05,
        "other_language": 0.12,  # a record with the Russian forms in Ukrainian usage, or the reverse
        "short_form": 0.03,
        # Hebrew
        "second_name_dropped": 0.1,
        # whoever writes in two scripts
        "script": 0.12,  # of a record: in its own script, on a list that is in Latin letters else
    }
)
FIELDS: Mapping[str, float] = MappingProxyType(
    {
        "date_missing": 0.08,
        "year_only": 0.06,
        "month_only": 0.02,
        "day_month": 0.025,  # of dates that allow it
        "date_digit": 0.03,
        "date_near": 0.015,  # a day or a year beside
        "first_january": 0.01,
        "age_instead": 0.06,
        "age_wrong": 0.15,  # of ages: a year more or less
        "document_missing": 0.55,
        "document_digit": 0.03,
        "document_swapped": 0.01,
        "document_cut": 0.004,
        "document_dotted": 0.3,  # with dots, or letters before; no error, only another form
        "sex_missing": 0.05,
        "sex_wrong": 0.004,
        "birth_place_missing": 0.40,
        "birth_place_other": 0.08,  # another town than before
        "place_missing": 0.10,
        "moved": 0.35,  # held elsewhere on one list
        "place_written": 0.25,  # the same place in other words
        "parents_missing": 0.80,
        "parent_short": 0.3,  # of parents: the given name alone
        "held_missing": 0.60,
        "held_other": 0.35,  # days beside
        "nationality_missing": 0.2,
        "alias": 0.03,  # a short name among the other names
    }
)


@dataclass(frozen=True, slots=True)
class Profile:
    """`names` and `fields` multiply the rates; `own` sets single ones. A rate is at most 0.95.

    `capitals`: the right list is in capitals without accents; `own_script`: the right list is in its own script.
    """

    name: str
    names: float = 1.0
    fields: float = 1.0
    own: Mapping[str, float] = field(default_factory=dict)
    capitals: bool = True
    own_script: bool = False

    def rate(self, error: str) -> float:
        """How often an error is made."""
        if error in self.own:
            return self.own[error]
        found = NAMES[error] * self.names if error in NAMES else FIELDS[error] * self.fields
        return min(found, 0.95)


_GONE = dict.fromkeys(
    ("date_missing", "document_missing", "sex_missing", "birth_place_missing", "place_missing", "parents_missing",
     "held_missing", "nationality_missing"), 1.0
)  # fmt: skip
PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        p.name: p
        for p in (
            Profile("plain"),
            Profile("tidy", 0.4, 0.4),
            Profile("harsh", 2.0, 2.0, {"document_missing": 0.7, "date_missing": 0.15, "grandfather_dropped": 0.5,
                                        "accents_lost": 0.6, "age_wrong": 0.25}),
            Profile("names_only", 1.0, 1.0, _GONE),
            Profile("sparse", 1.0, 1.0, {"date_missing": 0.5, "document_missing": 0.75, "parents_missing": 0.85,
                                         "birth_place_missing": 0.5}),
            Profile("ocr", 0.8, 1.0, {"slip": 0.01, "ocr": 0.08, "date_digit": 0.05, "document_digit": 0.06}),
            Profile("scripts", 1.0, 1.0, {"script": 0.0}, own_script=True),
            Profile("ages", 1.0, 1.0, {"age_instead": 0.6, "year_only": 0.1}),
        )
    }
)  # fmt: skip
