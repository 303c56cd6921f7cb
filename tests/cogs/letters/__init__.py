"""Tests of cogs/letters/."""
