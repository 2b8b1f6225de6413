"""Options of targets, and secrets that are named and never shown."""

from __future__ import annotations

import traceback

import pytest

from ragaudit.errors import AuthInvalidError, SkipError, UsageError
from ragaudit.model import ProbePrincipal, TargetSettings
from ragaudit_probes.targets.options import Options, filled, read_options, variables

ALICE = ProbePrincipal("alice")


class Some(Options):
    count: int = 1


def test_read() -> None:
    """Options come as their model."""
    assert Some(count=2) == read_options(TargetSettings("some", options={"count": 2}), Some)


@pytest.mark.parametrize("options", [{"count": "s3cret"}, {"password": "s3cret"}])
def test_unusable(options: dict[str, str]) -> None:
    """What cannot be used is named with its place, without its value."""
    settings = TargetSettings("some", options=options, options_at="r.yaml:9")
    with pytest.raises(UsageError, match=rf"^r.yaml:9: .*options.{next(iter(options))}") as caught:
        read_options(settings, Some)
    assert "s3cret" not in "".join(traceback.format_exception(caught.value))
    assert "some understands: count" == caught.value.hint


def test_filled() -> None:
    """Variables stand for their values, once: a value is not read again."""
    env = {"A": "${B}", "B": "2"}
    assert "x ${B} 2" == filled("x ${A} ${B}", env=env)
    assert ["A", "B"] == variables("x ${A} ${B} $C {D}")


@pytest.mark.parametrize("text", ["${NOT_THERE}", "${EMPTY}", "${}", "${a-b}"])
def test_missing(text: str) -> None:
    """A variable that is not set is a skip for somebody, and fails the target without one."""
    with pytest.raises(SkipError, match="cannot ask as alice"):
        filled(text, ALICE, {"EMPTY": ""})
    with pytest.raises(AuthInvalidError):
        filled(text, None, {"EMPTY": ""})
