"""A screen that asks one question at a time: its keys, their labels, and answers in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final, TypeVar

from msgspec.structs import replace
from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.events import Key as KeyPress
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from coach.coaching.checkins import all_no_label, also_answered
from coach.model.forms import Answer, Answers, AnswerType, Checklist, Choice, Form, Question
from coach.tui.coach_screen import CoachScreen, ReadGuide, ReadingTime, press_of, was_meant, when_drawn
from coach.tui.dialogs import CHOICE_KEYS, choice_keys
from coach.tui.keys import CHECK_IN_KEYS
from coach.tui.terminal import HEIGHTS, WIDTHS
from coach.tui.widgets.answer_box import ScrollingText
from coach.tui.widgets.canvas import StatusLine
from coach.tui.widgets.footer import ANSWER, FooterEntry, KeyFooter

MOST_HOURS: Final = 24.0
_HINTS: Final = {
    AnswerType.HOURS: "Type the hours; + and - for half an hour.",
    AnswerType.PAIN: "0 is no pain at all, t is ten, the worst there is.",
}


def labelled(question: Question, form: Form, answers: Answers) -> Question:
    """A question of a form with its hint and the names of its keys, given the answers so far."""
    refusable = question.answer_type is AnswerType.MANY and question.after is None
    first = not answers and form.none_label is not None and question.answer_type is AnswerType.YES_NO
    return replace(
        question,
        hint=also_answered(form) if first else _HINTS.get(question.answer_type, ""),
        none_label=(form.none_label or "none of these") if refusable else None,
        all_no_label=all_no_label(form) if first else None,
    )


def checklist_question(checklist: Checklist) -> Question:
    """A checklist as a question: which of it holds."""
    return Question(
        id=checklist.id,
        text=f"{checklist.title}: tick what is true.",
        answer_type=AnswerType.MANY,
        choices=tuple(Choice(item.id, item.text) for item in checklist.items),
        optional=True,
        skip_label="done",
        hint="You can do the rest later.",
        page=checklist.page,
    )


def typed_hours(so_far: str, character: str) -> str:
    """The hours after one more key: a digit, `+` or `-` for half an hour."""
    if character in "+-":
        hours = float(so_far or 0) + (0.5 if character == "+" else -0.5)
        return f"{min(MOST_HOURS, max(0.0, hours)):g}"
    longer = so_far + character
    fits = "." not in so_far and float(longer) <= MOST_HOURS
    return f"{int(longer)}" if fits else character


def answer_text(question: Question, answer: object) -> str:
    """An answer in a few words."""
    if answer is None:
        return "left open"
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    texts = {choice.id: choice.text for choice in question.choices}
    if isinstance(answer, tuple):
        return ", ".join(texts.get(str(value), str(value)) for value in answer) or "none"
    if isinstance(answer, str):
        return texts.get(answer, answer)
    return f"{answer:g} hours" if question.answer_type is AnswerType.HOURS else f"{answer}"


class ChoiceLine(Widget):
    """One choice with its key; a click chooses it. A long one goes on beneath its first word."""

    DEFAULT_CSS = """
    ChoiceLine { height: auto; }
    """
    can_focus = False

    class Chosen(Message):
        """It was clicked."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    def __init__(self, key: str, choice: Choice, *, ticked: bool | None) -> None:
        super().__init__()
        self.value = choice.id
        self.text = choice.text
        """What is chosen."""
        self._effect = choice.effect
        self._key = key
        self._ticked = ticked
        self.set_class(bool(ticked), "-ticked")

    def show(self, *, ticked: bool) -> None:
        """Show whether it is ticked now."""
        if self._ticked is not None and self._ticked != ticked:
            self._ticked = ticked
            self.set_class(ticked, "-ticked")
            self.refresh(layout=bool(self._effect))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render(self) -> Content:
        return Content("\n".join(self._lines(self.size.width)))

    def _lines(self, width: int) -> list[str]:
        box = "" if self._ticked is None else "☑ " if self._ticked else "☐ "
        head = f"{self._key}  {box}"
        text = f"{self.text}: {self._effect}" if self._ticked and self._effect else self.text
        pieces = Content(text).wrap(max(1, width - len(head)))
        return [f"{' ' * len(head) if line else head}{piece.plain}" for line, piece in enumerate(pieces)]

    def on_click(self, event: Click) -> None:
        event.stop()
        if event.chain == 1:
            self.post_message(self.Chosen(self.value))


