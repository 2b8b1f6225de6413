"""The HTML report: one file that leads from the verdict to the evidence to what to do."""

from ragaudit_reports.html.reporter import HtmlReporter

__all__ = ["HtmlReporter"]
