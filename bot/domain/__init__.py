"""Rules: pure, synchronous, and free of Discord and of the database."""
