"""Governments, and finding the one that a person meant."""
