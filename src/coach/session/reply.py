"""The tone that confirms a command."""

from __future__ import annotations

from coach.model.timeline import CueKind
from coach.session.cues import TONE_ROOM_SECONDS
from coach.session.records import EPSILON_SECONDS
from coach.session.view import SessionView, State

_STILL = (State.PAUSED, State.PAIN)


def reply_tone(before: SessionView, after: SessionView) -> CueKind | None:
    """The tone to play now, from the views just before and just after a command; None where none is due.

    Pausing, going on and an end by a command or by pain have tones. Where the session goes on with a cue,
    that cue takes the place of the tone.
    """
    if before.state is State.DONE:
        return None
    if after.state is State.DONE:
        return CueKind.PAIN_STOP if after.outcome == "pain" else CueKind.FINISH
    if after.state in _STILL:
        return None if before.state in _STILL else CueKind.PAUSE
    return CueKind.RESUME if before.state in _STILL and not _has_cue_now(after) else None


def _has_cue_now(view: SessionView) -> bool:
    """Whether a cue is due just now, which a second tone would drown."""
    cues = view.interval.cues if view.interval is not None else ()
    return any(0 <= cue.at - view.elapsed_seconds + EPSILON_SECONDS < TONE_ROOM_SECONDS for cue in cues)
