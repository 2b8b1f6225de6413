"""Trackers on loopback that do what the documentation of GitHub, GitLab and Jira says.

https://docs.github.com/rest/issues/issues, https://docs.gitlab.com/api/issues,
https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search,
https://docs.atlassian.com/software/jira/docs/api/REST/9.12.0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from tests.handover.receiver import Answer, Request
from tests.reports.handover.made import TOKEN

Fault = Callable[[Request], Answer | None]


def none(_: Request) -> Answer | None:
    """No fault."""
    return None


@dataclass
class _Base:
    issues: list[dict[str, Any]] = field(default_factory=list)
    comments: list[tuple[int, str]] = field(default_factory=list)
    before: Fault = none
    """Answers instead, and nothing is done."""
    after: Fault = none
    """Answers instead, after it was done."""

    def __call__(self, request: Request) -> Answer:
        if (answer := self.before(request)) is not None:
            return answer
        done = self.handle(request)
        return self.after(request) or done

    def handle(self, request: Request) -> Answer:
        raise NotImplementedError

    def number(self, path: str) -> dict[str, Any] | None:
        found = re.search(r"/issues?/(?:KB-)?(\d+)", path)
        here = (i for i in self.issues if found and self.id(i) == int(found[1]))
        return next(here, None)

    def id(self, issue: dict[str, Any]) -> int:
        raise NotImplementedError


class GitHub(_Base):
    """`/repos/acme/kb/issues`; pages of at most 100, pull requests among the issues."""

    def id(self, issue: dict[str, Any]) -> int:
        return int(issue["number"])

    def add(self, title: str, text: str, *, labelled: bool = True) -> None:
        number = len(self.issues) + 1
        self.issues.append(
            {
                "number": number,
                "title": title,
                "body": text,
                "state": "open",
                "labels": [{"name": "ragaudit"}] if labelled else [],
                "html_url": f"https://github.example/acme/kb/issues/{number}",
            }
        )

    def set(self, number: int, *, opened: bool) -> None:
        self.issues[number - 1]["state"] = "open" if opened else "closed"

    def is_open(self, number: int) -> bool:
        return bool(self.issues[number - 1]["state"] == "open")

    def handle(self, request: Request) -> Answer:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return Answer(401, {"message": "Bad credentials"})
        if not request.path.startswith("/repos/acme/kb/issues"):
            return Answer(404, {"message": "Not Found"})
        issue = self.number(request.path)
        if request.path == "/repos/acme/kb/issues":
            return self._list(request) if request.method == "GET" else self._create(request)
        if issue is None:
            return Answer(410, {"message": "This issue was deleted"})
        if request.path.endswith("/comments"):
            self.comments.append((issue["number"], request.body["body"]))
            return Answer(201, {"id": 1})
        if request.method == "PATCH":
            issue.update(request.body)
        return Answer(200, issue)

    def _create(self, request: Request) -> Answer:
        self.add(request.body["title"], request.body["body"])
        self.issues[-1]["labels"] = [{"name": label} for label in request.body["labels"]]
        return Answer(201, self.issues[-1])

    def _list(self, request: Request) -> Answer:
        label, state = request.query.get("labels"), request.query.get("state", "open")
        found = [
            issue
            for issue in self.issues
            if (not label or label in [one["name"] for one in issue["labels"]])
            and state in ("all", issue["state"])
        ]
        return Answer(200, _page(found, request))


class GitLab(_Base):
    """`/api/v4/projects/acme%2Fkb/issues`; states are called otherwise, changes are events."""

    def id(self, issue: dict[str, Any]) -> int:
        return int(issue["iid"])

    def add(self, title: str, text: str, *, labelled: bool = True) -> None:
        number = len(self.issues) + 1
        self.issues.append(
            {
                "id": 7000 + number,
                "iid": number,
                "title": title,
                "description": text,
                "state": "opened",
                "labels": ["ragaudit"] if labelled else [],
                "moved_to_id": None,
                "web_url": f"https://gitlab.example/acme/kb/-/issues/{number}",
            }
        )

    def set(self, number: int, *, opened: bool) -> None:
        self.issues[number - 1]["state"] = "opened" if opened else "closed"

    def is_open(self, number: int) -> bool:
        return bool(self.issues[number - 1]["state"] == "opened")

    def handle(self, request: Request) -> Answer:
        if request.headers.get("private-token") != TOKEN:
            return Answer(401, {"message": "401 Unauthorized"})
        path = unquote(request.path)
        if not path.startswith("/api/v4/projects/acme/kb/issues"):
            return Answer(404, {"message": "404 Project Not Found"})
        if path == "/api/v4/projects/acme/kb/issues":
            if request.method == "POST":
                self.add(request.body["title"], request.body["description"])
                self.issues[-1]["labels"] = request.body["labels"].split(",")
                return Answer(201, self.issues[-1])
            found = [i for i in self.issues if request.query.get("labels") in (None, *i["labels"])]
            return Answer(200, _page(found, request))
        issue = self.number(path)
        if issue is None:
            return Answer(404, {"message": "404 Issue Not Found"})
        if path.endswith("/notes"):
            self.comments.append((issue["iid"], request.body["body"]))
            return Answer(201, {"id": 1})
        if request.method == "PUT":
            event = request.body["state_event"]
            issue["state"] = {"reopen": "opened", "close": "closed"}[event]
        return Answer(200, issue)


@dataclass
class Jira(_Base):
    """Project KB of the cloud (tokens for pages, a list that lags) or of a server (numbers)."""

    cloud: bool = True
    lags: int = 0
    """How many of the newest issues the cloud does not list yet."""
    stuck: bool = False
    """Whether the workflow has no way back."""

    def id(self, issue: dict[str, Any]) -> int:
        return int(issue["key"].removeprefix("KB-"))

    def add(self, title: str, text: str, *, labelled: bool = True) -> None:
        number = len(self.issues) + 1
        mark = re.search(r"ragaudit-finding: (\w+)", text)
        labels = ["ragaudit", f"ragaudit-{mark[1]}"] if labelled and mark else []
        fields = {"summary": title, "description": text, "labels": labels}
        self.issues.append({"id": str(number), "key": f"KB-{number}", "fields": fields})
        self.set(number, opened=True)

    def set(self, number: int, *, opened: bool) -> None:
        status = ("To Do", "new") if opened else ("Won't do", "done")
        self.issues[number - 1]["fields"]["status"] = _status(*status)

    def is_open(self, number: int) -> bool:
        category = self.issues[number - 1]["fields"]["status"]["statusCategory"]["key"]
        return bool(category != "done")

    def handle(self, request: Request) -> Answer:
        if not re.fullmatch(r"Basic .+|Bearer " + TOKEN, request.headers.get("authorization", "")):
            return Answer(401, {"errorMessages": ["Unauthorized"]})
        if request.path.endswith("/search/jql" if self.cloud else "/rest/api/2/search"):
            return self._search(request)
        if request.path == "/rest/api/2/issue":
            return self._create(request)
        issue = self.number(request.path)
        if issue is None:
            return Answer(404, {"errorMessages": ["Issue does not exist"]})
        if request.path.endswith("/comment"):
            self.comments.append((self.id(issue), request.body["body"]))
            return Answer(201, {"id": "1"})
        if request.path.endswith("/transitions"):
            return self._transition(request, issue)
        return Answer(200, issue)

    def _create(self, request: Request) -> Answer:
        fields = request.body["fields"]
        if fields["project"] != {"key": "KB"} or "\n" in fields["summary"]:
            return Answer(400, {"errors": {"project": "valid project is required"}})
        self.add(fields["summary"], fields["description"])
        self.issues[-1]["fields"]["labels"] = fields["labels"]
        return Answer(201, {"id": "1", "key": self.issues[-1]["key"], "self": "https://x"})

    def _search(self, request: Request) -> Answer:
        assert request.query["jql"] == 'project = "KB" AND labels = "ragaudit" ORDER BY key'
        found = [i for i in self.issues if "ragaudit" in i["fields"]["labels"]]
        if not self.cloud:
            start = int(request.query["startAt"])
            page = found[start : start + 50]  # a server gives fewer than it is asked for
            return Answer(200, {"startAt": start, "total": len(found), "issues": page})
        found = found[: len(found) - self.lags] if self.lags else found
        start = int(request.query.get("nextPageToken", "0"))
        rest = {"nextPageToken": str(start + 100)} if len(found) > start + 100 else {}
        last = {"isLast": not rest}
        return Answer(200, {"issues": found[start : start + 100], **rest, **last})

    def _transition(self, request: Request, issue: dict[str, Any]) -> Answer:
        opened = self.is_open(self.id(issue))
        ways = [("11", "Doing", "indeterminate"), ("31", "Finished", "done")]
        if not opened:
            ways = [] if self.stuck else [("41", "Again", "new")]
        if request.method == "GET":
            return Answer(
                200,
                {"transitions": [{"id": i, "name": n, "to": _status(n, k)} for i, n, k in ways]},
            )
        chosen = [(n, k) for i, n, k in ways if i == request.body["transition"]["id"]]
        if not chosen:
            return Answer(400, {"errorMessages": ["not valid for the state of the issue"]})
        issue["fields"]["status"] = _status(*chosen[0])
        return Answer(204)


def _status(name: str, category: str) -> dict[str, Any]:
    return {"name": name, "statusCategory": {"key": category}}


def _page(found: list[dict[str, Any]], request: Request) -> list[dict[str, Any]]:
    size, page = int(request.query.get("per_page", "30")), int(request.query.get("page", "1"))
    return found[(page - 1) * size : page * size]


KINDS: dict[str, tuple[str, Callable[[], Any], dict[str, Any]]] = {
    "github": ("github", GitHub, {"repository": "acme/kb"}),
    "gitlab": ("gitlab", GitLab, {"project": "acme/kb"}),
    "jira-cloud": ("jira", lambda: Jira(cloud=True), {"project": "KB", "cloud": True}),
    "jira-server": ("jira", lambda: Jira(cloud=False), {"project": "KB"}),
}


def kinds() -> Iterator[str]:
    """Names of all of them."""
    yield from KINDS
