"""Tests of cogs/peer_support/."""
