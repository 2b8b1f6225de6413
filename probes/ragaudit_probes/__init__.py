"""Probe sets, targets and measures. None ship yet; the package reserves the entry-point door."""
