"""Opens sources: those on this machine as they are, source systems through the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType

from ragaudit import _registry
from ragaudit._audit.request import Request
from ragaudit._engine.identities import Merged, merge
from ragaudit._engine.reading import Listing, list_source
from ragaudit._sync import Catalogue, Mirror
from ragaudit.contracts import Connector, RemoteConnector
from ragaudit.errors import SourceError
from ragaudit.model import Directory, SourceFailure, SourceSettings

IDENTITIES = "identities"
"""What a provider of people and groups goes by where sources are named."""


class Sources:
    """The sources of one run; closes connections and the catalogue at its end."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._catalogue: Catalogue | None = None
        self._open: list[RemoteConnector] = []
        self.failures: list[SourceFailure] = []
        """Of providers of people and groups."""

    def __enter__(self) -> Sources:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for remote in self._open:
            remote.close()
        if self._catalogue is not None:
            self._catalogue.close()

    def listed(self, settings: Iterable[SourceSettings]) -> list[Listing]:
        """List each source; one that fails is listed as far as it is known."""
        return [list_source(s, self.connector(s)) for s in settings]

    def connector(self, settings: SourceSettings) -> Connector:
        """The connector of a source, as the engine reads it."""
        built = _registry.connector(settings)
        if not isinstance(built, RemoteConnector):
            return built
        if self._catalogue is None:
            self._catalogue = Catalogue(self._request.catalogue_file)
        self._open.append(built)
        return Mirror(
            settings,
            built,
            self._catalogue,
            accept_deletions=self._request.accept_deletions,
            on_page=self._request.progress.step,
        )

    def people(self, connectors: Iterable[Connector]) -> Merged:
        """Everybody the providers and the sources know; a provider that fails is noted."""
        found: list[Directory] = []
        for settings in self._request.settings.identities:
            try:
                found.append(_registry.identities(settings))
            except SourceError as error:
                self.failures.append(
                    SourceFailure(IDENTITIES, error.kind, error.message, error.hint)
                )
        return merge([*found, *(connector.directory() for connector in connectors)])
