"""From a draft to the text of a program, with comments, and of the drills that it brings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from coach.model.program import LEAST_REST_SECONDS, Drill
from coach.model.units import duration_text
from coach.programs.decode import make_name
from coach.programs.importers.base import (
    MOST_COUNT,
    MOST_PARTS,
    MOST_SECONDS,
    NO_REST,
    Draft,
    Stretch,
    WorkStep,
    free_name,
    one_line,
)
from coach.programs.user_files import schema_line, yaml_text
from coach.programs.validate import MAX_SETS

_MOST_CUES: Final = 20
_ROOM_BYTES: Final = 900_000
"""Where descriptions make more of the drills than a file may have, they are left out."""


class Texts(Struct):
    """What is to be written."""

    program: str
    drills: str
    """Empty where the catalogue has every drill already."""


class _Writer(Struct):
    """Chooses names while the lines are put together."""

    draft: Draft
    drills: Mapping[str, Drill]
    by_name: dict[str, str]
    """The id of each drill of the catalogue by its name in small letters."""
    slots: set[str] = field(default_factory=set)
    new: dict[str, WorkStep] = field(default_factory=dict)
    """Drills to be made, by their id."""

    def drill_of(self, effort: WorkStep) -> str:
        """The drill that is called so: of the catalogue, or a new one."""
        known = self.by_name.get(effort.name.lower())
        if known is not None:
            if known in self.new and len(effort.cues) > len(self.new[known].cues):
                self.new[known] = effort
            return known
        name = free_name(make_name(effort.name, "drill"), {*self.drills, *self.new})
        self.new[name] = effort
        self.by_name[effort.name.lower()] = name
        return name

    def slot_lines(self, effort: WorkStep, stretch: Stretch) -> list[str]:
        """One slot."""
        drill = self.drill_of(effort)
        slot = free_name(drill, self.slots)
        self.slots.add(slot)
        keys = [f"slot: {yaml_text(slot)}"]
        if drill != slot:
            keys.append(f"drill: {yaml_text(drill)}")
        keys.append(_measure(effort))
        if drill in self.drills and self.drills[drill].sides:
            keys.append("sides: none")
            self.draft.note(f"'{effort.name}' was done once: take out 'sides: none' to do it on each side")
        if effort.rest_seconds is not None:
            keys.append(f"rest: {duration_text(self._rest(effort))}")
        if effort.wait:
            keys.append("wait: true")
        return [f"      - {{{', '.join(keys)}}}"]

    def _rest(self, effort: WorkStep) -> int:
        if not effort.rest_seconds:
            self.draft.note(NO_REST)
        return min(MOST_SECONDS, max(LEAST_REST_SECONDS, effort.rest_seconds or 0))


def as_texts(draft: Draft, program_id: str, drills: Mapping[str, Drill], origin: str) -> Texts:
    """The texts of a draft; what had to be changed on the way is added to its notes.

    Args:
        draft: as it was read.
        program_id: its id and file name.
        drills: the catalogue; what it lacks is made.
        origin: the app that it comes from, for the first comment.
    """
    _shorten(draft)
    by_name: dict[str, str] = {}
    for name, drill in drills.items():
        by_name.setdefault(drill.name.lower(), name)
    writer = _Writer(draft, drills, by_name)
    lines: list[str] = []
    for stretch in draft.parts:
        lines += _part_lines(stretch, writer)
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
    catalogue = _drill_text(writer.new)
    if len(catalogue.encode()) > _ROOM_BYTES:
        catalogue = _drill_text({name: replace(effort, cues=[]) for name, effort in writer.new.items()})
    return Texts(text, catalogue)


def _shorten(draft: Draft) -> None:
    """Keep what fits into one program."""
    draft.parts = [part for part in draft.parts if part.efforts]
    if len(draft.parts) > MOST_PARTS:
        draft.note(f"{len(draft.parts)} parts are too many: the first {MOST_PARTS} are kept")
        del draft.parts[MOST_PARTS:]
    if draft.parts and draft.parts[-1].rounds == 1 and draft.parts[-1].efforts[-1].rest_seconds is not None:
        draft.parts[-1].efforts[-1].rest_seconds = None  # nothing comes after it
    room = MAX_SETS // 2
    for number, part in enumerate(draft.parts):
        room -= part.rounds * len(part.efforts)
        if room < 0:
            draft.note(f"it is longer than {MAX_SETS // 2} sets: the end is left out")
            if number:
                del draft.parts[number:]
            else:
                del draft.parts[1:]
                part.rounds = max(1, MAX_SETS // 2 // len(part.efforts))
            return


def _part_lines(stretch: Stretch, writer: _Writer) -> list[str]:
    rests = [("between", stretch.rest_between_seconds), ("rounds", stretch.rest_rounds_seconds)]
    said = ", ".join(
        f"{key}: {duration_text(max(1, seconds))}" for key, seconds in rests if seconds is not None
    )
    title = f"title: {yaml_text(stretch.title)}" if stretch.title else ""
    keys = [
        title,
        f"rounds: {stretch.rounds}" if stretch.rounds > 1 or not title else "",
        f"rest: {{{said}}}" if said else "",
        "warmup: true" if stretch.warmup and any(not part.warmup for part in writer.draft.parts) else "",
    ]
    written = [key for key in keys if key]
    lines = [f"  - {written[0]}", *(f"    {key}" for key in written[1:]), "    slots:"]
    for effort in stretch.efforts:
        lines += writer.slot_lines(effort, stretch)
    return lines


def _measure(effort: WorkStep) -> str:
    if effort.seconds is None and effort.reps is not None:
        return f"reps: {min(MOST_COUNT, effort.reps)}"
    return f"time: {duration_text(effort.seconds or 30)}"


def _drill_text(new: Mapping[str, WorkStep]) -> str:
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
    for name, effort in new.items():
        lines += [f"  - id: {yaml_text(name)}", f"    name: {yaml_text(effort.name)}"]
        cues = [one_line(cue, 200) for cue in effort.cues if one_line(cue)][:_MOST_CUES]
        if cues:
            lines += ["    cues:", *(f"      - {yaml_text(cue)}" for cue in cues)]
    return "\n".join(lines) + "\n"
