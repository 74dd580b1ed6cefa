"""The tests of values and their formats."""
