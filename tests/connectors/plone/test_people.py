"""Accounts, groups and roles, from lists that are odd, long or not told."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from tests.connectors.plone.fake import FakeSite, said
from tests.connectors.plone.helpers import decided, memory

from ragaudit.errors import MalformedError
from ragaudit.model import Decision, SourceSettings


def test_people_in_several_shapes(fake: FakeSite, made: SourceSettings) -> None:
    """Older sites list accounts without anything around them; odd ones are passed over."""
    bob = {"id": "bob", "username": "b.smith", "email": "bob@x.example", "fullname": "Bob"}
    roles = ["Member", "Authenticated", 7]
    users = [{**bob, "roles": roles}, {"id": 7}, None, {"id": "x", "roles": 1}]
    fake.instead["@users"] = httpx.Response(200, json=users)
    found = memory(made, fake).identities()
    user = found.user("intranet:bob")
    assert user is not None
    assert ("Bob", "bob@x.example", ("intranet:b.smith",)) == (user.name, user.email, user.aliases)
    assert {"intranet:bob", "intranet:x"} == {user.id for user in found.users}
    # alice is in a group and on no list: there are accounts that cannot be listed.
    assert () == found.listed
    member = found.group("intranet:role:Member")
    assert member is not None
    assert (("intranet:bob",), False) == (member.members, member.complete)


@pytest.mark.parametrize("harm", ["gone", "slash", "half", "endless"])
def test_groups_whose_members_are_not_told(fake: FakeSite, made: SourceSettings, harm: str) -> None:
    """Anybody may be in them, and in whatever is said to take account of them."""
    name = "a/b" if harm == "slash" else "ops"
    fake.groups[name] = ("bob",)
    told: Any = {"members": {"items": ["bob"], "items_total": 7 if harm == "half" else 10**12}}
    gone = httpx.Response(404)
    if harm != "slash":
        fake.instead["@groups/ops"] = gone if harm == "gone" else httpx.Response(200, json=told)
    fake.put("a", shares={name: ("Reader",)})
    connector = memory(made, fake)
    group = connector.identities().group(f"intranet:{name}")
    assert group is not None
    assert not group.complete
    assert Decision.UNKNOWN is decided(connector)["a", "carol"]


@pytest.mark.parametrize("body", [b"{}", b"7", b'{"members": 7}', b'{"members": {"items": 7}}'])
def test_groups_that_are_none(fake: FakeSite, made: SourceSettings, body: bytes) -> None:
    """Are an error, never empty."""
    fake.instead["@groups/hr"] = said(body)
    with pytest.raises(MalformedError):
        memory(made, fake).identities()


def test_large_groups_come_in_pages(fake: FakeSite, made: SourceSettings) -> None:
    """All of them."""
    everybody = [f"user{number:04}" for number in range(2500)]

    def paged(request: httpx.Request) -> httpx.Response:
        start, size = (int(request.url.params[name]) for name in ("b_start", "b_size"))
        told = {"items": everybody[start : start + size], "items_total": len(everybody)}
        return httpx.Response(200, json={"id": "hr", "members": told})

    fake.instead["@groups/hr"] = paged
    group = memory(made, fake).identities().group("intranet:hr")
    assert group is not None
    assert (2500, True) == (len(group.members), group.complete)
