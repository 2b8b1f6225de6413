"""Each algorithm on lists as real systems have them."""

from __future__ import annotations

import pytest
from tests.model.access.cases import allow, allowed, decided, deny, known, layer

from ragaudit.model import (
    ANONYMOUS,
    AccessPolicy,
    Algorithm,
    Condition,
    Decision,
    Directory,
    Effect,
    Entry,
    Group,
    Layer,
    Principal,
    PrincipalKind,
    Right,
    User,
)

PEOPLE = ("ann", "bo", "carol", "dave")
DIRECTORY = Directory(
    tuple(User(name) for name in PEOPLE),
    (
        Group("hr", ("ann", "dave")),
        Group("eng", ("carol", "dave")),
        Group("staff", includes=("hr", "eng"), members=("bo",)),
    ),
)
NT, POSIX, SPECIFIC, IAM = (
    Algorithm.NT_ORDERED,
    Algorithm.POSIX,
    Algorithm.MOST_SPECIFIC,
    Algorithm.IAM,
)


def _people(policy: AccessPolicy) -> list[str]:
    return allowed(policy, PEOPLE, DIRECTORY)


def test_confluence_page_ancestors_and_space() -> None:
    """Whoever is let in by all three: not the nearest restriction's, nor the labels in common."""
    policy = known(
        layer(allow("group:hr"), scope="page"),
        layer(allow("group:eng"), scope="ancestor 17"),
        layer(allow("group:staff"), scope="space"),
    )

    assert ["dave"] == _people(policy)


def test_no_restriction_is_no_layer() -> None:
    """An empty list lets nobody in; an absent one does not restrict."""
    space = layer(allow("group:hr"), scope="space")

    assert ["ann", "dave"] == _people(known(space))
    assert [] == _people(known(space, layer(scope="page")))


def test_a_denial_goes_before_every_allow_of_its_layer() -> None:
    """In any order, as in Google's search indexes and in NTFS as most tools write it."""
    policy = known(layer(allow("user:bo"), allow("group:eng"), deny("group:hr")))

    assert ["bo", "carol"] == _people(policy)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ((deny("user:bo"), allow("public")), ["ann", "carol", "dave"]),
        ((allow("public"), deny("user:bo")), list(PEOPLE)),
        ((deny("group:hr"), allow("user:dave"), allow("group:staff")), ["bo", "carol"]),
        ((allow("user:dave"), deny("group:hr"), allow("group:staff")), ["bo", "carol", "dave"]),
        ((deny("public"),), []),
        ((), []),
    ],
)
def test_windows_lists_are_read_from_the_top(
    entries: tuple[Entry, ...], expected: list[str]
) -> None:
    """As Samba stored `Everyone:ALLOWED` beside `ragbob:DENIED`: what stands first decides."""
    assert expected == _people(known(layer(*entries), algorithm=NT))


def test_windows_share_and_file() -> None:
    """Both must let in."""
    share = layer(deny("user:ann"), allow("group:staff"), scope="share")
    file = layer(allow("group:hr"), scope="file")

    assert ["dave"] == _people(known(share, file, algorithm=NT))


