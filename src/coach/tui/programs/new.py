"""A new program: from the template of a kind, or from a few questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Final, TypeVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coach.app.programs import Programs
from coach.errors import CoachError, UsageError
from coach.model.program import Drill, Kind
from coach.programs.user_files import ProgramOutline, outline_text
from coach.tui.coach_screen import CoachDialog
from coach.tui.dialogs import Field, FormScreen
from coach.tui.programs.list import checked_title, naming
from coach.tui.programs.page import KINDS
from coach.tui.widgets.answer_box import AnswerBox
from coach.tui.widgets.footer import ANSWER, FooterEntry, KeyFooter
from coach.tui.widgets.option_list import PlainOptionList

Answer = TypeVar("Answer")

QUESTIONS: Final = "questions"
_KINDS_ASKED: Final = (Kind.CORE, Kind.MOBILITY, Kind.MORNING, Kind.BREAK, Kind.CUSTOM)
"""Kinds for which the questions are enough; the others need their template."""
_WHICH: Final = "Which drills, in which order?"
_LENGTHS: Final = (10, 20, 30, 45, 60, 90)
_RESTS: Final = (5, 10, 20, 30, 60)
_DAYS: Final = (
    ("once a week", "1"),
    *((f"{days} days a week", str(days)) for days in range(2, 7)),
    ("every day", "7"),
    ("whenever I like", "0"),
)


class NewProgramScreen(CoachDialog[str]):
    """Asks what to begin with, makes the file, and returns its id."""

    CSS_PATH: ClassVar = "new_program.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", "back", show=False, id="new_program.close")
    ]

    def __init__(self, programs: Programs) -> None:
        super().__init__()
        self._programs = programs

    def compose(self) -> ComposeResult:
        width = max(len(name) for name, _what in KINDS.values())
        with AnswerBox(id="box"):
            yield Static("A new program. What shall it begin with?", markup=False, id="heading")
            yield OptionList(
                Option(Content.assemble(("A few questions", "bold")), id=QUESTIONS),
                None,
                *(
                    Option(Content.assemble((f"{name:<{width}}", "bold"), f"  {what}"), id=kind.value)
                    for kind, (name, what) in KINDS.items()
                ),
                markup=False,
                classes="list",
            )
            yield Static(markup=False, id="message")
            yield KeyFooter()

    def on_mount(self) -> None:
        self.query_one(KeyFooter).show(
            [FooterEntry("enter", "begin", "", ANSWER), FooterEntry("esc", "back", "close", ANSWER)]
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        programs = self._programs
        if event.option_id == QUESTIONS:
            self._ask(_questions(programs), self._ask_drills)
            return
        kind = Kind(event.option_id or Kind.CUSTOM)

        def named(title: str | None) -> None:
            if title is not None:
                self._create(lambda: programs.new(programs.free_id(title), kind=kind, title=title))

        heading = f"A new program: {KINDS[kind][0].lower()}"
        self.app.push_screen(naming(programs, heading, ""), named)

    def action_close(self) -> None:
        self.dismiss(None)

    def _ask(self, screen: CoachDialog[Answer], then: Callable[[Answer | None], None]) -> None:
        """Show another question in place of this box, which comes back after the answer."""
        box = self.query_one("#box")
        box.display = False

        def answered(answer: Answer | None) -> None:
            box.display = True
            then(answer)

        self.app.push_screen(screen, answered)

    def _ask_drills(self, outline: ProgramOutline | None) -> None:
        if outline is None:
            return
        programs = self._programs

        def chosen(drills: Sequence[str] | None) -> None:
            if drills is not None:
                filled = replace(outline, drills=tuple(drills))
                self._create(lambda: add(filled))

        def add(filled: ProgramOutline) -> Path:
            name = programs.free_id(filled.title)
            return programs.add(name, outline_text(filled, name, programs.drills))

        self._ask(ChooseDrillsScreen(programs.drills), chosen)

    def _create(self, create: Callable[[], Path]) -> None:
        try:
            path = create()
        except CoachError as error:
            self.query_one("#message", Static).update(str(error))
        else:
            self.dismiss(path.stem)


def _questions(programs: Programs) -> FormScreen[ProgramOutline]:
    def read(values: Mapping[str, str]) -> ProgramOutline:
        rounds = values["rounds"]
        if not rounds.isascii() or not rounds.isdigit() or not 1 <= int(rounds) <= 20:
            raise UsageError("how many rounds?", hint="write 1 to 20")
        return ProgramOutline(
            title=checked_title(programs, values["title"]),
            kind=Kind(values["kind"]),
            drills=(),
            seconds=int(values["seconds"]),
            rounds=int(rounds),
            rest_seconds=int(values["rest"]),
            per_week=int(values["per_week"]),
            grows=values["grows"] == "yes",
        )

    fields = [
        Field(name="title", label="Name", hint="what you call it"),
        Field(
            name="kind",
            label="What for",
            value=Kind.CORE.value,
            choices=tuple((KINDS[kind][0], kind.value) for kind in _KINDS_ASKED),
        ),
        Field(name="seconds", label="Each lasts", value="30", choices=_seconds(_LENGTHS)),
        Field(name="rest", label="Rest between", value="20", choices=_seconds(_RESTS)),
        Field(name="rounds", label="Rounds", value="2"),
        Field(name="per_week", label="How often", value="3", choices=_DAYS),
        Field(
            name="grows",
            label="It grows",
            value="no",
            choices=(("no, it stays as it is", "no"), ("yes, longer when it went well", "yes")),
        ),
    ]
    return FormScreen("A new program", fields, read, foot="Next you choose the drills.")


def _seconds(choices: Sequence[int]) -> tuple[tuple[str, str], ...]:
    return tuple((f"{seconds} s", str(seconds)) for seconds in choices)


class ChooseDrillsScreen(CoachDialog[Sequence[str]]):
    """The drills of a new program, in the order in which they are chosen."""

    CSS_PATH: ClassVar = "new_program.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "back", show=False, id="choose_drills.close"),
        Binding("space", "choose", "choose", show=False, id="choose_drills.choose"),
        Binding("enter", "go_on", "go on", show=False, id="choose_drills.go_on"),
    ]

    def __init__(self, drills: Mapping[str, Drill]) -> None:
        super().__init__()
        self._drills = list(drills.values())
        self._chosen: list[int] = []

    def compose(self) -> ComposeResult:
        with AnswerBox(id="box"):
            yield Static(_WHICH, markup=False, id="heading")
            rows = PlainOptionList(classes="list", click="takes")
            rows.add_options(Option(self._line(index)) for index in range(len(self._drills)))
            yield rows
            yield Static(markup=False, id="message")
            yield KeyFooter()

    def on_mount(self) -> None:
        self.query_one(PlainOptionList).highlighted = 0
        self.query_one(KeyFooter).show(
            [
                FooterEntry("space", "choose", "choose", ANSWER),
                FooterEntry("enter", "go on", "go_on", ANSWER),
                FooterEntry("esc", "back", "close", ANSWER),
            ]
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_choose()

    def action_choose(self) -> None:
        drills = self.query_one(PlainOptionList)
        index = drills.highlighted
        if index is None:
            return
        if index in self._chosen:
            self._chosen.remove(index)
        else:
            self._chosen.append(index)
        for one in range(len(self._drills)):
            drills.replace_option_prompt_at_index(one, self._line(one))
        names = [self._drills[one].name for one in self._chosen]
        self.query_one("#heading", Static).update(", ".join(names) or _WHICH)
        self.query_one("#message", Static).update("")

    def action_go_on(self) -> None:
        if self._chosen:
            self.dismiss(tuple(self._drills[index].id for index in self._chosen))
        else:
            self.query_one("#message", Static).update("Choose at least one, with the space bar.")

    def action_close(self) -> None:
        self.dismiss(None)

    def _line(self, index: int) -> str:
        number = str(self._chosen.index(index) + 1) if index in self._chosen else ""
        return f"{number:>2} {'■' if number else '□'} {self._drills[index].name}"
