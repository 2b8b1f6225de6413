"""What a listing says about an item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import unquote

from ragaudit.model import Fact, FactState, Lifecycle, Origin, OwnerRole, SourceFacts
from ragaudit_connectors.files.names import shown
from ragaudit_connectors.remote import claim, known_date, moment

FIELDS = (
    "UID", "portal_type", "review_state", "Title", "Creator", "listCreators", "created", "modified",
    "EffectiveDate", "effective", "ExpirationDate", "expires", "mime_type",
)  # fmt: skip
LIFECYCLES = {
    "published": Lifecycle.CURRENT,
    "internally_published": Lifecycle.CURRENT,
    "external": Lifecycle.CURRENT,
    "pending": Lifecycle.DRAFT,
    "archived": Lifecycle.ARCHIVED,
}
"""States whose name says where an item stands; in a private one it may be anywhere."""
FILE_FORMATS = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/rtf": "rtf",
    "text/rtf": "rtf",
    "text/plain": "text",
    "text/html": "html",
    "text/markdown": "markdown",
    "text/csv": "csv",
}
FILE = "File"
SITE = "_site"
"""The path of the site itself; no id in it begins like this."""
LONGEST_PATH = 2_000


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a listing."""

    values: Mapping[str, Any]
    path: str
    """Below the site: `hr/salaries`."""

    def text(self, name: str) -> str:
        """A value as text; empty where there is none."""
        value = self.values.get(name)
        return value.strip() if isinstance(value, str) else ""

    @property
    def uid(self) -> str:
        """Stays when the item is moved or renamed."""
        return self.text("UID")

    @property
    def is_file(self) -> bool:
        """Whether it is an uploaded file rather than a page."""
        return self.text("portal_type") == FILE

    @property
    def modified(self) -> datetime | None:
        """When anything about it last changed, to the second."""
        return moment(self.text("modified"))

    @property
    def creator(self) -> str:
        """The first of its creators: at first the account that made it, later any text."""
        return self.text("Creator")


def item_of(values: Mapping[str, Any], root: str) -> Item | None:
    """An item with its path below the site; None for one that lies elsewhere."""
    address = values.get("@id")
    if not isinstance(address, str) or not isinstance(values.get("UID"), str):
        return None
    if address != root and not address.startswith(f"{root}/"):
        return None
    path = unquote(address.removeprefix(root).removeprefix("/"))
    parts = path.split("/")
    if len(path) > LONGEST_PATH or shown(path) != path or {".", "..", SITE} & {*parts}:
        return None
    if path and "" in parts:
        return None
    return Item(values, path or SITE)


def place_of(path: str) -> str:
    """A path as the interface takes it: the site itself has none."""
    return "" if path == SITE else path


def facts_of(item: Item) -> SourceFacts:
    """Dates, people and state; whatever Plone leaves open has a filler instead of a date."""
    published = known_date(_set(item, "effective", "EffectiveDate"), "effective")
    return SourceFacts(
        times={
            "created": known_date(item.text("created"), "created"),
            "modified": known_date(item.text("modified"), "modified"),
            "published": published,
            "effective_from": published,
            "expires": known_date(_set(item, "expires", "ExpirationDate"), "expires"),
        },
        owners=tuple(
            claim(OwnerRole.CREATOR, name, f"creators[{n}]")
            for n, name in enumerate(_creators(item))
        ),
        looked_in=("creators (free text, and no owner)",),
        lifecycle=_lifecycle(item),
        deep_link=item.text("@id") or None,
    )


def _set(item: Item, name: str, written: str) -> str | date:
    """A date that somebody set: the text of one that nobody did is `None`."""
    return "" if item.text(written) in ("", "None") else item.text(name)


def _creators(item: Item) -> list[str]:
    listed = item.values.get("listCreators")
    names = listed if isinstance(listed, list) else [item.creator]
    return [name.strip() for name in names if isinstance(name, str) and name.strip()][:20]


def _lifecycle(item: Item) -> Fact[Lifecycle]:
    state = item.text("review_state")
    if not state:
        return Fact.absent()
    where, found = "review_state", LIFECYCLES.get(state)
    if found is None:
        note = "the name of the state does not say whether it is a draft"
        return Fact(FactState.UNKNOWN, None, Origin.SOURCE_API, locator=where, raw=state, note=note)
    return Fact(FactState.KNOWN, found, Origin.SOURCE_API, locator=where, raw=state)


def format_of_file(item: Item) -> str:
    """The format of an upload by its media type, for names without a suffix."""
    return FILE_FORMATS.get(item.text("mime_type").partition(";")[0].strip().lower(), "")
