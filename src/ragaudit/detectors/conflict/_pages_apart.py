"""Whether two pages have two subjects, by their names and titles."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from ragaudit.detectors._identifiers import are_two_entries
from ragaudit.detectors.conflict._space import Placed
from ragaudit.detectors.conflict._statements import Form
from ragaudit.detectors.conflict._synonyms import subject_words
from ragaudit.detectors.conflict._terms import stem
from ragaudit.detectors.conflict._unlike import TOKEN, likeness

_PAGE_KINDS = frozenset(
    [
        "policy", "policies", "faq", "faqs", "guide", "guides", "handbook", "rules", "rule",
        "overview", "notes", "note", "checklist", "form", "questions", "answers", "basics", "intro",
        "introduction", "howto", "how", "procedure", "procedures", "process", "page", "info",
        "information", "terms", "summary", "reference", "manual", "instructions", "details",
        "quick", "start", "new", "old", "copy", "final", "draft", "internal", "public", "help",
        "support", "tips", "news", "update", "updates", "letter", "memo", "announcement", "short",
        "long", "full", "customer", "customers", "staff", "employee", "employees", "manager",
        "managers", "team", "sheet", "table", "list", "cheatsheet", "cheat", "onboarding",
        "training", "index", "readme", "about", "general", "for",
    ]
)  # fmt: skip
"""Words that name a kind of page or its readers, not its subject."""
_DAY = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_IMPLIED = 1
"""Words a statement may have without its column's, and still leave its subject open."""


def siblings(x: str, y: str) -> float:
    """1 for pages of one folder whose names differ in one part: `press-a` and `press-b`."""
    left, right = PurePosixPath(x), PurePosixPath(y)
    if left.parent != right.parent or left == right:
        return 0.0
    p, q = TOKEN.findall(left.stem.lower()), TOKEN.findall(right.stem.lower())
    start = next(
        (n for n, (i, j) in enumerate(zip(p, q, strict=False)) if i != j), min(len(p), len(q))
    )
    end = next(
        (n for n, (i, j) in enumerate(zip(p[::-1], q[::-1], strict=False)) if i != j),
        min(len(p), len(q)),
    )
    ours, theirs = p[start : len(p) - end], q[start : len(q) - end]
    if not (ours and theirs and start + end) or {*ours, *theirs} & _PAGE_KINDS:
        return 0.0
    return 1.0


def of_two_days(x: str, y: str) -> bool:
    """Whether both pages are records, of two days by their names: `report-20260728.md`."""
    left, right = (_DAY.findall(PurePosixPath(path).stem) for path in (x, y))
    return bool(left and right) and left != right


def entries(a: Placed, b: Placed) -> bool:
    """Whether both pages are entries of a reference, each titled by an identifier of its own.

    What such a page says of “the alert” or “usage” holds for its own subject: `DiskNearFull` and
    `DiskFull` have two thresholds.
    """
    return are_two_entries(*(item.topic.partition(" · ")[0] for item in (a, b)))


def titles_apart(a: Placed, b: Placed) -> float:
    """How unlike the subjects of two pages are whose statements leave the subject to the title.

    `Availability: 99.9 %` on the page of one system says nothing of another one's.
    """
    claims = (a.claim, b.claim)
    if a.claim.document == b.claim.document or Form.SENTENCE in {claim.form for claim in claims}:
        return 0.0
    if any(len(subject_words(f"{claim.lead} {claim.masked}")) > _IMPLIED for claim in claims):
        return 0.0
    x, y = _title_words(a), _title_words(b)
    if not (x and y) or x.keys() & (y.keys() | b.words.keys()) or y.keys() & a.words.keys():
        return 0.0
    return 1 - max(likeness(" ".join(x.values()), " ".join(y.values())), 0.0)


def _title_words(item: Placed) -> dict[str, str]:
    words = subject_words(item.topic.partition(" · ")[0])
    return {stem(word): word for word in words if word.lower() not in _PAGE_KINDS}
