"""PRM505: the access list is a copy, and older than the source allows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from ragaudit.contracts import Corpus, CorpusDetector, Member, NoFeatures
from ragaudit.detectors._places import Place, gather, shared
from ragaudit.detectors._words import count, days_between
from ragaudit.model import Document, Interval, Layer, Observation, Remedy, Rule, Severity
from ragaudit.text import DateError, add_interval

_NO_CONTRACT = "no source says how old a copy of its access lists may be (`acl: {max_age: 7d}`)"
_LINE = re.compile(r":\d{1,9}$")
_TOLERANCE = timedelta(days=1)
"""Time zones: the day of the export may be ahead of the auditor's."""


class AclStale(CorpusDetector):
    """Reports copies of access lists that are older than the source's `acl.max_age`."""

    extractor = NoFeatures()
    rule = Rule(
        code="PRM505",
        name="acl-stale",
        severity=Severity.WARN,
        summary="The copy of the access list is older than the source allows.",
        why=(
            "Who may read changes in the system that enforces it: people leave teams, folders are "
            "closed. A retriever that goes by last month's copy shows documents to people who "
            "have lost access since, and the copy looks as good as on its first day."
        ),
        remedy=Remedy.RESTRICT,
        how_to_fix=(
            "Export the access list again, and write the day into it (`synced_at`). If it need "
            "not be that fresh, raise `acl: {max_age: …}` of the source."
        ),
        example=(
            "# ragaudit.yaml: acl: {max_age: 7d}\n# hr/access.yaml\n"
            'synced_at: 2026-09-01\ndefault: ["group:hr"]'
        ),
        not_reported=(
            "Lists that do not say that they are a copy (no `synced_at` or `exported_at`): they "
            "are read as the scan runs and cannot lag behind; copies exactly as old as the limit; "
            "sources without `acl: {max_age: …}`. A list that counts for many documents is one "
            "finding. The age is only known where the export writes its day down."
        ),
        references=("https://genai.owasp.org/llmrisk/llm082025-vector-and-embedding-weaknesses/",),
    )

    def skips(self, corpus: Corpus) -> str | None:
        """Without a limit, or without a copy, there is nothing to compare."""
        limited = [s.id for s in corpus.sources.values() if s.acl_max_age]
        if not limited:
            return _NO_CONTRACT
        live = sorted(set(limited) - {d.source_id for d in corpus.documents.values() if _dated(d)})
        if not live:
            return None
        names = ", ".join(live)
        return f"no access list of {names} says that it is a copy (`synced_at`): they are read live"

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation per list, however many documents it counts for."""
        found = (
            (document, shared(_file(layer)), "copied", (layer, limit))
            for document in corpus.documents.values()
            if (limit := corpus.sources[document.source_id].acl_max_age) is not None
            for layer in _dated(document)
        )
        for place, _, (layer, limit) in gather(found):
            if layer.copied_on is not None:
                yield from _observations(place, layer, layer.copied_on, limit, corpus.as_of)


def _file(layer: Layer) -> str | None:
    """The file of a list without the line: all of it was copied on one day."""
    if layer.locator is None or shared(layer.locator) is None:
        return None
    return _LINE.sub("", layer.locator)


def _dated(document: Document) -> list[Layer]:
    return [layer for layer in document.access.layers if layer.copied_on is not None]


def _observations(
    place: Place, layer: Layer, copied: date, limit: Interval, as_of: date
) -> Iterator[Observation]:
    if copied > as_of + _TOLERANCE:
        age = f"copied on {copied}, which is after the day of the audit, {as_of}: how old it is "
        age += "cannot be told"
    elif _last_day(copied, limit) < as_of:
        age = f"copied on {copied}, {days_between(copied, as_of)} ago; the source allows {limit}"
    else:
        return
    where = f" ({place.locator or layer.locator})" if layer.locator else ""
    reach = len(place.documents)
    also = f" It says who may read {count(reach, 'document')}." if reach > 1 else ""
    yield Observation(
        f"The access list{where} was {age}.{also}",
        document=place.first,
        related=place.related,
        key=place.key("copied") or "copied",
    )


def _last_day(copied: date, limit: Interval) -> date:
    try:
        return add_interval(copied, limit)
    except DateError:
        return date.max
