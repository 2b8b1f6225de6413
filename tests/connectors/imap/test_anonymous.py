"""A server that lets people in who have no account: then `anyone` means the world."""

from __future__ import annotations

import pytest
from tests.connectors.imap.helpers import settings
from tests.connectors.imap.test_access import both, policy_of, restart, write_list
from tests.connectors.imap.test_scenario import WRITTEN
from tests.services.dovecot import Dovecot, message, running_dovecot

from ragaudit.contracts import CheckState
from ragaudit.model import Decision, Exposure
from ragaudit_connectors.imap import ImapConnector

OPEN = ["anyone lr", "user=auditor lra"]
LISTS = (
    (OPEN, Decision.ALLOW),
    (["anyone l", "authenticated lr", "user=auditor lra"], Decision.ALLOW),
    (["anyone l", "user=bob lr", "user=auditor lra"], Decision.DENY),
)
"""Whom Dovecot lets in without an account it gives the name of one, so it is authenticated."""


def test_anyone_is_the_world_where_the_world_gets_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same list is public on one server and internal on the other."""
    with running_dovecot() as dovecot:
        dovecot.append("HR", message("Grades", "Grade 3 earns more.", WRITTEN))
        source = settings(dovecot, monkeypatch, options={"mailboxes": ["**/HR"]})
        write_list(dovecot, OPEN)
        closed = policy_of(source).exposure
        let_anybody_in(dovecot)

        assert (Exposure.LINK, Exposure.ANONYMOUS) == (closed, policy_of(source).exposure)
        for lines, expected in LISTS:
            write_list(dovecot, lines)
            decided, enforced = both(source)
            assert (expected, enforced) == (enforced["anonymous"], decided)
        results = [r for r in ImapConnector(source).check() if r.capability == "ask as somebody"]
        assert {CheckState.OK} == {result.state for result in results}


def let_anybody_in(dovecot: Dovecot) -> None:
    """Offer to sign in without an account, as a user of that name."""
    users = dovecot.folder / "users"
    lines = users.read_text(encoding="utf-8").splitlines()
    nobody = lines[0].replace("alice", "anonymous").partition("userdb_acl_groups")[0]
    users.write_text("\n".join([*lines, nobody]) + "\n", encoding="utf-8")
    restart(dovecot, "ssl = no", "ssl = no\nauth_mechanisms = plain anonymous")
