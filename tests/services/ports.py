"""Ports of this machine that no other test process takes, and whether something answers on one."""

from __future__ import annotations

import fcntl
import http.client
import os
import random
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

HOST = "127.0.0.1"
PORTS = range(15000, 32000)
"""Below Linux's ephemeral range, so that no outgoing connection takes a port between choice and
use."""

Ready = Callable[[], bool]

_reserved: list[int] = []


def free_port() -> int:
    """A free port no other test process takes: reserved by a file lock until this process ends."""
    locks = Path(tempfile.gettempdir()) / f"ragaudit-ports-{os.getuid()}"
    locks.mkdir(mode=0o700, exist_ok=True)
    for port in random.sample(PORTS, 200):
        handle = os.open(locks / str(port), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        if _locked(handle) and _bindable(port):
            _reserved.append(handle)
            return port
        os.close(handle)
    raise OSError(f"no free port between {PORTS.start} and {PORTS.stop}")


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _bindable(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def tcp_answers(port: int) -> Ready:
    """Ready when something accepts a connection to the port."""

    def ready() -> bool:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            return False
        return True

    return ready


def http_answers(url: str, limit: float = 10.0) -> Ready:
    """Ready when the address answers any status below 500: a refusal is an answer too."""
    parts = urlsplit(url)

    def ready() -> bool:
        connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=limit)
        try:
            connection.request("GET", parts.path or "/")
            return connection.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return ready
