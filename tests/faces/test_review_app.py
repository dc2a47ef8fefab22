"""The screen of a review, in the real program: what is seen before a verdict, and what a key does and does not do."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from tests.faces.review_case import case, proposals
from tests.folders import NOON
from textual.pilot import Pilot
from textual.widgets import Button

from exeat.core.errors import Problem, Refused
from exeat.faces.review.app import ReviewApp
from exeat.faces.review.sitting import Sitting
from exeat.house import ClearingHouse, open_case
from exeat.identity.judgements import judgements

FIRST = ("roster#1", "sought#p1")
Drive = Callable[[ReviewApp, Pilot[None]], Awaitable[None]]


@pytest.fixture
def house(tmp_path: Path) -> ClearingHouse:
    return case(tmp_path / "case")


def driven(
    house: ClearingHouse, drive: Drive, language: str = "en", shortcuts: bool = True, size: tuple[int, int] = (80, 24)
) -> None:
    """Start the program on the case, in a terminal of this size, and drive it."""

    async def run() -> None:
        at = Sitting(open_case(house.folder, NOON), proposals, "ana", explain=lambda a, b: ("surname: +11.2 bits",))
        app = ReviewApp(at, language, shortcuts)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await drive(app, pilot)

    asyncio.run(run())


def seen(app: ReviewApp) -> str:
    """What stands in the terminal, as text."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


def verdicts(house: ClearingHouse) -> list[tuple[str, str, str, str]]:
    found = judgements(open_case(house.folder, NOON).facts()).select("by", "left", "right", "verdict")
    return found.rows()


