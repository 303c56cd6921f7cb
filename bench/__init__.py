"""Measures what SPEC section 10 asks for, as ratios in one run."""
