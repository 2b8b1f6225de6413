"""Secrets, personal data, and text meant to mislead a model."""
