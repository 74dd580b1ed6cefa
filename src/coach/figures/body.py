"""The proportions of the drawn body, in body heights; lengths after Winter's anthropometric table."""

from __future__ import annotations

from typing import Final

LOWER_SPINE: Final = 0.145
UPPER_SPINE: Final = 0.15
NECK: Final = 0.112
"""From the base of the neck to the middle of the head."""
UPPER_ARM: Final = 0.17
FOREARM: Final = 0.15
HAND: Final = 0.05
THIGH: Final = 0.245
SHIN: Final = 0.245
FOOT: Final = 0.095
"""From the ankle to the toes."""
HEEL: Final = 0.025
"""From the ankle back to the heel."""
SOLE: Final = 0.02
"""From the ankle to the middle of the foot."""

SHOULDER_WIDTH: Final = 0.115
HIP_WIDTH: Final = 0.06
"""From the middle to one side, as seen from the front."""

PELVIS_RADIUS: Final = 0.066
WAIST_RADIUS: Final = 0.056
CHEST_RADIUS: Final = 0.068
SHOULDER_RADIUS: Final = 0.045
NECK_RADIUS: Final = 0.03
HEAD_RADIUS: Final = 0.056
HEAD_HALF: Final = 0.016
"""The head is a little longer than it is wide."""
NOSE_RADIUS: Final = 0.018
THIGH_RADIUS: Final = 0.056
KNEE_RADIUS: Final = 0.039
ANKLE_RADIUS: Final = 0.025
HEEL_RADIUS: Final = 0.02
TOE_RADIUS: Final = 0.016
UPPER_ARM_RADIUS: Final = 0.036
ELBOW_RADIUS: Final = 0.028
WRIST_RADIUS: Final = 0.022
FINGER_RADIUS: Final = 0.017

FLOOR_THICKNESS: Final = 0.02
NEAR_FLOOR: Final = 0.075
"""An ankle or a wrist lower than this is on the floor."""
