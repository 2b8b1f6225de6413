"""Families of rules, as machine formats name them."""

from __future__ import annotations

_FAMILIES = {
    "OWN": "ownership",
    "FRS": "freshness",
    "CNF": "conflict",
    "DUP": "duplicate",
    "PRM": "permission",
    "SAF": "safety",
    "EXT": "extraction",
    "STR": "structure",
}


def family(code: str) -> str:
    """`freshness` for `FRS202`; the letters themselves for a family of somebody else's."""
    return _FAMILIES.get(code[:3], code[:3].lower())
