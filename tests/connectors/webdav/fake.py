"""A WebDAV server made of canned answers, for what no real one can be brought to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from tests.connectors.webdav.helpers import connect, settings_of

from ragaudit_connectors.webdav import WebdavConnector

HOST = "dav.example.org"
OLD = "Mon, 02 Mar 2026 10:00:00 GMT"
NOW = "Tue, 01 Dec 2026 10:00:00 GMT"
FILE = f'<resourcetype/><getetag>"1"</getetag><getlastmodified>{OLD}</getlastmodified>'
FOLDER = "<resourcetype><collection/></resourcetype>"

Reply = Callable[[httpx.Request], httpx.Response]


def file(href: str, props: str = FILE, refused: str = "", status: int = 404) -> str:
    """One response about a file; `refused` are properties with another status."""
    more = f"<propstat><prop>{refused}</prop><status>HTTP/1.1 {status} No</status></propstat>"
    return (
        f"<response><href>{href}</href><propstat><prop>{props}</prop>"
        f"<status>HTTP/1.1 200 OK</status></propstat>{more if refused else ''}</response>"
    )


def folder(href: str, props: str = "") -> str:
    """One response about a folder."""
    return file(href, FOLDER + props)


def alone(href: str, status: int) -> str:
    """One response with a status instead of properties."""
    told = f"<status>HTTP/1.1 {status} Said</status>"
    return f"<response><href>{href}</href>{told}</response>"


def answer(*responses: str) -> httpx.Response:
    """A whole answer to PROPFIND."""
    text = f'<?xml version="1.0"?><multistatus xmlns="DAV:">{"".join(responses)}</multistatus>'
    return httpx.Response(207, content=text.encode(), headers={"date": NOW})


@dataclass
class FakeDav:
    """Answers by method and path; whatever else is asked for is not there."""

    offers: str = "1, 2"
    """Its `DAV` header."""
    replies: dict[tuple[str, str], Reply | httpx.Response] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def lists(self, path: str, *responses: str) -> None:
        """Let a folder be listed."""
        self.replies["PROPFIND", path] = lambda _: answer(*responses)

    def connector(self, url: str = f"https://{HOST}/kb", **changes: Any) -> WebdavConnector:
        """A connector to it, as alice."""
        return connect(settings_of(url, **changes), httpx.MockTransport(self._reply))

    def _reply(self, request: httpx.Request) -> httpx.Response:
        assert request.url.host == HOST, "another host was asked"
        path = request.url.raw_path.decode()
        self.asked.append(f"{request.method} {path}")
        if request.method == "OPTIONS":
            return httpx.Response(200, headers={"dav": self.offers})
        reply = self.replies.get((request.method, path), httpx.Response(404))
        return reply if isinstance(reply, httpx.Response) else reply(request)
