"""Whether the text could be read: one module a rule."""
