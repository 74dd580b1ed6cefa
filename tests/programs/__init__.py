"""How files become programs, drills and settings, and what is said when they cannot."""
