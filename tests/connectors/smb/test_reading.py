"""What a real server gives of a file, and what it keeps back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.connectors.smb.helpers import listed, other, paths, ref_of, skips
from tests.services.samba import Samba
from tests.services.samba_accounts import uid
from tests.services.samba_security import Ace

from ragaudit.errors import (
    ForbiddenError,
    ItemError,
    NotFoundError,
    TooLargeError,
)
from ragaudit.model import Limits, SkipReason, SourceSettings
from ragaudit_connectors.smb import SmbConnector


def test_what_cannot_be_read_is_said(samba: Samba, source: SmbConnector) -> None:
    """Each failure has its reason; a lock of somebody else is none of a right that is missing."""
    samba.put("a.md", b"Text.")
    ref = ref_of(source, "a.md")
    samba.set_acl("a.md", [Ace("auditor", rights=0x120080)])
    with pytest.raises(ForbiddenError, match="STATUS_ACCESS_DENIED") as told:
        source.fetch(ref)
    assert "Read" in told.value.action
    samba.delete("a.md")
    with pytest.raises(NotFoundError):
        source.fetch(ref)
    samba.put("a.md", b"Text.")
    with held(samba, "a.md"), pytest.raises(ItemError, match="STATUS_SHARING_VIOLATION") as error:
        source.fetch(ref)
    assert SkipReason.UNREADABLE is error.value.reason
    assert b"Text." == source.fetch(ref).data


@contextmanager
def held(samba: Samba, path: str) -> Iterator[None]:
    """A file that a program keeps for itself."""
    import smbclient

    with smbclient.open_file(
        samba.unc(path), mode="r+b", share_access=None, **samba.login("keeper")
    ):
        yield


def test_nobody_is_kept_from_a_file_that_is_read(samba: Samba, source: SmbConnector) -> None:
    """While the audit has it open others may write to it, rename and delete it."""
    import smbclient

    samba.put("a.md", b"x" * 10)
    ref = ref_of(source, "a.md")
    link, sharing = source.server._link, {"share_access": "rwd", **samba.login("keeper")}
    assert link is not None
    with link.opened("a.md", 0x40):
        with smbclient.open_file(samba.unc("a.md"), mode="wb", **sharing) as file:
            file.write(b"y" * 20)
        samba.rename("a.md", "b.md")
        samba.delete("b.md")
    with pytest.raises(NotFoundError):
        source.fetch(ref)


def test_large_files_are_read_whole_or_not_at_all(samba: Samba, made: SourceSettings) -> None:
    """In parts of a megabyte; beyond the limit they are skipped, as listed and as read."""
    data = bytes(range(256)) * 20_000
    samba.put("large.md", data)
    samba.put("empty.md", b"")
    with other(made) as source:
        large, empty = ref_of(source, "large.md"), ref_of(source, "empty.md")
        assert (data, b"") == (source.fetch(large).data, source.fetch(empty).data)
    with other(made, limits=Limits(max_bytes=1_000_000)) as source:
        pages, _ = listed(source)
        assert (["empty.md"], {"large.md": SkipReason.TOO_LARGE}) == (paths(pages), skips(pages))
        with pytest.raises(TooLargeError):
            source.fetch(large)


def test_a_connection_that_ends_is_made_anew(samba: Samba, source: SmbConnector) -> None:
    """In the middle of a pass, without a word."""
    samba.put("a.md", b"Text.")
    ref = ref_of(source, "a.md")
    link = source.server._link
    assert link is not None
    link.drop()
    assert b"Text." == source.fetch(ref).data
    assert link is not source.server._link


def test_owners_of_files_made_beneath_are_kept(samba: Samba, source: SmbConnector) -> None:
    """A file that was put there by the machine has an owner and a list that Samba makes up."""
    path = samba.root / "made.md"
    path.write_text("Text.")
    os.chown(path, uid("bob"), -1)
    path.chmod(0o644)
    fetched = source.fetch(ref_of(source, "made.md"))
    assert fetched.facts is not None
    assert [r"kb:KB\bob"] == [owner.principal for owner in fetched.facts.owners]
