"""coach: short, timed sessions that keep the back free of spasms."""

__version__ = "0.2.0"
