"""Whether a document is still current: one module a rule."""
