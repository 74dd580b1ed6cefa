"""A session with sound, without it, and before it is known which."""

from __future__ import annotations

import pytest

from coach.sound.audio_player import SoundStatus
from tests.factories import short_program, slot
from tests.support.settling import until
from tests.tui.rig import SessionRig


async def test_no_sound_flashes_and_rings(monkeypatch: pytest.MonkeyPatch) -> None:
    rig = SessionRig(short_program(slot("plank", 10)), device=None, reason="No sound device was found.")
    rings: list[int] = []
    monkeypatch.setattr(rig.app, "bell", lambda: rings.append(1))
    async with rig.app.run_test(size=(100, 30)) as pilot:
        assert "No sound device was found." in rig.screen.following.text
        rig.pass_time(1.9)
        rings.clear()
        rig.pass_time(0.2, step=0.1)
        assert rings == [1]
        assert rig.screen.headline.has_class("-flash")
        await until(pilot, lambda: not rig.screen.headline.has_class("-flash"))


async def test_sound_does_not_flash(rig: SessionRig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rig.app, "bell", lambda: pytest.fail("it rang"))
    async with rig.app.run_test():
        rig.pass_time(30)
        assert not rig.screen.headline.has_class("-flash")
        assert "sound" not in rig.text().lower()


async def test_session_waits_for_sound_device(rig: SessionRig) -> None:
    rig.audio._status = SoundStatus(None, None)
    async with rig.app.run_test() as pilot:
        rig.clock.advance(2)
        await pilot.pause(0.1)
        assert rig.screen.number.value == "5"
        assert rig.audio.plans[-1] == ()
        rig.audio._status = SoundStatus("a recording", None)
        rig.screen.start_when_heard()
        rig.clock.advance(1)
        rig.screen.tick()
        assert rig.screen.number.value == "4"
        assert rig.audio.plans[-1]


async def test_session_starts_after_sound_timeout(rig: SessionRig) -> None:
    rig.audio._status = SoundStatus(None, None)
    async with rig.app.run_test():
        rig.clock.advance(3)
        rig.screen.start_when_heard()
        rig.clock.advance(1)
        rig.screen.tick()
        assert rig.screen.number.value == "4"
