"""Plone refuses whom it should, and is gone when it is stopped."""

from __future__ import annotations

import pytest
from tests.services.base import tcp_answers
from tests.services.plone import Plone, running_plone

pytestmark = pytest.mark.nightly


def test_plone_refuses_bob_and_serves_alice(plone: Plone) -> None:
    """A private folder is open to the group that has a role on it."""
    plone.put("hr/salaries", "<p>Grade 3 earns more.</p>")
    expected = {"alice": 200, "auditor": 200, "admin": 200, "bob": 401, None: 401}
    cases = {user: plone.ask("GET", "hr/salaries", user).status_code for user in expected}
    assert expected == cases
    plone.set_groups({"hr": ["bob"]})
    assert 200 == plone.ask("GET", "hr/salaries", "bob").status_code
    assert 401 == plone.ask("GET", "hr/salaries", "alice").status_code


def test_plone_publishes_to_everybody(plone: Plone) -> None:
    """What is published is read without a password, also after it has expired."""
    plone.put("leave", "<p>28 days</p>", expires="2025-06-01T00:00:00+00:00")
    assert 401 == plone.ask("GET", "leave", None).status_code
    plone.publish("leave")
    found = plone.ask("GET", "leave", None).json()
    assert ("published", "<p>28 days</p>") == (found["review_state"], found["text"]["data"])
    assert found["expires"].startswith("2025-06-01")


def test_plone_moves_shares_and_deletes(plone: Plone) -> None:
    """Roles come from the folder a page is in, unless it takes none; only a manager sees them."""
    plone.put("salaries", "<p>Grade 3 earns more.</p>")
    assert 401 == plone.ask("GET", "salaries", "alice").status_code
    plone.move("salaries", "hr")
    assert 200 == plone.ask("GET", "hr/salaries", "alice").status_code
    plone.share("hr/salaries", {"bob": ["Reader"]}, "user", inherit=False)
    expected = {"alice": 401, "bob": 200}
    cases = {user: plone.ask("GET", "hr/salaries", user).status_code for user in expected}
    assert expected == cases
    assert 403 == plone.ask("GET", "hr/salaries/@sharing", "auditor").status_code
    entries = plone.ask("GET", "hr/salaries/@sharing").json()["entries"]
    assert ["bob"] == [one["id"] for one in entries if one["roles"]["Reader"] is True]
    plone.delete("hr/salaries")
    assert 404 == plone.ask("GET", "hr/salaries").status_code


def test_plone_stops() -> None:
    """After the end nothing answers and the folder is gone."""
    with running_plone() as site:
        answers = tcp_answers(int(site.url.split(":")[2].split("/")[0]))
        assert answers()
    assert [False, False] == [answers(), site.folder.exists()]
