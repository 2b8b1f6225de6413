"""The options of a `plone` source, and what Plone's own workflows let whom view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from pydantic import Field

from ragaudit_connectors.remote import Options

Workflow = Literal[
    "simple_publication_workflow",
    "one_state_workflow",
    "intranet_workflow",
    "intranet_folder_workflow",
    "plone_workflow",
    "folder_workflow",
]
_TRUSTED = ("Manager", "Site Administrator", "Owner", "Editor", "Reader", "Contributor")
_MEMBERS = (*_TRUSTED, "Member")
_PUBLIC = ("Anonymous",)
SHIPPED: Mapping[Workflow, Mapping[str, tuple[str, ...]]] = {
    "simple_publication_workflow": {
        "private": _TRUSTED,
        "pending": (*_TRUSTED, "Reviewer"),
        "published": _PUBLIC,
    },
    "one_state_workflow": {"published": _PUBLIC},
    "intranet_workflow": {
        "private": _TRUSTED,
        "internal": _MEMBERS,
        "internally_published": _MEMBERS,
        "pending": (*_MEMBERS, "Reviewer"),
        "external": _PUBLIC,
    },
    "intranet_folder_workflow": {"private": _TRUSTED, "internal": _MEMBERS},
    "plone_workflow": {
        "private": _TRUSTED,
        "visible": _PUBLIC,
        "pending": _PUBLIC,
        "published": _PUBLIC,
    },
    "folder_workflow": {"private": _TRUSTED, "visible": _PUBLIC, "published": _PUBLIC},
}
"""State to the roles that have the permission View in it, by workflow.

Source: the profile of Products.CMFPlone 6.1.
"""
CONTAINERS = frozenset(
    {"Folder", "Plone Site", "LRF", "LIF", "Image", "Link", "Collection", "Topic", "Subsite",
     "Discussion Item"}
)  # fmt: skip
"""Types that hold or point at documents and are none."""


class PloneOptions(Options):
    """What is read, and what is known about the site's workflows."""

    types: tuple[str, ...] = ()
    """Content types that are documents; empty means all but folders, images, links and the like."""
    access: Literal["sharing", "public"] = "sharing"
    """`public` tells only what may be read without signing in, and asks for no further right."""
    workflows: tuple[Workflow, ...] = ()
    """Those of Plone's own workflows that the site uses as they come."""
    view: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """State to the roles that may view: `{internal: [Member, Editor]}`; beats `workflows`."""

    def is_document(self, portal_type: str) -> bool:
        """Whether items of a type are documents."""
        return portal_type in self.types if self.types else portal_type not in CONTAINERS

    @property
    def roles(self) -> frozenset[str]:
        """Every role that may view in some state, by what is configured or shipped."""
        shipped = (roles for states in SHIPPED.values() for roles in states.values())
        named = (role for roles in (*shipped, *self.view.values()) for role in roles)
        return frozenset(named) - {"Anonymous", "Authenticated", "Owner"}

    def viewers(self, state: str) -> tuple[str, ...] | None:
        """The roles that may view an item in a state; None where that was not said for certain."""
        if state in self.view:
            return self.view[state]
        found = {SHIPPED[name][state] for name in self.workflows if state in SHIPPED[name]}
        return found.pop() if len(found) == 1 else None


WORKFLOWS = get_args(Workflow)
"""The names of Plone's own workflows."""
