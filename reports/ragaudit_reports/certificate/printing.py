"""Certificates as a self-contained page and as Markdown."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar

from ragaudit.contracts import CertificatePrinter
from ragaudit.model import Automation, Certificate, Responsibility, Signer
from ragaudit_reports._clean import one_line, path_text
from ragaudit_reports._escape import code, text

if TYPE_CHECKING:
    from jinja2 import Environment

T = TypeVar("T")
_WAIVERS, _GAPS, _DIGESTS = 7, 6, 9
"""Rows for which a page has room; what is left out is counted."""
_NAME, _ENTRY, _LONG = 32, 96, 140
"""Characters of a name, of an entry in half a page, of one across it."""
WHO = {
    Responsibility.WORKFLOW_OWNER: "workflow owner",
    Responsibility.CHANGE_APPROVER: "change approver",
    Responsibility.EXCEPTION_REVIEWER: "exception reviewer",
    Responsibility.QUALITY_MONITOR: "quality monitor",
    Responsibility.EXPANSION_DECIDER: "expansion decider",
}
MEANS = {
    Automation.ASSIST: "it shows what it found; a person reads the documents and decides",
    Automation.DRAFT: "it writes an answer; a person checks it before it is used",
    Automation.ACT_WITH_REVIEW: "it prepares an action; a person releases each one",
    Automation.ACT: "it acts, and nobody looks before it takes effect",
}


class HtmlCertificate(CertificatePrinter):
    """One A4 page: no script, no request to anywhere, everything escaped."""

    def render(self, certificate: Certificate) -> str:
        """See `CertificatePrinter.render`."""
        style = _style()
        digest = b64encode(sha256(style.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; "
        policy += "form-action 'none'"
        page = _environment().get_template("certificate.html.j2")
        parts = _parts(certificate, one_line, one_line, path_text)
        return page.render(c=certificate, style=style, policy=policy, **parts)


class MarkdownCertificate(CertificatePrinter):
    """The same for a repository or a ticket."""

    def render(self, certificate: Certificate) -> str:
        """See `CertificatePrinter.render`."""
        page = _environment(escaped=False).get_template("certificate.md.j2")
        return page.render(c=certificate, **_parts(certificate, text, code, code)) + "\n"


Say = Callable[[str, int], str]
"""Foreign text and its limit, as text of the format."""


def _parts(certificate: Certificate, say: Say, mail: Say, place: Say) -> dict[str, object]:
    signed = [s for s in certificate.signers if s.signed]
    complete = len({s.name.casefold() for s in signed}) >= certificate.threshold
    return {
        "complete": complete,
        "have": len(signed),
        "signed": [(say(s.name, _NAME), say(_roles(s), _LONG), s.key_id[:16]) for s in signed],
        "missing": say(", ".join(s.name for s in certificate.signers if not s.signed), _LONG),
        "means": MEANS[certificate.automation],
        "level": certificate.automation.words,
        "ends": say(certificate.ends_because, _LONG),
        "roles": [
            (WHO[h.role], say(h.name, _NAME), mail(h.email, _NAME) if h.email else "")
            for h in certificate.roles
        ],
        "figures": [(say(n, _NAME), say(value, _ENTRY)) for n, value in certificate.figures],
        "checklist": [
            (say(i.name, _NAME), i.status.value, say(i.evidence, _LONG), i.status.name.lower())
            for i in certificate.checklist
        ],
        "waivers": _cut(
            [
                (say(w.about, _NAME), w.covers, say(w.who, _NAME), w.until, say(w.why, _ENTRY))
                for w in certificate.waivers
            ],
            _WAIVERS,
        ),
        "gaps": _cut([say(gap, _ENTRY) for gap in certificate.not_covered], _GAPS),
        "digests": _cut([(place(n, _NAME), sha) for n, sha in certificate.digests], _DIGESTS),
    }


def _roles(signer: Signer) -> str:
    return ", ".join(WHO[role] for role in signer.roles) or "no role"


def _cut(rows: Sequence[T], limit: int) -> tuple[Sequence[T], int]:
    """The rows there is room for, and how many are left out."""
    return rows[:limit], max(0, len(rows) - limit)


@lru_cache(maxsize=1)
def _style() -> str:
    return (files(__package__) / "templates" / "certificate.css").read_text("utf-8")


@lru_cache(maxsize=2)
def _environment(*, escaped: bool = True) -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("ragaudit_reports.certificate", "templates"),
        autoescape=escaped,  # noqa: S701 - Markdown escapes by `text` and `code`
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
