"""Connectors that ship with ragaudit, one package a source system."""
