"""Reading programs and drills, and the problems of files."""
