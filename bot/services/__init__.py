"""Use cases: rules, rows and the clock together; no Discord."""
