"""Asks for what decides who may view, for many items with few requests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ragaudit.contracts import Ref
from ragaudit.errors import MalformedError, ScopeMissingError
from ragaudit.model import AccessPolicy, AccessState
from ragaudit_connectors.plone.access import (
    ANONYMOUS,
    OWNER,
    PERMISSION,
    Observed,
    Observer,
    shown_roles,
)
from ragaudit_connectors.plone.api import REFUSED, SHOWN, Api
from ragaudit_connectors.plone.folders import Folders, Maker
from ragaudit_connectors.plone.items import Item, place_of
from ragaudit_connectors.plone.listing import SEARCH, search
from ragaudit_connectors.plone.options import PloneOptions
from ragaudit_connectors.plone.people import account_exists, accounts_of

AT_ONCE = 100
PUBLIC_AT_ONCE = 1000
_FIELDS = ("UID", "review_state", "Creator")


class Rights:
    """What is known about the rights in one site, for one pass."""

    def __init__(self, api: Api, nobody: Api, options: PloneOptions) -> None:
        self._api, self._nobody, self._options = api, nobody, options
        self._public: frozenset[str] | None = None
        self._closed = False
        """Whether the list of what strangers see cannot be had, so that each item is asked for."""
        self._folders = Folders(api)
        self._listed: frozenset[str] | None = None
        self._accounts: dict[str, bool] = {}
        self._asked = False
        self._seen: frozenset[str] | None = None

    def policies(
        self, refs: Sequence[Ref], observer: Observer
    ) -> Iterator[tuple[Ref, AccessPolicy]]:
        """One policy each. Raises `ScopeMissingError` at the end where a right is missing."""
        refused = False
        for start in range(0, len(refs), AT_ONCE):
            batch = refs[start : start + AT_ONCE]
            items = self._items(batch)
            for ref in batch:
                item = items.get(ref.native_id)
                if item is None:
                    yield ref, AccessPolicy(AccessState.ERROR, note="it is not listed any more")
                    continue
                found = self._observed(ref, item)
                refused = refused or (found.sharing is None and not found.public)
                yield ref, observer.policy(found)
        if refused and self._options.access == "sharing":
            self._api.sign_in()
            raise missing(self._api)

    def _items(self, refs: Sequence[Ref]) -> Mapping[str, Item]:
        ids = [ref.native_id for ref in refs]
        found = {
            item.uid: item for item in search(self._api, 0, len(ids) + 1, _FIELDS, UID=ids).items
        }
        if not found.keys() >= {*ids}:
            # Whoever is no longer let in is shown what is public, as if that were all.
            self._api.sign_in()
        return found

    def _observed(self, ref: Ref, item: Item) -> Observed:
        path = place_of(ref.path)
        state = item.text("review_state") or self._folders.state(path)
        viewers = self._options.viewers(state) if state else None
        if public := self.is_public(item.uid, path, viewers):
            return Observed(public)
        sharing = self._sharing(path)
        counts = sharing is not None and OWNER in (viewers or ())
        owners = tuple(self._owners(item, path, sharing)) if counts else ()
        strangers = {maker.name for maker in owners if not self._is_account(maker.name)}
        return Observed(public, state, viewers, sharing, owners, not strangers)

    def _owners(self, item: Item, path: str, sharing: Mapping[str, Any] | None) -> Iterator[Maker]:
        """Who may own the item, by having made it or a folder it takes local roles from."""
        yield Maker(item.creator, "creators[0], who may own it")
        if sharing is None or sharing.get("inherit") is not False:
            yield from self._folders.makers(path)

    def is_public(self, uid: str, path: str, viewers: Sequence[str] | None) -> bool | None:
        """Whether an item is shown to whoever has not signed in.

        A list may leave out what has expired and is shown all the same, so that what strangers
        may view by its state, as far as that is told, is asked for.
        """
        if self._public is None:
            self._public = self._shown_to_all()
        if uid in self._public:
            return True
        if not self._closed and viewers is not None and ANONYMOUS not in viewers:
            return False
        answer = self._nobody.answer(f"{path}/{SHOWN}".lstrip("/"))
        if answer.ok:
            return True
        return False if answer.status in (*REFUSED, 404) else None

    def _shown_to_all(self) -> frozenset[str]:
        """Everything the catalog shows to strangers; a closed site shows them no catalog."""
        if not self._nobody.answer(SEARCH, {"b_size": 1}).ok:
            self._closed = True
            return frozenset()
        shown: set[str] = set()
        totals: set[int] = set()
        start, last = 0, False
        while not last:
            found, before = search(self._nobody, start, PUBLIC_AT_ONCE, ("UID",)), len(shown)
            shown.update(item.uid for item in found.items)
            totals.add(found.total)
            start, last = found.next, found.last or len(shown) == before
        # Items that go while the list is read make others move up, past the place of a page.
        self._closed = len(totals) > 1
        return frozenset(shown)

    def _sharing(self, path: str) -> Mapping[str, Any] | None:
        """Who has local roles on an item; None where the account may not see that."""
        if self._options.access != "sharing" or not self.may_see_roles():
            return None
        answer = self._api.answer(f"{path}/@sharing".lstrip("/"))
        if not answer.ok:
            return None
        read = self._api.parsed(answer)
        if not isinstance(read, dict) or not isinstance(read.get("entries"), list):
            raise MalformedError(f"{self._api.host} does not tell who has local roles")
        return read

    def may_see_roles(self) -> bool:
        """Whether the account has the right in the site as a whole."""
        return self.roles_seen() is not None

    def roles_seen(self) -> frozenset[str] | None:
        """The local roles the site shows to the account; None where it shows none."""
        if not self._asked:
            self._asked = True
            answer = self._api.answer("@sharing")
            told = self._api.parsed(answer) if answer.ok else None
            self._seen = shown_roles(told) if isinstance(told, dict) else None
        return self._seen

    def _is_account(self, name: str) -> bool:
        if self._listed is None:
            self._listed = accounts_of(self._api)
        if name and name not in self._accounts:
            self._accounts[name] = name in self._listed or account_exists(self._api, name)
        return self._accounts.get(name, False)


def missing(api: Api) -> ScopeMissingError:
    """That the account may not see local roles."""
    return ScopeMissingError(
        "access",
        PERMISSION,
        f"{api.host} does not show the account who has local roles",
        f"give it the permission “{PERMISSION}”, which also lets it change them, or set "
        "`options: {access: public}` to tell only what everybody may read",
    )
