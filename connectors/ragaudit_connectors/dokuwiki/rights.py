"""Asks for what decides who may read: few requests for a whole wiki."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from ragaudit.contracts import Ref
from ragaudit.errors import (
    AuthExpiredError,
    AuthInvalidError,
    ForbiddenError,
    MalformedError,
    ScopeMissingError,
    TooLargeError,
)
from ragaudit.model import (
    AccessPolicy,
    AccessState,
    Algorithm,
    Effect,
    Entry,
    Layer,
    Principal,
    PrincipalKind,
)
from ragaudit_connectors.dokuwiki.acl import Line, by_scope, lines_of, principal_of, scopes_of
from ragaudit_connectors.dokuwiki.answers import AnswerError
from ragaudit_connectors.dokuwiki.api import Api
from ragaudit_connectors.dokuwiki.items import split
from ragaudit_connectors.dokuwiki.options import DokuWikiOptions
from ragaudit_connectors.dokuwiki.wildcards import Template, entries_of, templates_of

SUPERUSER = "superuser"
LISTED = "plugin.acl.listAcls"
CHECKS = ("core.aclCheck", "wiki.aclCheck")
ADMIN = 255
_ANY = "start"
"""A page to ask about; superusers have the same level on all, whether they are there or not."""
_NOBODY = "-"
"""No account; an empty name would stand for the asking account in newer releases."""


@dataclass
class Rights:
    """What is known about the rights in one wiki, for one pass."""

    api: Api
    options: DokuWikiOptions
    namespace: str
    people: Sequence[str] = ()
    """Accounts of whom it is asked whether they are superusers."""
    at: datetime | None = None
    _lists: dict[tuple[str, ...], Layer] = field(default_factory=dict)
    _lacking: set[str] = field(default_factory=set)
    """Methods this release has not."""

    def policies(self, refs: Sequence[Ref]) -> Iterator[tuple[Ref, AccessPolicy]]:
        """One policy each. Raises `SourceError`."""
        layers = [self._layer(ref) for ref in refs]
        known = AccessPolicy(
            AccessState.KNOWN,
            algorithm=Algorithm.MOST_SPECIFIC,
            implicit=self.implicit,
            observed_as=self._account,
            observed_at=self.at,
        )
        for ref, layer in zip(refs, layers, strict=True):
            yield ref, replace(known, layers=(layer,))

    @property
    def _account(self) -> str:
        return (self.api.account.user if self.api.account else None) or ""

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The access list of the wiki. Raises `SourceError`."""
        try:
            answer = self.api.call(LISTED)
            if answer is None:
                raise MalformedError(
                    f"{self.api.host} has no {LISTED}", "switch on the wiki's plugin `acl`"
                )
            return lines_of(answer)
        except ForbiddenError as error:
            raise missing(self.api) from error
        except (AuthExpiredError, AuthInvalidError) as error:
            self.api.sign_in()
            # Without access lists DokuWiki takes everybody for nobody.
            raise missing(self.api, "or access lists are switched off (`useacl`)") from error
        except (AnswerError, TooLargeError) as error:
            told = f"{self.api.host} does not tell its access list in a form that can be read"
            raise MalformedError(told, "look at the wiki's acl.auth.php") from error

    @cached_property
    def implicit(self) -> tuple[Entry, ...]:
        """Superusers, as far as they are known by name; the account is one if it sees `lines`.

        Raises `SourceError`.
        """
        known = [self._account] if self._account else []
        names = dict.fromkeys((*self.options.superusers, *self.people))
        found = [*known, *(one for one in names if one not in known and self._is_superuser(one))]
        where = f"setting {SUPERUSER}, by aclCheck"
        return tuple(Entry(Effect.ALLOW, principal_of(one, self.namespace), where) for one in found)

    def _is_superuser(self, name: str) -> bool:
        """Asked without an account for a group, and without groups for an account."""
        group = name.startswith("@")
        asked = (_ANY, _NOBODY, [name[1:]]) if group else (_ANY, name)
        # Newer releases go on without the groups if they are asked by the older name.
        level = next((found for one in CHECKS if (found := self._level(one, asked)) is not None), 0)
        return level == ADMIN

    def _level(self, method: str, asked: tuple[Any, ...]) -> int | None:
        """What somebody may do with a page; None where there is no such method."""
        if method in self._lacking:
            return None
        found = self.api.call(method, *asked)
        if found is None:
            self._lacking.add(method)
        return found if isinstance(found, int) else None

    @cached_property
    def templates(self) -> Sequence[Template]:
        """Lines that may have been written with a wildcard. Raises `SourceError`."""
        if self.options.wildcards == "none":
            return ()
        return templates_of(self.lines, self._account, self.options.account_groups)

    @property
    def doubtful(self) -> bool:
        """Whether such lines were met; asks for nothing."""
        return bool(self.__dict__.get("templates")) and self.options.wildcards == "unknown"

    @cached_property
    def _by_scope(self) -> Mapping[str, tuple[Line, ...]]:
        return by_scope(self.lines)

    def _layer(self, ref: Ref) -> Layer:
        kind, name = split(ref.native_id)
        scopes = tuple(scopes_of(kind, name))
        if kind == "page" and not self._entries(name, 0):
            # A page without lines of its own shares the list of its namespace.
            scopes = scopes[1:]
        if scopes not in self._lists:
            self._lists[scopes] = self._made(scopes)
        return self._lists[scopes]

    def _entries(self, scope: str, rank: int) -> list[Entry]:
        sure = self.options.wildcards == "used"
        listed = [line.entry(rank, self.namespace) for line in self._by_scope.get(scope, ())]
        doubtful = entries_of(self.templates, scope, rank, self.namespace, sure=sure)
        return [*listed, *doubtful]

    def _made(self, scopes: Sequence[str]) -> Layer:
        entries = [one for rank, scope in enumerate(scopes) for one in self._entries(scope, rank)]
        kind = "namespace" if scopes[0].endswith("*") else "page"
        return Layer(f"{kind} {scopes[0]}", tuple(entries), locator=f"acl.auth.php: {scopes[0]}")


def missing(api: Api, perhaps: str = "") -> ScopeMissingError:
    """That the account is not told the access list."""
    why = f"the account is none, {perhaps}" if perhaps else "the account is none"
    return ScopeMissingError(
        "access",
        SUPERUSER,
        f"{api.host} tells its access list to superusers only; {why}",
        f"name the account, or a group of it, in the wiki's setting `{SUPERUSER}`, or set "
        "`options: {access: public}` to tell only what everybody may read",
    )


_EVERYBODY = Principal(PrincipalKind.EVERYONE, "anonymous")
_SIGNED_IN = Principal(PrincipalKind.ALL_AUTHENTICATED, "authenticated")


def public_policy(shown: bool | None, how: str, at: datetime) -> AccessPolicy:
    """What an answer without signing in tells; None where it told nothing."""
    if shown is None:
        return AccessPolicy(AccessState.UNKNOWN, note=how)
    let_in = _EVERYBODY if shown else _SIGNED_IN
    asked = Layer("without signing in", (Entry(Effect.ALLOW, let_in, how),), locator=how)
    # Strangers who are refused are, whatever else is not known.
    unread = () if shown else (Layer("access list", (), complete=False),)
    note = None if shown else "only what everybody may read is asked for, as configured"
    return AccessPolicy(
        AccessState.KNOWN, (asked, *unread), note, observed_as="anonymous", observed_at=at
    )
