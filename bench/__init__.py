"""Measures the figures that we want to reach, as ratios in one run."""
