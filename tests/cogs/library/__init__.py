"""Tests of cogs/library/."""
