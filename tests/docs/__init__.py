"""What the pages for people say is tried out: every block, every command, every option."""
