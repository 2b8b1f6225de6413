"""Issues of GitHub, also of GitHub Enterprise and Gitea."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from ragaudit.contracts import Tracker
from ragaudit.errors import UnsureError, UsageError
from ragaudit.model import Finding, Ticket, TrackerSettings
from ragaudit_reports.handover import rest, wording
from ragaudit_reports.handover.options import options, token

_OPTIONS = {"repository": None, "url": "https://api.github.com", "label": "ragaudit"}


class GitHubTracker(Tracker):
    """One issue a finding, with a label of ours by which all of them are listed."""

    def __init__(self, settings: TrackerSettings) -> None:
        given = options(settings, _OPTIONS)
        owner, slash, name = str(given["repository"]).partition("/")
        if not slash or not owner or not name:
            raise UsageError(f"tracker “{settings.name}”: `repository` is not written owner/name")
        self._label = str(given["label"])
        self._path = f"/repos/{quote(owner, safe='')}/{quote(name, safe='')}/issues"
        headers = {
            "Authorization": f"Bearer {token(settings)}",
            "Accept": "application/vnd.github+json",
        }
        self._http = rest.client(settings, str(given["url"]), headers)

    def tickets(self) -> Iterator[Ticket]:
        """See `Tracker.tickets`."""
        query = {"state": "all", "labels": self._label, "sort": "created", "direction": "asc"}
        for item in rest.pages(self._http, self._path, query):
            fingerprint = wording.fingerprint_in(item.get("body"))
            if fingerprint and "pull_request" not in item:
                yield self._ticket(item, fingerprint)

    def find(self, ticket: str, fingerprint: str) -> Ticket | None:
        """See `Tracker.find`. An issue moved to another repository answers 301, a deleted one 410,
        and either 404 where the token may not see more.
        """
        item = rest.found(self._http, self._of(ticket))
        return self._ticket(item, fingerprint) if item is not None else None

    def create(self, finding: Finding) -> Ticket:
        """See `Tracker.create`."""
        data = {
            "title": wording.title(finding),
            "body": wording.markdown(finding),
            "labels": [self._label],
        }
        return self._ticket(rest.created(self._http, self._path, data), finding.fingerprint)

    def reopen(self, ticket: Ticket, finding: Finding) -> None:
        """See `Tracker.reopen`."""
        path = self._of(ticket.id)
        rest.changed(self._http, "PATCH", path, {"state": "open"})
        note = {"body": wording.markdown(finding, back=True)}
        rest.added(self._http, f"{path}/comments", note)

    def close(self, ticket: Ticket) -> None:
        """See `Tracker.close`."""
        data = {"state": "closed", "state_reason": "completed"}
        rest.changed(self._http, "PATCH", self._of(ticket.id), data)

    def end(self) -> None:
        """See `Tracker.end`."""
        self._http.close()

    def _of(self, ticket: str) -> str:
        return f"{self._path}/{quote(ticket, safe='')}"

    def _ticket(self, item: object, fingerprint: str) -> Ticket:
        if not isinstance(item, dict) or not isinstance(item.get("number"), int):
            raise UnsureError(f"{self._http.host} answered without the number of an issue")
        url = str(item.get("html_url") or "")
        return Ticket(str(item["number"]), fingerprint, item.get("state") == "open", url)
