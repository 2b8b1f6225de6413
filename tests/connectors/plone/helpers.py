"""A Plone site with an account that sees local roles, and the shared scenario's hands in it."""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from tests.connectors.plone.fake import FakeSite
from tests.services.plone import ADMIN, Plone

from ragaudit.contracts import Ref
from ragaudit.model import (
    ANONYMOUS,
    AccessPolicy,
    Credentials,
    Decision,
    Directory,
    Principal,
    PrincipalKind,
    SourceSettings,
    SyncSettings,
)
from ragaudit.testing.scenario import World
from ragaudit_connectors.plone import PloneConnector
from ragaudit_connectors.remote import Asking

INSPECTOR = "inspector"
"""Reads everything and sees local roles, which `auditor` does not."""
ROLE = "Auditor"
PERMISSIONS = (
    "Sharing page: Delegate roles",
    "Sharing page: Delegate Reader role",
    "Sharing page: Delegate Editor role",
    "Sharing page: Delegate Contributor role",
    "Sharing page: Delegate Reviewer role",
    "Plone Site Setup: Users and Groups",
    "plone.restapi: Access Plone user information",
)
"""What docs/connectors/plone.md tells people to give, besides the role Reader."""
PEOPLE = ("alice", "bob", "carol")
INNER = "hr-leads"
WORKFLOWS = {"workflows": ["simple_publication_workflow"]}


def prepare(site: Plone) -> None:
    """Add what the tests here need to a site that was reset."""
    known = {one["id"] for one in site.ask("GET", "@users").json()["items"]}
    if INSPECTOR not in known:
        _add_role(site)
        add_user(site, INSPECTOR, ROLE, "Reader")
        add_user(site, "carol")
    site.ask("POST", "@groups", groupname=INNER, users=["alice"]).raise_for_status()
    members = {"alice": False, INNER: True}
    site.ask("PATCH", "@groups/hr", users=members).raise_for_status()


def tidy(site: Plone) -> None:
    """Take away the group that a site which is reset still has."""
    site.ask("DELETE", f"@groups/{INNER}").raise_for_status()


def add_user(site: Plone, name: str, *roles: str) -> None:
    """An account whose password is its name."""
    sent = {"username": name, "password": f"{name}-password", "email": f"{name}@acme.example"}
    site.ask("POST", "@users", **sent).raise_for_status()
    given = dict.fromkeys(roles, True)
    site.ask("PATCH", f"@users/{name}", roles=given).raise_for_status()


def _add_role(site: Plone) -> None:
    """A role of exactly the permissions we ask for."""
    administer(site, "manage_defined_roles", submit="Add Role", role=ROLE)
    administer(site, "manage_role", role_to_manage=ROLE, permissions=list(PERMISSIONS))


def administer(site: Plone, form: str, **sent: str | list[str]) -> None:
    """Send a form of the administrator's, for what the REST interface does not do."""
    with httpx.Client(auth=(ADMIN, site.credentials[ADMIN]), timeout=60) as client:
        token = client.get(f"{site.url}/@@authenticator/token").text.strip()
        data = {**sent, "_authenticator": token}
        client.post(f"{site.url}/{form}", data=data).raise_for_status()


def settings_of(url: str, root: Path, account: str = INSPECTOR) -> SourceSettings:
    """The site as an account, with everybody as a persona."""
    personas = {name: Credentials(password_env=variable(name)) for name in PEOPLE}
    return SourceSettings(
        "intranet",
        "plone",
        root,
        remote=True,
        url=url,
        auth=Credentials(account, None, variable(account)),
        personas={**personas, "anonymous": Credentials()},
        sync=SyncSettings(timeout_s=60, tries=1),
        options=dict(WORKFLOWS),
    )


def variable(name: str) -> str:
    """The environment variable with somebody's password."""
    return f"PLONE_{name.upper()}"


def connect(settings: SourceSettings, **changes: Any) -> PloneConnector:
    """A connector that takes a date of change for settled at once, and does not try again."""
    transport = changes.pop("transport", None)
    settled = changes.pop("settled", timedelta(0))
    full = replace(settings, **changes)
    asking = Asking(full.sync, sleep=lambda _: None)
    return PloneConnector(full, asking, settled=settled, transport=transport)


