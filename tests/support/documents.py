"""Random programs, and texts that are nearly programs."""

from __future__ import annotations

import json
from random import Random

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Group = dict[str, Json]

DRILLS = (
    "plank",
    "side-plank",
    "bird-dog",
    "farmer-carry",
    "suitcase-carry",
    "hip-hinge",
    "belly-breaths",
    "stand",
)
KINDS = ("core", "mobility", "morning", "break", "breathing", "practice", "cardio", "custom")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TOKENS = (
    *(
        "---",
        "...",
        "%",
        "@",
        "<<",
        "slots:",
        "parts:",
        "- ",
        ": ",
        "\t",
        "{",
        "}",
        "[",
        "]",
        ",",
        "'",
        '"',
        "#",
    ),
    *(
        "&a ",
        "*a",
        "|\n",
        ">",
        "? ",
        "!!int ",
        "\x85",
        "\u2028",
        "\ufeff",
        "\x00",
        "9" * 400,
        "\\",
        "é",
        "null",
        "~",
    ),
    *(
        "30s",
        "1:30",
        "3-1-2",
        "every",
        "tempo",
        "hold",
        "\n",
        "\n  ",
        "\r\n",
        "\ud800",
        "🦴",
        "-1",
        "0",
        "1e9",
        ".inf",
    ),
)


def any_program(random: Random) -> Group:
    """A program with any of the keys, most often a valid one."""
    document: Group = {
        "schema": 1,
        "id": "mine",
        "title": random.choice(["Mine", "Hips & back: daily", "x" * 200, "Üben"]),
        "kind": random.choice(KINDS),
    }
    _maybe(random, document, "about", lambda: "Some words.")
    _maybe(random, document, "schedule", lambda: _schedule(random))
    _maybe(random, document, "block", lambda: _some(random, weeks=random.randint(4, 6), trim="30%"))
    _maybe(random, document, "ready", lambda: _seconds(random, 30))
    _maybe(random, document, "switch", lambda: _seconds(random, 20))
    _maybe(random, document, "progression", lambda: _progression(random))
    if random.random() < 0.2:
        document["away"] = {"recount": 5, "ease": 9, "restart": 20, "reset": 60}
    names = iter(range(1000))
    if random.random() < 0.4:
        document["parts"] = [
            _part(random, names, warmup=number == 0) for number in range(random.randint(1, 4))
        ]
        _maybe(random, document, "rest", lambda: _rest(random))
    else:
        document |= _round(random, names)
    return document


def broken(random: Random, document: Group) -> Group:
    """The document with one value replaced, removed or misplaced."""
    copy: Json = json.loads(json.dumps(document))
    assert isinstance(copy, dict)
    place: Json = copy
    while isinstance(place, dict | list) and place:
        key = random.choice(list(place)) if isinstance(place, dict) else random.randrange(len(place))
        inner: Json = place[key]  # type: ignore[index]
        if not isinstance(inner, dict | list) or not inner or random.random() < 0.2:
            if random.random() < 0.3:
                del place[key]  # type: ignore[arg-type]
            else:
                place[key] = _strange(random)  # type: ignore[index]
            break
        place = inner
    return copy


def written(random: Random, document: Json, indent: int = 0) -> str:
    """A document as YAML in a random style."""
    pad = "  " * indent
    if random.random() < 0.3 or not isinstance(document, dict | list) or not document:
        return json.dumps(document, ensure_ascii=random.random() < 0.5) + "\n"
    if isinstance(document, list):
        items = (f"{pad}-\n{_nested(random, item, indent)}" for item in document)
        return "\n" + "".join(items)
    lines = (f"{pad}{key}: {_value(random, value, indent)}" for key, value in document.items())
    return "\n" + "".join(lines)


def any_text(random: Random) -> str:
    """A text: a valid or invalid program, one with changed letters, or no program at all."""
    if random.random() < 0.1:
        return "".join(random.choice(TOKENS) for _ in range(random.randint(0, 60)))
    document = any_program(random)
    for _ in range(random.choice([0, 0, 1, 2])):
        document = broken(random, document)
    text = written(random, document).lstrip("\n")
    for _ in range(random.choice([0, 0, 1, 1, 2, 6])):
        start = random.randint(0, len(text))
        text = text[:start] + random.choice(TOKENS) + text[start + random.choice([0, 0, 1, 3, 20]) :]
    return text


def _value(random: Random, value: Json, indent: int) -> str:
    if isinstance(value, dict | list) and value:
        return written(random, value, indent + 1)
    if isinstance(value, str) and value.isascii() and value.isalpha() and random.random() < 0.8:
        return f"{value}{random.choice(['', '   # why'])}\n"
    return json.dumps(value) + "\n"


def _nested(random: Random, item: Json, indent: int) -> str:
    text = written(random, item, indent + 1).lstrip("\n")
    pad = "  " * (indent + 1)
    return text if text.startswith(pad) else pad + text


def _maybe(random: Random, group: Group, key: str, make: object) -> None:
    if random.random() < 0.35 and callable(make):
        group[key] = make()


def _some(random: Random, **values: Json) -> Group:
    return {key: value for key, value in values.items() if random.random() < 0.7}


