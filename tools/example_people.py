"""People who do not exist: the names of examples/2025-offer-with-lists, and how others misspell them.

- Surnames come from a closed fictional set; documents are `X-99…`, outside every issued range.
- Who is family, and who is listed twice, is written down here by row number.
- Standard library only. No crime and no allegation is invented for anybody.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from random import Random  # noqa: TID251 - seeded: an example, not a decision


def words(text: str) -> list[str]:
    return text.split()


SURNAMES = words("""
    Aldoverra Brisquén Calmarú Dorvaneño Elquimar Fruvaldés Galdruña Hervoniz Iscudarra Jolvañez Kardumel
    Lembrúa Morquendi Nalvureño Obrascal Pendrúvar Quelmoraz Risdovín Sarvunte Tolbraña Ulmirazo Vendúriz
    Wolmarén Xandruel Yaspereña Zulvacín Andrévola Bolquidra Cendruñal Dulvarque Esmorbán Fontruvé Grelmazú
    Hulcandro Imbrozal Jastumeña Lurdavel Mosquirrán Norbelúa Ostravín
""")
MEN = words("""
    José Luis Carlos Jesús Juan Miguel Rafael Pedro Ángel Andrés Héctor Ramón Óscar Iván Darío Julio Simón
    Tomás Víctor Hernán Gabriel Daniel Álvaro Jorge Martín
""")
WOMEN = words("""
    María Ana Luisa Carmen Rosa Isabel Sofía Elena Lucía Inés Teresa Adriana Beatriz Gloria Mónica Verónica
    Julia
""")

FAMILIES = {  # adults, then children under 18 on 2025-06-01
    "FA": ((10, 11), (12,)), "FB": ((31, 32), ()), "FC": ((55, 56), (57, 58)), "FD": ((80, 81), ()),
    "FE": ((101, 102), (103,)), "FF": ((140, 141), (142, 143)), "FG": ((170,), (171,)),
    "FH": ((200, 201), (202,)),
}  # fmt: skip
SAME = ((15, 640), (88, 89), (203, 777), (412, 501))
UNSURE, IDENTICAL = (330, 851), (276, 693)
UNNAMED = 69  # whose surname the newspaper does not print
AFTER_CUT_OFF = {120: "2025-05-02", 871: "2025-04-27"}
NATIONS = {"US": 10, "CO": 14, "ES": 7, "IT": 5, "EC": 5, "AR": 3, "PE": 2, "UY": 2}


@dataclass(frozen=True)
class Person:
    given: str
    surname: str
    second: str
    sex: str
    birth: str
    document: str
    nationality: str = "VE"
    family: str = ""
    since: str = ""
    place: str = ""
    custodian: str = "sí"


class Maker:
    """Makes people; no two have all names in common, and no two a document."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.names: set[tuple[str, str, str]] = set()
        self.documents = iter(rng.sample(range(10**7), 2000))

    def person(self, women: float, birth: str, surname: str = "", second: str = "") -> Person:
        sex = "F" if self.rng.random() < women else "M"
        while True:
            given = " ".join(self.rng.sample(WOMEN if sex == "F" else MEN, self.rng.choice((1, 1, 2))))
            name = (given, surname or self.rng.choice(SURNAMES), second or self.rng.choice(SURNAMES))
            if name not in self.names and name[1] != name[2]:
                self.names.add(name)
                return Person(*name, sex, birth, f"X-99{next(self.documents):07}")

    def adult(self, women: float = 0.1) -> Person:
        return self.person(women, partial(self.rng, day(self.rng, 1962, 2003)))


def day(rng: Random, first: int, last: int) -> str:
    return f"{rng.randint(first, last)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


def partial(rng: Random, date: str) -> str:
    """The date, now and then known to the month, the year or the decade only; an adult's in any case."""
    decade = date[:3] + "X" if date < "2000" else date[:4]
    return rng.choices((date, date[:7], date[:4], decade), (90, 5, 3, 2))[0]


def pick(rng: Random, among: Collection[int], number: int) -> set[int]:
    return set(rng.sample(sorted(among), number))


