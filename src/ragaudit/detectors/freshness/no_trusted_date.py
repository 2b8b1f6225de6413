"""FRS210: nothing says how current the text is."""

from __future__ import annotations

from collections.abc import Iterator

from ragaudit.contracts import Context, GapDetector
from ragaudit.detectors._words import where
from ragaudit.model import Document, FactState, Observation, Remedy, Rule, Severity

CURRENCY = ("reviewed", "content_modified", "modified", "published", "review_due", "expires")
"""The dates that say something about how current a text is; being created does not."""


class NoTrustedDate(GapDetector):
    """Reports documents without any date that says how current they are."""

    rule = Rule(
        code="FRS210",
        name="no-trusted-date",
        severity=Severity.WARN,
        summary="No date with a better source than the file system says how current the text is.",
        why=(
            "Without a date nobody can tell a text of last week from one of ten years ago, and "
            "no freshness contract can be checked. The file system's date is no help: checkout, "
            "copy and unzip set it anew."
        ),
        remedy=Remedy.VERIFY,
        how_to_fix=(
            "Have somebody review the document and write `last_reviewed_on: YYYY-MM-DD`, or "
            "audit the folder as a git repository, whose history dates every text."
        ),
        example="---\ntitle: Travel policy\ncreated: 2019-05-02\n---",
        not_reported=(
            "Documents with a date of review, change, publication, next review or expiry, from "
            "the document, its properties or its history; documents that declare `review: "
            "never`; a date that is written and cannot be read (FRS209); file times where the "
            "freshness contract names `mtime` as a clock. A source in which no document has a "
            "date is reported once, as a source."
        ),
        references=(
            "https://docs.getdbt.com/reference/resource-properties/freshness",
            "https://docusaurus.io/docs/api/plugins/@docusaurus/plugin-content-docs",
        ),
        gap=True,
        declare=(
            "freshness:\n"
            "  clock: [reviewed, content_modified, mtime]  # mtime: only if nothing resets it\n"
            "  warn_after: 365d"
        ),
    )

    def detect(self, document: Document, context: Context) -> Iterator[Observation]:
        """Yield one observation if no trusted date remains."""
        facts = dict(document.times.items())
        if document.review_waiver.known or _mtime_counts(document, context):
            return
        states = {facts[name].state for name in CURRENCY if not facts[name].trusted}
        if FactState.ERROR in states or any(facts[name].trusted for name in CURRENCY):
            return
        yield Observation(f"No date says how current the text is{_tried(document)}.")

    def satisfied(self, document: Document) -> bool:
        """See `GapDetector.satisfied`."""
        return any(getattr(document.times, name).trusted for name in CURRENCY)


def _mtime_counts(document: Document, context: Context) -> bool:
    contract = context.source.freshness
    return contract is not None and "mtime" in contract.clock and document.times.mtime.known


def _tried(document: Document) -> str:
    """What there is instead, and why it does not do."""
    times = document.times
    parts = [
        f"no history ({fact.note})"
        for fact in (times.content_modified, times.modified)
        if fact.note and not fact.known
    ][:1]
    rest = list(_insufficient(document))
    if rest:
        parts.append("only " + ", and ".join(rest))
    return f": {'; '.join(parts)}" if parts else ""


def _insufficient(document: Document) -> Iterator[str]:
    created, mtime = document.times.created, document.times.mtime
    if created.known:
        yield (
            f"{created.value} ({where(created)}), when it was created, which says nothing about "
            "changes since"
        )
    if mtime.known:
        # The date itself differs from checkout to checkout; the report must not.
        yield "the file system's date, which checkout and copy reset"
