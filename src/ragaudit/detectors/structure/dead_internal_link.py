"""STR801: a link to a file the source does not have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ragaudit.contracts import Corpus, CorpusDetector, Extractor, Member
from ragaudit.detectors.structure._dead import Dead, dead_links
from ragaudit.detectors.structure._links import LINKS, Reference
from ragaudit.detectors.structure._nearest import NearestFile
from ragaudit.model import Observation, Remedy, Rule, Severity

_LONG = 80
"""Characters of a target a message shows."""


class DeadInternalLink(CorpusDetector):
    """Reports links and images whose file is missing, once a document and target."""

    rule = Rule(
        code="STR801",
        name="dead-internal-link",
        severity=Severity.ERROR,
        summary="A link or an image leads to a file that is not in the source.",
        why=(
            "The answer says “see the escalation guide” and the guide is gone: moved, renamed or "
            "never written. What was there cannot be retrieved, and nobody notices."
        ),
        remedy=Remedy.FIX,
        how_to_fix="Point the link at the file's present place, or take it out.",
        example="`[Escalation](../support/escalate.md)` while no such file exists.",
        not_reported=(
            "Other sites, mail addresses and template expressions; links that leave the source's "
            "folder; links of files that are put into other pages; code. A link counts as alive if "
            "any generator's reading of it finds a page: another suffix, an index file, a folder "
            "for a page, a number before the name, an address a page declares. Links from the root "
            "of the site and links without a suffix count as dead only where most links like them "
            "do resolve, or `link_roots` is set."
        ),
    )
    extractor: Extractor = LINKS

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation a document and target."""
        for dead in dead_links(groups, corpus):
            yield _observation(dead, corpus)


def _observation(dead: Dead, corpus: Corpus) -> Observation:
    reference = dead.reference
    return Observation(
        message=_message(dead),
        line=reference.line,
        quote=reference.written,
        document=reference.document.id,
        confidence=dead.confidence,
        action=_action(dead, corpus),
    )


def _message(dead: Dead) -> str:
    reference = dead.reference
    what = "The image" if reference.image else "The link"
    called = f" “{reference.text}”" if reference.text.strip() else ""
    if dead.lacks_scheme:
        cause = (
            f"to `{_short(reference)}` has no `https://` before it, so it is read as a path in "
            "this folder"
        )
    elif dead.other_case:
        cause = (
            f"to `{_short(reference)}` differs in upper and lower case from `{dead.other_case}`, "
            "which servers tell apart"
        )
    else:
        cause = f"leads to `{_short(reference)}`, which does not exist in this source"
    return f"{what}{called} {cause}{_places(reference)}."


def _short(reference: Reference) -> str:
    """The target as written; of a long one, its end, which tells files apart."""
    written = reference.written
    return written if len(written) <= _LONG else f"…{written[1 - _LONG :]}"


def _places(reference: Reference) -> str:
    more = reference.places - 1
    return f"; {more} more place{'' if more == 1 else 's'} in this document" if more else ""


def _action(dead: Dead, corpus: Corpus) -> str | None:
    reference = dead.reference
    if dead.lacks_scheme:
        return f"Write `https://{reference.written}`."
    page = reference.document.path
    source = reference.document.source_id
    if dead.other_case:
        files = NearestFile([dead.other_case])
    else:
        files = corpus.once(
            f"structure-nearest:{source}", lambda: NearestFile(corpus.paths(source))
        )
    near = files.to(page, reference.target.path)
    if near is None:
        return None
    return f"Link to `{near}` if that is what was meant, or take the link out."
