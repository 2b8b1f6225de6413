"""Options of a `mediawiki` source."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field, field_validator

from ragaudit.model import Lifecycle
from ragaudit_connectors.remote import Options

Clock = Literal["published", "effective_from", "expires", "reviewed", "review_due"]
Role = Literal["owner", "steward"]
CLOCKS: tuple[Clock, ...] = get_args(Clock)


class MediaWikiOptions(Options):
    """What is read, and what is known about the wiki that its API does not show."""

    namespaces: tuple[int | str, ...] = ()
    """Names or numbers; empty means those that the wiki counts as content. The main one is 0."""
    page_restrictions: Literal["unknown", "none"] = "unknown"
    """`none` declares that nothing but group rights and `namespace_readers` limits reading: no
    extension, no hook, no right that is taken away again."""
    namespace_readers: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Namespace to the groups that may read it, as the wiki's own configuration has it:
    `{HR: [hr, sysop]}`; `user:Ann` names one person."""
    ask_anonymously: bool = True
    """Ask for pages without signing in too, to find out which everybody may read."""
    follow_templates: bool = False
    """Read a page again when something that it includes was changed."""
    template_fields: dict[Role | Clock, str] = Field(default_factory=dict)
    """What a template of the page says: `{owner: Owner|1, expires: Valid until|date}`."""
    category_lifecycle: dict[str, Lifecycle] = Field(default_factory=dict)
    """Category to what it says about its pages: `{Outdated: deprecated}`."""
    page_size: int = Field(default=500, ge=1, le=500)
    """Pages asked for at once."""

    @field_validator("template_fields")
    @classmethod
    def _named(cls, fields: dict[Role | Clock, str]) -> dict[Role | Clock, str]:
        for written in fields.values():
            name, bar, parameter = written.partition("|")
            if not (name.strip() and bar and parameter.strip()):
                raise ValueError("write a template and its parameter: `Owner|1`")
        return fields
