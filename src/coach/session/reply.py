"""The tone that answers a command: what nobody could plan, because only the user knew."""

from __future__ import annotations

from coach.model.timeline import CueKind
from coach.session.cues import TONE_ROOM_SECONDS
from coach.session.records import HAIR
from coach.session.view import State, View

_STANDING = (State.PAUSED, State.PAIN)


def reply(before: View, after: View) -> CueKind | None:
    """The tone to play now, from the views just before and just after a command; None where none is due.

    Standing still and going on have their own tones; so has an end that no cue announced, because it came by
    hand or by pain. What follows a pause often begins with a tone of its own, which then is the answer.
    """
    if before.state is State.DONE:
        return None
    if after.state is State.DONE:
        return CueKind.PAIN_STOP if after.outcome == "pain" else CueKind.FINISH
    if after.state in _STANDING:
        return None if before.state in _STANDING else CueKind.PAUSE
    return CueKind.RESUME if before.state in _STANDING and not _speaks_for_itself(after) else None


def _speaks_for_itself(view: View) -> bool:
    """Whether a cue is due just now: two tones at once would be neither."""
    cues = view.interval.cues if view.interval is not None else ()
    return any(0 <= cue.at - view.elapsed_seconds + HAIR < TONE_ROOM_SECONDS for cue in cues)
