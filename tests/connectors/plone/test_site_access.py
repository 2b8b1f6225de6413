"""A real Plone: what it serves to whom, compared with what we say."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from tests.connectors.plone.helpers import (
    administer,
    allowed,
    compared,
    connect,
    decided,
    enforced,
    refs_of,
    settings_of,
    upload,
)
from tests.services.plone import Plone

from ragaudit.contracts import CheckState
from ragaudit.errors import ScopeMissingError
from ragaudit.model import AccessState, Decision, Exposure, SourceSettings
from ragaudit_connectors.plone.options import SHIPPED

pytestmark = pytest.mark.nightly
ALLOW, DENY, UNKNOWN = Decision.ALLOW, Decision.DENY, Decision.UNKNOWN
TEXT = "<p>Grade 3 earns more.</p>"


def test_local_roles_and_what_they_are_inherited_by(site: Plone, settings: SourceSettings) -> None:
    """People, groups, groups in groups; on the page, on its folder, and cut off from it."""
    site.put("hr/in-folder", TEXT)
    site.put("hr/cut-off", TEXT)
    site.share("hr/cut-off", {}, inherit=False)
    site.put("hr/cut-off-for-bob", TEXT)
    site.share("hr/cut-off-for-bob", {"bob": ["Reader"]}, "user", inherit=False)
    site.put("hr/closed", "", kind="Folder")
    site.share("hr/closed", {"carol": ["Editor"]}, "user", inherit=False)
    site.put("hr/closed/page", TEXT)
    site.put("mine", TEXT)
    site.share("mine", {"bob": ["Contributor"], "carol": ["Reviewer"]}, "user")
    site.put("signed-in", TEXT)
    site.share("signed-in", {"AuthenticatedUsers": ["Reader"]})
    site.put("nobody", TEXT)
    site.share("nobody", {"no-such-person": ["Reader"]}, "user")
    found = compared(settings)
    expected = {
        "hr/in-folder": "alice",
        "hr/cut-off": "",
        "hr/cut-off-for-bob": "bob",
        "hr/closed/page": "carol",
        "mine": "bob",
        "signed-in": "alice bob carol",
        "nobody": "",
    }
    assert expected == {path: allowed(found, path) for path in expected}


def test_workflow_states(site: Plone, settings: SourceSettings) -> None:
    """A published page in a private folder is public; a private one in a public folder is not."""
    site.put("hr/published", TEXT)
    site.publish("hr/published")
    site.put("open", "", kind="Folder")
    site.publish("open")
    site.put("open/private", TEXT)
    site.put("open/pending", TEXT)
    site.ask("POST", "open/pending/@workflow/submit").raise_for_status()
    site.share("open/pending", {"bob": ["Reviewer"]}, "user")
    upload(site, "open", "file.txt", b"Public.")
    upload(site, "hr", "file.txt", b"Grades.")
    found = compared(settings)
    everybody = "alice bob carol anonymous"
    expected = {
        "hr/published": everybody,
        "open/private": "",
        "open/pending": "bob",
        "open/file.txt": everybody,
        "hr/file.txt": "alice",
    }
    assert expected == {path: allowed(found, path) for path in expected}


def test_roles_in_the_whole_site(site: Plone, settings: SourceSettings) -> None:
    """Of a person, and of a group; they are not cut off from anything."""
    site.put("page", TEXT)
    site.share("page", {}, inherit=False)
    site.ask("PATCH", "@users/carol", roles={"Reader": True}).raise_for_status()
    site.ask("PATCH", "@groups/hr", roles=["Editor"]).raise_for_status()
    try:
        assert "alice carol" == allowed(compared(settings), "page")
    finally:
        site.ask("PATCH", "@users/carol", roles={"Reader": False}).raise_for_status()
        site.ask("PATCH", "@groups/hr", roles=[]).raise_for_status()


def test_whoever_made_a_folder_owns_what_is_in_it(site: Plone, settings: SourceSettings) -> None:
    """The site shows it to bob, and nothing says that he owns it: so that is left open."""
    site.share("hr", {"bob": ["Contributor"]}, "user")
    made = {"@type": "Folder", "id": "bobs", "title": "Bob's"}
    site.ask("POST", "hr", "bob", **made).raise_for_status()
    site.ask("POST", "hr/@sharing", entries=[nothing("bob")], inherit=True).raise_for_status()
    site.put("hr/bobs/page", TEXT)
    site.put("hr/bobs/cut-off", TEXT)
    site.share("hr/bobs/cut-off", {}, inherit=False)
    connector = connect(settings)
    real, ours = enforced(connector), decided(connector)
    different = {key: (real[key], ours[key]) for key in real if real[key] is not ours[key]}
    assert {("hr/bobs/page", "bob"): (ALLOW, UNKNOWN)} == different


def test_what_has_expired_is_shown_all_the_same(site: Plone, settings: SourceSettings) -> None:
    """As is what is not out yet."""
    for name, dates in (
        ("old", {"effective": "2024-01-01T00:00:00", "expires": "2025-06-01T00:00:00"}),
        ("early", {"effective": "2099-01-01T00:00:00"}),
    ):
        site.put(name, TEXT, **dates)
        site.publish(name)
        site.ask("PATCH", name, **dates).raise_for_status()
    found = compared(settings)
    assert {"alice bob carol anonymous"} == {allowed(found, name) for name in ("old", "early")}
    facts = refs_of(connect(settings))["old"].facts.times
    assert ("2024-01-01", "2025-06-01") == tuple(
        str(facts[clock].value) for clock in ("effective_from", "expires")
    )


@pytest.fixture
def intranet(site: Plone) -> Iterator[None]:
    """Another workflow for pages, and a site that strangers see nothing of."""
    view: dict[str, str | list[str]] = {
        "permission_to_manage": "View",
        "roles": ["Authenticated", "Reader", "Site Administrator"],
    }
    workflow = "portal_workflow/manage_changeWorkflows"
    administer(site, workflow, default_chain="intranet_workflow")
    administer(site, "manage_permission", **view)
    yield
    roles = ["Site Administrator", "Reader", "Editor", "Contributor"]
    administer(site, "manage_permission", **{**view, "roles": roles, "acquire": "1"})
    administer(site, workflow, default_chain="simple_publication_workflow")


@pytest.mark.usefixtures("intranet")
def test_an_intranet(site: Plone, settings: SourceSettings) -> None:
    """Strangers are shown no list, and yet what is external."""
    for name, steps in {
        "internal": (),
        "private": ("hide",),
        "published": ("publish_internally",),
        "external": ("publish_internally", "publish_externally"),
    }.items():
        site.put(name, TEXT)
        for step in steps:
            site.ask("POST", f"{name}/@workflow/{step}").raise_for_status()
    intranet = {"workflows": ["intranet_workflow", "intranet_folder_workflow"]}
    found = compared(replace(settings, options=intranet))
    members = "alice bob carol"
    expected = {
        "internal": members,
        "private": "",
        "published": members,
        "external": f"{members} anonymous",
    }
    assert expected == {path: allowed(found, path) for path in expected}


def test_our_table_of_workflows_is_plones() -> None:
    """Every state of every workflow it comes with, and the roles that may view in it."""
    profile = "lib/*/site-packages/Products/CMFPlone/profiles/default/workflows/*/definition.xml"
    found: dict[str, dict[str, frozenset[str]]] = {}
    for file in (Path(sys.prefix) / "plone").glob(profile):
        for state in etree.parse(file).iter("state"):
            for permission in state.iterfind("permission-map[@name='View'][@acquired='False']"):
                roles = frozenset(str(role.text) for role in permission.iter("permission-role"))
                found.setdefault(file.parent.name, {})[str(state.get("state_id"))] = roles
    ours = {
        name: {state: frozenset(roles) for state, roles in states.items()}
        for name, states in SHIPPED.items()
    }
    assert ours == found


def test_an_account_that_sees_no_local_roles(site: Plone, tmp_path: Path) -> None:
    """What is private stays unknown, and the permission that would tell is named."""
    site.put("hr/page", TEXT)
    site.put("open", TEXT)
    site.publish("open")
    connector = connect(settings_of(site.url, tmp_path, "auditor"))
    refs = list(refs_of(connector).values())
    found: dict[str, Any] = {}
    with pytest.raises(ScopeMissingError) as missing:
        for ref, policy in connector.fetch_access(refs):
            found[ref.path] = policy
    assert "Sharing page: Delegate roles" == missing.value.scope
    assert {"hr/page": AccessState.PARTIAL, "open": AccessState.KNOWN} == {
        path: policy.state for path, policy in found.items()
    }
    assert [Exposure.UNKNOWN, Exposure.ANONYMOUS] == [
        found[path].exposure for path in ("hr/page", "open")
    ]
    tried = {result.capability: result for result in connector.check()}
    expected = {
        "access": "Sharing page: Delegate roles",
        "groups": "Plone Site Setup: Users and Groups",
    }
    assert expected == {
        name: one.scope for name, one in tried.items() if one.state is CheckState.MISSING
    }


def test_the_account_of_the_documentation_is_enough(settings: SourceSettings) -> None:
    """With the permissions named there nothing is missing."""
    assert {CheckState.OK} == {result.state for result in connect(settings).check()}


def nothing(name: str) -> dict[str, Any]:
    """An entry of the sharing page that takes every role away."""
    roles = ("Reader", "Editor", "Contributor", "Reviewer")
    return {"id": name, "type": "user", "roles": dict.fromkeys(roles, False)}
