"""A small double of Discord on loopback: the real process runs against it over sockets."""
