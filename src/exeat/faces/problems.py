"""Mistakes in sentences: what is wrong, and one step that mends it (`exeat/texts/<language>/errors.toml`).

- A code has a message and a remedy; `code-given` and its remedy take over where the problem says what was found in
  the place instead, `code-near` where it knows a name that was perhaps meant, `why-...-remedy` where the reason of a
  broken file has a remedy of its own.
- Values that are words of ours (`WORDS`) are looked up; what the texts do not know, such as the words of a library,
  is shown as it came.
- What a file holds is shown short and visible: no line breaks, no control characters.
"""

import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from exeat.core.errors import Problem

from .texts import area

WIDTH = 80
LONGEST = 60  # characters of a value in a sentence
SHORT_KNOWN = 200  # above it, what is known is left out where a name was perhaps meant
LONGEST_KNOWN = 1200  # characters of a list of what is known
WORDS = ("why", "wanted", "given", "to", "of", "first", "found")
LONG = ("known", "why", "path", "wanted")
SLUG_WORDS = 6
ADDRESS = re.compile(r".*![A-Z]+[0-9]+|page [0-9]+(, .*)?")  # of a cell, in a spreadsheet or a PDF


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorShown:
    """One mistake for people: its code and place, the message and the remedy. `cell` is a column of a list."""

    code: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    cell: str | None = None
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Errors:
    """Every mistake of a call, in the order in which the files give them."""

    errors: tuple[ErrorShown, ...]


def message(problem: Problem, language: str = "en") -> str:
    """What is wrong."""
    return _sentence(problem.code + _variant(problem), problem, language)


def remedy(problem: Problem, language: str = "en") -> str:
    """What to do about it."""
    near, known = problem.values.get("near"), problem.values.get("known", "")
    if near and len(known) > SHORT_KNOWN:
        return _sentence(f"{problem.code}-near", problem, language)
    own = f"why-{_slug(problem.values.get('why', ''))}-remedy"
    key = own if _template(own, language) else f"{problem.code}{_variant(problem)}-remedy"
    also = [f"{problem.code}-near"] if near else []
    return " ".join(_sentence(k, problem, language) for k in [*also, key])


def document(problems: Iterable[Problem], language: str = "en") -> dict[str, Any]:
    """`{errors: [{code, file, line, column, cell, message, remedy}]}`; what a problem lacks is left out."""
    from exeat.core.shape import encode

    found: Any = encode(Errors(tuple(_shown(p, language) for p in problems)), True)
    return dict(found)


def lines(problems: Iterable[Problem], language: str = "en") -> str:
    """Every mistake as `file:line:column: message` or `file:cell: message`, its remedy below, at 80 columns."""
    return "\n".join(line for p in problems for line in _lines(_shown(p, language)))


def _shown(problem: Problem, language: str) -> ErrorShown:
    file = None if problem.file is None else visible(problem.file)
    cell = None if problem.cell is None else visible(problem.cell)
    return ErrorShown(
        code=problem.code,
        file=file,
        line=problem.line,
        column=problem.column,
        cell=cell,
        message=message(problem, language),
        remedy=remedy(problem, language),
    )


def _lines(shown: ErrorShown) -> list[str]:
    place = ":".join(str(p) for p in (shown.file, *_where(shown)) if p is not None)
    first = f"{place}: {shown.message}" if place else shown.message
    return [*_wrapped(first, "", "  "), *_wrapped(shown.remedy, "    ", "    ")]


def _where(shown: ErrorShown) -> tuple[object, ...]:
    """The address of a cell where the file has such addresses; else line and column."""
    addressed = shown.cell is not None and ADDRESS.fullmatch(shown.cell)
    return (shown.cell,) if addressed else (shown.line, shown.column)


def _wrapped(text: str, first: str, then: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=then, break_on_hyphens=False)


# ------------------------------------------------------------ sentences


def visible(text: str, longest: int = LONGEST) -> str:
    """A text as it may stand in a sentence: on one line, not too long, what cannot be printed as its number."""
    short = text if len(text) <= longest else text[: longest - 1] + "…"
    return "".join(c if c.isprintable() else " " if c in "\n\t" else f"\\x{ord(c):02x}" for c in short)


def _sentence(key: str, problem: Problem, language: str) -> str:
    template = _template(key, language)
    return template.format_map(_values(problem, language)) if template else key


def _template(key: str, language: str) -> str | None:
    return area(language, "errors").get(key) or area("en", "errors").get(key)


def _variant(problem: Problem) -> str:
    return "-given" if "given" in problem.values and _template(f"{problem.code}-given", "en") else ""


def _values(problem: Problem, language: str) -> dict[str, str]:
    """The problem's values, visible, with our words in the language."""
    plain = {k: visible(v, LONGEST_KNOWN if k in LONG else LONGEST) for k, v in problem.values.items()}
    if not plain.get("known", "some"):
        plain["known"] = _template("known-nothing", language) or ""
    return plain | {k: _word(k, problem.values[k], plain, language) for k in WORDS if k in plain}


def _word(name: str, value: str, plain: Mapping[str, str], language: str) -> str:
    template = _template(f"{name}-{_slug(value)}", language)
    if template is None and name == "first":
        template = _template("first-place", language) if ":" in value else None
    return template.format_map({**plain, "place": plain[name]}) if template else plain[name].rstrip(".")


def _slug(text: str) -> str:
    """A name for words: the first few, in small letters, with hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", text[:200].lower())[:SLUG_WORDS])
