"""Judges findings: suppressions, baseline, policy, verdict."""

from ragaudit._gate.baseline import Baseline, read_baseline, write_baseline
from ragaudit._gate.judge import judge
from ragaudit._gate.suppress import suppress

__all__ = ["Baseline", "judge", "read_baseline", "suppress", "write_baseline"]
