"""YAML as texts with places: read from the parser's events, never constructed.

- Every scalar stays a text (`NO` is a country, `1:15` a rate); types come from `core.shape`.
- A key given twice, an alias and a second document are mistakes: they hide what a file says. So are control
  characters, plain or escaped: nobody can see them.
- No recursion, and no more than `MOST_DEEP` levels: a hostile file is refused like any other mistake.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from exeat.core.errors import Problem
from exeat.core.marked import Marked

from .text_file import read_text

MOST_DEEP = 50
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def read_yaml(path: Path, name: str, problems: list[Problem]) -> Marked | None:
    """The file's only document; None and a problem where it cannot be read. `name` is what errors call the file."""
    text = read_text(path, name, problems)
    return None if text is None else parse_yaml(text, name, problems)


def parse_yaml(text: str, name: str, problems: list[Problem]) -> Marked | None:
    """The text's only document; None and a problem where it has none."""
    hidden = _CONTROL.search(text)
    if hidden is not None:
        before = text[: hidden.start()]
        place = before.count("\n") + 1, hidden.start() - before.rfind("\n")
        problems.append(Problem("yaml-broken", name, *place, values={"why": "control character"}))
        return None
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    builder = _Builder(name, problems)
    try:
        return builder.build(yaml.parse(text, Loader=loader))
    except yaml.YAMLError as e:
        why = " ".join(str(getattr(e, "problem", None) or e).split())
        problems.append(Problem("yaml-broken", name, *_place(e, text), values={"why": why}))
        return None


def _place(error: yaml.YAMLError, text: str) -> tuple[int | None, int | None]:
    """Where the parser stopped; the last line where it names one after the end."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return None, None
    lines = text.split("\n")
    last = len(lines) - (lines[-1] == "" and len(lines) > 1)
    return (mark.line + 1, mark.column + 1) if mark.line < last else (last, len(lines[last - 1]) + 1)


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet; the key that waits for its value."""

    node: Marked
    key: Marked | None = None


class _TooDeep(Exception):
    """The file nests deeper than anything a case says."""


class _Builder:
    """Makes `Marked` values of parser events, without recursion."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        self.name, self.problems = name, problems
        self.open: list[_Open] = []
        self.root: Marked | None = None
        self.documents = 0

    def build(self, events: Iterable[Any]) -> Marked | None:
        try:
            for event in events:
                self._take(event)
        except _TooDeep:
            return None
        if self.root is None:
            self.problems.append(Problem("yaml-broken", self.name, 1, 1, values={"why": "empty"}))
        return self.root

    def _take(self, event: Any) -> None:
        match event:
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents == 2:
                    self._problem("yaml-broken", self._marked("", event), why="second document")
            case yaml.ScalarEvent():
                self._put(self._scalar(event))
            case yaml.AliasEvent():
                self._problem("yaml-broken", self._marked("", event), why="alias")
                self._put(self._marked("", event))
            case yaml.SequenceStartEvent():
                self._begin(self._marked([], event))
            case yaml.MappingStartEvent():
                self._begin(self._marked({}, event))
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self.open.pop()

    def _scalar(self, event: Any) -> Marked:
        node = self._marked(str(event.value), event)
        if _CONTROL.search(str(event.value)):
            self._problem("yaml-broken", node, why="control character")
        return node

    def _begin(self, node: Marked) -> None:
        if len(self.open) >= MOST_DEEP:
            self._problem("yaml-broken", node, why="too deep")
            raise _TooDeep
        self._put(node)
        self.open.append(_Open(node))

    def _put(self, node: Marked) -> None:
        if not self.open:
            self.root = self.root or node
            return
        top = self.open[-1]
        if isinstance(top.node.value, list):
            top.node.value.append(node)
        elif top.key is None:
            top.key = node
        else:
            self._pair(top.node, top.key, node)
            top.key = None

    def _pair(self, mapping: Marked, key: Marked, value: Marked) -> None:
        assert isinstance(mapping.value, dict)
        if not isinstance(key.value, str):
            self._problem("yaml-broken", key, why="key is no text")
        elif key.value in mapping.value:
            self._problem("yaml-key-twice", key, key=key.value)
        else:
            mapping.value[key.value] = replace(value, key=(key.line, key.column))

    def _marked(self, value: Any, event: Any) -> Marked:
        return Marked(value, self.name, event.start_mark.line + 1, event.start_mark.column + 1)

    def _problem(self, code: str, at: Marked, **values: str) -> None:
        self.problems.append(Problem(code, at.file, at.line, at.column, values=values))
