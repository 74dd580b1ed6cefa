"""Training logs of other apps, read as events."""
