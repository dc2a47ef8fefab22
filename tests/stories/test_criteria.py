"""Criteria of a status: shown as somebody's, with the items that somebody says are met; applied by nobody."""

from pathlib import Path

import pytest

from exeat.adapters.criteria_files import shipped
from exeat.core.facts import Facts
from exeat.faces.statement_sentences import statement_sentence
from exeat.faces.texts import Speaker
from exeat.house import open_case
from tests.folders import exchange, said, say

LABEL = {"kind": "status_label", "subject": "aro-roster#1", "label": "political prisoner"}


def sentence(facts: Facts, key: str, language: str) -> str:
    (found,) = [(i, s) for i, s in facts.statements.items() if facts.key(i) == key]
    return statement_sentence(Speaker(facts, language), *found)


def test_a_label_is_shown_with_whose_criteria_and_which_items_somebody_says_are_met(tmp_path: Path) -> None:
    folder = exchange(tmp_path / "case")
    say(folder, "label", said("label", "press-one", {**LABEL, "criteria": "pace-1900", "items": ["e", "b"]}))
    facts = open_case(folder).facts()
    assert sentence(facts, "label", "en").startswith('Paper one states: the words "political prisoner"')
    assert "PACE Resolution 1900 (2012) (items b, e)" in sentence(facts, "label", "en")
    assert "PACE Resolution 1900 (2012) (puntos b, e)" in sentence(facts, "label", "es")


def test_a_label_by_whatever_criteria_takes_nobody_out_of_a_cell_and_keeps_nobody_in(tmp_path: Path) -> None:
    """With the label said, hedged or denied, the same people go by the same terms."""
    folder = exchange(tmp_path / "case")
    before = open_case(folder).plan().plan
    for n, act in enumerate(("states", "denies", "alleges")):
        claim = {**LABEL, "criteria": "levinson-act", "items": ["3"]}
        say(folder, f"label-{n}", said(f"label-{n}", "press-one", claim, act))
    after = open_case(folder).plan().plan
    assert before.moves
    assert (before.moves, before.held_back, before.counts) == (after.moves, after.held_back, after.counts)


@pytest.mark.parametrize("name", sorted(shipped()))
def test_no_item_that_ships_is_without_words_in_a_language_or_without_its_document(name: str) -> None:
    found = shipped()[name]
    assert all((found.url, found.section, found.document, found.note, found.note_es))
    assert all(i.words and i.es and i.words != i.es for i in found.items)
    assert len({i.id for i in found.items}) == len(found.items)


def test_the_sets_have_as_many_items_as_their_documents() -> None:
    numbers = {name: len(found.items) for name, found in shipped().items()}
    assert numbers == {"levinson-act": 11, "pace-1900": 5, "wgad": 5, "foro-penal-three": 3}
