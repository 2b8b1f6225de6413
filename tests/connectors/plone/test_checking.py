"""What `check` says of a site in memory, and options that cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.connectors.plone.fake import ADDRESS, FakeSite
from tests.connectors.plone.helpers import memory, variable

from ragaudit.contracts import CheckState
from ragaudit.errors import UsageError
from ragaudit.model import Credentials, SourceSettings
from ragaudit_connectors.plone import PloneConnector


def test_check(fake: FakeSite, made: SourceSettings) -> None:
    """Everything there is, tried."""
    fake.put("a")
    results = list(memory(made, fake).check())
    assert {CheckState.OK} == {result.state for result in results}
    names = ["sign in", "list", "read", "access", "groups"] + ["ask as somebody"] * 4
    assert names == [result.capability for result in results]


def test_check_names_what_is_missing(fake: FakeSite, made: SourceSettings) -> None:
    """A permission, by Plone's own name for it."""
    auditor = Credentials("auditor", None, variable("auditor"))
    expected = {
        "access": "Sharing page: Delegate roles",
        "groups": "Plone Site Setup: Users and Groups",
    }
    assert expected == missing(memory(made, fake, auth=auditor))
    fake.shareable = ("Editor", "Contributor", "Reviewer")
    assert {"access": "Sharing page: Delegate Reader role"} == missing(memory(made, fake))


def missing(connector: PloneConnector) -> Mapping[str, str]:
    """The permissions that `check` says are missing."""
    results = connector.check()
    return {one.capability: one.scope for one in results if one.state is CheckState.MISSING}


@pytest.mark.parametrize(
    ("changes", "capability", "state", "word"),
    [
        ({"options": {}}, "access", CheckState.FAILED, "which roles may view"),
        ({"options": {"access": "public"}}, "access", CheckState.OK, "as configured"),
        ({"options": {"access": "public"}}, "groups", CheckState.UNSUPPORTED, "as configured"),
        ({"auth": Credentials()}, "sign in", CheckState.OK, "only what is public"),
        ({"auth": Credentials("x", None, "UNSET")}, "sign in", CheckState.FAILED, "UNSET"),
        ({"url": "http://u:p@x.example"}, "sign in", CheckState.FAILED, "holds a password"),
        ({"url": f"{ADDRESS}/hr"}, "list", CheckState.FAILED, "no Plone site"),
    ],
)
def test_check_of_other_settings(
    fake: FakeSite,
    made: SourceSettings,
    changes: dict[str, Any],
    capability: str,
    state: CheckState,
    word: str,
) -> None:
    """In words, with what to do."""
    fake.instead["hr/@actions"] = httpx.Response(200, json={"user": [{"id": "logout"}]})
    found = {one.capability: one for one in memory(replace(made, **changes), fake).check()}
    assert state is found[capability].state
    assert word in found[capability].detail
    assert state is not CheckState.FAILED or found[capability].action


@pytest.mark.parametrize(
    "options",
    [
        {"workflow": "x"},
        {"workflows": ["mine"]},
        {"access": "all"},
        {"view": {"private": "Reader"}},
    ],
)
def test_options_are_checked_at_once(options: dict[str, Any]) -> None:
    """With the place they are written at."""
    settings = SourceSettings(
        "intranet", "plone", Path(), url=ADDRESS, options=options, options_at="ragaudit.yaml:7"
    )
    with pytest.raises(UsageError, match=r"^ragaudit\.yaml:7: .*`options\."):
        PloneConnector(settings)
