"""CNF305: two documents define one term in unlike ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import PurePosixPath

from ragaudit.contracts import Corpus, CorpusDetector, Extractor, Member
from ragaudit.detectors._parallel import parallel
from ragaudit.detectors._vectors import encode, rarity
from ragaudit.detectors.conflict._contrasts import contrasts
from ragaudit.detectors.conflict._definitions import DEFINITIONS, KEY, Definition, definition_of
from ragaudit.detectors.conflict._terms import content_words
from ragaudit.model import Confidence, Document, Observation, Related, Remedy, Rule, Severity
from ragaudit.text import matches

UNLIKE = 0.42
"""Two definitions with a smaller share of words that have a partner say different things."""
MOST = 8
"""Documents that define one term; where more do, it is a word of everyday language."""


class DefinitionConflict(CorpusDetector):
    """Reports terms that mean one thing here and another there."""

    rule = Rule(
        code="CNF305",
        name="definition-conflict",
        severity=Severity.INFO,
        summary="Two documents define the same term in unlike ways.",
        why=(
            "Whoever asks what a term means gets the definition that is worded closer to the "
            "question. Figures that are counted by two definitions cannot be compared."
        ),
        remedy=Remedy.FIX,
        how_to_fix=(
            "Keep one definition, in the glossary, and link to it. If the term means two things, "
            "say on each page for whom or in which product it means this one."
        ),
        example=(
            "`glossary.md` says “Active customer: somebody who has ordered in the last year.” and "
            "`sales/report.md` says “An active customer means an account with a signed contract.”"
        ),
        not_reported=(
            "Anything, unless the rule is switched on (`rules: {CNF305: info}`): on 4,291 pages of "
            "eight public handbooks it reports one term, which has two senses. Outside a glossary, "
            "sentences other than “X means …”, “X is defined as …”, “X refers to …”; terms that "
            "more than eight pages define; pages in different folders, neither inside the other: "
            "departments have their own words; definitions that name their scope (“in this "
            "guide”, “for the purposes of”), or a region, plan, product or version; copies of one "
            "page in other versions or languages. Definitions that share words, or words of like "
            "meaning, count as one said in two ways. English only."
        ),
        references=("https://aclanthology.org/P08-1118/",),
        enabled=False,
    )
    extractor: Extractor = DEFINITIONS

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation a term, for the two definitions least alike."""
        for key, members in groups.items():
            if not key.startswith(KEY) or not 1 < len({m.document for m in members}) <= MOST:
                continue
            found = [definition_of(m) for m in members]
            pairs = [
                (likeness(a.meaning, b.meaning), a, b)
                for a, b in combinations(found, 2)
                if _comparable(a, b, corpus)
            ]
            if pairs:
                alike, a, b = min(pairs, key=lambda p: (p[0], p[1].document, p[2].document))
                if alike < UNLIKE:
                    here, there = sorted((a, b), key=_standing)
                    yield _observation(here, there, corpus)


def likeness(x: str, y: str) -> float:
    """The weighted share of words that have a partner in the other text (0 to 1)."""
    left, right = list(dict.fromkeys(content_words(x))), list(dict.fromkeys(content_words(y)))
    if not left or not right:
        return 1.0
    near = encode(left) @ encode(right).T
    ours, theirs = near.max(axis=1), near.max(axis=0)
    return max(_share(left, ours.tolist()), _share(right, theirs.tolist()))


def _share(words: list[str], best: list[float]) -> float:
    weights = [rarity(word) for word in words]
    total = sum(weights)
    return (
        sum(w * max(b, 0.0) for w, b in zip(weights, best, strict=True)) / total if total else 1.0
    )


def _standing(definition: Definition) -> tuple[bool, str, int]:
    """A glossary is right more often: the finding stands on the other page."""
    return definition.glossary, definition.document, definition.line


def _comparable(a: Definition, b: Definition, corpus: Corpus) -> bool:
    if a.document == b.document:
        return False
    x, y = corpus.documents[a.document], corpus.documents[b.document]
    apart = parallel(x.path, y.path) or _versioned(x, corpus) or _versioned(y, corpus)
    return not (apart or _departments(x.path, y.path) or _scopes_differ(a, b, x, y))


def _versioned(document: Document, corpus: Corpus) -> bool:
    versions = corpus.sources[document.source_id].versions
    return any(matches(glob, document.path) for glob in versions)


def _departments(x: str, y: str) -> bool:
    """Whether two pages stand in different folders, neither inside the other."""
    left, right = PurePosixPath(x).parent.parts, PurePosixPath(y).parent.parts
    return any(a != b for a, b in zip(left, right, strict=False))


def _scopes_differ(a: Definition, b: Definition, x: Document, y: Document) -> bool:
    left = contrasts(f"{x.title or ''} {a.topic} {a.sentence}")
    right = contrasts(f"{y.title or ''} {b.topic} {b.sentence}")
    return any(not left[name] & right[name] for name in left.keys() & right.keys())


def _observation(here: Definition, there: Definition, corpus: Corpus) -> Observation:
    other = corpus.documents[there.document]
    return Observation(
        message=(
            f"“{here.term}” is defined here in another way than in `{other.path}`, line "
            f"{there.line}. Nothing tells which definition holds."
        ),
        line=here.line,
        quote=here.sentence,
        document=here.document,
        related=(Related(there.document, there.line, there.sentence),),
        confidence=Confidence.LOW,
        action=f"Keep one definition, link to it, and change this page or `{other.path}`.",
        key=f"{here.term.casefold()}|{other.path}",
    )
