"""The files of the user's own programs: made from answers or templates, saved, renamed, deleted, restored.

No file is written over without a copy of it, and nothing outside of the folder is touched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

import yaml
from msgspec import Struct

from coach.errors import ProgramFileError, UsageError
from coach.files import (
    ChangedOnDiskError,
    FileStamp,
    failure,
    mark_of,
    move_new,
    place_within,
    read_bytes,
    stamp_of,
    write_new,
    write_over,
)
from coach.model.program import WEEKDAYS, Drill, Kind
from coach.model.units import duration_text
from coach.paths import templates_folder
from coach.programs.decode import is_name, make_name
from coach.programs.parse import MappingNode, ScalarNode, read_tree
from coach.programs.schema import SchemaName

SCHEMA_FOLDER: Final = "schema"
"""Beside the programs; what `schema_line` names."""
_SCHEMA_LINE: Final = re.compile(r"\A\ufeff?#[ \t]*yaml-language-server:[^\r\n]*")
_GAP: Final = re.compile(r" {2,}(?=#)")
_SIMPLE: Final = re.compile(r"[A-Za-z](?:[\w '()/&+.,-]*[\w).!])?")


def schema_line(name: str = "program") -> str:
    """The first line of a file, which names its JSON Schema for editors."""
    return f"# yaml-language-server: $schema={SCHEMA_FOLDER}/{name}.json"


def with_schema_line(text: str) -> str:
    """The text with `schema_line` as its first line, in place of another such line."""
    if _SCHEMA_LINE.match(text):
        return _SCHEMA_LINE.sub(lambda _: schema_line(), text, count=1)
    return f"{schema_line()}\n#\n{text.removeprefix(chr(0xFEFF))}"


def with_head(text: str, *, program_id: str | None = None, title: str | None = None) -> str:
    """The text with another id or title; everything else stays, to the letter.

    A text that has no such key at its top, or that is not YAML, stays as it is.
    """
    for key, value in (("id", program_id), ("title", title)):
        root = read_tree(text, Path("program.yaml")).root
        if value is None or not isinstance(root, MappingNode) or not isinstance(root.get(key), ScalarNode):
            continue
        span = _value_span(text, key)
        if span is None:
            continue
        start, end = span
        new, gap = yaml_text(value), _GAP.match(text, end)
        if gap:  # a comment behind it stays in its column, where there is room
            end = gap.end()
            new += " " * max(2, end - start - len(new))
        text = text[:start] + new + text[end:]
    return text


def title_of(program_id: str) -> str:
    """A title made from an id: `my-core` becomes `My core`."""
    return program_id.replace("-", " ").strip().capitalize() or program_id


def yaml_text(text: str) -> str:
    """A text as a YAML scalar on one line: without quotes where every reader takes it for text."""
    line = " ".join(text.split())
    plain = _SIMPLE.fullmatch(line) and ScalarNode(line, plain=True, line=1, column=1).kind == "text"
    # Words that readers of YAML 1.1 take for true and false are quoted.
    safe = line.lower() not in ("yes", "no", "on", "off", "y", "n")
    return line if plain and safe else json.dumps(line, ensure_ascii=False)


def _value_span(text: str, key: str) -> tuple[int, int] | None:
    """The start and the end of the value of a key at the top; None where they are not clear."""
    try:
        root = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError:
        # It is stricter about tabs than the parser that read the text: then the line of the key is searched.
        line = re.search(
            rf"^{key}[ \t]*:[ \t]+([^\s#\"'&*|>\[{{][^\n\r#]*?)[ \t]*(?:$|#)", text, re.MULTILINE
        )
        return line.span(1) if line else None
    if not isinstance(root, yaml.MappingNode):
        return None
    for name, value in root.value:
        if name.value == key and isinstance(value, yaml.ScalarNode):
            start, end = value.start_mark.index, value.end_mark.index
            return (start, end) if end > start else None
    return None


TRASH: Final = ".trash"
BACKUP: Final = ".backup"
DRAFTS: Final = ".drafts"
KEPT_BACKUPS: Final = 20
"""Of each program; older ones are removed."""
RESERVED: Final = ("drills", "config")
"""Names of other files, which no program can have."""
_STAMP: Final = "%Y-%m-%dT%H-%M-%S"


class FileSnapshot(Struct, frozen=True, kw_only=True):
    """A program file as it was when it was read for editing."""

    id: str
    path: Path
    text: str
    mark: str
    """Shows later whether the file was changed meanwhile."""
    stamp: FileStamp | None
    """The same, quicker and less sure."""
    draft: str | None = None
    """What was typed another time and never saved."""


class UserProgramFiles:
    """The folder of the user's own programs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, program_id: str) -> Path:
        """The path of a program of that id, which need not exist.

        Raises:
            UsageError: it cannot be an id.
            ProgramFileError: it is a link to somewhere else.
        """
        if not is_name(program_id):
            raise UsageError(f"'{program_id}' is not a name", hint=f"write {make_name(program_id)}")
        if program_id in RESERVED:
            raise UsageError(f"'{program_id}' is the name of another file", hint="choose another name")
        return place_within(self.folder, f"{program_id}.yaml")

    def read(self, program_id: str) -> tuple[str, str]:
        """The text of a program, and a mark that shows later whether the file was changed meanwhile.

        Raises:
            ProgramFileError: there is none, or it cannot be read as text.
        """
        path = self.path(program_id)
        data = read_bytes(path)
        if data is None:
            raise ProgramFileError("there is no such file", path=str(path))
        try:
            return data.decode("utf-8-sig"), mark_of(data)
        except UnicodeDecodeError as error:
            raise ProgramFileError("this is not UTF-8", hint="save it as UTF-8", path=str(path)) from error

    def snapshot(self, program_id: str) -> FileSnapshot:
        """A program as its file is now, with its draft; errors are those of `read`."""
        path = self.path(program_id)
        # The stamp first: a change between the two is then seen as one.
        stamp = stamp_of(path)
        text, mark = self.read(program_id)
        return FileSnapshot(
            id=program_id, path=path, text=text, mark=mark, stamp=stamp, draft=self.draft(program_id)
        )

    def create(self, program_id: str, text: str, *, title: str | None = None) -> Path:
        """Make a program from a text, with its comments, under an id and a title of its own.

        Args:
            program_id: of no other program of the user's.
            text: of another program, or a template.
            title: None makes one from the id.

        Raises:
            UsageError, ProgramFileError: as `add`.
        """
        headed = with_head(text, program_id=program_id, title=title or title_of(program_id))
        return self.add(program_id, headed)

    def add(self, program_id: str, text: str) -> Path:
        """Make a file with this text and the line that names its schema.

        Raises:
            UsageError: it cannot be an id.
            ProgramFileError: there is such a file already, or it cannot be written.
        """
        path = self.path(program_id)
        write_new(path, with_schema_line(text).encode("utf-8"))
        self.put_schema()
        return path

    def save(self, program_id: str, text: str, now: datetime, *, mark: str | None = None) -> str:
        """Save an edited text as it is, right or wrong, and keep a copy of the text before it.

        Args:
            program_id: its file's name.
            text: all of it.
            now: names the kept copy.
            mark: of the text that was read; None saves over any text.

        Returns:
            The mark of the saved text.

        Raises:
            ChangedOnDiskError: another program has changed the file since; nothing is written.
            ProgramFileError: it cannot be written.
        """
        path = self.path(program_id)
        before = read_bytes(path)
        if mark is not None and (before is None or mark_of(before) != mark):
            raise ChangedOnDiskError(
                "this file was changed by another program",
                hint="load it anew, or save over it",
                path=str(path),
            )
        data = text.encode("utf-8")
        if before is not None and before != data:
            write_over(self._free_path(BACKUP, f"{path.stem}.{now.strftime(_STAMP)}"), before)
            for old in sorted((self.folder / BACKUP).glob(f"{path.stem}.*.yaml"), reverse=True)[
                KEPT_BACKUPS:
            ]:
                old.unlink(missing_ok=True)
        write_over(path, data)
        self.drop_draft(program_id)
        return mark_of(data)

    def rename(self, program_id: str, new_id: str, now: datetime, *, title: str | None = None) -> Path:
        """Give a program another id, in its file and as the file's name, and perhaps another title.

        Raises:
            UsageError: it cannot be an id.
            ProgramFileError: there is no such program, or one with the new id already.
        """
        text, _ = self.read(program_id)
        old, new = self.path(program_id), self.path(new_id)
        headed = with_head(text, program_id=new_id, title=title)
        if new == old:
            self.save(program_id, headed, now)
            return old
        write_new(new, headed.encode("utf-8"))
        self.delete(program_id, now)
        return new

    def delete(self, program_id: str, now: datetime) -> Path:
        """Move a program into the trash folder, and return its path there.

        Raises:
            ProgramFileError: there is no such program, or it cannot be moved.
        """
        path = self.path(program_id)
        if not path.is_file():
            raise ProgramFileError("there is no such program of your own", path=str(path))
        target = self._free_path(TRASH, f"{program_id}.{now.strftime(_STAMP)}")
        move_new(path, target)
        return target

    def trashed(self) -> tuple[Path, ...]:
        """What is in the trash folder, the latest first."""
        found = (self.folder / TRASH).glob("*.yaml")
        return tuple(sorted(found, key=lambda path: path.name.split(".", 1)[1], reverse=True))

    def restore(self, trashed: Path) -> Path:
        """Move a program out of the trash folder again.

        Raises:
            ProgramFileError: there is a program of its id by now, or it is not in the trash.
        """
        if trashed.parent != self.folder / TRASH or not trashed.is_file():
            raise ProgramFileError("this is not in the trash folder", path=str(trashed))
        path = self.path(trashed.name.split(".", 1)[0])
        move_new(trashed, path)
        return path

    def put_schema(self, name: SchemaName = "program") -> Path:
        """Write the JSON Schema beside the programs, where their first lines name it."""
        from json import dumps

        from coach.programs.json_schema import json_schema

        path = place_within(self.folder, SCHEMA_FOLDER, f"{name}.json")
        data = (dumps(json_schema(name), indent=2) + "\n").encode("utf-8")
        if read_bytes(path) != data:
            write_over(path, data)
        return path

    def keep_draft(self, program_id: str, text: str) -> None:
        """Write what is typed and not saved yet beside the programs, so that no crash loses it."""
        write_over(place_within(self.folder, DRAFTS, f"{program_id}.yaml"), text.encode("utf-8"))

    def draft(self, program_id: str) -> str | None:
        """What was typed and never saved; None without a draft."""
        data = read_bytes(place_within(self.folder, DRAFTS, f"{program_id}.yaml"))
        return None if data is None else data.decode("utf-8", "replace")

    def drop_draft(self, program_id: str) -> None:
        """Remove the draft, because its text was saved or discarded."""
        path = place_within(self.folder, DRAFTS, f"{program_id}.yaml")
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise failure(path, "removed", error) from error

    def _free_path(self, folder: str, stem: str) -> Path:
        """The path of a new file in one of the folders beside the programs."""
        path, number = place_within(self.folder, folder, f"{stem}.yaml"), 1
        while path.exists():
            number += 1
            path = place_within(self.folder, folder, f"{stem}-{number}.yaml")
        return path


