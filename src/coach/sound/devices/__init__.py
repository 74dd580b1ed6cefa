"""The ways to make a sound audible."""
