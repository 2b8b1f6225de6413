"""Reads object stores that speak S3."""

from ragaudit_connectors.s3.connector import S3Connector

__all__ = ["S3Connector"]
