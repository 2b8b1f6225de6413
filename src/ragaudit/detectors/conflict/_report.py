"""How a contradiction is told: who says what since when, who stands alone, who is likely right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ragaudit.contracts import Corpus, Member
from ragaudit.detectors.conflict._analysis import Conflicts, conflicts
from ragaudit.detectors.conflict._claims import Claim
from ragaudit.detectors.conflict._clusters import Cluster, Side
from ragaudit.detectors.conflict._score import model
from ragaudit.detectors.conflict._statements import Form
from ragaudit.detectors.conflict._value import Kind
from ragaudit.model import Confidence, Document, Lifecycle, Observation, Related

LISTED = 10
_CONTENT_CLOCKS = ("content_modified", "modified", "published")
_RETIRED = frozenset({Lifecycle.ARCHIVED, Lifecycle.DEPRECATED, Lifecycle.EXPIRED})


@dataclass(frozen=True, slots=True)
class Hint:
    """Which side is likely right, and why; never more than a hint."""

    right: int
    reason: str
    stale: bool = False
    """Whether the other sides are retired or overdue by their own metadata."""


def code_of(cluster: Cluster, corpus: Corpus) -> str:
    """The rule that reports a cluster."""
    documents = {claim.document for claim in cluster.claims}
    if len(documents) == 1:
        return "CNF307"
    if (
        (found := hint(cluster, corpus)) is not None
        and found.stale
        and _on(corpus, documents, "CNF309")
    ):
        return "CNF309"
    if all(claim.form is Form.CELL for claim in cluster.claims):
        return "CNF306"
    kind = cluster.claims[0].value.kind
    return {Kind.QUANTITY: "CNF301", Kind.DATE: "CNF302", Kind.RULE: "CNF303", Kind.NAME: "CNF304"}[
        kind
    ]


def _on(corpus: Corpus, documents: set[str], code: str) -> bool:
    settings = (corpus.sources[corpus.documents[d].source_id] for d in documents)
    return all(source.severity.get(code) != "off" for source in settings)


def hint(cluster: Cluster, corpus: Corpus) -> Hint | None:
    """Stale by its own metadata, then verified later, then changed later, then majority."""
    sides = [[corpus.documents[d] for d in side.documents] for side in cluster.sides]
    fresh = [
        n
        for n, documents in enumerate(sides)
        if not all(is_stale(d, corpus.as_of) for d in documents)
    ]
    if len(fresh) == 1 and len(sides) > 1:
        return Hint(
            fresh[0],
            "every other side is on a page that is overdue, expired or replaced",
            stale=True,
        )
    for clocks, word in ((("reviewed",), "reviewed"), (_CONTENT_CLOCKS, "changed")):
        newest = [_newest(documents, clocks) for documents in sides]
        known = [day for day in newest if day is not None]
        if len(known) == len(sides) and known.count(max(known)) == 1:
            return Hint(newest.index(max(known)), f"{word} last, on {max(known)}")
    sizes = [len(documents) for documents in sides]
    if sizes.count(max(sizes)) == 1 and max(sizes) >= 3:
        return Hint(sizes.index(max(sizes)), f"{max(sizes)} pages agree on it")
    return None


def is_stale(document: Document, as_of: date) -> bool:
    """Whether a page says of itself that it no longer holds, or that its review is overdue."""
    times = document.times
    due = (times.expires, times.review_due)
    passed = any(fact.known and fact.value is not None and fact.value < as_of for fact in due)
    retired = document.lifecycle.known and document.lifecycle.value in _RETIRED
    return retired or document.superseded_by.known or passed


def _newest(documents: Sequence[Document], clocks: Sequence[str]) -> date | None:
    facts = (getattr(document.times, clock) for document in documents for clock in clocks)
    return max((fact.value for fact in facts if fact.trusted and fact.value), default=None)


def report(
    code: str, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
) -> Iterator[Observation]:
    """Yield one observation a cluster of one rule."""
    for cluster in conflicts(groups, corpus).clusters:
        if code_of(cluster, corpus) == code:
            yield _observation(cluster, corpus)


def skipped(corpus: Corpus) -> str | None:
    """Which claims were too many to compare; None where all were."""
    found: Conflicts = corpus.once("conflicts", lambda: Conflicts([]))
    parts = (
        f"{c.claims - c.compared:,} of {c.claims:,} statements about {c.family}" for c in found.cuts
    )
    listed = ", ".join(parts)
    return f"too many to compare, so left out: {listed}" if listed else None


def _observation(cluster: Cluster, corpus: Corpus) -> Observation:
    found = hint(cluster, corpus)
    suspect = _suspect(cluster, found)
    here = suspect.claims[0]
    others = [side for side in cluster.sides if side is not suspect]
    related = [c for side in (*others, suspect) for c in _one_a_document(side, but=here)]
    return Observation(
        message=" ".join(
            [
                *(_says(side, corpus, here) for side in (suspect, *others)),
                _verdict(found, cluster),
            ]
        ).strip(),
        line=here.line,
        quote=_shown(here),
        document=here.document,
        related=tuple(Related(c.document, c.line, _shown(c)) for c in related[:LISTED]),
        # Held-out precision is below 0.9 (docs/accuracy.md), so no gate hangs on it by default.
        confidence=Confidence.MEDIUM
        if cluster.probability >= model().weights.sure
        else Confidence.LOW,
        action=_action(suspect, others, found, corpus),
        key="|".join(sorted({f"{c.document}:{c.sentence}" for c in cluster.claims})),
    )


def _suspect(cluster: Cluster, found: Hint | None) -> Side:
    """The side the finding stands on: likely wrong, else the one that fewest pages hold."""
    wrong = [side for n, side in enumerate(cluster.sides) if found is None or n != found.right]
    return wrong[-1]


def _one_a_document(side: Side, but: Claim) -> list[Claim]:
    kept: dict[str, Claim] = {}
    for claim in side.claims:
        if (
            claim is not but
            and claim.document not in kept
            and (claim.document, claim.line) != (but.document, but.line)
        ):
            kept[claim.document] = claim
    return list(kept.values())


def _shown(claim: Claim) -> str:
    """The sentence, led by what it completes where it is a cell or an item."""
    lead = ", ".join(part for part in (claim.lead, claim.column) if part)
    return (
        f"{lead}: {claim.sentence}" if lead and claim.form is not Form.SENTENCE else claim.sentence
    )


def _says(side: Side, corpus: Corpus, here: Claim) -> str:
    names = [_place(corpus.documents[d], here) for d in side.documents]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    listed = ", ".join(names[:3])
    if (kind := _HIDDEN.get(side.claims[0].value.dimension)) is not None:
        number = "one" if here in side.claims else "another"
        return f"{listed}{more} {'names' if len(names) == 1 else 'name'} {number} {kind}."
    return f"{listed}{more} {'says' if len(names) == 1 else 'say'} “{side.surface}”."


_HIDDEN = {"name/email": "e-mail address", "name/phone": "telephone number"}
"""Kinds whose values no report shows."""


def _place(document: Document, here: Claim) -> str:
    facts = []
    if document.owner and "@" not in document.owner.principal:
        facts.append(document.owner.principal)
    reviewed, changed = _newest([document], ("reviewed",)), _newest([document], _CONTENT_CLOCKS)
    if reviewed or changed:
        facts.append(f"reviewed {reviewed}" if reviewed else f"changed {changed}")
    name = "This page" if document.id == here.document else f"`{document.path}`"
    return f"{name} ({', '.join(facts)})" if facts else name


def _verdict(found: Hint | None, cluster: Cluster) -> str:
    if found is None:
        return "Nothing in dates or numbers of pages tells which one holds."
    side = cluster.sides[found.right]
    hidden = _HIDDEN.get(side.claims[0].value.dimension)
    right = f"the {hidden} of the other page" if hidden else f"“{side.surface}”"
    return f"Likely right: {right}, because {_because(found)}."


def _because(found: Hint) -> str:
    return found.reason if found.stale or "agree" in found.reason else f"it was {found.reason}"


def _action(suspect: Side, others: Sequence[Side], found: Hint | None, corpus: Corpus) -> str:
    if len({c.document for side in (suspect, *others) for c in side.claims}) == 1:
        return "Decide which of the sentences holds and change or remove the other."
    other = corpus.documents[others[0].documents[0]]
    if found is None:
        return (
            f"Ask the owners which value holds, then change this page or `{other.path}`; keep it "
            "in one place and link to it."
        )
    return (
        f"Check with the owner of `{other.path}`; if it holds, change this page, or remove the "
        "sentence here and link there."
    )
