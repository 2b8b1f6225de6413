"""From a probe set to questions."""

from __future__ import annotations

from ragaudit._measure.planning import plan
from ragaudit.model import (
    Call,
    Decision,
    Matrix,
    Probe,
    ProbePrincipal,
    ProbeSet,
    ReaderKind,
    Role,
)

PRINCIPALS = {
    "ann": ProbePrincipal("ann"),
    "bob": ProbePrincipal("bob"),
    "anon": ProbePrincipal("anon", ReaderKind.ANONYMOUS),
    "admin": ProbePrincipal("admin", ReaderKind.ORACLE),
}
PAY = "docs:pay.md"
DECISIONS = {
    "ann": {PAY: Decision.ALLOW},
    "bob": {PAY: Decision.DENY},
    "anon": {PAY: Decision.UNKNOWN},
    "admin": {PAY: Decision.ALLOW},
}


def made(*probes: Probe) -> ProbeSet:
    return ProbeSet(probes, PRINCIPALS, ("ann",))


def test_every_wording_as_every_principal() -> None:
    """Defaults count where a probe names nobody; equal wordings are one."""
    one = Probe("leave", "leave days", variants=("days off", "leave days"))
    two = Probe("pay", "pay bands", principals=("bob", "admin"))

    calls = plan(made(one, two), {}, DECISIONS).calls

    assert calls == (
        Call("leave", "leave days", "ann"),
        Call("leave", "days off", "ann"),
        Call("pay", "pay bands", "bob"),
        Call("pay", "pay bands", "admin", Role.ORACLE),
    )


def test_a_control_is_asked_of_deny_cells_alone() -> None:
    """As whoever may not read the gold, beside the question."""
    probe = Probe("pay", "pay bands", control="zub lofem", matrix=Matrix(deny=True, allow=True))

    calls = plan(made(probe), {"pay": ({PAY: 1},)}, DECISIONS).calls

    assert [Call("pay", "zub lofem", "bob", Role.CONTROL, PAY)] == [
        call for call in calls if call.query == "zub lofem"
    ]


def test_the_matrix_comes_from_the_access_lists() -> None:
    """Whoever may not read is a deny cell, whoever may a control; what is unknown is counted."""
    probe = Probe("pay", "pay bands", matrix=Matrix(deny=True, allow=True))

    planned = plan(made(probe), {"pay": ({PAY: 1},)}, DECISIONS)

    assert planned.undecided == 1
    assert set(planned.calls) == {
        Call("pay", "pay bands", "ann"),
        Call("pay", "pay bands", "ann", Role.ALLOW, PAY),
        Call("pay", "pay bands", "bob", Role.DENY, PAY),
        Call("pay", "pay bands", "admin", Role.ORACLE),
    }


def test_only_some_principals() -> None:
    """Whom the user names, for plain probes and for the matrix."""
    probe = Probe("pay", "pay bands", matrix=Matrix(deny=True, allow=True))

    planned = plan(made(probe), {"pay": ({PAY: 1},)}, DECISIONS, only=("bob",))

    assert planned.calls == (Call("pay", "pay bands", "bob", Role.DENY, PAY),)
