"""The screens of programs."""
