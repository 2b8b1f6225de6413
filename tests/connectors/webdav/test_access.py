"""Who may read: what a real Apache answers to people and to nobody, and what we say of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.connectors.webdav.helpers import connect, credentials, listing, settings_of
from tests.services.apache_dav import ApacheDav

from ragaudit.contracts import Ref, Support
from ragaudit.errors import AuthExpiredError, AuthInvalidError
from ragaudit.model import (
    ANONYMOUS,
    AccessState,
    Credentials,
    Decision,
    Directory,
    Exposure,
    Principal,
    User,
)
from ragaudit_connectors.webdav import WebdavConnector

ALLOW, DENY, UNKNOWN = Decision.ALLOW, Decision.DENY, Decision.UNKNOWN
MATRIX = {
    "open.md": (ALLOW, ALLOW, DENY),
    "hr/pay.md": (ALLOW, DENY, DENY),
    "not-bob/page.md": (ALLOW, DENY, DENY),
    "public/page.md": (ALLOW, ALLOW, ALLOW),
    "closed/page.md": (DENY, DENY, DENY),
}
"""What Apache does for alice, bob and nobody in particular."""


def probe(connector: WebdavConnector, persona: str, path: str) -> Decision:
    """What the server answers somebody for a path."""
    found = connector.probe_as(persona, Ref(path, path))
    assert found is not None
    return found.decision


@pytest.mark.parametrize("path", MATRIX)
def test_the_server_is_asked_as_somebody(apache: ApacheDav, path: str) -> None:
    """A 401 is a denial once the password was seen to work, as for bob and `hr/`."""
    apache.put("open.md", b"# Open\n")
    apache.put("hr/pay.md", b"# Pay\n")
    connector = connect(settings_of(apache.url))

    found = tuple(probe(connector, name, path) for name in ("alice", "bob", "anonymous"))

    assert MATRIX[path] == found


def test_a_wrong_password_of_a_persona_settles_nothing(apache: ApacheDav) -> None:
    personas = {"bob": credentials("bob", "DAV_WRONG")}
    connector = connect(settings_of(apache.url, personas=personas))

    assert UNKNOWN is probe(connector, "bob", "not-bob/page.md")
    assert ALLOW is probe(connector, "bob", "public/page.md")


@pytest.mark.parametrize("variable", ["DAV_WRONG", "DAV_BOB"])
def test_what_is_open_to_all_proves_no_password(apache: ApacheDav, variable: str) -> None:
    """Below an open folder nothing tells a wrong password from the wrong group."""
    apache.put("public/inner/pay.md", b"# Pay\n")
    personas = {"bob": credentials("bob", variable), "alice": credentials("alice")}
    connector = connect(settings_of(f"{apache.url}/public", personas=personas))

    assert ALLOW is probe(connector, "bob", "page.md")
    assert UNKNOWN is probe(connector, "bob", "inner/pay.md")
    assert ALLOW is probe(connector, "alice", "inner/pay.md")


def test_a_password_that_ends_settles_nothing_any_more(apache: ApacheDav) -> None:
    apache.put("open.md", b"# Open\n")
    connector = connect(settings_of(apache.url))
    assert DENY is probe(connector, "bob", "not-bob/page.md")
    users = apache.folder / "users"
    kept = users.read_text(encoding="utf-8")

    try:
        users.write_text(kept.splitlines()[0] + "\n", encoding="utf-8")
        assert UNKNOWN is probe(connector, "bob", "not-bob/page.md")
    finally:
        users.write_text(kept, encoding="utf-8")


def test_a_persona_whose_variable_is_not_set(apache: ApacheDav) -> None:
    personas = {"bob": credentials("bob", "DAV_NOT_SET")}
    connector = connect(settings_of(apache.url, personas=personas))

    assert UNKNOWN is probe(connector, "bob", "public/page.md")


def test_a_file_that_is_gone_is_no_denial(apache: ApacheDav) -> None:
    connector = connect(settings_of(apache.url))

    assert UNKNOWN is probe(connector, "bob", "nothing.md")


def test_a_change_of_group_is_seen(apache: ApacheDav) -> None:
    apache.put("hr/pay.md", b"# Pay\n")
    connector = connect(settings_of(apache.url))
    assert DENY is probe(connector, "bob", "hr/pay.md")

    apache.set_groups({"hr": ("alice", "bob")})

    assert ALLOW is probe(connector, "bob", "hr/pay.md")


def test_nobody_is_asked_who_has_no_account(apache: ApacheDav) -> None:
    connector = connect(settings_of(apache.url))

    (ref,) = listing(connect(settings_of(f"{apache.url}/public"))).refs.values()

    assert connector.probe_as("carol", ref) is None


def test_with_an_account_nothing_is_said_about_access(apache: ApacheDav) -> None:
    """So that what the configuration says counts."""
    connector = connect(settings_of(apache.url))

    refs = list(listing(connector).refs.values())

    assert connector.capabilities().access is Support.NONE
    assert [] == list(connector.fetch_access(refs))
    assert any("acl_rules" in note for note in connector.notes())


def test_what_opens_without_signing_in_is_public(apache: ApacheDav) -> None:
    connector = connect(settings_of(f"{apache.url}/public", ""))
    (ref,) = listing(connector).refs.values()

    ((_, policy),) = connector.fetch_access([ref])

    assert connector.capabilities().access is Support.PROXY
    assert policy.exposure is Exposure.ANONYMOUS
    assert policy.locator == "asked without signing in: 200"
    assert policy.observed_as == "nobody (not signed in)"
    assert ref.access_stamp is not None
    assert ref.access_stamp.startswith("as on ")


def test_an_inner_network_is_not_the_world(apache: ApacheDav) -> None:
    options = {"reach": "organisation"}
    connector = connect(settings_of(f"{apache.url}/public", "", options=options))
    (ref,) = listing(connector).refs.values()

    ((_, policy),) = connector.fetch_access([ref])

    assert policy.exposure is Exposure.ORG


def test_what_is_refused_to_nobody_is_denied_to_strangers_only(apache: ApacheDav) -> None:
    """Of people with an account nothing is known then: neither let in nor shut out."""
    apache.put("hr/pay.md", b"# Pay\n")
    settings = settings_of(apache.url, options={"access": "anonymous"})
    connector = connect(settings)
    people = Directory((User("alice"), User("bob")))
    refs = listing(connector).refs

    policies = {ref.path: policy for ref, policy in connector.fetch_access(list(refs.values()))}

    pay = policies["hr/pay.md"]
    assert pay.state is AccessState.PARTIAL
    assert DENY is pay.decide(ANONYMOUS, people).decision
    assert UNKNOWN is pay.decide(Principal.parse("user:bob"), people).decision
    assert policies["public/page.md"].exposure is Exposure.ANONYMOUS


def test_digest_sign_in(apache: ApacheDav) -> None:
    url = f"{apache.url}/digest"

    found = listing(connect(settings_of(url, options={"sign_in": "digest"})))

    assert ["page.md"] == list(found.refs)
    with pytest.raises(AuthInvalidError):
        listing(connect(settings_of(url)))


def test_without_an_account_the_server_asks_for_one(apache: ApacheDav) -> None:
    with pytest.raises(AuthInvalidError, match="asks to sign in"):
        listing(connect(settings_of(apache.url, "")))


def test_a_password_that_ends_in_the_middle_is_said(apache: ApacheDav) -> None:
    for number in range(250):
        apache.put(f"a/{number}.md", b"# A\n")
    connector = connect(settings_of(apache.url))
    pages = connector.list_refs(None)
    next(pages)
    users = apache.folder / "users"
    kept = users.read_text(encoding="utf-8")

    try:
        users.write_text("", encoding="utf-8")
        with pytest.raises(AuthExpiredError):
            list(pages)
    finally:
        users.write_text(kept, encoding="utf-8")


def test_a_missing_variable_is_named(apache: ApacheDav) -> None:
    settings = replace(settings_of(apache.url), auth=Credentials("alice", None, "DAV_NOT_SET"))

    with pytest.raises(AuthInvalidError, match="DAV_NOT_SET"):
        listing(connect(settings))
