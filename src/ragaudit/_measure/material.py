"""Gathers what probes are made of: texts, links, rights, and findings about pairs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from ragaudit._audit import Request, Survey, asked
from ragaudit._audit.run import Run
from ragaudit._engine.corpus import ReadCorpus
from ragaudit._measure.generating.pages import clean, page_of, words_of
from ragaudit._measure.generating.pairs import PAIR_CODES, TWIN_CODES, pairs_of, twins_of
from ragaudit._measure.generating.readers import readers
from ragaudit._measure.generating.twins import twins
from ragaudit._measure.probe_set.digests import access_digest, corpus_digest
from ragaudit.contracts.generating import Material, Page, PageLink
from ragaudit.detectors._fragments import is_fragment
from ragaudit.detectors.structure._site import Site
from ragaudit.detectors.structure._targets import read_target
from ragaudit.model import AccessMatrix, Content, Document, Finding, Lifecycle, Status
from ragaudit.redact import redact
from ragaudit.text.lexicon import Lexicon

_POOR = frozenset({"EXT702", "EXT703", "EXT704", "EXT705", "EXT707"})
_UNSAFE = ("SAF",)
_RETIRED = frozenset({Lifecycle.ARCHIVED, Lifecycle.DEPRECATED, Lifecycle.EXPIRED, Lifecycle.DRAFT})
MOST_LINKS = 500


def gather(request: Request, survey: Survey) -> Material:
    """Read every text once more, and put it beside what is known of it.

    Memory is bounded a document by `generating.pages`. A text that cannot be had again is left
    out and counted in the notes; what could not be read at all is with the survey.
    """
    corpus = _corpus(request, survey)
    findings = _findings(request, survey)
    pages = _pages(corpus, findings, request.as_of)
    gone = frozenset(user.id for user in survey.directory.users if not user.active)
    people = [(name, who) for name, who in asked.everybody(survey) if name not in gone]
    matrix = AccessMatrix([who for _, who in people], survey.directory, request.as_of)
    rights = readers(survey.documents, people, matrix)
    pages = {n: replace(page, standing=rights.standings[n]) for n, page in pages.items()}
    lost = len(survey.documents) - len(pages)
    return Material(
        pages=pages,
        lexicon=Lexicon({name: words_of(page) for name, page in pages.items()}),
        twins=twins(pages, twins_of(findings)),
        pairs=pairs_of(findings, pages, _replaced(pages, corpus)),
        principals=rights.principals,
        asked_as=rights.asked_as,
        corpus_digest=corpus_digest(survey.documents),
        access_digest=access_digest(survey.documents),
        notes=(
            *rights.notes,
            *(
                [f"{lost} documents were left out: no text, or a name that does not print"]
                if lost
                else []
            ),
        ),
    )


def _corpus(request: Request, survey: Survey) -> ReadCorpus:
    return ReadCorpus(
        as_of=request.as_of,
        directory=survey.directory,
        sources={s.id: s for s in request.settings.sources},
        connectors={item.settings.id: item.connector for item in survey.listings},
        documents=survey.documents,
        refs=survey.reading.refs,
        paths={item.settings.id: item.paths for item in survey.listings},
        pool=survey.pool,
        cache=survey.cache,
        version=survey.version,
        code={},
        indexes={},
    )


def _findings(request: Request, survey: Survey) -> list[Finding]:
    """Open findings of the rules that say something about questions."""
    wanted = (*PAIR_CODES, *TWIN_CODES, *_POOR, *_UNSAFE)
    detectors = [d for d in request.detectors if d.rule.code.startswith(wanted)]
    run = Run(request, detectors, survey.directory, survey.listings, survey.reading)
    run.find(survey.pool, survey.cache, survey.version)
    return [f for f in run.findings if f.status is Status.OPEN]


def _pages(corpus: ReadCorpus, findings: list[Finding], as_of: date) -> dict[str, Page]:
    unsafe: defaultdict[str, set[int]] = defaultdict(set)
    poor = {f.document for f in findings if f.code in _POOR}
    for finding in findings:
        if finding.document and finding.line and finding.code.startswith(_UNSAFE):
            unsafe[finding.document].add(finding.line)
    shared = Counter((d.source_id, d.path) for d in corpus.documents.values())
    sites = {source: Site(corpus, source, ()) for source in corpus.sources}
    found: dict[str, Page] = {}
    for name, document in corpus.documents.items():
        content = corpus.content(name)
        alone = shared[document.source_id, document.path] == 1
        shown = f"{document.source_id}:{document.path}" if alone else name
        # A name that does not print cannot be written into a probe set.
        if content is None or not shown.isprintable():
            continue
        page = page_of(document, content, shown, unsafe[name])
        found[name] = replace(
            page,
            links=tuple(_links(document, content, corpus, sites[document.source_id])),
            retired=_is_retired(document, as_of),
            poor=name in poor or is_fragment(document.path),
        )
    return found


def _is_retired(document: Document, as_of: date) -> bool:
    status, expires = document.lifecycle, document.times.expires
    over = expires.known and expires.value is not None and expires.value < as_of
    return over or document.superseded_by.known or (status.known and status.value in _RETIRED)


def _links(
    document: Document, content: Content, corpus: ReadCorpus, site: Site
) -> Iterator[PageLink]:
    for link in content.links[:MOST_LINKS]:
        if link.image or not link.text.strip():
            continue
        found = _led_to(document, link.target, corpus, site)
        if found is not None and found != document.id:
            yield PageLink(redact(clean(link.text, 200)), found, link.line)


def _led_to(document: Document, written: str, corpus: ReadCorpus, site: Site) -> str | None:
    target = read_target(written)
    if target is None or not target.path:
        return None
    path = site.find(document.path, target)
    files = site.page_files(path) if path is not None else ()
    names = (f"{document.source_id}:{file}" for file in files)
    return next((name for name in names if name in corpus.documents), None)


def _replaced(pages: Mapping[str, Page], corpus: ReadCorpus) -> dict[str, str]:
    """Document to its declared successor, where that was read too."""
    sites: dict[str, Site] = {}
    found: dict[str, str] = {}
    for name, page in pages.items():
        declared = page.document.superseded_by
        if not declared.known or not declared.value:
            continue
        site = sites.setdefault(page.source, Site(corpus, page.source, ()))
        led = _led_to(page.document, declared.value, corpus, site)
        led = led or (declared.value if declared.value in pages else None)
        if led is not None and led != name:
            found[name] = led
    return found
