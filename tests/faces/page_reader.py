"""Reads a page with the parser of the standard library: what it holds, what it points to, what is readable on it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "br", "link", "img", "input", "hr", "rect", "line", "path", "circle"})
UNREAD = frozenset({"style", "script"})


@dataclass
class Tables:
    """What stands in one table."""

    caption: str = ""
    scopes: list[str] = field(default_factory=list)
    headings: int = 0


class PageReader(HTMLParser):
    """A page as a reader of its markup sees it. `fetched`: every address that a browser would fetch for it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.headings: list[int] = []
        self.tables: list[Tables] = []
        self.tags: list[str] = []
        self.broken: list[str] = []
        self.language = ""
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        """What is readable, its white space as single spaces."""
        return " ".join("".join(self.texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {k: v or "" for k, v in attrs}
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        if tag == "html":
            self.language = given.get("lang", "")
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given.get("href", ""))
        elif "href" in given or "src" in given:
            self.fetched.append(given.get("href") or given.get("src") or "")
        self._outline(tag, given)

    def _outline(self, tag: str, given: dict[str, str]) -> None:
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        if tag == "table":
            self.tables.append(Tables())
        if tag == "th":
            self.tables[-1].headings += 1
            self.tables[-1].scopes += [given["scope"]] if "scope" in given else []
        if tag in ("p", "li", "td", "th", "h1", "h2", "h3", "h4", "div", "br", "caption", "text", "span"):
            self.texts.append(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.broken.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in UNREAD:
            self.texts.append(data)
        if "caption" in self.open:
            self.tables[-1].caption += data
