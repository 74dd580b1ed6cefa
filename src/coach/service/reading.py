"""What a page of the guide adds for one person, by their settings."""

from __future__ import annotations

from datetime import date

from coach.coaching import words
from coach.coaching.cardio import cross_training
from coach.coaching.nutrition import protein_words
from coach.model.settings import Settings


def own_words(page_id: str, settings: Settings, today: date) -> tuple[str, ...]:
    """Sentences for the end of a page; none where the settings say nothing about it."""
    match page_id:
        case "food" if settings.weight_kg is not None:
            return protein_words(settings.weight_kg)
        case "cardio" if settings.sport is not None:
            return (cross_training(settings.sport),)
        case "help" if settings.emergency_number is not None:
            return (words.emergency_number(settings.emergency_number),)
        case "weekend-sport" if settings.event_date is not None and settings.event_date >= today:
            return (words.event_on(settings.event_date),)
        case "morning" if settings.osteoporosis:
            return (words.SMALL_BENDS,)
        case _:
            return ()
