"""One government: its rules, the question put to them, the finding, and its reasons."""
