"""Who may read a document: one module a rule."""
