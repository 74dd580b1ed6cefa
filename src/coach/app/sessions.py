"""Starting, resuming, keeping and discarding sessions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from coach.app.planning import DayPlanner, closed_error, warm_from
from coach.app.session_report import outlook
from coach.app.session_runner import SessionRunner, SleepInhibitor
from coach.clock import Clock, RehearsalClock
from coach.coaching.adjustments import CARRIES, adjusted
from coach.coaching.deload import CLOSED
from coach.coaching.history import live_events, read_history
from coach.coaching.locks import may_be_done
from coach.coaching.safety import read_health
from coach.errors import CoachError, JournalError, UsageError
from coach.journal.active_sessions import (
    ActiveSession,
    discard_session,
    finish_session,
    unfinished_sessions,
)
from coach.journal.codec import new_id
from coach.journal.journal import Journal
from coach.journal.queries import drills_done
from coach.journal.recorder import Recorder, SessionRecorder
from coach.journal.rescue import rescue_places
from coach.journal.write_queue import WriteQueue
from coach.model.events import Control, Session, has_strong_pain
from coach.model.formatting import carried_text
from coach.model.plan import Dose, ProgramPlan
from coach.model.program import Drill, Program
from coach.model.timeline import Timeline
from coach.session.commands import SetRecorded
from coach.session.compile import compile_timeline, with_easier_dose
from coach.session.instructions import (
    NO_INTRODUCTION,
    Introduction,
    introduction_to_doses,
    introduction_to_session,
)
from coach.session.player import Player
from coach.sound.audio_player import AudioPlayer, NullPlayer, open_audio

if TYPE_CHECKING:
    from coach.app.workspace import Workspace


LIGHTEST_KG: Final = 2.0
LIGHTEST: Final = f"{LIGHTEST_KG:g}kg"
"""What is carried in each hand to begin with, where the question about it is skipped."""
WEIGHT_UNKNOWN: Final = "No weight was said."
SLOWEST, FASTEST = 1.0, 10_000.0


class Begun(Struct, frozen=True, kw_only=True):
    """A session as it was when it began, stored with its sets, so that it can be resumed unchanged."""

    program: Program
    plan: ProgramPlan
    timeline: Timeline


class Sessions:
    """Starts sessions, and resumes, keeps or discards interrupted ones."""

    def __init__(self, workspace: Workspace, days: DayPlanner | None = None) -> None:
        """Start and resume sessions."""
        self._workspace = workspace
        self._days = days or DayPlanner(workspace)

    def start(
        self,
        program_id: str,
        *,
        on: date | None = None,
        mute: bool = False,
        speed: float | None = None,
        attended: bool = True,
    ) -> SessionRunner:
        """A session of a program for a day, ready to start.

        Args:
            on: the training day; None is today.
            speed: a rehearsal so many times as fast, which records nothing; None is the real thing.

        Raises:
            ProgramFileError: the program has problems.
            UsageError: there is no such program, or nothing of it may be done that day, or now.
        """
        workspace = self._workspace
        day = on or workspace.today()
        program = workspace.program(program_id)
        plan = self._may_be_done(program, day)
        notes: list[str] = []
        if speed is not None and self.wants_weight(program_id, on):
            # A rehearsal asks nothing.
            plan = _with_lightest(plan)
            notes.append(
                f"{WEIGHT_UNKNOWN} This rehearsal has {carried_text(LIGHTEST_KG, workspace.settings.units)}."
            )
        warm = warm_from(workspace, program, day)
        timeline = compile_timeline(
            program,
            plan,
            workspace.catalog.drills,
            day,
            skip_warmup=warm is not None,
            spoken=workspace.settings.spoken,
            units=workspace.settings.units,
        )
        begun = Begun(program=program, plan=plan, timeline=timeline)
        if speed is not None and not SLOWEST <= speed <= FASTEST:
            raise UsageError(f"a speed of {speed:g} cannot be played", hint="1 to 10000")
        clock = RehearsalClock(workspace.clock, speed) if speed is not None else workspace.clock
        recorder = Recorder() if speed is not None else self._recorder(begun, day)
        player = Player(begun.timeline, begun.program, attended=attended)
        new = self._never_done(one.drill for one in timeline.intervals)
        # Breathing and standing up need no introduction.
        careful = [drill for drill in new if drill.while_locked == "none"]
        introduction = introduction_to_session(timeline, workspace.catalog.drills, careful)
        notes += [warm.text] if warm else []
        return self._run(
            begun, player, clock, recorder, mute=mute, notes=tuple(notes), introduction=introduction
        )

    def easier_introduction(
        self, program_id: str, slots: Collection[str], on: date | None = None
    ) -> Introduction:
        """What to know before less is asked of some slots, where that brings drills that were never done.

        Raises:
            ProgramFileError: the program has problems.
            UsageError: there is no such program.
            JournalError: the journal cannot be read.
        """
        plan = self._days.session_plan(self._workspace.program(program_id), on)
        known = {dose.drill for dose in plan.slots}
        easier = (dose.easier for dose in plan.slots if dose.slot in slots)
        return self._easier_introduction(*(dose for dose in easier if dose and dose.drill not in known))

    def _easier_introduction(self, *doses: Dose) -> Introduction:
        new = self._never_done(dose.drill for dose in doses)
        return introduction_to_doses(doses, new, self._workspace.settings.units)

    def _never_done(self, names: Iterable[str]) -> tuple[Drill, ...]:
        """The drills of these ids that are in no session of the journal."""
        known = self._workspace.catalog.drills
        found = [name for name in dict.fromkeys(names) if name in known]
        done = drills_done(self._workspace.journal, found)
        return tuple(known[name] for name in found if name not in done)

    def wants_weight(self, program_id: str, on: date | None = None) -> bool:
        """Whether a weight is to be carried for the first time and nobody has said which one is at hand.

        Raises:
            ProgramFileError: the program has problems.
            UsageError: there is no such program.
        """
        workspace = self._workspace
        if workspace.settings.carry_kg is not None:
            return False
        program = workspace.program(program_id)
        carried = {
            dose.slot
            for dose in self._days.session_plan(program, on).slots
            if dose.load_kg
            and dose.drill in CARRIES
            and not any(reason.code == "set_by_user" for reason in dose.reasons)
        }
        drills = [
            rung.drill
            for slot in program.slots
            if slot.slot in carried
            for rung in slot.ladder
            if rung.loaded
        ]
        return bool(drills) and not drills_done(workspace.journal, drills)

    def unfinished(self) -> tuple[ActiveSession, ...]:
        """Interrupted sessions with at least one finished set, newest first.

        Raises:
            JournalError: the journal cannot be read.
        """
        found = unfinished_sessions(self._workspace.journal)
        return tuple(self._as_of_now(one)[0] for one in reversed(found) if one.records)

    def resume(self, session_id: str, *, mute: bool = False) -> SessionRunner:
        """An interrupted session, from its first set that is not done.

        Raises:
            JournalError: another coach is playing it.
            UsageError: there is no such session, it was begun by a version that kept less of it, or
                nothing of its program may be done now.
        """
        found, notes = self._as_of_now(self._find(session_id))
        begun = _begun(found)
        if begun is None:
            raise UsageError("this session cannot be gone on with", hint="keep it as it is, or discard it")
        if has_strong_pain(found.session.sets):
            raise UsageError("this session ended because it hurt", hint="keep it as it is, or discard it")
        closed = self._closed_rest(begun)
        if closed is not None:
            raise closed
        done = [SetRecorded(key=key, record=record) for key, record in found.records]
        player = Player(begun.timeline, begun.program, done=done)
        recorder = SessionRecorder(self._write_queue(), found)
        return self._run(begun, player, self._workspace.clock, recorder, mute=mute, notes=notes)

    def keep(self, session_id: str) -> Session:
        """Write an unfinished session to the journal: as stopped, unless all of it was done.

        Raises:
            JournalError: it is not in the journal; its sets are still on disk.
        """
        found, _notes = self._as_of_now(self._find(session_id))
        session = found.ended(stopped=not _is_over(found))
        finish_session(self._workspace.journal, session)
        return session

    def discard(self, session_id: str) -> None:
        """Delete an unfinished session and its sets.

        Raises:
            JournalError: it is still there.
        """
        discard_session(self._workspace.journal, session_id)

    def can_resume(self, unfinished: ActiveSession) -> bool:
        """Whether the rest of a session can be done now."""
        begun = _begun(unfinished)
        return begun is not None and not _is_over(unfinished) and self._closed_rest(begun) is None

    def _may_be_done(self, program: Program, day: date) -> ProgramPlan:
        """What a day asks of a program, without what may not be done at this moment.

        Raises:
            UsageError: nothing of it may be done that day, or now.
        """
        now = self._days.session_plan(program)
        if not now.slots:
            raise closed_error(program, now, self._days.plan())
        if day == self._workspace.today():
            return now
        plan = self._days.session_plan(program, day)
        if not plan.slots:
            raise closed_error(program, plan, self._days.plan(None if plan.phase == "locked" else day))
        if now.phase not in CLOSED:
            return plan
        open_now = {dose.slot for dose in now.slots}
        slots = tuple(dose for dose in plan.slots if dose.slot in open_now)
        if not slots:
            raise UsageError(f"{program.title}: nothing of that day may be done now", hint="coach today")
        return replace(plan, slots=slots)

    def _as_of_now(self, found: ActiveSession) -> tuple[ActiveSession, tuple[str, ...]]:
        """A session that was interrupted, with less of what the user wants less of now.

        Returns:
            The session, and what is as usual again, a sentence each.
        """
        begun = _begun(found)
        if begun is None:
            return found, ()
        day, drills = begun.timeline.date, self._workspace.catalog.drills
        asked = self._asked_easier(begun.program, day)
        timeline, slots, notes = begun.timeline, list(begun.plan.slots), []
        for index, dose in enumerate(slots):
            # A drill that was skipped has records after the sets to come; what was done of the easier
            # drill stands in the place of both sides of the other one.
            own = [(key, record.drill) for key, record in found.records if record.slot == dose.slot]
            to_come = max((key for key, _drill in own), default=-1) + 1
            easier = dose.easier
            eased = [key for key, drill in own if easier and drill == easier.drill != dose.drill]
            first = min([to_come, *eased])
            if dose.slot in asked:
                if easier is not None:
                    slots[index] = easier
                    timeline = with_easier_dose(timeline, begun.program, easier, drills, first)
                continue
            if dose.is_easier:
                usual = self._usual_dose(begun.program, dose.slot, day)
            else:
                usual = dose if eased else None
            if usual is None:
                continue
            if easier is not None:
                timeline = with_easier_dose(timeline, begun.program, easier, drills, first, to_come)
            else:
                slots[index] = usual
                timeline = with_easier_dose(timeline, begun.program, usual, drills, to_come)
            name = drills[usual.drill].name if usual.drill in drills else usual.drill
            notes.append(f"{name}: as usual again.")
        if timeline is begun.timeline:
            return found, tuple(notes)
        begun = replace(begun, plan=replace(begun.plan, slots=tuple(slots)), timeline=timeline)
        header = replace(found.header, asked_sets=timeline.asked_sets)
        return replace(found, header=header, plan=msgspec.json.encode(begun).decode()), tuple(notes)

    def _asked_easier(self, program: Program, day: date) -> frozenset[str | None]:
        """The slots of which the user wants less on a day."""
        return frozenset(
            event.slot
            for event in live_events(self._workspace.journal.recent(day), day)
            if isinstance(event, Control)
            and event.action == "easier_today"
            and event.date == day
            and event.program in (None, program.id)
        )

    def _usual_dose(self, program: Program, slot: str, day: date) -> Dose | None:
        """What a slot asks for on a day; None where nothing of it may be done."""
        plan = self._days.session_plan(program, day)
        return next((dose for dose in plan.slots if dose.slot == slot and not dose.is_easier), None)

    def _closed_rest(self, begun: Begun) -> UsageError | None:
        """Why the rest of a session may not be done now: judged by what was begun, drill by drill.

        Its program may be another one by now, or none, and what is left of it may be what is closed.
        """
        workspace = self._workspace
        asked = self._days.session_plan(begun.program)
        if not asked.slots:
            return closed_error(begun.program, asked, self._days.plan())
        if adjusted(begun.program, workspace.settings) != begun.program:
            return UsageError(
                f"{begun.program.title}: begun before your latest answers about health",
                hint="keep what was done, and begin anew",
            )
        if asked.phase not in CLOSED:
            return None
        plan = self._days.plan()
        open_now = {dose.slot for dose in asked.slots}
        # Every set of it, done or not: one can go back to a set that is done.
        for one in begun.timeline.intervals:
            if one.is_set and not (
                one.slot in open_now
                and (plan.lock is None or may_be_done(begun.program, one.slot, one.drill, plan.lock.tier))
            ):
                care = plan.notices[0].text if plan.notices else None
                return UsageError(f"{begun.program.title}: the rest of it waits", hint=care)
        return None

    def _find(self, session_id: str) -> ActiveSession:
        for one in unfinished_sessions(self._workspace.journal):
            if one.records and one.session.id == session_id:
                return one
        raise UsageError(
            "this session is running in another coach, or was saved or discarded there",
            hint="go on there, or close it first",
        )

    def _recorder(self, begun: Begun, day: date) -> SessionRecorder:
        now = self._workspace.clock.now()
        program = begun.program
        header = Session(
            id=new_id(now),
            date=day,
            at=now,
            program=program.id,
            kind=program.kind,
            asked_sets=begun.timeline.asked_sets,
        )
        plan = msgspec.json.encode(begun).decode()
        return SessionRecorder(self._write_queue(), ActiveSession(header=header, plan=plan, last_at=now))

    def _write_queue(self) -> WriteQueue:
        # In a thread of its own: a journal that is slow or locked never delays a countdown.
        paths, clock = self._workspace.paths, self._workspace.clock
        path, was_there = paths.journal, paths.journal.exists()

        def open_journal() -> Journal:
            if was_there and not path.exists():
                raise JournalError(
                    "the journal is gone", hint="put its folder or its drive back", path=str(path)
                )
            return Journal.open(path, clock=clock)

        return WriteQueue(open_journal, clock, rescue_to=lambda: rescue_places(path))

    def _run(
        self,
        begun: Begun,
        player: Player,
        clock: Clock,
        recorder: Recorder,
        *,
        mute: bool,
        notes: tuple[str, ...] = (),
        introduction: Introduction = NO_INTRODUCTION,
    ) -> SessionRunner:
        workspace, settings = self._workspace, self._workspace.settings
        audio: AudioPlayer = NullPlayer("Sound is off.")
        if not mute:
            audio = open_audio(
                settings,
                workspace.clock,
                log=workspace.paths.logs / "sound.log",
                own_sounds=workspace.paths.sounds,
                cache=workspace.paths.cache,
            )
            cues = (cue for one in begun.timeline.intervals for cue in one.cues)
            audio.prepare(dict.fromkeys(cue.say for cue in cues if cue.say))
        return SessionRunner(
            program=begun.program,
            plan=begun.plan,
            timeline=begun.timeline,
            drills=workspace.catalog.drills,
            units=settings.units,
            player=player,
            audio=audio,
            clock=clock,
            recorder=recorder,
            notes=notes,
            introduction=introduction,
            introduce=self._introduce_easier,
            outlook=lambda session: outlook(workspace, begun.program, session),
            closed=self._stop_reasons(begun),
            sleep_inhibitor=SleepInhibitor() if settings.keep_awake else None,
        )

    def _introduce_easier(self, dose: Dose) -> Introduction:
        try:
            return self._easier_introduction(dose)
        except CoachError:
            # A journal that cannot be read stops no session.
            return NO_INTRODUCTION

    def _stop_reasons(self, begun: Begun) -> Callable[[Timeline], tuple[str, ...]]:
        """A function that gives the reasons why a running session has to stop, a sentence each."""
        workspace, seen = self._workspace, -1

        def reasons(timeline: Timeline) -> tuple[str, ...]:
            nonlocal seen
            try:
                revision = workspace.journal.revision
                if revision == seen:
                    return ()
                # Called after each set, so what is quick comes first: is training off or paused at all?
                today = workspace.today()
                health = read_health(read_history(workspace.journal.recent(today), today, now=today))
                seen = revision
                if not (health.locked or health.paused):
                    return ()
                # Less of a drill may be another drill, which is closed where the first one is not.
                if self._closed_rest(replace(begun, timeline=timeline)) is None:
                    return ()
                return tuple(notice.text for notice in self._days.plan().notices)
            except CoachError:
                # A journal that cannot be read stops no session.
                return ()

        return reasons


def _with_lightest(plan: ProgramPlan) -> ProgramPlan:
    """A plan in which no carry is heavier than the lightest weight."""

    def lightest(dose: Dose) -> Dose:
        load = dose.load_kg
        if load is not None and dose.drill in CARRIES:
            load = min(load, LIGHTEST_KG)
        return replace(dose, load_kg=load, easier=dose.easier and lightest(dose.easier))

    return replace(plan, slots=tuple(lightest(dose) for dose in plan.slots))


def _is_over(found: ActiveSession) -> bool:
    """Whether nothing of it is left: all of it was done, or it ended because it hurt."""
    begun, keys = _begun(found), {key for key, _record in found.records}
    if has_strong_pain(found.session.sets):
        return True
    return begun is not None and all(
        key in keys for key, one in enumerate(begun.timeline.intervals) if one.is_set
    )


def _begun(found: ActiveSession) -> Begun | None:
    """The session as it was stored at its beginning; None when it cannot be read."""
    if not found.plan:
        return None
    try:
        return msgspec.json.decode(found.plan, type=Begun)
    except msgspec.DecodeError:
        return None
