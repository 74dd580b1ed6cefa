"""From a draft to the text of a program, with comments, and of the drills that it brings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from coach.model.program import LEAST_REST_SECONDS, Drill
from coach.model.units import duration_text
from coach.programs.decode import make_name
from coach.programs.importers.draft import (
    MOST_COUNT,
    MOST_PARTS,
    MOST_SECONDS,
    NO_REST,
    Draft,
    Exercise,
    free_name,
    one_line,
)
from coach.programs.user_files import schema_line, yaml_text
from coach.programs.validate import MAX_SETS

_MOST_SETS: Final = MAX_SETS // 2
"""Half of what a program may have, as its check counts every set twice: a drill may have two sides."""
_MOST_CUES: Final = 20
_MOST_BYTES: Final = 900_000
"""Of the drills; beyond it their descriptions are left out."""


class Texts(Struct):
    """The program file and the drills file of an import."""

    program: str
    drills: str
    """Empty where every drill is known."""


class _Writer(Struct):
    """Collects slots and new drills while the lines are made."""

    draft: Draft
    drills: Mapping[str, Drill]
    by_name: dict[str, str]
    """The id of each drill by its name in small letters."""
    slots: set[str] = field(default_factory=set)
    new: dict[str, Exercise] = field(default_factory=dict)
    """Drills to be made, by their id."""

    def find_or_add_drill(self, exercise: Exercise) -> str:
        """The id of the drill with the name of an exercise; a missing one is added to `new`."""
        known = self.by_name.get(exercise.name.lower())
        if known is not None:
            if known in self.new and len(exercise.cues) > len(self.new[known].cues):
                self.new[known] = exercise
            return known
        name = free_name(make_name(exercise.name, "drill"), {*self.drills, *self.new})
        self.new[name] = exercise
        self.by_name[exercise.name.lower()] = name
        return name

    def slot_line(self, exercise: Exercise) -> str:
        """The line of a slot."""
        drill = self.find_or_add_drill(exercise)
        slot = free_name(drill, self.slots)
        self.slots.add(slot)
        keys = [f"slot: {yaml_text(slot)}"]
        if drill != slot:
            keys.append(f"drill: {yaml_text(drill)}")
        if exercise.seconds is None and exercise.reps is not None:
            keys.append(f"reps: {min(MOST_COUNT, exercise.reps)}")
        else:
            keys.append(f"time: {duration_text(exercise.seconds or 30)}")
        if drill in self.drills and self.drills[drill].sides:
            keys.append("sides: none")
            self.draft.note(f"'{exercise.name}' was done once: take out 'sides: none' to do it on each side")
        if exercise.rest_seconds is not None:
            if not exercise.rest_seconds:
                self.draft.note(NO_REST)
            rest = min(MOST_SECONDS, max(LEAST_REST_SECONDS, exercise.rest_seconds))
            keys.append(f"rest: {duration_text(rest)}")
        if exercise.wait:
            keys.append("wait: true")
        return f"      - {{{', '.join(keys)}}}"


def draft_texts(draft: Draft, program_id: str, drills: Mapping[str, Drill], origin: str) -> Texts:
    """The texts of a draft; a note is added to it for each change.

    Args:
        draft: as it was read.
        program_id: its id and file name.
        drills: every known drill; missing ones are made.
        origin: the app that it comes from, for the first comment.
    """
    _shorten(draft)
    by_name: dict[str, str] = {}
    for name, drill in drills.items():
        by_name.setdefault(drill.name.lower(), name)
    writer = _Writer(draft, drills, by_name)
    lines: list[str] = []
    for part in draft.parts:
        rests = [("between", part.rest_between_seconds), ("rounds", part.rest_rounds_seconds)]
        rest = ", ".join(
            f"{key}: {duration_text(max(1, seconds))}" for key, seconds in rests if seconds is not None
        )
        title = f"title: {yaml_text(part.title)}" if part.title else ""
        keys = [
            title,
            f"rounds: {part.rounds}" if part.rounds > 1 or not title else "",
            f"rest: {{{rest}}}" if rest else "",
            "warmup: true" if part.warmup and any(not one.warmup for one in draft.parts) else "",
        ]
        written = [key for key in keys if key]
        lines += [f"  - {written[0]}", *(f"    {key}" for key in written[1:]), "    slots:"]
        lines += [writer.slot_line(exercise) for exercise in part.exercises]
    head = [
        schema_line(),
        "#",
        f"# Taken over from {origin}. Times are kept; `time` may be paused, write `hold` for held positions.",
    ]
    if draft.notes:
        head += ["# Not carried over, or changed:", *(f"#   - {note}" for note in draft.notes)]
    body = [
        "",
        "schema: 1",
        f"id: {yaml_text(program_id)}",
        f"title: {yaml_text(one_line(draft.title) or program_id)}",
        f"{f'kind: {draft.kind}':<34}# decides which coaching rules apply",
    ]
    if draft.ready_seconds:
        body.append(f"ready: {duration_text(draft.ready_seconds)}")
    text = "\n".join([*head, *body, "", "parts:", *lines]) + "\n"
    new_drills = _drill_text(writer.new)
    if len(new_drills.encode()) > _MOST_BYTES:
        new_drills = _drill_text({name: replace(exercise, cues=[]) for name, exercise in writer.new.items()})
    return Texts(text, new_drills)


def _shorten(draft: Draft) -> None:
    """Cut a draft to what a program may have; each cut is a note."""
    draft.parts = [part for part in draft.parts if part.exercises]
    if len(draft.parts) > MOST_PARTS:
        draft.note(f"{len(draft.parts)} parts are too many: the first {MOST_PARTS} are kept")
        del draft.parts[MOST_PARTS:]
    if draft.parts and draft.parts[-1].rounds == 1 and draft.parts[-1].exercises[-1].rest_seconds is not None:
        draft.parts[-1].exercises[-1].rest_seconds = None  # nothing comes after it
    sets_left = _MOST_SETS
    for number, part in enumerate(draft.parts):
        sets_left -= part.rounds * len(part.exercises)
        if sets_left < 0:
            draft.note(f"it is longer than {_MOST_SETS} sets: the end is left out")
            if number:
                del draft.parts[number:]
            else:
                del draft.parts[1:]
                part.rounds = max(1, _MOST_SETS // len(part.exercises))
            return


def _drill_text(new: Mapping[str, Exercise]) -> str:
    if not new:
        return ""
    lines = [
        schema_line("drills"),
        "#",
        "# Add sides, equipment and cues as you like.",
        "",
        "schema: 1",
        "drills:",
    ]
    for name, exercise in new.items():
        lines += [f"  - id: {yaml_text(name)}", f"    name: {yaml_text(exercise.name)}"]
        cues = [one_line(cue, 200) for cue in exercise.cues if one_line(cue)][:_MOST_CUES]
        if cues:
            lines += ["    cues:", *(f"      - {yaml_text(cue)}" for cue in cues)]
    return "\n".join(lines) + "\n"
