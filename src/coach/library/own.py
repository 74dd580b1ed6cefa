"""The user's own programs as files: made, saved, named anew, thrown away and brought back.

Nothing is ever written over without a copy of it, and nothing outside of the folder is touched.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from coach.errors import LibraryError, UsageError
from coach.library.heads import SCHEMA_FOLDER, title_of, with_head, with_schema_line
from coach.library.schema import SchemaName
from coach.library.shape import as_name, is_name
from coach.library.writing import (
    ChangedOnDiskError,
    failure,
    mark_of,
    move_new,
    place_within,
    read_bytes,
    write_new,
    write_over,
)

TRASH: Final = ".trash"
BACKUP: Final = ".backup"
DRAFTS: Final = ".drafts"
KEPT_BACKUPS: Final = 20
"""Of each program; older ones are taken away."""
_RESERVED: Final = ("drills", "config")
_STAMP: Final = "%Y-%m-%dT%H-%M-%S"


class OwnPrograms:
    """The folder of the user's own programs."""

    def __init__(self, folder: Path) -> None:
        """Look after `folder`, which is made when something is first written."""
        self.folder = folder

    def path(self, program_id: str) -> Path:
        """Where a program of that id is, or would be.

        Raises:
            UsageError: it cannot be an id.
            LibraryError: it is a link to somewhere else.
        """
        if not is_name(program_id):
            raise UsageError(f"'{program_id}' is not a name", hint=f"write {as_name(program_id)}")
        if program_id in _RESERVED:
            raise UsageError(f"'{program_id}' is the name of another file", hint="choose another name")
        return place_within(self.folder, f"{program_id}.yaml")

    def read(self, program_id: str) -> tuple[str, str]:
        """The text of a program, and a mark that tells later whether the file was changed meanwhile.

        Raises:
            LibraryError: there is none, or it cannot be read as text.
        """
        path = self.path(program_id)
        data = read_bytes(path)
        if data is None:
            raise LibraryError("there is no such file", path=str(path))
        try:
            return data.decode("utf-8-sig"), mark_of(data)
        except UnicodeDecodeError as error:
            raise LibraryError("this is not UTF-8", hint="save it as UTF-8", path=str(path)) from error

    def create(self, program_id: str, text: str, *, title: str | None = None) -> Path:
        """Make a program from the text of another one, with its comments; its id and title are its own.

        Args:
            program_id: which no program of the user's has yet.
            text: of another program, or a template.
            title: None makes one from the id.

        Raises:
            UsageError: it cannot be an id.
            LibraryError: there is such a file already, or it cannot be written.
        """
        headed = with_head(text, program_id=program_id, title=title or title_of(program_id))
        return self.add(program_id, headed)

    def add(self, program_id: str, text: str) -> Path:
        """Make a file with just this text, but for the line that names its schema.

        Raises:
            UsageError: it cannot be an id.
            LibraryError: there is such a file already, or it cannot be written.
        """
        path = self.path(program_id)
        write_new(path, with_schema_line(text).encode("utf-8"))
        self.put_schema()
        return path

    def save(self, program_id: str, text: str, now: datetime, *, mark: str | None = None) -> str:
        """Save what was edited, right or wrong, and keep the text before it; nothing else is changed in it.

        Args:
            program_id: its file's name.
            text: all of it.
            now: names the kept copy.
            mark: of the text that was read; None saves whatever stands there.

        Returns:
            The mark of the saved text.

        Raises:
            ChangedOnDiskError: the file was changed by somebody else since; it is as they left it.
            LibraryError: it cannot be written.
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
            self._keep(path, before, now)
        write_over(path, data)
        self.drop_draft(program_id)
        return mark_of(data)

    def rename(self, program_id: str, new_id: str, now: datetime, *, title: str | None = None) -> Path:
        """Give a program another id, in its file and as the file's name, and perhaps another title.

        Raises:
            UsageError: it cannot be an id.
            LibraryError: there is no such program, or one with the new id already.
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
        """Move a program into the trash folder; the shipped one of its id, if there is one, is back then.

        Returns:
            Where it is now.

        Raises:
            LibraryError: there is no such program, or it cannot be moved.
        """
        path = self.path(program_id)
        if not path.is_file():
            raise LibraryError("there is no such program of your own", path=str(path))
        target = self._free(TRASH, f"{program_id}.{now.strftime(_STAMP)}")
        move_new(path, target)
        return target

    def trashed(self) -> tuple[Path, ...]:
        """What is in the trash folder, the latest first."""
        found = (self.folder / TRASH).glob("*.yaml")
        return tuple(sorted(found, key=lambda path: path.name.split(".", 1)[1], reverse=True))

    def bring_back(self, trashed: Path) -> Path:
        """Move a program out of the trash folder again.

        Raises:
            LibraryError: there is a program of its id by now, or it is not in the trash.
        """
        if trashed.parent != self.folder / TRASH or not trashed.is_file():
            raise LibraryError("this is not in the trash folder", path=str(trashed))
        path = self.path(trashed.name.split(".", 1)[0])
        move_new(trashed, path)
        return path

    def put_schema(self, name: SchemaName = "program") -> Path:
        """Have the JSON Schema beside the programs, where their first lines name it."""
        from json import dumps

        from coach.library.schema import json_schema

        path = place_within(self.folder, SCHEMA_FOLDER, f"{name}.json")
        data = (dumps(json_schema(name), indent=2) + "\n").encode("utf-8")
        if read_bytes(path) != data:
            write_over(path, data)
        return path

    def keep_draft(self, program_id: str, text: str) -> None:
        """Put aside what is being typed and not saved yet, so that no crash can lose it."""
        write_over(place_within(self.folder, DRAFTS, f"{program_id}.yaml"), text.encode("utf-8"))

    def draft(self, program_id: str) -> str | None:
        """What was typed and never saved; None when there is nothing."""
        data = read_bytes(place_within(self.folder, DRAFTS, f"{program_id}.yaml"))
        return None if data is None else data.decode("utf-8", "replace")

    def drop_draft(self, program_id: str) -> None:
        """Forget it: it was saved, or given up."""
        path = place_within(self.folder, DRAFTS, f"{program_id}.yaml")
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise failure(path, "removed", error) from error

    def _keep(self, path: Path, data: bytes, now: datetime) -> None:
        """A copy of a text before another one takes its place."""
        write_over(self._free(BACKUP, f"{path.stem}.{now.strftime(_STAMP)}"), data)
        kept = sorted((self.folder / BACKUP).glob(f"{path.stem}.*.yaml"), reverse=True)
        for old in kept[KEPT_BACKUPS:]:
            old.unlink(missing_ok=True)

    def _free(self, folder: str, stem: str) -> Path:
        """A name in one of the folders beside the programs that no file has."""
        path, number = place_within(self.folder, folder, f"{stem}.yaml"), 1
        while path.exists():
            number += 1
            path = place_within(self.folder, folder, f"{stem}-{number}.yaml")
        return path
