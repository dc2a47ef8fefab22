"""The screen of a review: a pair above, what the machine says below once the pair is judged, and the keys.

- Every key does one thing, and what it did stands in the line above the keys, in words.
- Without shortcuts (WCAG 2.1.4) the same things are buttons: Tab moves between them, Enter presses one.
- It holds nothing: all there is, is in the sitting, and that in the ledger.
"""

import textwrap
from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.events import Resize
from textual.screen import ModalScreen
from textual.widgets import Button, Footer, Static
from textual.worker import get_current_worker

from exeat.core.errors import Refused
from exeat.faces import problems
from exeat.faces.texts import Speaker

from .layout import Line, machine_lines, pair_lines
from .sitting import Pair, Sitting

KEYS = (
    ("s", "same"), ("d", "different"), ("u", "unsure"), ("z", "undo"), ("n", "on"), ("b", "earlier"),
    ("question_mark", "help"), ("q", "quit"),
)  # fmt: skip
HELP_WIDTH = 70
STYLES = {"plain": "", "head": "bold", "differ": "bold", "note": "italic"}


class ReviewApp(App[None]):
    """`exeat review` on one sitting."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    #head, #told { height: auto; padding: 0 1; text-style: bold; }
    #head { background: $panel; }
    #pair { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    #machine { height: auto; max-height: 45%; padding: 0 1; scrollbar-size-vertical: 1; border-top: solid $foreground; }
    #keys { height: 1; }
    #keys Button { min-width: 4; margin: 0 1 0 0; }
    Help { align: center middle; }
    Help > VerticalScroll { width: 76; height: auto; max-height: 22; padding: 0 1; }
    Help > VerticalScroll { border: solid $foreground; background: $surface; }
    """

    def __init__(self, sitting: Sitting, language: str = "en", shortcuts: bool = True, stacked: bool = False) -> None:
        super().__init__()
        self.sitting, self.language, self.shortcuts, self.stacked = sitting, language, shortcuts, stacked
        self.say = Speaker(sitting.facts, language)
        self.told = ""
        self.reasons: dict[Pair, tuple[str, ...]] = {}  # of the pairs judged and shown in this sitting
        for key, action in KEYS if shortcuts else ():
            shown = "?" if key == "question_mark" else key
            self.bind(key, action, description=self.say.text(f"review.key_{action}"), key_display=shown)
        if shortcuts:
            self.bind("enter", "on", show=False)

    def compose(self) -> ComposeResult:
        """The head, the pair, the machine, what was done, and the keys."""
        yield Static(id="head", markup=False)
        with VerticalScroll(id="pair"):
            yield Static(id="pair-text", markup=False)
        with VerticalScroll(id="machine"):
            yield Static(id="machine-text", markup=False)
        yield Static(id="told", markup=False)
        if self.shortcuts:
            yield Footer(show_command_palette=False)
        else:
            with Horizontal(id="keys"):
                for _, action in KEYS:
                    yield Button(self.say.text(f"review.key_{action}"), id=f"key-{action}", compact=True)

    def on_mount(self) -> None:
        """Show the first pair, and let the arrows scroll it."""
        self.title = "exeat review"
        if self.shortcuts:
            self.query_one("#pair").focus()
        else:
            self.query_one("#key-on").focus()
        self.show()

    def on_resize(self, event: Resize) -> None:
        """Lay the pair out anew for another width."""
        self.show()

    # -------------------------------------------------------- showing

    def show(self) -> None:
        """Put on the screen what the sitting says now."""
        width = max(40, self.size.width - 3)
        self._set("#pair-text", list(self._pair(width)))
        judged = self.sitting.verdict is not None
        self.query_one("#machine").display = judged
        self._set("#machine-text", self._machine(width) if judged else [])
        self.query_one("#head", Static).update(self._head())
        self.query_one("#told", Static).update(self.told or self._asked())

    def _set(self, where: str, lines: Sequence[Line]) -> None:
        text = Text("\n").join(Text(line.text, STYLES[line.style]) for line in lines)
        self.query_one(where, Static).update(text)

    def _pair(self, width: int) -> list[Line]:
        shown = self.sitting.shown
        if shown is not None:
            return list(pair_lines(self.say, shown, width, self.stacked))
        left = self.sitting.queue
        counts = {"judged": left.judged, "others": left.others, "settled": left.settled}
        texts = [self.say.text("review.nothing_left"), "", self.say.text("review.nothing_counts", **counts)]
        if left.others:
            texts += ["", self.say.text("review.nothing_second", reviewer=self.sitting.reviewer)]
        return [Line(text) for text in texts]

    def _machine(self, width: int) -> list[Line]:
        """What the machine says; its reasons come when they are worked out, and nobody waits for them."""
        at, machine = self.sitting.current, self.sitting.machine
        reasons = None if at is None else self.reasons.get(at)
        if at is not None and machine is not None and reasons is None:
            self.run_worker(partial(self._reason, at), thread=True, exclusive=True)
        return list(machine_lines(self.say, machine, reasons, width))

    def _reason(self, of: Pair) -> None:
        """Work out the reasons of a pair that was judged, apart from the screen."""
        try:
            found = tuple(self.sitting.explain(*of))
        except Refused as error:
            found = tuple(problems.message(p, self.language) for p in error.problems)
        self.reasons[of] = found
        if not get_current_worker().is_cancelled:
            self.call_from_thread(self.show)

    def _head(self) -> str:
        id = "review.head_second" if self.sitting.second else "review.head"
        return self.say.text(id, reviewer=self.say.name(self.sitting.reviewer), left=self.sitting.left)

    def _asked(self) -> str:
        if self.sitting.current is None:
            return ""
        verdict = self.sitting.verdict
        return self.say.text("review.question" if verdict is None else f"review.verdict_{verdict}")

    # -------------------------------------------------------- doing

    def tell(self, id: str = "", **values: str) -> None:
        """Say what was done, with the verdict that stands, and show the screen anew."""
        verdict = self.sitting.verdict
        said = self.say.text(f"review.verdict_{verdict}") + " " if verdict else ""
        self.told = said + self.say.text(f"review.{id}", **values) if id else ""
        self.show()

    def _judge(self, verdict: str) -> None:
        assert verdict in ("same", "different", "unsure")
        try:
            done = self.sitting.judge(verdict)  # type: ignore[arg-type]
        except Refused as error:
            self._refused(error)
            return
        self.tell("recorded" if done else "judged_already" if self.sitting.current else "")

    def action_same(self) -> None:
        """They are one person."""
        self._judge("same")

    def action_different(self) -> None:
        """They are two people."""
        self._judge("different")

    def action_unsure(self) -> None:
        """Nobody can tell."""
        self._judge("unsure")

    def action_undo(self) -> None:
        """Take a verdict back."""
        try:
            done = self.sitting.take_back()
        except Refused as error:
            self._refused(error)
            return
        self.tell("taken_back" if done else "nothing_to_undo")

    def action_on(self) -> None:
        """The next pair."""
        skipped = self.sitting.current is not None and self.sitting.verdict is None
        self.sitting.on()
        self._top()
        self.tell("skipped" if skipped else "")

    def action_earlier(self) -> None:
        """A pair judged earlier."""
        found = self.sitting.back()
        self._top()
        self.tell("looking_back" if found else "nothing_earlier")

    def action_help(self) -> None:
        """What the keys do."""
        self.push_screen(Help(self.say, self.shortcuts))

    async def action_quit(self) -> None:
        """Leave: every verdict is recorded already."""
        self.exit()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A button does what its key would."""
        self.run_worker(self.run_action((event.button.id or "").removeprefix("key-")), exclusive=False)

    def _top(self) -> None:
        self.query_one("#pair", VerticalScroll).scroll_home(animate=False)

    def _refused(self, error: Refused) -> None:
        why = " ".join(problems.message(p, self.language) for p in error.problems)
        self.tell("not_recorded", why=why)


class Help(ModalScreen[None]):
    """What each key does."""

    BINDINGS: ClassVar = [Binding("escape,enter", "dismiss", show=False)]

    def __init__(self, say: Speaker, shortcuts: bool) -> None:
        super().__init__()
        self.say, self.shortcuts = say, shortcuts
        for key in ("question_mark", "q") if shortcuts else ():
            self._bindings.bind(key, "dismiss", show=False)

    def compose(self) -> ComposeResult:
        """One line a key, then what is shown and kept."""
        lines = [line for key, action in KEYS for line in self._key(key, action)]
        more = textwrap.wrap(self.say.text("review.help_more"), HELP_WIDTH)
        with VerticalScroll():
            yield Static("\n".join([*lines, "", *more]), markup=False)
            yield Button(self.say.text("review.help_close"), id="close", compact=True)

    def _key(self, key: str, action: str) -> list[str]:
        shown = "" if not self.shortcuts else "? " if key == "question_mark" else f"{key} "
        lead = f"{shown}{self.say.text(f'review.key_{action}')}: "
        text = self.say.text(f"review.help_{action}")
        return textwrap.wrap(text, HELP_WIDTH, initial_indent=lead, subsequent_indent="    ")

    def on_mount(self) -> None:
        """The arrows scroll it; without shortcuts Enter presses its button."""
        if self.shortcuts:
            self.query_one(VerticalScroll).focus()
        else:
            self.query_one("#close").focus(scroll_visible=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Close it."""
        event.stop()
        self.dismiss()
