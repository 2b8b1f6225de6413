"""The base of connectors to source systems."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from urllib.parse import urlsplit

from ragaudit.asking import Asking
from ragaudit.contracts import Ref, RemoteConnector
from ragaudit.errors import AuthInvalidError, SkipError
from ragaudit.model import (
    Content,
    ContentSummary,
    Document,
    SkipReason,
    SourceFacts,
    SourceSettings,
)
from ragaudit_connectors.metadata import Resolver
from ragaudit_connectors.parsing import format_of, parse
from ragaudit_connectors.remote.credentials import Account, account


class RemoteBase(RemoteConnector):
    """Parses, joins facts and counts requests; a subclass lists and fetches.

    Its constructor takes `SourceSettings` alone and connects to nothing: it also runs in workers.
    """

    own_namespace = False
    """Whether people and groups of the system are its own rather than the organisation's."""

    def __init__(self, settings: SourceSettings, asking: Asking | None = None) -> None:
        self.settings = settings
        self.asking = asking or Asking(settings.sync)

    @property
    def namespace(self) -> str:
        """Before names of people and groups; empty for the organisation's own directory."""
        if self.settings.namespace is not None:
            return self.settings.namespace
        return self.settings.id if self.own_namespace else ""

    @cached_property
    def account(self) -> Account:
        """The account the source is read with. Raises `AuthInvalidError`."""
        return account(self.settings.auth)

    def persona(self, name: str) -> Account | None:
        """The account to ask the system with as somebody; None where none is configured."""
        named = self.settings.personas.get(name)
        return account(named, default_user=name) if named else None

    @property
    def url(self) -> str:
        """The address of the source, without secrets in it. Raises `AuthInvalidError`."""
        parts = urlsplit(self.settings.url)
        if parts.password:
            raise AuthInvalidError(
                "`url` holds a password", "name it by environment variable under `auth`"
            )
        return self.settings.url.rstrip("/")

    def requests(self) -> int:
        """See `RemoteConnector.requests`."""
        return self.asking.requests

    def parse(self, ref: Ref, data: bytes) -> Content:
        """See `RemoteConnector.parse`: by the format the listing says, else by the name."""
        name = ref.format or getattr(format_of(ref.path, self.settings.formats), "name", "")
        if not name:
            raise SkipError(SkipReason.UNSUPPORTED, "is no document by its name")
        content = parse(data, ref.path, name, self.settings.limits)
        if content.title or not ref.title:
            return content
        return replace(content, title=ref.title, title_origin="source")

    def describe(
        self, ref: Ref, summary: ContentSummary, raw_sha256: str, facts: SourceFacts
    ) -> Document:
        """See `RemoteConnector.describe`."""
        return self._resolver.resolve(ref, summary, raw_sha256, facts)

    def notes(self) -> Iterable[str]:
        """See `RemoteConnector.notes`."""
        return ()

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver(self.settings, None)
