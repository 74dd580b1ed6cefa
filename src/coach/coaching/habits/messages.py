"""The texts about habits, weeks and the kinds of program that have no levels; `all_sentences` lists them."""

from __future__ import annotations

from datetime import date

from coach.model.formatting import count_text, day_text, seconds_text, short_day

DONE = "Done for today."
NOTHING_YET = "Nothing yet today. Whenever it suits you."
OPTIONAL_TODAY = "Optional today: only what feels good, in a range without pain."
NOT_WHILE_LOCKED = "Not while training is off. First let a clinician have a look."
TWICE_TODAY = "Twice today: while the week is lighter, the hips and upper back get double the attention."
ALREADY_WARM_WALK = "You have just been moving: the warm-up is done."
ALREADY_WARM_CORE = "You come from your core session: the warm-up is done."

MORNING_ORDER = "In the morning the order matters: lying, then on all fours, then standing and walking."
MORNING_DONE = "Morning routine done. Ease into the day; heavy lifting can wait a while."
MORNING_PARTLY = "Partly done and noted. The rest can follow this morning, in order."
KNEE_OPTIONAL = "Knee to chest may be left out: some back specialists would skip it early in the day."
SMALL_BENDS = "Small, easy cat-camels: bending further is not advised with osteoporosis."

SLOW_DOWN = "Slow down until you can talk in whole sentences. The minutes count all the same."
CARDIO_DONE = "This week's brisk minutes are done."
CARDIO_PAUSED = "Nothing asked while training is paused. An easy walk is fine if it feels good."
CORE_PAUSED = "No core sessions while training is paused."
CARDIO_LIGHT = "Lighter week: about 30 % less."

PRACTICE_STICKS = "The hinge sticks. A short refresher once a month keeps it."
PRACTICE_REFRESH = "Time for a short refresher of the hinge."
PRACTICE_TIRED = "Next time practise right after core work: the pattern should hold when you are tired too."

RAMP_DAY = (
    "Warm up for a few minutes.",
    "Pace yourself: start easier than you feel.",
    "Drink before and during.",
)
RAMP_OVER = "That day has passed."
RAMP_TODAY = "It is today. Warm up, pace yourself, drink."
RAMP_NO_TIME = "Less than a week is too short to build up. Keep moving lightly, and take the day itself easy."
RAMP_PAUSED = "While training is paused there is nothing to build up. The way starts when it goes on."
RAMP_LIGHT = "The last week is lighter, so that you arrive fresh."

STREAK_START = "Do anything this week and the count begins."
STREAK_CALM = "Rest days, light weeks and illness never break the row."

PROTEIN_CAUTION = "A reference, not a target. With kidney trouble, ask your clinician first."

TREAD_UNKNOWN = "Turn your shoes over: does the tread still show its pattern?"
TREAD_WORN = "The tread has gone flat: time for another pair."
SLEEP_UNKNOWN = "No nights noted yet. The morning check-in has a field for it."

CORE_TASK = "Core sessions"
CORE_CHECK = "No pain during the plank?"
CARDIO_TASK = "Brisk cardio"
CARDIO_CHECK = "Could you talk while moving?"
HIPS_TASK = "Two hip drills a day"
HIPS_CHECK = "Does each hip reach 90 degrees?"
SLEEP_TASK = "Sleep, 7 to 9 hours a night"
SLEEP_CHECK = "Did you wake without the alarm?"
SHOES_TASK = "A look at your shoes each month"
SHOES_CHECK = "Does the tread still show its pattern?"

CHECKIN_MORNING = "The morning check-in, three keys."
CHECKIN_WEEKLY = "The weekly check-in: hips, what set your back off, what to change."
CHECKIN_SHOES = "The monthly look at your shoes."
CHECKIN_SLEEP = "A lighter week: a good moment to look at how you sleep."
CHECKIN_MATTRESS = "The mattress: three months since anyone looked."
CHECKIN_EVENT = "For the day itself: warm up, pace, water."

SOMETHING_DONE = "You did something for your back this week."

HABITS = ("Stand", "Brace", "Strengthen", "Ease", "Feed", "Sleep")
FEED = "Feed: water, regular meals, protein. Nothing of it is counted."
NO_BREAKS = "Stand: no break from the chair was noted."
NO_PRACTICE = "Brace: lifting was not practised."
NO_CALM = "Ease: no slow breathing was noted."


def seconds_to_go(place: str | None, seconds: int) -> str:
    """`left: 40 s to go`, or `40 s to go` for a drill without sides."""
    return _placed(place, f"{seconds_text(seconds)} to go")


def count_to_go(place: str | None, count: int, unit: str) -> str:
    """`left: 1 hold to go`."""
    return _placed(place, f"{count_text(count, unit)} to go")


def _placed(place: str | None, text: str) -> str:
    return f"{place}: {text}" if place else text


def hips_today(done: int, goal: int) -> str:
    """How far today's hip drills are."""
    return f"{done} of {goal} hip drills today."


def drills_today(done: int, goal: int) -> str:
    """How far today's drills are, in a program without hip drills."""
    return f"{done} of {goal} drills today."


def cardio_minutes(minutes: int, goal: int) -> str:
    """How far the week's brisk minutes are."""
    return f"{minutes} of {goal} minutes this week."


