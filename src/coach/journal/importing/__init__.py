"""Logs of other apps, read into events: Strong, Hevy, FitNotes, StrongLifts, and coach's own sheet."""
