"""A page as the listing and its history tell of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from ragaudit.model import Fact, FactState, Origin, OwnerClaim, OwnerRole, SourceFacts
from ragaudit_connectors.files.names import shown
from ragaudit_connectors.mediawiki.api import Api
from ragaudit_connectors.remote import claim, known_date

LONGEST_PATH = 2_000
HISTORY = "50"
"""Revisions asked for at once."""
_LOOKED_IN = ("first and last editor (proxies)",)
_WHEN = "revisions.timestamp"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a listing."""

    id: int
    namespace: int
    path: str
    """Its title with the namespace: `HR:Salaries`."""
    revision: int
    size: int
    is_document: bool
    """Neither a redirect nor a script, style or table of data."""
    touched: str
    """When it was last changed, or something in it."""
    asked: str
    """When the wiki said so, by its own clock."""
    changed: str
    """When the last revision was made."""
    address: str


def page_of(values: Mapping[str, Any]) -> Page | None:
    """A page of a listing; None for one whose title or revision is of no use."""
    title, revision, number = values.get("title"), values.get("lastrevid"), values.get("ns")
    if not isinstance(title, str) or not isinstance(revision, int) or not isinstance(number, int):
        return None
    path = shown(title.strip().strip("/"))
    if not path or len(path) > LONGEST_PATH or {".", ".."} & set(path.split("/")):
        return None
    latest = _revisions(values)
    address = str(values.get("fullurl", ""))
    size = values.get("length")
    return Page(
        id=values["pageid"],
        namespace=number,
        path=path,
        revision=revision,
        size=size if isinstance(size, int) else 0,
        is_document=not values.get("redirect") and values.get("contentmodel") == "wikitext",
        touched=str(values.get("touched", "")),
        asked=str(values.get("asked", "")),
        changed=str(latest[0].get("timestamp", "")) if latest else "",
        address=address if address.startswith(("http://", "https://")) else "",
    )


def facts_of(page: Page) -> SourceFacts:
    """What a listing says; a revision may also be a move or a protection."""
    return SourceFacts(
        times={"modified": known_date(page.changed, _WHEN)},
        looked_in=_LOOKED_IN,
        deep_link=page.address or None,
    )


def history(api: Api, page_id: str) -> SourceFacts:
    """Who wrote a page first and last, and when. Raises `SourceError`."""
    asked = {"prop": "revisions", "pageids": page_id, "rvprop": "ids|timestamp|user|sha1"}
    answer = api.query(**asked, rvlimit=HISTORY)
    latest, whole = _listed(answer), "continue" not in answer
    first = latest[-1:] if whole else _listed(api.query(**asked, rvlimit="1", rvdir="newer"))
    changed = _last_change(latest, whole=whole)
    return SourceFacts(
        times={
            "created": known_date(_time(first[0]) if first else "", f"first {_WHEN}"),
            "content_modified": _changed(changed),
        },
        owners=(
            *_editor(OwnerRole.CREATOR, first[0] if first else None, "user of the first revision"),
            *_editor(OwnerRole.LAST_EDITOR, changed, "user of the last revision of the text"),
        ),
    )


def _last_change(revisions: Sequence[dict[str, Any]], *, whole: bool) -> dict[str, Any] | None:
    """The last revision with another text than the one before; moves leave the text as it is."""
    for newer, older in pairwise(revisions):
        texts = (newer.get("sha1"), older.get("sha1"))
        if None in texts:
            return None
        if texts[0] != texts[1]:
            return newer
    return revisions[-1] if revisions and whole else None


def _changed(revision: dict[str, Any] | None) -> Fact[date]:
    if revision is not None:
        return known_date(_time(revision), _WHEN)
    note = "the last revisions do not show which of them changed the text"
    return Fact(FactState.UNKNOWN, None, Origin.SOURCE_API, locator=_WHEN, note=note)


def _editor(
    role: OwnerRole, revision: Mapping[str, Any] | None, where: str
) -> Iterator[OwnerClaim]:
    """Somebody with an account; who edits without one is an address of a network."""
    name = revision.get("user") if revision else None
    if revision and isinstance(name, str) and name and not (_nobody(revision)):
        yield claim(role, name, where)


def _nobody(revision: Mapping[str, Any]) -> bool:
    return bool(revision.get("anon") or revision.get("temp") or revision.get("userhidden"))


def _time(revision: Mapping[str, Any]) -> str:
    return str(revision.get("timestamp", ""))


def _listed(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    query = answer.get("query")
    pages = query.get("pages") if isinstance(query, dict) else None
    first = pages[0] if isinstance(pages, list) and pages else None
    return _revisions(first) if isinstance(first, dict) else []


def _revisions(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = values.get("revisions")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