def test_a_windows_list_that_misses_entries_tells_nothing() -> None:
    """The missing one may stand first."""
    policy = known(layer(deny("user:bo"), allow("public"), complete=False), algorithm=NT)

    assert [Decision.UNKNOWN] * 4 == decided(policy, PEOPLE, DIRECTORY)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ((allow("public", 1), deny("public", 0)), []),
        ((deny("public", 1), allow("group:hr", 0)), ["ann", "dave"]),
        ((deny("group:hr", 0), allow("group:eng", 0), allow("public", 1)), ["bo", "carol", "dave"]),
        ((deny("user:dave", 0), allow("group:hr", 1), deny("public", 2)), ["ann"]),
    ],
)
def test_dokuwiki_takes_the_most_specific_line(
    entries: tuple[Entry, ...], expected: list[str]
) -> None:
    """Page before namespace; of a user's groups on one level the highest right counts."""
    assert expected == _people(known(layer(*entries), algorithm=SPECIFIC))


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        # -rw-r----- ann hr
        ((allow("user:ann", 0), allow("group:hr", 2), deny("public", 3)), ["ann", "dave"]),
        # ----r--r-- ann hr: the owner is shut out although group and others may read
        ((deny("user:ann", 0), allow("group:hr", 2), allow("public", 3)), ["bo", "carol", "dave"]),
        # -rw----r-- ann hr: members of the group are not among the others
        ((allow("user:ann", 0), deny("group:hr", 2), allow("public", 3)), ["ann", "bo", "carol"]),
        # user:dave:--- goes before group::r--
        ((deny("user:dave", 1), allow("group:hr", 2), deny("public", 3)), ["ann"]),
        # group:eng:r-- suffices although group::---
        ((deny("group:hr", 2), allow("group:eng", 2), deny("public", 3)), ["carol", "dave"]),
    ],
)
def test_posix_owner_named_user_groups_others(
    entries: tuple[Entry, ...], expected: list[str]
) -> None:
    """The first class that somebody is in decides, and among groups any that allows."""
    assert expected == _people(known(layer(*entries), algorithm=POSIX))


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ((layer(allow("group:hr"), scope="user policies"), layer(scope="bucket")), ["ann", "dave"]),
        ((layer(allow("user:bo")), layer(allow("group:hr"))), ["ann", "bo", "dave"]),
        ((layer(allow("public")), layer(deny("group:eng"))), ["ann", "bo"]),
        ((layer(allow("public")), layer(allow("group:hr"), scope="boundary")), ["ann", "dave"]),
        ((layer(allow("group:hr")), layer(allow("public"), scope="boundary")), ["ann", "dave"]),
        ((layer(allow("public")), layer(scope="boundary of the organisation")), []),
        ((layer(), layer()), []),
    ],
)
def test_iam_denies_allows_and_boundaries(layers: tuple[Layer, ...], expected: list[str]) -> None:
    """Any deny decides, else any allow; a boundary only limits."""
    assert expected == _people(known(*layers, algorithm=IAM))


@pytest.mark.parametrize("scope", ["bucket policy", "boundary"])
def test_iam_without_every_list(scope: str) -> None:
    """The policies nobody read may allow or deny; an explicit denial stands."""
    unread = Layer("user policies", complete=False)
    policy = known(unread, layer(deny("user:bo"), allow("public"), scope=scope), algorithm=IAM)
    open_ = Decision.UNKNOWN

    assert [open_, Decision.DENY, open_, open_] == decided(policy, PEOPLE, DIRECTORY)


def test_iam_with_nothing_but_boundaries() -> None:
    """What grants was not read at all."""
    policy = known(layer(allow("public"), deny("user:bo"), scope="boundary"), algorithm=IAM)

    assert [Decision.UNKNOWN, Decision.DENY] == decided(policy, ("ann", "bo"), DIRECTORY)


def test_code_is_not_evaluated() -> None:
    """As PostgreSQL's row security: whatever its text names."""
    policy = known(layer(allow("public")), algorithm=Algorithm.OPAQUE)

    assert [Decision.UNKNOWN] * 2 == decided(policy, ("ann", ANONYMOUS), DIRECTORY)


def test_only_entries_about_reading_count() -> None:
    """Neither a name in a list nor a right to write shows the content, nor does their denial."""
    ann, bo = (Principal(PrincipalKind.USER, name) for name in ("ann", "bo"))
    entries = (
        Entry(Effect.ALLOW, ann, rights=(Right.DISCOVER,)),
        Entry(Effect.ALLOW, bo, rights=(Right.READ, Right.WRITE)),
        Entry(Effect.DENY, bo, rights=(Right.WRITE,)),
    )

    assert [["bo"]] * 4 == [
        _people(known(layer(*entries), algorithm=algorithm))
        for algorithm in (Algorithm.AND_OF_OR, NT, POSIX, SPECIFIC)
    ]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ((deny("ann", 0, Condition.CONTEXT), allow("ann", 1)), Decision.UNKNOWN),
        ((deny("ann", 0, Condition.CONTEXT), deny("ann", 1)), Decision.DENY),
        ((allow("ann", 0, condition=Condition.CONTEXT), allow("ann", 1)), Decision.ALLOW),
        ((allow("ann", 0, condition=Condition.CONTEXT), deny("ann", 1)), Decision.UNKNOWN),
        ((allow("ann", 0, condition=Condition.CONTEXT),), Decision.UNKNOWN),
        ((deny("ann", 0, Condition.CONTEXT),), Decision.DENY),
    ],
)
@pytest.mark.parametrize("algorithm", [NT, POSIX, SPECIFIC])
def test_what_only_may_match_leaves_later_steps_open(
    entries: tuple[Entry, ...], expected: Decision, algorithm: Algorithm
) -> None:
    """The answer is certain where both ways lead to it."""
    assert [expected] == decided(known(layer(*entries), algorithm=algorithm), ("ann",), DIRECTORY)
