"""The habits of the week: cardio, mobility, morning, practice, review."""
