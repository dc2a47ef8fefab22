"""The page of errors: who looks up a code must find it, with what to do."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

from exeat.core.errors import CODES

PAGE = Path(__file__).parents[2] / "docs" / "spec" / "errors.md"


def test_the_page_is_what_the_program_makes(docs: ModuleType) -> None:
    assert PAGE.read_text("utf-8") == docs.errors_page(), "stale: `make docs`"


@pytest.mark.parametrize("code", CODES)
def test_no_code_is_without_a_sentence_and_a_remedy(code: str) -> None:
    rows = re.findall(rf"^\| `{code}` \| (.+) \| (.+) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert len(rows) == 1
    assert all(cell.strip() for cell in rows[0])
