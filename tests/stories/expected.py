"""What the INVENTED lists come to, counted from the files with csv and yaml alone: exeat is not asked.

- One function reads one rule and gives the records it holds back; a person is held back with any record.
- A person is a set of records judged the same; its id is the address that sorts first by UTF-8. What is said
  of one record is said of the person.
- Plainly, a death or release holds back where nobody denies it, and identity where somebody is unsure of two
  records on lists that clauses select. `cautious`: what is not established holds back too, that is a death or
  release said and denied, an undecided pair with the newspaper's roster, and a double on which nobody judged.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "2025-offer-with-lists"
SELECTED = ("sv-roster", "monitor-list", "others-list")
NAMES = ("given_names", "surname", "second_surname", "birth_date")
ADULT = 18

Row = dict[str, str]
HeldBack = dict[str, set[str]]


@dataclass(frozen=True)
class Side:
    """A list that a clause selects. `held_back`: whom each rule holds back; a person may be in several."""

    records: int
    people: frozenset[str]
    not_counted: frozenset[str]  # held only since after the cut-off
    held_back: Mapping[str, frozenset[str]]
    person_of: Mapping[str, str]  # the person of each record of the list

    @property
    def eligible(self) -> frozenset[str]:
        return self.people - self.not_counted - frozenset().union(*self.held_back.values())

    @property
    def figures(self) -> dict[str, int]:
        held = {rule: len(people) for rule, people in sorted(self.held_back.items())}
        counts = {"records": self.records, "people": len(self.people), "not_counted": len(self.not_counted)}
        return {**counts, **held, "eligible": len(self.eligible)}


def expected(folder: Path = FOLDER, cautious: bool = False) -> dict[str, Side]:
    """The three sides, by list: transfer of the roster, release of the monitor's list and of the others."""
    files = Files(folder)
    people = _people(files)
    rules = {
        "sv-roster": _transfer(files, cautious),
        "monitor-list": _release(files, people, "monitor-list", cautious),
        "others-list": _release(files, people, "others-list", cautious),
    }
    return {name: _side(files, people, name, held) for name, held in rules.items()}


class Files:
    """The files of the case: rows under our column names, every value a text; an empty cell is left out."""

    ALIASES: Mapping[str, str] = {"Familia": "family"}

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.case: Any = self.yaml("case.yaml")
        self.declared: dict[str, Any] = {declared["id"]: declared for declared in self.case["lists"]}

    def yaml(self, name: str) -> Any:
        return yaml.load((self.folder / name).read_text("utf-8"), yaml.BaseLoader)

    @cached_property
    def statements(self) -> list[Any]:
        return list(self.yaml("statements/invented.yaml"))

    def rows(self, name: str) -> list[Row]:
        declared = self.declared[name]
        ours = {**self.ALIASES, **{theirs: mine for mine, theirs in declared.get("columns", {}).items()}}
        with (self.folder / declared["file"]).open(encoding="utf-8", newline="") as file:
            return [{ours.get(k, k): v for k, v in row.items() if v} for row in csv.DictReader(file)]

    def records(self, name: str) -> dict[str, Row]:
        return {f"{name}#{row['id']}": row for row in self.rows(name)}

    def said(self, name: str, column: str) -> dict[str, str]:
        """What a claim list says in a column, by the record it is about; no record is in it twice."""
        about = self.declared[name]["about"]
        pairs = [(f"{about}#{row['record']}", row[column]) for row in self.rows(name)]
        assert len(dict(pairs)) == len(pairs), f"{name} speaks twice of a record"
        return dict(pairs)

    def denied(self, kind: str) -> set[str]:
        claims = [s["claim"] for s in self.statements if s["act"] == "denies"]
        return {claim["subject"] for claim in claims if claim["kind"] == kind}


# ------------------------------------------------------------ who is who


def _people(files: Files) -> dict[str, str]:
    """The person of each record: the first address among the records judged the same; else its own."""
    person = {record: record for name in (*SELECTED, "press-roster") for record in files.records(name)}
    for row in files.rows("judgements"):
        if row["verdict"] == "same":
            one, other = sorted((person[row["left"]], person[row["right"]]), key=str.encode)
            person = {record: one if who == other else who for record, who in person.items()}
    return person


def _unresolved(files: Files, cautious: bool) -> set[str]:
    """The records of which somebody is unsure whether they are one person or two."""
    lists = (*SELECTED, "press-roster") if cautious else SELECTED
    pairs = [(row["left"], row["right"]) for row in files.rows("judgements") if row["verdict"] == "unsure"]
    unsure = {r for pair in pairs if all(r.partition("#")[0] in lists for r in pair) for r in pair}
    return unsure | (_doubles(files) if cautious else set())


