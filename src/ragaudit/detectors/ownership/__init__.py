"""Who answers for a document: one module a rule."""
