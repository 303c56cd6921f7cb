"""Tests of cogs/partnerships/."""
