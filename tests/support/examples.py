"""How many examples Hypothesis tries: few and always the same in the suite, many and new ones by hand.

`HYPOTHESIS_PROFILE=thorough python -m pytest tests/programs` tries many, and keeps what fails.
"""

from __future__ import annotations

import os
from typing import Final

from hypothesis import HealthCheck, settings

USUAL: Final = 60
"""Examples of a test that asks for no number of its own."""
MORE: Final = {"suite": 1, "thorough": 30}
"""The factor of each profile."""
PROFILE: Final = os.environ.get("HYPOTHESIS_PROFILE", "suite")


def load_profile() -> None:
    """Load the profile that the environment names.

    Raises:
        KeyError: there is no profile of that name.
    """
    settings.register_profile(
        PROFILE,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        max_examples=USUAL * MORE[PROFILE],
        # The suite gives the same result on every machine.
        derandomize=PROFILE == "suite",
    )
    settings.load_profile(PROFILE)


def examples(usual: int) -> settings:
    """Settings with this many examples, times the factor of the profile."""
    return settings(max_examples=usual * MORE[PROFILE])
