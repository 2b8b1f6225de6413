"""The outcome of a gate."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class VerdictStatus(StrEnum):
    """Whether the audit may be relied on, and what it says."""

    PASSED = "passed"
    WARNED = "warned"
    FAILED = "failed"
    INCONCLUSIVE = "inconclusive"


EXIT_CODES = {
    VerdictStatus.PASSED: 0,
    VerdictStatus.WARNED: 0,
    VerdictStatus.FAILED: 1,
    VerdictStatus.INCONCLUSIVE: 3,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status with its reasons."""

    status: VerdictStatus
    reasons: tuple[str, ...]
    failing: tuple[str, ...] = ()
    """Codes of the rules whose findings failed the gate, sorted."""

    @property
    def exit_code(self) -> int:
        """0 passed or warned, 1 failed, 3 inconclusive."""
        return EXIT_CODES[self.status]
