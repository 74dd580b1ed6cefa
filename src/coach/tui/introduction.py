"""What is shown before a session with drills that were never done: what is needed, and how they are done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Final

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from coach.model.formatting import in_sentence
from coach.model.program import SETUP_CUES, Drill, with_side
from coach.tui.coach_screen import CoachScreen, Press, ReadingTime
from coach.tui.keys import INTRODUCTION_KEYS
from coach.tui.terminal import HEIGHTS
from coach.tui.widgets.canvas import StatusLine
from coach.tui.widgets.figure_pane import FigurePane
from coach.tui.widgets.footer import KeyFooter

if TYPE_CHECKING:
    from coach.session.instructions import Introduction


SOUND_CHECK_SECONDS: Final = 0.1
"""Between two tries to say what is needed."""


class IntroductionScreen(CoachScreen[bool]):
    """Shows how each new drill is done, and when to leave it out. Returns whether to go on with them."""

    DEFAULT_CSS = """
    IntroductionScreen {
        #header { height: 1; padding: 0 1; background: $panel; }
        #scroll { height: 1fr; padding: 1 2; scrollbar-size-vertical: 1; }
        FigurePane { height: 14; max-width: 76; margin-bottom: 1; }
        .words { height: auto; max-width: 76; margin-bottom: 1; }
        KeyFooter { padding: 0 1; color: $foreground 65%; }
        &.-tall FigurePane { height: 9; }
        &.-low, &.-short {
            #scroll { padding: 0 2; }
            FigurePane { height: 6; margin-bottom: 0; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*INTRODUCTION_KEYS]
    VERTICAL_BREAKPOINTS = HEIGHTS
    STAYS = True
    """No navigation key leaves it: a session waits behind it."""
    KEYS = INTRODUCTION_KEYS

    scroll = getters.query_one("#scroll", VerticalScroll)

    def __init__(
        self,
        title: str,
        known: Introduction,
        *,
        question: str = "",
        place: str = "before you start",
        easier: Callable[[], None] | None = None,
        say: Callable[[], bool] | None = None,
    ) -> None:
        """Show the new drills of a session.

        Args:
            title: of the program.
            known: the drills, and what is needed.
            question: what is decided; empty: whether the session starts.
            place: when that is, at the right of the first line.
            easier: offers less of the session; None: nothing less can be had.
            say: says what is needed; whether it could, since a sound device takes its time to open.
        """
        super().__init__()
        self._title = title
        self._known = known
        self._question = question
        self._place = place
        self._easier = easier
        self._say = say
        self._said: Timer | None = None
        self._shown = ReadingTime()

    def compose(self) -> ComposeResult:
        yield StatusLine(id="header")
        with VerticalScroll(id="scroll", can_focus=False):
            new = ", ".join(drill.name for drill in self._known.first_time)
            heading = self._question or f"New to you: {new}. This is how."
            first = [Content.styled(heading, "bold")]
            if self._known.equipment_text:
                first.append(Content(self._known.equipment_text))
            yield Static(Content("\n").join(first), markup=False, classes="words")
            for drill in self._known.first_time:
                yield FigurePane(id=f"figure-{drill.id}", keeps_room=True)
                yield Static(self._words(drill), markup=False, classes="words")
        yield KeyFooter()

    def _words(self, drill: Drill) -> Content:
        side = self._known.sides.get(drill.id)
        lines = [Content.styled(f"{drill.name}, {side}" if side else drill.name, "bold")]
        # What asks beside a session is short: the other cues come with the drill.
        cues = drill.cue_texts(side)[: SETUP_CUES if self._question else None]
        lines += [Content(f"• {cue}") for cue in cues]
        if drill.avoid:
            text = f"Leave it out, or change it: {with_side(drill.avoid, side)}"
            lines.append(Content.styled(text, "$warning"))
        return Content("\n").join(lines)

    def on_mount(self) -> None:
        if self._say is not None:
            self._said = self.set_interval(SOUND_CHECK_SECONDS, self.say_when_heard)
        self.query_one("#header", StatusLine).show((self._title, "strong"), "", (self._place, "muted"))
        for drill in self._known.first_time:
            pane = self.query_one(f"#figure-{drill.id}", FigurePane)
            pane.show(drill, self._known.sides.get(drill.id))
        names = "start easier more close help" if self._easier is not None else "start more close help"
        labels = {"start": "take it", "close": "leave it"} if self._question else {}
        self.query_one(KeyFooter).show(self.footer(names, **labels))

    def say_when_heard(self) -> None:
        """Say what is needed, once, when it can be heard."""
        if self._say is not None and self._said is not None and self._say():
            self._said.stop()

    def on_screen_resume(self) -> None:
        self._shown.when_drawn(self)

    def takes_key(self, key: str, press: Press) -> bool:
        """Whether to take a key: the one that starts only if it was pressed on this screen."""
        return key not in self.keys_of("start") or self._shown.is_fresh(press)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "easier" or self._easier is not None

    def action_start(self) -> None:
        self.dismiss(True)

    def action_easier(self) -> None:
        if self._easier is not None:
            self._easier()

    def action_more(self) -> None:
        if self.scroll.is_vertical_scroll_end:
            self.scroll.scroll_home(animate=False)
        else:
            self.scroll.scroll_page_down(animate=False)

    def action_close(self) -> None:
        self.dismiss(False)


def names_of(known: Introduction) -> str:
    """The new drill, within a sentence, or how many there are."""
    drills = known.first_time
    return in_sentence(drills[0].name) if len(drills) == 1 else f"these {len(drills)} drills"
