"""Trying a capability of a source system: whatever goes wrong is a result."""

from __future__ import annotations

from collections.abc import Callable

from ragaudit.contracts import CheckResult, CheckState
from ragaudit.errors import RagauditError, ScopeMissingError


def tried(capability: str, attempt: Callable[[], CheckResult]) -> CheckResult:
    """What came of it; a scope that is missing is named."""
    try:
        return attempt()
    except ScopeMissingError as error:
        return CheckResult(capability, CheckState.MISSING, error.message, error.scope, error.hint)
    except RagauditError as error:
        return CheckResult(capability, CheckState.FAILED, error.message, action=error.hint)
