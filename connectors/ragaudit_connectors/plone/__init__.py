"""The `plone` connector: a Plone site, over its REST interface."""

from ragaudit_connectors.plone.connector import PloneConnector

__all__ = ["PloneConnector"]
