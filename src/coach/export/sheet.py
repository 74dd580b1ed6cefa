"""A session on one page, with figures, to be printed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Final

from coach.app.planning import session_plan, session_timeline
from coach.figures.cells import FigureColors
from coach.figures.svg import svg
from coach.model.events import MODERATE_PAIN, STRONG_PAIN
from coach.model.figure import FEEL, WORKS
from coach.model.formatting import count_text, format_dose, long_date, seconds_text
from coach.model.program import with_side
from coach.programs.figures import load_figures
from coach.session.instructions import equipment

if TYPE_CHECKING:
    from coach.app.workspace import Workspace
    from coach.model.figure import Figure
    from coach.model.plan import Dose
    from coach.model.program import Drill, Part
    from coach.programs.figures import Figures

PAPER: Final = FigureColors(
    background=(255, 255, 255),
    near=(96, 96, 96),
    far=(188, 188, 188),
    body=(132, 132, 132),
    head=(160, 160, 160),
    prop=(205, 205, 205),
    held=(110, 110, 110),
    floor=(190, 190, 190),
    water=(210, 210, 210),
    works=(24, 24, 24),
    feel=(255, 255, 255),
)
"""Greys, so that every printer shows the same: what works is black."""
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE: Final = (
    "@page{size:A4;margin:12mm}"
    "body{font:9.5pt/1.3 sans-serif;color:#000;background:#fff;max-width:186mm;margin:0 auto;padding:4mm}"
    "@media print{body{padding:0}}"
    "h1{font-size:19pt;margin:0}h2{font-size:12pt;margin:5mm 0 1mm}h3{font-size:11.5pt;margin:0}"
    "p{margin:.6mm 0}"
    "article{display:flex;gap:5mm;border-top:1px solid #000;padding:2mm 0;break-inside:avoid}"
    ".figures{flex:0 0 58mm;display:flex;flex-direction:column;gap:2mm;justify-content:center}"
    ".figures svg{width:58mm;max-height:34mm}"
    ".two svg{max-height:22mm}"
    ".how{flex:1}.dose{font-weight:bold;font-size:10.5pt}ul{margin:1mm 0;padding-left:4.5mm}"
    "footer{border-top:1px solid #000;padding-top:2mm}"
)
_MARKS: Final = f"In the figures, black is {WORKS}, a white spot {FEEL}."
_PAIN: Final = (
    f"Pain of {MODERATE_PAIN} or more out of 10: leave that drill out today. "
    f"{STRONG_PAIN} or more: stop for today. Muscles that burn, shake or tire are not pain."
)


def sheet_html(workspace: Workspace, program_id: str, on: date | None = None) -> str:
    """The session of a program on a day as a page for a browser or a printer, which loads nothing.

    Raises:
        UsageError: nothing may be done that day, or there is no such program.
        ProgramFileError: its file has problems.
        JournalError: the journal cannot be read.
    """
    timeline = session_timeline(workspace, program_id, on)
    program, drills = workspace.program(program_id), workspace.catalog.drills
    doses = {dose.slot: dose for dose in session_plan(workspace, program, on).slots}
    figures = load_figures(workspace.paths.home, workspace.paths.cache)
    page = _Sheet(workspace, figures)
    body = [f"<h1>{escape(program.title)}</h1>"]
    if program.about:
        body.append(f"<p>{escape(program.about)}</p>")
    minutes = max(1, round(timeline.total_seconds / 60))
    needs = ", ".join(equipment(timeline, drills)) or "nothing"
    body.append(
        f"<p>{long_date(on or workspace.today())}: about {count_text(minutes, 'minute')}. "
        f"You need: {escape(needs)}.</p>"
    )
    for part in program.parts:
        body += page.part(part, doses)
    body.append(f"<footer><p>{_MARKS}</p><p>{_PAIN}</p></footer>")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{escape(program.title)}</title>\n<style>{escape(_STYLE, quote=False)}</style>\n</head>\n"
        "<body>\n" + "\n".join(body) + "\n</body>\n</html>\n"
    )


class _Sheet:
    """Writes the parts of a page, and counts its drills."""

    def __init__(self, workspace: Workspace, figures: Figures) -> None:
        self._drills = workspace.catalog.drills
        self._units = workspace.settings.units
        self._figures = figures
        self._count = 0

    def part(self, part: Part, doses: dict[str, Dose]) -> Iterator[str]:
        """A part with the drills of the day; nothing where none of them is done."""
        asked = [doses[slot.slot] for slot in part.slots if slot.slot in doses]
        if not asked:
            return
        title = part.title or ("Warm-up" if part.warmup else "")
        if title:
            yield f"<h2>{escape(title)}</h2>"
        if part.rounds > 1:
            rests = f"{seconds_text(part.rest_between_seconds)} between sets"
            yield (
                f"<p>In turn, {part.rounds} rounds. Rest {rests}, "
                f"{seconds_text(part.rest_rounds_seconds)} between rounds.</p>"
            )
        for dose in asked:
            yield from self._drill(dose)

    def _drill(self, dose: Dose) -> Iterator[str]:
        self._count += 1
        drill = self._drills.get(dose.drill)
        figure = None if drill is None else self._figures.of_drill(drill)
        yield "<article>"
        if figure is not None:
            yield from self._pictures(figure, dose)
        yield '<div class="how">'
        yield f"<h3>{self._count}. {escape(dose.drill if drill is None else drill.name)}</h3>"
        yield f'<p class="dose">{escape(format_dose(dose, units=self._units, times="×"))}</p>'
        if drill is not None:
            yield from _how(drill, dose)
        yield "</div></article>"

    def _pictures(self, figure: Figure, dose: Dose) -> Iterator[str]:
        """The figure for the first side: one picture, or where a movement begins and where it ends."""
        last = figure.still or len(figure.poses) - 1
        poses = (last,) if figure.loop == "hold" or last == 0 else (0, last)
        side = dose.sides[0] if dose.sides else None
        yield f'<div class="figures{" two" if len(poses) > 1 else ""}">'
        for pose in poses:
            yield svg(figure, side, pose=pose, name=f"figure-{self._count}-{pose}", palette=PAPER)
        yield "</div>"


def _how(drill: Drill, dose: Dose) -> Iterator[str]:
    side = dose.sides[0] if dose.sides else None
    first = [f"Shown for the {side} side; then the other one."] if len(dose.sides) > 1 else []
    if drill.equipment:
        first.append(f"You need: {', '.join(drill.equipment)}.")
    if first:
        yield f"<p>{escape(' '.join(first))}</p>"
    if drill.cues:
        yield f"<ul>{''.join(f'<li>{escape(cue)}</li>' for cue in drill.cue_texts(side))}</ul>"
    if drill.check:
        yield f"<p><b>It goes well when:</b> {escape(with_side(drill.check, side))}</p>"
    if drill.avoid:
        yield f"<p><b>Leave it out, or change it:</b> {escape(with_side(drill.avoid, side))}</p>"
