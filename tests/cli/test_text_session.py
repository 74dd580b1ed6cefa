"""A session as lines of text."""

from __future__ import annotations

import io
import json
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from coach.app.sessions import Sessions
from coach.app.workspace import Workspace
from coach.cli.console import Console
from coach.cli.main import run_command
from coach.cli.text_session import LineReader
from coach.paths import find_paths
from tests.support.commands import MONDAY, StillClock, coach
from tests.support.short_session import make_short_home


def history(home: Path) -> list[dict[str, Any]]:
    return cast(list[dict[str, Any]], coach("history", "--json", home=home).json)


def test_session_runs_to_the_end_and_is_recorded(home: Path) -> None:
    make_short_home(home)
    clock = StillClock(MONDAY)
    result = coach("run", "tiny", "--plain", "--mute", home=home, clock=clock)
    assert result.status == 0, result.err
    assert clock.now() - MONDAY >= timedelta(seconds=35)
    (session,) = history(home)
    assert (session["date"], session["program"], session["kind"]) == ("2026-01-05", "tiny", "core")
    done = [(one["slot"], one["side"], one["round"], one["seconds"]) for one in session["sets"]]
    assert done == [
        (slot, side, turn, 2)
        for turn in (1, 2)
        for slot, side in (("plank", None), ("side-plank", "left"), ("side-plank", "right"))
    ]


def test_without_a_terminal_form_and_pain_stay_unknown(home: Path) -> None:
    make_short_home(home)
    coach("run", "tiny", "--plain", "--mute", home=home)
    (session,) = history(home)
    assert {(one["form"], one["pain"]) for one in session["sets"]} == {(None, None)}


def test_every_cue_is_printed(home: Path) -> None:
    make_short_home(home)
    output = [line.strip() for line in coach("run", "tiny", "--plain", "--mute", home=home).lines]
    lines = [line for line in output if not line.startswith("- ")]
    assert lines[0] == "Tiny holds: about 35 seconds, done at 07:30."
    start = lines.index("0:35  get ready 4 s: Plank, round 1 of 2")
    assert lines[start + 1].startswith("Face down on forearms")
    assert lines[start + 2 : start + 7] == [
        "Plank. Two seconds.",
        "3",
        "2",
        "1",
        "0:31  WORK 2 s: Plank, round 1 of 2",
    ]


def test_figure_is_described_once_before_the_first_set(home: Path) -> None:
    make_short_home(home)
    lines = coach("run", "tiny", "--plain", "--mute", home=home).lines
    described = [line.strip() for line in lines if line.startswith("        Face down on forearms")]
    assert len(described) == 1
    assert coach("figure", "plank", home=home).out.split("\n", 1)[1].split() == described[0].split()
    (home / "config.yaml").write_text("figures: off\n", "utf-8")
    assert "Face down on forearms" not in coach("run", "tiny", "--plain", "--mute", home=home).out


def test_needs_and_new_drills_are_printed_first(home: Path) -> None:
    make_short_home(home)
    lines = coach("run", "tiny", "--plain", "--mute", home=home).lines
    needs = lines.index("You need: mat.")
    assert lines[needs + 1].startswith("New to you. Plank: With a sore shoulder")
    assert needs < next(index for index, line in enumerate(lines) if "get ready" in line)
    again = coach("run", "tiny", "--plain", "--mute", home=home).lines
    assert "You need: mat." in again
    assert not any("New to you" in line for line in again)


def test_drill_cues_are_printed_once(home: Path) -> None:
    make_short_home(home)
    lines = coach("run", "tiny", "--plain", "--mute", home=home).lines
    explained = [line for line in lines if line.strip().startswith("- ")]
    assert explained
    assert len(set(explained)) == len(explained)
    assert lines.index(explained[0]) < lines.index("  0:31  WORK 2 s: Plank, round 1 of 2")


def test_last_cue_is_played(home: Path) -> None:
    make_short_home(home)
    assert "That's all. Well done." in coach("run", "tiny", "--plain", "--mute", home=home).out


def test_rehearsal_records_nothing(home: Path) -> None:
    make_short_home(home)
    result = coach("run", "tiny", "--plain", "--mute", "--speed", "20", home=home)
    assert "Rehearsal: nothing is recorded." in result.lines
    assert history(home) == []


