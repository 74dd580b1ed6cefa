"""Every key of the app: what it does, its words, and a check of the keys that somebody chose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from textual.binding import Binding
from textual.keys import Keys, key_to_character

from coach.errors import nearest_word

_NAMED_KEYS: Final = frozenset(key.value for key in Keys)
_SHOWN: Final[dict[str, str]] = {
    "plus": "+",
    "equals_sign": "=",
    "minus": "-",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
}
_SHORT: Final = {"escape": "esc", "slash": "/"}

ANSWER_PRIORITY: Final = 100
"""The priority from which on a key is an answer, and is in the footer whatever the width."""
HELP_PRIORITY: Final = 10
"""Keys with less leave the footer before the word of the help does."""
FOOTER_PRIORITY: Final[dict[str, int]] = {}
"""How long each key, by its id, stays in a footer that runs out of room: what has least goes first."""


def key(id: str, keys: str, action: str, label: str, tooltip: str, *, keep: int = 0) -> Binding:
    """A key that users can change.

    Args:
        id: its group and its name, as `keys` in the settings has them.
        keys: the app's own, between commas; the first one is shown.
        action: what it does.
        label: a word or two for the footer.
        tooltip: a sentence for the help.
        keep: its `FOOTER_PRIORITY`.
    """
    FOOTER_PRIORITY[id] = keep
    return Binding(keys, action, label, show=False, tooltip=tooltip, id=id)


# fmt: off
SESSION_KEYS: Final = (
    key("session.pause", "space", "pause", "pause",
        "Pause; again: go on, after a short get-ready. A paused hold is over; its seconds count.", keep=19),
    key("session.next", "n,right", "next", "next",
        "End this interval now. A hold counts with the seconds you held.", keep=15),
    key("session.back", "b,left", "back", "back",
        "Back to the start of this interval; in its first two seconds, to the drill before it.", keep=12),
    key("session.longer", "plus,equals_sign,up", "adjust(10)", "10 s more",
        "Ten seconds more of this rest or get-ready.", keep=13),
    key("session.shorter", "minus,down", "adjust(-10)", "10 s less",
        "Ten seconds less of this rest or get-ready.", keep=11),
    key("session.rests_longer", "right_square_bracket,greater_than_sign", "adjust_rests(5)", "rests longer",
        "Every rest still to come is five seconds longer today.", keep=11),
    key("session.rests_shorter", "left_square_bracket,less_than_sign", "adjust_rests(-5)", "rests shorter",
        "Every rest still to come is five seconds shorter today.", keep=11),
    key("session.shaky", "s", "shaky", "shaky",
        "This set was not tidy; in a rest, the set before. Again: it was tidy after all.", keep=14),
    key("session.pain", "x", "pain", "it hurts",
        "Everything stands still and asks how much it hurts.", keep=18),
    key("session.easier", "e", "easier", "easier",
        "Less of this drill today: a shorter set or an easier drill, from the next set on. Your level stays.",
        keep=15),
    key("session.redo", "r", "redo", "do it again", "Do the hold that was cut short once more.", keep=16),
    key("session.continue", "enter", "continue", "go on", "Go on, where the session waits for you."),
    key("session.skip_side", "v", "skip_side", "skip this side", "Leave this side of this set out.", keep=11),
    key("session.skip_drill", "d", "skip_drill", "skip drill",
        "Leave the rest of this drill out, in every round.", keep=11),
    key("session.skip_warmup", "w", "skip_warmup", "skip warm-up",
        "Leave the rest of the warm-up out, if you are warm already: it asks.", keep=11),
    key("session.read", "l", "read", "guide",
        "While it stands still: read the page of the guide that goes with it.", keep=11),
    key("session.stop", "q", "stop", "stop", "Stop here. It asks once, and keeps what you did.", keep=17),
    key("session.leave", "escape", "leave", "no answer",
        "While it asks how much it hurts: leave that open, and go on. Else: stop here.", keep=8),
)
"""The session screen, in the order of the help."""

APP_KEYS: Final = (
    key("app.help", "question_mark,f1", "app.help", "help", "The keys of this screen.", keep=HELP_PRIORITY),
    key("app.suspend", "ctrl+z", "app.suspend_process", "put aside",
        "Put the app aside for the shell; a running session stands still."),
    key("app.quit", "ctrl+q", "app.quit", "quit", "Leave the app."),
)
"""The whole app."""

PLACE_KEYS: Final = (
    key("go.today", "t", "app.go('today')", "today", "What is due today.", keep=2),
    key("go.history", "h", "app.go('history')", "history",
        "What was done, and everything that was said.", keep=2),
    key("go.week", "w", "app.go('week')", "week", "The habits of the week.", keep=2),
    key("go.programs", "p", "app.go('programs')", "programs",
        "Every program: read it, change it, make one of your own.", keep=2),
    key("go.guide", "g", "app.go('guide')", "guide",
        "Short pages: why a back locks up, and what keeps it loose.", keep=2),
    key("go.breaks", "b", "app.go('breaks')", "breaks", "Calls out of the chair, while you work.", keep=2),
    key("go.settings", "e", "app.go('settings')", "settings",
        "Sound, rests, units, days, colours and keys.", keep=2),
)
"""From any place to another; none of them leaves a running session or a check-in."""

TODAY_KEYS: Final = (
    key("day.start", "s", "start_next", "next", "Start the next thing that is due.", keep=6),
    key("day.choose", "enter", "start", "start", "Start the program that is marked in the list.", keep=11),
    key("day.why", "space", "why", "why",
        "Why each dose of the marked program is what it is; again: hide it.", keep=7),
    key("day.easier", "minus", "easier", "easier",
        "Less of a drill of the marked program today: a shorter set or an easier drill. Your level stays.",
        keep=3),
    key("day.check_in", "c", "check_ins", "check-ins",
        "All check-ins and checklists: the week, your shoes, sleep, the desk, the home.", keep=5),
    key("day.forgotten", "f", "forgotten", "fill in", "Fill in the morning that was left out."),
    key("day.yes", "y", "answer(True)", "yes", "Yes to the morning's question.", keep=ANSWER_PRIORITY),
    key("day.no", "n", "answer(False)", "no", "No to the morning's question.", keep=ANSWER_PRIORITY),
    key("day.all_well", "0", "all_well", "no to all",
        "No to the questions of the morning that stand there. What is alarming is asked by itself.",
        keep=ANSWER_PRIORITY),
    key("day.read", "l", "read", "read on",
        "Read the page of the guide that goes with today, or with the marked program.", keep=4),
    key("day.quit", "q", "app.quit", "quit", "Leave the app.", keep=3),
)
"""Today."""

LOCK_KEYS: Final = (
    key("lock.cleared", "K", "app.lift('cleared')", "cleared by a clinician",
        "While training is off: record that a clinician has seen you and says that you may train.",
        keep=ANSWER_PRIORITY),
    key("lock.mistaken", "U", "app.lift('mistaken')", "entered by mistake",
        "While training is off: take back a warning sign that was entered by mistake.", keep=ANSWER_PRIORITY),
)
"""What lifts a lock, on every screen but those that ask, or that are written in."""

CHECK_IN_KEYS: Final = (
    key("check_in.read", "l", "read", "guide",
        "Read the page of the guide that goes with the question.", keep=2),
)
"""A check-in and the first questions."""

DONE_KEYS: Final = (
    key("done.close", "space,q,escape", "leave", "close",
        "Leave the question open; then close the screen.", keep=9),
    key("done.skip", "enter", "skip", "no answer",
        "Leave the question open. It closes nothing, because on Today Enter starts a session.", keep=7),
    key("done.read", "l", "read", "guide", "Read the page of the guide that goes with what you did.", keep=1),
)
"""The end of a session."""

HISTORY_KEYS: Final = (
    key("history.add", "a", "add", "add",
        "Add something that you did away from the app, today or on an earlier day.", keep=8),
    key("history.take_back", "u,delete", "take_back", "take back",
        "Take this entry back. You see first what that does to today's doses.", keep=4),
    key("history.undo", "z", "undo", "undo",
        "Turn round what was written last, whatever it was; again: back to how it was.", keep=3),
    key("history.filter", "f", "filter", "filter",
        "Show one program, or some days, or what you said in check-ins.", keep=9),
    key("history.clear", "x", "clear", "show all", "Show everything that was done."),
    key("history.curves", "c", "curves", "curves", "Seconds and load of each drill over time.", keep=7),
    key("history.records", "r", "records", "records",
        "The best of each drill, light weeks left out.", keep=6),
    key("history.over_time", "o", "over_time", "weeks", "The weekly table of every week so far.", keep=5),
    key("history.earlier", "left_square_bracket", "shift_year(-1)", "year before",
        "The year before this one."),
    key("history.later", "right_square_bracket", "shift_year(1)", "year after", "The year after this one."),
    key("history.year", "y", "year", "year", "Go to the year, and back to the list.", keep=2),
    key("history.read", "l", "read", "guide", "Read the page of the guide that goes with it.", keep=1),
    key("history.close", "escape,q", "close", "close", "Back to the screen before.", keep=19),
)
"""The list of what was done, and the year."""

DETAIL_KEYS: Final = (
    key("entry.correct_set", "e", "correct_set", "correct", "Correct what was noted of this set.", keep=20),
    key("entry.correct", "d", "correct_entry", "day and note",
        "Correct the day, the minutes or the note.", keep=9),
    key("entry.take_back", "u,delete", "take_back", "take back",
        "Take all of it back. You see first what that does to today's doses.", keep=8),
    key("entry.close", "escape,q", "close", "close", "Back to the list.", keep=19),
)
"""One entry of the history."""

CURVE_KEYS: Final = (
    key("curves.range", "v", "range", "how far back", "Twelve weeks, a year, or everything.", keep=9),
    key("curves.measure", "m", "measure", "time or load",
        "Seconds or load, where there is no room for both.", keep=8),
    key("curves.filter", "f", "filter", "filter", "Only one program, or only some days.", keep=7),
    key("curves.close", "escape,q", "close", "close", "Back to the history.", keep=19),
)
"""The curves of the drills."""

WEEK_KEYS: Final = (
    key("week.earlier", "left,left_square_bracket", "shift(-1)", "before",
        "The week before this one.", keep=20),
    key("week.later", "right,right_square_bracket", "shift(1)", "after", "The week after this one.", keep=9),
    key("week.now", "n", "now", "this week", "Back to this week.", keep=8),
    key("week.over_time", "o", "over_time", "all weeks", "The weekly table of every week so far.", keep=7),
    key("week.read", "l", "read", "guide", "Read the page of the guide that goes with a habit.", keep=6),
    key("week.close", "escape,q", "close", "close", "Back to the screen before.", keep=19),
)
"""One week."""

LIST_KEYS: Final = (
    key("past.filter", "f", "filter", "filter", "Only one program, or only some days.", keep=20),
    key("past.close", "escape,q", "close", "close", "Back to the screen before.", keep=19),
)
"""The records, and the weeks over time."""

PROGRAMS_KEYS: Final = (
    key("programs.start", "enter,s", "start", "start", "Start this program now.", keep=19),
    key("programs.edit", "c", "edit", "change",
        "Change it here. Of a program that ships with the app, a copy of your own.", keep=18),
    key("programs.preview", "a", "preview", "look ahead",
        "Its session second by second, and what the next six weeks will ask for.", keep=15),
    key("programs.drills", "d", "drills", "drills",
        "The page of each of its drills: how it is done, when to leave it out, easier and harder.", keep=14),
    key("programs.new", "n", "new", "new",
        "A new program of your own: from a template, or from a few questions.", keep=16),
    key("programs.copy", "m", "copy", "my copy", "A copy of it under another name.", keep=13),
    key("programs.rename", "r", "rename", "rename", "Give a program of yours another name.", keep=11),
    key("programs.delete", "delete,x", "delete", "delete",
        "Move a program of yours into the trash folder; it asks once.", keep=11),
    key("programs.bring_back", "u", "bring_back", "bring back", "Bring back what was deleted last.", keep=11),
    key("programs.restore", "o", "restore", "the original",
        "Have the program that ships with the app again; yours goes into the trash folder.", keep=11),
    key("programs.outside", "v", "outside", "your editor",
        "Open it in the editor that EDITOR names.", keep=11),
    key("programs.close", "escape,q", "close", "back", "Back to where you came from.", keep=17),
)
"""The list of programs."""

DRILL_KEYS: Final = (
    key("drill.easier", "left", "easier", "easier", "The next easier drill.", keep=12),
    key("drill.harder", "right", "harder", "harder", "The next harder drill.", keep=12),
    key("drill.other_side", "s", "other_side", "other side", "Show it for the other side.", keep=14),
    key("drill.more", "space", "more", "more", "Read on below; from the end back to the beginning.", keep=13),
    key("drill.read", "l", "read", "guide", "Read the page of the guide that goes with it.", keep=11),
    key("drill.close", "escape,q", "close", "back", "Back to the program.", keep=13),
)
"""A drill's page."""

