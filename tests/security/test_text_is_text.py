"""A walk over every screen, with names that would be markup, orders or new lines: all of it is text."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from rich.text import Text
from textual.command import CommandPalette
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Select
from textual.worker import WorkerCancelled

from coach.app.workspace import Workspace
from coach.clock import SystemClock
from coach.errors import CoachError
from coach.journal.journal import Journal
from coach.paths import Paths, ScreenRequest
from coach.tui.app import CoachApp
from coach.tui.dialogs import HelpScreen
from coach.tui.keys import PLACE_KEYS, name_of
from tests.journal.factories import FixedClock, checkin, plank, session
from tests.support.commands import coach
from tests.support.settling import until
from tests.support.textual_private import screen_strips
from tests.tui.today.test_today import settled

SIGN = "Zq"
"""Is in every bad name, and in no word of the app."""
NAMES = (
    "Zq[/red]",
    "Zq[/]",
    "Zq[b",
    "Zq[link=file:///etc/passwd]x[/link]",
    "Zq[@click=app.quit]x[/]",
    "Zq\\[b]\\",
    "Zq$foo ${foo} {0} %s",
    "Zq]] [[",
    "Zq\x1b]0;owned\x07\x1b[2J\x9b31m",
    "Zq\nsecond line\r\tthird",
    "Zq\u200b\u202e\u2066\u2028\ufeff\U000e0041 end",
    "Zq" + "w" * 190,
)
UNSEEN = "\x1b\x07\x9b\u200b\u202e\u2066\u2028\ufeff\U000e0041\r"


def _quoted(text: str) -> str:
    """The text in the quotes of YAML, which knows no halves of a character."""
    return json.dumps(text).replace("\\udb40\\udc41", "\\U000e0041")


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A home in which everything that has a name has a bad one."""
    home = tmp_path / "Zq[/b] [b]home"
    for folder in ("programs", "drills", "sounds"):
        (home / folder).mkdir(parents=True)
    drills = ["schema: 1", "drills:"]
    for number, name in enumerate(NAMES):
        drills += [
            f"  - id: bad-{number}",
            f"    name: {_quoted(name)}",
            "    sides: none",
            f"    cues: [{_quoted(name)}]",
            f"    check: {_quoted(name)}",
            f"    avoid: {_quoted(name)}",
        ]
        text = (
            f"schema: 1\nid: bad-{number}\ntitle: {_quoted(name)}\nkind: custom\nabout: {_quoted(name)}\n"
            f"schedule: {{per_day: 1}}\nrounds: 2\nready: 3s\nslots:\n"
            f"  - {{slot: bad-{number}, drill: bad-{number}, hold: 5s}}\n  - {{slot: plank, hold: 5s}}\n"
        )
        (home / "programs" / f"bad-{number}.yaml").write_text(text, encoding="utf-8")
    (home / "drills" / "bad.yaml").write_text("\n".join(drills) + "\n", encoding="utf-8")
    (home / "programs" / "Zq[b].yaml").write_text("schema: [/red]\nid: Zq[/x]\ntitle: Zq[/]\nslots: Zq[b\n")
    (home / "config.yaml").write_text(
        "theme: 'Zq[/red]'\nkeys: {'Zq[/]': 'Zq[b'}\nsound_set: 'Zq[/i]'\nZq[/u]: 3\n"
    )
    with Journal.open(home / "journal.db", clock=FixedClock()) as journal:
        for number, name in enumerate(NAMES):
            journal.append(
                session(
                    f"s{number}",
                    program=name,
                    kind=name,
                    sets=(plank(slot=name, drill=name),),
                    note=name,
                ),
                session(f"t{number}", program=f"bad-{number}", kind="custom", sets=(plank(),), note=name),
                checkin(f"c{number}", note=name, triggers=(name,), changes=(name,), spasm=False),
            )
    return home


