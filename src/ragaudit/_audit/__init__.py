"""One audit from sources to verdict.

Knows no connector or report by name, and of the rules only FRS201: that a source has no freshness
contract is told for the source, which no detector sees as a whole.
"""

from ragaudit._audit.audit import Then, audit
from ragaudit._audit.request import Request
from ragaudit._audit.survey import Survey, surveyed
from ragaudit._audit.syncing import Synced, sync_sources

__all__ = ["Request", "Survey", "Synced", "Then", "audit", "surveyed", "sync_sources"]
