"""Who may read a page: group rights, what the configuration declares, what strangers are shown.

The API shows which groups have the right `read`, and nothing of what limits it further: that is up
to extensions and hooks. So a list is whole only if the options say that there is nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ragaudit.model import (
    AccessPolicy,
    AccessState,
    Condition,
    Effect,
    Entry,
    Layer,
    Principal,
    PrincipalKind,
)
from ragaudit_connectors.mediawiki.options import MediaWikiOptions
from ragaudit_connectors.mediawiki.site import EVERYBODY, SIGNED_IN, Site

EVERYONE = Principal(PrincipalKind.EVERYONE, "anonymous")
ANYBODY_IN = Principal(PrincipalKind.ALL_AUTHENTICATED, "authenticated")
RIGHTS = "siteinfo.usergroups: read"
ASKED = "asked without signing in"
_UNSHOWN = (
    "core MediaWiki does not show what extensions and hooks refuse: set "
    "`options: {page_restrictions: none}` if there is nothing but `namespace_readers`"
)
_HIDDEN = "strangers are refused although group `*` may read: something limits it further"
_WIDER = "strangers are shown it, although `namespace_readers` names groups"


@dataclass(frozen=True, slots=True)
class Observer:
    """Who reads rights, when, and whose names stand in them."""

    site: Site
    options: MediaWikiOptions
    namespace: str
    account: str | None
    at: datetime

    def policy(self, path: str, public: bool | None) -> AccessPolicy:
        """The policy of a page; `public` is what asking without signing in told."""
        declared = self._declared(self.site.namespace(path))
        if public:
            shown = Layer("read", (Entry(Effect.ALLOW, EVERYONE, f"{ASKED}: shown"),), True, ASKED)
            return self._made(AccessState.KNOWN, (shown,), _WIDER if declared else None)
        layers = tuple(self._layers(public))
        if declared is not None:
            layers = (*layers, declared)
        if self.options.page_restrictions == "unknown":
            return self._made(AccessState.PARTIAL, layers, _UNSHOWN)
        if public is False and not self.site.private and declared is None:
            return self._made(AccessState.PARTIAL, layers, _HIDDEN)
        return self._made(AccessState.KNOWN, layers, None)

    def _made(
        self, state: AccessState, layers: tuple[Layer, ...], note: str | None
    ) -> AccessPolicy:
        return AccessPolicy(state, layers, note, observed_as=self.account, observed_at=self.at)

    def _layers(self, public: bool | None) -> Iterator[Layer]:
        if public is False:
            signed_in = Entry(Effect.ALLOW, ANYBODY_IN, f"{ASKED}: refused")
            yield Layer("signing in", (signed_in,), locator=ASKED)
        entries = [
            Entry(Effect.ALLOW, self.principal(group), f"{RIGHTS}: {group}")
            for group in sorted(self.site.readers)
        ]
        if self.site.private and public is None:
            where = "$wgWhitelistRead, which is not shown"
            entries.append(Entry(Effect.ALLOW, EVERYONE, where, condition=Condition.CONTEXT))
        yield Layer("group rights", tuple(entries), locator=RIGHTS)

    def _declared(self, number: int) -> Layer | None:
        for written, readers in self.options.namespace_readers.items():
            if number in self.site.numbers((written,)):
                where = f"options: namespace_readers: {written}"
                entries = (Entry(Effect.ALLOW, self.principal(one), where) for one in readers)
                return Layer(f"namespace {written}", tuple(entries), locator=where)
        return None

    def principal(self, written: str) -> Principal:
        """A group of the wiki, or `user:` with somebody's name."""
        if written == EVERYBODY:
            return EVERYONE
        if written == SIGNED_IN:
            return ANYBODY_IN
        if written.startswith("user:"):
            name = written.removeprefix("user:").strip()
            return Principal(PrincipalKind.USER, name, self.namespace)
        return Principal(PrincipalKind.GROUP, written, self.namespace)
