"""`ragaudit access verify`, against a running DokuWiki."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.services.dokuwiki import DokuWiki
from tests.support import Runner

CONFIG = """version: 1
{identities}
sources:
  - id: wiki
    type: dokuwiki
    url: {url}
    namespace: ""
    auth: {{user: root, password_env: WIKI_ROOT}}
    personas: {{alice: {{password_env: WIKI_ALICE}}, bob: {{password_env: WIKI_BOB}}}}
    options: {{wildcards: none}}
"""
PEOPLE = """users:
  - {id: alice, groups: [user, hr]}
  - {id: bob, groups: [user]}
groups: {user: {}, hr: {}, editors: {}, admin: {}}
"""

Configure = Callable[[str], None]


@pytest.fixture
def configure(dokuwiki: DokuWiki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Configure:
    """A wiki with an open page and one for HR, and a configuration for it."""
    dokuwiki.put("start", "====== Welcome ======\n\nBook trains before planes.")
    dokuwiki.put("hr:pay", "====== Pay ======\n\nBands are reviewed in spring.")
    for name in ("root", "alice", "bob"):
        monkeypatch.setenv(f"WIKI_{name.upper()}", dokuwiki.credentials[name])
    (tmp_path / "people.yaml").write_text(PEOPLE)

    def write(identities: str) -> None:
        text = CONFIG.format(identities=identities, url=dokuwiki.url)
        (tmp_path / "ragaudit.yaml").write_text(text)

    return write


def test_our_decisions_are_the_systems_own(ragaudit: Runner, configure: Configure) -> None:
    """Two people, two pages, no difference."""
    configure("identities: [{type: static, path: people.yaml}]")

    ran = ragaudit("access", "verify")
    rows = json.loads(ragaudit("access", "verify", "--format", "json").stdout)

    assert (0, "") == (ran.returncode, ran.stderr)
    assert ["4 answers: 4 agree, 0 differ, 0 cannot be compared"] == ran.stdout.splitlines()
    assert {
        ("alice", "hr/pay", "allow", "allow"),
        ("alice", "start", "allow", "allow"),
        ("bob", "hr/pay", "deny", "deny"),
        ("bob", "start", "allow", "allow"),
    } == {(row["principal"], row["path"], row["decision"], row["system"]) for row in rows}


def test_what_cannot_be_compared_is_listed(ragaudit: Runner, configure: Configure) -> None:
    """Without people nobody knows who is in `hr`; that is no agreement, and has a remedy."""
    configure("")

    ran = ragaudit("access", "verify")

    *lines, count, remedy = ran.stdout.splitlines()
    assert 3 == ran.returncode
    assert "4 answers: 0 agree, 0 differ, 4 cannot be compared" == count
    assert "open: wiki:hr/pay as bob: we say unknown, the system deny" in lines[2]
    assert "ragaudit access explain" in remedy


def test_a_difference_fails(ragaudit: Runner, configure: Configure, tmp_path: Path) -> None:
    """Who wrongly stands in the list of people would be taken for a reader."""
    configure("identities: [{type: static, path: people.yaml}]")
    (tmp_path / "people.yaml").write_text(PEOPLE.replace("[user]", "[user, hr]"))

    ran = ragaudit("access", "verify")

    assert 1 == ran.returncode
    assert "differs: wiki:hr/pay as bob: we say allow, the system deny" in ran.stdout