_SPREAD: Final = {
    1: (0,),
    2: (0, 3),
    3: (0, 2, 4),
    4: (0, 1, 3, 4),
    5: (0, 1, 2, 3, 4),
    6: (0, 1, 2, 3, 4, 5),
}
_GROWTH_SECONDS: Final = 15


class ProgramOutline(Struct, frozen=True, kw_only=True):
    """The answers from which a program is made."""

    title: str
    kind: Kind
    drills: tuple[str, ...]
    """In the order in which they are done."""
    seconds: int = 30
    """Of each."""
    rounds: int = 3
    rest_seconds: int = 20
    per_week: int = 3
    """0: no schedule."""
    grows: bool = False
    """Whether it gets longer when it went well."""


def outline_text(outline: ProgramOutline, program_id: str, drills: Mapping[str, Drill]) -> str:
    """A program with a comment beside each key.

    Args:
        outline: the answers.
        program_id: the file's name.
        drills: the drills there are.

    Raises:
        UsageError: no drill is chosen, or there is none of that id.
    """
    if not outline.drills:
        raise UsageError("a program needs a drill", hint="choose at least one")
    missing = next((name for name in outline.drills if name not in drills), None)
    if missing is not None:
        raise UsageError(f"there is no drill '{missing}'")
    if not outline.per_week:
        schedule = "# schedule: {per_week: 3}        # without it, it is there whenever you want it"
    elif outline.per_week == 7:
        schedule = _commented("schedule: {per_day: 1}", "every day")
    else:
        days = ", ".join(WEEKDAYS[day] for day in _SPREAD[outline.per_week])
        rhythm = f"schedule: {{per_week: {outline.per_week}, days: [{days}]}}"
        schedule = _commented(rhythm, "the days are yours to choose")
    head = [
        schema_line(),
        "#",
        "# Made from a few questions. Change what you like: docs/programs.md explains every key.",
        "",
        "schema: 1",
        _commented(f"id: {program_id}", "the file's name without .yaml"),
        f"title: {yaml_text(outline.title)}",
        _commented(f"kind: {outline.kind.value}", "decides which coaching rules apply"),
        "",
        schedule,
        "",
        _commented("ready: 10s", "to get into position"),
        _commented(
            f"rest: {{between: {duration_text(outline.rest_seconds)}, rounds: 60s}}",
            "between two, and two rounds",
        ),
        _commented(f"rounds: {outline.rounds}", "how many times round"),
        "",
        "slots:",
    ]
    return "\n".join([*head, *_slots(outline, drills)]) + "\n"


def _slots(outline: ProgramOutline, drills: Mapping[str, Drill]) -> list[str]:
    names: dict[str, int] = {}
    lines: list[str] = []
    for drill in outline.drills:
        names[drill] = names.get(drill, 0) + 1
        slot = drill if names[drill] == 1 else f"{drill}-{names[drill]}"
        sides = "once on each side" if drills[drill].sides else ""
        lines.append(_commented(f"  - slot: {slot}", sides))
        if slot != drill:
            lines.append(f"    drill: {drill}")
        key = "hold" if outline.kind is Kind.CORE else "time"
        lines.append(f"    {key}: {duration_text(outline.seconds)}")
        if outline.grows:
            most = duration_text(outline.seconds + _GROWTH_SECONDS)
            lines.append(_commented(f"    upto: {most}", "the longest that is asked for"))
            lines.append("    progress: time")
        lines.append("")
    return lines[:-1]


def _commented(text: str, comment: str) -> str:
    return f"{text:<32}  # {comment}" if comment else text


def template(kind: Kind) -> str:
    """The text of the template for a kind of program; its id and title are still to be chosen."""
    return (templates_folder() / f"{kind.value}.yaml").read_text(encoding="utf-8")
