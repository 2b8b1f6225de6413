"""How sure a figure is: exact bounds, intervals, tests of differences, and what a set can see."""

from ragaudit_probes.statistics.power import clean_needed, detectable
from ragaudit_probes.statistics.proportions import (
    Bounds,
    clopper_pearson,
    leak_bounds,
    same_everywhere,
    upper_bound,
    wilson,
)
from ragaudit_probes.statistics.resampling import (
    Difference,
    bootstrap_ratios,
    cluster_bootstrap,
    cluster_means,
    paired_bootstrap,
    paired_randomisation,
)

__all__ = [
    "Bounds",
    "Difference",
    "bootstrap_ratios",
    "clean_needed",
    "clopper_pearson",
    "cluster_bootstrap",
    "cluster_means",
    "detectable",
    "leak_bounds",
    "paired_bootstrap",
    "paired_randomisation",
    "same_everywhere",
    "upper_bound",
    "wilson",
]
