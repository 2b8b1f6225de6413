"""Whatever a user's code raises is told without its text."""

from __future__ import annotations

import pytest

from ragaudit.errors import MalformedError, RagauditError, SkipError, SourceError, TransientError
from ragaudit.model import ProbePrincipal, SkipReason
from ragaudit_probes.targets.callable_target.workers import HangingError, LateError
from ragaudit_probes.targets.in_process.failures import Told, typed

SECRET = "the merger is called Falcon"


class ReadTimeout(Exception):
    """As an HTTP client calls it."""


class APIConnectionError(Exception):
    """As another does."""


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (ValueError(SECRET), MalformedError),
        (SystemExit(SECRET), MalformedError),
        (TimeoutError(SECRET), TransientError),
        (ConnectionResetError(SECRET), TransientError),
        (ReadTimeout(SECRET), TransientError),
        (APIConnectionError(SECRET), TransientError),
        (LateError(), TransientError),
        (HangingError(), SourceError),
        (SkipError(SkipReason.FORBIDDEN, SECRET), SkipError),
        (SourceError(SECRET), MalformedError),
    ],
)
def test_kinds(raised: BaseException, expected: type[RagauditError]) -> None:
    """Passing ones may be tried again."""
    found = typed(raised, "`app:retriever`", 30, ProbePrincipal("alice"))
    assert expected is type(found)
    assert "`app:retriever`" in found.message
    assert SECRET not in f"{found.message} {found.hint} {found.__cause__} {found.__context__}"


def test_errors_of_ours_come_out_as_they_are() -> None:
    """They are carried past."""
    ours = MalformedError("told")
    assert ours is typed(Told(ours), "x", 1)