INTRODUCTION_KEYS: Final = (
    key("introduction.start", "enter,s", "start", "start", "Start the session.", keep=19),
    key("introduction.easier", "e", "easier", "easier",
        "Less of a drill of this session today: a shorter set or an easier drill. Your level stays.",
        keep=15),
    key("introduction.more", "space", "more", "more",
        "Read on below; from the end back to the beginning.", keep=14),
    key("introduction.close", "escape,q", "close", "not now", "Back, without starting.", keep=18),
)
"""Drills that were never done, before the session."""

LOOK_AHEAD_KEYS: Final = (
    key("look_ahead.close", "escape,q,a", "close", "back", "Back to the programs.", keep=12),
)
"""What a program will do."""

EDITOR_KEYS: Final = (
    key("editor.save", "ctrl+s", "save", "save",
        "Save it, with problems too. The text before it is kept in a folder beside it.", keep=19),
    key("editor.suggest", "f2,ctrl+space,ctrl+@", "suggest", "suggest",
        "Show what could stand here. Tab or enter takes it, the arrows choose, escape closes.", keep=14),
    key("editor.preview", "f4,ctrl+t", "preview", "look ahead",
        "Show or hide what it will do: the session, and six weeks of it.", keep=17),
    key("editor.next_problem", "f8,ctrl+n", "next_problem", "next problem",
        "Go to the next problem, and after the last one to the first.", keep=16),
    key("editor.run", "f5,ctrl+r", "run", "save and start", "Save it, and start it now.", keep=15),
    key("editor.outside", "f9,ctrl+o", "outside", "your editor",
        "Save it, and go on in the editor that EDITOR names.", keep=13),
    key("editor.close", "escape", "close", "back",
        "Back to the programs; it asks where something is not saved.", keep=18),
)
"""The editor; all other keys write."""