def test_session_with_on_counts_for_that_day(home: Path) -> None:
    make_short_home(home)
    coach("run", "tiny", "--plain", "--mute", "--on", "2026-01-03", home=home)
    assert [session["date"] for session in history(home)] == ["2026-01-03"]


def test_summary_at_the_end(home: Path) -> None:
    make_short_home(home)
    lines = coach("run", "tiny", "--plain", "--mute", home=home).lines
    assert "Plank 2 x 2 s." in lines
    assert any(line.startswith("Next time is ") for line in lines)


def test_core_session_counts_its_warm_up(home: Path) -> None:
    make_short_home(home)
    clock = StillClock(MONDAY)
    coach("run", "tiny", "--plain", "--mute", home=home, clock=clock)
    clock.advance(20 * 60)
    lines = coach("run", "hips-and-thoracic", "--plain", "--mute", home=home, clock=clock).lines
    assert "You come from your core session: the warm-up is done." in lines
    assert not any("Light movement" in line for line in lines)
    clock.advance(60 * 60)
    lines = coach("timeline", "hips-and-thoracic", home=home, clock=clock).lines
    assert any("Light movement" in line for line in lines)


def test_lock_allows_only_breathing(home: Path) -> None:
    coach("log", "morning", "--flag", "numb_toes", home=home)
    refused = coach("run", "core", "--plain", "--mute", home=home)
    assert (refused.status, refused.out) == (2, "")
    assert refused.err.startswith("coach: Core holds: training is off for now (You reported: ")
    assert refused.err.count("\n") == 1
    assert coach("run", "breathing", "--plain", "--mute", home=home).status == 0


class SuspendedClock(StillClock):
    """A clock of a machine that is suspended once, for twenty minutes, so many seconds after its start."""

    def __init__(self, after: float) -> None:
        super().__init__(MONDAY)
        self._sleeps_at = self._seconds + after

    def advance(self, seconds: float) -> None:
        super().advance(seconds)
        if self._seconds >= self._sleeps_at:
            self._sleeps_at = float("inf")
            self._now += timedelta(minutes=20)


class ScriptedInput(io.StringIO):
    """Standard input that answers the printed lines."""

    def __init__(self, out: io.StringIO, answers: list[tuple[str, str]]) -> None:
        super().__init__()
        self._out = out
        self._answers = answers

    def isatty(self) -> bool:
        return True

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        """Answer the question before the start: no red flag."""
        return "n\n"

    def __next__(self) -> str:  # type: ignore[override]
        if not self._answers:
            raise StopIteration
        seen, answer = self._answers.pop(0)
        given_up = time.monotonic() + 30
        while seen not in self._out.getvalue():
            if time.monotonic() > given_up:
                raise StopIteration
            time.sleep(0.001)
        return f"{answer}\n"


def play(
    home: Path, clock: StillClock, answers: list[tuple[str, str]], *more: str, program: str = "tiny"
) -> list[str]:
    out = io.StringIO()
    console = Console(
        open_screen=lambda _workspace, _request: 0,
        clock=clock,
        environment={"COACH_HOME": str(make_short_home(home))},
        out=out,
        err=io.StringIO(),
        stdin=ScriptedInput(out, answers),
    )
    words = ["run", program, "--plain", "--mute", *more]
    assert run_command(words, open_screen=console.open_screen, console=console) == 0
    return [line.strip() for line in out.getvalue().splitlines()]


def test_suspension_pauses_the_session(home: Path) -> None:
    answers = [("PAUSED", "q"), ("Stop here", "y"), ("How much did it hurt", "0")]
    output = play(home, SuspendedClock(5.5), answers)
    place = output.index("The machine slept for 20 min, so the session stands where it was.")
    assert "PAUSED" in output[place + 1]
    (session,) = history(home)
    assert [(one["seconds"], one["pain"]) for one in session["sets"]] == [(1, 0)]


@pytest.mark.parametrize(("answer", "whole"), [("n", True), ("y", False)])
def test_warm_up_is_skipped_only_with_a_word(answer: str, whole: bool, home: Path) -> None:
    answers = [("get ready", "p"), ("PAUSED", "w"), ("Are you warm already?", answer), ("PAUSED", "p")]
    play(home, StillClock(MONDAY), answers, program="hips-and-thoracic")
    (session,) = history(home)
    assert [one["seconds"] == 180 for one in session["sets"] if one["slot"] == "warm-up"] == [whole]


