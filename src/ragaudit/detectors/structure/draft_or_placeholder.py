"""STR805: a document that is not finished, and says so."""

from __future__ import annotations

from collections.abc import Iterator

from ragaudit.contracts import ContentDetector
from ragaudit.detectors.structure._draft_label import draft_label
from ragaudit.detectors.structure._placeholders import Placeholder, placeholders
from ragaudit.model import Content, MetaField, Observation, Remedy, Rule, Severity
from ragaudit.text import shorten

_DRAFT = frozenset({"draft", "wip", "work in progress", "work-in-progress", "in progress"})
_YES, _NO = frozenset({"true", "yes", "on", "1"}), frozenset({"false", "no", "off", "0"})
_SHOWN = 3
_FINISH = "Publish it, or keep it out of the source until it is approved."
_TEXT_FORMATS = frozenset({"csv", "tsv", "json", "jsonl", "xlsx", "xml"})


class DraftOrPlaceholder(ContentDetector):
    """Reports a draft flag, or the places where text has yet to be written."""

    rule = Rule(
        code="STR805",
        name="draft-or-placeholder",
        severity=Severity.WARN,
        summary="The document is marked a draft, or holds placeholders instead of text.",
        why=(
            "“TBD” is retrieved as if it were the answer, and a draft is quoted as if it had been "
            "approved."
        ),
        remedy=Remedy.FIX,
        how_to_fix="Write what is missing, or keep the document out of the source until it is.",
        example=(
            "“Notice period: TBD”, “[INSERT RATE]”, `draft: true`, at the top “DRAFT – not final”"
        ),
        not_reported=(
            "Code; the words in running text (“the TODO list”, “mark it as TBD”); data tables; "
            "pages about drafts; blanks of a text meant to be copied, such as the template of a "
            "message."
        ),
    )

    def inspect(self, content: Content) -> Iterator[Observation]:
        """Yield at most one observation for the flag and one for all placeholders."""
        if (flag := _draft_flag(content)) is not None:
            yield Observation(
                message=f"The document declares itself a draft: `{flag.key}: {flag.value}`.",
                line=flag.line,
                quote=f"{flag.key}: {flag.value}",
                key="draft",
                action=_FINISH,
            )
        elif content.format not in _TEXT_FORMATS and (label := draft_label(content)) is not None:
            yield Observation(
                message=f"The document says that it is a draft: “{shorten(label.quote, 100)}”.",
                line=label.line,
                quote=shorten(label.quote),
                key="draft",
                action=_FINISH,
            )
        if content.format in _TEXT_FORMATS:
            return
        found = list(placeholders(content))
        if found:
            yield _observation(found)


def _draft_flag(content: Content) -> MetaField | None:
    for field in content.metadata:
        value = field.value.strip().lower()
        if (
            (field.key == "draft" and value in _YES)
            or (field.key == "published" and value in _NO)
            or (field.key in ("status", "state", "lifecycle") and value in _DRAFT)
        ):
            return field
    return None


def _observation(found: list[Placeholder]) -> Observation:
    first = found[0]
    if len(found) == 1:
        message = f"A placeholder stands where text is missing, in line {first.line}."
    else:
        lines = ", ".join(str(p.line) for p in found[:_SHOWN])
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        message = f"{len(found)} placeholders stand where text is missing: lines {lines}{more}."
    return Observation(message=message, line=first.line, quote=shorten(first.quote))
