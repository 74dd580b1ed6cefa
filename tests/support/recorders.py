"""An audio player and a notifier that record their calls and do nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coach.app.desktop import Notifier
from coach.model.timeline import Cue, CueKind
from coach.sound.audio_player import SoundStatus


class RecordingPlayer:
    """Records the calls of an audio player."""

    def __init__(self, device: str | None = "a recording", reason: str | None = None) -> None:
        self.plans: list[tuple[tuple[float, Cue], ...]] = []
        """Every plan, in the order in which they came."""
        self.played: list[CueKind] = []
        self.prepared: list[str] = []
        self.silenced = 0
        self.closed = False
        self._status = SoundStatus(device, reason)

    def plan(self, cues: Sequence[tuple[float, Cue]]) -> None:
        """Remember the plan."""
        self.plans.append(tuple(cues))

    def play(self, kind: CueKind) -> None:
        """Remember the cue."""
        self.played.append(kind)

    def silence(self) -> None:
        """Count this."""
        self.silenced += 1

    def prepare(self, texts: Iterable[str]) -> None:
        """Remember the words."""
        self.prepared.extend(texts)

    def status(self) -> SoundStatus:
        """What was handed in at the start."""
        return self._status

    def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True


class RecordingNotifier(Notifier):
    """Records the notifications."""

    def __init__(self) -> None:
        super().__init__({"a recording": print})
        self.shown: list[str] = []

    def show(self, text: str) -> None:
        """Remember the line."""
        self.shown.append(text)