def _seconds(random: Random, most: int) -> Json:
    seconds = random.randint(1, most)
    forms: list[Json] = [seconds, f"{seconds}s", f"0:{seconds:02}" if seconds < 60 else f"{seconds}s"]
    return random.choice(forms)


def _rest(random: Random) -> Group:
    return _some(random, between=_seconds(random, 40), rounds=_seconds(random, 90))


def _schedule(random: Random) -> Group:
    count = random.randint(1, 7)
    choices: list[Group] = [
        {"per_week": count},
        {"per_week": count, "days": list(random.sample(DAYS, count))},
        {"per_day": random.randint(1, 4)},
        {"every": "45m", "from": "09:00", "until": "17:30"},
        {"every": "30m"},
    ]
    return random.choice(choices)


def _progression(random: Random) -> Group:
    return _some(random, after=random.randint(1, 4), step=_seconds(random, 15), misses=2, floor="10s")


def _part(random: Random, names: object, *, warmup: bool) -> Group:
    part: Group = {}
    _maybe(random, part, "title", lambda: "Part")
    if warmup and random.random() < 0.2:
        part["warmup"] = True
    return part | _round(random, names)


def _round(random: Random, names: object) -> Group:
    """Rounds, rests or fixed starts, and the slots."""
    rounds = random.randint(1, 4)
    group: Group = {}
    if random.random() < 0.6:
        group["rounds"] = rounds
    by_the_clock = random.random() < 0.25
    if by_the_clock:
        group["every"] = _seconds(random, 400)
    else:
        _maybe(random, group, "rest", lambda: _rest(random))
    count = random.choice([1, 1, 2, 3, 5])
    group["slots"] = [_slot(random, names, rounds, by_the_clock=by_the_clock) for _ in range(count)]
    return group


def _slot(random: Random, names: object, rounds: int, *, by_the_clock: bool) -> Group:
    drill = random.choice(DRILLS)
    number = next(names)  # type: ignore[call-overload]
    slot: Group = {"slot": f"s{number}", "drill": drill}
    measure = random.choice(["hold", "hold", "time", "reps", "breaths"])
    amount = random.randint(1, 12) if measure in ("reps", "breaths") else random.randint(1, 75)
    slot[measure] = amount
    _maybe(random, slot, "upto", lambda: amount + random.randint(0, 30))
    _maybe(random, slot, "sets", lambda: random.randint(1, rounds))
    if random.random() < 0.15:
        slot["sides"] = "none"
    if random.random() < 0.2:
        slot["load"] = {"start": "4kg", "step": "2.5lb", "max": "12kg"}
        _maybe(random, slot, "progress", lambda: "time-then-load")
    _lead(random, slot, measure)
    _pauses(random, slot, by_the_clock=by_the_clock)
    if random.random() < 0.3 and drill in ("farmer-carry", "suitcase-carry", "plank"):
        others = [one for one in ("farmer-carry", "suitcase-carry", "plank") if one != drill]
        rungs = [drill, *random.sample(others, random.randint(0, 2))]
        random.shuffle(rungs)
        slot["ladder"] = [_rung(random, rung, measure, amount, loaded="load" in slot) for rung in rungs]
        slot.pop("upto", None)
        slot.pop("sides", None)
    return slot


def _rung(random: Random, drill: str, measure: str, amount: int, *, loaded: bool) -> Group:
    rung: Group = {"drill": drill, measure: amount}
    if loaded and random.random() < 0.4:
        rung |= random.choice([{"load": "none"}, {"hand": "one"}])
    _maybe(random, rung, "upto", lambda: amount + random.randint(0, 20))
    return rung


def _lead(random: Random, slot: Group, measure: str) -> None:
    way = random.choice(["", "pace", "tempo", "breath"]) if measure == "reps" else ""
    if way == "pace":
        slot["pace"] = _seconds(random, 8)
    elif way == "tempo":
        slot["tempo"] = f"{random.randint(1, 4)}-{random.randint(0, 2)}-{random.randint(1, 4)}"
    elif way == "breath" or (measure == "breaths" and random.random() < 0.7):
        slot["inhale"], slot["exhale"] = _seconds(random, 6), _seconds(random, 8)


def _pauses(random: Random, slot: Group, *, by_the_clock: bool) -> None:
    choice = random.choice(["", "", "", "rest", "every", "wait"])
    if choice == "rest":
        slot["rest"] = _seconds(random, 60)
    elif choice == "every":
        slot["every"] = _seconds(random, 300)
    elif choice == "wait" and not by_the_clock:
        slot["wait"] = True


def _strange(random: Random) -> Json:
    words = (
        "",
        " ",
        "30s",
        "0s",
        "1:30",
        "3-1-2",
        "plank",
        "side-plank",
        "no-such-drill",
        "each",
        "none",
        "mon",
    )
    texts = (*words, "6kg", "30%", "09:00", "time", "x" * 300)
    numbers = (0, -1, 1, 7, 99_999, 100_000, 10**20, 1.5)
    rung: Group = {"drill": "plank", "hold": 5}
    slot: Group = {"slot": "plank", "hold": 5}
    values: list[Json] = [None, True, False, *numbers, *texts, [], {}, [1], rung, [slot]]
    return random.choice(values)
