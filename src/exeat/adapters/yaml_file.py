"""YAML as texts with places: composed, never constructed.

- Every scalar stays a text (`NO` is a country, `1:15` a rate); types come from `core.shape`.
- A key given twice and an alias are mistakes: both hide what a file says.
"""

from pathlib import Path

import yaml

from ..core.errors import Problem
from ..core.marked import Marked


def read_yaml(path: Path, name: str, problems: list[Problem]) -> Marked | None:
    """The file's only document; None and a problem where it cannot be read. `name` is what errors call the file."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as e:
        problems.append(Problem("file-unreadable", name, values={"why": e.strerror or str(e)}))
        return None
    except UnicodeDecodeError as e:
        problems.append(Problem("file-unreadable", name, values={"why": f"byte {e.start} is not UTF-8"}))
        return None
    return _Composer(name, problems).compose(text)


class _Composer:
    def __init__(self, name: str, problems: list[Problem]) -> None:
        self.name, self.problems = name, problems
        self.seen: set[int] = set()

    def compose(self, text: str) -> Marked | None:
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        try:
            node = yaml.compose(text, Loader=loader)
        except yaml.YAMLError as e:
            mark = getattr(e, "problem_mark", None)
            line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
            why = " ".join(str(getattr(e, "problem", None) or e).split())
            self.problems.append(Problem("yaml-broken", self.name, line, column, values={"why": why}))
            return None
        if node is None:
            self.problems.append(Problem("yaml-broken", self.name, 1, 1, values={"why": "the file is empty"}))
            return None
        return self._marked(node)

    def _marked(self, node: yaml.Node) -> Marked:
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        if isinstance(node, yaml.ScalarNode):
            return Marked(str(node.value), self.name, line, column)
        if id(node) in self.seen:
            why = "an alias (*) repeats another part of the file: write it out"
            self.problems.append(Problem("yaml-broken", self.name, line, column, values={"why": why}))
            return Marked("", self.name, line, column)
        self.seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return Marked([self._marked(n) for n in node.value], self.name, line, column)
        return Marked(self._mapping(node), self.name, line, column)

    def _mapping(self, node: yaml.Node) -> dict[str, Marked]:
        found: dict[str, Marked] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in found:
                at = key.start_mark
                self.problems.append(
                    Problem("yaml-key-twice", self.name, at.line + 1, at.column + 1, values={"key": name})
                )
            found[name] = self._marked(value)
        return found
