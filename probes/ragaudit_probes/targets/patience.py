"""How targets are asked."""

from __future__ import annotations

from ragaudit.asking import Asking
from ragaudit.model import SyncSettings


def for_target(settings: SyncSettings) -> Asking:
    """Pace, patience and budget of one target."""
    return Asking(
        settings,
        what="target",
        hint="ask fewer probes, or raise `budget_s` of the target",
    )
