"""Probes out of documents, without a model: one module a generator.

What each makes is in its class' docstring; what all of them share is refused in one place, by
whoever asks them: duplicates, secrets and personal data, queries that fit another document.
"""
