"""Makes the pictures of the README from the app itself: `python scripts/make_pictures.py`.

The app runs without a terminal, in a home of its own, on a clock that moves only when this script moves it:
the pictures are the same on every machine. Each cell is drawn where a terminal would put it, and block
characters as rectangles, so that they look the same whatever fonts the reader has.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple, cast

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import DIMMED_MONOKAI
from textual.app import App

from coach.app.planning import program_plan
from coach.app.session_runner import SessionRunner
from coach.app.sessions import Sessions
from coach.app.workspace import Workspace
from coach.journal.codec import new_id
from coach.model.events import Session, SetRecord
from coach.paths import Paths, ScreenRequest
from coach.sound.audio_player import NullPlayer, SoundStatus
from coach.tui.app import CoachApp
from coach.tui.coach_screen import REPEAT_SECONDS
from coach.tui.session.screen import SessionScreen
from coach.tui.widgets.figure import FigureView

FOLDER: Final = Path(__file__).parent.parent / "docs"
SIZE: Final = (112, 34)
EVENING: Final = datetime(2026, 1, 12, 18, 30, tzinfo=UTC)
TRAINED_BEFORE: Final = (5, 3)
"""So many days ago."""
SCENES: Final = ((6.0, 15.0), (41.0, 50.0), (61.0, 72.0))
"""From and until when, in seconds of the session: into the plank, the rest after it, the side plank."""
FRAME_SECONDS: Final = 0.5
POSTER_SECONDS: Final = 68.0
"""What is shown where nothing moves: in the side plank of the first round."""

CELL_WIDTH: Final = 10.0
CELL_HEIGHT: Final = 20.0
FONT_SIZE: Final = 16.5
BASELINE: Final = 15.0
MARGIN: Final = 16.0
FONTS: Final = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"

_QUARTERS: Final[dict[str, int]] = {sign: number for number, sign in enumerate(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█")}
"""By the sum of the quarters of a cell that have the text's colour: 1 and 2 above, 4 and 8 below."""

# Each block as left, top, width and height, in parts of a cell.
_BLOCKS: Final[dict[str, tuple[float, float, float, float]]] = {
    "█": (0, 0, 1, 1),
    "▀": (0, 0, 1, 0.5),
    "▄": (0, 0.5, 1, 0.5),
    "━": (0, 0.42, 1, 0.15),
    "╸": (0, 0.42, 0.5, 0.15),
    "─": (0, 0.48, 1, 0.05),
    "■": (0.1, 0.3, 0.8, 0.4),
    "▁": (0, 0.875, 1, 0.125),
    "▂": (0, 0.75, 1, 0.25),
}
_APART: Final = "■"
"""Blocks that do not touch the next one."""


class StillClock:
    """A clock that moves only when it is told to."""

    def __init__(self) -> None:
        """Start in the evening."""
        self._passed = 0.0

    def monotonic(self) -> float:
        """Seconds since the start."""
        return self._passed

    def now(self) -> datetime:
        """Wall time."""
        return EVENING + timedelta(seconds=self._passed)

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self._passed += max(0.0, seconds)


class UnheardBooth(NullPlayer):
    """Plays nothing, and looks like a sound card that works."""

    def __init__(self) -> None:
        """There is no reason for silence to give."""
        super().__init__("")

    def status(self) -> SoundStatus:
        """As if a device played."""
        return SoundStatus("a recording")


class UnheardSessions(Sessions):
    """The real sessions, with a sound card that is always there and heard by nobody."""

    def start(self, *words: object, **named: object) -> SessionRunner:
        """The real session, unheard."""
        run = super().start(*words, **named)  # type: ignore[arg-type]
        run.audio = UnheardBooth()
        return run


