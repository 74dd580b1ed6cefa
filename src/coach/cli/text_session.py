"""Text mode: a session as lines of text, for pipes, screen readers and scripts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final, TextIO

from coach.app.checkins import CheckIns, unsaved_text
from coach.app.corrections import Logbook
from coach.app.planning import DayPlanner, plan_if_written
from coach.app.session_runner import FINISH_SECONDS, SOUND_PATIENCE_SECONDS, SessionRunner
from coach.app.sessions import LIGHTEST, LIGHTEST_KG, WEIGHT_UNKNOWN, Sessions
from coach.app.settings import change_settings
from coach.cli.arguments import about_minutes, drill_name
from coach.cli.console import Console
from coach.cli.lock_messages import print_notices
from coach.cli.text_commands import (
    DISCARDED,
    KEYS,
    LEFT_FOR_LATER,
    LETTERS,
    StopAnswer,
    StopDialogue,
    acknowledgement,
)
from coach.coaching.questions import NO_ADVICE, health_form
from coach.errors import CoachError, JournalError
from coach.model.events import WORST_PAIN
from coach.model.formatting import carried_text, clock_text, count_text, in_sentence, seconds_text
from coach.model.forms import Question
from coach.model.program import SETUP_CUES, with_side
from coach.model.timeline import Cue, CueKind, Interval
from coach.model.units import whole_number
from coach.programs.figures import Figures, load_figures
from coach.session.commands import (
    AnswerCheck,
    AnswerPain,
    Command,
    ContinueSession,
    LeavePainOpen,
    PauseSession,
    ResumeSession,
    SkipWarmup,
    StopSession,
)
from coach.session.player import asks_how_it_was
from coach.session.view import (
    ARE_YOU_WARM,
    EFFORT,
    SessionView,
    State,
    available_commands,
    how_much,
    pause_or_go_on,
    refusal,
    what_hurts,
)

HELP: Final = ("h", "?", "help")
LEAVES_OPEN: Final = "Enter leaves it open."
HOW_MUCH: Final = f"How much did it hurt, from 0, not at all, to 10? {LEAVES_OPEN}\n{EFFORT}"
WHERE: Final = "In which of these? Enter: in all of them."
KEPT: Final = "What is done is kept; the next start offers to go on with it."
NOTHING_TO_KEEP: Final = "There is nothing to keep."
NAP_SECONDS: Final = 0.1
TOLERANCE_SECONDS: Final = 0.005

WORDS: Final = {
    State.READY: "get ready {length}: {what}",
    State.WORK: "WORK {length}: {what}",
    State.SWITCH: "switch sides {length}: {what}",
    State.REST: "rest {length}, then {what}",
    State.ROUND_REST: "rest {length}, then {what}",
    State.DONE: "done",
}


class LineReader:
    """Reads typed lines in a thread, so that the session never waits for input."""

    def __init__(self, stream: TextIO | None) -> None:
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        self.ended = stream is None or stream.closed
        """The input has ended and all lines were taken."""
        if stream is not None and not stream.closed:
            Thread(target=self._listen, args=(stream,), daemon=True).start()

    def take(self) -> str | None:
        """The next line, stripped; None when there is none."""
        try:
            return None if self.ended else self._taken(self._lines.get_nowait())
        except Empty:
            return None

    def wait(self, question: str, say: Callable[[str], None]) -> str:
        """Ask, and wait for a line; empty once the input has ended."""
        say(question)
        return "" if self.ended else self._taken(self._lines.get()) or ""

    def _taken(self, line: str | None) -> str | None:
        # It ends after the last line: an answer just before the end of the input counts.
        self.ended = line is None
        return None if line is None else line.strip().lower()

    def _listen(self, stream: TextIO) -> None:
        try:
            # A closed terminal ends the input too.
            with suppress(OSError, ValueError):
                for line in stream:
                    self._lines.put(line)
        finally:
            # Ends `wait`.
            self._lines.put(None)


class TextSession:
    """One session in text mode, from start to end."""

    def __init__(self, run: SessionRunner, console: Console) -> None:
        self._run = run
        self._console = console
        self._attended = console.interactive
        self._reader = LineReader(console.stdin if self._attended else None)
        self._state: tuple[int, State] | None = None
        self._printed_seconds = -1.0
        self._last: Interval | None = None
        self._introduced: set[str] = set()
        self._figures: Figures | None = None
        self._stop: StopDialogue | None = None
        self._asks_warm = False
        """The question whether the user is warm is open."""
        self._asks_easier = False
        """The question whether an easier drill that is new shall come is open."""
        self._left_with = ""
        """The last line where the session is left for later or discarded."""
        self._trouble: str | None = None

    def play(self) -> None:
        """Run until the end or until it is stopped; then ask how it was, and save it.

        A session that is paused when the input ends is left unfinished.
        """
        run = self._run
        for _ in range(round(SOUND_PATIENCE_SECONDS / NAP_SECONDS)):
            # So that the first cue is heard.
            if run.sound_known:
                break
            run.clock.sleep(NAP_SECONDS * run.pace)
        seconds = run.timeline.total_seconds
        end = run.clock.now() + timedelta(seconds=seconds)
        self._say(f"{run.program.title}: {about_minutes(seconds)}, done at {end:%H:%M}.")
        if run.rehearsal:
            self._say("Rehearsal: nothing is recorded.")
        status = run.audio.status()
        if status.device is None and status.reason:
            self._say(status.reason)
        self._print_trouble()
        for note in run.notes:
            self._say(note)
        self._introduce()
        if self._console.workspace.settings.figures != "off":
            self._figures = load_figures(self._console.paths.home, self._console.paths.cache)
        if self._attended:
            self._say(KEYS)
        if self._run_to_end():
            # A red flag comes before any question.
            asks = asks_how_it_was(run.program, run.records(), run.tick().outcome) and not run.care
            if self._attended and asks:
                self._ask_how_it_was()
            run.finish(FINISH_SECONDS)
            for line in run.summary():
                self._say(line)
        elif self._left_with:
            self._say(self._left_with)
        else:
            self._say("Nothing more can be typed, so the session is left where it stands.")
            kept = run.records() and not run.rehearsal
            self._say(self._saved_text(KEPT) if kept else NOTHING_TO_KEEP)

    def _run_to_end(self) -> bool:
        """Run the session; False where it was left for later, discarded, or paused when the input ended."""
        run = self._run
        moment = run.clock.monotonic()
        view = run.start()
        while True:
            self._print_view(view)
            self._print_trouble()
            if run.ended:
                return True
            if self._reader.ended:
                if view.state in (State.PAUSED, State.PAIN):
                    return False
                if view.state is State.WAIT:
                    view = run.do(ContinueSession())
            # The next cue, or sooner to read a typed line.
            ahead = [cue for cue in run.ahead(moment) if cue > moment]
            moment = min([*ahead, moment + NAP_SECONDS * run.pace])
            run.clock.sleep(moment - run.clock.monotonic())
            suspension = run.notice_suspension()
            if suspension is not None and not suspension.stands_still:
                self._say(f"{suspension.text}; the session goes on by the clock.")
            elif suspension is not None:
                if self._reader.ended:
                    self._say(f"{suspension.text}; the session goes on where it was.")
                    run.do(ResumeSession())
                else:
                    self._say(f"{suspension.text}, so the session stands where it was.")
                moment = run.clock.monotonic()
            view = self._listen(run.tick(moment))
            if self._left_with:
                return False

    def _introduce(self) -> None:
        """Print, and say, what is needed; print when to leave out drills that were never done."""
        run, introduction = self._run, self._run.introduction
        if introduction.equipment_text:
            self._say(introduction.equipment_text)
        for name, text in introduction.avoid_texts:
            self._say(f"New to you. {name}: {text}")
        if run.audio.status().voice is not None and not run.rehearsal:
            run.clock.sleep(run.say_introduction())

    def _print_trouble(self) -> None:
        """Print at once when a set cannot be saved, and when it is saved again."""
        trouble = self._run.trouble
        if trouble != self._trouble:
            self._trouble = trouble
            self._say(f"Not saved yet: {trouble}. {self._run.promise}" if trouble else "Saved now.")

    def _saved_text(self, otherwise: str) -> str:
        """Where the sets are saved; `otherwise` where there is no trouble."""
        return self._run.promise if self._run.rehearsal or self._run.trouble else otherwise

    def _ask_how_it_was(self) -> None:
        """Ask how much it hurt, and where."""
        pain = whole_number(self._reader.wait(HOW_MUCH, self._say))
        if pain is None or pain > WORST_PAIN:
            return
        slot = None
        if pain:
            slots = list(dict.fromkeys(record.slot for record in self._run.records()))
            for number, name in enumerate(slots, start=1):
                self._say(f"  {number}  {name}")
            index = whole_number(self._reader.wait(WHERE, self._say)) or 0
            slot = slots[index - 1] if 0 < index <= len(slots) else None
        self._run.do(AnswerCheck(pain, slot))

    def _print_view(self, view: SessionView) -> None:
        interval = view.interval
        if interval is None:
            # Print the cues of the last interval that were not printed before it ended.
            for cue in self._last.cues if self._last else ():
                if cue.at > self._printed_seconds:
                    self._print_cue(cue, None)
            self._last = None
            return
        if self._state != (view.index, view.state):
            came_back = self._state is not None and self._state[0] == view.index
            self._state = (view.index, view.state)
            self._printed_seconds = self._printed_seconds if came_back else -1.0
            what = drill_name(interval.drill, self._run.drills)
            what += f", {interval.side}" if interval.side else ""
            if view.state is State.PAUSED:
                line = "PAUSED  p goes on" + (", r does the last hold again" if view.redo_offered else "")
            elif view.state is State.PAIN:
                line = f"PAIN?  It hurts: {what_hurts(view)}. {how_much(view)} {LEAVES_OPEN}\n{EFFORT}"
            elif view.state is State.WAIT:
                line = f"WAIT  {what}: Enter when you are ready"
            else:
                resting = view.state in (State.REST, State.ROUND_REST)
                length = "" if view.seconds_left is None else seconds_text(view.seconds_left)
                line = WORDS[view.state].format(what=in_sentence(what) if resting else what, length=length)
                line += f", round {interval.round} of {interval.rounds}" if interval.rounds > 1 else ""
            self._say(f"{clock_text(view.total_left_seconds):>6}  {line}")
            drill = self._run.drills.get(interval.drill)
            # No line twice: of the second side only what differs.
            figure = self._figures.of_drill(drill) if drill and self._figures else None
            if figure is not None:
                self._say_once(figure.describe, "")
            for text in drill.cue_texts(interval.side) if drill else ():
                self._say_once(text, "- ")
        self._last = interval
        until = view.elapsed_seconds + TOLERANCE_SECONDS
        for cue in interval.cues:
            if self._printed_seconds < cue.at <= until:
                self._print_cue(cue, view.seconds_left)
        self._printed_seconds = until

    def _say_once(self, text: str, mark: str) -> None:
        """Print a line about how a drill is done, unless it was printed before."""
        if text not in self._introduced:
            self._introduced.add(text)
            self._say(f"        {mark}{text}")

    def _print_cue(self, cue: Cue, seconds_left: int | None) -> None:
        say = cue.say or ""
        for text in self._introduced:
            say = say.replace(text, "")
        if say.strip():
            self._say(f"        {' '.join(say.split())}")
        elif cue.cue is CueKind.TICK and seconds_left is not None:
            self._say(f"        {seconds_left}")

    def _listen(self, view: SessionView) -> SessionView:
        line = self._reader.take()
        if line is None:
            return view
        command = self._parse_command(line, view)
        if command is None:
            return view
        after = self._run.do(command)
        reply = acknowledgement(command, view, after, self._run.drills)
        if reply:
            self._say(reply)
        if after.index == view.index and after.elapsed_seconds < view.elapsed_seconds:
            # An interval that starts again is printed again.
            self._state, self._printed_seconds = None, -1.0
        return after

    def _parse_command(self, line: str, view: SessionView) -> Command | None:
        if self._stop is not None:
            stop = self._stop
            meant = stop.parse(line)
            if meant is StopAnswer.ASK_AGAIN:
                self._say(stop.question)
                return None
            self._stop = None
            match meant:
                case StopAnswer.STOP:
                    return StopSession()
                case StopAnswer.LATER:
                    self._left_with = LEFT_FOR_LATER
                case StopAnswer.DISCARD:
                    self._run.discard()
                    self._left_with = DISCARDED
                case StopAnswer.GO_ON if not stop.was_paused:
                    return ResumeSession()
            return None
        if self._asks_warm:
            self._asks_warm = False
            yes = line in {"y", "yes"} and SkipWarmup in available_commands(view)
            return SkipWarmup() if yes else None
        if self._asks_easier:
            self._asks_easier = False
            self._say(self._run.make_easier()[1] if line in {"y", "yes"} else "It stays as it is.")
            return None
        if view.state is State.PAIN:
            pain = whole_number(line)
            if pain is not None and pain <= WORST_PAIN:
                return AnswerPain(pain)
            if not line:
                return LeavePainOpen()
            self._say(f"A number from 0, nothing, to 10, the worst there is. {LEAVES_OPEN}")
            return None
        if line in {"", "p"}:
            return pause_or_go_on(view)
        if line == "q":
            was_paused = view.state in (State.PAUSED, State.WAIT)
            self._run.do(PauseSession())
            stopping, promise = self._run.if_stopped(), self._saved_text("What is done is kept.")
            self._stop = StopDialogue(stopping, promise, rehearsal=self._run.rehearsal, was_paused=was_paused)
            self._say(self._stop.question)
            return None
        if line == "e":
            self._ask_easier(view)
            return None
        command = LETTERS.get(line)
        why_not = refusal(command, view) if command is not None else ""
        if command is None:
            self._say(KEYS if line in HELP else f"'{line}' means nothing here. {KEYS}")
        elif why_not:
            self._say(why_not)
        elif isinstance(command, SkipWarmup):
            self._asks_warm = True
            self._say(f"{ARE_YOU_WARM} y skips the rest of it, anything else goes on with it.")
            return None
        return None if why_not else command

    def _ask_easier(self, view: SessionView) -> None:
        """Ask less of the drill of this moment; a drill that was never done is told of before."""
        known = self._run.easier_introduction(view)
        if not known.first_time:
            self._say(self._run.make_easier()[1])
            return
        in_set = view.interval is not None and view.interval.is_set
        for drill in known.first_time:
            when = "from the next set on" if in_set else "today"
            self._say(f"New to you, and easier {when}: {in_sentence(drill.name)}.")
            figure = self._figures.of_drill(drill) if self._figures else None
            side = known.sides.get(drill.id)
            for text in (figure.describe if figure else "", *drill.cue_texts(side)[:SETUP_CUES]):
                if text:
                    self._say(f"        {text}")
            if drill.avoid:
                self._say(f"Leave it out, or change it: {with_side(drill.avoid, side)}")
        if known.equipment_text:
            self._say(known.equipment_text)
        self._asks_easier = True
        self._say("y takes it, anything else leaves it as it is.")

    def _say(self, text: str) -> None:
        self._console.say(text)
        self._console.flush()


WEIGHT: Final = (
    "What can you carry easily in each hand, for a minute? Such as 4kg or 9lb. "
    "Enter, or n for no idea: 2 kg, to begin lightly. "
)
LIGHTEST_TAKEN: Final = "So it is {weight}, to begin lightly. To choose another: coach set carry 4kg"
BEFORE: Final = "n for none of these, or the numbers: "


def play_text(program: str, console: Console, *, on: date | None, mute: bool, speed: float | None) -> int:
    """Run one session line by line, and return the exit status.

    Args:
        program: the id of the program.
        console: questions are asked only where its input is a terminal.
        on: the training day; None is today.
        mute: without sound.
        speed: of a rehearsal; None: no rehearsal.

    Raises:
        CoachError: it cannot be started, or it is not saved.
    """
    days = DayPlanner(console.workspace)
    attended = console.interactive
    run = None
    if speed is None:
        run = offer_unfinished(console, mute=mute)
    if run is None:
        if (
            speed is None
            and attended
            and not _ask_red_flags(program, CheckIns(console.workspace, days), console)
        ):
            return 0
        sessions = Sessions(console.workspace, days)
        if speed is None and sessions.wants_weight(program, on):
            if not attended:
                change_settings(console.workspace, {"carry": LIGHTEST})
                weight = carried_text(LIGHTEST_KG, console.workspace.settings.units)
                console.say(f"{WEIGHT_UNKNOWN} {LIGHTEST_TAKEN.format(weight=weight)}")
            elif not _ask_weight(console):
                return 0
            # The doses of the day change with the weight.
            sessions = Sessions(console.workspace)
        run = sessions.start(program, on=on, mute=mute, speed=speed, attended=attended)
    try:
        TextSession(run, console).play()
    finally:
        run.close()
    return 0


def _ask_red_flags(program: str, check_ins: CheckIns, console: Console) -> bool:
    """Ask about red flags where due, and once about health; whether the session may start."""
    if check_ins.wanted_before(program):
        form = check_ins.form("before")
        flags = _ask_choices(form.questions[0], console)
        if flags is None:
            return False
        entry, unwritten = check_ins.entry(form, {form.questions[0].id: flags}), None
        try:
            Logbook(console.workspace).write(entry)
        except JournalError as error:
            console.warn(unsaved_text(error))
            unwritten = plan_if_written(console.workspace, entry.events)
        if flags:
            print_notices(console, unwritten)
            return False
    if not check_ins.health_wanted():
        return True
    console.say(NO_ADVICE)
    ticked = _ask_choices(health_form().questions[0], console)
    if ticked is None:
        return False
    kept = check_ins.answer_health(ticked)
    if kept.trouble:
        console.warn(kept.trouble)
    if kept.lock is not None:
        print_notices(console)
        return False
    for line in kept.lines:
        console.say(line)
    return True


def _ask_weight(console: Console) -> bool:
    """Ask which weight is at hand, and keep it in the settings; whether it was answered."""
    units = console.workspace.settings.units
    while line := console.ask(WEIGHT):
        answer = line.strip().lower().replace(" ", "")
        try:
            text = f"{answer}{units}" if answer.isdigit() else answer
            change_settings(console.workspace, {"carry": LIGHTEST if text in ("", "n") else text})
        except CoachError as error:
            console.say(str(error))
        else:
            return True
    # Ends the line of the question.
    console.say("")
    console.say("Nothing was answered, so nothing starts.")
    return False


def _ask_choices(question: Question, console: Console) -> tuple[str, ...] | None:
    """Ask a question with choices; the ids of those chosen, or None where the input has ended."""
    console.say(question.text)
    for number, choice in enumerate(question.choices, start=1):
        console.say(f"  {number}  {choice.text}")
    most = len(question.choices)
    while line := console.ask(BEFORE):
        words = line.lower().replace(",", " ").split()
        if words in (["n"], ["none"]):
            return ()
        numbers = {number for word in words if 1 <= (number := whole_number(word) or 0) <= most}
        if numbers and len(numbers) == len(set(words)):
            return tuple(one.id for index, one in enumerate(question.choices, start=1) if index in numbers)
        console.say(f"Numbers from 1 to {most} with spaces between, or n.")
    # Ends the line of the question.
    console.say("")
    console.say("Nothing was answered, so nothing starts.")
    return None


def offer_unfinished(console: Console, *, mute: bool) -> SessionRunner | None:
    """Ask what to do with each unfinished session; return the one to resume.

    Without a terminal they are only mentioned.
    """
    sessions = Sessions(console.workspace)
    for broken_off in sessions.unfinished():
        session = broken_off.session
        when = f"{session.at:%H:%M} on {session.date}"
        done = count_text(len(broken_off.records), "set")
        what = f"A session of {session.program} that began at {when} was broken off after {done}"
        if not console.interactive:
            console.warn(f"{what}. It is kept until somebody says what becomes of it.")
            continue
        answer = console.ask(f"{what}.\nr resume, s save as it is, d discard: ")
        match answer.strip().lower():
            case "r":
                return sessions.resume(session.id, mute=mute)
            case "s":
                sessions.keep(session.id)
            case "d":
                sessions.discard(session.id)
            case _:
                console.say("It waits until the next time.")
    return None
