"""Who may read: our reading of the access list against the running wiki's."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable

import pytest
from tests.connectors.dokuwiki.helpers import (
    PEOPLE,
    answers,
    connect,
    decisions,
    directory_of,
    reader,
    refs_of,
    write,
    write_media,
)
from tests.services.dokuwiki import ACL, GROUPS, DokuWiki

from ragaudit.errors import ScopeMissingError
from ragaudit.model import (
    AccessState,
    Algorithm,
    Credentials,
    Decision,
    Exposure,
    SourceSettings,
)

ALLOW, DENY, UNKNOWN = Decision.ALLOW, Decision.DENY, Decision.UNKNOWN
PAGES = ("start", "hr:salaries", "hr:deep:plan", "it:vpn")
LAYERED = (
    "*\t@ALL\t1",
    "start\tbob\t0",
    "hr:*\t@ALL\t0",
    "hr:*\t@hr\t1",
    "hr:*\talice\t0",
    "hr:deep:*\t@user\t0",
    "hr:deep:*\tcarol\t8",
    "it:*\t@ALL\t0",
    "it:vpn\t@user\t1",
)
"""A page before its namespace, a namespace before the one above, the highest level in one place."""


def fill(wiki: DokuWiki) -> None:
    """Pages and a file."""
    for page in PAGES:
        write(wiki, page, f"Text of {page}.")
    write_media(wiki, "hr:plan.pdf", b"%PDF-1.4 plan")


def test_the_most_particular_place_decides(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """And in it the highest level, of a user's own lines and those of groups alike."""
    fill(dokuwiki)
    dokuwiki.set_acl(LAYERED)

    ours = decisions(connect(settings), directory_of(GROUPS))

    assert {
        ("start", "alice"): ALLOW,
        ("start", "bob"): ALLOW,
        ("hr/salaries", "alice"): ALLOW,
        ("hr/salaries", "bob"): DENY,
        ("hr/deep/plan", "alice"): DENY,
        ("hr/deep/plan", "carol"): ALLOW,
        ("hr/deep/plan", "anonymous"): DENY,
        ("it/vpn", "anonymous"): DENY,
        ("it/vpn", "bob"): ALLOW,
        ("hr/plan.pdf", "alice"): ALLOW,
        ("hr/plan.pdf", "carol"): DENY,
    }.items() - ours.items() == {(("start", "bob"), ALLOW)}
    assert DENY is ours["start", "bob"]
    assert answers(connect(settings)) == ours


@pytest.mark.parametrize("seed", range(2))
def test_any_list_is_read_as_the_wiki_reads_it(
    dokuwiki: DokuWiki, settings: SourceSettings, seed: int
) -> None:
    """Lines at random, every person and document, asked of the wiki as each of them."""
    fill(dokuwiki)
    rng = random.Random(seed)
    places = ("*", "hr:*", "hr:deep:*", "it:*", *PAGES, "hr:plan.pdf")
    who = ("@ALL", "@user", "@hr", "@editors", *PEOPLE)
    pairs = rng.sample(list(itertools.product(places, who)), 24)
    dokuwiki.set_acl([f"{place}\t{name}\t{rng.choice((0, 0, 1, 8))}" for place, name in pairs])

    ours = decisions(connect(settings), directory_of(GROUPS))

    assert answers(connect(settings)) == ours
    assert {ALLOW, DENY} == set(ours.values())


