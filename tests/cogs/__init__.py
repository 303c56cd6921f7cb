"""Tests of cogs/."""
