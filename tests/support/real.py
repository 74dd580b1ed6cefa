"""Programs that only the tests in a real terminal and on a real sound card need."""

from __future__ import annotations

import os
import shutil

import pytest

REQUIRE = "COACH_REQUIRE_REAL"
"""When this is set in the environment, a missing program fails the test instead of skipping it."""

REQUIRE_SIMPLEAUDIO = "COACH_REQUIRE_SIMPLEAUDIO"
"""The same for the one optional package that needs a compiler."""


def need(*programs: str) -> None:
    """Skip the test, with a reason, when one of these programs is not on this machine.

    Args:
        programs: names as they are found on the PATH.
    """
    missing = [name for name in programs if shutil.which(name) is None]
    if not missing:
        return
    reason = f"{', '.join(missing)} not found on this machine"
    if os.environ.get(REQUIRE):
        pytest.fail(f"{reason}, and {REQUIRE} is set")
    pytest.skip(reason)
