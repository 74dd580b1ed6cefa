"""A little of the fuzzing in every run of the suite; hours of it by hand: `python -m tests.fuzz 3600`."""

from __future__ import annotations

import random

import pytest

from tests.fuzz.mutate import mutated
from tests.fuzz.targets import TARGETS, seeds_of, try_one
from tests.journal.factories import memory_folder

TEXTS = 60


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_mutated_texts_are_read_or_refused(name: str) -> None:
    chance = random.Random(f"suite {name}")
    seeds = seeds_of(name)
    with memory_folder() as place:
        for _ in range(TEXTS):
            try_one(name, mutated(chance, seeds), place)


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_seed_texts_are_valid(name: str) -> None:
    for seed in seeds_of(name):
        try_one(name, seed)
