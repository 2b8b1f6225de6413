"""Audits the knowledge base behind a retrieval system."""

__version__ = "0.1.0"
