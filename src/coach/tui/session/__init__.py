"""The screens of session."""
