"""CNF308: a model takes two statements for a contradiction that the other rules let pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from ragaudit.contracts import Corpus, CorpusDetector, Extractor, Member, Opinion
from ragaudit.detectors.conflict._claims import CLAIMS
from ragaudit.detectors.conflict._doubtful import Doubt, doubts
from ragaudit.detectors.conflict._opinions import Account, contradicted, judged
from ragaudit.model import Confidence, Observation, Related, Remedy, Rule, Severity


class NliConflict(CorpusDetector):
    """Reports what a configured model says of pairs the other conflict rules are unsure of."""

    rule = Rule(
        code="CNF308",
        name="nli-conflict",
        severity=Severity.INFO,
        summary="A language model takes two statements for a contradiction.",
        why=(
            "Some contradictions share hardly a word, and no list of units, dates and names finds "
            "them. A model that was trained on contradictions finds some more, and errs often: of "
            "a hundred pairs that look alike, one or two contradict each other. So this is a list "
            "to read, and no verdict."
        ),
        remedy=Remedy.FIX,
        how_to_fix=(
            "Read both statements. If they contradict each other, change one; if they are about "
            "different things, say so on the pages, or leave it."
        ),
        example=(
            "`policy.md` says “Backups are kept for 90 days.” and `faq.md` says “Anything deleted "
            "more than a month ago cannot be restored.”; a cross-encoder gives 0.97 and 0.95."
        ),
        not_reported=(
            "Anything, unless `nli:` or `llm:` in ragaudit.yaml names a model. Pairs that another "
            "CNF rule reports, or that one of its guards keeps apart; pairs whose mean probability "
            "over both directions is below `nli: threshold` (0.9); answers of a language model "
            "whose quotes are not in the statements, letter by letter. Confidence is always low, "
            "so no finding fails the gate. A published two-class model had a precision of 0.33 to "
            "0.53 at its own threshold: fit the threshold to your model and your documents. See "
            "[second opinions](../guide/second-opinion.md)."
        ),
        references=("https://aclanthology.org/P08-1118/",),
        enabled=False,
    )
    extractor: Extractor = CLAIMS

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation a pair of statements, whoever finds fault with it."""
        nli, judge, account = corpus.nli(), corpus.judge(), _account(corpus)
        if nli is None and judge is None:
            return
        found = doubts(groups, corpus)
        told: defaultdict[object, list[str]] = defaultdict(list)
        if nli is not None:
            for doubt, (forth, back) in contradicted(nli, found, corpus, account):
                told[doubt.places].append(
                    f"{nli.shown} takes them for a contradiction ({forth:.2f} one way, {back:.2f} "
                    "the other)."
                )
        if judge is not None:
            for doubt, opinion in judged(judge, found, corpus, account):
                told[doubt.places].append(_reading(judge.shown, opinion))
        yield from (_observation(d, told[d.places], corpus) for d in found if d.places in told)

    def skips(self, corpus: Corpus) -> str | None:
        """Say that no model is named, or what it was not asked."""
        if corpus.nli() is None and corpus.judge() is None:
            return "no `nli:` or `llm:` in ragaudit.yaml names a model to ask"
        return "; ".join(_account(corpus).limits) or None


def _account(corpus: Corpus) -> Account:
    return corpus.once("second opinions", Account)


def _reading(name: str, opinion: Opinion) -> str:
    about = f" about {opinion.subject}" if opinion.subject.strip() else ""
    quotes = f"“{opinion.left_quote}” and “{opinion.right_quote}”"
    return f"{name} takes {quotes} for a contradiction{about}."


def _observation(doubt: Doubt, said: list[str], corpus: Corpus) -> Observation:
    here, there = doubt.left.claim, doubt.right.claim
    left, right = doubt.texts
    other = corpus.documents[there.document]
    inside = here.document == there.document
    where = f"Line {there.line}" if inside else f"`{other.path}`, line {there.line},"
    return Observation(
        message=f"{where} may say the opposite. {' '.join(said)} Nothing else confirms it.",
        line=here.line,
        quote=left,
        document=here.document,
        related=(Related(there.document, there.line, right),),
        severity=Severity.INFO,
        confidence=Confidence.LOW,
        key="|".join(sorted(f"{c.document}:{c.sentence}" for c in (here, there))),
    )
