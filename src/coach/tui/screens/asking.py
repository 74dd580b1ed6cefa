"""A screen that asks one question at a time, each answered with one key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final, TypeVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.events import Click
from textual.events import Key as KeyPress
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static

from coach.model.questions import Answer
from coach.tui.guide_links import ReadGuide
from coach.tui.keys import Key, bindings, shown_key
from coach.tui.keys_answers import CHECK_IN_KEYS
from coach.tui.prompts import CHOICE_KEYS, Option, Prompt, Wants, typed_hours
from coach.tui.sizes import HEIGHTS, WIDTHS
from coach.tui.widgets.key_line import Entry, KeyLine
from coach.tui.widgets.row import Row

Result = TypeVar("Result")
Chosen = Answer | str
"""What somebody answered; a text for one of several choices."""
_SCROLLS: Final = {"up": -1, "down": 1, "pageup": -4, "pagedown": 4}
"""Lines that a key brings into view, where there are more choices than the screen has room for."""
_DIGITS: Final = {"plus": "+", "equals_sign": "+", "minus": "-"}


class ChoiceLine(Static):
    """One choice with its key; a click chooses it."""

    class Chosen(Message):
        """It was clicked."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    def __init__(self, key: str, option: Option, *, ticked: bool | None) -> None:
        """Show a choice; `ticked` is None where only one can be taken."""
        box = "" if ticked is None else "☑ " if ticked else "☐ "
        super().__init__(f"{key}  {box}{option.text}", markup=False)
        self.set_class(bool(ticked), "-ticked")
        self._value = option.value

    def on_click(self, event: Click) -> None:
        """Choose it."""
        event.stop()
        self.post_message(self.Chosen(self._value))


