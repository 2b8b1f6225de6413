"""A website on loopback that does what real ones do, and remembers what it was asked."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.services.base import HOST
from tests.services.website_page import Asked, Page, sitemap

ANY_PATH = "*"
PIECE = b"<p>and so on and so forth</p>\n" * 1000
NOT_FOUND = Page(b"<h1>Not found</h1>", status=HTTPStatus.NOT_FOUND)


@dataclass
class _Failure:
    page: Page
    left: int


class Website:
    """A running site; pages are added and replaced while it runs."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.pages: dict[str, Page] = {}
        self.stopping = threading.Event()
        self._asked: list[Asked] = []
        self._failures: dict[str, _Failure] = {}
        self._makers: dict[str, Callable[[str], Page]] = {}
        self._lock = threading.Lock()

    def put(self, path: str, page: Page | str) -> None:
        """Answer a path with a page, or with the text of one in HTML."""
        self.pages[path] = Page(page.encode()) if isinstance(page, str) else page

    def put_under(self, prefix: str, make: Callable[[str], Page]) -> None:
        """Answer every path below a prefix, such as a calendar that never ends."""
        self._makers[prefix] = make

    def delete(self, path: str) -> None:
        """Answer a path with 404 again."""
        del self.pages[path]

    def redirect(self, path: str, target: str, status: int = HTTPStatus.MOVED_PERMANENTLY) -> None:
        """Send a path on to another path or address."""
        self.put(path, Page(status=status, headers={"Location": target}))

    def robots(self, text: str) -> None:
        """Say what crawlers may do."""
        self.put("/robots.txt", Page(text.encode(), "text/plain; charset=utf-8"))

    def sitemap(self, path: str, pages: Mapping[str, str], *, index: bool = False) -> None:
        """List paths with their `lastmod`; with `index` they are sitemaps; `.gz` is packed."""
        addresses = {self.url + page: date for page, date in pages.items()}
        self.put(path, sitemap(addresses, index=index, packed=path.endswith(".gz")))

    def fail(self, path: str, times: int, status: int = 503, retry_after: str = "") -> None:
        """Answer the next requests of a path (`*`: of any) with a failure, then as before."""
        headers = {"Retry-After": retry_after} if retry_after else {}
        with self._lock:
            self._failures[path] = _Failure(Page(b"Later", status=status, headers=headers), times)

    @property
    def asked(self) -> Sequence[Asked]:
        """Every request so far, in order."""
        with self._lock:
            return tuple(self._asked)

    def fetched(self, method: str = "GET") -> list[str]:
        """The paths asked for, in order."""
        return [request.path for request in self.asked if request.method == method]

    def forget(self) -> None:
        """Start the record anew."""
        with self._lock:
            self._asked.clear()

    def answer(self, method: str, path: str, headers: Mapping[str, str]) -> Page:
        """What a request gets; it is noted before the answer leaves."""
        at = time.monotonic()
        with self._lock:
            page = self._failing(path) or self._find(path).answer(headers)
            self._asked.append(Asked(method, path, page.status, headers, at))
        return page

    def _failing(self, path: str) -> Page | None:
        for name in (path, ANY_PATH):
            failure = self._failures.get(name)
            if failure and failure.left:
                failure.left -= 1
                return failure.page
        return None

    def _find(self, path: str) -> Page:
        for name in (path, urlsplit(path).path):
            if name in self.pages:
                return self.pages[name]
        makers = (make for prefix, make in self._makers.items() if path.startswith(prefix))
        make = next(makers, None)
        return make(path) if make else NOT_FOUND


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body are two writes; held back, the second waits for the first to be acknowledged.
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def log_message(self, *_: Any) -> None:
        """Nothing: the site keeps its own record."""

    def _serve(self) -> None:
        site = self.server.site
        headers = {name.lower(): value for name, value in self.headers.items()}
        page = site.answer(self.command, self.path, headers)
        if page.delay:
            site.stopping.wait(page.delay)
        # A client that has had enough closes the connection.
        with suppress(OSError):
            self._send(page)

    def _send(self, page: Page) -> None:
        grows = page.size > len(page.body)
        self.close_connection = self.close_connection or grows
        self.send_response(page.status)
        if page.status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", page.kind)
            name, value = ("Connection", "close") if grows else ("Content-Length", len(page.body))
            self.send_header(name, str(value))
        for name, value in {**page.validators(), **page.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self._send_body(page)

    def _send_body(self, page: Page) -> None:
        self.wfile.write(page.body)
        left = page.size - len(page.body)
        while left > 0 and not self.server.site.stopping.is_set():
            left -= self.wfile.write(PIECE[:left])


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        self.connections: set[socket.socket] = set()
        super().__init__((HOST, 0), _Handler)
        self.site = Website(f"http://{HOST}:{self.server_port}")

    def get_request(self) -> tuple[socket.socket, Any]:
        """Accept a connection and remember it."""
        connection, address = super().get_request()
        self.connections.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        """Close a connection and forget it."""
        self.connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report what is no client going away."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def stop(self) -> None:
        """Accept no more and end what is open, which threads would serve on."""
        self.site.stopping.set()
        self.shutdown()
        self.server_close()
        for connection in list(self.connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def running_website() -> Iterator[Website]:
    """An empty site of its own, stopped at the end."""
    server = _Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.site
    finally:
        server.stop()
        thread.join()
