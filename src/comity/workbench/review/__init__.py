"""What a court would ask of a definition and of a local rule, by the same rules of law."""