def _doubles(files: Files) -> set[str]:
    """The records of the monitor's list that have all names and the birth date in common with another."""
    records = files.records("monitor-list")
    names = {r: tuple(row.get(c) for c in NAMES) for r, row in records.items()}
    return {r for r, name in names.items() if list(names.values()).count(name) > 1}


# ------------------------------------------------------------ the rules


def _transfer(files: Files, cautious: bool) -> HeldBack:
    """The roster: who may not be transferred to Venezuela today, by rule."""
    everybody = files.records("sv-roster")
    acts, papers = files.said("sv-legal-acts", "legal_act"), files.said("documents", "document")
    consents, fears = files.said("consents", "answer"), files.said("fears", "state")
    findings, taken = files.said("medical", "finding"), files.said("accepted", "answer")
    wards = files.said("guardianship", "state")
    held = {
        "court_order": _covered(files) & set(everybody),
        "legal_act": {r for r in everybody if acts.get(r) != "transfer_order"},
        "consent": {r for r in everybody if consents.get(r) != "yes"},
        "fear": {r for r in everybody if fears.get(r) not in ("none", "resolved")},
        "medical": {r for r in everybody if findings.get(r) not in ("fit", "fit_with_care")},
        "guardianship": {r for r, row in everybody.items() if _child(files, row) and wards.get(r) != "decided"},
        "document": {r for r in everybody if r not in papers},
        "acceptance": {r for r in everybody if taken.get(r) != "accepted"},
        "identity": _unresolved(files, cautious) & set(everybody),
    }
    assert all(row["private"] == "yes" for row in files.rows("consents")), "a consent that was not private"
    return held | {"family": _families(everybody, set().union(*held.values()))}


def _covered(files: Files) -> set[str]:
    """The records that an order in force on the day covers, where it binds the holder."""
    day = files.case["on"]
    orders = [s["claim"] for s in files.statements if s["claim"]["kind"] == "court_order"]
    spans = [(order, order["in_force"].split("/")) for order in orders if "sv" in order["binds"]]
    return {record for order, (first, last) in spans if first <= day <= last for record in order["covers"]}


def _child(files: Files, row: Row) -> bool:
    """Under 18 on the day; every date not known to the day is an adult's."""
    born, day = row["birth_date"], files.case["on"]
    years = int(day[:4]) - int(born[:4].replace("X", "9"))
    return len(born) == len(day) and years - (day[4:] < born[4:]) < ADULT


def _families(everybody: Mapping[str, Row], held: set[str]) -> set[str]:
    """Those who stay for no reason but that somebody of the family stays."""
    stay = {row["family"] for record, row in everybody.items() if record in held and "family" in row}
    return {r for r, row in everybody.items() if row.get("family") in stay and r not in held}


def _release(files: Files, people: Mapping[str, str], name: str, cautious: bool) -> HeldBack:
    """Who may not be released by Venezuela, in place, today, by rule."""
    everybody = set(files.records(name))
    acts = files.said("ve-legal-acts" if name == "monitor-list" else "ve-legal-acts-others", "legal_act")
    ordered = {people[r] for r, act in acts.items() if act == "release_order"}
    return {
        "custody": _not_held(files, name),
        "death": _gone(files, "deceased", "dead", "death", cautious) & everybody,
        "released": _gone(files, "released", "released", "released", cautious) & everybody,
        "identity": _unresolved(files, cautious) & everybody,
        "legal_act": {r for r in everybody if people[r] not in ordered},
    }


def _not_held(files: Files, name: str) -> set[str]:
    """Said by nobody to be held by Venezuela, or denied of this very person."""
    if files.declared[name].get("holder") != "ve":
        power = files.said("others-custody", "power")
        return {r for r in files.records(name) if power.get(r) != "ve"}
    return {r for r, word in files.said("remarks", "remark").items() if word in ("not_held", "held_elsewhere")}


def _gone(files: Files, name: str, word: str, kind: str, cautious: bool) -> set[str]:
    """Said by a list or in a remark to be dead, or released, and denied by nobody."""
    said = {r for r, remark in files.said("remarks", "remark").items() if remark == word}
    return (said | set(files.said(name, "id"))) - (set() if cautious else files.denied(kind))


def _side(files: Files, people: Mapping[str, str], name: str, held: HeldBack) -> Side:
    everybody = files.records(name)
    late = {r for r, row in everybody.items() if row["held_since"] > files.case["protocol"]["cut_off"]}
    person_of = {r: people[r] for r in everybody}
    return Side(
        len(everybody),
        frozenset(person_of.values()),
        frozenset(people[r] for r in late),
        {rule: frozenset(people[r] for r in records) for rule, records in held.items()},
        person_of,
    )