def roster(make: Maker) -> list[Person]:
    """The 252; the parents' surnames make the child's."""
    people = [replace(make.adult(0.05), since="2025-03") for _ in range(252)]
    for family, (adults, children) in FAMILIES.items():
        for n in adults:
            parent = make.person(0.5, day(make.rng, 1976, 1993))
            people[n - 1] = replace(parent, family=family, since="2025-03")
        first, last = people[adults[0] - 1], people[adults[-1] - 1]
        second = last.surname if last.surname != first.surname else last.second
        for n in children:
            child = make.person(0.5, day(make.rng, 2009, 2022), first.surname, second)
            people[n - 1] = replace(child, family=family, since="2025-03")
    return people


def sought(make: Maker) -> list[Person]:
    """The monitor's 900, six people in it twice."""
    people = [_sought(make) for _ in range(900)]
    for a, b in SAME:
        people[b - 1] = misspelt(make.rng, people[a - 1])
    a, b = UNSURE
    people[a - 1] = replace(people[a - 1], birth="1984-03-12")
    people[b - 1] = replace(misspelt(make.rng, people[a - 1]), birth="1984-12-03", document="")
    people[IDENTICAL[1] - 1] = people[IDENTICAL[0] - 1]
    for n, since in AFTER_CUT_OFF.items():
        people[n - 1] = replace(people[n - 1], since=since)
    return people


def _sought(make: Maker) -> Person:
    person = make.adult(0.2)
    since = day(make.rng, 2019, 2024)
    since = make.rng.choices((since, since[:7], since[:4]), (85, 10, 5))[0]
    document = person.document if make.rng.random() < 0.8 else ""
    place = f"Centro {make.rng.randint(1, 9)} (inventado)"
    return replace(person, document=document, since=since, place=place)


def foreigners(make: Maker) -> list[Person]:
    make.rng.shuffle(nations := [nation for nation, number in NATIONS.items() for _ in range(number)])
    return [replace(_sought(make), nationality=nation) for nation in nations]


def misspelt(rng: Random, p: Person) -> Person:
    """The same person as somebody else writes it: one name changed for certain, perhaps more."""
    changed = p
    while (changed.given, changed.surname, changed.second) == (p.given, p.surname, p.second):
        for change in rng.sample(CHANGES, rng.choice((1, 1, 2))):
            changed = change(changed)
    return changed


def _each(change: Callable[[str], str]) -> Callable[[Person], Person]:
    return lambda p: replace(p, given=change(p.given), surname=change(p.surname), second=change(p.second))


CHANGES: list[Callable[[Person], Person]] = [
    _each(lambda t: t.translate(str.maketrans("áéíóúÁÓñ", "aeiouAOn"))),
    _each(lambda t: t.replace("v", "b").replace("z", "s")),
    _each(lambda t: t.replace("qu", "k").replace("rr", "r")),
    _each(str.upper),
    lambda p: replace(p, second=""),
    lambda p: replace(p, surname=p.second or p.surname, second=p.surname if p.second else ""),
    lambda p: replace(p, given=p.given.split()[0]),
    lambda p: replace(p, given=p.given[0] + "."),
    lambda p: replace(p, surname=f"{p.surname} {p.second}".strip(), second=""),
    lambda p: replace(p, birth=p.birth[:4]),
]


def printed(make: Maker, people: list[Person]) -> tuple[list[Person], list[int]]:
    """The newspaper's 238 rows, and the roster row that each was made from (0 = none)."""
    order = make.rng.sample([n for n in range(1, 253) if n != UNNAMED], 232)
    rows = [(misspelt(make.rng, people[n - 1]), n) for n in order]
    rows += [(make.adult(0.05), 0) for _ in range(2)]
    rows.append((replace(people[UNNAMED - 1], surname="", second=""), UNNAMED))
    rows += [(rows[n][0], 0) for n in (7, 95, 181)]
    make.rng.shuffle(rows)
    return [p for p, _ in rows], [n for _, n in rows]
