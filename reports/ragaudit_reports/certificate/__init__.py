"""The one page that says who signed a knowledge base off, on which terms, and what was found."""

from ragaudit_reports.certificate.printing import HtmlCertificate, MarkdownCertificate

__all__ = ["HtmlCertificate", "MarkdownCertificate"]
