"""For those who write the law down: lint, format, and what else an author needs."""
