"""What was done, on disk: append, read, back up, import and export."""
