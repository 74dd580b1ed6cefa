"""The screens of a check-in and of the first start."""
