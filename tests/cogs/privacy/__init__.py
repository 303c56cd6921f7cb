"""Tests of cogs/privacy/."""
