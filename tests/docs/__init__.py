"""The pages of the documentation are tested: every block, command and option."""
