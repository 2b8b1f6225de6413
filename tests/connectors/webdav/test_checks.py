"""What `check` says of a real Apache."""

from __future__ import annotations

import pytest
from tests.connectors.webdav.helpers import connect, credentials, settings_of
from tests.services.apache_dav import ApacheDav

from ragaudit.contracts import CheckResult, CheckState
from ragaudit.errors import UsageError
from ragaudit.model import SourceSettings

OK, MISSING, FAILED = CheckState.OK, CheckState.MISSING, CheckState.FAILED
NONE = CheckState.UNSUPPORTED


def checked(settings: SourceSettings) -> dict[str, CheckResult]:
    """By capability."""
    return {result.capability: result for result in connect(settings).check()}


def states(found: dict[str, CheckResult]) -> dict[str, CheckState]:
    return {name: result.state for name, result in found.items()}


def test_everything_works(apache_dav: ApacheDav) -> None:
    apache_dav.put("a.md", b"# A\n")

    found = checked(settings_of(apache_dav.url))

    assert states(found) == {
        "sign in": OK,
        "list": OK,
        "read": OK,
        "access": NONE,
        "groups": NONE,
        "ask as somebody": OK,
    }
    assert found["list"].detail == "1 files and 1 folders in the folder of `url`"
    assert "access-control" in found["access"].detail
    assert "https" in found["sign in"].detail


def test_folders_the_account_may_not_list_are_counted(apache: ApacheDav) -> None:
    found = checked(settings_of(apache.url, "bob"))

    assert found["list"].state is MISSING
    assert found["list"].scope == "DAV:read"
    assert found["list"].detail.startswith("4 of 5 folders")
    assert found["read"].state is OK


def test_a_folder_that_is_closed_to_the_account(apache: ApacheDav) -> None:
    found = checked(settings_of(f"{apache.url}/closed"))

    assert found["list"].state is MISSING
    assert found["list"].scope == "DAV:read"
    assert "403" in found["list"].detail


def test_a_wrong_password(apache_dav: ApacheDav) -> None:
    wrong = credentials("alice", "DAV_WRONG")
    personas = {"bob": wrong}

    found = checked(settings_of(apache_dav.url, auth=wrong, personas=personas))

    assert states(found) == {
        "sign in": FAILED,
        "list": FAILED,
        "groups": NONE,
        "ask as somebody": FAILED,
    }
    assert "401" in found["sign in"].detail
    assert "auth" in found["sign in"].action


def test_nobody_there(apache_dav: ApacheDav) -> None:
    found = checked(settings_of("http://127.0.0.1:9"))

    assert found["list"].state is FAILED
    assert "reached" in found["list"].detail


def test_a_file_is_no_folder(apache_dav: ApacheDav) -> None:
    apache_dav.put("a.md", b"# A\n")

    assert checked(settings_of(f"{apache_dav.url}/a.md"))["list"].state is FAILED


def test_lists_that_are_wanted_and_not_kept(apache_dav: ApacheDav) -> None:
    apache_dav.put("a.md", b"# A\n")

    found = checked(settings_of(apache_dav.url, options={"access": "acl"}))

    assert found["access"].state is NONE
    assert "acl_rules" in found["access"].action


def test_an_open_folder_does_not_test_the_account(apache: ApacheDav) -> None:
    found = checked(settings_of(f"{apache.url}/public", auth=credentials("bob", "DAV_WRONG")))

    assert found["sign in"].state is OK
    assert "not put to the test" in found["sign in"].detail


@pytest.mark.parametrize("url", ["", "file:///etc", "https://", "https://h/a/../b", "https://h:x/"])
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(UsageError):
        list(connect(settings_of(url)).list_refs(None))


def test_an_option_that_is_none() -> None:
    with pytest.raises(UsageError, match="acls"):
        connect(settings_of("https://dav.example.org", options={"acls": True}))
