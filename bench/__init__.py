"""Measures the figures of SPEC 10, as ratios against a baseline in the same run."""