async def session_picture() -> str:
    """The session screen from get-ready into the second drill, without what is the same for long."""
    clock = StillClock()
    with TemporaryDirectory() as home:
        workspace = Workspace(Paths(home=Path(home), config=Path(home) / "config.yaml"), clock)
        workspace.journal.append(*past_sessions(workspace))
        app = CoachApp(workspace, ScreenRequest(program="core", mute=True))
        app.sessions = UnheardSessions(workspace)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause()
            # It asks for warning signs and for health first: none. A key is not taken before it can be meant.
            for _ in range(2):
                await asyncio.sleep(REPEAT_SECONDS)
                await pilot.press("n")
                await pilot.pause()
            screen = cast(SessionScreen, app.screen)
            frames: list[Frame] = []
            poster = 0
            last = SCENES[-1][1]
            while clock.monotonic() < last:
                clock.sleep(FRAME_SECONDS)
                screen.tick()
                await pilot.pause()
                now = clock.monotonic()
                if any(start <= now < end for start, end in SCENES):
                    for view in screen.query(FigureView):
                        view.update()
                    await pilot.pause()
                    poster = len(frames) if now == POSTER_SECONDS else poster
                    frames.append(Frame(screen_rows(app), FRAME_SECONDS))
            picture = draw(frames, SIZE, app.screen.styles.background.hex6, poster)
        workspace.close()
    return picture


def past_sessions(workspace: Workspace) -> Sequence[Session]:
    """Two sessions that went well."""
    doses = program_plan(workspace, "core").slots
    sets = tuple(
        SetRecord(
            slot=dose.slot,
            drill=dose.drill,
            side=side,
            seconds=dose.seconds,
            load_kg=dose.load_kg,
            form="clean",
            pain=0,
            end="full",
        )
        for dose in doses
        for _set in range(dose.sets)
        for side in (dose.sides or (None,))
    )
    days = [EVENING - timedelta(days=ago) for ago in TRAINED_BEFORE]
    return [
        Session(id=new_id(day), date=day.date(), at=day, program="core", kind="core", sets=sets)
        for day in days
    ]


class Frame(NamedTuple):
    """The screen at one moment."""

    rows: tuple[str, ...]
    """As SVG, from the top."""
    seconds: float
    """How long it stands."""


def draw(frames: Sequence[Frame], size: tuple[int, int], background: str, poster: int) -> str:
    """Frames as one SVG text that moves by itself, again and again.

    Args:
        frames: in their order.
        size: columns and rows.
        background: the colour of the screen.
        poster: the frame that is shown where nothing moves.
    """
    across, down = size[0] * CELL_WIDTH + 2 * MARGIN, size[1] * CELL_HEIGHT + 2 * MARGIN
    rows = "".join(_moving_row([frame.rows[y] for frame in frames], frames, poster) for y in range(size[1]))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across:g} {down:g}" '
        f'width="{across:g}" height="{down:g}" role="img" aria-label="A running session of coach">\n'
        f'<rect width="{across:g}" height="{down:g}" rx="10" fill="{background}"/>\n'
        f'<g transform="translate({MARGIN:g} {MARGIN:g})" font-size="{FONT_SIZE}" font-family="{FONTS}" '
        f'shape-rendering="crispEdges">\n{rows}</g>\n</svg>\n'
    )


def _moving_row(looks: Sequence[str], frames: Sequence[Frame], poster: int) -> str:
    """One row through all frames: each of its looks once, with the times at which it is seen."""
    total = sum(frame.seconds for frame in frames)
    parts = []
    for look in dict.fromkeys(looks):
        if not look:
            continue
        if all(one == look for one in looks):
            parts.append(look)
            continue
        times: list[str] = []
        values: list[str] = []
        start = 0.0
        for one, frame in zip(looks, frames, strict=True):
            value = "inline" if one == look else "none"
            if not values or values[-1] != value:
                times.append(f"{start / total:.4f}".rstrip("0").rstrip("."))
                values.append(value)
            start += frame.seconds
        shown = "" if looks[poster] == look else ' display="none"'
        parts.append(
            f'<g{shown}><animate attributeName="display" calcMode="discrete" dur="{total:g}s" '
            f'repeatCount="indefinite" keyTimes="{";".join(times)}" values="{";".join(values)}"/>{look}</g>\n'
        )
    return "".join(parts)


def screen_rows(app: App[None]) -> tuple[str, ...]:
    """The screen of a running app, each row as SVG."""
    background = app.screen.styles.background.hex6.lower()
    return tuple(_row(strip, y, background) for y, strip in enumerate(app.screen._compositor.render_strips()))


