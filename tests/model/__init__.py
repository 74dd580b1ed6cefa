"""What things are, and how quantities are read and written."""