class AskingScreen(Screen[Result]):
    """Puts questions; what an answer means is for each kind of it to say."""

    CSS_PATH: ClassVar = "asking.tcss"
    STAYS: ClassVar = True
    """No key that goes to another place leaves it."""
    AUTO_FOCUS = ""
    KEYS: ClassVar[tuple[Key, ...]] = CHECK_IN_KEYS
    BINDINGS: ClassVar[list[BindingType]] = bindings(CHECK_IN_KEYS)
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    header = getters.query_one("#header", Row)
    said = getters.query_one("#said", Static)
    question = getters.query_one("#question", Static)
    options = getters.query_one("#options", VerticalScroll)
    words = getters.query_one("#words", Input)
    hint = getters.query_one("#hint", Static)
    key_line = getters.query_one(KeyLine)

    def __init__(self) -> None:
        super().__init__()
        self.prompt: Prompt | None = None
        """The question that is open; None: there is only something to read."""
        self._ticked: list[str] = []
        self._own: list[str] = []
        self._typed = ""

    def compose(self) -> ComposeResult:
        """What was said so far, the question, its choices, and the keys."""
        yield Row(id="header")
        yield Static(markup=False, id="said")
        yield Static(markup=False, id="question")
        with VerticalScroll(id="options", can_focus=False):
            yield from ()
        yield Input(placeholder="In your own words, then Enter", id="words")
        yield Static(markup=False, id="hint")
        yield KeyLine()

    # ------------------------------------------------------------------ what each kind says

    def taken(self, answer: Chosen) -> None:
        """Go on with an answer; None: it was left open."""
        raise NotImplementedError

    def no_to_all(self) -> None:
        """No to everything that is asked."""

    def went_back(self) -> None:
        """To the question before."""

    def left(self) -> None:
        """Leave the screen."""
        raise NotImplementedError

    def about(self) -> ReadGuide:
        """What there is to read about what is asked, or was answered."""
        return ReadGuide(pages=[self.prompt.page] if self.prompt is not None and self.prompt.page else [])

    # ------------------------------------------------------------------ the guide

    @property
    def _read_keys(self) -> tuple[str, ...]:
        chosen: Mapping[str, str] = getattr(self.app, "chosen_keys", {})
        own = chosen.get(CHECK_IN_KEYS[0].id)
        return tuple(own.split(",")) if own else CHECK_IN_KEYS[0].keys

    def _read_entry(self) -> list[Entry]:
        about = self.about()
        if not about.pages and not about.places:
            return []
        return [Entry(shown_key(self._read_keys[0]), CHECK_IN_KEYS[0].label, "read", 2)]

    def action_read(self) -> None:
        """Read about it; the question waits as it is."""
        self.post_message(self.about())

    # ------------------------------------------------------------------ putting a question

    def put(self, prompt: Prompt, *, ticked: tuple[str, ...] = ()) -> None:
        """Put a question, with what is ticked already."""
        self.prompt = prompt
        self._ticked = list(ticked)
        self._own = [value for value in ticked if value not in {option.value for option in prompt.options}]
        self._typed = ""
        self._hide_words()
        self.question.update(prompt.text)
        self.hint.update(prompt.hint)
        self.set_class(not prompt.options, "-plain")
        self._show_options()
        self._show_keys()

    def tell(self, text: str, label: str = "close") -> None:
        """Show something to read, which Enter closes."""
        self.prompt = None
        self._hide_words()
        self.question.update(text)
        self.hint.update("")
        self.options.remove_children()
        self.key_line.show([Entry("enter", label, "leave", 9), *self._read_entry()])

    def _hide_words(self) -> None:
        self.words.value = ""
        self.set_class(False, "-writing")
        self.set_focus(None)

    def _show_options(self) -> None:
        prompt = self.prompt
        self.options.remove_children()
        if prompt is None:
            return
        many = prompt.wants is Wants.MANY
        every = (*prompt.options, *(Option(word, word) for word in self._own))
        self.options.mount_all(
            ChoiceLine(key, option, ticked=option.value in self._ticked if many else None)
            for key, option in zip(CHOICE_KEYS, every, strict=False)
        )
        if prompt.wants is Wants.HOURS:
            self.options.mount(Static(f"{self._typed or '–'} hours", markup=False, classes="number"))

    def _show_keys(self) -> None:
        prompt = self.prompt
        if prompt is None:
            return
        entries: list[Entry] = []
        match prompt.wants:
            case Wants.YES_NO:
                entries += [Entry("y", "yes", "press('y')", 9), Entry("n", "no", "press('n')", 9)]
            case Wants.ONE | Wants.MANY if prompt.options:
                last = CHOICE_KEYS[len(prompt.options) - 1]
                entries.append(Entry(f"1–{last}", "tick" if prompt.wants is Wants.MANY else "choose", "", 5))
            case Wants.PAIN:
                entries.append(Entry("0–9 t", "how much it hurts", "", 5))
            case Wants.HOURS:
                entries.append(Entry("0–9 + -", "hours", "", 5))
        if prompt.all_no:
            entries.append(Entry("0", prompt.all_no, "press('0')", 8))
        if prompt.none:
            entries.append(Entry("n", prompt.none, "press('n')", 9))
        if prompt.own_words:
            entries.append(Entry("o", "own words", "press('o')", 3))
        ready = self._ticked or self._typed
        if ready or prompt.skip:
            label = "done" if ready else prompt.skip or ""
            entries.append(Entry("enter", label, "press('enter')", 7))
        self.key_line.show(
            [
                *entries,
                Entry("←", "back", "press('left')", 1),
                *self._read_entry(),
                Entry("esc", "leave", "leave", 3),
            ]
        )

    # ------------------------------------------------------------------ answers

    def on_key(self, event: KeyPress) -> None:
        """Take the key as an answer; nothing else of the app hears it."""
        if self.words.has_focus:
            if event.key == "escape":
                self._hide_words()
                event.stop()
            return
        if event.key.startswith("ctrl+") or event.key in ("question_mark", "f1", *self._read_keys):
            return
        event.stop()
        event.prevent_default()
        self.action_press(event.key)

    def action_press(self, key: str) -> None:
        """What a key means at this moment."""
        if key == "escape" or (self.prompt is None and key in ("enter", "space", "q")):
            self.left()
        elif key in _SCROLLS:
            self.options.scroll_relative(y=_SCROLLS[key], animate=False)
        elif self.prompt is None:
            return
        elif key in ("left", "backspace"):
            self.went_back()
        elif key == "enter":
            self._enter(self.prompt)
        elif key == "0" and self.prompt.all_no:
            self.no_to_all()
        elif key == "o" and self.prompt.own_words:
            self.set_class(True, "-writing")
            self.words.focus()
        else:
            self._answer(self.prompt, key)

    def action_leave(self) -> None:
        """Leave by a click."""
        self.left()

    def _enter(self, prompt: Prompt) -> None:
        if prompt.wants is Wants.MANY and self._ticked:
            self.taken(tuple(self._ticked))
        elif prompt.wants is Wants.HOURS and self._typed:
            self.taken(float(self._typed))
        elif prompt.skip is not None:
            self.taken(None)

    def _answer(self, prompt: Prompt, key: str) -> None:
        match prompt.wants:
            case Wants.YES_NO if key in ("y", "n"):
                self.taken(key == "y")
            case Wants.MANY if key == "n" and prompt.none:
                self.taken(())
            case Wants.ONE | Wants.MANY if key in CHOICE_KEYS:
                values = [*(option.value for option in prompt.options), *self._own]
                place = CHOICE_KEYS.index(key)
                if place < len(values):
                    self._choose(prompt, values[place])
            case Wants.PAIN if key.isdecimal() or key == "t":
                self.taken(10.0 if key == "t" else float(key))
            case Wants.HOURS if key.isdecimal() or key in _DIGITS:
                self._typed = typed_hours(self._typed, _DIGITS.get(key, key))
                self._show_options()
                self._show_keys()

    def _choose(self, prompt: Prompt, value: str) -> None:
        if prompt.wants is not Wants.MANY:
            self.taken(value)
            return
        if value in self._ticked:
            self._ticked.remove(value)
        else:
            self._ticked.append(value)
        self._show_options()
        self._show_keys()

    def on_choice_line_chosen(self, message: ChoiceLine.Chosen) -> None:
        """Take what was clicked."""
        if self.prompt is not None:
            self._choose(self.prompt, message.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take words of one's own as one more choice, ticked."""
        event.stop()
        word = event.value.strip()
        if word and word not in self._ticked:
            self._own.append(word)
            self._ticked.append(word)
        self._hide_words()
        self._show_options()
        self._show_keys()
