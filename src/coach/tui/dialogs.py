"""What asks over a screen: a question for one key, choices, a form; and the help."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Final, Generic, TypeVar

from msgspec import Struct
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Label, OptionList, Select, Static
from textual.widgets.option_list import Option

from coach.errors import UsageError
from coach.tui.coach_screen import CoachDialog, ReadingTime, press_of, was_meant
from coach.tui.keys import keys_of, shown_key
from coach.tui.terminal import HEIGHTS
from coach.tui.widgets.answer_box import AnswerBox, DialogAnswer
from coach.tui.widgets.footer import ANSWER, FooterEntry, KeyFooter
from coach.tui.widgets.option_list import PlainOptionList

REALLY: Final = DialogAnswer(name="really", keys=("y",), label="throw it away", matters=True)
BACK: Final = DialogAnswer(name="back", keys=("any other key",), label="back")
USUAL_AGAIN: Final = DialogAnswer(name="usual", keys=("y",), label="as usual again")

CHOICE_KEYS: Final = "123456789acdeghijkm"


def choice_keys(count: int) -> str:
    """`1–4`: the keys of so many choices, for a footer."""
    return "1" if count == 1 else f"1–{CHOICE_KEYS[count - 1]}"


"""One for each choice; the letters that mean something else are left out."""
SCROLLS: Final = {"up": -1, "down": 1, "pageup": -4, "pagedown": 4}
"""Lines that a key scrolls a question on a low screen."""


class QuestionDialog(CoachDialog[str]):
    """Asks a question over the screen, which stays visible, and returns the name of the answer."""

    CSS_PATH: ClassVar = "question.tcss"

    def __init__(
        self, text: str, answers: Sequence[DialogAnswer], *, otherwise: DialogAnswer | None = None
    ) -> None:
        """Ask.

        Args:
            text: the question, in a sentence or two.
            answers: with their keys.
            otherwise: the answer of any other key, whose `keys` are only shown. None: other keys do nothing.
        """
        super().__init__()
        self._text = text
        self._answers = tuple(answers)
        self._otherwise = otherwise
        self._shown = ReadingTime()

    def compose(self) -> ComposeResult:
        with AnswerBox(id="question"):
            yield Static(self._text, markup=False, id="text")
            yield KeyFooter(id="answers")

    def on_mount(self) -> None:
        shown = [*self._answers, *([self._otherwise] if self._otherwise else [])]
        self.query_one(KeyFooter).show(
            [
                FooterEntry(answer.keys[0], answer.label, f"answer('{answer.name}')", ANSWER)
                for answer in shown
            ]
        )

    def on_screen_resume(self) -> None:
        self._shown.when_drawn(self)

    def on_key(self, event: events.Key) -> None:
        """Take a key as an answer, unless it was pressed before the question could be read.

        No key reaches the screen below.
        """
        event.stop()
        event.prevent_default()
        if event.key in SCROLLS:
            self.query_one(AnswerBox).scroll_relative(y=SCROLLS[event.key], animate=False)
            return
        press = press_of(self.app, event)
        answer = next((one for one in self._answers if event.key in one.keys), self._otherwise)
        if answer is None:
            return
        if self._shown.was_read(press) if answer.matters else was_meant(press):
            self.dismiss(answer.name)

    def action_answer(self, name: str) -> None:
        self.dismiss(name)


class MenuScreen(CoachDialog[int]):
    """Returns the place of what was chosen, from 0; None: nothing was."""

    CSS_PATH: ClassVar = "menu.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "close", "close", show=False)]

    def __init__(self, title: str, choices: Sequence[str]) -> None:
        super().__init__()
        self._heading = title
        self._choices = tuple(choices)

    def compose(self) -> ComposeResult:
        with AnswerBox(id="menu"):
            yield Static(self._heading, markup=False, id="heading")
            lines = [f"{key}  {choice}" for key, choice in zip(CHOICE_KEYS, self._choices, strict=False)]
            yield OptionList(*(Option(line) for line in lines), markup=False, classes="list")
            yield KeyFooter()

    def on_mount(self) -> None:
        keys = choice_keys(len(self._choices))
        self.query_one(KeyFooter).show(
            [FooterEntry(keys, "choose", "", ANSWER), FooterEntry("esc", "close", "close", ANSWER)]
        )

    def on_key(self, event: events.Key) -> None:
        place = CHOICE_KEYS.find(event.key) if len(event.key) == 1 else -1
        if 0 <= place < len(self._choices):
            event.stop()
            self.dismiss(place)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_index)

    def action_close(self) -> None:
        self.dismiss(None)


class ChooseScreen(CoachDialog[str]):
    """Offers choices, and returns the chosen value or None."""

    CSS_PATH: ClassVar = "choose.tcss"
    AUTO_FOCUS = "PlainOptionList"
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
            choices: each value, and its text.
            now: the current value.
            about: a sentence of help.
            try_out: called with each value that is marked.
        """
        super().__init__()
        self._heading = heading
        self._choices = tuple(choices)
        self._now = now
        self._about = about
        self._try_out = try_out

    def compose(self) -> ComposeResult:
        with AnswerBox(id="box"):
            yield Static(self._heading, markup=False, id="heading")
            yield Static(self._about, markup=False, id="about")
            yield PlainOptionList(classes="list", click="takes")
            yield KeyFooter()

    def on_mount(self) -> None:
        rows = self.query_one(PlainOptionList)
        rows.add_options(
            [
                Option(f"{'●' if value == self._now else '○'} {text}", id=value)
                for value, text in self._choices
            ]
        )
        values = [value for value, _ in self._choices]
        rows.highlighted = values.index(self._now) if self._now in values else 0 if values else None
        self.query_one("#about").display = bool(self._about)
        self.query_one(KeyFooter).show(
            [
                FooterEntry("↑↓", "mark", "", 1),
                FooterEntry("enter", "take it", "take", ANSWER),
                FooterEntry("esc", "leave it", "cancel", ANSWER),
            ]
        )

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if self._try_out is not None and event.option_id is not None:
            self._try_out(event.option_id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)

    def action_take(self) -> None:
        place = self.query_one(PlainOptionList).highlighted
        if place is not None:
            self.dismiss(self._choices[place][0])

    def action_cancel(self) -> None:
        self.dismiss(None)


