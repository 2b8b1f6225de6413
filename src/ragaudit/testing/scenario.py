"""One scenario for every connector to a source system, the built-in ones and yours.

Subclass `ConnectorScenario` in a test module and give it a pytest fixture `world`:

    class TestMyWiki(ConnectorScenario):
        @pytest.fixture
        def world(self, my_wiki): return MyWorld(my_wiki)

A `World` is a real system and somebody who may change it. What a kind of system cannot have goes
into `lacks` with the reason; then the scenario insists that the connector says so, too.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from datetime import date
from typing import Protocol

from ragaudit._sync import Catalogue, Changes, Mirror
from ragaudit.contracts import Ref, RefPage, RemoteConnector, Support
from ragaudit.model import (
    ANONYMOUS,
    AccessPolicy,
    Decision,
    Directory,
    Document,
    Principal,
    PrincipalKind,
    SourceSettings,
)
from ragaudit.testing.builders import AS_OF, summarise
from ragaudit.text import sha256

PEOPLE = ("alice", "bob")
"""`alice` is in `hr-leads`, which is in `hr`, where groups can be nested; `bob` is in neither."""


class World(Protocol):
    """A system under test, with the hands of somebody who may change everything in it.

    Names are file-like (`leave.md`); `path` says what a connector calls them.
    """

    settings: SourceSettings
    """Of the auditor's own, read-only account; environment variables are set by the fixture."""
    directory: Directory
    """The organisation's people and groups, besides what the system knows itself."""
    lacks: Mapping[str, str]
    """Of `delete rename restrict anonymous deny acl-change expire probe password stamp`: what this
    kind of system does not have, and why."""

    @abstractmethod
    def remote(self) -> RemoteConnector:
        """A new connector to it."""

    @abstractmethod
    def put(self, name: str, text: str) -> None:
        """Write a document that everybody who is signed in may read, or change its text."""

    @abstractmethod
    def path(self, name: str) -> str:
        """What the connector calls a document."""

    def delete(self, name: str) -> None:
        """Delete it."""

    def rename(self, old: str, new: str) -> None:
        """Give it another name."""

    def restrict(self, name: str) -> None:
        """Leave it to the group `hr`, without touching its text."""

    def deny(self, name: str, person: str) -> None:
        """Deny it to one person, and to nobody else, without touching its text."""

    def expire(self, name: str) -> None:
        """Let it expire on a day before 2026-11-01."""

    def reader(self, person: str) -> Principal:
        """Whom a decision about a person is asked for."""
        return Principal(PrincipalKind.USER, person)

    def wrong_password(self) -> RemoteConnector:
        """A new connector with a password that is not the account's."""
        raise NotImplementedError


class Synced:
    """What one pass over a world came to, everything read."""

    def __init__(self, world: World, catalogue: Catalogue) -> None:
        self.world = world
        self.remote = world.remote()
        self.mirror = Mirror(world.settings, self.remote, catalogue)
        listed = list(self.mirror.list_refs())
        self.changes: Changes = self.mirror.changes
        self.refs = {item.path: item for item in listed if isinstance(item, Ref)}
        self.unread = {path for path, ref in self.refs.items() if not ref.stamp}
        """What has to be fetched."""
        self.documents = {path: self._read(ref) for path, ref in self.refs.items()}

    def _read(self, ref: Ref) -> Document:
        data = self.mirror.read(ref)
        content = self.mirror.parse(ref, data)
        assert content == self.mirror.parse(ref, data), "parsing twice gives two results"
        return self.mirror.describe(ref, summarise(content), sha256(str(data)))

    def policy(self, name: str) -> AccessPolicy:
        """Who may read a document."""
        return self.documents[self.world.path(name)].access

    def decision(self, name: str, reader: Principal) -> Decision:
        """Whether somebody may, by our own reckoning."""
        people = self.mirror.directory()
        own = self.world.directory
        directory = Directory(
            (*own.users, *people.users), (*own.groups, *people.groups), listed=people.listed
        )
        return self.policy(name).decide(reader, directory, AS_OF).decision


