"""Links to other servers, asked of a real one."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import Any, ClassVar

import pytest

from ragaudit.contracts import LinkResult, LinkState
from ragaudit.model import LinkPolicy
from ragaudit_connectors.web.addresses import is_public
from ragaudit_connectors.web.links import HttpLinkChecker


class Pages(BaseHTTPRequestHandler):
    """Answers by the first part of the path, and notes what it was asked."""

    asked: ClassVar[list[tuple[str, str]]] = []
    agents: ClassVar[set[str | None]] = set()
    cookies: ClassVar[set[str | None]] = set()
    tries: ClassVar[dict[str, int]] = {}

    def do_HEAD(self) -> None:
        """The same as GET, but for `/no-head`."""
        self._answer(405 if self.path == "/no-head" else None)

    def do_GET(self) -> None:
        """What the path says."""
        self._answer(None)

    def _answer(self, status: int | None) -> None:
        cls = type(self)
        cls.asked.append((self.command, self.path))
        cls.agents.add(self.headers.get("User-Agent"))
        cls.cookies.add(self.headers.get("Cookie"))
        cls.tries[self.path] = cls.tries.get(self.path, 0) + 1
        name = self.path.strip("/").partition("?")[0]
        headers = {"Set-Cookie": "seen=1"}
        if name == "slow":
            time.sleep(1.5)
        if name == "loop":
            headers["Location"] = "/loop"
        elif name.startswith("hop-"):
            left = int(name.removeprefix("hop-"))
            headers["Location"] = f"/hop-{left - 1}" if left else "/200"
        elif name == "to-private":
            headers["Location"] = "http://169.254.169.254/latest/meta-data/"
        elif name == "to-file":
            headers["Location"] = "file:///etc/passwd"
        elif name in ("429", "once"):
            headers["Retry-After"] = "1" if name == "once" else "3600"
        code = status or self._status(name, "Location" in headers)
        self.send_response(code)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _status(self, name: str, redirects: bool) -> int:
        if redirects:
            return 302
        if name == "once":
            return 429 if self.tries[self.path] == 1 else 200
        return int(name) if name.isdigit() else 200

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    """The address of a server on this machine."""
    Pages.asked, Pages.agents, Pages.cookies, Pages.tries = [], set(), set(), {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def checker(budget: float = 30, timeout_s: float = 5.0) -> HttpLinkChecker:
    """One that may ask this machine, and does not pause."""
    policy = LinkPolicy(budget, allow_hosts=("127.0.0.1",))
    return HttpLinkChecker(policy, sleep=lambda _: None, timeout_s=timeout_s)


def asked(url: str, **how: float) -> LinkResult:
    """What one address comes to."""
    return checker(**how).check([url])[url]


@pytest.mark.parametrize(
    ("path", "state", "reason"),
    [
        ("200", LinkState.ALIVE, "200 OK"),
        ("no-head", LinkState.ALIVE, "200 OK"),
        ("hop-3", LinkState.ALIVE, "200 OK"),
        ("404", LinkState.DEAD, "404 Not Found"),
        ("410", LinkState.DEAD, "410 Gone"),
        ("401", LinkState.UNKNOWN, "401 Unauthorized"),
        ("403", LinkState.UNKNOWN, "403 Forbidden"),
        ("429", LinkState.UNKNOWN, "429 Too Many Requests"),
        ("500", LinkState.UNKNOWN, "500 Internal Server Error"),
        ("503", LinkState.UNKNOWN, "503 Service Unavailable"),
        ("999", LinkState.UNKNOWN, "999"),
        ("loop", LinkState.UNKNOWN, "redirects in a circle"),
        ("hop-9", LinkState.UNKNOWN, "more than 5 redirects"),
        ("to-private", LinkState.UNCHECKED, "leads into a private network"),
        ("to-file", LinkState.UNCHECKED, "is no web address"),
    ],
)
def test_what_a_server_can_say(site: str, path: str, state: LinkState, reason: str) -> None:
    """Only “not found” and “gone” are dead."""
    assert LinkResult(state, reason) == asked(f"{site}/{path}")


def test_a_slow_server_is_unknown(site: str) -> None:
    """Too slow is not gone."""
    assert LinkResult(LinkState.UNKNOWN, "no answer in time") == asked(
        f"{site}/slow", timeout_s=0.5
    )


def test_a_server_that_asks_for_a_second_gets_it(site: str) -> None:
    """`Retry-After` is honoured, once."""
    waited: list[float] = []
    policy = LinkPolicy(allow_hosts=("127.0.0.1",))
    patient = HttpLinkChecker(policy, sleep=waited.append)
    found = patient.check([f"{site}/once"])
    assert ([LinkResult(LinkState.ALIVE, "200 OK")], [1.0]) == (list(found.values()), waited)


def test_a_busy_server_is_left_alone(site: str) -> None:
    """What else was to be asked of it is not."""
    found = checker().check([f"{site}/429", f"{site}/200"])
    assert [LinkState.UNKNOWN, LinkState.UNCHECKED] == [r.state for r in found.values()]
    assert [("HEAD", "/429")] == Pages.asked


def test_requests_are_polite_and_carry_nothing(site: str) -> None:
    """An honest name, no cookies, a pause between two requests, HEAD before GET."""
    pauses: list[float] = []
    policy = LinkPolicy(allow_hosts=("127.0.0.1",))
    HttpLinkChecker(policy, sleep=pauses.append).check([f"{site}/200", f"{site}/404"])
    assert [("HEAD", "/200"), ("HEAD", "/404"), ("GET", "/404")] == Pages.asked
    assert ({None}, [0.25]) == (Pages.cookies, pauses)
    assert all(agent and agent.startswith("ragaudit/") for agent in Pages.agents)


def test_one_page_is_asked_for_once(site: str) -> None:
    """Whatever stands behind `#`."""
    found = checker().check([f"{site}/200#a", f"{site}/200#b", f"{site}/200"])
    assert [LinkState.ALIVE] * 3 == [r.state for r in found.values()]
    assert [("HEAD", "/200")] == Pages.asked


def test_out_of_time(site: str) -> None:
    """What was not asked is said to be unchecked."""
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += 100

    policy = LinkPolicy(50, allow_hosts=("127.0.0.1",))
    hurried = HttpLinkChecker(policy, clock=lambda: now[0], sleep=sleep)
    found = hurried.check([f"{site}/200", f"{site}/404"])
    assert [
        LinkResult(LinkState.ALIVE, "200 OK"),
        LinkResult(LinkState.UNCHECKED, "not asked: out of time"),
    ] == list(found.values())


def test_a_server_nobody_runs(site: str) -> None:
    """A refused connection says nothing about the page."""
    assert LinkState.UNKNOWN is asked("http://127.0.0.1:9/page").state


def lookup(host: str, port: int, **_: object) -> list[Any]:
    """A name service that knows this machine, and fails for one name."""
    if host == "127.0.0.1":
        return [(2, 1, 6, "", (host, port))]
    raise socket.gaierror(socket.EAI_AGAIN if "busy" in host else socket.EAI_NONAME, "no")


@pytest.mark.parametrize(
    ("others", "host", "state"),
    [
        (True, "gone.pellworth.co.uk", LinkState.DEAD),
        (False, "gone.pellworth.co.uk", LinkState.UNKNOWN),
        (True, "busy.pellworth.co.uk", LinkState.UNKNOWN),
    ],
)
def test_a_host_that_does_not_exist(site: str, others: bool, host: str, state: LinkState) -> None:
    """Dead where other servers can be reached; without a network no name resolves."""
    policy = LinkPolicy(allow_hosts=("127.0.0.1",))
    gone = f"https://{host}/page"
    found = HttpLinkChecker(policy, lookup=lookup).check([gone] + [f"{site}/200"] * others)
    assert state is found[gone].state


def private(host: str, port: int, **_: object) -> list[Any]:
    """A name service run by somebody who wants to see the inside."""
    return [(2, 1, 6, "", ("93.184.216.34", port)), (2, 1, 6, "", ("10.0.0.1", port))]


def test_a_name_that_leads_inside() -> None:
    """One private address among public ones is enough."""
    url = "http://www.pellworth.co.uk/"
    found = HttpLinkChecker(LinkPolicy(), lookup=private).check([url])
    assert LinkResult(LinkState.UNCHECKED, "leads into a private network") == found[url]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://[::1]/", "http://10.0.0.1/", "http://192.168.1.1/admin",
        "http://169.254.169.254/latest/meta-data/", "http://0.0.0.0/", "http://[::ffff:10.0.0.1]/",
        "http://localhost/", "http://user:pw@93.184.216.34/",
        "http://93.184.216.34:22/", "ftp://93.184.216.34/", "http://93.184.216.34/unsubscribe?u=1",
        "http://93.184.216.34/x?token=abc", "http:///nowhere", "http://[bad/",
    ],
)  # fmt: skip
def test_addresses_that_must_not_be_asked(url: str) -> None:
    """Documents are written by strangers."""
    found = HttpLinkChecker(LinkPolicy(), timeout_s=0.2).check([url])[url]
    assert found.state in (LinkState.UNCHECKED, LinkState.UNKNOWN)
    assert "the connection failed" != found.reason and "no answer in time" != found.reason


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1::1", True), ("64:ff9b::5db8:d822", True),
        ("127.0.0.1", False), ("100.64.0.1", False), ("224.0.0.1", False), ("fe80::1", False),
        ("fd00::1", False), ("::ffff:127.0.0.1", False), ("64:ff9b::a00:1", False),
        ("2002:a00:1::1", False),
    ],
)  # fmt: skip
def test_public_addresses(address: str, public: bool) -> None:
    """Also where one carries another inside."""
    assert public is is_public(ip_address(address))


@pytest.mark.parametrize(
    "path", ["docs/code/", "verify", "key/values", "tickets?page=2", "reset-password", "?tokens=3"]
)
def test_words_that_only_look_like_one_time_links(site: str, path: str) -> None:
    """A page about keys is asked for as any other."""
    assert LinkState.ALIVE is asked(f"{site}/{path}").state


def test_no_links_at_all() -> None:
    """Nothing is asked."""
    assert {} == checker().check([])
