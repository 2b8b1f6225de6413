"""What a user may say about a web site."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ragaudit_connectors.remote import Options

Address = Annotated[str, Field(min_length=1, max_length=2000)]


class WebsiteOptions(Options):
    """`options` of a source of type `website`."""

    sitemaps: bool | tuple[Address, ...] = True
    """Addresses of sitemaps; true is those robots.txt names, else `sitemap.xml`; false is none."""
    crawl: bool | None = None
    """Whether links are followed; None is only where there is no sitemap."""
    trust_lastmod: bool = True
    """Whether a page is unchanged while its `lastmod` is; false asks each page for its validators.
    """
    max_pages: int = Field(default=10_000, ge=1, le=1_000_000)
    """Addresses asked for in one pass."""
    max_depth: int = Field(default=20, ge=0, le=1_000)
    """Links from the start; a calendar has a next month for ever."""
    reach: Literal["anybody", "organisation"] = "anybody"
    """Who can reach the server at all, which its pages do not tell."""