def test_easier_in_words(home: Path) -> None:
    answers = [
        ("What can you carry", "4"),
        ("get ready", "p"),
        ("PAUSED", "e"),
        ("anything else leaves it", "y"),
        ("Easier today", "q"),
        ("Stop here", "y"),
    ]
    told = play(home, StillClock(MONDAY), answers, program="core")
    place = told.index("New to you, and easier today: knee plank.")
    assert any(line.startswith("Leave it out, or change it:") for line in told[place:])
    assert "Knees bent." in told[place : place + 4]
    assert "Easier today: 3 x 30 s knee plank." in told[place:]
    written = [json.loads(line) for line in coach("export", home=home).lines]
    said = [(one["action"], one["program"], one["slot"]) for one in written if one["type"] == "control"]
    assert said == [("easier_today", "core", "plank")]


def test_carry_is_light_where_nobody_can_be_asked(home: Path) -> None:
    home.mkdir(exist_ok=True)
    (home / "config.yaml").write_text("health: []\n")
    told = coach("run", "core", "--plain", "--mute", home=home, clock=StillClock(MONDAY)).out
    assert "No weight was said. So it is 2 kg a hand, to begin lightly." in told
    assert "Farmer carry: 2 kg a hand." in told
    loads = {one["load_kg"] for one in history(home)[0]["sets"] if one["drill"] == "farmer-carry"}
    assert loads == {2.0}


def test_new_easier_drill_may_be_left(home: Path) -> None:
    answers = [("What can you carry", "4"), ("get ready", "p"), ("PAUSED", "e"), ("anything else", "n")]
    answers += [("It stays as it is", "q"), ("Stop here", "y")]
    play(home, StillClock(MONDAY), answers, program="core")
    assert '"control"' not in coach("export", home=home).out


def test_nothing_easier_in_words(home: Path) -> None:
    answers = [("get ready", "p"), ("PAUSED", "e"), ("nothing easier", "p")]
    assert "There is nothing easier for this here." in play(home, StillClock(MONDAY), answers)


def test_answer_at_the_end_of_input_counts() -> None:
    others = set(threading.enumerate())
    inbox = LineReader(io.StringIO("n\n 4 \n"))
    for listener in set(threading.enumerate()) - others:
        listener.join()
    assert (inbox.take(), inbox.ended) == ("n", False)
    assert (inbox.wait("How much?", lambda _: None), inbox.ended) == ("4", False)
    assert (inbox.wait("Where?", lambda _: None), inbox.ended) == ("", True)
    assert inbox.take() is None


def test_running_session_goes_on_without_input(home: Path) -> None:
    play(home, StillClock(MONDAY), [])
    (session,) = history(home)
    assert len(session["sets"]) == 6


@pytest.mark.parametrize("typed", ["p", "x", "q"], ids=["paused", "it hurts", "stop?"])
def test_paused_session_is_left_at_the_end_of_input(home: Path, typed: str) -> None:
    answers = [("get ready", "n"), ("WORK 2 s: Plank", "n"), ("rest", typed)]
    output = play(home, SlowClock(MONDAY), answers)
    assert output[-1] == "What is done is kept; the next start offers to go on with it."
    assert history(home) == []
    again = coach("run", "tiny", "--plain", "--mute", home=home, typed=["s", "n"])
    assert "A session of tiny" in again.out
    assert sorted(len(one["sets"]) for one in history(home)) == [1, 6]


def test_end_of_input_before_a_set_keeps_nothing(home: Path) -> None:
    output = play(home, SlowClock(MONDAY), [("get ready", "p")])
    assert output[-1] == "There is nothing to keep."
    assert history(home) == []


def test_wait_goes_on_at_the_end_of_input(home: Path) -> None:
    make_short_home(home)
    program = home / "programs" / "tiny.yaml"
    program.write_text(program.read_text().replace("{slot: plank, hold", "{slot: plank, wait: true, hold"))
    result = coach("run", "tiny", "--plain", "--mute", home=home, typed=["n"])
    assert "WAIT" in result.out
    (session,) = history(home)
    assert [one["seconds"] for one in session["sets"]] == [2] * 6