SETTINGS_KEYS: Final = (
    key("settings.change", "enter,space", "change", "change",
        "Change the marked setting: turn it over, choose, or type.", keep=19),
    key("settings.more", "right,plus,equals_sign", "step(1)", "more",
        "A step more, or the next choice.", keep=17),
    key("settings.less", "left,minus", "step(-1)", "less", "A step less, or the choice before.", keep=18),
    key("settings.default", "d,delete", "default", "default",
        "Back to the default: the line goes out of your file.", keep=16),
    key("settings.hear", "s", "hear", "hear it",
        "Play a tone with your settings; on a cue, that cue.", keep=14),
    key("settings.search", "slash,f", "search", "search",
        "Show only the settings in which a word occurs. Esc shows all of them again.", keep=15),
    key("settings.changed", "c", "only_changed", "only yours",
        "Show only what you have changed; again: everything.", keep=13),
    key("settings.read", "l", "read", "guide", "Read the page of the guide that goes with it.", keep=12),
    key("settings.close", "escape,q", "close", "back", "Back to where you came from.", keep=20),
)
"""The settings."""

GUIDE_KEYS: Final = (
    key("guide.open", "enter,space,right", "open", "read", "Read the marked page.", keep=19),
    key("guide.search", "slash,f", "search", "search",
        "Show only the pages in which a word occurs. Esc shows all of them again.", keep=18),
    key("guide.close", "escape,q", "close", "back", "Back to where you came from.", keep=20),
)
"""The list of the guide's pages."""

