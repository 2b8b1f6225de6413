"""From what is written in and around a document to facts with their provenance."""

from ragaudit_connectors.metadata.resolve import Resolver

__all__ = ["Resolver"]