@pytest.fixture(autouse=True)
def read_as_markup(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every bad name that is read as markup, whether it happens to be any or not."""
    read: list[str] = []
    of_textual: Callable[..., Content] = Content.from_markup.__func__  # type: ignore[attr-defined]
    of_rich: Callable[..., Text] = Text.from_markup.__func__  # type: ignore[attr-defined]

    def textual(kind: type[Content], /, markup: str | Content, **variables: object) -> Content:
        if isinstance(markup, str) and SIGN in markup:
            read.append(markup)
            return Content(markup)
        return of_textual(kind, markup, **variables)

    def rich(kind: type[Text], /, text: str, *words: object, **more: object) -> Text:
        if SIGN in text:
            read.append(text)
            return Text(text)
        return of_rich(kind, text, *words, **more)

    monkeypatch.setattr(Content, "from_markup", classmethod(textual))
    monkeypatch.setattr(Text, "from_markup", classmethod(rich))
    yield read
    assert not read


@asynccontextmanager
async def opened(home: Path, program: str | None = None) -> AsyncIterator[tuple[Pilot[None], CoachApp]]:
    """The app in that home, with everything that it can tell on its screens."""
    paths = Paths(home=home, config=home / "config.yaml")
    request = ScreenRequest(program=program, mute=True, speed=1.0 if program else None)
    app = CoachApp(Workspace(paths, SystemClock()), request)
    async with app.run_test(size=(110, 40), notifications=True, tooltips=True) as pilot:
        await settled(pilot)
        yield pilot, app


def shown(app: CoachApp) -> str:
    """Every cell, as it would go to a terminal."""
    filters = app.get_line_filters()
    lines = []
    for strip in screen_strips(app):
        segments = list(strip)
        for one in filters:
            segments = one.apply(segments, app.screen.background_colors[1])
        lines.append("".join(segment.text for segment in segments))
    return "\n".join(lines)


def is_text(app: CoachApp) -> None:
    """Nothing on the screen is an order, or moves what comes behind it."""
    assert not [sign for sign in UNSEEN if sign in shown(app)]


@pytest.mark.parametrize("place", [name_of(key) for key in PLACE_KEYS])
async def test_main_screens_show_names_verbatim(hostile: Path, place: str) -> None:
    async with opened(hostile) as (pilot, app):
        while app.screen.is_modal or len(app.screen_stack) > 2:
            await pilot.press("escape")
        app.action_go(place)
        await settled(pilot)
        is_text(app)
        for key in ("down", "down", "w", "enter", "down", "escape"):
            await pilot.press(key)
            is_text(app)


@pytest.mark.parametrize("keys", ["p l", "p v", "p e", "p n", "h f", "h a", "h c", "h r", "h enter", "w a"])
async def test_inner_screens_show_names_verbatim(hostile: Path, keys: str) -> None:
    async with opened(hostile) as (pilot, app):
        for key in keys.split():
            await pilot.press(key)
            # A reading that another one has overtaken has no result.
            with suppress(WorkerCancelled):
                await settled(pilot)
            is_text(app)
        for select in app.screen.query(Select):
            select.focus()
            await pilot.press("enter", "down", "enter")
            is_text(app)


async def test_palette_shows_names_verbatim(hostile: Path) -> None:
    async with opened(hostile) as (pilot, app):
        await pilot.press("ctrl+p")
        assert isinstance(app.screen, CommandPalette)
        await until(pilot, lambda: SIGN in shown(app))
        for sign in "start zq[/":
            await pilot.press("space" if sign == " " else sign)
        await until(pilot, lambda: "Start Zq[/red]" in shown(app))
        is_text(app)
        await pilot.press("down", "enter")
        await settled(pilot)
        is_text(app)


async def test_help_shows_names_verbatim(hostile: Path) -> None:
    async with opened(hostile) as (pilot, app):
        await pilot.press("question_mark")
        assert isinstance(app.screen, HelpScreen)
        is_text(app)


async def test_notices_are_plain_text(hostile: Path) -> None:
    async with opened(hostile) as (pilot, app):
        app.notify("Zq[/red]", title="Zq[/]")
        app.screen.notify("Zq[b")
        app._refuse(CoachError("Zq[/x]", hint="Zq[link=x]"))
        await pilot.pause()
        for words in ("Zq[/red]", "Zq[/]", "Zq[b", "Zq[/x]"):
            assert words in shown(app)


@pytest.mark.parametrize("number", [0, 4, 8, 9, 10, 11])
async def test_session_shows_names_verbatim(hostile: Path, number: int) -> None:
    async with opened(hostile, f"bad-{number}") as (pilot, app):
        await until(pilot, lambda: SIGN in shown(app))
        for key in ("n", "s", "n", "space", "x"):
            await pilot.press(key)
            is_text(app)


COMMANDS = [
    *(["timeline", f"bad-{number}"] for number in (0, 8, 9, 10)),
    *(["timeline", f"bad-{number}", "--intervals"] for number in (0, 8, 9, 10)),
    ["today"],
    ["week"],
    ["history"],
    ["check"],
    ["summary"],
    ["settings"],
    ["export", "--format", "csv"],
    ["why", "bad-9"],
    ["run", "bad-9", "--plain", "--mute", "--speed", "1000"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=repr)
def test_printed_names_stay_on_one_line(hostile: Path, words: list[str]) -> None:
    result = coach(*words, home=hostile)
    if "csv" in words:
        assert "Zq\x1b]0;owned\x07" in result.out, "what goes out as data is exact"
        return
    assert not [sign for sign in UNSEEN if sign in result.out + result.err]
    assert not [line for line in result.lines if line.startswith("second line")]
