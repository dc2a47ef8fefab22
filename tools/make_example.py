"""Write the INVENTED lists of examples/2025-offer-with-lists: nobody in them exists (see example_people.py).

- No crime and no allegation is invented for anybody: a due-process row says only what was given or not.
- Who has which trouble is written down here by row number, so that the figures can be followed by hand.
- The same bytes on every run: `random.Random(252)`. Standard library only.

    python -m tools.make_example [FOLDER]
"""

import csv
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random  # noqa: TID251 - seeded: an example, not a decision

from tools.example_people import (
    FAMILIES,
    SAME,
    UNSURE,
    Maker,
    Person,
    foreigners,
    pick,
    printed,
    roster,
    sought,
    words,
)

FOLDER = Path(__file__).resolve().parent.parent / "examples" / "2025-offer-with-lists" / "lists"
Row = Sequence[str]

# ------------------------------------------------------------ who has which trouble, by row number

EVERYBODY = range(1, 253)
NOT_INTERVIEWED = {21, 77, 133, 219}
CONSENT = dict.fromkeys((8, 55, 92, 160, 230), "no") | {44: "undecided", 187: "undecided", 118: "withdrawn"}
FEAR = dict.fromkeys((92, 160, 205), "expressed") | {66: "resolved"}
UNFIT, NOT_EXAMINED = {44, 150}, {238}
PENDING = {171}  # guardianship
NOT_ACCEPTED, NO_ANSWER = {111}, {77, 222}
NO_DOCUMENT = {21, 77, 90, 246}
NO_TRANSFER_ORDER = {36, 175}  # 36 and 128 are covered by the order of the court in statements/invented.yaml

RELEASED = (47, 260, 390, 455, 555, 808)  # said by the monitor; the release of 555 is denied
DECEASED = (713,)
SAID_OF = {  # the remarks on rows that have a story; "" = no remark
    15: "held", 640: "", 88: "held", 89: "unknown", 203: "held", 777: "", 412: "held", 501: "not_held",
    330: "held", 851: "needs_data", 276: "held", 693: "held", 120: "held", 871: "held", 47: "released",
    260: "", 390: "unknown", 455: "", 555: "held", 808: "", 713: "unknown", 99: "dead", 613: "dead",
}  # fmt: skip
REMARKS = {"held": 700, "not_held": 25, "held_elsewhere": 8, "released": 10, "dead": 2, "unknown": 15}
REMARKS |= {"needs_data": 10}
ORDERED = {640, 88, 89, 412, 330, 851, 120, 47, 260, 390, 555, 613, 713}
ORDERED_OF = {"not_held": 4, "held_elsewhere": 2, "released": 4}  # ordered, though the remark says otherwise
ORDERS = 330

# ------------------------------------------------------------ lists


SV, MON, OTHER = "SV-{:03}".format, "M-{:04}".format, "F-{:02}".format
ACTS = "nro,registro,acto,fecha"


def judgements(rng: Random, people: list[Person], origin: list[int]) -> list[Row]:
    """225 press rows judged the same as a roster row, four not decided, and the monitor's pairs."""
    nameless = next(i for i, p in enumerate(people) if not p.surname)
    linked = [i for i, n in enumerate(origin) if n and i != nameless]
    troubled = {*CONSENT, *NOT_INTERVIEWED, *FEAR, 36, 128, 150, 238, 111, 222, 90, 246, 175}
    free = [i for i in linked if origin[i] not in troubled and not people[i].family]
    unsure = {*rng.sample(free, 3), nameless}
    same = pick(rng, set(linked) - unsure, 225)
    rows = [
        (f"press-roster#P-{i + 1:03}", f"sv-roster#{SV(origin[i])}", "same" if i in same else "unsure")
        for i in sorted(same | unsure)
    ]
    rows += [(f"monitor-list#{MON(a)}", f"monitor-list#{MON(b)}", "same") for a, b in SAME]
    rows.append((f"monitor-list#{MON(UNSURE[0])}", f"monitor-list#{MON(UNSURE[1])}", "unsure"))
    return list(rows)


def remarks(rng: Random) -> dict[int, str]:
    """What Venezuela is made to say of 770 of the 900 names."""
    said, free = {n: w for n, w in SAID_OF.items() if w}, set(range(1, 901)) - set(SAID_OF)
    for word, number in REMARKS.items():
        chosen = pick(rng, free, number - list(said.values()).count(word))
        said |= dict.fromkeys(chosen, word)
        free -= chosen
    return said


def orders(rng: Random, said: dict[int, str]) -> set[int]:
    """The 330 rows with a release order."""
    chosen = set(ORDERED)
    for word, number in ORDERED_OF.items():
        chosen |= pick(rng, {n for n, w in said.items() if w == word} - set(SAID_OF), number)
    bad = {n for n, w in said.items() if w in (*ORDERED_OF, "dead")}
    return chosen | pick(rng, set(range(1, 901)) - set(SAID_OF) - bad, ORDERS - len(chosen))


def due_process(rng: Random, ids: Iterable[str]) -> list[Row]:
    topics = {
        "charge": ("none communicated", "asked, no reply"),
        "court": ("no hearing recorded", "one hearing recorded", "asked, no reply"),
        "counsel": ("none", "lawyer of own choice", "public defender"),
        "contact": ("none since arrival", "one telephone call", "one visit by family"),
    }
    return [(i, t, rng.choice(said)) for i in ids for t, said in topics.items() if rng.random() < 0.6]


