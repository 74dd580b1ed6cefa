"""Every answer of every question can be seen, on every screen that is large enough to be used at all."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.screen import ModalScreen, Screen
from textual.widgets import OptionList

import coach.tui
from coach.app.corrections import Proposal
from coach.coaching.messages import FLAG_WORDS
from coach.coaching.questions import before_form, health_form, monthly_form, morning_form, weekly_form
from coach.guide.pages import checklists
from coach.journal.edits import Change
from coach.model.forms import AnswerType, Form
from coach.model.forms import Question as FormQuestion
from coach.session.player import Stopping
from coach.tui import safety_banner as care
from coach.tui import start_prompts as unfinished
from coach.tui.checkin import forms as asking
from coach.tui.checkin import welcome as first_start
from coach.tui.checkin.forms import AskingScreen, Chosen, checklist_question, labelled
from coach.tui.checkin.health import health_question
from coach.tui.dialogs import (
    BACK,
    REALLY,
    USUAL_AGAIN,
    ChooseScreen,
    Field,
    FormScreen,
    MenuScreen,
    QuestionDialog,
)
from coach.tui.history.base import ConfirmScreen
from coach.tui.history.data import Filter
from coach.tui.history.entry_forms import add_form, filter_form
from coach.tui.programs import editor as editor_words
from coach.tui.programs import list as programs
from coach.tui.programs.new import ChooseDrillsScreen, NewProgramScreen, _questions
from coach.tui.session import done
from coach.tui.session.stop_questions import discard_question, stop_question
from coach.tui.settings.inputs import KeyScreen, TickScreen, ValueScreen
from coach.tui.today.data import Unfinished
from coach.tui.widgets.answer_box import AnswerBox, DialogAnswer
from coach.tui.widgets.banner import Banner
from coach.tui.widgets.footer import KeyFooter
from tests.factories import short_program, slot
from tests.support.screens import screen_text
from tests.tui.rig import DAY, SessionRig, drills

SIZES = [(40, 12), (80, 24)]
SMALL = (30, 10)
LEAST_READ = 3
"""Lines of a question that are on the smallest screen at once."""
CARE = (
    "You reported: numb toes. Please call a doctor or a clinic today and tell them.",
    "Easy walking is fine.",
    "Call 112 at once if any of this comes: trouble peeing. Do not drive yourself.",
)
HINTS = {"tab next field", "↑↓ mark", "← back", "l guide"}
"""What a line of keys may leave out where there is no room: nobody answers with it."""
BROKEN_OFF = Unfinished(
    id="s1", title="Hips and upper back", started="yesterday at 18:32", sets_done=12, resumable=True
)
LONG = "My core holds for the days on which there is no time, with the long name that somebody gave it"


class Host(App[None]):
    """Something to lie over."""

    chosen_keys: ClassVar[dict[str, str]] = {}


class Put(AskingScreen[None]):
    """One question, without anything that comes of it."""

    CSS_PATH = str(Path(asking.__file__).with_name("asking.tcss"))

    def __init__(self, prompt: FormQuestion, ticked: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.put_first = (prompt, ticked)

    def on_mount(self) -> None:
        self.header.show("Before you start")
        self.said.update("Did you wake stiffer than is usual for you? no\nNoted.")
        prompt, ticked = self.put_first
        self.put(prompt, ticked=ticked)

    def take_answer(self, answer: Chosen) -> None:
        raise AssertionError("nobody answers here")

    def leave(self) -> None:
        self.dismiss()


class Drills:
    """What the screens of programs ask their desk for."""

    drills = drills()

    def free_name(self, title: str) -> str:
        return "free"


def prompts(form: Form) -> Iterator[FormQuestion]:
    """Every question of a form as it can be put."""
    for one in form.questions:
        answers: dict[str, Any] = {one.after: True} if one.after else {}
        yield labelled(one, form, answers)


FORMS = [morning_form(), morning_form(in_spasm=True), before_form(), weekly_form(), monthly_form()]
PROMPTS = [
    *(prompt for form in FORMS for prompt in prompts(form)),
    *(checklist_question(checklist) for checklist in checklists().values()),
    *first_start.QUESTIONS,
    health_question(health_form()),
]


def _question(
    answers: Sequence[DialogAnswer], text: str, otherwise: DialogAnswer | None = None
) -> Callable[[], QuestionDialog]:
    return lambda: QuestionDialog(text, answers, otherwise=otherwise)


LITTLE = Stopping(done=8, asked=18, begun=True, hurt=False)
HURT = Stopping(done=8, asked=18, begun=True, hurt=True)
ENOUGH = Stopping(done=9, asked=18, begun=False, hurt=False)
PROMISE = "What you do is only in memory for now; at the end it is shown in full."
_EVERY_FLAG = "; ".join(FLAG_WORDS.values())
QUESTIONS: dict[str, list[Callable[[], QuestionDialog]]] = {
    "start_prompts": [
        _question(unfinished.ANSWERS, unfinished.question(BROKEN_OFF)),
        _question([REALLY], unfinished.warning(BROKEN_OFF), BACK),
    ],
    "safety_banner": [
        _question((care.LIFT["cleared"],), care.CLEARED.format(flags=_EVERY_FLAG), care.LEAVE),
        _question((care.LIFT["mistaken"],), care.MISTAKEN.format(flags=_EVERY_FLAG), care.LEAVE),
    ],
    "programs.editor": [
        _question((editor_words.SAVE, editor_words.DISCARD), editor_words.UNSAVED, editor_words.STAY),
        _question((editor_words.RESUME_DRAFT, editor_words.DISCARD_DRAFT), editor_words.DRAFT_FOUND),
        _question(
            (editor_words.OVERWRITE, editor_words.RELOAD),
            editor_words.CONFLICT,
            editor_words.STAY,
        ),
    ],
    "programs.list": [
        _question((programs._REPLACE, programs._COPY), f"{LONG} comes with the app.", BACK),
        _question((programs._DELETE,), f"Move {LONG} into the trash folder?", BACK),
        _question((programs._RESTORE,), f"Have {LONG} as it comes with the app?", BACK),
    ],
    "session.stop_questions": [
        *(
            partial(stop_question, stopping, PROMISE, rehearsal=False, redo=redo)
            for stopping in (LITTLE, HURT, ENOUGH)
            for redo in (False, True)
        ),
        partial(discard_question, LITTLE),
    ],
    "easier": [_question([USUAL_AGAIN], f"{LONG}: as usual again?", BACK)],
}
"""Every question with named answers, by the module that asks it."""


def _refuses(_text: str) -> str | None:
    return None


def _proposal() -> Proposal:
    effects = tuple(f"Side plank {one}: 3 × 40 s becomes 3 × 35 s, a side, left first." for one in range(12))
    return Proposal(
        what="Take this back, as if it had never been written.", effects=effects, change=Change(lines=())
    )


MODALS: dict[type[ModalScreen[Any]], list[Callable[[], ModalScreen[Any]]]] = {
    QuestionDialog: [make for made in QUESTIONS.values() for make in made],
    ConfirmScreen: [lambda: ConfirmScreen(_proposal())],
    ChooseScreen: [lambda: ChooseScreen("Theme", [(f"{n}", f"theme {n}") for n in range(30)], about=LONG)],
    TickScreen: [lambda: TickScreen("Days of core work", [(f"{n}", f"day {n}") for n in range(7)], ["1"])],
    ValueScreen: [lambda: ValueScreen("Body weight", LONG, "72 kg", "72 kg or 160 lb", _refuses)],
    KeyScreen: [lambda: KeyScreen("Start", LONG, _refuses)],
    MenuScreen: [lambda: MenuScreen("Check-ins", [f"{n}: {LONG}" for n in range(12)])],
    FormScreen: [
        lambda: FormScreen("Another name", [Field(name="title", label="Name")], str, foot=LONG),
        lambda: filter_form(Filter(), {"core": LONG}, DAY),
        lambda: add_form({"core": LONG}, DAY, DAY),
        lambda: _questions(Drills()),  # type: ignore[arg-type]
    ],
    NewProgramScreen: [lambda: NewProgramScreen(Drills())],  # type: ignore[arg-type]
    ChooseDrillsScreen: [lambda: ChooseDrillsScreen(drills())],
}
"""Everything that lies over a screen and asks something."""
WITHOUT_ANSWERS = {"HelpScreen", "CoachDialog", "InputDialog", "Palette"}


def _modules() -> dict[str, Any]:
    found = pkgutil.walk_packages(coach.tui.__path__, "coach.tui.")
    return {one.name.removeprefix("coach.tui."): importlib.import_module(one.name) for one in found}


def _subclasses(kind: type) -> set[type]:
    direct: set[type] = set(kind.__subclasses__())
    return direct | {below for one in direct for below in _subclasses(one)}


def test_every_dialog_is_covered() -> None:
    modules = _modules()
    asking = {
        name
        for name, module in modules.items()
        if getattr(module, "Question", None) is not FormQuestion
        for node in ast.walk(ast.parse(Path(module.__file__).read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "QuestionDialog"
    }
    assert asking == set(QUESTIONS)
    modals = {one for one in _subclasses(ModalScreen) if one.__module__.startswith("coach.")}
    assert {one.__name__ for one in modals} - WITHOUT_ANSWERS == {one.__name__ for one in MODALS}


_EDGES = dict.fromkeys(map(ord, "┃▁▂▃▄▅▆▇█"), " ")
"""The borders and scroll bars beside the words."""


def shown(screen: Screen[Any]) -> str:
    """What is on the screen, in one line: a label may go on in the next one."""
    return " ".join(screen_text(screen.app).translate(_EDGES).split())


def missing(screen: Screen[Any]) -> list[str]:
    """The keys that are not wholly on the screen."""
    text = shown(screen)
    told = [f"{one.key} {one.label}" for line in screen.query(KeyFooter) for one in line._entries]
    assert told
    return [one for one in told if one not in HINTS and " ".join(one.split()) not in text]


async def lies_over(pilot: Pilot[None], screen: Screen[Any]) -> None:
    """Show a screen."""
    pilot.app.push_screen(screen)
    await pilot.pause()


@pytest.mark.parametrize("size", [*SIZES, SMALL])
async def test_dialog_answers_are_visible(size: tuple[int, int]) -> None:
    host = Host()
    async with host.run_test(size=size) as pilot:
        for makes in MODALS.values():
            for make in makes:
                screen = make()
                await lies_over(pilot, screen)
                assert missing(screen) == [], shown(screen)
                for rows in screen.query("OptionList.list").results(OptionList):
                    await _every_line_can_be_marked(pilot, screen, rows)
                screen.dismiss()
                await pilot.pause()


async def _every_line_can_be_marked(pilot: Pilot[None], screen: Screen[Any], rows: OptionList) -> None:
    rows.focus()
    await pilot.press("end")
    await pilot.pause()
    words = str(rows.get_option_at_index(rows.option_count - 1).prompt).split()
    assert " ".join(words[:3]) in shown(screen)


@pytest.mark.parametrize("size", [*SIZES, SMALL])
async def test_locked_dialogs_scroll_to_the_end(size: tuple[int, int]) -> None:
    host = Host()
    async with host.run_test(size=size) as pilot:
        for make in (make for makes in QUESTIONS.values() for make in makes):
            screen = make()
            await lies_over(pilot, screen)
            await screen.mount(Banner(CARE, "112", [], [], covers=True), before=0)
            for _ in range(3):
                await pilot.pause()
            read = shown(screen)
            box = screen.query_one(AnswerBox)
            for _ in range(30):
                assert missing(screen) == [], shown(screen)
                if box.scroll_y >= box.max_scroll_y:
                    break
                await pilot.press("down")
                await pilot.pause()
                read += shown(screen)
            lines = box.size.height - screen.query_one(KeyFooter).size.height
            assert lines >= LEAST_READ or not box.max_scroll_y, shown(screen)
            assert all(word in read for word in screen._text.split()), read
            screen.dismiss()
            await pilot.pause()


async def test_banner_returns_when_there_is_room() -> None:
    host = Host()
    async with host.run_test(size=(40, 12)) as pilot:
        screen = QUESTIONS["safety_banner"][0]()
        await lies_over(pilot, screen)
        await screen.mount(Banner(CARE, "112", [], [], covers=True), before=0)
        await pilot.pause()
        await pilot.pause()
        assert not screen.query_one(Banner).display
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert screen.query_one(Banner).display


@pytest.mark.parametrize("size", [*SIZES, SMALL])
async def test_check_in_answers_are_visible(size: tuple[int, int]) -> None:
    host = Host()
    async with host.run_test(size=size) as pilot:
        for prompt in PROMPTS:
            two = tuple(choice.id for choice in prompt.choices[:2])
            for ticked in ((), two) if prompt.answer_type is AnswerType.MANY else ((),):
                screen = Put(prompt, ticked)
                await lies_over(pilot, screen)
                read = await _read_to_the_end(pilot, screen)
                assert missing(screen) == [], shown(screen)
                for text in (prompt.text, *(choice.text for choice in prompt.choices)):
                    assert all(word in read for word in text.split()), (text, shown(screen))
                screen.dismiss()
                await pilot.pause()


async def _read_to_the_end(pilot: Pilot[None], screen: AskingScreen[Any]) -> str:
    read = shown(screen)
    for _ in range(60):
        assert not missing(screen), shown(screen)
        if "↓ more" not in shown(screen):
            return read
        await pilot.press("down")
        await pilot.pause()
        read += shown(screen)
    raise AssertionError(read)


@pytest.mark.parametrize("size", SIZES)
async def test_quick_check_answers_are_visible(size: tuple[int, int]) -> None:
    rig = SessionRig(short_program(slot("plank", 10), slot("side-plank", 10, sided=True)))
    async with rig.app.run_test(size=size) as pilot:
        await pilot.press("x")
        assert missing(rig.screen) == []
        await pilot.press("7")
        await pilot.pause()
        assert isinstance(rig.app.screen, done.DoneScreen)
        assert missing(rig.app.screen) == []
