"""No key, in whatever place, ends the app with an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.any_keys import Walk


@pytest.mark.parametrize("seed", range(4))
async def test_random_keys_never_crash(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.delenv("VISUAL", raising=False)
    walk = Walk(seed)
    try:
        await walk.go(tmp_path / "home", 80)
    except Exception as error:
        error.add_note(" ".join(walk.steps))
        raise
