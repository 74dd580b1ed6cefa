"""How many examples Hypothesis tries: few and always the same in the suite, many and new ones by hand.

`HYPOTHESIS_PROFILE=thorough python -m pytest tests/programs` goes hunting, and keeps what it finds.
"""

from __future__ import annotations

import os
from typing import Final

from hypothesis import HealthCheck, settings

USUAL: Final = 60
"""Examples of a test that asks for no number of its own."""
MORE: Final = {"suite": 1, "thorough": 30}
"""By how much each profile multiplies the numbers."""
PROFILE: Final = os.environ.get("HYPOTHESIS_PROFILE", "suite")


def load_profile() -> None:
    """Have every test follow the profile that the environment names.

    Raises:
        KeyError: there is none of that name.
    """
    settings.register_profile(
        PROFILE,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        max_examples=USUAL * MORE[PROFILE],
        # What failed yesterday on a machine of its own helps nobody: the suite says the same to everybody.
        derandomize=PROFILE == "suite",
    )
    settings.load_profile(PROFILE)


def examples(usual: int) -> settings:
    """So many examples in the suite, and more of them where somebody goes hunting."""
    return settings(max_examples=usual * MORE[PROFILE])