@pytest.mark.parametrize("language", ["en", "es"])
def test_neither_score_nor_waterfall_is_seen_before_the_verdict(language: str, house: ClearingHouse) -> None:
    async def drive(app: ReviewApp, pilot: Pilot[None]) -> None:
        assert not any(said in seen(app) for said in ("9.00", "0.998", "11.2"))
        await pilot.press("s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert all(said in seen(app) for said in ("9.00", "0.998", "11.2"))
        await pilot.press("z")
        assert not any(said in seen(app) for said in ("9.00", "0.998", "11.2"))

    driven(house, drive, language)


@pytest.mark.parametrize(("key", "verdict"), [("s", "same"), ("d", "different"), ("u", "unsure")])
def test_one_key_is_one_verdict_recorded_at_once(key: str, verdict: str, house: ClearingHouse) -> None:
    async def drive(app: ReviewApp, pilot: Pilot[None]) -> None:
        await pilot.press(key)
        assert verdicts(house) == [("ana", *FIRST, verdict)]
        assert "Recorded." in seen(app)
        await pilot.press("s", "d", "u")  # whoever types on changes nothing
        assert verdicts(house) == [("ana", *FIRST, verdict)]
        assert "Nothing changed" in seen(app)

    driven(house, drive)


def test_everything_on_the_lists_can_be_read_in_a_small_terminal(house: ClearingHouse) -> None:
    """What both lists say, who says it, who is said to be kin and who else is proposed; differences by a word."""

    async def drive(app: ReviewApp, pilot: Pilot[None]) -> None:
        text = seen(app)
        await pilot.press("pagedown", "pagedown")
        text += seen(app)
        for part in ("QUELMORAZ FRUVALDÉS, José", "1990-04-12", "12/04/1990", "Ana Fruvaldés", "told by", "a sister",
                     "Aronia", "A lawyer", "INVENTED roster", "row 1", "brothers", "sought#p2"):  # fmt: skip
            assert part in text, part
        line = next(x for x in text.splitlines() if "12/04/1990" in x)
        assert "DIFFER" in line

    driven(house, drive)


@pytest.mark.parametrize("size", [(44, 16), (59, 10), (60, 24), (132, 50)])
def test_nothing_is_cut_off_on_any_screen(size: tuple[int, int], house: ClearingHouse) -> None:
    """Least of all the end of a name, or of an id."""

    async def drive(app: ReviewApp, pilot: Pilot[None]) -> None:
        text = []
        for _ in range(12):
            text += seen(app).split()
            await pilot.press("pagedown")
        whole = ("FRUVALDÉS,", "José", "Luis", "roster#1", "sought#p1", "V-00.000.101", "12/04/1990", "1990-04-12")
        for part in whole:
            assert part in text, part

    driven(house, drive, size=size)


def test_the_reasons_of_one_pair_never_stand_beside_another(house: ClearingHouse) -> None:
    """They may take seconds to be worked out, and whoever judges fast is elsewhere by then."""

    def slow(left: str, right: str) -> tuple[str, ...]:
        time.sleep(0.3)
        return (f"reasons of {left} and {right}",)

    async def drive(app: ReviewApp, pilot: Pilot[None]) -> None:
        app.sitting.explain = slow
        await pilot.press("s", "n")
        second = app.sitting.current
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "reasons of" not in seen(app)  # this one is not judged
        await pilot.press("d")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert second is not None
        assert f"reasons of {second[0]} and {second[1]}" in seen(app)
        await pilot.press("b")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert f"reasons of {FIRST[0]} and {FIRST[1]}" in seen(app)

    driven(house, drive)


def test_undo_shows_the_pair_again_and_keeps_later_verdicts(house: ClearingHouse) -> None:
    async def drive(app: ReviewApp, pilot: Pilot[None]) -> None:
        await pilot.press("s", "enter", "d", "enter", "u", "n")
        later = verdicts(house)
        await pilot.press("b", "b", "b")
        assert "roster#1" in seen(app)
        assert "You said: the same person." in seen(app)
        await pilot.press("z")
        assert verdicts(house) == [v for v in later if v[1:3] != FIRST]
        assert "Taken back" in seen(app)
        assert "roster#1" in seen(app)

    driven(house, drive)


def test_who_comes_back_goes_on_where_they_left(house: ClearingHouse) -> None:
    asked: list[object] = []

    async def drive(app: ReviewApp, pilot: Pilot[None]) -> None:
        asked.append(app.sitting.current)
        await pilot.press("d", "q")

    for _ in range(4):
        driven(house, drive)
    assert len(set(asked)) == 4
    assert len(verdicts(house)) == 4


def test_when_nothing_is_left_the_screen_says_so(house: ClearingHouse) -> None:
    house.judge("bo", "roster#2", "sought#p3", "same")

    async def drive(app: ReviewApp, pilot: Pilot[None]) -> None:
        await pilot.press(*"dndndn")
        text = seen(app)
        assert "Nothing is left to ask you." in text
        assert "You judged 3" in text
        assert "--second" in text
        await pilot.press("s", "z")
        assert "Taken back" in seen(app)

    driven(house, drive)


def test_letters_do_nothing_where_shortcuts_are_switched_off(house: ClearingHouse) -> None:
    """WCAG 2.1.4: whoever dictates, or whose hand shakes, must not judge by accident."""

    async def drive(app: ReviewApp, pilot: Pilot[None]) -> None:
        await pilot.press(*"sduznbq", "question_mark")
        assert verdicts(house) == []
        assert app.is_running
        assert app.sitting.current == FIRST
        for label in ("Same", "Different", "Unsure", "Undo", "Skip/Next", "Back", "Help", "Quit"):
            assert label in seen(app).splitlines()[-1]
        app.query_one("#key-same", Button).focus()
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert verdicts(house) == [("ana", *FIRST, "different")]

    driven(house, drive, shortcuts=False)


def test_the_keys_fit_on_the_screen_in_both_languages(house: ClearingHouse) -> None:
    for language, last in (("en", "Quit"), ("es", "Salir")):
        for shortcuts in (True, False):

            async def drive(app: ReviewApp, pilot: Pilot[None], last: str = last) -> None:
                assert last in seen(app).splitlines()[-1]

            driven(house, drive, language, shortcuts)


def test_help_says_what_every_key_does(house: ClearingHouse) -> None:
    async def drive(app: ReviewApp, pilot: Pilot[None]) -> None:
        await pilot.press("question_mark")
        await pilot.pause()
        assert all(f"{key} " in seen(app) for key in "sduznbq?")
        assert "You cannot tell" in seen(app)
        await pilot.press("escape", "u")
        assert verdicts(house) == [("ana", *FIRST, "unsure")]

    driven(house, drive)


def test_a_verdict_that_could_not_be_recorded_is_not_shown_as_given(
    house: ClearingHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise Refused([Problem("store-unreadable", values={"why": "the disk is full"})])

    async def drive(app: ReviewApp, pilot: Pilot[None]) -> None:
        monkeypatch.setattr(ClearingHouse, "judge", full)
        await pilot.press("s")
        assert "NOT RECORDED" in seen(app)
        assert "the disk is full" in seen(app).replace("\n ", " ")
        assert "9.00" not in seen(app)

    driven(house, drive)
