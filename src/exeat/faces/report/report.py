"""The page as one text: nouns in, HTML out. The style sheet stands in the page, so that nothing is fetched."""

from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup

from exeat.core.errors import Problem, Refused

from . import content, party_copy
from .words import Words

if TYPE_CHECKING:
    from exeat.clearing.plan import Cleared
    from exeat.core.facts import Facts
    from exeat.disclosure.marks import Mark
    from exeat.house import ClearingHouse

    from .nouns import Page


def html(
    house: "ClearingHouse", facts: "Facts", cleared: "Cleared", language: str = "en", party: str | None = None,
    mark: "Mark | None" = None,
) -> str:  # fmt: skip
    """The report of a case: the intermediary's whole copy, or the copy for a party, with its mark.

    Raises Refused where the case has no such party.
    """
    if party is None:
        return _rendered(content.page(house, facts, cleared, language), facts)
    if facts.case.party(party) is None:
        raise Refused([Problem("reference-unknown", values={"value": party, "to": "party", "near": ""})])
    page = party_copy.page(facts, cleared, language, party)
    if mark is not None:
        page = replace(page, notes=(*page.notes, Markup("{}").format(mark.words)))
    return _rendered(page, facts)


def _rendered(page: "Page", facts: "Facts") -> str:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(_file("page.html.j2"))
    css = Markup(_file("page.css"))
    return template.render(page=page, css=css, t=Words(facts, page.language).html)


def _file(name: str) -> str:
    return files(__package__ or "").joinpath(name).read_text(encoding="utf-8")
