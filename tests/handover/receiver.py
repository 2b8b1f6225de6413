"""A server on loopback that keeps what it is sent, and answers as a test says."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Request:
    """One request as it came."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True)
class Answer:
    """What is sent back; None drops the connection without a word."""

    status: int | None = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


Answering = Callable[[Request], Answer]


@dataclass
class Receiver:
    """A running server."""

    port: int
    answer: Answering
    got: list[Request] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it is reached by HTTP."""
        return f"http://{HOST}:{self.port}"

    @property
    def json_url(self) -> str:
        """The same in apprise's spelling."""
        return f"json://{HOST}:{self.port}/hook"

    @property
    def texts(self) -> list[str]:
        """What `json://` messages said."""
        return [request.body["message"] for request in self.got]

    @property
    def titles(self) -> list[str]:
        """What they were called."""
        return [request.body["title"] for request in self.got]


def _json(body: object) -> bytes:
    return b"" if body is None else json.dumps(body).encode()


@contextmanager
def receiving(answer: Answering = lambda _: Answer()) -> Iterator[Receiver]:
    """Run a server, on a thread of its own, for the length of a block."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            raw = self.rfile.read(int(self.headers.get("content-length") or 0))
            parts = urlsplit(self.path)
            query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
            headers = {key.lower(): value for key, value in self.headers.items()}
            body = json.loads(raw) if raw[:1] in (b"{", b"[") else raw.decode()
            request = Request(self.command, parts.path, query, headers, body)
            with lock:
                receiver.got.append(request)
                answer = receiver.answer(request)
            self._send(answer)

        def _send(self, answer: Answer) -> None:
            if answer.status is None:
                self.close_connection = True
                return
            data = answer.body if isinstance(answer.body, bytes) else _json(answer.body)
            self.send_response(answer.status)
            for key, value in answer.headers.items():
                self.send_header(key, value)
            self.send_header("content-type", "application/json")
            if answer.status != 204:
                self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_PATCH = _any

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: what is sent is looked at by tests alone."""

    server = ThreadingHTTPServer((HOST, 0), Handler)
    server.daemon_threads = True
    receiver = Receiver(server.server_address[1], answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
