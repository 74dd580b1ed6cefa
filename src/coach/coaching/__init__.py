"""The rules: program, events and date in, a plan with its reasons out. Pure."""
