"""One module for each command; none of them loads a screen."""
