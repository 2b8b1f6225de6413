"""Issues of GitLab."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from ragaudit.contracts import Tracker
from ragaudit.errors import UnsureError
from ragaudit.model import Finding, Ticket, TrackerSettings
from ragaudit_reports.handover import rest, wording
from ragaudit_reports.handover.options import options, token

_OPTIONS = {"project": None, "url": "https://gitlab.com", "label": "ragaudit"}


class GitLabTracker(Tracker):
    """One issue a finding, with a label of ours by which all of them are listed."""

    def __init__(self, settings: TrackerSettings) -> None:
        given = options(settings, _OPTIONS)
        self._label = str(given["label"])
        self._path = f"/api/v4/projects/{quote(str(given['project']), safe='')}/issues"
        self._http = rest.client(settings, str(given["url"]), {"PRIVATE-TOKEN": token(settings)})

    def tickets(self) -> Iterator[Ticket]:
        """See `Tracker.tickets`."""
        query = {"labels": self._label, "scope": "all", "order_by": "created_at", "sort": "asc"}
        for item in rest.pages(self._http, self._path, query):
            if fingerprint := wording.fingerprint_in(item.get("description")):
                yield self._ticket(item, fingerprint)

    def find(self, ticket: str, fingerprint: str) -> Ticket | None:
        """See `Tracker.find`. A moved issue stays, closed, with the number of its successor."""
        item = rest.found(self._http, self._of(ticket))
        if item is None or item.get("moved_to_id") is not None:
            return None
        return self._ticket(item, fingerprint)

    def create(self, finding: Finding) -> Ticket:
        """See `Tracker.create`."""
        data = {
            "title": wording.title(finding),
            "description": wording.markdown(finding),
            "labels": self._label,
        }
        return self._ticket(rest.created(self._http, self._path, data), finding.fingerprint)

    def reopen(self, ticket: Ticket, finding: Finding) -> None:
        """See `Tracker.reopen`."""
        path = self._of(ticket.id)
        rest.changed(self._http, "PUT", path, {"state_event": "reopen"})
        rest.added(self._http, f"{path}/notes", {"body": wording.markdown(finding, back=True)})

    def close(self, ticket: Ticket) -> None:
        """See `Tracker.close`."""
        rest.changed(self._http, "PUT", self._of(ticket.id), {"state_event": "close"})

    def end(self) -> None:
        """See `Tracker.end`."""
        self._http.close()

    def _of(self, ticket: str) -> str:
        return f"{self._path}/{quote(ticket, safe='')}"

    def _ticket(self, item: object, fingerprint: str) -> Ticket:
        if not isinstance(item, dict) or not isinstance(item.get("iid"), int):
            raise UnsureError(f"{self._http.host} answered without the number of an issue")
        url = str(item.get("web_url") or "")
        return Ticket(str(item["iid"]), fingerprint, item.get("state") == "opened", url)
