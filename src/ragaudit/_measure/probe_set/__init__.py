"""Probe sets: read from files, written, found in the catalogue, and checked.

What is only needed by one command is imported from its module: `reading`, `writing`, `lint`.
"""
