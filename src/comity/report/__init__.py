"""What people and programs receive: text for a terminal, JSON and its schema."""
