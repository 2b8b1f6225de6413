"""Reasons to stay silent about two claims whose values exclude each other.

Each is a known way for two true sentences to look like a contradiction; any one is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

Features = Mapping[str, float]

REPLACED = 0.45
"""From this unlikeness on, the words two otherwise equal sentences differ in name two subjects."""


def _set(*names: str) -> Callable[[Features], bool]:
    return lambda features: any(features.get(name, 0.0) > 0 for name in names)


TITLES_APART = 0.6
"""From this unlikeness on, the titles of two pages name two subjects."""


GUARDS: Mapping[str, Callable[[Features], bool]] = {
    "history": _set("frame_history", "place_history"),
    "example": _set("frame_example", "place_example"),
    "proposal": _set("frame_proposal", "place_proposal"),
    "quotation": _set("frame_quote"),
    "somebody else's rule": _set("place_hearsay"),
    "measured, not ruled": _set("frame_measured", "place_measured"),
    "other scope": _set("scope_apart"),
    "within the limit": _set("inside"),
    "other year": _set("years_apart"),
    "other version": _set("versions_apart"),
    "hedged": _set("hedged"),
    "part of the whole": _set("part_of"),
    "other subject": lambda f: (
        f.get("labels_apart", 0.0) > 0 or f.get("replaced_said", 0.0) >= REPLACED
    ),
    "other row": _set("other_row"),
    "sibling pages": _set("siblings"),
    "two addresses for two purposes": lambda f: (
        f.get("is_name", 0.0) > 0 and f.get("soft_low", 1.0) < NAMES_NEAR
    ),
    "times of two things": lambda f: (
        f.get("is_date", 0.0) > 0 and f.get("soft_low", 1.0) < TIMES_NEAR
    ),
    "many values of one template": _set("template_family"),
    "nothing in common": _set("nothing_shared"),
    "nothing but a pronoun": _set("anaphora"),
    "entries of a reference": _set("entries"),
    "subjects of two pages": lambda f: f.get("titles_apart", 0.0) >= TITLES_APART,
}
"""By what it is about. The order is that of reporting."""

NAMES_NEAR = 0.7
"""Sentences that name an address have to be this alike to name it for one purpose."""


def silenced_by(features: Features) -> str | None:
    """The first guard that holds; None where the pair may be a contradiction."""
    return next((name for name, holds in GUARDS.items() if holds(features)), None)


TIMES_NEAR = 0.6
"""The same for dates and hours, of which every page of a handbook has some."""
