"""Issues of Jira, in the cloud and on a server of one's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from ragaudit.contracts import Tracker
from ragaudit.errors import MalformedError, UnsureError, UsageError
from ragaudit.model import Finding, Ticket, TrackerSettings
from ragaudit_reports.handover import rest, wording
from ragaudit_reports.handover.options import login, options, token

_OPTIONS = {
    "url": None,
    "project": None,
    "issue_type": "Task",
    "label": "ragaudit",
    "cloud": "auto",
}
_LABEL = re.compile(r"[\w-]{1,100}")
_FIELDS = "status,labels"
_DONE = "done"
_TOO_MANY = "there are too many tickets to look through"


class JiraTracker(Tracker):
    """One issue a finding; the fingerprint is a label, since descriptions are rewritten by people.

    The cloud lists by `/search/jql` with tokens of pages, a server by `/search` with numbers.
    """

    def __init__(self, settings: TrackerSettings) -> None:
        given = options(settings, _OPTIONS)
        url = str(given["url"]).rstrip("/")
        self._project, self._type = str(given["project"]), str(given["issue_type"])
        self._label = str(given["label"])
        for value in (self._project, self._label):
            if not _LABEL.fullmatch(value):
                told = "`project` and `label` are letters, digits, _ and -"
                raise UsageError(f"tracker “{settings.name}”: {told}")
        cloud = given["cloud"]
        self._cloud = url.endswith(".atlassian.net") if cloud == "auto" else bool(cloud)
        user, secret = login(settings), token(settings)
        headers = {} if user else {"Authorization": f"Bearer {secret}"}
        auth = (user, secret) if user else None
        self._url = url
        self._http = rest.client(settings, url, headers, auth=auth)

    def tickets(self) -> Iterator[Ticket]:
        """See `Tracker.tickets`."""
        for issue in self._cloud_issues() if self._cloud else self._server_issues():
            fields = issue.get("fields") or {}
            if fingerprint := self._fingerprint(fields.get("labels")):
                yield self._ticket(issue, fingerprint, _is_open(issue))

    def create(self, finding: Finding) -> Ticket:
        """See `Tracker.create`."""
        fields = {
            "project": {"key": self._project},
            "issuetype": {"name": self._type},
            "summary": wording.title(finding),
            "description": wording.plain(finding),
            "labels": [self._label, self._own(finding.fingerprint)],
        }
        made = rest.created(self._http, "/rest/api/2/issue", {"fields": fields})
        return self._ticket(made, finding.fingerprint, True)

    def find(self, ticket: str, fingerprint: str) -> Ticket | None:
        """See `Tracker.find`. An issue moved to another project keeps answering to its old key."""
        item = rest.found(self._http, self._path(ticket), params={"fields": _FIELDS})
        return None if item is None else self._ticket(item, fingerprint, _is_open(item))

    def reopen(self, ticket: Ticket, finding: Finding) -> None:
        """See `Tracker.reopen`."""
        self._move(ticket, done=False)
        note = {"body": f"This finding is back.\n\n{wording.plain(finding)}"}
        rest.added(self._http, f"{self._path(ticket.id)}/comment", note)

    def close(self, ticket: Ticket) -> None:
        """See `Tracker.close`."""
        self._move(ticket, done=True)

    def end(self) -> None:
        """See `Tracker.end`."""
        self._http.close()

    def _cloud_issues(self) -> Iterator[Mapping[str, Any]]:
        query: dict[str, Any] = {"jql": self._jql(), "fields": _FIELDS, "maxResults": rest.PAGE}
        for _ in range(rest.MOST_PAGES):
            found = self._listed("/rest/api/3/search/jql", query)
            yield from self._issues(found)
            query["nextPageToken"] = found.get("nextPageToken")
            if not query["nextPageToken"]:
                return
        raise MalformedError(_TOO_MANY, "use a label of its own")

    def _server_issues(self) -> Iterator[Mapping[str, Any]]:
        query: dict[str, Any] = {"jql": self._jql(), "fields": _FIELDS, "maxResults": rest.PAGE}
        start = 0
        for _ in range(rest.MOST_PAGES):
            found = self._listed("/rest/api/2/search", {**query, "startAt": start})
            issues = self._issues(found)
            yield from issues
            start += len(issues)
            if not issues:
                return
        raise MalformedError(_TOO_MANY, "use a label of its own")

    def _listed(self, path: str, query: Mapping[str, Any]) -> Mapping[str, Any]:
        with rest.about("the list of tickets"):
            found = self._http.json("GET", path, params=query)
        if not isinstance(found, dict) or not isinstance(found.get("issues"), list):
            raise MalformedError(f"{self._http.host} answered without a list of issues")
        return found

    def _issues(self, found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        return [issue for issue in found["issues"] if isinstance(issue, dict)]

    def _jql(self) -> str:
        return f'project = "{self._project}" AND labels = "{self._label}" ORDER BY key'

    def _own(self, fingerprint: str) -> str:
        return f"{self._label}-{fingerprint}"

    def _fingerprint(self, labels: object) -> str | None:
        head = f"{self._label}-"
        found = labels if isinstance(labels, list) else []
        own = (label for label in found if isinstance(label, str) and label.startswith(head))
        return next((label.removeprefix(head) for label in own), None)

    def _move(self, ticket: Ticket, *, done: bool) -> None:
        """By whatever transition leads there: every workflow names them differently."""
        path = f"{self._path(ticket.id)}/transitions"
        with rest.about("a ticket"):
            found = self._http.json("GET", path)
        for one in found.get("transitions", []) if isinstance(found, dict) else []:
            category = ((one.get("to") or {}).get("statusCategory") or {}).get("key")
            if (category == _DONE) is done:
                rest.added(self._http, path, {"transition": {"id": one.get("id")}})
                return
        where = "closed" if done else "opened again"
        raise MalformedError(
            f"{ticket.id} cannot be {where} by this account", "allow the transition in Jira"
        )

    def _path(self, ticket: str) -> str:
        return f"/rest/api/2/issue/{quote(ticket, safe='')}"

    def _ticket(self, issue: Mapping[str, Any], fingerprint: str, opened: bool) -> Ticket:
        key = issue.get("key")
        if not isinstance(key, str):
            raise UnsureError(f"{self._http.host} answered without the key of an issue")
        return Ticket(key, fingerprint, opened, f"{self._url}/browse/{quote(key, safe='')}")


def _is_open(issue: Mapping[str, Any]) -> bool:
    fields = issue.get("fields") or {}
    category = ((fields.get("status") or {}).get("statusCategory") or {}).get("key")
    return bool(category != _DONE)
