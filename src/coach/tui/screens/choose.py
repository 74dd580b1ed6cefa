"""A few values to choose from, one or several, over the screen that they are about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coach.tui.sizes import HEIGHTS
from coach.tui.widgets.answer_box import AnswerBox
from coach.tui.widgets.key_line import ANSWER, Entry, KeyLine
from coach.tui.widgets.rows import Rows


class ChooseScreen(ModalScreen[str]):
    """Returns the value that was chosen; None: nothing was."""

    CSS_PATH: ClassVar = "over.tcss"
    AUTO_FOCUS = "Rows"
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "take", "take it", show=False),
        Binding("escape,q", "cancel", "leave", show=False),
    ]

    def __init__(
        self,
        heading: str,
        choices: Sequence[tuple[str, str]],
        *,
        now: str = "",
        about: str = "",
        try_out: Callable[[str], None] | None = None,
    ) -> None:
        """Offer these choices.

        Args:
            heading: what is chosen.
            choices: each value, and how it is shown.
            now: the value that holds now.
            about: a sentence about it.
            try_out: called with each value that is marked on the way.
        """
        super().__init__()
        self._heading = heading
        self._choices = tuple(choices)
        self._now = now
        self._about = about
        self._try_out = try_out

    def compose(self) -> ComposeResult:
        """The choices, with the one that holds now marked."""
        with AnswerBox(id="box"):
            yield Static(self._heading, markup=False, id="heading")
            yield Static(self._about, markup=False, id="about")
            yield Rows(classes="list", click="takes")
            yield KeyLine()

    def on_mount(self) -> None:
        """Show the choices and the keys."""
        rows = self.query_one(Rows)
        rows.add_options(
            [
                Option(f"{'●' if value == self._now else '○'} {text}", id=value)
                for value, text in self._choices
            ]
        )
        values = [value for value, _ in self._choices]
        rows.highlighted = values.index(self._now) if self._now in values else 0 if values else None
        self.query_one("#about").display = bool(self._about)
        self.query_one(KeyLine).show(
            [
                Entry("↑↓", "mark", "", 1),
                Entry("enter", "take it", "take", ANSWER),
                Entry("esc", "leave it", "cancel", ANSWER),
            ]
        )

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show at once what the marked value would look like."""
        event.stop()
        if self._try_out is not None and event.option_id is not None:
            self._try_out(event.option_id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take what was clicked."""
        event.stop()
        self.dismiss(event.option_id)

    def action_take(self) -> None:
        """Take the marked value."""
        place = self.query_one(Rows).highlighted
        if place is not None:
            self.dismiss(self._choices[place][0])

    def action_cancel(self) -> None:
        """Leave it as it was."""
        self.dismiss(None)


class TickScreen(ModalScreen[tuple[str, ...]]):
    """Returns the values that are ticked, in their order; None: leave it as it was."""

    CSS_PATH: ClassVar = "over.tcss"
    AUTO_FOCUS = "Rows"
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "tick", show=False),
        Binding("enter", "take", "take them", show=False),
        Binding("escape,q", "cancel", "leave", show=False),
    ]

    def __init__(self, heading: str, choices: Sequence[tuple[str, str]], ticked: Sequence[str]) -> None:
        """Offer these choices, each value with how it is shown; some are ticked already."""
        super().__init__()
        self._heading = heading
        self._choices = tuple(choices)
        self._ticked = set(ticked)

    def compose(self) -> ComposeResult:
        """The choices with their boxes."""
        with AnswerBox(id="box"):
            yield Static(self._heading, markup=False, id="heading")
            yield Rows(classes="list", click="takes")
            yield Static("", markup=False, id="problem")
            yield KeyLine()

    def on_mount(self) -> None:
        """Show the choices and the keys."""
        rows = self.query_one(Rows)
        rows.add_options([Option(self._text(value, text), id=value) for value, text in self._choices])
        rows.highlighted = 0
        self.query_one(KeyLine).show(
            [
                Entry("space", "tick", "tick", ANSWER),
                Entry("enter", "take them", "take", ANSWER),
                Entry("esc", "leave it", "cancel", ANSWER),
            ]
        )

    def _text(self, value: str, text: str) -> str:
        return f"{'☑' if value in self._ticked else '☐'} {text}"

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Tick what was clicked."""
        event.stop()
        self.action_tick()

    def action_tick(self) -> None:
        """Tick the marked value, or take the tick away."""
        rows = self.query_one(Rows)
        if rows.highlighted is None:
            return
        value, text = self._choices[rows.highlighted]
        self._ticked ^= {value}
        rows.replace_option_prompt(value, self._text(value, text))

    def action_take(self) -> None:
        """Take what is ticked; none at all means nothing."""
        if not self._ticked:
            self.query_one("#problem", Static).update("Tick at least one.")
            return
        self.dismiss(tuple(value for value, _ in self._choices if value in self._ticked))

    def action_cancel(self) -> None:
        """Leave it as it was."""
        self.dismiss(None)