PAGE_KEYS: Final = (
    key("page.note", "enter", "note", "note it",
        "Write down what you have ticked; 1 to 9 tick. Leaving the page notes it too.", keep=19),
    key("page.links", "l", "links", "go on to",
        "The pages that go with this one, and where its figures come from.", keep=18),
    key("page.after", "right,right_square_bracket,n", "turn(1)", "next page",
        "The page after this one.", keep=16),
    key("page.before", "left,left_square_bracket", "turn(-1)", "page before",
        "The page before this one.", keep=17),
    key("page.close", "escape,q,backspace", "close", "back", "Back to where you came from.", keep=20),
)
"""One page of the guide."""

BREAKS_KEYS: Final = (
    key("breaks.start", "s,enter", "start", "start",
        "Take the break now: it runs as any session does, and comes back here.", keep=19),
    key("breaks.snooze", "z", "snooze", "in 5 minutes", "Call again in five minutes.", keep=18),
    key("breaks.skip", "k", "skip", "skip",
        "Leave this one out. Nothing is owed; the next one comes half an hour from now.", keep=17),
    key("breaks.switch", "o", "switch", "calls on or off",
        "No more calls until you turn them on again, or leave the app.", keep=16),
    key("breaks.read", "l", "read", "guide", "Why to get up, and how to sit meanwhile.", keep=15),
    key("breaks.close", "escape,q", "close", "back",
        "Back to where you came from; calls go on while the app is open.", keep=20),
)
"""The breaks."""
# fmt: on

