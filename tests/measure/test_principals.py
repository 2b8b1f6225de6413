"""Who the principals of a set are."""

from __future__ import annotations

from ragaudit._measure.principals import known_groups
from ragaudit.model import Directory, Group, ProbePrincipal, ReaderKind, User

DIRECTORY = Directory(
    (User("ann.lee", name="Ann Lee", groups=("leads",)), User("bob")),
    (Group("hr", includes=("leads",)), Group("leads"), Group("sales", members=("bob",))),
)


def test_groups_come_from_the_directory() -> None:
    """Nested ones included, so that a target can filter by them."""
    principals = {
        "ann": ProbePrincipal("ann", who="Ann Lee"),
        "bob": ProbePrincipal("bob"),
        "anon": ProbePrincipal("anon", ReaderKind.ANONYMOUS),
        "zoe": ProbePrincipal("zoe"),
    }

    found = known_groups(DIRECTORY, principals)

    assert {"ann": ("hr", "leads"), "bob": ("sales",), "anon": (), "zoe": ()} == {
        name: one.groups for name, one in found.items()
    }


def test_what_the_set_says_is_left_alone() -> None:
    """Whoever tries out another membership means it."""
    tried = {"ann": ProbePrincipal("ann", who="Ann Lee", groups=("sales",))}

    assert tried == known_groups(DIRECTORY, tried)
