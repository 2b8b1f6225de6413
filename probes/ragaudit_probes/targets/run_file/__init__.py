"""Results that were recorded before."""

from ragaudit_probes.targets.run_file.target import RunFileTarget

__all__ = ["RunFileTarget"]
