"""A running session: a plan laid out in time, and the player that walks along it. Pure."""
