"""Tests of cogs/actions/."""
