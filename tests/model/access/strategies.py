"""Small worlds in which names collide, groups nest in circles and lists are incomplete."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from ragaudit.model import (
    ANONYMOUS,
    AccessPolicy,
    AccessState,
    Algorithm,
    Condition,
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

TODAY = date(2026, 5, 1)
EVALUATED = tuple(a for a in Algorithm if a is not Algorithm.OPAQUE)
UNORDERED = tuple(a for a in EVALUATED if a is not Algorithm.NT_ORDERED)
READ_STATES = (AccessState.KNOWN, AccessState.PARTIAL)
_IDS = ("ann", "bo", "cy", "Lee")
_PEOPLE = (*_IDS, *_IDS, "zed", "wiki:ann", "ann@x.example", "lee@y.example")
_LISTED = ("g1", "g2", "g3", "g4", "wiki:g1")
_GROUPS = (*_LISTED, *_LISTED, "gone")
_NAMED_KINDS = (
    PrincipalKind.USER,
    PrincipalKind.SERVICE,
    PrincipalKind.GROUP,
    PrincipalKind.ROLE,
    PrincipalKind.UNRESOLVED,
)
_WIDE = (
    Principal(PrincipalKind.EVERYONE, "public"),
    Principal(PrincipalKind.LINK_HOLDER, "link"),
    Principal(PrincipalKind.ALL_AUTHENTICATED, "authenticated"),
    Principal(PrincipalKind.ORG_MEMBERS, "internal"),
    Principal(PrincipalKind.DOMAIN, "x.example"),
)

people = st.sampled_from(_PEOPLE)
group_names = st.sampled_from(_GROUPS)
user_principals = st.builds(Principal, st.just(PrincipalKind.USER), people)
group_principals = st.builds(Principal, st.just(PrincipalKind.GROUP), group_names)
odd_principals = st.builds(
    Principal,
    st.sampled_from(_NAMED_KINDS),
    people | group_names,
    st.sampled_from(("", "", "wiki")),
)
named = user_principals | group_principals | group_principals | odd_principals
principals = st.sampled_from(_WIDE) | named
readers = user_principals | group_principals | odd_principals | st.just(ANONYMOUS)


@st.composite
def users(draw: st.DrawFn) -> tuple[User, ...]:
    """Up to four people, who may share display names, addresses and aliases."""
    ids = draw(st.lists(st.sampled_from(_IDS), unique=True, min_size=2, max_size=4))
    return tuple(
        User(
            id_,
            name=draw(st.sampled_from((None, "Lee", "ann", "g1"))),
            email=draw(st.sampled_from((None, "ann@x.example", "lee@y.example"))),
            groups=tuple(draw(st.lists(st.sampled_from(_LISTED), max_size=2, unique=True))),
            active=draw(st.sampled_from((True, True, True, False))),
            aliases=tuple(draw(st.lists(st.sampled_from(("wiki:ann", "bo")), max_size=1))),
            external=draw(st.booleans()),
        )
        for id_ in ids
    )


@st.composite
def directories(draw: st.DrawFn) -> Directory:
    """People in groups in groups, in circles too."""
    ids = draw(st.lists(st.sampled_from(_LISTED), unique=True, min_size=2, max_size=5))
    groups = tuple(
        Group(
            id_,
            tuple(draw(st.lists(people | group_names, max_size=3))),
            tuple(draw(st.lists(group_names, max_size=2))),
            draw(st.sampled_from((True,) * 7 + (False,))),
        )
        for id_ in ids
    )
    listed = draw(st.sampled_from(((), ("wiki",))))
    return Directory(draw(st.just(()) | users() | users()), groups, listed=listed)


entries = st.builds(
    Entry,
    st.sampled_from((Effect.ALLOW, Effect.ALLOW, Effect.DENY)),
    principals,
    rights=st.sampled_from(((Right.READ,),) * 6 + ((Right.READ, Right.WRITE), (Right.WRITE,))),
    rank=st.integers(0, 2),
    expires=st.sampled_from((None,) * 6 + (date(2026, 4, 30), TODAY)),
    condition=st.sampled_from((Condition.NONE,) * 7 + (Condition.CONTEXT,)),
)
layers = st.builds(
    Layer,
    st.sampled_from(("page", "space", "boundary", "boundary of ou 7")),
    st.lists(entries, max_size=4).map(tuple),
    st.sampled_from((True,) * 7 + (False,)),
)
days = st.sampled_from((None, TODAY))


def policies(
    algorithms: tuple[Algorithm, ...] = EVALUATED * 3 + (Algorithm.OPAQUE,),
    states: tuple[AccessState, ...] = (AccessState.KNOWN,) * 15 + tuple(AccessState),
    implicit: bool = True,
) -> st.SearchStrategy[AccessPolicy]:
    """Policies of one to three layers."""
    return st.builds(
        AccessPolicy,
        st.sampled_from(states),
        st.lists(layers, min_size=1, max_size=3).map(tuple),
        algorithm=st.sampled_from(algorithms),
        implicit=st.lists(entries, max_size=2 if implicit else 0).map(tuple),
    )