@dataclass(frozen=True)
class Writer:
    """Writes lists into a folder; of a claim, the rows are numbered."""

    folder: Path
    rng: Random

    def rows(self, name: str, header: str, rows: Iterable[Row]) -> None:
        with (self.folder / f"invented-{name}.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(header.split(","))
            out.writerows(rows)

    def people(self, name: str, header: str, ours: str, code: Callable[[int], str], of: list[Person]) -> None:
        cells = ([getattr(p, field) for field in words(ours)] for p in of)
        self.rows(name, header, ([code(i), *row] for i, row in enumerate(cells, 1)))

    def claims(self, name: str, header: str, rows: Iterable[Row]) -> None:
        self.rows(name, header, ([str(i), *row] for i, row in enumerate(rows, 1)))


def write_people(to: Writer, make: Maker) -> None:
    """The four lists of people, and who judged whom the same."""
    deported, seeks, others = roster(make), sought(make), foreigners(make)
    press, origin = printed(make, deported)
    head = "Nro,Nombres,Primer apellido,Segundo apellido,Sexo,Fecha de nacimiento,Nacionalidad,Documento,"
    head += "Familia,Detenido desde,Consentimiento según el custodio"  # the holder's own word: no consent
    ours = "given surname second sex birth nationality document family since custodian"
    to.people("sv-roster", head, ours, SV, deported)
    head = "Ref,Given names,Surname 1,Surname 2,Sex,Born,Nationality,Identity card,Detained since,"
    ours = "given surname second sex birth nationality document since place"
    to.people("monitor", f"{head}Place of detention", ours, MON, seeks)
    to.people("others", f"{head}Place of detention", ours, OTHER, others)
    head = "id,nombres,apellido,segundo apellido,fecha de nacimiento"
    to.people("press-roster", head, "given surname second birth", "P-{:03}".format, press)
    to.claims("judgements", "id,left,right,verdict", judgements(to.rng, press, origin))


def write_deported(to: Writer) -> None:
    """What the mission heard and found, and what the receiver and the holder are made to say, of the 252."""
    asked = [n for n in EVERYBODY if n not in NOT_INTERVIEWED]
    met = {n: f"2025-05-{to.rng.randint(12, 29)}" for n in EVERYBODY}
    head = "id,record,destination,{},private,on".format
    to.claims("consents", head("answer"), [(SV(n), "ve", CONSENT.get(n, "yes"), "yes", met[n]) for n in asked])
    to.claims("fears", head("state"), [(SV(n), "ve", FEAR.get(n, "none"), "yes", met[n]) for n in asked])
    care = pick(to.rng, set(EVERYBODY) - UNFIT, 24)
    finding = dict.fromkeys(care, "fit_with_care") | dict.fromkeys(UNFIT, "unfit")
    fit = {n: finding.get(n, "fit") for n in EVERYBODY if n not in NOT_EXAMINED}
    to.claims("medical", "id,record,finding,on", [(SV(n), said, met[n]) for n, said in fit.items()])
    wards = {n: "pending" if n in PENDING else "decided" for _, young in FAMILIES.values() for n in young}
    to.claims("guardianship", "id,record,state,on", [(SV(n), said, met[n]) for n, said in wards.items()])
    taken = {n: "refused" if n in NOT_ACCEPTED else "accepted" for n in EVERYBODY if n not in NO_ANSWER}
    head = "nro,registro,{},{}".format
    to.claims("accepted", head("respuesta", "fecha"), [(SV(n), a, "2025-05-26") for n, a in taken.items()])
    papers = {n: ("nationality_confirmed", "") for n in EVERYBODY if n not in NO_DOCUMENT}
    papers |= dict.fromkeys(sorted(pick(to.rng, papers, 61)), ("passport", "../2028-12-31"))
    to.claims("documents", head("tipo", "vigencia"), [(SV(n), *paper) for n, paper in papers.items()])
    acts = [(SV(n), "transfer_order", "2025-05-20") for n in EVERYBODY if n not in NO_TRANSFER_ORDER]
    to.claims("sv-legal-acts", ACTS, acts)
    people = map(SV, sorted(pick(to.rng, EVERYBODY, 60)))
    to.claims("due-process-sv", "id,record,topic,value", due_process(to.rng, people))


def write_sought(to: Writer) -> None:
    """What is said about the 900."""
    said = remarks(to.rng)
    seen = [(MON(n), said[n], "2025-05-22") for n in sorted(said)]
    to.claims("remarks", "nro,registro,observacion,fecha", seen)
    acts = [(MON(n), "release_order", "2025-05-24") for n in sorted(orders(to.rng, said))]
    to.claims("ve-legal-acts", ACTS, acts)
    to.claims("released", "id,record,on", [(MON(n), "2025-05") for n in RELEASED])
    to.claims("deceased", "id,record,on", [(MON(n), "2025-04") for n in DECEASED])
    people = map(MON, sorted(pick(to.rng, range(1, 901), 80)))
    to.claims("due-process-ve", "id,record,topic,value", due_process(to.rng, people))


def write_others(to: Writer) -> None:
    """What is said about the 48: 40 held by Venezuela and 8 by El Salvador, 30 with an order of Venezuela."""
    everybody = range(1, 49)
    held_by_sv = pick(to.rng, everybody, 8)
    ordered = pick(to.rng, set(everybody) - held_by_sv, 28) | pick(to.rng, held_by_sv, 2)
    held = [(OTHER(n), "sv" if n in held_by_sv else "ve", "physical_holder") for n in everybody]
    to.claims("others-custody", "id,record,power,role", held)
    acts = [(OTHER(n), "release_order", "2025-05-24") for n in sorted(ordered)]
    to.claims("ve-legal-acts-others", ACTS, acts)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(252)
    to = Writer(folder, rng)
    write_people(to, Maker(rng))
    write_deported(to)
    write_sought(to)
    write_others(to)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