Answer = TypeVar("Answer")


class Field(Struct, frozen=True, kw_only=True):
    """One field of a form."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    """The placeholder."""
    choices: tuple[tuple[str, str], ...] = ()
    """Texts and values to choose from; empty: any text."""


class FormScreen(CoachDialog[Answer], Generic[Answer]):
    """Asks for a few values; a wrong one is reported, and nothing typed is lost."""

    CSS_PATH: ClassVar = "form.tcss"
    AUTO_FOCUS = "Input, Select"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "close", show=False, id="form.cancel"),
        Binding("ctrl+s,f2", "submit", "go on", show=False, id="form.submit"),
        Binding("down", "app.focus_next", "next field", show=False),
        Binding("up", "app.focus_previous", "field before", show=False),
    ]

    def __init__(
        self,
        heading: str,
        fields: Sequence[Field],
        read: Callable[[Mapping[str, str]], Answer],
        *,
        foot: str = "",
    ) -> None:
        """Ask.

        Args:
            heading: the title.
            fields: from top to bottom.
            read: makes the answer from the texts by field name; a `UsageError` says what is wrong.
            foot: a sentence of help.
        """
        super().__init__()
        self._heading = heading
        self._fields = tuple(fields)
        self._read = read
        self._foot = foot

    def compose(self) -> ComposeResult:
        with AnswerBox(id="box"):
            yield Static(self._heading, markup=False, id="heading")
            with VerticalScroll(id="fields", classes="list", can_focus=False):
                for field in self._fields:
                    with Horizontal(classes="field"):
                        yield Label(field.label, markup=False)
                        if field.choices:
                            # A title is text: a string would be read as markup.
                            choices = [(Text(text), value) for text, value in field.choices]
                            yield Select(
                                choices, value=field.value, allow_blank=False, id=field.name, compact=True
                            )
                        else:
                            yield Input(field.value, placeholder=field.hint, id=field.name, compact=True)
                yield Static(self._foot, markup=False, id="foot")
            yield Static("", markup=False, id="problem")
            yield KeyFooter()

    def on_mount(self) -> None:
        self.query_one(KeyFooter).show(
            [
                FooterEntry("enter", "go on", "submit", ANSWER),
                FooterEntry("tab", "next field", "app.focus_next", 1),
                FooterEntry("esc", "close", "cancel", ANSWER),
            ]
        )

    def on_input_submitted(self) -> None:
        self.action_submit()

    def action_submit(self) -> None:
        try:
            answer = self._read({field.name: self._text(field) for field in self._fields})
        except UsageError as error:
            hint = f" ({error.hint})" if error.hint else ""
            self.query_one("#problem", Static).update(f"{error.message}{hint}")
            return
        self.dismiss(answer)

    def action_cancel(self) -> None:
        self.dismiss(None)

    def _text(self, field: Field) -> str:
        if field.choices:
            value = self.query_one(f"#{field.name}", Select).value
            return value if isinstance(value, str) else ""
        return self.query_one(f"#{field.name}", Input).value.strip()


FOOT: Final = "Each of these can be changed in the settings. Esc closes this."


class HelpScreen(CoachDialog[None]):
    """Every key and sign of a screen with a sentence, over that screen."""

    CSS_PATH: ClassVar = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,q,enter,space", "dismiss", "close", show=False)
    ]

    def __init__(self, title: str, keys: Sequence[Binding], signs: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self._signs = tuple(signs)
        self._heading = title
        self._keys = tuple(keys)

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            yield Static(self._heading, markup=False, classes="heading")
            for key in self._keys:
                names = " ".join(shown_key(name) for name in keys_of(key, self.app.chosen_keys))
                more = " Then 0 to 9, or t for ten." if key.id == "session.pain" else ""
                yield from _entry(names, key.tooltip + more)
            yield Static(FOOT, markup=False, classes="foot")
            if self._signs:
                yield Static("Signs and colours", markup=False, classes="heading")
            for sign, sentence in self._signs:
                yield from _entry(sign, sentence)


def _entry(left: str, sentence: str) -> ComposeResult:
    with Horizontal(classes="entry"):
        yield Static(left, markup=False, classes="key")
        yield Static(sentence, markup=False, classes="sentence")
