"""Asking official sources whether what the library cites exists; only `network` goes out."""
