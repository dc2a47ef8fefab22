"""The case as one page: `report` makes it, from nouns in `nouns`, through `page.html.j2`.

- `content` makes the intermediary's whole copy, `party_copy` the copy for a party: from the same facts, each by itself.
- The page needs nothing but itself: no script, no font and no picture from elsewhere. It prints.
- The page says nothing in its own voice: X states, alleges, denies; every number leads to the statements under it.
"""

from .report import html

__all__ = ["html"]