ALL_KEYS: Final[tuple[Binding, ...]] = (
    *SESSION_KEYS,
    *APP_KEYS,
    *PLACE_KEYS,
    *TODAY_KEYS,
    *LOCK_KEYS,
    *CHECK_IN_KEYS,
    *DONE_KEYS,
    *HISTORY_KEYS,
    *DETAIL_KEYS,
    *CURVE_KEYS,
    *WEEK_KEYS,
    *LIST_KEYS,
    *PROGRAMS_KEYS,
    *DRILL_KEYS,
    *INTRODUCTION_KEYS,
    *LOOK_AHEAD_KEYS,
    *EDITOR_KEYS,
    *SETTINGS_KEYS,
    *GUIDE_KEYS,
    *PAGE_KEYS,
    *BREAKS_KEYS,
)
"""What can be given other keys, on every screen."""

ANSWER_KEYS: Final = frozenset("0123456789yntoacdeghijkm") | {"enter", "escape", "left", "plus", "minus"}
"""What a check-in may ask to be pressed."""
PAIN_KEYS: Final[dict[str, int]] = {**{str(number): number for number in range(10)}, "t": 10}
"""One key for each answer to how much it hurts."""


def name_of(key: Binding) -> str:
    """The id without its group: `pause` of `session.pause`."""
    return (key.id or "").partition(".")[2]


def keys_of(key: Binding, keymap: Mapping[str, str]) -> tuple[str, ...]:
    """What is to be pressed now: the user's own keys, else the app's.

    Args:
        key: what it is for.
        keymap: the user's own keys, between commas, by id.
    """
    return tuple((keymap.get(key.id or "") or key.key).split(","))


def shown_key(name: str) -> str:
    """A key as people write it: `+` for `plus`."""
    return _SHOWN.get(name, name)


def short_key(name: str) -> str:
    """The same where there is little room: `esc`."""
    return _SHORT.get(name, shown_key(name))


def checked_keymap(chosen: Mapping[str, tuple[str, ...]]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The user's own keys that can be used, and a sentence about each that cannot.

    A choice is left out as a whole where a key does not exist, or does something else already: of the two
    things that a key is for, only one would happen.

    Args:
        chosen: keys by the id of what they do.
    """
    known = {key.id: tuple(key.key.split(",")) for key in ALL_KEYS if key.id}
    keymap: dict[str, str] = {}
    problems: list[str] = []
    for identity, keys in chosen.items():
        problem = _problem(identity, keys, chosen, known)
        if problem:
            problems.append(problem)
        else:
            keymap[identity] = ",".join(keys)
    return keymap, tuple(problems)


_Keys = Mapping[str, tuple[str, ...]]


def _problem(identity: str, keys: tuple[str, ...], chosen: _Keys, known: _Keys) -> str | None:
    if identity not in known:
        near = nearest_word(identity, list(known))
        return f"keys: there is no '{identity}'" + (f"; did you mean '{near}'?" if near else "")
    if not keys:
        return f"keys: '{identity}' has no key"
    for key in keys:
        plain = key.rpartition("+")[2]
        is_character = key_to_character(plain) is not None and (len(plain) == 1 or plain.isidentifier())
        if plain not in _NAMED_KEYS and not is_character:
            return f"keys: '{key}' for '{identity}' is not a key"
        if key in PAIN_KEYS and identity.startswith(("session.", "done.")):
            return f"keys: '{key}' for '{identity}' answers how much it hurts"
        if key in ANSWER_KEYS and identity.startswith("check_in."):
            return f"keys: '{key}' for '{identity}' answers a question"
    scope = identity.partition(".")[0]
    for other, own in known.items():
        taken = set(keys) & set(chosen.get(other) or own)
        if other != identity and _meet(scope, other.partition(".")[0]) and other != "app.quit" and taken:
            return f"keys: '{min(taken)}' for '{identity}' is already '{other}'"
    return None


def _meet(scope: str, other: str) -> bool:
    """Whether two groups of keys are alive on one screen."""
    return other in (scope, "app", "lock") or scope == "lock" or {scope, other} == {"day", "go"}
