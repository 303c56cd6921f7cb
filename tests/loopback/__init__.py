"""A small double of Discord on loopback sockets, for the real process."""
