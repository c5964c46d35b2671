"""Many governments at once: the nation, the history of it, and lists of names."""
