"""What Plone's REST interface answers, without a Plone: for what a real site cannot be brought to.

Answers have the shape of those of Plone 6.2 with plone.restapi 10; `test_site` compares the two
wherever a real Plone runs. Who may view is decided as Plone does it, by roles.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, unquote

import httpx

HOST = "http://intranet.example.org"
ADDRESS = f"{HOST}/Plone"
START = datetime(2026, 10, 1, 8, tzinfo=UTC)
NOW = START + timedelta(days=30)
TRUSTED = frozenset({"Manager", "Site Administrator", "Owner", "Editor", "Reader", "Contributor"})
VIEW: Mapping[str | None, frozenset[str]] = {
    "private": TRUSTED,
    "pending": TRUSTED | {"Reviewer"},
    "published": frozenset({"Anonymous"}),
}
SHAREABLE = ("Contributor", "Editor", "Reader", "Reviewer")
LOGGED_IN = "AuthenticatedUsers"
Answering = Callable[[httpx.Request], httpx.Response]


@dataclass
class Item:
    """A page, a folder or a file."""

    uid: str
    kind: str = "Document"
    state: str | None = "private"
    title: str = ""
    text: str = ""
    creators: tuple[str, ...] = ("admin",)
    modified: datetime = START
    expires: datetime | None = None
    data: bytes = b""
    mime: str = "text/plain"
    shares: dict[str, tuple[str, ...]] = field(default_factory=dict)
    inherit: bool = True
    more: dict[str, Any] = field(default_factory=dict)
    """Fields of the item besides the usual ones."""


class FakeSite:
    """A site in memory; call it with a request, as httpx's mock transport does."""

    def __init__(self) -> None:
        self.items: dict[str, Item] = {"": Item("0" * 32, "Plone Site", None, "Handbook")}
        self.accounts: dict[str, tuple[str, ...]] = {
            "admin": ("Manager",),
            "alice": ("Member",),
            "bob": ("Member",),
            "carol": ("Member",),
            "inspector": ("Member", "Reader"),
            "auditor": ("Member", "Reader"),
        }
        self.groups: dict[str, tuple[str, ...]] = {
            "hr": ("hr-leads",),
            "hr-leads": ("alice",),
            "Editors": (),
        }
        self.group_roles: dict[str, tuple[str, ...]] = {"Editors": ("Editor",)}
        self.inspectors = {"admin", "inspector"}
        """Who sees local roles and accounts."""
        self.shut_out: set[str] = set()
        """Whose password no longer works."""
        self.shareable: tuple[str, ...] = SHAREABLE
        self.closed = False
        """Whether strangers see nothing but what they know the address of."""
        self.instead: dict[str, httpx.Response | Answering] = {}
        """By path with service, or by service alone: what is answered there."""
        self.asked: list[str] = []
        self._count = 0
        self._now = START

    def put(self, path: str, **fields: Any) -> Item:
        """Make an item, or change it."""
        self._count += 1
        self._now += timedelta(seconds=1)
        known = self.items.get(path)
        item = known or Item(f"{self._count * 2654435761 % 2**32:032x}", title=path)
        for name, value in {"modified": self._now, **fields}.items():
            setattr(item, name, value)
        self.items[path] = item
        return item

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = _path(request)
        self.asked.append(path)
        service = path.partition("@")[2].partition("/")[0]
        special = self.instead.get(path) or self.instead.get(f"@{service}")
        if special is None:
            found = self.answer(request)
        else:
            found = special(request) if callable(special) else special
        found.headers.setdefault("Date", NOW.strftime("%a, %d %b %Y %H:%M:%S GMT"))
        return found

    def answer(self, request: httpx.Request) -> httpx.Response:
        """What the site answers by itself."""
        where, _, service = _path(request).partition("@")
        return self._answer(self._user(request), where.strip("/"), service, request)

    def sees(self, user: str | None, path: str) -> bool:
        """Whether somebody has a role in an item that may view it."""
        chain = [path, *self._above(path)]
        states = (self.items[one].state for one in chain)
        view = VIEW.get(next((state for state in states if state), None), frozenset({"Anonymous"}))
        if not path and self.closed:
            view = frozenset({"Authenticated"})
        return bool(view & self._roles(user, chain))

    def _roles(self, user: str | None, chain: list[str]) -> set[str]:
        if user is None:
            return {"Anonymous"}
        teams = self._teams(user)
        roles = {"Anonymous", "Authenticated", *self.accounts[user]}
        roles.update(role for team in teams for role in self.group_roles.get(team, ()))
        for item in map(self.items.__getitem__, chain):
            roles.update(role for who in (user, *teams) for role in item.shares.get(who, ()))
            roles.update({"Owner"} if item.creators[:1] == (user,) else ())
            if not item.inherit:
                break
        return roles

    def _teams(self, user: str) -> set[str]:
        teams, new = {LOGGED_IN}, {user}
        while new:
            new = {name for name, who in self.groups.items() if new & {*who}} - teams
            teams |= new
        return teams

    def _above(self, path: str) -> Iterator[str]:
        while path:
            path = path.rpartition("/")[0]
            yield path

    def _user(self, request: httpx.Request) -> str | None:
        kind, _, told = request.headers.get("authorization", "").partition(" ")
        if kind == "Bearer":
            return told.removesuffix("-token") if told.endswith("-token") else None
        name, _, password = base64.b64decode(told).decode().partition(":")
        return name if password == f"{name}-password" and name not in self.shut_out else None

    def _answer(
        self, user: str | None, where: str, service: str, request: httpx.Request
    ) -> httpx.Response:
        path, name = where, service.partition("/")[0]
        if path not in self.items:
            return httpx.Response(404, json={"type": "NotFound"})
        if not self.sees(user, path):
            return httpx.Response(401, json={"type": "Unauthorized"})
        if name in ("sharing", "users", "groups") and user not in self.inspectors:
            return httpx.Response(403 if name == "sharing" and user else 401)
        match name:
            case "":
                return httpx.Response(200, json=self._page(path))
            case "@download":
                kind = {"content-type": self.items[path].mime}
                return httpx.Response(200, content=self.items[path].data, headers=kind)
            case "breadcrumbs":
                return httpx.Response(200, json={"items": []})
            case "actions":
                offered = ["preferences", "dashboard", "logout"] if user else ["login"]
                return httpx.Response(200, json={"user": [{"id": one} for one in offered]})
            case "search":
                return httpx.Response(200, json=self._search(user, request.url.params))
            case "sharing":
                return httpx.Response(200, json=self._sharing(path))
        return self._people(service)

    def _page(self, path: str) -> dict[str, Any]:
        item = self.items[path]
        text = {"content-type": "text/html", "data": item.text, "encoding": "utf-8"}
        return {
            "@id": address(path),
            "@type": item.kind,
            "UID": item.uid,
            "creators": list(item.creators),
            "description": "",
            "review_state": item.state,
            "text": text if item.text else None,
            "title": item.title,
            **item.more,
        }

    def _search(self, user: str | None, params: httpx.QueryParams) -> dict[str, Any]:
        wanted = params.get_list("UID")
        found = [
            self._brain(path, item)
            for path, item in self.items.items()
            if self.sees(user, path) and (not wanted or item.uid in wanted)
        ]
        found.sort(key=lambda one: one["UID"])
        start, size = int(params.get("b_start", 0)), int(params.get("b_size", 25))
        return {"items": found[start : start + size], "items_total": len(found)}

    def _brain(self, path: str, item: Item) -> dict[str, Any]:
        ends = item.expires.isoformat() if item.expires else None
        return {
            "@id": address(path),
            "@type": item.kind,
            "Creator": next(iter(item.creators), ""),
            "EffectiveDate": "None",
            "ExpirationDate": ends or "None",
            "Title": item.title,
            "UID": item.uid,
            "created": START.isoformat(),
            "effective": "1969-12-31T00:00:00+00:00",
            "expires": ends or "2499-12-31T00:00:00+00:00",
            "listCreators": list(item.creators),
            "mime_type": item.mime,
            "modified": item.modified.isoformat(),
            "portal_type": item.kind,
            "review_state": item.state,
        }

    def _sharing(self, path: str) -> dict[str, Any]:
        item = self.items[path]
        above: dict[str, set[str]] = {}
        for one in self._above(path) if item.inherit else ():
            for who, roles in self.items[one].shares.items():
                above.setdefault(who, set()).update(roles)
            if not self.items[one].inherit:
                break
        entries = [
            {
                "id": who,
                "type": "group" if who in {*self.groups, LOGGED_IN} else "user",
                "title": who,
                "disabled": False,
                "roles": {
                    role: "acquired"
                    if role in above.get(who, ())
                    else role in item.shares.get(who, ())
                    for role in self.shareable
                },
            }
            for who in sorted({*above, *item.shares, LOGGED_IN})
        ]
        available = [{"id": role, "title": role} for role in self.shareable]
        return {"inherit": item.inherit, "entries": entries, "available_roles": available}

    def _people(self, service: str) -> httpx.Response:
        kind, _, name = service.partition("/")
        found = self._users() if kind == "users" else self._groups()
        if name:
            one = next((one for one in found if one["id"] == name), None)
            return httpx.Response(200, json=one) if one else httpx.Response(404)
        if kind == "groups":
            return httpx.Response(200, json=found)
        # The administrator's account is of the server, not of the site.
        return httpx.Response(200, json={"items": [one for one in found if one["id"] != "admin"]})

    def _users(self) -> list[dict[str, Any]]:
        return [
            {"id": name, "username": name, "email": None, "fullname": None, "roles": list(roles)}
            for name, roles in self.accounts.items()
        ]

    def _groups(self) -> list[dict[str, Any]]:
        return [
            {
                "id": name,
                "roles": [*self.group_roles.get(name, ()), "Authenticated"],
                "members": {"items": sorted(members), "items_total": len(members)},
            }
            for name, members in self.groups.items()
        ]


def _path(request: httpx.Request) -> str:
    path = unquote(request.url.raw_path.decode().partition("?")[0])
    return path.removeprefix("/Plone").strip("/")


def said(content: bytes) -> httpx.Response:
    """An answer that calls itself JSON."""
    return httpx.Response(200, content=content, headers={"content-type": "application/json"})


def address(path: str) -> str:
    """What the site calls an item."""
    return f"{ADDRESS}/{quote(path)}".rstrip("/")
