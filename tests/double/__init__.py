"""A small double of Discord on loopback: enough for the real process to run against real sockets."""
