"""The engine: circuits over columns and readings, and what their values settle. It knows no law."""
