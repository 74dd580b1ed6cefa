"""Today: what is due, in which week we are, and one key to start the next thing."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Final

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from coach.coaching.checkins import all_no_label, also_answered
from coach.errors import CoachError
from coach.model.formatting import PHASES, day_text
from coach.paths import ScreenRequest
from coach.tui.coach_screen import CoachScreen, Press, ReadGuide, ReadingTime, is_held, when_drawn
from coach.tui.keys import TODAY_KEYS
from coach.tui.prefetch import FirstReading
from coach.tui.terminal import HEIGHTS, WIDTHS, size_classes
from coach.tui.today.block_chart import BlockChart, States
from coach.tui.today.data import CheckInCard, Day, TodayProgram, TodayReader
from coach.tui.widgets.canvas import StatusLine
from coach.tui.widgets.footer import KeyFooter
from coach.tui.widgets.option_list import PlainOptionList

MUTED: Final = "$foreground 60%"


def due_words(due: int) -> str:
    """How much is still to be done."""
    return "nothing more is due" if not due else "one thing is due" if due == 1 else f"{due} things are due"


def program_line(program: TodayProgram) -> Content:
    """One program of the day: its mark, its name, whether it is due, and how long it takes."""
    if program.done:
        mark, state = "✓", "done"
    elif program.closed:
        mark, state = "×", "closed"
    elif program.waits:
        mark, state = "●", "due"
    else:
        mark, state = "○", "any time" if program.any_time else "not today"
    if program.unfinished and not program.closed:
        state = f"{state}, to finish"
    elif program.begun and not (program.done or program.closed):
        state = f"{state}, begun"
    minutes = f"{program.minutes} min" if program.minutes else ""
    side = "  ".join(part for part in (state, minutes) if part)
    look = MUTED if program.closed else "" if program.done else "bold"
    return Content.assemble(f"{mark} ", (program.title, look), (f"  {side}", MUTED))


def details(program: TodayProgram, *, why: bool) -> Content:
    """What a program asks for, a dose in each line; with the reasons where they are wanted."""
    lines = [Content.styled(program.closed, "bold")] if program.closed else []
    width = max((len(dose.name) for dose in program.doses), default=0)
    amounts = max((len(dose.amount) for dose in program.doses), default=0)
    for dose in program.doses:
        name = Content.styled(f"{dose.name:<{width}}  ", "bold")
        usual = Content.styled(
            f"{'':<{amounts - len(dose.amount)}}   {dose.usual}" if dose.usual else "", MUTED
        )
        lines.append(Content.assemble(name, dose.amount, usual))
        if why:
            lines += [Content.styled(f"  {reason}", MUTED) for reason in dose.reasons]
    if why or not program.doses:
        lines += [Content(""), Content.styled(program.about, MUTED)]
    return Content("\n").join(lines)


EMPTY: Final = (
    "There is no program yet.\n\n"
    "A program is a small text file that says what to do, how long and how often. 'coach new' makes one from"
    " a template. 'coach locate' shows the folder it goes into, and 'coach check FILE' reads it and names"
    " every mistake."
)
SECOND_LOOK_SECONDS: Final = 0.3
"""From the first frame on; until then the processor is needed for the screen."""


class TodayScreen(CoachScreen[None]):
    """The first screen of the app."""

    CSS_PATH: ClassVar = "today.tcss"
    AUTO_FOCUS = "PlainOptionList"
    KEYS = TODAY_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [*TODAY_KEYS]
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    header = getters.query_one("#header", StatusLine)
    chart = getters.query_one(BlockChart)
    states = getters.query_one(States)
    block = getters.query_one("#block", StatusLine)
    notices = getters.query_one("#notices", Static)
    morning = getters.query_one("#morning", Vertical)
    ask = getters.query_one("#ask", Static)
    answers = getters.query_one("#answers", KeyFooter)
    offers = getters.query_one("#offers", Static)
    programs = getters.query_one(PlainOptionList)
    doses = getters.query_one("#doses", Static)
    problems = getters.query_one("#problems", Static)
    key_footer = getters.query_one("#keys", KeyFooter)

    class Read(Message):
        """The day was read."""

        def __init__(self, day: Day) -> None:
            super().__init__()
            self.day = day

    class Unreadable(Message):
        """The day could not be read."""

        def __init__(self, error: CoachError) -> None:
            super().__init__()
            self.error = error

    class Start(Message):
        """A program is to be started."""

        def __init__(self, program: str) -> None:
            super().__init__()
            self.program = program

    class Easier(Message):
        """Less of some drills of a program is wanted today, or as much as usual again."""

        def __init__(self, program: str, slots: tuple[str, ...], *, less: bool) -> None:
            super().__init__()
            self.program = program
            self.slots = slots
            self.less = less

    class CheckIn(Message):
        """A check-in is to be opened."""

        def __init__(self, card: CheckInCard, *, first: bool | None = None, all_well: bool = False) -> None:
            super().__init__()
            self.card = card
            self.first = first
            """The answer to its first question, where that was given already."""
            self.all_well = all_well

    def __init__(self, reader: TodayReader, request: ScreenRequest, first: FirstReading | None) -> None:
        """Show the day of `request`.

        Args:
            reader: reads it.
            request: the day; None in it is today.
            first: today, while another process reads it.
        """
        super().__init__()
        self._reader = reader
        self._request = request
        self._first = first
        self.day: Day | None = None
        """What is shown; None until it was read."""
        self._by_id: dict[str, TodayProgram] = {}
        self._locked_before = False
        self._why = False
        self._resumed = False
        self._shown = ReadingTime()

    def compose(self) -> ComposeResult:
        yield StatusLine(id="header")
        with Horizontal(id="where"):
            yield BlockChart()
            with Vertical(id="place"):
                yield StatusLine(id="block")
                yield States()
        yield Static(markup=False, id="notices")
        with Vertical(id="morning"):
            yield Static(markup=False, id="ask")
            yield KeyFooter(id="answers")
        yield Static(markup=False, id="offers")
        with Container(id="body"):
            yield PlainOptionList(click="marks")
            with VerticalScroll(id="details"):
                yield Static(markup=False, id="doses")
        yield Static(markup=False, id="problems")
        yield KeyFooter(id="keys")

    def on_mount(self) -> None:
        # Every look is worked out once the screen is resumed, right after this.
        self.add_class(*size_classes(*self.app.size), update=False)
        first = self._first_day(wait=False)
        if first is not None:
            self.show(first)
            self.post_message(self.Read(first))
            return
        day = self._request.on or self.app.workspace.today()
        self.header.show((f"Today, {day_text(day)}", "strong"))
        self.add_class("-unread", update=False)
        self.morning.display = self.offers.display = self.notices.display = self.problems.display = False
        self._show_keys()

    def _first_day(self, *, wait: bool) -> Day | None:
        return self._first.day(wait=wait) if self._first is not None and self._request.on is None else None

    def on_screen_resume(self) -> None:
        self._shown.when_drawn(self)
        if self._resumed or self.day is None:
            when_drawn(self, self.read_again)
        else:
            self.set_timer(SECOND_LOOK_SECONDS, self.read_again)
        self._resumed = True

    def read_again(self) -> None:
        """Read the day in a thread; what is shown stays until it is there."""

        def read() -> None:
            worker = get_current_worker()
            try:
                first = self._first_day(wait=True)
                if first is not None and not worker.is_cancelled:
                    self.post_message(self.Read(first))
                message: Message = self.Read(self._reader.day(self._request.on))
            except CoachError as error:
                message = self.Unreadable(error)
            if not worker.is_cancelled:
                self.post_message(message)

        self.run_worker(read, thread=True, exclusive=True, group="day")

    def on_today_screen_unreadable(self, message: Unreadable) -> None:
        self.remove_class("-unread")
        self.add_class("-empty")
        self.doses.update(str(message.error))

    def on_today_screen_read(self, message: Read) -> None:
        if message.day != self.day:
            self.show(message.day)
        self._show_figure()

    # ------------------------------------------------------------------ what is shown

    def show(self, day: Day) -> None:
        """Show a day, and mark the next thing to do."""
        self.day = day
        waiting = [one for one in day.programs if one.waits]
        title = f"Today, {day_text(day.date)}"
        self.header.show((title, "strong"), "", (due_words(len(waiting)), "muted") if day.programs else "")
        position = day.position
        self.chart.show(position)
        self.states.show(position.phase)
        self.block.show(
            f"Block {position.block}, week {position.week} of {position.weeks}" if position.weeks else ""
        )
        _put(self.notices, "\n".join(day.notices))
        _put(self.problems, "\n".join(day.problems))
        self._show_morning(day)
        marked = None if self._locked_before != bool(day.care) else self._marked()
        self._locked_before = bool(day.care)
        self._by_id = {one.id: one for one in day.programs}
        self.programs.clear_options()
        self.programs.add_options([Option(program_line(one), id=one.id) for one in day.programs])
        kept = marked is not None and marked.id in self._by_id and self._by_id[marked.id].waits
        ids = list(self._by_id)
        following = next((place for place, one in enumerate(day.programs) if one.waits), 0)
        if kept and marked is not None:
            self.programs.highlighted = ids.index(marked.id)
        else:
            self.programs.highlighted = following if ids else None
        self._show_doses()
        self._show_keys()
        phases = {f"-{phase}": phase == day.position.phase for phase in PHASES}
        looks = {**phases, "-blockless": not day.position.weeks, "-empty": not day.programs}
        self.update_classes(looks, update=self._resumed)
        if self.has_class("-unread"):
            # Only once everything has its size: half a day is not to be seen.
            self.call_after_refresh(self.remove_class, "-unread")

    def _show_morning(self, day: Day) -> None:
        self.morning.display = day.morning is not None
        if day.morning is not None:
            also = also_answered(day.morning, self.shown_key("all_well")) if self._has_room_for_all else ""
            self.ask.update("\n".join([day.morning.questions[0].text, *([also] if also else [])]))
            names = "yes no all_well" if also else "yes no"
            self.answers.show(self.footer(names, all_well=all_no_label(day.morning)))
        offers = [
            Content.assemble(
                (self.shown_key("forgotten" if one.on else "check_in"), "$primary bold"), f"  {one.title}"
            )
            for one in day.check_ins
            if one.due and (one.on or one.kind != "morning")
        ]
        _put(self.offers, Content("\n").join(offers))

    @property
    def _has_room_for_all(self) -> bool:
        return not self.has_class("-short")

    def _show_doses(self) -> None:
        program = self._marked()
        if program is not None:
            # What is to be known, where it has no room of its own: above the doses, which scroll.
            low = self.has_class("-short") or self.has_class("-low")
            texts = self.day.notices if low and self.day is not None else ()
            notices = [Content.styled(text, "$warning") for text in texts]
            self.doses.update(Content("\n").join([*notices, details(program, why=self._why)]))
        elif self.day is not None:
            self.doses.update(EMPTY)

    def _show_figure(self) -> None:
        """Show the drill that is new in the marked program, or its first one, where there is room below."""
        if self.day is None or not self.app.workspace.has_catalog:
            return
        from coach.tui.widgets.figure_pane import FigurePane

        # It is made once the day has been read: the first frame does not wait for it.
        pane = next(iter(self.query(FigurePane)), None)
        program = self._marked()
        doses = program.doses if program is not None and self.has_class("-wide") else ()
        dose = next((one for one in doses if one.is_new), doses[0] if doses else None)
        drill = self.app.workspace.catalog.drills.get(dose.drill) if dose is not None else None
        if pane is None and drill is not None and self.has_class("-high"):
            pane = FigurePane()
            self.query_one("#details").mount(pane)
        if pane is not None:
            if not self.has_class("-high"):
                drill = None
            caption = f"New: {drill.name}" if drill and dose and dose.is_new else drill.name if drill else ""
            pane.show(drill, dose.side if dose is not None else None, caption)

    def on_resize(self) -> None:
        when_drawn(self, self._show_figure)
        if self.day is not None and self.day.morning is not None:
            when_drawn(self, partial(self._show_morning, self.day))
        if self.day is not None and self.day.notices:
            when_drawn(self, self._show_doses)

    def _marked(self) -> TodayProgram | None:
        place = self.programs.highlighted
        if place is None or place >= self.programs.option_count:
            return None
        return self._by_id.get(self.programs.get_option_at_index(place).id or "")

    def _show_keys(self) -> None:
        start = "" if self.day is not None and not self.day.programs else "choose start why"
        marked = self._marked()
        if (
            marked is not None
            and not marked.closed
            and any(one.easier or one.is_easier for one in marked.doses)
        ):
            start += " easier"
        places = " ".join(place for place in self.app.places if place != "today")
        self.key_footer.show(self.footer(f"{start} check_in read {places} help quit"))

    # ------------------------------------------------------------------ keys

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show_doses()
        self._show_figure()
        self._show_keys()

    def takes_key(self, key: str, press: Press) -> bool:
        """Whether a key does something: one that starts a session only when it was pressed for it.

        The last key of a check-in that comes once too often, or is held down, starts nothing; and what
        answered a question over this screen does not answer the morning's as well.
        """
        if key in (*self.keys_of("choose"), *self.keys_of("start")):
            return self._shown.is_fresh(press)
        answers = (self.keys_of(one) for one in ("yes", "no", "all_well"))
        return not (any(key in keys for keys in answers) and is_held(press))

    def action_start(self) -> None:
        marked = self._marked()
        if marked is not None:
            self._start(marked.id)

    def action_start_next(self) -> None:
        following = next((one for one in self._by_id.values() if one.waits), None)
        if following is not None:
            self._start(following.id)
        elif self.day is not None:
            self.notify("Nothing more is due today. Enter starts the marked one all the same.", markup=False)

    def _start(self, program: str) -> None:
        found = self._by_id.get(program)
        if found is not None and found.closed:
            self.notify(found.closed, severity="warning", markup=False)
        elif found is not None:
            self.post_message(self.Start(program))

    def action_why(self) -> None:
        self._why = not self._why
        self._show_doses()

    def action_easier(self) -> None:
        """Offer less of each drill of the marked program, and what was made easier as usual again."""
        from coach.tui.easier import ask_which_easier

        marked = self._marked()
        if marked is None:
            return

        def chosen(slots: tuple[str, ...], less: bool) -> None:
            self.post_message(self.Easier(marked.id, slots, less=less))

        if marked.closed or not ask_which_easier(self.app, marked.title, marked.doses, chosen):
            self.notify(marked.closed or f"{marked.title} has nothing easier.", markup=False)

    def action_check_ins(self) -> None:
        from coach.tui.dialogs import MenuScreen

        cards = self.day.check_ins if self.day is not None else ()
        titles = [f"{one.title}{'' if not one.due else '  (due)'}" for one in cards]

        def chosen(place: int | None) -> None:
            if place is not None:
                self.post_message(self.CheckIn(cards[place]))

        if cards:
            self.app.push_screen(MenuScreen("Check-ins", titles), chosen)

    def action_forgotten(self) -> None:
        for card in self.day.check_ins if self.day is not None else ():
            if card.on is not None:
                self.post_message(self.CheckIn(card))

    def action_read(self) -> None:
        marked, told = self._marked(), self.day.notice_codes if self.day is not None else ()
        kinds = (f"kind:{marked.kind}",) if marked is not None and marked.kind else ()
        self.post_message(ReadGuide(*(f"notice:{code}" for code in told), *kinds, "screen:today"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("answer", "all_well"):
            asked = self.day is not None and self.day.morning is not None
            return asked and (action == "answer" or self._has_room_for_all)
        return True

    def action_answer(self, answer: bool) -> None:
        self.post_message(self.CheckIn(CheckInCard(kind="morning", title=""), first=answer))

    def action_all_well(self) -> None:
        self.post_message(self.CheckIn(CheckInCard(kind="morning", title=""), all_well=True))


def _put(widget: Static, text: str | Content) -> None:
    widget.display = len(text) > 0
    widget.update(text)
