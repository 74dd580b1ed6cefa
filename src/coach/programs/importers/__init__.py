"""Programs of other apps, read as ours."""
