"""The keys of the screens for programs: the list, a drill's page, the editor."""

from __future__ import annotations

from typing import Final

from coach.tui.keys import Key

PROGRAMS_KEYS: Final[tuple[Key, ...]] = (
    Key(
        id="programs.start",
        keys=("enter", "s"),
        action="start",
        label="start",
        tooltip="Start this program now.",
    ),
    Key(
        id="programs.edit",
        keys=("c",),
        action="edit",
        label="change",
        tooltip="Change it here. Of a program that ships with the app, a copy of your own.",
    ),
    Key(
        id="programs.preview",
        keys=("a",),
        action="preview",
        label="look ahead",
        tooltip="Its session second by second, and what the next six weeks will ask for.",
    ),
    Key(
        id="programs.drills",
        keys=("d",),
        action="drills",
        label="drills",
        tooltip="The page of each of its drills: how it is done, when to leave it out, easier and harder.",
    ),
    Key(
        id="programs.new",
        keys=("n",),
        action="new",
        label="new",
        tooltip="A new program of your own: from a template, or from a few questions.",
    ),
    Key(
        id="programs.copy",
        keys=("m",),
        action="copy",
        label="my copy",
        tooltip="A copy of it under another name.",
    ),
    Key(
        id="programs.rename",
        keys=("r",),
        action="rename",
        label="rename",
        tooltip="Give a program of yours another name.",
    ),
    Key(
        id="programs.delete",
        keys=("delete", "x"),
        action="delete",
        label="delete",
        tooltip="Move a program of yours into the trash folder; it asks once.",
    ),
    Key(
        id="programs.bring_back",
        keys=("u",),
        action="bring_back",
        label="bring back",
        tooltip="Bring back what was deleted last.",
    ),
    Key(
        id="programs.restore",
        keys=("o",),
        action="restore",
        label="the original",
        tooltip="Have the program that ships with the app again; yours goes into the trash folder.",
    ),
    Key(
        id="programs.outside",
        keys=("v",),
        action="outside",
        label="your editor",
        tooltip="Open it in the editor that EDITOR names.",
    ),
    Key(
        id="programs.close",
        keys=("escape", "q"),
        action="close",
        label="back",
        tooltip="Back to where you came from.",
    ),
)
"""Keys of the list of programs."""

DRILL_KEYS: Final[tuple[Key, ...]] = (
    Key(
        id="drill.easier",
        keys=("left",),
        action="easier",
        label="easier",
        tooltip="The next easier drill.",
    ),
    Key(
        id="drill.harder",
        keys=("right",),
        action="harder",
        label="harder",
        tooltip="The next harder drill.",
    ),
    Key(
        id="drill.read",
        keys=("l",),
        action="read",
        label="guide",
        tooltip="Read the page of the guide that goes with it.",
    ),
    Key(
        id="drill.close",
        keys=("escape", "q"),
        action="close",
        label="back",
        tooltip="Back to the program.",
    ),
)
"""Keys of a drill's page."""

EDITOR_KEYS: Final[tuple[Key, ...]] = (
    Key(
        id="editor.save",
        keys=("ctrl+s",),
        action="save",
        label="save",
        tooltip="Save it, with problems too. The text before it is kept in a folder beside it.",
    ),
    Key(
        id="editor.suggest",
        keys=("f2", "ctrl+space", "ctrl+@"),
        action="suggest",
        label="suggest",
        tooltip="Show what could stand here. Tab or enter takes it, the arrows choose, escape closes.",
    ),
    Key(
        id="editor.preview",
        keys=("f4", "ctrl+t"),
        action="preview",
        label="look ahead",
        tooltip="Show or hide what it will do: the session, and six weeks of it.",
    ),
    Key(
        id="editor.next_problem",
        keys=("f8", "ctrl+n"),
        action="next_problem",
        label="next problem",
        tooltip="Go to the next problem, and after the last one to the first.",
    ),
    Key(
        id="editor.run",
        keys=("f5", "ctrl+r"),
        action="run",
        label="save and start",
        tooltip="Save it, and start it now.",
    ),
    Key(
        id="editor.outside",
        keys=("f9", "ctrl+o"),
        action="outside",
        label="your editor",
        tooltip="Save it, and go on in the editor that EDITOR names.",
    ),
    Key(
        id="editor.close",
        keys=("escape",),
        action="close",
        label="back",
        tooltip="Back to the programs; it asks where something is not saved.",
    ),
)
"""Keys of the editor; all other keys write."""

LOOK_AHEAD_KEYS: Final[tuple[Key, ...]] = (
    Key(
        id="look_ahead.close",
        keys=("escape", "q", "a"),
        action="close",
        label="back",
        tooltip="Back to the programs.",
    ),
)
"""Keys of what a program will do."""

WRITING_KEYS: Final = (*PROGRAMS_KEYS, *DRILL_KEYS, *LOOK_AHEAD_KEYS, *EDITOR_KEYS)
"""All of them."""
