"""Tests, terms, rulings, courts and parties, as their files have them."""