def memory(settings: SourceSettings, site: FakeSite, **changes: Any) -> PloneConnector:
    """A connector to a site in memory."""
    return connect(settings, transport=httpx.MockTransport(site), **changes)


def read(connector: PloneConnector) -> dict[str, AccessPolicy]:
    """Who may read each document, by its path."""
    refs = list(refs_of(connector).values())
    return {ref.path: policy for ref, policy in connector.fetch_access(refs)}


def decided(connector: PloneConnector) -> dict[tuple[str, str], Decision]:
    """Our own word, for every document and persona."""
    directory = connector.identities()
    return {
        (path, name): policy.decide(reader_of(name), directory).decision
        for path, policy in read(connector).items()
        for name in connector.settings.personas
    }


def enforced(connector: PloneConnector) -> dict[tuple[str, str], Decision]:
    """The site's own word."""
    return {
        (ref.path, name): probe.decision
        for ref in refs_of(connector).values()
        for name in connector.settings.personas
        if (probe := connector.probe_as(name, ref)) is not None
    }


def reader_of(name: str) -> Principal:
    """A persona as somebody decisions are about."""
    return ANONYMOUS if name == "anonymous" else Principal(PrincipalKind.USER, name, "intranet")


def allowed(said: Mapping[tuple[str, str], Decision], path: str) -> str:
    """Whom a document is shown to."""
    return " ".join(
        who for (one, who), what in said.items() if one == path and what is Decision.ALLOW
    )


def compared(settings: SourceSettings) -> dict[tuple[str, str], Decision]:
    """What the site does, after making sure that we say the same."""
    connector = connect(settings)
    found = enforced(connector)
    assert found == decided(connector)
    return found


def upload(site: Plone, folder: str, name: str, data: bytes, kind: str = "text/plain") -> None:
    """Put a file into a folder; Plone makes an id of its name."""
    file = {"data": base64.b64encode(data).decode(), "encoding": "base64", "filename": name}
    sent: dict[str, Any] = {"@type": "File", "title": name, "file": {**file, "content-type": kind}}
    site.ask("POST", folder, **sent).raise_for_status()


def refs_of(connector: PloneConnector) -> dict[str, Ref]:
    """Every document by its path."""
    return {ref.path: ref for page in connector.list_refs(None) for ref in page.refs}


LACKS = {"deny": "Plone's roles only ever give a right"}


@dataclass
class PloneWorld(World):
    """Pages at the top of the site. To be open to the signed in is to be open to all."""

    site: Plone
    settings: SourceSettings
    directory: Directory = field(default_factory=Directory)
    lacks: Mapping[str, str] = field(default_factory=LACKS.copy)

    def remote(self) -> PloneConnector:
        # A date of change has whole seconds: no two changes may fall into one.
        time.sleep(1 - time.time() % 1)
        return connect(self.settings)

    def path(self, name: str) -> str:
        return name

    def put(self, name: str, text: str) -> None:
        new = self.site.ask("GET", name).status_code != httpx.codes.OK
        self.site.put(name, "".join(f"<p>{line}</p>" for line in text.splitlines() if line))
        if new:
            self.site.publish(name)

    def delete(self, name: str) -> None:
        self.site.delete(name)

    def rename(self, old: str, new: str) -> None:
        self.site.ask("PATCH", old, id=new).raise_for_status()

    def restrict(self, name: str) -> None:
        self.site.ask("POST", f"{name}/@workflow/reject").raise_for_status()
        self.site.share(name, {"hr": ["Reader"]})

    def deny(self, name: str, person: str) -> None:
        raise NotImplementedError(self.lacks["deny"])

    def expire(self, name: str) -> None:
        # Plone takes no end before the beginning.
        dates = {"effective": "2025-01-01T00:00:00", "expires": "2025-06-01T00:00:00"}
        self.site.ask("PATCH", name, **dates).raise_for_status()

    def reader(self, person: str) -> Principal:
        return Principal(PrincipalKind.USER, person, self.settings.id)

    def wrong_password(self) -> PloneConnector:
        wrong = Credentials(INSPECTOR, None, variable("wrong"))
        return connect(self.settings, auth=wrong)
