"""CNF308: what models say of pairs the other rules let pass."""

from __future__ import annotations

from collections.abc import Sequence

from tests.detectors.corpora import corpus

from ragaudit.contracts import Judge, Nli, Opinion, Ruling, Statement
from ragaudit.detectors.conflict._doubtful import says_something
from ragaudit.detectors.conflict.nli_conflict import NliConflict
from ragaudit.errors import OpinionError
from ragaudit.model import Confidence, Severity
from ragaudit.testing import MemoryCorpus, compare

KEPT = "Backups are kept for 90 days."
GONE = "Anything deleted more than a month ago cannot be restored."
PAGES = {"policy.md": f"# Backups\n\n{KEPT}\n", "faq.md": f"# Backups\n\n{GONE}\n"}
SEVERAL = {
    **PAGES,
    "boiler.md": "# Boiler\n\nThe heating goes off for six hours at night.\n",
    "heating.md": "# Boiler\n\nThe night break of the boiler takes eight hours.\n",
}


class Listed(Nli):
    """Knows the probability of some pairs, in one direction each, and counts what it is asked."""

    shown, state = "tiny-nli", "tiny-nli/1"

    def __init__(
        self, known: dict[tuple[str, str], float], max_pairs: int = 500, threshold: float = 0.9
    ) -> None:
        self.known, self.max_pairs, self.threshold = known, max_pairs, threshold
        self.asked: list[tuple[str, str]] = []

    def contradiction(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Zero for what it does not know."""
        self.asked += pairs
        return [self.known.get(pair, 0.0) for pair in pairs]


class Broken(Nli):
    """A model that is not installed."""

    shown, state, max_pairs, threshold = "gone", "gone", 500, 0.9

    def contradiction(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Refuse."""
        raise OpinionError("`nli:` needs a library that is not installed", "pip install it")


class Scripted(Judge):
    """Gives one answer to everything, or fails."""

    shown, state = "tiny-llm", "tiny-llm/1"

    def __init__(self, answer: Opinion | OpinionError | None, max_pairs: int = 50) -> None:
        self.answer, self.max_pairs = answer, max_pairs
        self.asked: list[tuple[Statement, Statement]] = []

    def judge(self, left: Statement, right: Statement) -> Opinion | None:
        """The answer."""
        self.asked.append((left, right))
        if isinstance(self.answer, OpinionError):
            raise self.answer
        return self.answer


def both(forth: float, back: float) -> dict[tuple[str, str], float]:
    """Probabilities of the pair in both directions."""
    return {(GONE, KEPT): forth, (KEPT, GONE): back}


def messages(made: MemoryCorpus) -> list[str]:
    """What the rule says."""
    return [o.message for o in compare(NliConflict(), made)]


def told(made: MemoryCorpus) -> str | None:
    """What the rule says of what it did not do, after comparing."""
    compare(NliConflict(), made)
    return NliConflict().skips(made)


def opinion(left: str = "more than a month ago", right: str = "kept for 90 days") -> Opinion:
    """A contradiction with these quotes."""
    return Opinion(Ruling.CONTRADICTION, left, right, "how long", "backups")


def test_a_pair_both_directions_are_sure_of() -> None:
    """One finding, which no gate fails for; the model is named with its figures."""
    made = corpus(PAGES, cross_encoder=Listed(both(0.97, 0.95)))
    found = compare(NliConflict(), made)
    expected = [
        (
            "docs:faq.md",
            3,
            GONE,
            [("docs:policy.md", 3, KEPT)],
            "`policy.md`, line 3, may say the opposite. tiny-nli takes them for a contradiction "
            "(0.97 one way, 0.95 the other). Nothing else confirms it.",
        )
    ]
    assert expected == [
        (
            o.document,
            o.line,
            o.quote,
            [(r.document, r.line, r.quote) for r in o.related],
            o.message,
        )
        for o in found
    ]
    assert [(Severity.INFO, Confidence.LOW)] == [(o.severity, o.confidence) for o in found]
    assert NliConflict().skips(made) is None


def test_one_direction_is_not_enough() -> None:
    """The mean of both counts."""
    assert [] == messages(corpus(PAGES, cross_encoder=Listed(both(0.99, 0.7))))
    assert 1 == len(messages(corpus(PAGES, cross_encoder=Listed(both(0.99, 0.7), threshold=0.8))))


def test_pages_that_guards_keep_apart_are_not_asked_about() -> None:
    """Other years are other rules, whatever a model says."""
    pages = {
        "2023/fees.md": "# Fees 2023\n\nIn 2023 the late fee is 20 EUR per invoice.\n",
        "2025/fees.md": "# Fees 2025\n\nIn 2025 the late fee is 30 EUR per invoice.\n",
    }
    model = Listed({})
    assert [] == messages(corpus(pages, cross_encoder=model))
    assert [] == model.asked


def test_what_another_rule_reports_is_not_asked_about() -> None:
    """One contradiction is one finding."""
    pages = {
        "a.md": "# Returns\n\nCustomers may return goods within 30 days of delivery.\n",
        "b.md": "# Returns\n\nCustomers may return goods within 14 days of delivery.\n",
    }
    model = Listed({})
    assert [] == messages(corpus(pages, cross_encoder=model))
    assert [] == model.asked


def test_lines_without_words_are_no_statements() -> None:
    """Two addresses that were redacted look the same to a model."""
    texts = ("[redacted: e-mail address].", "Email: [redacted: e-mail address]", KEPT, GONE)
    assert [False, False, True, True] == [says_something(text) for text in texts]


def test_the_budget_is_reported() -> None:
    """What was not compared is not in order, it is unknown."""
    model = Listed({}, max_pairs=1)
    said = told(corpus(SEVERAL, cross_encoder=model))
    assert 2 == len(model.asked)
    assert said is not None
    assert said.startswith("tiny-nli compared 1 of ")
    assert said.endswith(" candidate pairs")


def test_nothing_is_asked_twice() -> None:
    """Answers are kept by the content of both statements."""
    model = Listed(both(0.97, 0.95))
    made = corpus(PAGES, cross_encoder=model)
    assert messages(made) == messages(made)
    assert 2 == len(model.asked)


def test_a_model_that_cannot_be_had() -> None:
    """The rule is skipped, with what to do."""
    assert "`nli:` needs a library that is not installed; pip install it" == told(
        corpus(PAGES, cross_encoder=Broken())
    )


def test_nobody_to_ask() -> None:
    """Without the key nothing runs, and the report says so."""
    assert "no `nli:` or `llm:` in ragaudit.yaml names a model to ask" == told(corpus(PAGES))


def test_a_judge_with_verbatim_quotes() -> None:
    """The message shows what it goes by."""
    made = corpus(PAGES, language_model=Scripted(opinion()))
    expected = [
        "`policy.md`, line 3, may say the opposite. tiny-llm takes “more than a month ago” and "
        "“kept for 90 days” for a contradiction about how long. Nothing else confirms it."
    ]
    assert expected == messages(made)
    assert NliConflict().skips(made) is None


def test_answers_with_invented_quotes_are_discarded() -> None:
    """Not the words of the statement, another case, the wrong side, nothing at all."""
    wrong = [
        opinion("more than 30 days ago"),
        opinion("More than a month ago"),
        opinion("kept for 90 days", "more than a month ago"),
        opinion(" "),
        opinion(right=""),
        None,
    ]
    for answer in wrong:
        made = corpus(PAGES, language_model=Scripted(answer))
        assert [] == messages(made)
        assert (
            "1 of 1 answers of tiny-llm were discarded: not what was asked for, or with quotes "
            "that the statements do not have"
        ) == NliConflict().skips(made)


def test_other_rulings_are_not_reported() -> None:
    """Nor counted as discarded."""
    for ruling in (Ruling.DIFFERENT_SCOPE, Ruling.AGREE, Ruling.UNCLEAR):
        answer = Opinion(ruling, "a month ago", "90 days")
        made = corpus(PAGES, language_model=Scripted(answer))
        assert ([], None) == (messages(made), NliConflict().skips(made))


def test_a_judge_that_does_not_answer() -> None:
    """Said, and asked again in the next run: a failure is not kept."""
    judge = Scripted(OpinionError("tiny-llm does not answer: HTTP 503", "check `llm:`"))
    made = corpus(PAGES, language_model=judge)
    assert "tiny-llm does not answer: HTTP 503; check `llm:`" == told(made)
    judge.answer = opinion()
    assert 1 == len(messages(made))


def test_both_models_make_one_finding() -> None:
    """Each is named."""
    made = corpus(PAGES, cross_encoder=Listed(both(0.97, 0.95)), language_model=Scripted(opinion()))
    (message,) = messages(made)
    assert message.index("tiny-nli takes them") < message.index("tiny-llm takes “more")


def test_what_a_judge_is_shown_holds_no_personal_data() -> None:
    """Statements are redacted before they are handed over."""
    pages = {**PAGES, "faq.md": f"# Backups\n\n{GONE[:-1]} (zoe.private@acme.example).\n"}
    judge = Scripted(opinion())
    messages(corpus(pages, language_model=judge))
    shown = str(judge.asked)
    assert "more than a month ago" in shown
    assert "zoe.private" not in shown
