"""The user's settings: the one definition of every setting.

From it come the format of config.yaml, `coach settings`, `coach set` and the screen of the settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Final, Literal

from msgspec import Struct

from coach.model.program import Weekday
from coach.model.timeline import CueKind, Spoken
from coach.model.units import Units

Sport = Literal["run", "cycle", "swim", "hike", "pilates", "yoga", "row", "lift", "other"]

FigureMotion = Literal["moving", "still", "off"]
"""How the figures of drills are shown."""

HealthCondition = Literal["pregnancy", "operation", "heart", "joint_replacement"]
"""What changes the programs for as long as it is true; thin bones have a setting of their own."""

_NO_VOLUMES: Final[Mapping[str, int]] = MappingProxyType({})
_NO_KEYS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({})


class SettingKind(StrEnum):
    """What a setting can be."""

    SWITCH = "switch"
    NUMBER = "number"
    CHOICE = "choice"
    TEXT = "text"
    TIME = "time"
    """`HH:MM`."""
    LENGTH = "length"
    """A duration, such as `30s`."""
    LOAD = "load"
    """Such as `6kg` or `10lb`."""
    DATE = "date"
    DAYS = "days"
    """Weekdays, with commas between them."""
    SOME = "some"
    """Any of a few words, with commas between them, or `none`."""
    KEYS = "keys"
    """Keys of the keyboard for each action; set one as `keys.ACTION`."""


Seconds = Annotated[int, SettingKind.LENGTH]
TimeOfDay = Annotated[str, SettingKind.TIME]


class Setting(Struct, frozen=True):
    """One setting: the metadata of a field of `Settings`.

    Its kind, choices and field, and a default that is a value, are read from the field itself.
    """

    group: str
    """Under which it is shown."""
    meaning: str
    key: str = ""
    """As it is named in config.yaml; `rest.between` is `between` inside `rest`."""
    default: str = "nothing"
    """As a person would write it, or words where nothing is set by default."""
    kind: SettingKind = SettingKind.KEYS
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    step: int = 1
    """Of a number, or of seconds, on the screen."""
    order: int = 0
    """On the screen, inside the group; those with the same one keep the order of the file."""
    field: str = ""
    """The field of `Settings` that has its value."""


class Settings(Struct, frozen=True, kw_only=True):
    """The user's settings, checked, with the default where none is set."""

    sound: Annotated[bool, Setting("Sound", "Whether anything is heard at all.")] = True
    volume: Annotated[int, Setting("Sound", "How loud, 0 to 100.", least=0, most=100, step=5)] = 80
    """Of every cue together."""
    speech: Annotated[bool, Setting("Sound", "Whether cues are spoken.")] = True
    spoken: Annotated[
        Spoken,
        Setting(
            "Sound",
            "How much is said: names and numbers, cues (how it is done) too, or all in each round.",
        ),
    ] = "cues"
    voice: Annotated[
        str | None, Setting("Sound", "Which voice of the system speaks.", default="the system's own")
    ] = None
    """For words that were never recorded."""
    sound_set: Annotated[str, Setting("Sound", "Which set of tones.")] = "default"
    device: Annotated[
        str | None, Setting("Sound", "Which sound device.", default="the system's own", order=1)
    ] = None
    muted_cues: Annotated[
        frozenset[CueKind], Setting("Cues", "false: this kind is not heard.", key="cues")
    ] = frozenset()
    volumes: Annotated[
        Mapping[str, int],
        Setting(
            "Volumes", "How loud one kind of cue is beside the others, 0 to 100; speech is one too.", step=5
        ),
    ] = _NO_VOLUMES
    """By the kind of cue, or `speech`; absent: 100."""
    hum: Annotated[bool, Setting("Sound", "true: a wireless loudspeaker is kept from going to sleep.")] = (
        False
    )
    keep_awake: Annotated[bool, Setting("Looks", "Whether the display stays on in a session.", order=1)] = (
        True
    )
    rest_between_seconds: Annotated[
        Seconds | None,
        Setting(
            "Rests",
            "Rest between two drills, in every program.",
            "rest.between",
            "each program's own",
            step=5,
        ),
    ] = None
    rest_rounds_seconds: Annotated[
        Seconds | None,
        Setting(
            "Rests", "Rest between two rounds, in every program.", "rest.rounds", "each program's own", step=5
        ),
    ] = None
    units: Annotated[Units, Setting("You", "How loads are shown.", order=1)] = "kg"
    """They are kept in kilograms."""
    week_start: Annotated[Weekday, Setting("Days", "The first day of a week.")] = "mon"
    day_cutover: Annotated[
        int, Setting("Days", "Before this hour it is still yesterday.", least=0, most=12)
    ] = 3
    theme: Annotated[str | None, Setting("Looks", "The colours of the app.", default="the app's own")] = None
    figures: Annotated[
        FigureMotion, Setting("Looks", "Whether the figures of drills move, stand still or are left out.")
    ] = "moving"
    keys: Annotated[
        Mapping[str, tuple[str, ...]],
        Setting("Keys", "Keys for actions, with commas between them.", default="the app's own"),
    ] = _NO_KEYS
    """By the action's id."""
    sport: Annotated[Sport | None, Setting("You", "What you mostly do.")] = None
    """Decides what is suggested beside it."""
    weight_kg: Annotated[float | None, Setting("You", "Your weight, only for hints.", "weight")] = None
    osteoporosis: Annotated[bool, Setting("You", "true: what bends the spine hard is left out.", order=1)] = (
        False
    )
    health: Annotated[
        tuple[HealthCondition, ...] | None,
        Setting(
            "You",
            "What of the questions about health fits you; [] for none of it.",
            default="not asked yet",
            order=1,
        ),
    ] = None
    carry_kg: Annotated[
        float | None, Setting("You", "What you carry in each hand.", "carry", default="the program's")
    ] = None
    """To begin with."""
    load_step_kg: Annotated[
        float | None,
        Setting("You", "The smallest step of weight you own.", "load_step", default="the program's"),
    ] = None
    work_from: Annotated[TimeOfDay, Setting("Breaks", "From when breaks are called for.", "work.from")] = (
        "09:00"
    )
    """`HH:MM`, as the times below."""
    work_until: Annotated[TimeOfDay, Setting("Breaks", "Until when breaks are called for.", "work.until")] = (
        "17:30"
    )
    work_days: Annotated[
        tuple[Weekday, ...], Setting("Breaks", "On which days breaks are called for.", "work.days")
    ] = ("mon", "tue", "wed", "thu", "fri")
    quiet_from: Annotated[
        TimeOfDay | None, Setting("Breaks", "From when nothing sounds by itself.", "quiet.from")
    ] = None
    """None: no quiet hours."""
    quiet_until: Annotated[
        TimeOfDay | None, Setting("Breaks", "Until when nothing sounds by itself.", "quiet.until")
    ] = None
    """May be earlier than `quiet_from`: quiet through the night."""
    event_date: Annotated[date | None, Setting("Days", "The day of a race or a season's start.", order=1)] = (
        None
    )
    """To ramp up towards."""
    event_from: Annotated[
        date | None,
        Setting("Days", "From when you get ready for it.", default="12 weeks before it", order=1),
    ] = None
    """The day on which the event was entered."""
    review_day: Annotated[Weekday, Setting("Days", "The day of the weekly check-in.")] = "sun"
    """It is due from then on."""
    emergency_number: Annotated[
        str | None, Setting("You", "The number to call in an emergency, in quotes.", order=1)
    ] = None
