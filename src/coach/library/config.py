"""The settings as they are written in config.yaml; every key may be left out."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType, field

from coach.library.documents import Document, Line
from coach.library.values import CivilDate, Seconds, SomeKilograms, TimeOfDay
from coach.model.program import Weekday
from coach.model.quantities import Units
from coach.model.settings import HealthCondition, Sport

CueName = Literal[
    "announce",
    "tick",
    "start",
    "halfway",
    "switch",
    "rest",
    "last_seconds",
    "inhale",
    "exhale",
    "finish",
    "pause",
    "resume",
    "pain_stop",
]
Heard = Literal[CueName, "speech"]
ActionName = Annotated[str, Meta(pattern=r"\S", max_length=60, extra={"word": "line"})]
KeyNames = Annotated[str, Meta(pattern=r"\S", max_length=100, extra={"word": "line"})]


class RestsDocument(Document, kw_only=True):
    """Rests of every program, in place of their own."""

    between: (
        Annotated[Seconds, Meta(description="Rest between two drills, in every program.")] | UnsetType
    ) = UNSET
    rounds: Annotated[Seconds, Meta(description="Rest between two rounds, in every program.")] | UnsetType = (
        UNSET
    )


class WorkDocument(Document, kw_only=True):
    """When breaks are called for."""

    from_: Annotated[TimeOfDay, Meta(description="From when breaks are called for.")] = field(name="from")
    until: Annotated[TimeOfDay, Meta(description="Until when breaks are called for.")]
    days: (
        Annotated[
            list[Weekday],
            Meta(min_length=1, max_length=7, description="On which days breaks are called for."),
        ]
        | UnsetType
    ) = UNSET


class QuietDocument(Document, kw_only=True):
    """When nothing sounds by itself; may go through the night."""

    from_: Annotated[TimeOfDay, Meta(description="From when nothing sounds by itself.")] = field(name="from")
    until: Annotated[TimeOfDay, Meta(description="Until when nothing sounds by itself.")]


class ConfigDocument(Document, kw_only=True):
    """The settings of coach."""

    sound: Annotated[bool, Meta(description="Whether anything is heard at all.")] | UnsetType = UNSET
    volume: Annotated[int, Meta(ge=0, le=100, description="How loud, 0 to 100.")] | UnsetType = UNSET
    speech: Annotated[bool, Meta(description="Whether cues are spoken.")] | UnsetType = UNSET
    voice: Annotated[Line, Meta(description="Which voice of the system speaks.")] | UnsetType = UNSET
    sound_set: Annotated[Line, Meta(description="Which set of tones.")] | UnsetType = UNSET
    device: Annotated[Line, Meta(description="Which sound device.")] | UnsetType = UNSET
    cues: Annotated[dict[CueName, bool], Meta(description="false: this kind is not heard.")] | UnsetType = (
        UNSET
    )
    volumes: (
        Annotated[
            dict[Heard, Annotated[int, Meta(ge=0, le=100)]],
            Meta(description="How loud one kind of cue is beside the others, 0 to 100; speech is one too."),
        ]
        | UnsetType
    ) = UNSET
    hum: (
        Annotated[bool, Meta(description="true: a wireless loudspeaker is kept from going to sleep.")]
        | UnsetType
    ) = UNSET
    keep_awake: (
        Annotated[bool, Meta(description="Whether the display stays on in a session.")] | UnsetType
    ) = UNSET
    rest: RestsDocument | UnsetType = UNSET
    units: Annotated[Units, Meta(description="How loads are shown.")] | UnsetType = UNSET
    week_start: Annotated[Weekday, Meta(description="The first day of a week.")] | UnsetType = UNSET
    day_cutover: (
        Annotated[int, Meta(ge=0, le=12, description="Before this hour it is still yesterday.")] | UnsetType
    ) = UNSET
    theme: Annotated[Line, Meta(description="The colours of the app.")] | UnsetType = UNSET
    keys: (
        Annotated[dict[ActionName, KeyNames], Meta(description="Keys for actions, with commas between them.")]
        | UnsetType
    ) = UNSET
    sport: Annotated[Sport, Meta(description="What you mostly do.")] | UnsetType = UNSET
    weight: Annotated[SomeKilograms, Meta(description="Your weight, only for hints.")] | UnsetType = UNSET
    osteoporosis: (
        Annotated[bool, Meta(description="true: what bends the spine hard is left out.")] | UnsetType
    ) = UNSET
    health: (
        Annotated[
            list[HealthCondition],
            Meta(max_length=4, description="What of the questions about health fits you; [] for none of it."),
        ]
        | UnsetType
    ) = UNSET
    carry: Annotated[SomeKilograms, Meta(description="What you carry in each hand.")] | UnsetType = UNSET
    load_step: (
        Annotated[SomeKilograms, Meta(description="The smallest step of weight you own.")] | UnsetType
    ) = UNSET
    work: WorkDocument | UnsetType = UNSET
    quiet: QuietDocument | UnsetType = UNSET
    event_date: (
        Annotated[CivilDate, Meta(description="The day of a race or a season's start.")] | UnsetType
    ) = UNSET
    review_day: Annotated[Weekday, Meta(description="The day of the weekly check-in.")] | UnsetType = UNSET
    emergency_number: (
        Annotated[Line, Meta(description="The number to call in an emergency, in quotes.")] | UnsetType
    ) = UNSET
