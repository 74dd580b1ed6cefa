"""Every file of `bad/` with everything that is wrong with it: line, column, message and hint.

One pass finds all of it, in the order in which one reads.
"""

from __future__ import annotations

import pytest

from tests.programs.small_catalog import BAD, problems_of

EXPECTED: dict[str, tuple[str, ...]] = {
    "alias-of-itself.yaml": ("6:38: *all stands inside what it names (write the value out)",),
    "away.yaml": (
        "5:17: away: ease after 14 days is not later than recount after 20 "
        "(recount, ease, restart and reset come one after the other)",
        "5:30: away: reset after 84 days is not later than restart after 84 "
        "(recount, ease, restart and reset come one after the other)",
    ),
    "bad-durations.yaml": (
        "5:8: ready: '10 seconds' is not a duration (write 10s)",
        "6:9: switch: '1h' is not a duration (write 60m)",
        "7:17: between: a duration is more than 0 seconds "
        "(write 30s, 2m, 1m30s, 1:30 or a whole number of seconds)",
        "7:29: rounds: '1.5m' is not a duration (write 1m30s)",
        "10:11: hold: '30x' is not a duration (write 30s, 2m, 1m30s, 1:30 or a whole number of seconds)",
        "11:11: upto: a duration is more than 0 seconds "
        "(write 30s, 2m, 1m30s, 1:30 or a whole number of seconds)",
        "13:11: hold: '1:75' is not a duration (write 30s, 2m, 1m30s, 1:30 or a whole number of seconds)",
        "14:11: rest: a duration is less than a day "
        "(write 30s, 2m, 1m30s, 1:30 or a whole number of seconds)",
    ),
    "block-bounds-below.yaml": (
        "5:16: weeks: 3 is less than 4 (write 4 to 6)",
        "5:25: trim: a light week cannot be 5 % lighter (10% to 50%; 30% suits most)",
    ),
    "block-bounds.yaml": (
        "5:16: weeks: 7 is more than 6 (write 4 to 6)",
        "5:25: trim: a light week cannot be 60 % lighter (10% to 50%; 30% suits most)",
    ),
    "carried.yaml": (
        "9:35: load on the ladder of a slot without a load "
        "(leave it out, or write load: {start: 6kg, step: 1kg, max: 20kg} in the slot)",
        "10:46: hand on the ladder of a slot without a load "
        "(leave it out, or write load: {start: 6kg, step: 1kg, max: 20kg} in the slot)",
        "15:52: load: none and hand: one cannot both be true of a rung (keep one of them)",
        "16:48: load: '6kg' is not known here (write none)",
        "17:50: hand: 'left' is not known here (write one)",
    ),
    "closed-too-late.yaml": (
        "5:8: a quote is opened here and not closed in its line (close it with the same quote)",
    ),
    "colon-in-text.yaml": ("5:18: a ':' stands where none can stand (put text with a colon in quotes)",),
    "comments-only.yaml": (
        "1:1: the file is empty (start with schema: 1, then id:, title:, kind: and slots:)",
    ),
    "companions.yaml": (
        "6:30: pace goes with reps only (leave it out, or measure in reps)",
        "7:31: inhale goes with breaths or reps or time only"
        " (leave it out, or measure in breaths or reps or time)",
        "7:43: exhale goes with breaths or reps or time only"
        " (leave it out, or measure in breaths or reps or time)",
    ),
    "cues.yaml": (
        "6:15: say_side: {site} stands for nothing (there are {side} and {other})",
        "8:9: cues: {knee} stands for nothing (there are {side} and {other})",
        "9:9: cues: a cue is text, or belongs to one phase (write - in: or - out: and the text)",
        "11:9: cues: a cue is text, or belongs to one phase (write - in: or - out: and the text)",
        '12:9: cues: text is wanted, not a number (put it in quotes: "3")',
        "13:9: cues: text is wanted, not a list (write something, or leave it out)",
        "14:9: cues: this text is empty (write something, or leave it out)",
        "17:13: action: 'jump' is not known here (one of: hold, stretch, move, walk, breathe, stand)",
        "18:5: say_side: two is the same on both sides (write sides: each, or leave it out)",
        "19:14: get_out: two is the same on both sides "
        "(write sides: each, or the text without {side} and {other})",
        "22:9: cues: two is the same on both sides "
        "(write sides: each, or the cue without {side} and {other})",
    ),
    "drills.yaml": (
        "5:12: sides: 'left' is not known here (one of: none, each)",
        "6:11: cues: a list is wanted, not text (start each item with '- ')",
        "8:5: the key 'easer' is not known here (did you mean easier?)",
        "9:9: the drill 'plank-easy' stands here a second time (it is in line 3 already: keep one)",
        "13:13: easier: going on from two leads back to one (a chain of drills has two ends)",
        "14:13: no drill is named 'nowhere' (add it to a file in your drills folder)",
        "17:13: easier: going on from one leads back to two (a chain of drills has two ends)",
        '18:11: name: text is wanted, not a number (put it in quotes: "3")',
        "19:9: id: 'Three' is not a name (write three)",
        "20:13: no drill is named 'three' (add it to a file in your drills folder)",
    ),
    "duplicate-keys.yaml": (
        "5:1: the key 'title' stands here a second time (it is in line 3 already: keep one)",
        "9:5: the key 'hold' stands here a second time (it is in line 8 already: keep one)",
    ),
    "duplicate-slot.yaml": (
        "8:12: the slot 'plank' stands here a second time "
        "(it is in line 6 already: give it a name of its own, and say drill:)",
    ),
    "empty-lists.yaml": ("5:8: slots: this list is empty (write at least one item)",),
    "empty.yaml": ("1:1: the file is empty (start with schema: 1, then id:, title:, kind: and slots:)",),
    "fixed-starts.yaml": (
        "6:5: every and rest cannot both say when the next set starts (keep one of them)",
        "6:12: every: 30s leaves no rest after bird-dog (write 33s or more, or make the set shorter)",
        "6:12: every: 30s leaves no rest after plank (write 45s or more, or make the set shorter)",
        "11:48: every starts by the clock, and wait does not (keep one of them)",
        "13:46: every and rest cannot both say when the next set starts (keep one of them)",
        "14:61: every starts by the clock, and wait does not (keep one of them)",
        "18:16: every: 40s leaves no rest after carry (write 53s or more, or make the set shorter)",
    ),
    "indentation.yaml": (
        "8:4: this line does not fit in with the list above it "
        "(keys of one level start in the same column, further in than the key above them)",
    ),
    "ladder-disagrees.yaml": (
        "8:11: upto: 1m here, 50s on the ladder's rung plank (write the same in both, or leave it out here)",
        "13:11: hold: 1m10s is above the 1m of its rung (write at most 1m)",
    ),
    "ladder-start-above-upto.yaml": ("8:11: upto: 25s is below the 30s of its rung (write 30s or more)",),
    "ladder-without-start.yaml": (
        "9:7: the ladder lacks plank, with which the slot starts (add a rung with drill: plank)",
        "10:17: plank-knee is on this ladder twice (keep one of them)",
        "10:46: upto: 10s is below hold: 20s (write 20s or more, or leave upto out)",
        "11:29: reps in the ladder of a slot with hold (write hold)",
    ),
    "led-twice.yaml": (
        "6:50: pace and tempo cannot both lead the repetitions (keep one of them: pace or tempo)",
        "7:54: tempo and inhale cannot both lead the repetitions (keep one of them: tempo or inhale)",
        "8:42: inhale without exhale (write exhale: too)",
        "9:42: tempo goes with reps only (leave it out, or measure in reps)",
        "10:48: tempo: '2-2' is not a tempo (write 3-1-2: seconds to lower, to hold, to lift)",
        "11:47: tempo: 0-0-2: lowering and lifting take a second at least "
        "(write 3-1-2: seconds to lower, to hold, to lift)",
        "12:49: tempo: 45 seconds are too long for one movement (at most 30)",
    ),
    "list-at-top.yaml": (
        "1:1: the file starts with a list, not with keys "
        "(start with schema: 1, then id:, title:, kind: and slots:)",
    ),
    "load.yaml": (
        "8:19: load: start 24 kg is above max 20 kg (write a max of at least the start)",
        "8:31: step: a load here is more than 0 (write 6kg, 2.5kg or 10lb)",
        "12:11: the key 'step' is missing (write step: and its value)",
        "12:19: start: '6' is not a load (write 6kg or 6lb)",
        "12:27: max: '20stone' is not a load (write 6kg, 2.5kg or 10lb)",
        "13:15: progress: time wants an upto (write upto: and how far, or progress: none)",
        "17:15: progress: time-then-load wants a load (write load: {start: 6kg, step: 1kg, max: 20kg})",
    ),
    "merge-key.yaml": (
        "7:5: how much is asked is missing (write one of: hold, time, reps, breaths)",
        "7:6: merging with << is not read here (write the keys out)",
    ),
    "missing-keys.yaml": (
        "1:1: the key 'kind' is missing (write kind: and its value)",
        "1:1: the key 'title' is missing (write title: and its value)",
        "4:5: the key 'slot' is missing (write slot: and its value)",
    ),
    "more-sets-than-rounds.yaml": ("7:36: sets: 3 in 2 rounds (at most 2, or write more rounds)",),
    "newer-schema.yaml": (
        "1:9: schema: '2' is not a version that is read here (write 1)",
        "4:7: kind: 'cor' is not known here (did you mean core?)",
    ),
    "no-colon.yaml": ("5:1: a key without its ':' (write: key: value)",),
    "no-measure.yaml": (
        "6:5: how much is asked is missing (write one of: hold, time, reps, breaths)",
        "9:9: how much is asked is missing (write one of: hold, time, reps, breaths)",
    ),
    "no-rounds.yaml": (
        "5:9: rounds: 0 is less than 1 (write 1 to 100)",
        "7:36: sets: -1 is less than 1 (write 1 to 100)",
    ),
    "no-slots.yaml": ("1:1: the key 'slots' is missing (write slots: and what is done)",),
    "only-warmup.yaml": (
        "5:1: every part is a warm-up, so that all of it may be skipped (leave warmup out of one of them)",
    ),
    "other-id.yaml": (
        "2:5: id: 'something-else' is not the file's name "
        "(write other-id, or name the file something-else.yaml)",
    ),
    "parts-and-slots.yaml": (
        "5:1: rounds and parts cannot stand side by side (move it into a part, or take parts away)",
        "6:1: slots and parts cannot stand side by side (move it into a part, or take parts away)",
    ),
    "schedule-empty.yaml": (
        "5:11: schedule: how often is missing "
        "(write one of: per_week, per_day, every, or leave schedule out)",
        "5:12: schedule: days goes with per_week only (write per_week:)",
        "5:24: days: 'tusday' is not known here (one of: mon, tue, wed, thu, fri, sat, sun)",
    ),
    "schedule-hours.yaml": ("5:44: schedule: until 09:00 is not after from 17:30 (write a later time)",),
    "schedule.yaml": (
        "5:31: schedule: 2 days for per_week: 3 (name 3, or write per_week: 2)",
        "5:37: schedule: mon stands here twice (name it once)",
        "5:43: schedule: per_week and per_day cannot both hold (keep one of them)",
        "5:55: schedule: from goes with every only (write every: 30m)",
    ),
    "sides-of-none.yaml": (
        "7:12: sides: plank is the same on both sides (leave sides out, or choose a drill that has sides)",
        "10:12: sides: 'both' is not known here (one of: none, each)",
        "17:17: farmer-carry is the same on both sides, and this slot has sides: each "
        "(leave sides out: each drill brings its own)",
    ),
    "step-too-large.yaml": (
        "5:31: step: a step of 20 s is too much at once (at most 15s; 5s suits most people)",
        "5:44: misses: 0 is less than 1 (write 1 to 20)",
    ),
    "strange-id.yaml": ("2:5: id: 'Other_Id' is not a name (write other-id)",),
    "tab.yaml": ("7:1: a tab stands in the indentation (use spaces)",),
    "tag.yaml": (
        "5:8: about: text is wanted, not a list (write it on one line, without brackets)",
        "5:8: the tag !!python/object/apply:os.system is not read here (leave the tag out)",
        "7:12: the tag !!str is not read here (leave the tag out)",
    ),
    "too-many-sets.yaml": ("5:1: this session has about 2200 sets (at most 2000)",),
    "two-documents.yaml": ("7:1: a second document starts here (keep one program in one file, without ---)",),
    "two-measures.yaml": (
        "8:5: hold and time cannot both be the measure (keep one of them: hold or time)",
        "9:5: hold and reps cannot both be the measure (keep one of them: hold or reps)",
    ),
    "unclosed-bracket.yaml": ("5:11: a '{' is opened and not closed (close it with })",),
    "unclosed-quote.yaml": (
        "5:8: a quote is opened here and not closed in its line (close it with the same quote)",
    ),
    "unknown-alias.yaml": ("6:25: nothing is named &usual (write the value out)",),
    "unknown-drill.yaml": (
        "6:11: no drill is named 'plnk' (did you mean plank? or say which with drill:)",
        "9:12: no drill is named 'brid-dog' (did you mean bird-dog?)",
        "12:17: no drill is named 'brid-dog' (did you mean bird-dog?)",
        "13:17: no drill is named 'zzzzzz' (add it to a file in your drills folder)",
    ),
    "unknown-key.yaml": (
        "7:5: the key 'hodl' is not known here (did you mean hold?)",
        "9:1: the key 'rouns' is not known here (did you mean rounds?)",
        "10:1: the key 'qwerty' is not known here "
        "(one of: schema, id, title, kind, about, schedule, block, ready, switch, "
        "rest, rounds, every, progression, away, slots, parts)",
    ),
    "upto-below.yaml": (
        "8:11: upto: 1m is below hold: 1m30s (write 1m30s or more, or leave upto out)",
        "11:11: upto: 5 is below reps: 8 (write 8 or more, or leave upto out)",
        "14:11: upto: reps are counted, not timed (write a whole number)",
    ),
    "word-at-top.yaml": (
        "1:1: the file starts with text, not with keys "
        "(start with schema: 1, then id:, title:, kind: and slots:)",
    ),
    "wrong-types.yaml": (
        "5:8: about: text is wanted, not a list (write it on one line, without brackets)",
        "6:9: rounds: a whole number is wanted, not 'three' (write 1 to 100)",
        "7:8: ready: a duration is wanted, not a group of keys "
        "(write 30s, 2m, 1m30s, 1:30 or a whole number of seconds)",
        "8:9: switch: a duration is wanted, not true or false "
        "(write 30s, 2m, 1m30s, 1:30 or a whole number of seconds)",
        "9:8: block: keys with values are wanted, not a number (its keys: weeks, trim)",
        "13:11: sets: a whole number is wanted, not '2.5' (write 1 to 100)",
        "14:11: wait: true or false is wanted, not 'yes' (write true)",
        "15:13: ladder: a list is wanted, not text (start each item with '- ')",
        '16:11: slot: text is wanted, not a number (put it in quotes: "7")',
        "17:11: drill: text is wanted, not empty (write something, or leave the key out)",
        "19:5: slots: keys with values are wanted, not text "
        "(its keys: hold, time, reps, breaths, upto, slot, drill, sides, sets, ladder, load, "
        "progress, pace, tempo, inhale, exhale, rest, every, wait)",
    ),
}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_bad_file_has_the_expected_problems(name: str) -> None:
    assert problems_of(BAD / name) == list(EXPECTED[name])


def test_every_bad_file_is_tested() -> None:
    assert {path.name for path in BAD.glob("*.yaml")} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_every_problem_has_a_hint(name: str) -> None:
    assert EXPECTED[name]
    assert all(line.endswith(")") for line in EXPECTED[name])