class ConnectorScenario:
    """The tests. Each starts with the documents `leave.md` and `travel.md`."""

    def start(self, world: World) -> tuple[Catalogue, Synced]:
        """Two open documents, listed and read."""
        world.put("leave.md", "# Leave\n\nEverybody has 28 days of leave a year.\n")
        world.put("travel.md", "# Travel\n\nBook trains before planes.\n")
        catalogue = Catalogue(None)
        return catalogue, Synced(world, catalogue)

    def test_everything_is_listed_and_read(self, world: World) -> None:
        """Two documents come out as two, with their text."""
        _, first = self.start(world)

        assert first.changes.failures == []
        assert {world.path("leave.md"), world.path("travel.md")} <= set(first.documents)
        assert first.documents[world.path("leave.md")].content.words >= 8

    def test_an_unchanged_source_is_not_read_again(self, world: World) -> None:
        """A second pass finds nothing new and nothing to fetch."""
        catalogue, _ = self.start(world)

        second = Synced(world, catalogue)

        assert second.changes.failures == []
        assert (second.changes.new, second.changes.changed, second.changes.gone) == (0, 0, 0)
        if self._has(world, "stamp"):
            assert set() == second.unread

    def test_a_change_is_seen(self, world: World) -> None:
        """New text is fetched, and nothing else is."""
        catalogue, first = self.start(world)
        path = world.path("leave.md")

        world.put("leave.md", "# Leave\n\nEverybody has 30 days of leave a year, and more.\n")
        second = Synced(world, catalogue)

        before, after = first.documents[path], second.documents[path]
        assert before.content.text_sha256 != after.content.text_sha256
        if self._has(world, "stamp"):
            assert {path} == second.unread

    def test_a_deletion_is_seen(self, world: World) -> None:
        """What is gone from the source is gone from the catalogue; the rest stays."""
        if not self._has(world, "delete"):
            return
        catalogue, first = self.start(world)

        world.delete("travel.md")
        second = Synced(world, catalogue)

        assert second.changes.failures == []
        assert set(first.documents) - {world.path("travel.md")} == set(second.documents)

    def test_a_rename_leaves_one_document(self, world: World) -> None:
        """The old name is gone and the new one is there."""
        if not self._has(world, "rename"):
            return
        catalogue, first = self.start(world)

        world.rename("travel.md", "journeys.md")
        second = Synced(world, catalogue)

        moved = set(first.documents) - {world.path("travel.md")} | {world.path("journeys.md")}
        assert moved == set(second.documents)

    def test_a_restricted_document_is_denied(self, world: World) -> None:
        """The members of a nested group may read it, others and strangers may not."""
        if not self._has(world, "restrict", access=True):
            return
        catalogue, _ = self.start(world)
        world.restrict("leave.md")

        second = Synced(world, catalogue)

        alice, bob = map(world.reader, PEOPLE)
        assert Decision.ALLOW is second.decision("leave.md", alice)
        assert Decision.DENY is second.decision("leave.md", bob)
        assert Decision.ALLOW is second.decision("travel.md", bob)
        if self._has(world, "anonymous"):
            assert Decision.DENY is second.decision("leave.md", ANONYMOUS)

    def test_a_change_of_access_alone_is_seen(self, world: World) -> None:
        """Who may read changes although the text does not; nothing is fetched for it."""
        if not self._has(world, "acl-change", access=True):
            return
        catalogue, first = self.start(world)
        bob = world.reader("bob")

        world.restrict("leave.md")
        second = Synced(world, catalogue)

        assert Decision.ALLOW is first.decision("leave.md", bob)
        assert Decision.DENY is second.decision("leave.md", bob)
        if self._has(world, "stamp"):
            assert world.path("leave.md") not in second.unread

    def test_a_denial_counts(self, world: World) -> None:
        """One person is shut out of what everybody else may read."""
        if not self._has(world, "deny", access=True):
            return
        catalogue, _ = self.start(world)

        world.deny("travel.md", "bob")
        second = Synced(world, catalogue)

        alice, bob = map(world.reader, PEOPLE)
        assert Decision.ALLOW is second.decision("travel.md", alice)
        assert Decision.DENY is second.decision("travel.md", bob)

    def test_an_expired_document_is_dated(self, world: World) -> None:
        """The day it expired is known, and it is still served."""
        if not self._has(world, "expire"):
            return
        catalogue, _ = self.start(world)

        world.expire("travel.md")
        expires = Synced(world, catalogue).documents[world.path("travel.md")].times.expires

        assert expires.known
        assert (expires.value or date.max) < AS_OF
        assert expires.locator

    def test_decisions_are_the_systems_own(self, world: World) -> None:
        """What we say and what the system does is the same, for every person and document."""
        if not self._has(world, "probe"):
            return
        catalogue, _ = self.start(world)
        if self._has(world, "restrict", access=True):
            world.restrict("leave.md")

        synced = Synced(world, catalogue)

        for name in ("leave.md", "travel.md"):
            for person in PEOPLE:
                probe = synced.remote.probe_as(person, synced.refs[world.path(name)])
                assert probe is not None, f"{person} has no persona"
                ours = synced.decision(name, world.reader(person))
                assert probe.decision is ours, f"{name} as {person}: {probe} but we say {ours}"

    def test_a_pass_that_is_cut_off_goes_on(self, world: World) -> None:
        """Cut after any page, the rest from its cursor gives what one pass gives."""
        for number in range(8):
            world.put(f"note-{number}.md", f"# Note {number}\n\nThis is note number {number}.\n")
        pages = list(world.remote().list_refs(None))
        whole = _listed(pages)

        assert pages[-1].end is not None, "the last page must say that it is the last"
        for cut in range(1, len(pages)):
            resumed = list(world.remote().list_refs(pages[cut - 1].resume))
            assert whole == _listed([*pages[:cut], *resumed])

    def test_a_wrong_password_is_said(self, world: World) -> None:
        """It is a failure with a remedy, and what is known stays known."""
        if not self._has(world, "password"):
            return
        catalogue, first = self.start(world)
        mirror = Mirror(world.settings, world.wrong_password(), catalogue)

        kept = [item for item in mirror.list_refs() if isinstance(item, Ref)]

        assert [failure.kind for failure in mirror.failures] == ["auth-invalid"]
        assert all(failure.action for failure in mirror.failures)
        assert set(first.documents) == {ref.path for ref in kept}

    def test_every_capability_is_checked(self, world: World) -> None:
        """`check` says something about signing in or listing, and raises nothing."""
        results = list(world.remote().check())

        assert {"list"} <= {result.capability for result in results}
        assert all(result.detail for result in results)

    def _has(self, world: World, step: str, *, access: bool = False) -> bool:
        """Whether the system has something; where it lacks access, the connector must say so."""
        reason = world.lacks.get(step)
        if reason is None:
            return True
        assert len(reason.split()) >= 3, f"say why the system lacks {step}"
        if access and step == "restrict":
            support = world.remote().capabilities().access
            assert support is not Support.NATIVE, "no restriction can be made, yet access is native"
        return False


def _listed(pages: list[RefPage]) -> dict[str, str]:
    return {ref.native_id: ref.stamp for page in pages for ref in page.refs}
