"""Pages and media as listed, and what the wiki knows about them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal
from urllib.parse import quote

from ragaudit.model import Fact, FactState, Origin, OwnerClaim, OwnerRole, SourceFacts
from ragaudit_connectors.files.names import shown
from ragaudit_connectors.remote import claim, known_date

Kind = Literal["page", "media"]
LONGEST_ID = 1_000
PEOPLE = ("wiki.getPageVersions: user (whoever edits, and no owner)",)
_ADDRESS = re.compile(r"\d{1,3}(\.\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]+")
"""Edits without signing in go by the network address."""
_CREATED = "C"


@dataclass(frozen=True, slots=True)
class Item:
    """A page or an uploaded file."""

    kind: Kind
    id: str
    """The wiki's own: `hr:salaries`."""
    changed: int | None = None
    """Seconds since 1970."""
    size: int = 0
    digest: str = ""
    """MD5 of a page's text."""

    @property
    def native_id(self) -> str:
        """Pages and media may have the same id."""
        return f"{self.kind}:{self.id}"

    @property
    def path(self) -> str:
        """With slashes: `hr/salaries`."""
        return shown(self.id.replace(":", "/"))

    @property
    def address(self) -> str:
        """Where a person finds it, below the wiki."""
        name = quote(self.id, safe=":")
        return f"/doku.php?id={name}" if self.kind == "page" else f"/lib/exe/fetch.php?media={name}"


def item_of(kind: Kind, listed: Mapping[str, Any]) -> Item | None:
    """A row of a listing; None for an id no DokuWiki has."""
    name = listed.get("id")
    if not isinstance(name, str) or not _is_id(name):
        return None
    # Of a page `mtime` is a number; of a media file newer releases write it as a date.
    changed = _number(listed.get("rev")) or _number(listed.get("mtime"))
    digest = listed.get("hash")
    told = digest if isinstance(digest, str) and re.fullmatch(r"[0-9a-f]{32}", digest) else ""
    return Item(kind, name, changed, _number(listed.get("size")) or 0, told)


def split(native_id: str) -> tuple[Kind, str]:
    """Kind and id of a document."""
    kind, _, name = native_id.partition(":")
    return ("media" if kind == "media" else "page"), name


def _is_id(name: str) -> bool:
    parts = name.split(":")
    plain = not any(part in ("", ".", "..") for part in parts) and "/" not in name
    return plain and len(name) <= LONGEST_ID and "\\" not in name


def _number(value: Any) -> int | None:
    # A deleted page has the size False.
    sane = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 53
    return value if sane else None


def listed_facts(item: Item, url: str) -> SourceFacts:
    """What a listing tells."""
    where = "dokuwiki.getPagelist: rev" if item.kind == "page" else "wiki.getAttachments: mtime"
    changed = _day(item.changed, where)
    name = "content_modified" if item.kind == "page" else "modified"
    return SourceFacts(times={name: changed}, looked_in=PEOPLE, deep_link=url + item.address)


def read_facts(versions: Sequence[Mapping[str, Any]]) -> SourceFacts:
    """What the newest revisions of a page tell, the newest first."""
    made = next((one for one in versions if one.get("type") == _CREATED), None)
    where = "wiki.getPageVersions"
    created = _unseen(where) if made is None else _day(_number(made.get("version")), where)
    owners = (
        *_claim(OwnerRole.LAST_EDITOR, versions[0] if versions else None, f"{where}[0].user"),
        *_claim(OwnerRole.CREATOR, made, f"{where}: user of type C"),
    )
    return SourceFacts(times={"created": created}, owners=owners)


def _claim(
    role: OwnerRole, version: Mapping[str, Any] | None, where: str
) -> tuple[OwnerClaim, ...]:
    user = version.get("user") if version else None
    if not isinstance(user, str) or not user.strip() or _ADDRESS.fullmatch(user):
        return ()
    return (claim(role, shown(user.strip())[:200], where),)


def _day(seconds: int | None, where: str) -> Fact[date]:
    try:
        when = None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return Fact(FactState.ERROR, origin=Origin.SOURCE_API, locator=where, note="is no time")
    return known_date(when, where)


def _unseen(where: str) -> Fact[date]:
    note = "older than the newest revisions, which alone are asked for"
    return Fact(FactState.UNKNOWN, origin=Origin.SOURCE_API, locator=where, note=note)
