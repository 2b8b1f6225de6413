"""One audit from sources to verdict. Knows no connector, rule or report by name."""

from ragaudit._audit.audit import audit
from ragaudit._audit.request import Request

__all__ = ["Request", "audit"]
