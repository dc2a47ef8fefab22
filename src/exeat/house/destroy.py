"""Destroying a case, or a draft: the keys first, then what they opened; and what is not exeat's to destroy is named.

- A legal hold that stands on anybody of the case stops it: nothing is touched then.
- It is asked for by the id of the case, and ends where it was begun: run again, it goes on where it stopped.
- Plain files, sources, copies that were given out and backups stay, and are said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from exeat.adapters import destroying
from exeat.adapters.folder import CASE_FILE
from exeat.adapters.vault import VAULT
from exeat.core.errors import Problem, Refused
from exeat.core.facts import Facts
from exeat.core.message import Message

from .books import STORE
from .erase import given_out, holds
from .house import ClearingHouse
from .reading import readings

GIT = ".git"


@dataclass(frozen=True, slots=True, kw_only=True)
class Destroyed:
    """What came of it. `stopped`: why nothing was touched; `gone`: files that are no more.

    `left`: files that stay in the folder; `elsewhere`: what else there is of it, as far as anybody here knows.
    """

    case: str = ""
    stopped: tuple[Message, ...] = ()
    gone: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    elsewhere: tuple[Message, ...] = ()


def is_case(place: Path) -> bool:
    """Whether a place is the folder of a case, or of one that is being destroyed."""
    return place.is_dir() and any((place / n).is_file() for n in (CASE_FILE, STORE, VAULT, destroying.MARKER))


def name_of(house: ClearingHouse) -> str:
    """The id of the case, by which it is asked for."""
    begun = destroying.begun(house.folder)
    return house.facts().case.id if begun is None else begun


def destroy_case(house: ClearingHouse, typed: str) -> Destroyed:
    """Destroy what exeat made of a case. `typed`: its id. Raises Refused where that is another one."""
    name = name_of(house)
    if typed != name:
        raise Refused([Problem("destroy-another", values={"typed": typed, "case": name})])
    elsewhere: tuple[Message, ...] = ()
    if destroying.begun(house.folder) is None:
        facts = house.facts()
        stopped = holds(facts, None, house.clock.today())
        if stopped:
            return Destroyed(case=name, stopped=stopped)
        elsewhere = tuple(_elsewhere(house, facts))
        destroying.begin(house.folder, name)
    house.shut()
    gone = destroying.finish(house.folder, house.keys)
    left = destroying.others(house.folder, gone)
    return Destroyed(case=name, gone=gone, left=left, elsewhere=(Message("destroy.backups"), *elsewhere))


def _elsewhere(house: ClearingHouse, facts: Facts) -> Iterator[Message]:
    """What stays outside: copies that were given out, a history, sources."""
    if house.recorded:
        lists = {a.asked.list for a in readings(house) if a.asked is not None and a.asked.list is not None}
        for copy in given_out(house, lists, None):
            yield Message("destroy.copy", copy.values)
    if any((f / GIT).exists() for f in (house.folder, *house.folder.resolve().parents)):
        yield Message("destroy.git")
    for source in facts.case.sources:
        yield Message("destroy.source", {"source": source.id, "title": source.title})


def check_draft(file: Path) -> None:
    """Raises Refused for what is no draft of exeat's."""
    if not destroying.is_draft(file):
        raise Refused([Problem("destroy-no-draft", values={"file": str(file)})])


def destroy_draft(file: Path, typed: str) -> None:
    """Destroy a draft. `typed`: its name. Raises Refused where that is another one, or it is no draft of exeat's."""
    check_draft(file)
    if typed != file.name:
        raise Refused([Problem("destroy-another", values={"typed": typed, "case": file.name})])
    destroying.shred(file)
