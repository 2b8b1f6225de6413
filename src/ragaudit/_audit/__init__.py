"""One audit from sources to verdict.

Knows no connector or report by name, and of the rules only FRS201: that a source has no freshness
contract is told for the source, which no detector sees as a whole.
"""

from ragaudit._audit.audit import audit
from ragaudit._audit.request import Request

__all__ = ["Request", "audit"]