Result = TypeVar("Result")
Chosen = Answer | str
"""An answer; a text for one of several choices."""
_LINES: Final = {"up": -1, "down": 1}
"""Lines that a key brings into view, where there is more than the screen has room for."""
_PAGES: Final = {"pageup": -1, "pagedown": 1, "space": 1}
"""Screens that a key brings into view."""
_CLOSING: Final = ("space", "q", "escape")
"""What closes a page that is only to be read. Enter does not: it starts a session on Today."""
UNREAD: Final = "Read it first, then answer."
MORE: Final = "There is more of it: the arrow down shows it."
TICKED: Final = "Something is ticked. Enter keeps it; its own key takes the tick away."
_DIGITS: Final = {"plus": "+", "equals_sign": "+", "minus": "-"}


class AskingScreen(CoachScreen[Result]):
    """Asks questions; each subclass says what an answer does."""

    CSS_PATH: ClassVar = "asking.tcss"
    STAYS = True
    """No key that goes to another place leaves it."""
    AUTO_FOCUS = ""
    KEYS = CHECK_IN_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [*CHECK_IN_KEYS]
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    header = getters.query_one("#header", StatusLine)
    said = getters.query_one("#said", Static)
    question = getters.query_one("#question", Static)
    body = getters.query_one(ScrollingText)
    options = getters.query_one("#options", Vertical)
    words = getters.query_one("#words", Input)
    hint = getters.query_one("#hint", Static)
    key_footer = getters.query_one(KeyFooter)

    def __init__(self) -> None:
        super().__init__()
        self.prompt: Question | None = None
        """The question that is open; None: there is only something to read."""
        self._ticked: list[str] = []
        self._own: list[str] = []
        self._typed = ""
        self._shown = ReadingTime()
        self._is_read = False
        """Whether the last of the choices was on the screen."""
        self._looked = (False, False)
        self._label = ""

    def compose(self) -> ComposeResult:
        yield StatusLine(id="header")
        with ScrollingText():
            yield Static(markup=False, id="said")
            yield Static(markup=False, id="question")
            with Vertical(id="options"):
                yield from ()
            yield Input(placeholder="In your own words, then Enter", id="words")
            yield Static(markup=False, id="hint")
        yield KeyFooter()

    def on_mount(self) -> None:
        self.watch(self.body, "scroll_y", self._look, init=False)
        self.screen_layout_refresh_signal.subscribe(self, self._look)

    # ------------------------------------------------------------------ what each kind says

    def take_answer(self, answer: Chosen) -> None:
        """Go on with an answer; None: it was left open."""
        raise NotImplementedError

    def no_to_all(self) -> None:
        """No to everything that is asked."""

    def go_back(self) -> None:
        """Open the question before this one."""

    def leave(self) -> None:
        """Leave the screen."""
        raise NotImplementedError

    def about(self) -> ReadGuide:
        """What there is to read about what is asked, or was answered."""
        return ReadGuide(pages=[self.prompt.page] if self.prompt is not None and self.prompt.page else [])

    # ------------------------------------------------------------------ the guide

    def _read_entry(self) -> list[FooterEntry]:
        about = self.about()
        if not about.pages and not about.places:
            return []
        return self.footer("read")

    def action_read(self) -> None:
        self.post_message(self.about())

    # ------------------------------------------------------------------ putting a question

    def put(self, prompt: Question, *, ticked: tuple[str, ...] = ()) -> None:
        """Put a question, with what is ticked already."""
        self.prompt = prompt
        self._ticked = list(ticked)
        self._own = [value for value in ticked if value not in {choice.id for choice in prompt.choices}]
        self._typed = ""
        self._hide_words()
        self.question.update(prompt.text)
        self.hint.update(prompt.hint)
        self._show_options()
        self._show_keys()
        self._show_from_the_top()

    def tell(self, text: str, label: str = "close") -> None:
        """Show something to read, which Enter closes."""
        self.prompt = None
        self._label = label
        self._hide_words()
        self.question.update(text)
        self.hint.update("")
        self._show_options()
        self._show_keys()
        self._show_from_the_top()

    def _show_from_the_top(self) -> None:
        """Begin with the question, and take no answer to it before it can be read."""
        self._is_read = False
        self.body.moved = False
        self._shown.when_drawn(self)
        when_drawn(self, self._look)

    def _look(self, *_told: object) -> None:
        """See whether there is more below, and whether the last of the choices was on the screen."""
        self.body.begin_with(self.question)
        heights = [line.size.height for line in self.options.query(ChoiceLine)]
        count = len(self.prompt.choices) if self.prompt is not None else 0
        laid_out = len(heights) >= count and all(heights) and sum(heights) <= self.options.size.height
        end = self.body.scroll_offset.y + self.body.size.height
        if laid_out and self._shown.since < float("inf") and end >= self.options.virtual_region.bottom:
            self._is_read = True
        more = end < self.body.virtual_size.height
        if (more, self._is_read) != self._looked:
            self._looked = (more, self._is_read)
            self._show_keys()

    def _hide_words(self) -> None:
        self.words.value = ""
        self.set_class(False, "-writing")
        self.set_focus(None)

    def _show_options(self) -> None:
        prompt = self.prompt
        self.options.remove_children()
        self.options.display = prompt is not None and bool(
            prompt.choices or prompt.answer_type is AnswerType.HOURS
        )
        if prompt is None:
            return
        many = prompt.answer_type is AnswerType.MANY
        every = (*prompt.choices, *(Choice(word, word) for word in self._own))
        self.options.mount_all(
            ChoiceLine(key, choice, ticked=choice.id in self._ticked if many else None)
            for key, choice in zip(CHOICE_KEYS, every, strict=False)
        )
        if prompt.answer_type is AnswerType.HOURS:
            self.options.mount(Static(f"{self._typed or '–'} hours", markup=False, classes="number"))

    def _show_keys(self) -> None:
        ways = [FooterEntry("←", "back", "press('left')", 1), *self._read_entry()]
        more = [FooterEntry("↓", "more", "press('pagedown')", ANSWER)] if self._looked[0] else []
        if self.prompt is None:
            entries = [*more, FooterEntry("space", self._label, "leave", ANSWER), *self._read_entry()]
        else:
            leave = FooterEntry("esc", "leave", "leave", ANSWER)
            entries = [*self._answer_entries(self.prompt), *more, *ways, leave]
        entries += [entry._replace(weight=ANSWER) for entry in self.footer("help")]
        self.key_footer.show(entries)

    def _answer_entries(self, prompt: Question) -> Iterator[FooterEntry]:
        """The keys that answer, each of which is always to be seen."""
        match prompt.answer_type:
            case AnswerType.YES_NO:
                yield FooterEntry("y", "yes", "press('y')", ANSWER)
                yield FooterEntry("n", "no", "press('n')", ANSWER)
            case AnswerType.ONE | AnswerType.MANY if prompt.choices:
                act = "tick" if prompt.answer_type is AnswerType.MANY else "choose"
                yield FooterEntry(choice_keys(len(prompt.choices)), act, "", ANSWER)
            case AnswerType.PAIN:
                yield FooterEntry("0–9 t", "how much it hurts", "", ANSWER)
            case AnswerType.HOURS:
                yield FooterEntry("0–9 + -", "hours", "", ANSWER)
        if prompt.all_no_label:
            yield FooterEntry("0", prompt.all_no_label, "press('0')", ANSWER)
        if prompt.none_label and not self._has_more_to_read(prompt) and not self._is_ticked(prompt):
            yield FooterEntry("n", prompt.none_label, "press('n')", ANSWER)
        if prompt.own_words:
            yield FooterEntry("o", "own words", "press('o')", ANSWER)
        ready = self._ticked or self._typed
        if ready or prompt.optional:
            yield FooterEntry("enter", "done" if ready else prompt.skip_label, "press('enter')", ANSWER)

    def _has_more_to_read(self, prompt: Question) -> bool:
        """Whether the end of a list that matters was not seen yet: until then no key says no to it."""
        return prompt.asked_alone and not self._is_read

    def _is_ticked(self, prompt: Question) -> bool:
        """Whether something that matters is ticked: no key throws that away by saying no to all of it."""
        return prompt.asked_alone and bool(self._ticked)

    # ------------------------------------------------------------------ answers

    def on_key(self, event: KeyPress) -> None:
        if self.words.has_focus:
            if event.key == "escape":
                self._hide_words()
                event.stop()
            return
        if event.key.startswith("ctrl+") or event.key in ("question_mark", "f1", *self.keys_of("read")):
            return
        event.stop()
        event.prevent_default()
        press = press_of(self.app, event)
        if event.key in (*_LINES, *_PAGES) and (self.prompt is not None or event.key not in _CLOSING):
            self.action_press(event.key)
        elif self.prompt is not None and not self.prompt.asked_alone:
            if event.key != "enter" or was_meant(press):
                self.action_press(event.key)
        elif self._shown.was_read(press):
            self.action_press(event.key)
        elif self.prompt is not None:
            self.hint.update(UNREAD)

    def action_press(self, key: str) -> None:
        if key == "escape" or (self.prompt is None and key in _CLOSING):
            self.leave()
        elif key in _LINES:
            self.body.move(_LINES[key])
        elif key in _PAGES:
            self.body.move(_PAGES[key] * max(1, self.body.size.height - 1))
        elif self.prompt is None:
            return
        elif key in ("left", "backspace"):
            self.go_back()
        elif key == "enter":
            if self.prompt.answer_type is AnswerType.MANY and self._ticked:
                self.take_answer(tuple(self._ticked))
            elif self.prompt.answer_type is AnswerType.HOURS and self._typed:
                self.take_answer(float(self._typed))
            elif self.prompt.optional:
                self.take_answer(None)
        elif key == "0" and self.prompt.all_no_label:
            self.no_to_all()
        elif key == "o" and self.prompt.own_words:
            self.set_class(True, "-writing")
            self.words.focus()
        else:
            self._answer(self.prompt, key)

    def action_leave(self) -> None:
        self.leave()

    def _answer(self, prompt: Question, key: str) -> None:
        match prompt.answer_type:
            case AnswerType.YES_NO if key in ("y", "n"):
                self.take_answer(key == "y")
            case AnswerType.MANY if key == "n" and prompt.none_label:
                if self._has_more_to_read(prompt):
                    self.hint.update(MORE)
                elif self._is_ticked(prompt):
                    self.hint.update(TICKED)
                else:
                    self.take_answer(())
            case AnswerType.ONE | AnswerType.MANY if key in CHOICE_KEYS:
                values = [*(choice.id for choice in prompt.choices), *self._own]
                place = CHOICE_KEYS.index(key)
                if place < len(values):
                    self._choose(prompt, values[place])
            case AnswerType.PAIN if key.isdecimal() or key == "t":
                self.take_answer(10.0 if key == "t" else float(key))
            case AnswerType.HOURS if key.isdecimal() or key in _DIGITS:
                self._typed = typed_hours(self._typed, _DIGITS.get(key, key))
                self._show_options()
                self._show_keys()

    def _choose(self, prompt: Question, value: str) -> None:
        if prompt.answer_type is not AnswerType.MANY:
            self.take_answer(value)
            return
        if value in self._ticked:
            self._ticked.remove(value)
        else:
            self._ticked.append(value)
        self.hint.update(prompt.hint)
        for line in self.options.query(ChoiceLine):
            line.show(ticked=line.value in self._ticked)
        self._show_keys()

    def on_choice_line_chosen(self, message: ChoiceLine.Chosen) -> None:
        if self.prompt is not None:
            self._choose(self.prompt, message.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        word = event.value.strip()
        if word and word not in self._ticked:
            self._own.append(word)
            self._ticked.append(word)
        self._hide_words()
        self._show_options()
        self._show_keys()
