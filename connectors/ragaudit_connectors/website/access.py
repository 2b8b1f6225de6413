"""Who may read a page: what a site does when nobody in particular asks, and when somebody does."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from ragaudit.contracts import Probed
from ragaudit.errors import ForbiddenError, NotFoundError, SkipError, SourceError
from ragaudit.model import (
    ANONYMOUS,
    AccessPolicy,
    AccessState,
    Decision,
    Effect,
    Entry,
    Layer,
    Principal,
    PrincipalKind,
)
from ragaudit_connectors.website.answer import GONE, Answer
from ragaudit_connectors.website.site import Site
from ragaudit_connectors.website.web import Web

NOBODY = "nobody (not signed in)"
SIGNED_IN = (
    "the site is read with an account and tells nobody's rights, so who may read is what "
    "`acl_rules` and the pages themselves say; configure `personas` to ask the site as somebody"
)
_ORGANISATION = Principal(PrincipalKind.ORG_MEMBERS, "organisation")


def policy_of(site: Site, address: str) -> AccessPolicy:
    """What is known of who may read one page. Raises `SourceError`."""
    if address not in site.open:
        try:
            _, answer = site.web.follow(address, site.web.head, site.allows)
        except SkipError as error:
            return AccessPolicy(AccessState.ERROR, note=error.detail)
        if answer is None or not answer.ok:
            status = answer.status if answer else "nothing"
            note = f"asked without signing in it answered {status}; whom it is for is not known"
            return AccessPolicy(AccessState.UNKNOWN, note=note)
        site.saw(address, answer, "GET" if answer.data else "HEAD")
    return _open(site, *site.open[address])


def _open(site: Site, how: str, when: datetime) -> AccessPolicy:
    everybody = ANONYMOUS if site.options.reach == "anybody" else _ORGANISATION
    entry = Entry(Effect.ALLOW, everybody, how)
    layer = Layer("page", (entry,), locator=how)
    return AccessPolicy(AccessState.KNOWN, (layer,), observed_as=NOBODY, observed_at=when)


class Asker:
    """Asks pages as somebody, or as nobody."""

    _MOST_TRIED = 20

    def __init__(self, site: Site, web: Web, nobody: Web | None = None) -> None:
        """`nobody` asks without signing in, to see whether a secret is accepted at all."""
        self._site, self._web, self._nobody = site, web, nobody
        self._accepted, self._tried = False, 0

    def probe(self, address: str) -> Probed:
        """What one page answers. Never raises."""
        try:
            _, answer = self._web.follow(address, self._web.head, self._site.allows)
        except NotFoundError:
            return Probed(Decision.DENY, "404 Not Found (hidden)")
        except ForbiddenError as error:
            return Probed(Decision.DENY, error.detail)
        except (SkipError, SourceError) as error:
            return Probed(Decision.UNKNOWN, error.message)
        return self._judged(address, answer) if answer else Probed(Decision.UNKNOWN)

    def _judged(self, address: str, answer: Answer) -> Probed:
        status, told = answer.status, f"answered {answer.status}"
        if status in GONE:
            return Probed(Decision.DENY, f"{told} (hidden)")
        if status == 401 and self._web.signed_in and not self._accepted:
            # Some servers say 401 to a wrong secret only, some to whoever has no right.
            return Probed(Decision.UNKNOWN, f"{told}: the name or secret may be wrong")
        if status in (401, 403):
            decision = Decision.DENY
        else:
            decision = Decision.ALLOW if answer.ok else Decision.UNKNOWN
        if status == 403 or answer.ok:
            self._learn(address)
        return Probed(decision, told)

    def _learn(self, address: str) -> None:
        """Whether the secret works: a page that asks nobody in but this reader shows it."""
        if self._nobody is None or self._accepted or self._tried >= self._MOST_TRIED:
            return
        self._tried += 1
        with suppress(SkipError, SourceError):
            self._accepted = self._nobody.head(address).status == 401
