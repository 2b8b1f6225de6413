"""Tells people what is theirs to mend, once, and keeps tickets in step with findings."""