def test_suspension_resumes_without_input(home: Path) -> None:
    make_short_home(home)
    result = coach("run", "tiny", "--plain", "--mute", home=home, clock=SuspendedClock(5.5))
    assert "The machine slept for 20 min; the session goes on where it was." in result.lines
    (session,) = history(home)
    assert [one["seconds"] for one in session["sets"]] == [1, 2, 2, 2, 2, 2]


def test_left_rehearsal_promises_nothing(home: Path) -> None:
    answers = [("get ready", "q"), ("Stop here? Nothing is recorded.", "y")]
    output = play(home, SlowClock(MONDAY), answers, "--speed", "1")
    assert output[-1] == "A rehearsal: nothing was written down."


def test_commands_get_a_reply(home: Path) -> None:
    """The keys of the screen, by letter and Enter."""
    answers = [
        ("get ready 4 s: Plank", "s"),
        ("No set was done yet", "+"),
        ("s now.", "v"),
        ("This has no sides", "w"),
        ("This is not the warm-up", "r"),
        ("there is none to do again", "h"),
        ("v skip this side", "n"),
        ("WORK 2 s: Plank", "-"),
        ("Only a rest or a get-ready", "s"),
        ("Marked shaky: plank.", "s"),
        ("Not shaky after all: plank.", "]"),
        ("Rests are 5 s longer today.", "d"),
        ("Plank is left out for today. 2 sets fewer.", "x"),
        ("It hurts: Side plank, left, still to come. How much, from 0 to 10?", ""),
        ("It is left open.", "x"),
        ("Muscles that burn, shake or tire are not pain.", "11"),
        ("A number from 0", "2"),
        ("get ready", "v"),
        ("Side plank, right", "zz"),
        ("'zz' means nothing here.", "q"),
        ("Stop here", "n"),
        ("get ready", "q"),
        ("Stop here", "y"),
        ("How much did it hurt", ""),
    ]
    output = play(home, SlowClock(MONDAY), answers)
    assert any("round 1 of 2" in line for line in output)
    (session,) = history(home)
    plank = session["sets"][0]
    assert (plank["slot"], plank["end"], plank["form"]) == ("plank", "skipped", None)


BEGUN = "y keeps it, l goes on later, d throws it away"


def unfinished_of(home: Path) -> int:
    return len(Sessions(Workspace(find_paths({"COACH_HOME": str(home)}), StillClock(MONDAY))).unfinished())


def answers_to_second_set(then: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Answers that finish the plank and stop in the rest after it."""
    return [("then side plank, left", "q"), (BEGUN, then[0][1]), *then[1:]]


def test_stop_early_and_leave_for_later(home: Path) -> None:
    output = play(home, StartingClock(MONDAY), answers_to_second_set([("", "l")]))
    assert "Stop here, after 1 of 6 sets?" in " ".join(output)
    assert output[-1] == "It is kept as it stands; the next start offers to go on with it."
    assert (history(home), unfinished_of(home)) == ([], 1)


def test_stop_early_and_discard_needs_confirmation(home: Path) -> None:
    answers = answers_to_second_set([("", "d"), ("1 set would be gone for good.", "y")])
    assert play(home, StartingClock(MONDAY), answers)[-1] == "It is thrown away."
    assert (history(home), unfinished_of(home)) == ([], 0)


def test_stop_early_and_keep_does_not_count(home: Path) -> None:
    answers = answers_to_second_set(
        [("", "d"), ("gone for good", "n"), ("gone for good", "y"), ("hurt, from 0", "")]
    )
    output = play(home, StartingClock(MONDAY), answers)
    told = (
        "You stopped after 1 of 6 sets. What you did is kept. It would count as a session from half of it on."
    )
    assert told in output
    (session,) = history(home)
    assert (session["stopped"], session["asked_sets"]) == (True, 6)


class StartingClock(StillClock):
    """A clock that is fast up to the first rest, and slow from then on."""

    def advance(self, seconds: float) -> None:
        if self.now() - MONDAY < timedelta(seconds=7):
            super().advance(seconds)
        else:
            time.sleep(0.002)
            super().advance(min(seconds, 0.0005))


class SlowClock(StillClock):
    """A slow clock, so that there is time for several typed lines."""

    def advance(self, seconds: float) -> None:
        time.sleep(0.002)
        super().advance(min(seconds, 0.0005))
