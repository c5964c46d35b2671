"""Instruments and provisions of governments, in the words of the vocabulary."""
