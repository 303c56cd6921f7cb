"""Tests of cogs/meetings/."""
