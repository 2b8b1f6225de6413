"""FRS207: the text names a product only in versions that are no longer supported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ragaudit.contracts import Corpus, CorpusDetector, Member
from ragaudit.detectors.freshness._names import Use, remembered
from ragaudit.detectors.freshness._records import is_out_of_use, is_record
from ragaudit.detectors.freshness._version_uses import UPWARDS, find_uses
from ragaudit.detectors.freshness._vocabulary import WORDS, Vocabulary, users_of
from ragaudit.model import Confidence, Document, Observation, Product, Remedy, Rule, Severity
from ragaudit.text.versions import VersionError, VersionRange, family, parse_range

_NO_LIST = "no list of supported products (`products: products.yml` in ragaudit.yaml)"
_FOLDER = re.compile(r"[a-z-]{0,20}?[-_]?v?(\d{1,4}(?:[._]\d{1,4}){0,3})(?:[._]x)?", re.IGNORECASE)
_NAMED = re.compile(r"(?:[\w-]{0,30}[-_ ])?v?\d{1,4}(?:[._-](?:\d{1,4}|x)){1,3}", re.IGNORECASE)
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class _Support:
    """Which versions of a product count."""

    product: Product
    supported: tuple[VersionRange, ...]
    ended: tuple[tuple[VersionRange, date], ...]

    @classmethod
    def of(cls, product: Product, as_of: date) -> _Support:
        over = [(family(v), day) for v, day in product.ended.items() if day < as_of]
        return cls(product, tuple(map(parse_range, product.supported)), tuple(over))

    def end_of(self, version: VersionRange) -> date | None:
        """The last day of a version, where the list gives it and it has passed."""
        days = [day for span, day in self.ended if span.low <= version.low < span.high]
        return max(days, default=None)

    def is_old(self, version: VersionRange) -> bool:
        """Whether a version is out of support; one newer than all the list has is not."""
        if self.end_of(version) is not None:
            return True
        if not self.supported or any(version.meets(span) for span in self.supported):
            return False
        return any(version.below(span) for span in self.supported)


class VersionLag(CorpusDetector):
    """Reports documents about versions that the user's list of products no longer supports."""

    extractor = Vocabulary()
    rule = Rule(
        code="FRS207",
        name="version-lag",
        severity=Severity.WARN,
        summary="The text names a product only in versions that are no longer supported.",
        why=(
            "Steps for version 3 are quoted to somebody who has version 5. Nothing in the text is "
            "false, so no reader reports it; it has only been left behind."
        ),
        remedy=Remedy.VERIFY,
        how_to_fix=(
            "Check the page against a supported version and name that one, or archive the page "
            "with the version it is about."
        ),
        example=(
            '# products.yml: {name: Berthline, supported: ">=4.2"}\n'
            "Open the console of Berthline 3.2 and choose Docks."
        ),
        not_reported=(
            "Versions that say since when or until when something is so (“since 3.2”, “requires "
            "3.2 or later”, “removed in 3.2”); numbers that are no version of the product "
            "(“Berthline listens on port 8443”, “Berthline 30 days”): the name must stand right "
            "before the number, or “version 3.2 of” before the name. Versions newer than the "
            "list; pages in a folder of that version (`v3/`) or named after one (`3.2.md`); "
            "sentences about what was, with a full date, or with an example. A page that names a "
            "supported version too, or “3.2 or later”, is info of low confidence: it may be an "
            "upgrade guide. Lists of one's own products do best; with languages and operating "
            "systems on the list two findings of nine were about something else. Code, "
            "quotations, changelogs, "
            "decisions, archives and the other records of FRS204. Without a list the rule does "
            "not run."
        ),
        references=("https://peps.python.org/pep-0440/", "https://endoflife.date/"),
    )

    def skips(self, corpus: Corpus) -> str | None:
        """Without a list there is nothing to compare with."""
        return None if any(s.products for s in corpus.sources.values()) else _NO_LIST

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation per document and product."""
        for source in corpus.sources.values():
            lists = {p.name: _Support.of(p, corpus.as_of) for p in source.products}
            names = [name for p in source.products for name in (p.name, *p.aliases)]
            for member in users_of(names, groups.get(WORDS, ())):
                document = corpus.documents[member.document]
                passed = (
                    is_record(document) or is_out_of_use(document) or _is_of_a_version(document)
                )
                if document.source_id == source.id and not passed:
                    yield from _of_document(document, lists, corpus)


def _is_of_a_version(document: Document) -> bool:
    """Whether the file is named after a version, and so one of a series: `5-0-4.md`."""
    stem = document.path.rpartition("/")[2].rpartition(".")[0]
    return _NAMED.fullmatch(stem) is not None


def _of_document(
    document: Document, lists: Mapping[str, _Support], corpus: Corpus
) -> Iterator[Observation]:
    products = [support.product for support in lists.values()]
    # What is found depends on the names only: other ranges need no new reading.
    names = repr([(p.name, p.aliases) for p in products])
    uses = remembered(
        corpus, "FRS207", document.id, names, lambda content: find_uses(content, products)
    )
    for name, support in lists.items():
        named = [use for use in uses if use.name == name and _version(use) is not None]
        yield from _observation(document, support, named)


def _version(use: Use) -> VersionRange | None:
    try:
        return family(use.value)
    except VersionError:
        return None


def _observation(document: Document, support: _Support, named: list[Use]) -> Iterator[Observation]:
    old, current = [], 0
    for use in named:
        version = family(use.value)
        if use.note == UPWARDS or not support.is_old(version):
            current += 1
        elif not use.note and not _has_its_folder(document.path, version):
            old.append(use)
    if not old:
        return
    first = old[0]
    yield Observation(
        _message(support, old, both=current > 0),
        line=first.line,
        quote=first.quote,
        document=document.id,
        severity=Severity.INFO if current else None,
        confidence=Confidence.LOW if current else Confidence.MEDIUM,
        key=f"{support.product.name}|{first.value}",
    )


def _has_its_folder(path: str, version: VersionRange) -> bool:
    """Whether the page stands in a folder of that version, kept beside others on purpose."""
    for folder in path.split("/")[:-1]:
        match = _FOLDER.fullmatch(folder)
        if match and version.meets(family(match[1].replace("_", "."))):
            return True
    return False


def _message(support: _Support, old: list[Use], both: bool) -> str:
    product = support.product
    versions = list(dict.fromkeys(use.value for use in old))
    shown = ", ".join(_dated(support, version) for version in versions[:_SHOWN])
    more = f" and {len(versions) - _SHOWN} more" if len(versions) > _SHOWN else ""
    which = "in supported versions and in" if both else "only in"
    ranges = f"; supported is {' or '.join(product.supported)}" if product.supported else ""
    return (
        f"{product.name} is named {which} versions that are no longer supported: {shown}{more}"
        f"{ranges} ({product.locator})."
    )


def _dated(support: _Support, version: str) -> str:
    day = support.end_of(family(version))
    return f"{version} (ended {day})" if day else version
