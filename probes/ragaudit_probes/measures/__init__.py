"""What is measured of a ranking, and of a whole probe run."""

from ragaudit_probes.measures.exposure import Exposure
from ragaudit_probes.measures.leakage import Leakage, leaks
from ragaudit_probes.measures.quality import Quality
from ragaudit_probes.measures.ranked import Gold, Graded, grade, one_each, trec_order
from ragaudit_probes.measures.ranking import (
    all_gold,
    average_precision,
    capped_recall,
    judged,
    ndcg,
    precision,
    recall,
    reciprocal_rank,
    success,
)

__all__ = [
    "Exposure",
    "Gold",
    "Graded",
    "Leakage",
    "Quality",
    "all_gold",
    "average_precision",
    "capped_recall",
    "grade",
    "judged",
    "leaks",
    "ndcg",
    "one_each",
    "precision",
    "recall",
    "reciprocal_rank",
    "success",
    "trec_order",
]
