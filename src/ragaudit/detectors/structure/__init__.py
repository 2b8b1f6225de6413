"""Links, titles and drafts: one module a rule."""