def test_a_file_goes_by_its_namespace(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """A line about a page of the same name is not about the file."""
    fill(dokuwiki)
    dokuwiki.set_acl([*ACL, "hr:plan.pdf\t@ALL\t1"])

    ours = decisions(connect(settings), directory_of(GROUPS))

    assert [ALLOW, DENY, DENY] == [
        ours["hr/plan.pdf", one] for one in ("alice", "bob", "anonymous")
    ]
    assert answers(connect(settings)) == ours


def test_superusers_go_past_the_list_and_managers_do_not(
    dokuwiki: DokuWiki, settings: SourceSettings, configure: Callable[[str], None]
) -> None:
    """Superusers by group or by name; whoever is not known to be one goes by the list."""
    fill(dokuwiki)
    dokuwiki.set_acl(["*\t@ALL\t0"])
    configure("$conf['superuser'] = '@admin,carol'; $conf['manager'] = 'bob';")

    people = ("root", *PEOPLE)
    ours = decisions(connect(settings), directory_of(GROUPS), people)

    assert [ALLOW, DENY, DENY, ALLOW] == [ours["start", one] for one in people]
    theirs = answers(connect(settings), PEOPLE)
    assert theirs.items() <= ours.items()


def test_an_empty_list_lets_nobody_in(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """That is what DokuWiki makes of it, too."""
    write(dokuwiki, "start", "Text.")
    dokuwiki.set_acl([])

    ours = decisions(connect(settings), directory_of(GROUPS))

    assert {DENY} == set(ours.values())
    assert answers(connect(settings)) == ours


def test_names_are_read_decoded(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """DokuWiki writes some characters of names as `%2d`."""
    groups = {**GROUPS, "bob": ("user", "hr-leads")}
    fill(dokuwiki)
    dokuwiki.set_groups(groups)
    dokuwiki.set_acl([*ACL, "hr:*\t@hr%2dleads\t1"])

    ours = decisions(connect(settings), directory_of(groups))

    assert ALLOW is ours["hr/salaries", "bob"]
    assert answers(connect(settings), ["bob"]).items() <= ours.items()


def test_public_is_what_the_list_gives_to_all(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """The policy says by which line, read by whom, and how wide that is."""
    fill(dokuwiki)
    dokuwiki.set_acl([*ACL, "start\t@ALL\t1"])
    connector = connect(settings)
    refs = refs_of(connector)

    found = {ref.path: policy for ref, policy in connector.fetch_access(list(refs.values()))}

    policy = found["start"]
    assert (AccessState.KNOWN, Algorithm.MOST_SPECIFIC) == (policy.state, policy.algorithm)
    assert [Exposure.ANONYMOUS, Exposure.GROUP] == [
        found[path].exposure for path in ("start", "hr/salaries")
    ]
    assert "acl.auth.php: start @ALL 1" == policy.layers[0].entries[0].locator
    assert "root" == policy.observed_as
    assert policy.observed_at is not None
    assert ["root", "admin"] == [entry.principal.name for entry in policy.implicit]


WILD = (
    "*\t@ALL\t0",
    "user:%USER%:*\t%USER%\t8",
    "project:%GROUP%:*\t%GROUP%\t1",
)


@pytest.mark.parametrize("wildcards", ["unknown", "used"])
def test_wildcards_are_told_as_lines_of_the_account(
    dokuwiki: DokuWiki, settings: SourceSettings, wildcards: str
) -> None:
    """Whom they let in is not known, unless the configuration says that it is wildcards."""
    for page in ("user:alice:notes", "user:root:notes", "project:hr:plan", "start"):
        write(dokuwiki, page, "Text.")
    dokuwiki.set_acl(WILD)
    options = {"wildcards": wildcards, "account_groups": ["admin", "user"]}
    connector = connect(settings, options=options)

    ours = decisions(connector, directory_of(GROUPS))

    hers = ALLOW if wildcards == "used" else UNKNOWN
    assert [hers, DENY] == [ours["user/alice/notes", one] for one in ("alice", "bob")]
    assert [hers, DENY] == [ours["project/hr/plan", one] for one in ("alice", "bob")]
    assert {DENY} == {ours["start", one] for one in (*PEOPLE, "anonymous")}
    assert (wildcards == "unknown") is any("%USER%" in note for note in connector.notes())
    certain = {key: one for key, one in ours.items() if one is not UNKNOWN}
    assert certain.items() <= answers(connector).items()


def test_a_wildcard_for_everybody_signed_in(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """`* %USER% 1` lets in whoever has an account; the wiki's `root` may sign in as `Root`."""
    write(dokuwiki, "start", "Text.")
    dokuwiki.set_acl(["*\t@ALL\t0", "*\t%USER%\t1"])
    auth = Credentials("Root", None, "WIKI_ROOT")
    connector = connect(settings, auth=auth, options={"wildcards": "used"})

    ours = decisions(connector, directory_of(GROUPS))

    assert [ALLOW, DENY] == [ours["start", one] for one in ("bob", "anonymous")]
    assert answers(connector) == ours


def test_no_wildcards_if_the_configuration_says_so(
    dokuwiki: DokuWiki, settings: SourceSettings
) -> None:
    """A line with the account's name is then about the account alone."""
    write(dokuwiki, "start", "Text.")
    dokuwiki.set_acl(["*\t@ALL\t0", "*\troot\t1"])
    connector = connect(settings, options={"wildcards": "none"})

    ours = decisions(connector, directory_of(GROUPS))

    assert {DENY} == set(ours.values())
    assert answers(connector) == ours


def test_an_account_that_is_no_superuser_knows_nothing(
    dokuwiki: DokuWiki, settings: SourceSettings
) -> None:
    """It reads what it may; that the list is not told is said with the right that is missing."""
    fill(dokuwiki)
    connector = connect(settings, auth=Credentials("alice", None, "WIKI_ALICE"))
    refs = list(refs_of(connector).values())

    with pytest.raises(ScopeMissingError) as refused:
        list(connector.fetch_access(refs))

    assert ("access", "superuser") == (refused.value.capability, refused.value.scope)
    assert all(connector.fetch(ref).data for ref in refs)


@pytest.mark.parametrize("acl", [ACL, (*ACL, "*\t@ALL\t1")], ids=["closed", "open"])
def test_what_everybody_may_read_takes_no_superuser(
    dokuwiki: DokuWiki, settings: SourceSettings, acl: tuple[str, ...]
) -> None:
    """Strangers are shown it, or refused; of others nothing is said then."""
    fill(dokuwiki)
    dokuwiki.set_acl(acl)
    auth = Credentials("alice", None, "WIKI_ALICE")
    connector = connect(settings, auth=auth, options={"access": "public"})

    ours = decisions(connector, directory_of(GROUPS), ("bob", "anonymous"))

    shown = [ours["start", one] for one in ("bob", "anonymous")]
    assert ([UNKNOWN, DENY] if acl == ACL else [ALLOW, ALLOW]) == shown
    strangers = {path: one for (path, who), one in ours.items() if who == "anonymous"}
    theirs = answers(connect(settings), ["anonymous"])
    assert strangers == {path: theirs[path, "anonymous"] for path in strangers}


def test_who_may_not_use_the_interface_is_asked_over_the_web(
    dokuwiki: DokuWiki, settings: SourceSettings, configure: Callable[[str], None]
) -> None:
    """Most people may not; what the wiki shows them is the same."""
    fill(dokuwiki)
    configure("$conf['remoteuser'] = '@admin';")

    theirs = answers(connect(settings))

    assert [ALLOW, ALLOW] == [theirs[path, "alice"] for path in ("hr/salaries", "hr/plan.pdf")]
    assert [DENY, UNKNOWN] == [theirs[path, "bob"] for path in ("hr/plan.pdf", "hr/salaries")]
    assert ALLOW is theirs["start", "bob"]


def test_a_persona_that_is_not_let_in_settles_nothing(
    dokuwiki: DokuWiki, settings: SourceSettings
) -> None:
    """A wrong password is answered as if nobody had asked."""
    fill(dokuwiki)
    connector = connect(settings, personas={"bob": Credentials(password_env="WIKI_WRONG")})

    assert {UNKNOWN} == set(answers(connector, ["bob"]).values())
    assert connector.probe_as("alice", refs_of(connector)["start"]) is None


def test_readers_of_other_systems_are_others(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """Accounts are the wiki's own, unless the configuration says whose they are."""
    fill(dokuwiki)
    shared = connect(settings, namespace="")
    ref = refs_of(shared)["hr/salaries"]

    ((_, own),) = connect(settings).fetch_access([ref])
    ((_, theirs),) = shared.fetch_access([ref])

    assert ["wiki", ""] == [policy.principals[-1].namespace for policy in (own, theirs)]
    assert ALLOW is own.decide(reader("alice"), directory_of(GROUPS)).decision
