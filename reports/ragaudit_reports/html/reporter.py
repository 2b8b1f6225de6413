"""Puts the parts of the HTML report together into one file that needs nothing else."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ragaudit.contracts import ReportOptions
from ragaudit.model import Audit
from ragaudit_reports._clean import printable
from ragaudit_reports.html._safe import cut

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = "templates"


class HtmlReporter:
    """Renders the report as one HTML file: no network, works from disk, strict CSP."""

    def render(self, audit: Audit, options: ReportOptions) -> str:
        """See `Reporter.render`."""
        from ragaudit_reports.html._names import NOBODY
        from ragaudit_reports.html._page import page

        style, script = _part("report.css"), _part("report.js")
        environment = _environment()
        context = page(audit)
        return environment.get_template("report.html.j2").render(
            page=context,
            nobody=NOBODY,
            style=style,
            script=script,
            policy=policy(style, script),
        )


def policy(style: str, script: str) -> str:
    """The Content-Security-Policy: nothing is loaded or run but these two, by their hashes."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_hash(script)}'",
            f"style-src '{_hash(style)}'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def _part(name: str) -> str:
    """A packaged text as trusted markup."""
    from markupsafe import Markup

    text = files("ragaudit_reports.html").joinpath(_TEMPLATES, name).read_text("utf-8")
    return Markup(text)  # noqa: S704 - ours, shipped with the package


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from ragaudit_reports.html._safe import rich

    environment = Environment(
        loader=PackageLoader("ragaudit_reports.html", _TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["rich"] = rich
    return environment


def _shown(value: Any) -> Any:
    """Whatever is printed, in text or attribute, is freed of what hides or turns text around.

    Trusted markup is a subclass of `str` and passes as it is.
    """
    return printable(cut(value)) if type(value) is str else value
