"""Built-in detectors: one folder a family, one module a rule."""
