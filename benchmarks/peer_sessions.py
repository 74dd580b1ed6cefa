"""The cues of a session, played by other timers that were told to, and heard through the virtual sound card.

Neither has cues. termdown starts a command every second, so the command knows at which second which sound is
due. countdown knows one length only, so a script starts one for each stretch between two sounds; as it counts
down to nought and shows that for a second too, it is told one less.
"""

from __future__ import annotations

import math
import os
import pty
import select
import shlex
import signal
import tempfile
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

from benchmarks.sound import Accuracy, summed_up
from coach.model.timeline import Cue, CueKind
from coach.paths import shipped_sounds_folder
from tests.support.hearing import find_tones
from tests.support.virtual_sound import virtual_sound

LEAD_SECONDS = 3
TAIL_SECONDS = 5
SLOWEST = 1.5
"""A script of timers takes longer than what it adds up to."""
_SIZE = (24, 80)

Planned = Sequence[tuple[float, CueKind]]


def hear(name: str, program: str, cues: Sequence[tuple[float, Cue]]) -> Accuracy:
    """How well another timer keeps the plan of these cues.

    Args:
        name: `termdown` or `countdown`.
        program: its path.
        cues: each with its second, a whole one.
    """
    planned = [(moment, cue.cue) for moment, cue in cues]
    argv = termdown_words(program, planned) if name == "termdown" else countdown_words(program, planned)
    longest = SLOWEST * (LEAD_SECONDS + planned[-1][0] + TAIL_SECONDS)
    with tempfile.TemporaryDirectory(prefix="peers-") as folder, virtual_sound() as card:
        recording = Path(folder) / "heard.wav"
        with card.recording(recording):
            run_in_terminal(argv, card.environment, longest)
        found = find_tones(recording, {kind for _, kind in planned})
    return follow(planned, found)


def termdown_words(program: str, planned: Planned) -> list[str]:
    """One countdown; by the seconds that are left its command knows what to play.

    They are told as a decimal fraction just below the whole second: `74.9996` with 75 to go.
    """
    total = LEAD_SECONDS + math.ceil(planned[-1][0]) + TAIL_SECONDS
    left = [(total - LEAD_SECONDS - round(moment), kind) for moment, kind in planned]
    arms = " ".join(f"{seconds - 1}.*) {_player(kind)} & ;;" for seconds, kind in left)
    command = f"case {{0}} in {arms} esac"
    return [program, "--no-window-title", "--no-bell", "--quit-after", "1", "--exec-cmd", command, str(total)]


def countdown_words(program: str, planned: Planned) -> list[str]:
    """One countdown after the other, and a sound at the end of each."""
    moments = [-float(LEAD_SECONDS), *(moment for moment, _ in planned)]
    parts = []
    for (before, moment), (_, kind) in zip(pairwise(moments), planned, strict=True):
        if moment > before:
            parts.append(f"{shlex.quote(program)} {round(moment - before) - 1}s")
        parts.append(f"({_player(kind)} &)")
    return ["sh", "-c", "; ".join([*parts, f"sleep {TAIL_SECONDS}"])]


def _player(kind: CueKind) -> str:
    return f"paplay {shlex.quote(str(shipped_sounds_folder() / 'mallet' / f'{kind.value}.wav'))}"


def run_in_terminal(argv: Sequence[str], environment: Mapping[str, str], longest: float) -> None:
    """Run a program in a terminal that shows it to nobody, until it ends, or for so many seconds at most."""
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(argv[0], list(argv), {**os.environ, **environment, "TERM": "xterm-256color"})
    termios.tcsetwinsize(terminal, _SIZE)
    end = time.monotonic() + longest
    while time.monotonic() < end:
        if not select.select([terminal], [], [], 0.1)[0]:
            continue
        try:
            os.read(terminal, 65536)
        except OSError:
            break
    else:
        os.kill(child, signal.SIGKILL)
    os.close(terminal)
    os.waitpid(child, 0)


def follow(planned: Planned, found: Sequence[tuple[CueKind, float]]) -> Accuracy:
    """Each planned cue against what was heard in its turn, where lateness may grow from one to the next.

    Nobody knows when such a timer means to begin, so there is no latency: the middle of all is taken off.
    """
    kinds = [kind.value for _, kind in planned], [kind.value for kind, _ in found]
    turns = SequenceMatcher(None, *kinds, autojunk=False).get_matching_blocks()
    pairs = [
        (planned[turn.a + place][0], 1000 * (found[turn.b + place][1] - planned[turn.a + place][0]))
        for turn in turns
        for place in range(turn.size)
    ]
    return replace(summed_up(len(planned), pairs), latency=math.nan)
