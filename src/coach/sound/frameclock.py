"""Which frame of a sound stream is heard at which moment."""

from __future__ import annotations

from collections import deque

WINDOW_SECONDS = 2.0
JUMP_SECONDS = 0.015
JUMP_AFTER_SECONDS = 0.45
JUMP_BLOCKS = 4


class FrameClock:
    """Maps frames to moments by the least lag that was seen lately.

    The lag of a block is the moment at which the device asked for it, less the stream's own time at its
    first frame. A busy machine can only make a device ask late, never early; so the least lag of the last
    two seconds is the true one, however the machine stalls, and it follows a card that runs fast or slow.
    When every block of the last half second lags clearly more than those before, samples were lost: then
    the older ones are forgotten.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._lags: deque[tuple[float, float]] = deque()
        self._first_moment: float | None = None
        self._last_moment: float | None = None
        self._frames = 0

    def note(self, moment: float, frames: int) -> None:
        """The device asks at `moment` (seconds) for the block that starts at frame `frames`."""
        if self._first_moment is None:
            self._first_moment = moment
        self._last_moment, self._frames = moment, frames
        self._lags.append((moment, moment - frames / self._rate))
        while self._lags[0][0] < moment - WINDOW_SECONDS:
            self._lags.popleft()
        self._forget_before_a_jump(moment)

    def _forget_before_a_jump(self, moment: float) -> None:
        recent = [lag for at, lag in self._lags if at > moment - JUMP_AFTER_SECONDS]
        old = len(self._lags) - len(recent)
        if old == 0 or len(recent) < JUMP_BLOCKS:
            return
        if min(recent) - min(lag for _, lag in self._lags) > JUMP_SECONDS:
            for _ in range(old):
                self._lags.popleft()

    def frame_at(self, moment: float) -> float:
        """The frame that the device asks for at `moment`; 0 before it has asked for any."""
        if not self._lags:
            return 0.0
        return (moment - min(lag for _, lag in self._lags)) * self._rate

    def moment_at(self, frame: int) -> float:
        """The moment at which the device asks for a frame; 0 before it has asked for any."""
        return frame / self._rate + min((lag for _, lag in self._lags), default=0.0)

    @property
    def last_moment(self) -> float | None:
        """When the device last asked for a block; None before the first."""
        return self._last_moment

    def races(self) -> bool:
        """Whether the device takes samples more than twice as fast as time goes, so that nobody hears them.

        A second's worth is allowed on top, since a device fills its buffer when it starts.
        """
        if self._first_moment is None or self._last_moment is None:
            return False
        elapsed = self._last_moment - self._first_moment
        return self._frames > (2 * elapsed + 1) * self._rate
