"""Programs and drills: YAML in, model out, every problem with its line and column; and back to people."""
