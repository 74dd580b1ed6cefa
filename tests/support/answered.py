"""Homes whose safety questions are answered, and answers in which nothing is wrong."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from coach.journal.codec import new_id
from coach.journal.journal import Journal
from coach.model.events import CheckIn
from coach.model.forms import Answers, AnswerType, Form

HEALTHY = "health: []\n"
"""In config.yaml: the questions about health are answered with none."""


def nothing_wrong(form: Form) -> Answers:
    """No to every required question, those that are asked alone too."""
    asked = (question for question in form.questions if not question.optional and question.after is None)
    return {question.id: () if question.answer_type is AnswerType.MANY else False for question in asked}


def said_no_flags(at: datetime) -> CheckIn:
    """A check-in without red flags."""
    return CheckIn(id=new_id(at), date=at.date(), at=at, kind="before", spasm=False)


def answer_safety(home: Path, at: datetime) -> None:
    """Write a check-in without red flags, and no health conditions, to a home."""
    home.mkdir(parents=True, exist_ok=True)
    config = home / "config.yaml"
    before = config.read_text("utf-8") if config.exists() else ""
    if HEALTHY not in before:
        config.write_text(before + HEALTHY, "utf-8")
    with Journal.open(home / "journal.db") as journal:
        journal.append(said_no_flags(at))