def cross_training(pairing: str, sport: str | None) -> str:
    """What goes well beside one's own sport."""
    return f"For balance: {pairing}. It goes well with {sport}." if sport else f"For balance: {pairing}."


def practice_row(clean: int, needed: int) -> str:
    """How near the hinge is to sticking."""
    return f"{min(clean, needed)} of {needed} steady sessions in a row."


def practice_again_on(day: date) -> str:
    """When the next refresher is due."""
    return f"Next refresher: {day_text(day)}."


def ramp_week(week: int, sessions: int, minutes: int) -> str:
    """One week of the way to an event."""
    return (
        f"Week {week}: {count_text(sessions, 'session')} of easy cardio, {minutes} minutes in all, "
        "beside your core sessions."
    )


def ramp_short(weeks: int) -> str:
    """Said when there is little time to build up."""
    return (
        f"{count_text(weeks, 'week')} is a short time to build up: four or more would be kinder to your back."
        " Keep the day itself easy."
    )


def ramp_starts_on(day: date) -> str:
    """When the first week of the way begins, if not today."""
    return f"The first week starts on {day_text(day)}. Until then, carry on as you do."


def protein(grams: int) -> str:
    """The reference amount for one meal."""
    return f"About {grams} g of protein a meal."


def core_week(done: int, goal: int) -> str:
    """How far the week's core sessions are."""
    return f"{done} of {goal} core sessions."


def core_begun(days: int) -> str:
    """On how many days of the week a core session was begun and no more."""
    return f"{days} more was begun and stopped." if days == 1 else f"{days} more were begun and stopped."


def hips_week(days: int, so_far: int, today: str | None) -> str:
    """On how many days of the week the hips had their drills."""
    text = f"On {days} of {count_text(so_far, 'day')} so far." if so_far < 7 else f"On {days} of 7 days."
    return f"{text} {today}" if today else text


def sleep_week(good: int, noted: int) -> str:
    """How many of the noted nights were long enough."""
    if not noted:
        return SLEEP_UNKNOWN
    return f"{good} of {count_text(noted, 'noted night')} between 7 and 9 hours."


def tread_seen(day: date, next_day: date) -> str:
    """When the shoes were last looked at."""
    return f"Looked at on {short_day(day)}; next look on {short_day(next_day)}."


def tread_due(day: date) -> str:
    """When the shoes were last looked at, and that it is time again."""
    return f"Last looked at on {short_day(day)}: time for another look."


def streak(weeks: int) -> str:
    """The calm row of weeks."""
    return f"{count_text(weeks, 'week')} in a row with something done." if weeks else STREAK_START


def pain_free(weeks: int) -> str:
    """A true good thing: weeks of core work without pain."""
    return f"{count_text(weeks, 'week')} of core work without pain."


def loose_mornings(mornings: int) -> str:
    """A true good thing: mornings without stiffness."""
    return f"{count_text(mornings, 'morning')} noted this week, none of them stiff."


def usual_suspect(trigger: str, days: int) -> str:
    """What was noted most often as having set the back off."""
    noted = f"Noted most often: {trigger}, on {count_text(days, 'day')}."
    return f"{noted} Worth a thought the next time it comes up."


def six_habits(*, breaks: int, practised: int, core: str, calm: int, sleep: str) -> tuple[str, ...]:
    """A sentence for each of the six habits."""
    often = "once" if practised == 1 else f"{practised} times"
    return (
        f"Stand: {count_text(breaks, 'break')} from the chair." if breaks else NO_BREAKS,
        f"Brace: lifting practised {often}." if practised else NO_PRACTICE,
        f"Strengthen: {core}",
        f"Ease: slow breathing on {count_text(calm, 'day')}." if calm else NO_CALM,
        FEED,
        f"Sleep: {sleep}",
    )


def emergency_number(number: str) -> str:
    """The number to call, where the settings name one."""
    return f"Your emergency number is {number}."


def event_on(day: date) -> str:
    """The day of the coming event."""
    return f"Your day is {day_text(day)}. 'coach week' shows the way there."


def all_sentences() -> tuple[str, ...]:
    """Every sentence of this module, those with figures filled in as an example."""
    constants = (value for name, value in globals().items() if name.isupper() and isinstance(value, str))
    monday = date(2026, 2, 2)
    review = six_habits(breaks=3, practised=1, core=core_week(2, 3), calm=2, sleep=sleep_week(5, 6))
    return (
        *constants,
        *RAMP_DAY,
        *(text for text in review if text != FEED),
        seconds_to_go("left", 40),
        count_to_go("right", 1, "hold"),
        hips_today(1, 2),
        drills_today(1, 3),
        cardio_minutes(105, 150),
        cross_training("brisk hikes", "lifting"),
        cross_training("a brisk walk", None),
        practice_row(2, 3),
        practice_again_on(monday),
        ramp_week(1, 2, 50),
        ramp_short(3),
        ramp_starts_on(monday),
        protein(28),
        core_week(2, 3),
        core_begun(1),
        hips_week(3, 5, hips_today(1, 2)),
        hips_week(6, 7, None),
        sleep_week(5, 6),
        tread_seen(monday, date(2026, 3, 4)),
        tread_due(monday),
        streak(4),
        pain_free(4),
        loose_mornings(5),
        emergency_number("112"),
        event_on(monday),
        usual_suspect("long sitting", 3),
    )
