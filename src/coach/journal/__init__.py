"""The journal: what really happened, in SQLite; append, read, migrate, back up, bring in and take out."""
