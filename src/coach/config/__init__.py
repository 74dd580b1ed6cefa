"""The settings file: what may stand in it, reading it, changing it."""
