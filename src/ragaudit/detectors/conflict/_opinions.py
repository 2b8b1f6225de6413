"""Asks models about doubtful pairs: a limited number, each once, and what came of it is told."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field

from ragaudit.contracts import Corpus, Judge, Nli, Opinion, Ruling, Statement
from ragaudit.detectors.conflict._doubtful import Doubt
from ragaudit.errors import OpinionError
from ragaudit.redact import redact
from ragaudit.text import sha256

_AT_ONCE = 64
"""Pairs between two writes to the cache: what was computed outlives an interruption."""
_PATIENCE = 3
"""Failures in a row after which nobody is asked any more."""


@dataclass
class Account:
    """What was asked, and what was not answered; filled while asking."""

    limits: list[str] = field(default_factory=list)


class _UnknownError(Exception):
    """The cache has no answer."""


def _absent() -> str:
    raise _UnknownError


def _known(corpus: Corpus, name: str, key: str) -> str | None:
    try:
        return corpus.remember(name, key, _absent)
    except _UnknownError:
        return None


def contradicted(
    nli: Nli, doubts: Sequence[Doubt], corpus: Corpus, account: Account
) -> Iterator[tuple[Doubt, tuple[float, float]]]:
    """Yield the pairs the model is sure of, with its probability in each direction."""
    chosen = doubts[: nli.max_pairs]
    compared, state = 0, nli.state
    try:
        for start in range(0, len(chosen), _AT_ONCE):
            part = chosen[start : start + _AT_ONCE]
            for doubt, both in zip(part, _scores(nli, state, part, corpus), strict=True):
                if sum(both) / 2 >= nli.threshold:
                    yield doubt, both
            compared += len(part)
    except OpinionError as error:
        account.limits.append(f"{error.message}; {error.hint}")
    if compared and compared < len(doubts):
        account.limits.append(
            f"{nli.shown} compared {compared:,} of {len(doubts):,} candidate pairs"
        )


def _scores(
    nli: Nli, state: str, part: Sequence[Doubt], corpus: Corpus
) -> list[tuple[float, float]]:
    keys = [sha256("\0".join((state, *doubt.texts))) for doubt in part]
    known = {key: _known(corpus, _NLI, key) for key in keys}
    new = {k: d.texts for k, d in zip(keys, part, strict=True) if known[k] is None}
    pairs = [pair for a, b in new.values() for pair in ((a, b), (b, a))]
    answers = nli.contradiction(pairs) if pairs else []
    for key, forth, back in zip(new, answers[::2], answers[1::2], strict=True):
        stored = json.dumps([round(forth, 4), round(back, 4)])
        known[key] = corpus.remember(_NLI, key, lambda text=stored: text)  # type: ignore[misc]
    read = (json.loads(known[key] or "") for key in keys)
    return [(float(forth), float(back)) for forth, back in read]


_NLI, _JUDGE = "nli opinion/1", "judge opinion/1"


def judged(
    judge: Judge, doubts: Sequence[Doubt], corpus: Corpus, account: Account
) -> Iterator[tuple[Doubt, Opinion]]:
    """Yield the pairs the judge takes for contradictions, and can quote."""
    asked = discarded = in_a_row = 0
    failed = ""
    for doubt in _spread(doubts)[: judge.max_pairs]:
        try:
            opinion = _opinion(judge, doubt, corpus)
        except OpinionError as error:
            failed, in_a_row = f"{error.message}; {error.hint}", in_a_row + 1
            if in_a_row == _PATIENCE:
                break
            continue
        asked, in_a_row = asked + 1, 0
        if opinion is None:
            discarded += 1
        elif opinion.ruling is Ruling.CONTRADICTION:
            yield doubt, opinion
    if failed:
        account.limits.append(failed)
    if asked and asked < len(doubts):
        account.limits.append(
            f"{judge.shown} was asked about {asked:,} of {len(doubts):,} candidate pairs"
        )
    if discarded:
        account.limits.append(
            f"{discarded:,} of {asked:,} answers of {judge.shown} were discarded: not what was "
            "asked for, or with quotes that the statements do not have"
        )


def _spread(doubts: Sequence[Doubt]) -> list[Doubt]:
    """One pair a cluster of shared statements first, the rest after them."""
    met: set[tuple[str, int, str]] = set()
    first: list[Doubt] = []
    rest: list[Doubt] = []
    for doubt in doubts:
        (rest if met.intersection(doubt.places) else first).append(doubt)
        met.update(doubt.places)
    return first + rest


def _opinion(judge: Judge, doubt: Doubt, corpus: Corpus) -> Opinion | None:
    left, right = _statements(doubt)
    key = sha256("\0".join((judge.state, left.text, left.place, right.text, right.place)))

    def ask() -> str:
        answer = judge.judge(left, right)
        if answer is None or not (
            _quoted(answer.left_quote, left) and _quoted(answer.right_quote, right)
        ):
            return "null"
        shown = {name: redact(str(value)) for name, value in asdict(answer).items()}
        return json.dumps(shown, ensure_ascii=False)

    read = json.loads(corpus.remember(_JUDGE, key, ask))
    return Opinion(**{**read, "ruling": Ruling(read["ruling"])}) if read else None


def _statements(doubt: Doubt) -> tuple[Statement, Statement]:
    (a, b), (left, right) = doubt.texts, (doubt.left.topic, doubt.right.topic)
    return Statement(a, redact(left)), Statement(b, redact(right))


def _quoted(quote: str, statement: Statement) -> bool:
    """Whether a statement has these very words."""
    return bool(quote.strip()) and quote in statement.text
