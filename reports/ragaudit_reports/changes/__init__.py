"""What changed between two runs: for a terminal, for a pull request, for programs."""

from ragaudit_reports.changes.markdown import MarkdownChanges
from ragaudit_reports.changes.records import JsonChanges
from ragaudit_reports.changes.terminal import TerminalChanges

__all__ = ["JsonChanges", "MarkdownChanges", "TerminalChanges"]
