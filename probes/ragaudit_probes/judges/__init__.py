"""Models that give a second opinion on possible contradictions; each behind its own extra."""
