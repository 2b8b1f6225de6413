"""Judges findings: suppressions, baseline, policy, verdict."""

from ragaudit._gate.baseline import Baseline, Scope, read_baseline, scope_of, write_baseline
from ragaudit._gate.judge import judge
from ragaudit._gate.suppress import suppress

__all__ = ["Baseline", "Scope", "judge", "read_baseline", "scope_of", "suppress", "write_baseline"]
