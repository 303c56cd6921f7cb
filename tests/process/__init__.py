"""Tests with real processes, kills and a real browser; `make test` leaves them out."""
