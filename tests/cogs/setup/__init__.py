"""Tests of cogs/setup/."""