def _row(strip: Iterable[Segment], y: int, background: str) -> str:
    """One row: the pixels of half and quarter blocks by their colours, then other blocks and text."""
    pixels: dict[str, list[str]] = {}
    rest: list[str] = []
    x = 0
    for segment in strip:
        style = segment.style or Style.null()
        back = style.bgcolor.get_truecolor(DIMMED_MONOKAI).hex if style.bgcolor else background
        front = style.color.get_truecolor(DIMMED_MONOKAI).hex if style.color else "#d0d0d0"
        width = cell_len(segment.text)
        if set(segment.text) <= set(_QUARTERS):
            # Every half row of two points to a cell, in runs of one colour.
            for half in (0, 1):
                lit = [bool(_QUARTERS[sign] >> 2 * half & side) for sign in segment.text for side in (1, 2)]
                start = 2 * x
                for is_lit, run in groupby(lit):
                    count = len(list(run))
                    if (colour := front if is_lit else back) != background:
                        pixels.setdefault(_rounded(colour), []).append(_points(start, y, half, count))
                    start += count
            x += width
            continue
        if back != background:
            for half in (0, 1):
                pixels.setdefault(_rounded(back), []).append(_points(2 * x, y, half, 2 * width))
        rest += _segment(segment.text, style, x, y)
        x += width
    paths = (f'<path fill="{colour}" d="{"".join(places)}"/>' for colour, places in pixels.items())
    return "".join(paths) + "".join(rest)


def _points(x: int, y: int, half: int, count: int) -> str:
    """Path data of some points, two to a cell across, in the upper or the lower half of a row."""
    width, height = count * CELL_WIDTH / 2, CELL_HEIGHT / 2
    return f"M{x * CELL_WIDTH / 2:g} {(y * 2 + half) * height:g}h{width:g}v{height:g}h-{width:g}z"


def _rounded(colour: str) -> str:
    """A colour rounded, so that more of them are the same and the file is small."""
    parts = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return "#" + "".join(f"{min(255, round(part / 8) * 8):02x}" for part in parts)


def _segment(text: str, style: Style, x: int, y: int) -> Iterator[str]:
    front = style.color.get_truecolor(DIMMED_MONOKAI).hex if style.color else "#d0d0d0"
    for block, run, start in _runs(text):
        if block:
            yield from _rectangles(block, len(run), x + start, y, front)
        elif run.strip():
            yield _text(run, x + start, y, front, bold=bool(style.bold))


def _runs(text: str) -> Iterator[tuple[str, str, int]]:
    """Stretches of one block character, or of text."""
    start = 0
    while start < len(text):
        block = text[start] if text[start] in _BLOCKS else ""
        end = start + 1
        while end < len(text) and (text[end] == block if block else text[end] not in _BLOCKS):
            end += 1
        yield block, text[start:end], start
        start = end


def _rectangles(block: str, count: int, x: int, y: int, fill: str) -> Iterator[str]:
    left, top, width, height = _BLOCKS[block]
    pieces = [(number, width) for number in range(count)] if block in _APART else [(0, count - 1 + width)]
    for number, wide in pieces:
        yield (
            f'<rect x="{(x + number + left) * CELL_WIDTH:g}" y="{(y + top) * CELL_HEIGHT:g}" '
            f'width="{wide * CELL_WIDTH:g}" height="{height * CELL_HEIGHT:g}" fill="{fill}"/>\n'
        )


def _text(text: str, x: int, y: int, fill: str, *, bold: bool) -> str:
    places = " ".join(f"{(x + number) * CELL_WIDTH:g}" for number in range(len(text)))
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{places}" y="{y * CELL_HEIGHT + BASELINE:g}" fill="{fill}"{weight} '
        f'xml:space="preserve">{escape(text)}</text>\n'
    )


def main() -> int:
    """Write the pictures into `docs`, as a terminal with all colours shows them."""
    os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TEXTUAL_ANIMATIONS": "full"}
    os.environ.pop("NO_COLOR", None)
    (FOLDER / "session.svg").write_text(asyncio.run(session_picture()), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
