"""Connectors to the test website, and what they list."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from tests.services.website import Website

from ragaudit.contracts import Ref, RefPage
from ragaudit.model import Credentials, SourceSettings, SyncSettings
from ragaudit_connectors.remote import Asking
from ragaudit_connectors.website import WebsiteConnector


@dataclass
class Reader:
    """Makes connectors to one site; they wait on a clock of their own."""

    site: Website
    waited: list[float] = field(default_factory=list)

    def connector(self, start: str = "/", **changes: Any) -> WebsiteConnector:
        """A new connector, as in a new run; keyword arguments change its settings."""
        settings = replace(
            SourceSettings("web", "website", Path(), url=self.site.url + start, remote=True),
            sync=SyncSettings(timeout_s=2, tries=3),
        )
        settings = replace(settings, **changes)
        asking = Asking(settings.sync, clock=self._now, sleep=self.waited.append)
        return WebsiteConnector(settings, asking)

    def _now(self) -> float:
        return sum(self.waited)


@dataclass
class Pass:
    """Everything one pass said."""

    pages: list[RefPage]

    @property
    def refs(self) -> dict[str, Ref]:
        """By address."""
        return {ref.native_id: ref for page in self.pages for ref in page.refs}

    @property
    def addresses(self) -> list[str]:
        """Of documents, in order."""
        return [ref.native_id for page in self.pages for ref in page.refs]

    @property
    def stamps(self) -> dict[str, str]:
        """By address."""
        return {address: ref.stamp for address, ref in self.refs.items()}

    @property
    def skips(self) -> dict[str, str]:
        """Path to reason."""
        return {skip.path: skip.reason.value for page in self.pages for skip in page.skips}

    @property
    def gone(self) -> list[str]:
        """Addresses."""
        return [address for page in self.pages for address in page.gone]

    @property
    def other(self) -> list[str]:
        """Paths of what is no document."""
        return [other.path for page in self.pages for other in page.other]

    @property
    def whole(self) -> bool | None:
        """None where the pass was cut off."""
        end = self.pages[-1].end
        return end.whole if end else None

    @property
    def next(self) -> str | None:
        """Where the next pass starts."""
        end = self.pages[-1].end
        return end.next if end else None


def listing(connector: WebsiteConnector, cursor: str | None = None) -> Pass:
    """One pass from a cursor to its end."""
    return Pass(list(connector.list_refs(cursor)))


def signed_in(user: str, monkeypatch: pytest.MonkeyPatch, password: str = "") -> Credentials:
    """Credentials by environment variable."""
    name = f"WEB_{user.upper()}"
    monkeypatch.setenv(name, password or f"{user}-password")
    return Credentials(user=user, password_env=name)
