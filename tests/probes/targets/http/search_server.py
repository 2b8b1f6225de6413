"""A small search service on loopback that also does what broken ones do, and keeps a record."""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

HOST = "127.0.0.1"
PAGES = {
    "handbook/leave.md": ("Everybody has 28 days of paid leave a year.", "everybody"),
    "handbook/travel.md": ("Book trains before planes; leave early.", "everybody"),
    "board/falcon.md": ("Falcon: the merger; nobody may leave before May.", "board"),
}
TOKENS = {"t-alice": "alice", "t-carol": "carol", "t-service": "service"}
GROUPS = {
    "alice": ["everybody"],
    "carol": ["everybody", "board"],
    "service": ["everybody", "board"],
}


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    params: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: Any
    connection: int


@dataclass(frozen=True)
class Reply:
    """What is answered; a string or bytes go out as they are, anything else as JSON."""

    body: Any = ""
    status: int = 200
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    promised: int | None = None
    """`Content-Length`, where it is a lie; the connection is closed then."""
    drip: float = 0.0
    """Seconds between bytes."""

    @property
    def data(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return self.body.encode() if isinstance(self.body, str) else json.dumps(self.body).encode()


Answering = Callable[[Asked], Reply]


class Service:
    """What runs; `on` replaces the answers of a path while it does."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.stopping = threading.Event()
        self.inside = self.most_inside = 0
        self._asked: list[Asked] = []
        self._answers: dict[str, Answering] = {"/search": search}
        self._lock = threading.Lock()

    def on(self, path: str, answer: Reply | Answering) -> str:
        """Answer a path; returns its address."""
        self._answers[path] = answer if callable(answer) else lambda _: answer
        return self.url + path

    def storm(self, path: str, times: int, failure: Reply, then: Answering | None = None) -> str:
        """Fail the first requests of a path, then answer as usual."""
        left = [times]
        usual = then or search

        def answer(asked: Asked) -> Reply:
            with self._lock:
                left[0] -= 1
                failing = left[0] >= 0
            return failure if failing else usual(asked)

        return self.on(path, answer)

    @property
    def asked(self) -> list[Asked]:
        """Every request so far, in order."""
        with self._lock:
            return list(self._asked)

    def answer(self, asked: Asked) -> Reply:
        with self._lock:
            self._asked.append(asked)
            self.inside += 1
            self.most_inside = max(self.most_inside, self.inside)
        try:
            found = self._answers.get(asked.path)
            reply = found(asked) if found else Reply({"detail": "Not Found"}, 404)
            self.stopping.wait(reply.delay)
            return reply
        finally:
            with self._lock:
                self.inside -= 1


def search(asked: Asked) -> Reply:
    """Words in common, for whoever the token, cookie or field says; nobody sees public pages."""
    body = asked.body or {}
    query = body.get("query") or "".join(asked.params.get("q", []))
    k = int(body.get("top_k") or "".join(asked.params.get("k", [])) or 10)
    token = asked.headers.get("authorization", "").removeprefix("Bearer ")
    cookies = dict(c.split("=", 1) for c in asked.headers.get("cookie", "").split("; ") if "=" in c)
    token = token or cookies.get("session", "")
    if token and token not in TOKENS:
        return Reply({"detail": f"no such token {token}"}, 401)
    groups = body.get("groups") or GROUPS.get(TOKENS.get(token, ""), ["everybody"])
    words = set(query.lower().split())
    found = [
        (len(words & set(text.lower().replace(".", "").split())), path, text)
        for path, (text, group) in PAGES.items()
        if group in groups
    ]
    found = sorted((hit for hit in found if hit[0]), key=lambda hit: (-hit[0], hit[1]))
    hits = [
        {"id": f"{path}#0", "score": score / 10, "text": text, "meta": {"path": path}}
        for score, path, text in found
    ]
    return Reply({"results": hits[:k], "total": len(hits), "usage": {"cost": 0.001}})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body are two writes; held back, the second waits for the first to be acknowledged.
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, *_: Any) -> None:
        """Nothing: the service keeps its own record."""

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        asked = Asked(
            self.command,
            parts.path,
            parse_qs(parts.query, keep_blank_values=True),
            {name.lower(): value for name, value in self.headers.items()},
            json.loads(data) if data else None,
            self.client_address[1],
        )
        reply = self.server.service.answer(asked)
        # A client that has had enough closes the connection.
        with suppress(OSError):
            self._send(reply)

    def _send(self, reply: Reply) -> None:
        data = reply.data
        self.close_connection = self.close_connection or reply.promised is not None
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(reply.promised or len(data)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if not reply.drip:
            self.wfile.write(data)
        for at in range(len(data) if reply.drip else 0):
            if self.server.service.stopping.is_set():
                return
            self.wfile.write(data[at : at + 1])
            time.sleep(reply.drip)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self) -> None:
        self.connections: set[socket.socket] = set()
        super().__init__((HOST, 0), _Handler)
        self.service = Service(f"http://{HOST}:{self.server_port}")

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
        self.service.stopping.set()
        self.shutdown()
        self.server_close()
        for connection in list(self.connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def running_service() -> Iterator[Service]:
    """A service of its own, stopped at the end."""
    server = _Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.service
    finally:
        server.stop()
        thread.join()
