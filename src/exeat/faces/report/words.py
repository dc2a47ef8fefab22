"""Sentences in which every value is marked, so that a page can set it apart, and link a statement to its place.

- A value is a name, a wording, a number: whatever the texts leave a brace for. On the page it stands in `<bdi>`, so
  that a name in another script does not turn the sentence around.
- Marks are Unicode noncharacters (U+FDD0 to U+FDD4), which no text may carry in interchange; they never reach the page.
"""

import re
from collections.abc import Container, Iterable
from dataclasses import replace

from markupsafe import Markup, escape

from exeat.core.facts import Facts
from exeat.core.message import Message
from exeat.core.statement import SaidOn, Statement
from exeat.faces.clause_sentences import clause_sentence
from exeat.faces.statement_sentences import statement_sentence
from exeat.faces.texts import Speaker

OPEN, CLOSE, LINK, TO, END = "\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4"
_LINKED = re.compile(f"{LINK}(st_[0-9a-f]{{64}}){TO}([^{LINK}{TO}{END}]*){END}")
_MARKS = re.compile(f"[{OPEN}{CLOSE}{LINK}{TO}{END}]")


class Words(Speaker):
    """A speaker whose values are marked. `anchors`: the statements that have a place on the page."""

    def __init__(self, facts: Facts, language: str, anchors: Container[str] = ()) -> None:
        super().__init__(facts, language)
        self.anchors = anchors

    def name(self, id: str) -> str:
        """The name of an id, marked; a statement that stands on the page becomes a link to it."""
        name = super().name(id)
        if id in self.anchors:
            return f"{LINK}{id}{TO}{name}{END}"
        return _marked(name) if name else ""

    def text(self, id: str, /, **values: object) -> str:
        """The sentence of an id, its values marked."""
        return super().text(id, **{k: _marked(str(v)) for k, v in values.items()})

    def say(self, message: Message) -> str:
        """The sentence of a message, its values named and marked."""
        values = {k: ", ".join(self.name(v) for v in value.split(", ")) for k, value in message.values.items()}
        return self.text(message.id, **values)

    # -------------------------------------------------------- for the page

    def html(self, id: str, /, **values: object) -> Markup:
        """A sentence for the page."""
        return markup(self.text(id, **values))

    def plain(self, id: str, /, **values: object) -> str:
        """A sentence without marks: for a picture, or an attribute."""
        return plain(self.text(id, **values))

    def said(self, message: Message) -> Markup:
        """A message for the page."""
        return markup(self.say(message))

    def of(self, id: str) -> Markup:
        """A name for the page."""
        return markup(self.name(id))

    def links(self, ids: Iterable[str]) -> Markup:
        """Statements by their keys, each a link to its place."""
        return markup(", ".join(self.name(i) for i in ids))

    def clause(self, clause: object) -> Markup:
        """A clause as a sentence."""
        return markup(clause_sentence(self, clause))  # type: ignore[arg-type]

    def sentence(self, id: str, statement: Statement) -> Markup:
        """A statement as a sentence: who says what, through whom, where."""
        on = statement.said_on
        day = None if on is None else SaidOn(on.date, _marked(on.words) if on.words else None)
        place = _marked(statement.place) if statement.place else None
        return markup(statement_sentence(self, id, replace(statement, place=place, said_on=day)))


def _marked(text: str) -> str:
    whole = text[:1] in (OPEN, LINK) and text[-1:] in (CLOSE, END) and len(_MARKS.findall(text)) in (2, 3)
    return text if whole else f"{OPEN}{text}{CLOSE}"


def plain(text: str) -> str:
    """A marked text without its marks."""
    return _MARKS.sub("", _LINKED.sub(r"\2", text))


def markup(text: str) -> Markup:
    """A marked text as HTML: escaped, each value in `<bdi>`, each statement a link."""
    html = _LINKED.sub(r'<a href="#\1"><bdi>\2</bdi></a>', str(escape(text)))
    depth = 0

    def close(mark: "re.Match[str]") -> str:
        nonlocal depth
        if mark[0] == OPEN:
            depth += 1
            return "<bdi>"
        if mark[0] != CLOSE or not depth:
            return ""
        depth -= 1
        return "</bdi>"

    return Markup(_MARKS.sub(close, html) + "</bdi>" * depth)


def by_key(facts: Facts) -> list[tuple[str, Statement]]:
    """The standing statements in the order of their keys, the numbers in them by size."""
    return sorted(facts.statements.items(), key=lambda pair: (_natural(facts.key(pair[0])), pair[0]))


def _natural(key: str) -> list[tuple[str, int]]:
    parts = re.split(r"([0-9]+)", key)
    return [(words, int(number or 0)) for words, number in zip(parts[::2], [*parts[1::2], ""], strict=True)]


def value(text: object) -> Markup:
    """One value for the page."""
    return markup(_marked(str(text)))
