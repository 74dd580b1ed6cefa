"""What commands and screens talk to: it joins library, journal, coaching and session, and holds no rules."""

from __future__ import annotations

from coach.service.coach import Coach

__all__ = ["Coach"]
