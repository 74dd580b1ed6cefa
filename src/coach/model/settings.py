"""What someone has set for themselves; every value has a default that suits most people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from msgspec import Struct

from coach.model.program import Weekday
from coach.model.quantities import Units
from coach.model.timeline import CueKind

Sport = Literal["run", "cycle", "swim", "hike", "pilates", "yoga", "row", "lift", "other"]

HealthCondition = Literal["pregnancy", "operation", "heart", "joint_replacement"]
"""What changes the programs for as long as it is true; thin bones have a setting of their own."""

_NO_VOLUMES: Final[Mapping[str, int]] = MappingProxyType({})
_NO_KEYS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({})


class Settings(Struct, frozen=True, kw_only=True):
    """The user's settings, each read and checked, with its default where nothing was said."""

    sound: bool = True
    """Whether anything is heard at all."""
    volume: int = 80
    """0 to 100, of every cue together."""
    speech: bool = True
    """Whether cues are spoken where there is a voice."""
    sound_set: str = "default"
    """Which set of tones."""
    device: str | None = None
    """The name of the sound device; None: the system's own."""
    muted_cues: frozenset[CueKind] = frozenset()
    """Kinds of cue that make no sound."""
    volumes: Mapping[str, int] = _NO_VOLUMES
    """0 to 100 by the kind of cue, or `speech`: how loud beside the others; absent: 100."""
    voice: str | None = None
    """A voice of the system, for words that were never recorded; None: its own choice."""
    hum: bool = False
    """Whether a tone too low to be heard keeps a wireless loudspeaker from going to sleep."""
    keep_awake: bool = True
    """Whether the display stays on while a session runs, where that can be asked for."""
    rest_between_seconds: int | None = None
    """Rest between drills in every program; None: each program's own."""
    rest_rounds_seconds: int | None = None
    """Rest between rounds in every program; None: each program's own."""
    units: Units = "kg"
    """How loads are shown; they are kept in kilograms."""
    week_start: Weekday = "mon"
    day_cutover: int = 3
    """Before this hour of the night a session still belongs to the evening before; 0 to 12."""
    theme: str | None = None
    """The name of a colour theme; None: the app's own."""
    keys: Mapping[str, tuple[str, ...]] = _NO_KEYS
    """Keys for actions, by the action's id, in place of the app's own."""
    sport: Sport | None = None
    """What someone mostly does; decides what is suggested beside it."""
    weight_kg: float | None = None
    """Body weight, for a hint about what to carry."""
    osteoporosis: bool = False
    """Leaves out or softens what bends the spine hard."""
    health: tuple[HealthCondition, ...] | None = None
    """What was ticked of the questions about health; None: they were not answered yet."""
    carry_kg: float | None = None
    """What someone really carries in each hand to begin with."""
    load_step_kg: float | None = None
    """The smallest step of load that they own."""
    work_from: str = "09:00"
    """`HH:MM`: from when breaks are called for."""
    work_until: str = "17:30"
    work_days: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")
    quiet_from: str | None = None
    """`HH:MM`: from when nothing sounds by itself; None: no quiet hours."""
    quiet_until: str | None = None
    """May be earlier than `quiet_from`: quiet through the night."""
    event_date: date | None = None
    """The day of a race or the start of a league, to ramp up towards."""
    review_day: Weekday = "sun"
    """From which day of the week the weekly check-in is due."""
    emergency_number: str | None = None
    """The number to call in an emergency where they live."""
