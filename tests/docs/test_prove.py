"""The page from a first key to a proof: a newcomer who follows it ends with a stranger who says yes.

What its blocks `console` show is run with the tutorial's.
"""

from pathlib import Path
from types import ModuleType

PAGE = (Path(__file__).parents[2] / "docs" / "prove.md").read_text("utf-8")
KEY = "office.example/desk+d4da7c92+AXVlZ4HlvDcvIcRd9ZLtq4qaBd3yJT6vhg/dK8oISORq"


def test_the_stranger_says_yes_and_where_too_few_signed_no() -> None:
    yes, _, no = PAGE.partition("## 6 The lawyer checks it")[2].partition("Asked for more witnesses")
    assert "signed by office.example/desk\nentry 2 of 3 of the log" in yes
    assert "seen by court-watch.example/1" in yes
    assert "$ echo $?\n0\n" in yes
    assert "NOT PROVED" in no
    assert "$ echo $?\n1\n" in no
    assert "It grew out of the checkpoint" in no


def test_only_what_is_drawn_by_chance_may_differ_from_the_page(docs: ModuleType) -> None:
    other = KEY.replace("d4da7c92+AXVl", "00000000+AAAA")
    alike = docs._drawn_alike
    assert alike(f"Its key:\n  {other}\n", f"Its key:\n  {KEY}\n") == f"Its key:\n  {KEY}\n"
    assert alike(f"Its keys:\n  {other}\n", f"Its key:\n  {KEY}\n") == f"Its keys:\n  {KEY}\n"
    assert alike(f"{other}\n{other}\n", f"{KEY}\n") == f"{other}\n{other}\n"
    said = "Nothing that is erased 0, signed 3, 107 entries, sv-roster#SV-036, 1991-01-09."
    assert docs.CHANCE.findall(said) == []
