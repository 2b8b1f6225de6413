"""What changed, by name."""

from __future__ import annotations

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ragaudit._signoff import drift
from ragaudit._signoff.access import AccessSnapshot, Reach
from ragaudit._signoff.drift import Change

PEOPLE = ("ann", "bob", "cleo")


def reach(
    *readers: str, says: tuple[str, ...] = ("allow hr",), unknown: tuple[str, ...] = ()
) -> Reach:
    """A list as it comes out."""
    return Reach("known", says, frozenset(readers), frozenset(unknown))


def snapshot(people: tuple[str, ...] = PEOPLE, **documents: Reach) -> AccessSnapshot:
    """Documents with their lists."""
    return AccessSnapshot(frozenset(people), dict(documents))


def told(before: AccessSnapshot, after: AccessSnapshot) -> list[str]:
    """What is said of a change of access."""
    return [change.what for change in drift.access(before, after)]


def test_documents() -> None:
    """Changed, added, gone; what was or is unread has words of its own."""
    before = [
        {"document": "d:a", "sha256": "1"},
        {"document": "d:b", "sha256": "2"},
        {"document": "d:lost", "sha256": "3"},
        {"unread": "d:locked", "reason": "encrypted"},
        {"unread": "d:torn", "reason": "corrupt"},
    ]
    after = [
        {"document": "d:a", "sha256": "9"},
        {"document": "d:new", "sha256": "4"},
        {"document": "d:locked", "sha256": "5"},
        {"unread": "d:lost", "reason": "encrypted"},
        {"unread": "d:odd", "reason": "encrypted"},
    ]
    assert [
        "1 changed: d:a",
        "1 added: d:new",
        "1 gone: d:b",
        "1 can be read now: d:locked",
        "1 added, and cannot be read: d:odd",
        "1 gone (it could not be read): d:torn",
    ] == [c.what for c in drift.documents(before, after, frozenset({"d:lost"}))]


def test_access_that_widened() -> None:
    """Who may now read what, the most documents first."""
    before = snapshot(a=reach("ann"), b=reach("ann"), c=reach("ann"))
    after = snapshot(a=reach("ann", "bob"), b=reach("ann", "bob"), c=reach("ann", "cleo"))
    assert [
        "bob may now read what they could not: a, b",
        "cleo may now read what they could not: c",
    ] == told(before, after)


def test_access_that_narrowed_or_opened() -> None:
    """Losing access is a change as well; not knowing is neither."""
    before = snapshot(a=reach("ann", "bob"), b=reach("ann"))
    after = snapshot(a=reach("ann"), b=reach("ann", unknown=("cleo",)))
    assert [
        "cleo may perhaps read now what they could not: b",
        "bob may no longer read: a",
    ] == told(before, after)
    assert ["ann may or may not read now, which is not known: a"] == told(
        snapshot(a=reach("ann")), snapshot(a=reach(unknown=("ann",)))
    )


def test_a_new_colleague_is_no_change_of_a_list() -> None:
    """Unless the list is another one."""
    before = snapshot(a=reach("ann"), b=reach("ann"))
    after = snapshot(
        (*PEOPLE, "dan"), a=reach("ann", "dan"), b=reach("ann", "dan", says=("allow all",))
    )
    assert ["dan may now read what they could not: b"] == told(before, after)
    assert ["new since then, by access lists that are as they were: dan"] == drift.new_people(
        before, after
    )


def test_somebody_who_left_lost_nothing() -> None:
    """That they are gone is a note."""
    before, after = snapshot(a=reach("ann", "bob")), snapshot(("ann", "cleo"), a=reach("ann"))
    assert ([], ["no longer there: bob"]) == (told(before, after), drift.new_people(before, after))


def test_a_list_that_says_something_else() -> None:
    """Also where it comes to the same for everybody who is known."""
    before, after = snapshot(a=reach("ann")), snapshot(a=reach("ann", says=("allow hr", "allow x")))
    assert ["a: the access list says something else: “allow hr”, now “allow hr, allow x”"] == told(
        before, after
    )


def test_configuration_and_probes() -> None:
    """Both sides of a value; probes by name."""
    assert [
        Change("config", "automation: assist, now act"),
        Change("config", "x: not there, now 1"),
    ] == list(drift.rows("config", {"automation": "assist"}, {"automation": "act", "x": "1"}))
    assert ["1 edited: a", "1 added: c", "1 gone: b"] == [
        change.what for change in drift.probes({"a": "1", "b": "2"}, {"a": "9", "c": "3"})
    ]


REACHES = st.builds(
    lambda state, says, decided: Reach(
        state,
        tuple(sorted(says)),
        frozenset(name for name, decision in decided.items() if decision == "may"),
        frozenset(name for name, decision in decided.items() if decision == "perhaps"),
    ),
    st.sampled_from(["known", "partial"]),
    st.lists(st.sampled_from(["allow a", "deny b"]), max_size=2),
    st.fixed_dictionaries(dict.fromkeys(PEOPLE, st.sampled_from(["may", "perhaps", "no"]))),
)
SNAPSHOTS = st.builds(
    AccessSnapshot,
    st.just(frozenset(PEOPLE)),
    st.dictionaries(st.sampled_from(["s:a", "s:b", "s:c"]), REACHES),
)


@hypothesis_settings(deadline=None)
@given(SNAPSHOTS, SNAPSHOTS)
def test_nothing_is_said_exactly_where_nothing_changed(
    before: AccessSnapshot, after: AccessSnapshot
) -> None:
    """For documents of both: any difference is told, and equal lists are not."""
    both = before.documents.keys() & after.documents.keys()
    same = all(before.documents[name] == after.documents[name] for name in both)
    assert same == (not told(before, after))


@hypothesis_settings(deadline=None)
@given(SNAPSHOTS)
def test_a_snapshot_survives_its_file(made: AccessSnapshot) -> None:
    """Written and read it is the same."""
    import json

    text = "\n".join(json.dumps(row) for row in made.rows())
    assert made == AccessSnapshot.read(text)
