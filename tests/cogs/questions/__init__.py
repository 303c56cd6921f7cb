"""Tests of cogs/questions/."""
