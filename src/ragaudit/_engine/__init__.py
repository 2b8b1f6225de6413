"""Runs detectors over sources: worker processes, cache by content hash, comparing, findings."""
