"""One table as CSV: UTF-8, a header, one record a line, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import re

from ragaudit.contracts import ReportOptions
from ragaudit.model import Audit
from ragaudit_reports._clean import one_line, path_text
from ragaudit_reports._tables import TEXT, table

_FORMULA = re.compile("(^|[;|])([=+\\-@\uff1d\uff0b\uff0d\uff20])")
"""What a spreadsheet takes for a formula at the start of a cell (OWASP, "CSV Injection"); a cell
may also begin after a semicolon or a bar, where the locale or the import separates by them."""
_PATHS = frozenset({"path", "document", "related", "source", "owner", "principal"})


class CsvReporter:
    """Renders findings, documents or scores as CSV."""

    def render(self, audit: Audit, options: ReportOptions) -> str:
        """See `Reporter.render`. Raises `UsageError` for a table there is not."""
        chosen = table(audit, options.table)
        frame = chosen.frame()
        for name, kind in chosen.columns.items():
            if kind == TEXT:
                clean = path_text if name in _PATHS else one_line
                safe = {text: cell(clean(text)) for text in frame[name].dropna().unique()}
                frame[name] = frame[name].map(safe.get, na_action="ignore")
        return frame.to_csv(index=False, quoting=csv.QUOTE_MINIMAL, lineterminator="\n")


def cell(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe stands before what would start a formula."""
    return _FORMULA.sub(r"\1'\2", text)
