"""The options of a `dokuwiki` source."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from ragaudit_connectors.remote import Options

Namespace = Annotated[str, StringConstraints(pattern=r"^[^:\s/]+(:[^:\s/]+)*$")]
Name = Annotated[str, StringConstraints(pattern=r"^@?[^@\s][^\s]*$")]


class DokuWikiOptions(Options):
    """What is read, and what is known about the wiki's access lists."""

    namespaces: tuple[Namespace, ...] = ()
    """Namespaces to read, with those below them; empty means the whole wiki."""
    media: bool = True
    """Whether uploaded files are read too."""
    access: Literal["lists", "public"] = "lists"
    """`public` tells only what may be read without signing in, which takes no superuser."""
    wildcards: Literal["unknown", "none", "used"] = "unknown"
    """Whether lines that name the account, or its groups, stand for `%USER%` and `%GROUP%`."""
    account_groups: tuple[Name, ...] = ("admin",)
    """Groups the account is in; by these `%GROUP%` is noticed."""
    superusers: tuple[Name, ...] = ("@admin",)
    """The wiki's setting `superuser`; each is asked for before it is believed."""

    @property
    def roots(self) -> tuple[str, ...]:
        """The namespaces to list, none of them below another."""
        named = sorted(set(self.namespaces))
        return tuple(
            one for one in named if not any(one.startswith(f"{other}:") for other in named)
        ) or ("",)
