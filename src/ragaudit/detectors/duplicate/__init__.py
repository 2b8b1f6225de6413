"""The same text in several places: one module a rule."""
