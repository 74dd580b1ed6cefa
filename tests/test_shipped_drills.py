"""The shipped drills and programs speak as a careful teacher would: short, complete, and safe."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from coach.coaching.adjustments import ADJUSTMENTS, BONES
from coach.model.program import Drill, Program, Slot
from coach.programs.catalog import Catalog
from coach.programs.load import load_catalog

LEAN = ADJUSTMENTS["pregnancy"].instead


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(None)


def every_slot(catalog: Catalog) -> Iterator[tuple[Program, Slot]]:
    for program in catalog.programs.values():
        for slot in program.slots:
            yield program, slot


def spoken_texts(drill: Drill) -> Iterator[str]:
    yield drill.name
    yield drill.say
    yield from drill.cue_texts()
    yield from (text for text in (drill.check, drill.avoid) if text)


def test_programs_have_an_about_text(catalog: Catalog) -> None:
    assert all(program.about.strip().endswith(".") for program in catalog.programs.values())


def test_drills_of_programs_exist(catalog: Catalog) -> None:
    named = {rung.drill for _, slot in every_slot(catalog) for rung in slot.ladder}
    assert named <= set(catalog.drills)


def test_slots_have_the_sides_of_their_drills(catalog: Catalog) -> None:
    wrong = [
        (program.id, slot.slot, rung.drill)
        for program, slot in every_slot(catalog)
        for place, rung in enumerate(slot.ladder)
        if catalog.drills[rung.drill].sides != slot.sided_on(place)
    ]
    assert wrong == []


def test_drills_have_cues_check_and_avoid(catalog: Catalog) -> None:
    for drill in catalog.drills.values():
        assert 2 <= len(drill.cues) <= 6, drill.id
        assert drill.check, drill.id
        assert drill.avoid, drill.id
        assert re.search(r"\bstop\b", drill.avoid, re.IGNORECASE), drill.id


def test_cues_fit_a_narrow_screen(catalog: Catalog) -> None:
    for drill in catalog.drills.values():
        for cue in (*drill.cue_texts("left"), *drill.cue_texts("right")):
            assert len(cue) <= 56, (drill.id, cue)
            assert cue[0].isupper(), (drill.id, cue)
            assert cue[-1] in ".?", (drill.id, cue)


def test_names_fit_a_narrow_screen(catalog: Catalog) -> None:
    assert [drill.name for drill in catalog.drills.values() if len(drill.name) > 30] == []


def test_spoken_names_are_words(catalog: Catalog) -> None:
    odd = [drill.say for drill in catalog.drills.values() if not re.fullmatch(r"[A-Z][a-z, -]+", drill.say)]
    assert odd == []


def test_sided_drills_have_side_neutral_cues(catalog: Catalog) -> None:
    for drill in catalog.drills.values():
        written = " ".join(cue.text for cue in drill.cues)
        assert not re.search(r"\b(left|right|this side)\b(?! angles)", written, re.IGNORECASE), drill.id
        assert ("{side}" in written) == drill.sides, drill.id
        assert ("{side}" in (drill.say_side or "")) == drill.sides, drill.id


def test_easier_and_harder_chains_end(catalog: Catalog) -> None:
    for drill in catalog.drills.values():
        for step in ("easier", "harder"):
            seen = [drill.id]
            following: str | None = getattr(drill, step)
            while following is not None:
                assert following in catalog.drills, (drill.id, following)
                assert following not in seen, (drill.id, seen)
                seen.append(following)
                following = getattr(catalog.drills[following], step)


def test_ladders_follow_the_catalogue(catalog: Catalog) -> None:
    for program, slot in every_slot(catalog):
        for lower, upper in zip(slot.ladder, slot.ladder[1:], strict=False):
            assert catalog.drills[lower.drill].harder == upper.drill, (program.id, lower.drill)
            assert catalog.drills[upper.drill].easier == lower.drill, (program.id, upper.drill)


def test_no_drill_is_a_sit_up(catalog: Catalog) -> None:
    names = [f"{drill.id} {drill.name}".lower() for drill in catalog.drills.values()]
    assert [name for name in names if re.search(r"sit-?up|crunch|toe-?touch", name)] == []


def test_spine_bending_drills_warn_of_fragile_bones(catalog: Catalog) -> None:
    bending = ("knee-to-chest", *BONES.instead, "hip-flexor-reach", "gentle-yoga", "pilates")
    for drill in (*bending, "massage-ball-glutes", "massage-ball-shoulder-blades"):
        assert "osteoporosis" in (catalog.drills[drill].avoid or ""), drill
    for drill in (*BONES.instead.values(), *LEAN.values()):
        assert drill in catalog.drills
    for drill in set(BONES.instead.values()) - {"massage-ball-glutes"}:
        assert "osteoporosis" in (catalog.drills[drill].avoid or ""), drill


def test_replacement_drills_have_the_same_sides(catalog: Catalog) -> None:
    for drill, milder in (*BONES.instead.items(), *LEAN.items()):
        if milder != "march-bags":
            assert catalog.drills[drill].sides == catalog.drills[milder].sides, drill


def test_texts_promise_no_cure(catalog: Catalog) -> None:
    texts = [text for drill in catalog.drills.values() for text in spoken_texts(drill)]
    texts += [program.about for program in catalog.programs.values()]
    loud = re.compile(r"cure|guarantee|heals|proven|lazy|fail|score|!", re.IGNORECASE)
    assert [text for text in texts if loud.search(text)] == []
