"""The screens of guide."""
